"""`@operation`: a permission, a transaction and an audit row, so that page, command and API cannot differ.

    @operation(Permission.SAMPLE_DRAW)
    def draw_sample(*, exercise: Exercise, group: str, by: User) -> Draw:
        ...
        note(subjects=[case.id for case in drawn], details={"group": group, "cases": len(drawn)})

The first parameter is the row that the permission is asked for; `by` is who asks. What the function notes goes into its
audit row. Functions of lower rooms that change state for others are a `@step`: they refuse to run outside an operation.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, NamedTuple, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from touchstone.web.audit.kinds import Kind, Outcome
from touchstone.web.audit.operations import Act, append, security
from touchstone.web.tenancy import EVERYWHERE, Place, unscoped

P = ParamSpec("P")
R = TypeVar("R")


class Decision(NamedTuple):
    """May somebody do this, by which role, and why (a sentence for the log, or for the person who was refused)."""

    allowed: bool
    role: str = ""
    why: str = ""


class Check(Protocol):
    """How it is decided who may; `accounts` gives it at start-up."""

    def __call__(self, person: Any, permission: Any, on: Any) -> Decision:
        """The decision for a person, a permission and the row it is asked for (None: the installation)."""


class Refused(PermissionDenied):
    """The person may know that this exists but may not do it; the message says why."""


class OutsideOperation(Exception):
    """A step was taken outside an operation: nobody would have checked it or written it down."""


@dataclass
class Open:
    """An operation that is under way, and what it has noted for its row."""

    what: str
    kind: Kind
    subjects: list[UUID] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)


class Program:
    """The program itself, acting on a schedule: it has no role, and operations say where it may act."""

    id = None


PROGRAM: Final = Program()

_open: ContextVar[Open | None] = ContextVar("operation", default=None)
_check: list[Check] = []
OPERATIONS: dict[str, Any] = {}  # "app.function" → its permission; the pages of the reference are made from it


def set_permission_check(check: Check) -> None:
    """Say how permissions are decided. Called once, by accounts."""
    _check[:] = [check]


def inside_operation() -> bool:
    """Is an operation under way?"""
    return _open.get() is not None


def note(*, subjects: Iterable[UUID] = (), objects: Iterable[Any] = (), recipients: Iterable[str] = (),
         kind: Kind | None = None, details: dict[str, object] | None = None) -> None:  # fmt: skip
    """Add to the audit row of the operation under way: ids, counts, names of fields. Never what people wrote."""
    under_way = _open.get()
    if under_way is None:
        raise OutsideOperation("There is no operation to note this for.")
    under_way.subjects += subjects
    under_way.objects += [label(touched) for touched in objects]
    under_way.recipients += recipients
    under_way.details.update(details or {})
    under_way.kind = kind or under_way.kind


def label(row: Any) -> str:
    """A row as the audit names it: "fieldwork.CaseAnswer:<id>"."""
    return row if isinstance(row, str) else f"{row._meta.label}:{row.pk}"


def step(function: Callable[P, R]) -> Callable[P, R]:
    """A change that only an operation may make. Raises OutsideOperation elsewhere."""

    @wraps(function)
    def taken(*args: P.args, **kwargs: P.kwargs) -> R:
        if not inside_operation():
            raise OutsideOperation(f"{function.__module__}.{function.__name__} was called outside an operation.")
        return function(*args, **kwargs)

    return taken


def operation(permission: Any, *, kind: Kind = Kind.ALTERATION, also_program: bool = False, open_because: str = ""
              ) -> Callable[[Callable[P, R]], Callable[P, R]]:  # fmt: skip
    """Make a keyword-only function an operation.

    permission is asked on the function's first parameter, for `by`. `also_program` lets PROGRAM do it too;
    `open_because` says in words why an operation needs no permission (such as an answer to a survey by its link).
    """
    if permission is None and not open_because:
        raise ValueError("An operation names its permission, or says why it needs none.")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        what = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        parameters = inspect.signature(function).parameters
        first = next(iter(parameters))
        if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters.values()):
            raise TypeError(f"{what} takes arguments by name only.")
        OPERATIONS[what] = permission

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by, on = kwargs.get("by"), kwargs.get(first) if first != "by" else None
            who = getattr(by, "id", None)
            place = on.place() if hasattr(on, "place") else EVERYWHERE
            decision = decide(by, permission, on, also_program=also_program, open_because=open_because)
            if not decision.allowed:
                security(what=what, who=who, place=place, outcome=Outcome.REFUSED, why=decision.why)
                raise Refused(decision.why)
            under_way = Open(what, kind)
            token = _open.set(under_way)
            try:
                with transaction.atomic(), unscoped(f"operation {what}"):
                    result = function(*args, **kwargs)
                    append(act_of(under_way, who=who, role=decision.role, purpose=decision.why, place=place, on=on))
            finally:
                _open.reset(token)
            return result

        return run

    return decorate


def decide(by: Any, permission: Any, on: Any, *, also_program: bool, open_because: str) -> Decision:
    """Whether this operation may go on."""
    if by is PROGRAM:
        return Decision(also_program, "program", "on its schedule")
    if permission is None:
        return Decision(True, "", open_because)
    if not _check:
        return Decision(False, "", "Nobody has said how permissions are decided.")
    return _check[0](by, permission, on)


def act_of(under_way: Open, *, who: UUID | None, role: str, purpose: str, place: Place, on: Any) -> Act:
    """What an operation that went well is written down as."""
    touched = [label(on)] if hasattr(on, "_meta") and on.pk is not None else []
    return Act(
        under_way.kind,
        under_way.what,
        who,
        role,
        place=place,
        subjects=tuple(dict.fromkeys(under_way.subjects)),
        objects=tuple(dict.fromkeys(touched + under_way.objects)),
        purpose=purpose,
        recipients=tuple(under_way.recipients),
        details=under_way.details,
    )
