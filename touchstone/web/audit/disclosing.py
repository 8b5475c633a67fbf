"""Writing down that something leaves as a file: every time it does, before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import DatabaseError, transaction

from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operations import Act, NotWrittenDown, append
from touchstone.web.tenancy import Place


def disclose(*, who: UUID, what: str, place: Place, subjects: Iterable[UUID] = (), record: str = "",
             recipients: Iterable[str] = ()) -> None:  # fmt: skip
    """Write down that somebody takes a file away; unlike a page, it is out of our hands from then on.

    Call it in the view, ahead of sending. `recipients` are roles or organisations, where it is for others than `who`.
    Raises NotWrittenDown, and nothing is sent.
    """
    act = Act(
        Kind.DISCLOSURE,
        what,
        who,
        place=place,
        subjects=tuple(subjects),
        objects=(record,) if record else (),
        recipients=tuple(recipients),
    )
    try:
        with transaction.atomic():
            append(act)
    except DatabaseError as why:
        raise NotWrittenDown(f"The audit did not take {what}.") from why
