"""Writing an act down. The row and the act are one transaction: no row, no act; for reading too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from touchstone.web.audit.chain import hash_of
from touchstone.web.audit.circumstances import circumstances
from touchstone.web.audit.kinds import Kind, Outcome
from touchstone.web.audit.models import AuditHead, AuditRow, AuditSubject
from touchstone.web.fixed_queries import FixedQuery, database, prepared_uuid
from touchstone.web.tenancy import EVERYWHERE, Place

# The head is taken hold of by an UPDATE, not by SELECT … FOR UPDATE, which SQLite lets pass without a word.
TAKE_HEAD = "UPDATE audit_audithead SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash"
MOVE_HEAD = "UPDATE audit_audithead SET hash = %s WHERE id = 1"


@dataclass(frozen=True)
class Act:
    """What is to be written down. `who`, subjects and objects are ids; details hold no content."""

    kind: Kind
    what: str
    who: UUID | None = None
    role: str = ""
    outcome: Outcome = Outcome.DONE
    place: Place = EVERYWHERE
    subjects: tuple[UUID, ...] = ()
    objects: tuple[str, ...] = ()
    purpose: str = ""
    recipients: tuple[str, ...] = ()
    details: dict[str, object] = field(default_factory=dict)
    once: str | None = None


class NotWrittenDown(Exception):
    """The act cannot be written down, so it is not done and nothing is shown: the page says so with status 503."""


def append(act: Act) -> AuditRow:
    """Add one act to the end of the chain, inside the transaction of the act itself.

    Raises TransactionManagementError outside a transaction (a row that is not the act's own proves nothing), and
    NotWrittenDown where the database does not take the row.
    """
    if not database().in_atomic_block:
        raise transaction.TransactionManagementError("An act is written down in its own transaction.")
    try:
        return added(act)
    except IntegrityError:
        raise  # of a consultation: another tab wrote the same one a moment ago
    except DatabaseError as why:
        raise NotWrittenDown(f"The audit did not take {act.what}.") from why


def added(act: Act) -> AuditRow:
    """The act as the newest row of the chain."""
    connection = database()
    seq, previous = take_head(connection)
    around = circumstances()
    row = AuditRow(
        seq=seq,
        when=timezone.now(),
        who=act.who,
        role=act.role,
        kind=act.kind.value,
        what=act.what,
        outcome=act.outcome.value,
        service=act.place.service,
        exercise=act.place.exercise,
        subjects=[str(subject) for subject in act.subjects],
        objects_touched=list(act.objects),
        purpose=act.purpose,
        recipients=list(act.recipients),
        details=act.details,
        request=around.request,
        address=around.address,
        once=act.once,
        previous=previous,
    )
    row.hash = hash_of(row.facts(), previous)
    with connection.cursor() as cursor:
        cursor.execute(insertion(AuditRow), stored(row, connection))
        cursor.execute(MOVE_HEAD, [row.hash])
        for subject in dict.fromkeys(act.subjects):
            cursor.execute(insertion(AuditSubject), [prepared_uuid(connection, subject), seq])
    row._state.adding = False
    return row


@cache
def insertion(model: type[Model]) -> str:
    """The SQL that adds a row of a model; what is added a hundred times a second is not put together each time."""
    quote = database().ops.quote_name
    columns = [quote(str(field.column)) for field in model._meta.concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES ({places})"


def stored(row: Model, connection: Any) -> list[Any]:
    """The values of a row as its fields store them: texts pass their gateway here as everywhere."""
    return [prepare(getattr(row, name), connection) for name, prepare in ways_to_store(type(row))]


@cache
def ways_to_store(model: type[Model]) -> tuple[tuple[str, Any], ...]:
    """The attributes of a model's rows, in the order of its columns, and how its fields store each."""
    return tuple((field.attname, field.get_db_prep_save) for field in model._meta.concrete_fields)


def take_head(connection: Any) -> tuple[int, str]:
    """The number for the next row and the hash before it; nobody else gets either until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_HEAD)
        row = cursor.fetchone()
        if row is None:  # the very first act of a new database
            AuditHead.objects.get_or_create(id=1)
            cursor.execute(TAKE_HEAD)
            row = cursor.fetchone()
    return int(row[0]), str(row[1])


WRITTEN_ONCE = FixedQuery(lambda once: AuditRow.objects.filter(once=once).order_by().values_list("seq"), str)


def consult(*, who: UUID, what: str, place: Place, subjects: Iterable[UUID] = (), role: str = "", purpose: str = "",
            record: str = "") -> None:  # fmt: skip
    """Write down that somebody looked, before the page is sent: once per person, record, session and hour.

    Call it in the view, ahead of rendering. When it cannot be written it raises NotWrittenDown, and nothing is shown.
    """
    seen = tuple(subjects)
    hour = timezone.now().strftime("%Y-%m-%dT%H")
    shown = ",".join(sorted(str(subject) for subject in seen))
    told = "\n".join([str(who), what, str(place.exercise), record, shown, circumstances().session, hour])
    once = hashlib.sha256(told.encode()).hexdigest()
    if WRITTEN_ONCE.rows(once):
        return
    act = Act(
        Kind.CONSULTATION,
        what,
        who,
        role,
        place=place,
        subjects=seen,
        objects=(record,) if record else (),
        purpose=purpose,
        once=once,
    )
    try:
        with transaction.atomic():
            append(act)
    except IntegrityError as why:  # another tab of the same person wrote it a moment ago; nothing else is let pass
        if not AuditRow.objects.filter(once=once).exists():
            raise NotWrittenDown(f"The audit did not take {what}.") from why
    except DatabaseError as why:  # not even a transaction could be begun
        raise NotWrittenDown(f"The audit did not take {what}.") from why


def security(*, what: str, who: UUID | None, place: Place = EVERYWHERE, outcome: Outcome = Outcome.DONE,
             **details: object) -> None:  # fmt: skip
    """Write down what concerns security: a sign-in, a refusal, a changed role. In a transaction of its own."""
    with transaction.atomic():
        append(Act(Kind.SECURITY, what, who, outcome=outcome, place=place, details=dict(details)))
