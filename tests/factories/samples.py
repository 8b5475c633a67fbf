"""Case lists as a service might hand them in, all invented, and samples drawn from them."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from touchstone.sampling.frame import Frame, read_frame
from touchstone.web.accounts.models import User
from touchstone.web.exercises.models import Exercise
from touchstone.web.files.checking import CheckedFile
from touchstone.web.files.kinds import KINDS
from touchstone.web.inspections.models import Inspection
from touchstone.web.samples import operations
from touchstone.web.samples.case_list.operations import confirm, hand_in
from touchstone.web.samples.models import CaseList, Draw, SampledCase
from touchstone.web.samples.reading import DryRun, dry_run

HEAD = "reference,kind,sex,risk_of_serious_harm,safety_and_wellbeing,started,ended"
COURT, OUT_OF_COURT = ("Community sentence", "Custodial sentence"), ("Youth caution", "Community resolution")


def row(number: int, kind: str, **more: str) -> str:
    """One row of a list; values go round, so that strata have some cases each."""
    cells = {
        "reference": f"NF-{number:04}",
        "kind": kind,
        "sex": ("male", "female", "male")[number % 3],
        "risk_of_serious_harm": ("low", "medium", "high")[number % 3],
        "safety_and_wellbeing": ("low", "high")[number % 2],
        "started": "2026-03-02",
        "ended": "",
        **more,
    }
    return ",".join(cells[name] for name in HEAD.split(","))


def rows(court: int = 60, out_of_court: int = 40) -> list[str]:
    """That many good rows of each group."""
    made = [row(number, COURT[number % 5 == 0]) for number in range(1, court + 1)]
    return made + [row(court + number, OUT_OF_COURT[number % 2]) for number in range(1, out_of_court + 1)]


def case_list(court: int = 60, out_of_court: int = 40, *, more: tuple[str, ...] = ()) -> bytes:
    """A list in CSV; `more` are further rows as they stand."""
    return "\n".join([HEAD, *rows(court, out_of_court), *more, ""]).encode()


def with_fieldwork(exercise: Exercise, day: date = date(2026, 12, 7)) -> Exercise:
    """The exercise with its first day of fieldwork, from which the window is counted back."""
    Inspection.objects.of(exercise).update(fieldwork_from=day)
    exercise._state.fields_cache.pop("inspection", None)
    return exercise


def checked(content: bytes, kind: str = "csv") -> CheckedFile:
    """A file as the room of files gives it on."""
    return CheckedFile(f"list.{kind}", KINDS[kind], content, sha256(content).hexdigest())


def looked_at(exercise: Exercise, content: bytes, kind: str = "csv", dates: str = "iso") -> DryRun:
    """A dry run without the child process, which the tests of files are about."""
    return dry_run(content, kind=kind, dates=dates, exercise=exercise, reader=read_frame)


def handed_in(exercise: Exercise, by: User, content: bytes | None = None) -> CaseList:
    """A list that waits to be confirmed, or has problems."""
    content = case_list() if content is None else content
    found = looked_at(exercise, content)
    return hand_in(exercise=exercise, checked=checked(content), dates="iso", found=found, by=by)


def confirmed(exercise: Exercise, by: User, content: bytes | None = None) -> CaseList:
    """A confirmed list."""
    content = case_list() if content is None else content
    found = looked_at(exercise, content)
    made = hand_in(exercise=exercise, checked=checked(content), dates="iso", found=found, by=by)
    assert isinstance(found.frame, Frame), found.problems
    return confirm(case_list=made, frame=found.frame, by=by)


def drawn(exercise: Exercise, contact: User, lead: User, content: bytes | None = None) -> Draw:
    """A draw from a confirmed list."""
    confirmed(exercise, contact, content)
    return operations.draw(exercise=exercise, reason="", by=lead)


def frozen(exercise: Exercise, contact: User, lead: User, content: bytes | None = None) -> list[SampledCase]:
    """A frozen sample."""
    return operations.freeze(draw=drawn(exercise, contact, lead, content), by=lead)
