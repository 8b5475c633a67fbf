"""How fragile the ratings are: what the overall rating and each standard hang on, never which case."""

from touchstone.dossier.prose import in_figures
from touchstone.rating.fragility import InspectionFragility, StandardFragility
from touchstone.rating.smallest_change import BANDS, SmallestChange, StandardChange
from touchstone.rating.working import RatedInspection
from touchstone.reports.document import Bar, BarPlot, Block, Bullets, Column, Figure, Paragraph, Section, Table
from touchstone.reports.material import Material
from touchstone.reports.wording import capital, counted, listed
from touchstone.standards.framework import Framework

OUT_OF_REACH = "no change of judgements can bring it there"
NOT_SAID = "cannot be said"


def fragility_section(material: Material) -> tuple[Section, ...]:
    """The whole section; nothing where fragility is not shown."""
    known = material.fragility
    if known is None or not material.rated.overall:
        return ()
    says = (
        "Ratings follow from a sample of cases and from judgements. This shows how little, or how much, would have "
        "to be otherwise for a rating to be another. It changes no rating."
    )
    blocks: list[Block] = [Paragraph(says), Bullets(tuple(overall_changes(material.framework, material.rated, known)))]
    if known.replicates is not None:
        blocks.append(replicates_figure(material, known))
    if known.standards:
        blocks.append(standards_table(material, known))
    return (Section("fragility", "How fragile the ratings are", tuple(blocks), page_break=True),)


def overall_changes(framework: Framework, rated: RatedInspection, known: InspectionFragility) -> list[str]:
    """The smallest changes that would move the overall rating, up and down, with and without judged standards.

    There must be an overall rating. What is held fixed, and why, comes last.
    """
    words = framework.rating.words if framework.rating else ()
    place = words.index(rated.overall)
    says = []
    if place + 1 < len(words):
        says.append(f"Up from {words[place]}: {change_in_words(known.up)}.")
        if known.up_by_answers != known.up:
            says.append(f"Up by answers in cases alone: {change_in_words(known.up_by_answers)}.")
    if place:
        says.append(f"Down from {words[place]}: {change_in_words(known.down)}.")
        if known.down_by_answers != known.down:
            says.append(f"Down by answers in cases alone: {change_in_words(known.down_by_answers)}.")
    return [*says, *known.held]


def change_in_words(change: SmallestChange | None) -> str:
    """The fewest changes, and one way to make them."""
    if change is None:
        return OUT_OF_REACH
    ways = listed([one_change(it) for it in change.standards])
    return f"at least {counted(change.changes, 'changed judgement')} would make it {change.becomes} ({ways})"


def one_change(it: StandardChange) -> str:
    """What changes in one standard."""
    what = (
        counted(it.changes, "band of judgement", "bands of judgement")
        if it.unit == BANDS
        else counted(it.changes, "answer")
    )
    return f"{it.standard} to {it.becomes} by {what}"


def replicates_figure(material: Material, known: InspectionFragility) -> Figure:
    """How often samples drawn again from the cases read give each overall rating."""
    assert known.replicates is not None
    drawn = known.replicates
    shares = [(word or "Not rated", how_many) for word, how_many in drawn.overall if how_many]
    same = dict(drawn.overall).get(material.rated.overall, 0)
    bars = tuple(Bar(word, how_many, percent(how_many, drawn.count)) for word, how_many in shares)
    rows = tuple((word, in_figures(how_many), percent(how_many, drawn.count)) for word, how_many in shares)
    described = "; ".join(f"{word}: {percent(how_many, drawn.count)}" for word, how_many in shares)
    return Figure(
        "replicates",
        f"{percent(same, drawn.count)} of samples drawn again give {material.rated.overall}",
        f"Overall rating in {in_figures(drawn.count)} samples drawn again, seed {drawn.seed}: {described}.",
        BarPlot(bars, drawn.count),
        Table(
            f"Overall rating in {in_figures(drawn.count)} samples drawn again (seed {drawn.seed})",
            (Column("Overall rating"), Column("Samples", numeric=True), Column("Share", numeric=True)),
            rows,
            marks=True,
            id="replicates-table",
        ),
    )


def percent(part: int, of: int) -> str:
    """A share in percent to one decimal, rounded half up in whole numbers."""
    tenths = (2000 * part + of) // (2 * of)
    return f"{tenths // 10}.{tenths % 10}%"


def standards_table(material: Material, known: InspectionFragility) -> Table:
    """For each counted standard how far the next band is, and what drives it."""
    rows = tuple(standard_row(material, it) for it in known.standards)
    columns = (
        Column("Standard"),
        Column("Computed"),
        Column("Up: cases", numeric=True),
        Column("Up: answers", numeric=True),
        Column("Down: cases", numeric=True),
        Column("Down: answers", numeric=True),
        Column("Driven by"),
    )
    caption = "Fewest cases and answers that would move each counted standard by a band"
    return Table(caption, columns, rows, id="fragility-table")


def standard_row(material: Material, it: StandardFragility) -> tuple[str, ...]:
    """One standard. Counts alone give a lower bound for cases, which the row then says."""
    standard = material.framework.standard(it.id)
    up = number(it.cases_up)
    if it.cases_up is not None and not it.exact_cases:
        up = f"at least {up}"
    return (
        f"{it.id} {standard.title if standard else ''}",
        it.computed,
        up,
        number(it.answers_up),
        number(it.cases_down),
        number(it.answers_down),
        listed(it.driven_by),
    )


def number(known: int | None) -> str:
    """A number, or a dash where there is no band beyond or it is not known."""
    return "–" if known is None else str(known)


def hangs_on(it: StandardFragility) -> str:
    """The sentence for a standard: "one case fewer and this is Inadequate"."""
    said = []
    if it.cases_down is not None:
        said.append(f"{counted(it.cases_down, 'case')} fewer would lower it")
    if it.cases_up is not None:
        said.append(f"{'' if it.exact_cases else 'at least '}{counted(it.cases_up, 'case')} more would raise it")
    return f"{capital('; '.join(said))}." if said else f"How near the next band is {NOT_SAID}."


def spread_in_words(spread: tuple[tuple[str, int], ...]) -> str:
    """The ratings of samples drawn again, in words."""
    count = sum(how_many for _, how_many in spread)
    return listed([f"{word or 'not rated'} in {percent(how_many, count)}" for word, how_many in spread if how_many])
