"""The front of a report: foreword, acknowledgements, ratings, recommendations, background."""

from collections.abc import Iterator
from itertools import groupby

from touchstone.dossier.inspection import Recommendation
from touchstone.dossier.prose import filled, in_words
from touchstone.rating.working import NOT_RATED, RatedStandard
from touchstone.reports.document import (
    Block,
    Bullets,
    Column,
    Figure,
    Mark,
    Panel,
    Paragraph,
    RatingsPlot,
    Section,
    Table,
)
from touchstone.reports.material import Material
from touchstone.reports.wording import (
    capital,
    counted,
    figure,
    is_or_are,
    listed,
    people,
    printed_date,
    printed_month,
    sentence,
)

NOTHING_RATED = "No standard is rated, so there is no score and no overall rating."


def foreword(material: Material) -> tuple[Section, ...]:
    """The foreword as entered, with who signs it."""
    signed = material.inspection.foreword
    if signed is None:
        return ()
    signature = tuple(Paragraph(line) for line in (signed.by, signed.office) if line)
    return (Section("foreword", "Foreword", (*material.paragraphs(signed.paragraphs), *signature)),)


def acknowledgements(material: Material) -> tuple[Section, ...]:
    """Acknowledgements as entered, and who inspected."""
    inspection = material.inspection
    team = tuple(f"{member.role}: {member.name}" for member in inspection.team if member.name)
    blocks: list[Block] = [*material.paragraphs(inspection.acknowledgements)]
    if team:
        blocks.append(Bullets(team))
    return (Section("acknowledgements", "Acknowledgements", tuple(blocks)),) if blocks else ()


def ratings(material: Material) -> Section:
    """The ratings page: every mark, the score, what does not count and why, and the panel's departures."""
    blocks: list[Block] = [*when(material), ratings_panel(material)]
    blocks.append(at_a_glance(material) if has_ratings(material) else Paragraph(NOTHING_RATED))
    blocks += discretion(material)
    return Section("ratings", "Ratings", tuple(blocks), page_break=True)


def when(material: Material) -> tuple[Paragraph, ...]:
    """Which service, and when fieldwork began."""
    began = material.inspection.dates.fieldwork_began
    name = material.inspection.service.name
    return (Paragraph(f"{name}. Fieldwork started {printed_month(began)}." if began else f"{name}."),)


def has_ratings(material: Material) -> bool:
    """Is any standard rated?"""
    return any(standard.is_rated for standard in material.rated.standards)


def ratings_panel(material: Material) -> Panel:
    """The overall mark with the score, and every standard's mark under its domain."""
    rated, framework = material.rated, material.framework
    groups = tuple(
        (f"{domain.id}. {domain.title}", tuple(mark_of(material, standard.id) for standard in domain.standards))
        for domain in framework.domains
    )
    score = f"{rated.score}/{rated.score_of}" if rated.score_of else ""
    overall = rated.overall or ("" if rated.provisional and material.rule else NOT_RATED)
    return Panel(Mark("", "Overall rating", overall), score, groups, panel_notes(material))


def mark_of(material: Material, number: str) -> Mark:
    """The mark of one standard. Where there is no rule it is not rated; "not rated yet" would promise one."""
    standard = material.framework.standard(number)
    rating = material.rated.standard(number).rating or ("" if material.rule else NOT_RATED)
    return Mark(number, standard.title if standard else number, rating)


def panel_notes(material: Material) -> tuple[str, ...]:
    """Why a standard is not counted, or not rated; each reason once."""
    notes: dict[tuple[bool, str], list[str]] = {}
    for rated in material.rated.standards:
        if rated.not_counted_because:
            notes.setdefault((rated.rating == NOT_RATED, rated.not_counted_because), []).append(rated.id)
    return tuple(
        f"{is_or_are(numbers)} not rated: {sentence(why)}" if unrated else f"{listed(numbers)}: {sentence(why)}"
        for (unrated, why), numbers in notes.items()
    )


def at_a_glance(material: Material) -> Figure:
    """Every standard as a mark on the scale, with the table that says the same."""
    standards = material.rated.standards
    rule = material.rule
    scale = rule.words if rule else ()
    marks = tuple(mark_of(material, rated.id) for rated in standards)
    rows = tuple(glance_row(material, rated) for rated in standards)
    columns = (Column("Standard"), Column("Rating"), Column("Points", numeric=True), Column("Decided by"))
    table = Table("Every standard, its rating and its points", columns, rows, marks=True, id="ratings-table")
    described = "; ".join(f"{mark.id} {mark.title}: {mark.rating or 'not rated yet'}" for mark in marks)
    return Figure(
        "ratings-at-a-glance", glance_title(material, scale), f"{described}.", RatingsPlot(scale, marks), table
    )


def glance_row(material: Material, rated: RatedStandard) -> tuple[str, str, str, str]:
    """Standard, rating, points and what decided it."""
    standard = material.framework.standard(rated.id)
    title = standard.title if standard else ""
    points = "not counted" if rated.points is None else str(rated.points)
    judged = rated.is_rated and standard is not None and standard.rated_by == "judging"
    decided = rated.decided_by or ("judged" if judged else "")
    return (f"{rated.id} {title}", rated.rating or "Not rated yet", points, decided)


def glance_title(material: Material, scale: tuple[str, ...]) -> str:
    """The finding: how many of the standards that count have which rating, best first."""
    counting = {standard.id for standard in material.framework.counted_standards}
    words = [rated.rating for rated in material.rated.standards if rated.id in counting and rated.is_rated]
    parts = [f"{in_words(words.count(word))} {word}" for word in reversed(scale) if word in words]
    if not parts:
        return "None of the standards that count is rated"
    return capital(
        f"{listed(parts)}, of the {counted(len(words), 'rated standard')} that count{'s' * (len(words) == 1)}"
    )


def discretion(material: Material) -> tuple[Block, ...]:
    """Where the panel departed from what the rule computed: both ratings, the reason and the people."""
    used = [rated for rated in material.rated.standards if rated.discretion is not None]
    if not used:
        return ()
    rows = tuple(
        (rated.id, rated.computed, rated.rating, rated.discretion.reason, people(rated.discretion.by))
        for rated in used
        if rated.discretion
    )
    columns = (Column("Standard"), Column("Computed"), Column("Final"), Column("Reason"), Column("Decided by"))
    table = Table("Professional discretion used by the ratings panel", columns, rows, marks=True, id="discretion-table")
    says = "The panel may depart from the rating that the rule gives. What was computed stays beside what was decided."
    return (Section("discretion", "Professional discretion", (Paragraph(says), table)),)


def recommendations(material: Material) -> Section:
    """Every recommendation, numbered through, under the body that must act on it."""
    inspection = material.inspection
    if not inspection.recommendations:
        blocks: tuple[Block, ...] = (Paragraph("No recommendations are made."),)
        return Section("recommendations", "Recommendations", blocks, page_break=True)
    number = len(inspection.recommendations)
    opening = Paragraph(
        f"{capital(counted(number, 'recommendation is', 'recommendations are'))} made. "
        f"If {'it is' if number == 1 else 'they are'} acted on, the lives of children who work with "
        f"{inspection.service.called} should be better "
        "and the public better protected."
    )
    sections: list[Block] = []
    for to, run in runs(inspection.recommendations):
        items = tuple(filled(it.text, inspection) for it in run)
        blocks = (Bullets(items, numbered_from=run[0].number),)
        sections.append(Section(f"recommendations-{run[0].number}", f"{to} should:", blocks))
    return Section("recommendations", "Recommendations", (opening, *sections), page_break=True)


def runs(recommendations: tuple[Recommendation, ...]) -> Iterator[tuple[str, list[Recommendation]]]:
    """Recommendations in the order of their numbers, cut where the addressee changes or a number is left out."""
    in_order = sorted(recommendations, key=lambda it: it.number)
    places = {it.number: place for place, it in enumerate(in_order)}
    for (to, _), run in groupby(in_order, key=lambda it: (it.to, it.number - places[it.number])):
        yield to, list(run)


def background(material: Material) -> Section:
    """Background as entered, and the context figures with their sources."""
    inspection = material.inspection
    blocks: list[Block] = [*fieldwork(material), *material.paragraphs(inspection.background)]
    if inspection.context:
        blocks += context(material)
    return Section("background", "Background", tuple(blocks), page_break=True)


def context(material: Material) -> tuple[Block, ...]:
    """The context figures, each with the number of its source in the list below them."""
    figures = material.inspection.context
    numbers = {source: place for place, source in enumerate(dict.fromkeys(it.source for it in figures), start=1)}
    rows = tuple(
        (
            it.label,
            figure(it.value, it.unit),
            printed_date(it.as_of) if is_iso(it.as_of) else it.as_of,
            str(numbers[it.source]),
        )
        for it in figures
    )
    columns = (Column("Context"), Column("Figure", numeric=True), Column("As of"), Column("Source", numeric=True))
    table = Table("Context figures; the number of each source is explained below", columns, rows, id="context-table")
    return (table, Paragraph("Sources:"), Bullets(tuple(numbers), numbered_from=1))


def fieldwork(material: Material) -> tuple[Paragraph, ...]:
    """When fieldwork was, and when the cases that were read had been delivered; what is not known is left out."""
    dates, called = material.inspection.dates, material.inspection.service.called
    sentences = []
    if dates.fieldwork_began and dates.fieldwork_ended:
        span = f"from {printed_date(dates.fieldwork_began)} to {printed_date(dates.fieldwork_ended)}"
        sentences.append(f"Fieldwork in {called} took place {span}.")
    elif dates.fieldwork_began:
        sentences.append(f"Fieldwork in {called} began on {printed_date(dates.fieldwork_began)}.")
    if dates.cases_from and dates.cases_to:
        span = f"between {printed_date(dates.cases_from)} and {printed_date(dates.cases_to)}"
        sentences.append(f"The cases inspected were delivered {span}.")
    return (Paragraph(" ".join(sentences)),) if sentences else ()


def is_iso(text: str) -> bool:
    """Is this a year, a month or a day as ISO writes it?"""
    parts = text.split("-")
    numbers = all(part.isascii() and part.isdigit() for part in parts)
    return numbers and [len(part) for part in parts] == [4, 2, 2][: len(parts)] and "00" < [*parts, "01"][1] < "13"
