"""How each standard moved since the last inspection: from which rating to which, and where that cannot be said."""

from touchstone.dossier.inspection import Inspection, PreviousInspection
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.values import dataclass
from touchstone.rating.working import NOT_RATED, RatedInspection
from touchstone.standards.comparing import comparable
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

NOT_KNOWN = "not known"
NOT_COMPARABLE = "not comparable"
NOT_RATED_NOW = "not rated"

NOT_AT_HAND = "The framework of the last inspection is not at hand, so standards cannot be set side by side."


@dataclass(frozen=True, slots=True)
class Movement:
    """One standard, or the overall rating (`standard` is ""), last time and now.

    `before` and `now` are rating words, or say plainly why there is none (NOT_KNOWN, NOT_COMPARABLE, NOT_RATED_NOW).
    `bands` counts the bands moved, up above nought; None where the two cannot be compared.
    """

    standard: str
    title: str
    before: str
    now: str
    bands: int | None
    why: str = ""  # why it cannot be compared


def movement(
    inspection: Inspection, rated: RatedInspection, framework: Framework, *, earlier: Framework | None = None
) -> tuple[Movement, ...]:
    """Every standard and, last, the overall rating; nothing where no previous inspection is told of.

    `earlier` is the framework of the previous inspection; where it is not given it is looked for by its id.
    """
    previous = inspection.previous
    if previous is None:
        return ()
    scale = framework.rating.words if framework.rating else ()
    earlier = earlier or framework_of(previous, framework)
    moves = []
    for standard in framework.standards:
        now = rated.standard(standard.id).rating
        before, why = rating_before(standard.id, previous, framework, earlier)
        moves.append(moved(standard.id, standard.title, before, now, scale, why))
    moves.append(moved("", "Overall", previous.overall or NOT_KNOWN, rated.overall, scale, ""))
    return tuple(moves)


def moved(standard: str, title: str, before: str, now: str, scale: tuple[str, ...], why: str) -> Movement:
    """One row. The bands moved are counted only between two words of the scale."""
    both = before in scale and now in scale
    shown_now = NOT_RATED_NOW if now in ("", NOT_RATED) else now
    return Movement(standard, title, before, shown_now, scale.index(now) - scale.index(before) if both else None, why)


def rating_before(
    standard: str, previous: PreviousInspection, framework: Framework, earlier: Framework | None
) -> tuple[str, str]:
    """The rating last time, or the words that say why there is none, and the reason.

    What was entered as not comparable goes before what the frameworks say of each other.
    """
    entered = dict(previous.not_comparable)
    if standard in entered:
        return NOT_COMPARABLE, entered[standard]
    if earlier is None:
        return NOT_COMPARABLE, NOT_AT_HAND
    comparison = comparable(framework, standard, earlier)
    if not comparison.comparable:
        return NOT_COMPARABLE, comparison.why
    return dict(previous.standards).get(comparison.to[0], "") or NOT_KNOWN, ""


def framework_of(previous: PreviousInspection, framework: Framework) -> Framework | None:
    """The framework of the last inspection; None where there is none with that id."""
    if previous.framework == framework.id:
        return framework
    try:
        return load_framework(previous.framework)
    except ProblemsFound:
        return None
