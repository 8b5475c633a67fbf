"""Movement since the last inspection: every standard from its old mark to the new, and what became of the advice."""

from touchstone.dossier.inspection import PreviousInspection
from touchstone.dossier.movement import NOT_COMPARABLE, NOT_KNOWN, Movement
from touchstone.dossier.prose import filled, in_words
from touchstone.reports.document import Block, Bullets, Column, Figure, Move, MovementPlot, Paragraph, Section, Table
from touchstone.reports.material import Material
from touchstone.reports.wording import counted, counted_points, listed, on_or_in, sentence

CANNOT_BE_SAID = "cannot be said"
NO_PREVIOUS = "No earlier inspection of this service is recorded here, so no movement is shown."


def movement_section(material: Material) -> Section:
    """The whole section; says so where there is nothing to compare with."""
    previous = material.inspection.previous
    if previous is None:
        blocks: tuple[Block, ...] = (Paragraph(NO_PREVIOUS),)
    else:
        blocks = (
            Paragraph(opening(material, previous)),
            plot(material),
            *why_not(material.moves),
            *earlier_recommendations(material, previous),
        )
    return Section("movement", "Movement since the last inspection", blocks)


def opening(material: Material, previous: PreviousInspection) -> str:
    """When the last inspection was published, how it was rated, and where that was read."""
    when = f"was published {on_or_in(previous.published)}" if previous.published else "has no date that is known here"
    rated = f"It was rated {previous.overall}" if previous.overall else "Its overall rating is not known"
    score = "" if previous.score is None else f", {counted_points(previous.score)}"
    other = (
        f" It was held to another framework ({previous.framework}); only standards that ask the same are compared."
        if previous.framework != material.framework.id
        else ""
    )
    return f"The last inspection {when}. {rated}{score}.{other} Source: {sentence(previous.source)}"


def plot(material: Material) -> Figure | Table:
    """Arrows from the old mark to the new, and their table; the table alone where there is no mark to draw."""
    scale = material.framework.rating.words if material.framework.rating else ()
    moves = material.moves
    rows = tuple((name(move), move.before, move.now, bands_moved(move)) for move in moves)
    columns = (Column("Standard"), Column("Last time"), Column("Now"), Column("Moved"))
    table = Table("Every standard, last time and now", columns, rows, marks=True, id="movement-table")
    if not any(move.before in scale or move.now in scale for move in moves):
        return table
    described = "; ".join(f"{name(move)}: {move.before}, now {move.now}" for move in moves)
    return Figure(
        "movement-plot",
        title(moves),
        f"{described}.",
        MovementPlot(scale, tuple(Move(name(it), it.before, it.now) for it in moves)),
        table,
    )


def why_not(moves: tuple[Movement, ...]) -> tuple[Block, ...]:
    """Why a standard cannot be compared, each reason once with the standards it holds for."""
    reasons: dict[str, list[str]] = {}
    for move in moves:
        if move.why:
            reasons.setdefault(move.why, []).append(move.standard)
    items = tuple(f"{listed(numbers)}: {reason}" for reason, numbers in reasons.items())
    return (Section("not-comparable", "Why some standards cannot be compared", (Bullets(items),)),) if items else ()


def name(move: Movement) -> str:
    """A row's heading: the standard's number and title, or 'Overall'."""
    return f"{move.standard} {move.title}".strip()


def bands_moved(move: Movement) -> str:
    """How far it moved, in words."""
    if move.bands is None:
        return CANNOT_BE_SAID
    if move.bands == 0:
        return "stayed"
    up_or_down = "up" if move.bands > 0 else "down"
    return f"{up_or_down} {in_words(abs(move.bands))} {'band' if abs(move.bands) == 1 else 'bands'}"


def title(moves: tuple[Movement, ...]) -> str:
    """The finding: how many standards rose, stayed and fell, and of how many nothing can be said."""
    standards = [move for move in moves if move.standard]
    compared = [move.bands for move in standards if move.bands is not None]
    parts = [
        f"{in_words(number)} {word}"
        for number, word in (
            (sum(bands > 0 for bands in compared), "rose"),
            (sum(bands == 0 for bands in compared), "stayed"),
            (sum(bands < 0 for bands in compared), "fell"),
            (sum(move.before == NOT_KNOWN for move in standards), NOT_KNOWN),
            (sum(move.before == NOT_COMPARABLE for move in standards), NOT_COMPARABLE),
            (sum(known(move) and move.bands is None for move in standards), CANNOT_BE_SAID),
        )
        if number
    ]
    if not compared:
        return "No standard can be compared with last time"
    return f"Of {counted(len(standards), 'standard')}: {listed(parts)}"


def known(move: Movement) -> bool:
    """Is it known what the standard was last time, in a way that can be compared?"""
    return move.before not in (NOT_KNOWN, NOT_COMPARABLE)


def earlier_recommendations(material: Material, previous: PreviousInspection) -> tuple[Block, ...]:
    """What became of each recommendation of last time; 'not known' where none was entered."""
    if not previous.recommendations:
        says = "What became of the recommendations of the last inspection is not known here."
        return (Section("earlier-recommendations", "Earlier recommendations", (Paragraph(says),)),)
    rows = tuple((it.text, it.outcome, filled(it.note, material.inspection)) for it in previous.recommendations)
    columns = (Column("Recommendation"), Column("What became of it"), Column("Note"))
    table = Table("Recommendations of the last inspection", columns, rows, id="earlier-recommendations-table")
    return (Section("earlier-recommendations", "Earlier recommendations", (table,)),)
