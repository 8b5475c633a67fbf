"""How the inspection was made: the cases read, what else inspectors did, the rule, the evidence; and the glossary."""

from touchstone.dossier.prose import in_figures
from touchstone.intake.values import dataclass
from touchstone.rating.interval import CONFIDENCE
from touchstone.reports.document import Block, Bullets, Column, Notice, Paragraph, Section, Table
from touchstone.reports.glossary import TERMS
from touchstone.reports.material import Material
from touchstone.reports.wording import band_range, capital, counted, is_or_are, listed, printed_date, sentence
from touchstone.standards.framework import STANDINGS, Framework, RatingRule


def further_information(material: Material) -> Section:
    """Where to read more, and under which standards the service was inspected."""
    inspection, framework = material.inspection, material.framework
    blocks: list[Block] = [*material.paragraphs(inspection.further_information)]
    blocks.append(
        Paragraph(f"Standards: {framework.title} ({framework.id}, revision {framework.revision}). {framework.source}")
    )
    if inspection.isbn:
        blocks.append(Paragraph(f"ISBN: {inspection.isbn}"))
    if inspection.demonstration:
        told = inspection.demonstration
        blocks.append(Notice(told.says, link=told.link, link_text="The official report" if told.link else ""))
    return Section("further-information", "Further information", tuple(blocks))


def methodology(material: Material) -> Section:
    """Everything a reader needs to check the ratings by hand."""
    blocks: list[Block] = [*sample(material), *activities(material), *rule(material), *intervals(material)]
    blocks += evidence(material)
    return Section("methodology", "Methodology", tuple(blocks), page_break=True)


def glossary() -> Section:
    """Words that a reader may not know."""
    table = Table("Words used in this report", (Column("Word"), Column("Meaning")), TERMS, id="glossary-table")
    return Section("glossary", "Glossary", (table,), page_break=True)


def sample(material: Material) -> tuple[Block, ...]:
    """How many cases of each kind were read, and of how many."""
    inspection, framework = material.inspection, material.framework
    if not inspection.sample:
        return (Section("sample", "The cases read", (Paragraph("No sample of cases is recorded."),)),)
    rows: list[tuple[str, ...]] = []
    totals: list[int] = []
    for group in dict.fromkeys(count.group for count in inspection.sample):
        of_group = [count for count in inspection.sample if count.group == group]
        known = framework.group(group)
        titles = {kind.id: kind.title for kind in known.kinds} if known else {}
        title = known.title if known else group
        rows += [(title, titles.get(count.kind, count.kind), in_figures(count.cases)) for count in of_group]
        totals.append(len(rows))
        rows.append((title, "All", in_figures(sum(count.cases for count in of_group))))
    columns = (Column("Group"), Column("Kind of case"), Column("Cases", numeric=True))
    table = Table("Cases read, by group and kind", columns, tuple(rows), bold_rows=tuple(totals), id="sample-table")
    return (Section("sample", "The cases read", (*window(material), table, *caseloads(material))),)


def window(material: Material) -> tuple[Paragraph, ...]:
    """Which cases could be drawn."""
    dates = material.inspection.dates
    if not (dates.cases_from and dates.cases_to):
        return ()
    span = f"from {printed_date(dates.cases_from)} to {printed_date(dates.cases_to)}"
    return (Paragraph(f"Cases could be drawn where the sentence, licence or disposal was delivered {span}."),)


def caseloads(material: Material) -> tuple[Paragraph, ...]:
    """How many eligible cases there were; or that this is not known, and what follows from that."""
    known = material.inspection.evidence.caseloads
    if not known:
        says = "How many eligible cases there were is not known, so intervals are not narrowed for a small caseload."
        return (Paragraph(says),)
    titles = {group.id: group.title for group in material.framework.sample.groups}
    parts = [f"{titles.get(group, group)}: {in_figures(cases)}" for group, cases in sorted(known.items())]
    return (Paragraph(f"Eligible cases from which the sample was drawn: {'; '.join(parts)}."),)


def activities(material: Material) -> tuple[Block, ...]:
    """What inspectors did beside reading cases."""
    done = material.inspection.activities
    if not done:
        return ()
    rows = tuple((it.label, in_figures(it.count)) for it in done)
    table = Table(
        "What inspectors did beside reading cases",
        (Column("Activity"), Column("Number", numeric=True)),
        rows,
        id="activities-table",
    )
    return (Section("activities", "What inspectors did", (table,)),)


def rule(material: Material) -> tuple[Block, ...]:
    """The rating rule in words and tables, with where each part of it comes from."""
    in_force = material.rule
    if in_force is None:
        says = "The inspectorate's rule for turning answers into ratings is not known, so nothing is rated."
        return (Section("rule", "How ratings are made", (Paragraph(says),)),)
    blocks: tuple[Block, ...] = (
        *(Notice(told) for told in material.rated.assumptions),
        Bullets(sentences(material.framework, in_force)),
        question_bands(in_force),
        overall_bands(material, in_force),
        sources(in_force),
    )
    return (Section("rule", "How ratings are made", blocks),)


def sentences(framework: Framework, it: RatingRule) -> tuple[str, ...]:
    """The rule, step by step."""
    worth = listed([f"{word} {points}" for word, points in it.scale])
    cases = [standard.id for standard in framework.standards if standard.is_counted_from_cases]
    judged = [standard.id for standard in framework.standards if not standard.is_counted_from_cases]
    apart = [standard.id for standard in framework.standards if not standard.counts]
    says = []
    if cases:
        leaves = "is left out" if it.not_applicable_leaves else "stays among the cases and is not a 'yes'"
        says += [
            f"{standards_are(cases)} counted. For each case an inspector answers every key question yes or no.",
            "The share of 'yes' among the cases read is rounded half up to a whole percentage. "
            f"A case for which the answer is 'not applicable' {leaves}.",
            "Each share falls in a band. The key question with the lowest share decides the standard.",
        ]
    if judged:
        says.append(f"{standards_are(judged)} judged by inspectors on all evidence, with reasons.")
    says.append(f"Points: {worth}. Those of the standards that count add up to the score; it gives the overall rating.")
    if apart:
        says.append(f"Rated apart, without entering the score: {listed(apart)}.")
    bands = counted(it.discretion.most_bands, "band")
    says.append(f"A ratings panel may depart from a counted rating by at most {bands}, with its reason recorded.")
    return tuple(says)


def standards_are(numbers: list[str]) -> str:
    """Standards as a sentence begins with them: "Standard V1 is", "Standards 2.1 and 2.2 are"."""
    return f"Standard{'s' * (len(numbers) > 1)} {is_or_are(numbers)}"


def question_bands(it: RatingRule) -> Table:
    """Which share gives which rating."""
    rows = tuple(
        (band_range(it, place), capital(band.words), band.rating) for place, band in enumerate(it.question_bands)
    )
    columns = (Column("Share of 'yes'"), Column("In words"), Column("Rating"))
    return Table("Bands of a key question", columns, rows, marks=True, id="question-bands")


def overall_bands(material: Material, it: RatingRule) -> Table:
    """Which score gives which overall rating, for the points that could be had here."""
    of = material.rated.score_of or it.overall_bands[-1].of
    rows, low = [], 0
    for band in it.overall_bands:
        up_to = band.up_to * of // band.of
        if up_to >= low:  # with few points to be had a band may hold none
            rows.append((f"{low} to {up_to}" if low < up_to else str(up_to), band.rating))
            low = up_to + 1
    columns = (Column(f"Score, of {of}"), Column("Overall rating"))
    return Table("Bands of the score", columns, tuple(rows), marks=True, id="overall-bands")


def sources(it: RatingRule) -> Section:
    """Where each part of the rule comes from, and how far it can be trusted."""
    parts = tuple(
        f"{capital(part.replace('_', ' '))}: {fact.standing}. {sentence(fact.source)}" for part, fact in it.facts
    )
    standings = dict.fromkeys(fact.standing for _, fact in it.facts)
    rows = tuple((capital(it), STANDINGS[it]) for it in standings if it in STANDINGS)
    meaning = Table("How far a part can be trusted", (Column("Word"), Column("Meaning")), rows, id="standings-table")
    return Section("rule-sources", "Where the rule comes from", (Bullets(parts), meaning))


def intervals(material: Material) -> tuple[Block, ...]:
    """What the intervals mean; nothing where no share was counted."""
    if not any(question.yes is not None for rated in material.rated.standards for question in rated.questions):
        return ()
    says = (
        "A share beside which an interval stands was counted in the cases read, which are a sample. Another sample "
        f"would have given another share. The {CONFIDENCE}% interval (Wilson's) shows how far: it would hold the share "
        f"of all eligible cases in about {CONFIDENCE} of 100 samples. Intervals inform; they take no part in a rating."
    )
    return (Section("intervals", "How sure the shares are", (Paragraph(says),)),)


@dataclass(frozen=True, slots=True)
class Citing:
    """A piece of evidence and the sections whose findings cite it."""

    id: str
    places: tuple[str, ...]


def evidence(material: Material) -> tuple[Block, ...]:
    """The evidence under the findings: each piece, and the standards in which it is cited."""
    items = material.inspection.evidence_items
    if not items:
        return ()
    cited = {it.id: it.places for it in citing(material)}
    dated = any(item.date for item in items)  # no empty column where nothing is
    rows = tuple(
        (
            item.title,
            capital(item.kind),
            *([printed_date(item.date) if item.date else ""] if dated else []),
            listed(cited.get(item.id, ())),
        )
        for item in items
    )
    columns = (Column("Evidence"), Column("Kind"), *([Column("Date")] if dated else []), Column("Cited in"))
    table = Table("What the findings rest on", columns, rows, id="evidence-table")
    return (Section("evidence", "Evidence", (table,)),)


def citing(material: Material) -> tuple[Citing, ...]:
    """Where each piece of evidence is cited, in the order of the report."""
    inspection = material.inspection
    places: dict[str, list[str]] = {item.id: [] for item in inspection.evidence_items}
    sections = [(it.standard, (*it.strengths, *it.areas_for_improvement)) for it in inspection.sections]
    sections += [("involvement", inspection.involvement.findings), ("diversity", inspection.diversity.findings)]
    for place, findings in sections:
        for item in dict.fromkeys(item for finding in findings for item in finding.evidence):
            places.setdefault(item, []).append(place)
    return tuple(Citing(item, tuple(found)) for item, found in places.items())
