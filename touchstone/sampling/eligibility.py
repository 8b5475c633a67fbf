"""Which cases of the list may be drawn, in which group and stratum; and why each of the others may not."""

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.values import dataclass
from touchstone.sampling.dates import days_before
from touchstone.sampling.frame import ENDED, GROUP, KIND, REFERENCE, STARTED, Frame, FrameRow
from touchstone.sampling.placing import place
from touchstone.standards.framework import Framework, SampleGroup


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both ISO dates and both included, in which a case must have been worked with."""

    first: str
    last: str

    def __post_init__(self) -> None:
        if self.first > self.last:
            what = f"The window begins ({self.first}) after it ends ({self.last})."
            raise ProblemsFound([Problem(what, "Exchange the two dates.")])


@dataclass(frozen=True, slots=True)
class EligibleCase:
    """A case that may be drawn. `stratum` has one value for each column of its group's strata."""

    reference: str
    group: str
    kind: str  # the framework's id; "" where the list does not say
    stratum: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotEligible:
    """A row that cannot be drawn, and why."""

    row: int
    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The whole list, parted: by group what may be drawn, and everything that may not."""

    cases: tuple[EligibleCase, ...]
    refused: tuple[NotEligible, ...]
    strata: tuple[tuple[str, tuple[str, ...]], ...]  # for each group the columns that part it
    absent: tuple[tuple[str, tuple[str, ...]], ...]  # for each group the columns the framework names and the list lacks

    def of(self, group: str) -> tuple[EligibleCase, ...]:
        """The cases of one group that may be drawn."""
        return tuple(case for case in self.cases if case.group == group)


def window_before(framework: Framework, fieldwork: str) -> Window | None:
    """The framework's window, counted back from the first day of fieldwork (an ISO date); None where it has none."""
    rule = framework.sample
    if rule.window_from_days is None or rule.window_to_days is None:
        return None
    return Window(days_before(fieldwork, rule.window_from_days), days_before(fieldwork, rule.window_to_days))


def eligibility(frame: Frame, framework: Framework, window: Window | None, *, file: str = "") -> Eligibility:
    """Part the list into what may be drawn and what may not, with the reason for each row.

    A case is in the window if it was worked with on any day of it: it had started by the last day and had not ended
    before the first. (Reports speak of disposals "delivered" between two dates; that any day will do is our reading.)
    Raises ProblemsFound where there is a window and a start date is missing: a blank must not take a case out.
    """
    if window:
        _require_starts(frame, file)
    cases: list[EligibleCase] = []
    refused: list[NotEligible] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in frame.rows:
        found = place(row[GROUP], row[KIND], framework)
        key = (row[REFERENCE].casefold(), found.group)
        why = found.why_not
        if not why and key in seen:
            why = f"it is the same as row {seen[key]}"
        seen.setdefault(key, row.number)
        why = why or (_outside(row, window) if window else "")
        group = framework.group(found.group)
        if why or group is None:
            refused.append(NotEligible(row.number, row[REFERENCE], why))
        else:
            stratum = _stratum(row, found.kind, _strata(frame, group))
            cases.append(EligibleCase(row[REFERENCE], group.id, found.kind, stratum))
    groups = framework.sample.groups
    strata = tuple((group.id, _strata(frame, group)) for group in groups)
    absent = tuple((group.id, tuple(name for name in group.strata if name not in frame.columns)) for group in groups)
    return Eligibility(tuple(cases), tuple(refused), strata, absent)


def _strata(frame: Frame, group: SampleGroup) -> tuple[str, ...]:
    return tuple(name for name in group.strata if name in frame.columns)


def _stratum(row: FrameRow, kind: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The values that part cases: the kind by its id, all others without regard to capitals and runs of blanks."""
    return tuple(kind if name == KIND else " ".join(row[name].casefold().split()) for name in columns)


def _outside(row: FrameRow, window: Window) -> str:
    if row[STARTED] > window.last:
        return f"it started on {row[STARTED]}, after the window ({window.first} to {window.last})"
    if row[ENDED] and row[ENDED] < window.first:
        return f"it ended on {row[ENDED]}, before the window ({window.first} to {window.last})"
    return ""


def _require_starts(frame: Frame, file: str) -> None:
    if STARTED not in frame.columns:
        what = "The column 'started' is missing, and there is a window of dates to keep to."
        raise ProblemsFound([Problem(what, "Add the day on which the work with each child began.", file, 1)])
    do = "Write the day on which the work with the child began."
    missing = [Problem("It is blank.", do, file, row.number, STARTED) for row in frame.rows if not row[STARTED]]
    if missing:
        raise ProblemsFound(missing)
