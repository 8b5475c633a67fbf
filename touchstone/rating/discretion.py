"""The panel's professional discretion: when it may be considered, and how it is recorded.

A panel may depart from the computed band. That is a decision of people, neither automatic nor arithmetic, so it
never changes what was computed: both stand side by side. When discretion is open, and how far it may go, is
framework data. How far is enforced. When is shown, not enforced: the panel also weighs what no number tells, and
the working says plainly where none of the framework's reasons is met.
"""

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.answers import DiscretionUsed, Judgement
from touchstone.rating.distance import Distance
from touchstone.rating.working import RatedQuestion
from touchstone.standards.framework import RatingRule, Standard

FEWEST_PEOPLE = 2  # fewer are accepted, and the working says so


def why_discretion_is_open(lowest: RatedQuestion, distance: Distance, rule: RatingRule) -> tuple[str, ...]:
    """The framework's reasons for which the panel may consider discretion here, as sentences."""
    because = []
    edges = [band.at_least for band in rule.question_bands[1:]]
    percent = lowest.percent or 0
    near = min(edges, key=lambda edge: abs(edge - percent), default=None)
    if near is not None and abs(near - percent) <= rule.discretion.within_points:
        away = abs(near - percent)
        points = "on" if away == 0 else f"{away} point{'' if away == 1 else 's'} from"
        because.append(
            f"{lowest.id} is at {percent}%, {points} the edge of a band at {near}% "
            f"(within {rule.discretion.within_points} points)."
        )
    if rule.discretion.one_case and distance.cases_down == 1:
        because.append("One case fewer with a yes would lower the rating.")
    if rule.discretion.one_case and distance.cases_up == 1:
        because.append("One case more with a yes would raise the rating.")
    if lowest.of is not None and lowest.of <= rule.discretion.few_cases:
        cases = "1 case" if lowest.of == 1 else f"{lowest.of} cases"
        because.append(f"{lowest.id} rests on {cases} ({rule.discretion.few_cases} or fewer).")
    return tuple(because)


def check_discretion(standard: Standard, computed: str, judgement: Judgement, rule: RatingRule) -> None:
    """Refuse a rating that the rule does not give and nobody answers for. Raises ProblemsFound."""
    problems = []

    def add(what: str, do: str) -> None:
        problems.append(Problem(what, do, column=standard.id))

    used = judgement.discretion
    final = used.rating if used is not None else computed
    if judgement.rating and judgement.rating != final:
        makes = "the panel makes" if used is not None else "its key questions make"
        add(
            f"{standard.id} is given as {judgement.rating}, and {makes} it {final}.",
            "Correct the key questions or the rating, or record the panel's discretion with reason and people.",
        )
    if used is not None:
        words = rule.words
        moved = abs(words.index(used.rating) - words.index(computed))
        if moved > rule.discretion.most_bands:
            add(
                f"The panel's discretion moves {standard.id} from {computed} to {used.rating}, {moved} bands.",
                f"Discretion may move a rating by {rule.discretion.most_bands} at most.",
            )
        if not used.reason.strip():
            add(f"The panel's discretion on {standard.id} has no reason.", "Record the panel's reason.")
        if not people(used):
            add(f"The panel's discretion on {standard.id} names nobody.", "Record who decided it.")
    if problems:
        raise ProblemsFound(problems)


def steps_of_discretion(computed: str, used: DiscretionUsed, open_because: tuple[str, ...]) -> list[str]:
    """What the panel decided, who and why, as sentences of the working."""
    names = people(used)
    did = f"kept {computed}" if used.rating == computed else f"made it {used.rating} instead of {computed}"
    by = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    steps = [f"The panel used its discretion and {did}, decided by {by}: {used.reason}"]
    if not open_because:
        steps.append("None of the framework's reasons for discretion is met here; the decision is the panel's own.")
    if len(names) < FEWEST_PEOPLE:
        steps.append("Only one person is named for this decision; a panel is at least two.")
    return steps


def people(used: DiscretionUsed) -> list[str]:
    """The people named for the decision; blanks name nobody."""
    return [name for name in used.by if name.strip()]
