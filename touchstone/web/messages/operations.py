"""Every change to messages: told with the change they tell of, sent or put off, read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone, translation

from touchstone.web.audit.operation import note, operation, step
from touchstone.web.messages.fields import FieldRefused, as_words, page_address
from touchstone.web.messages.models import Message
from touchstone.web.messages.texts import TEXTS, Text
from touchstone.web.tenancy import unscoped

# Minutes until the next attempt, after the first, the second, …; afterwards every hour.
PAUSES = (0.5, 1, 2, 5, 10, 30)
LONGEST_PAUSE = 60
# Later than this a reminder misleads; the message stays in the inbox.
GIVE_UP_AFTER = timedelta(days=2)
LEASE = timedelta(minutes=3)  # longer than a mail server may take for one message
ONCE = re.compile(r"[a-z0-9:._-]{0,120}")
NO_ADDRESS = "this is no address"


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to who is no person of this site's, or in another capacity. Not staff unless said."""

    id: UUID
    email: str
    language: str = "en-gb"
    staff: bool = False


class Person(Protocol):
    """Whoever signs in: staff of the inspectorate or of a service. accounts.User is one."""

    id: Any
    email: Any
    language: Any


@step
def tell(*, to: Iterable[Person | Recipient], text: str, fields: Mapping[str, object], about: str = "",
         once: str = "", exercise_id: UUID | None = None) -> list[Message]:  # fmt: skip
    """Write a message to each of `to`, inside the operation under way: rolled back with it, mailed after it.

    text     its name in texts.py
    fields   exactly those that the text names: ids, days and numbers (see fields.py); never words
    about    the address of a page here, by reverse(); random ids only
    once     a person is told once under this key, such as "list_wanted:<exercise>:2026-03-02"; "" tells every time

    Gives the messages that are new. Raises FieldRefused, and OutsideOperation.
    """
    if text not in TEXTS:
        raise FieldRefused(f"There is no text '{text}'.")
    if not ONCE.fullmatch(once):
        raise FieldRefused("'once' is small letters, digits and : . _ - only.")
    page = page_address(about)
    made = [written(person, TEXTS[text], fields, page, once, exercise_id) for person in to]
    Message.objects.bulk_create(made, ignore_conflicts=bool(once))
    if once:  # a row that was there before keeps its own id
        new = set(Message.objects.filter(id__in=[one.id for one in made]).values_list("id", flat=True))
        made = [one for one in made if one.id in new]
    note(objects=made)
    return made


def written(person: Person | Recipient, text: Text, fields: Mapping[str, object], about: str, once: str,
            exercise_id: UUID | None) -> Message:  # fmt: skip
    """One message in the person's language, not saved yet. Raises FieldRefused."""
    if text.for_staff and isinstance(person, Recipient) and not person.staff:
        raise FieldRefused(f"'{text.id}' names a service; it goes to staff alone.")
    with translation.override(person.language):
        words = as_words(fields, wanted=text.fields)
        subject, body = str(text.subject).format(**words), str(text.body).format(**words)
    message = Message(
        recipient=person.id,
        address=person.email,
        kind=text.id,
        subject=subject,
        text=body,
        about=about,
        once=once,
        exercise_id=exercise_id,
    )
    try:
        validate_email(message.address)
        message.clean_fields(exclude=["recipient", "address"])
    except ValidationError:  # one bad address must not stop what is being done; the inbox has the message
        message.address, message.failed, message.problem = "", True, NO_ADDRESS
    return message


def hold(*, message_id: UUID) -> Message | None:
    """Take one message to send it; None where another has it, or had it."""
    now = timezone.now()
    with unscoped("the worker sends every message"):
        free = Message.objects.filter(id=message_id, sent_at=None, failed=False, next_try__lte=now)
        if free.exclude(held_until__gt=now).update(held_until=now + LEASE, attempts=F("attempts") + 1) != 1:
            return None
        return Message.objects.get(id=message_id)


def sent(*, message: Message) -> None:
    """The mail server has it. An address that is a key is kept no longer than it takes to send it."""
    about = "" if message.kind == "password_link" else message.about
    _change(message, sent_at=timezone.now(), held_until=None, problem="", about=about)


def put_off(*, message: Message, problem: str) -> None:
    """Try again later, or leave it to the inbox when it is too old."""
    now = timezone.now()
    minutes = PAUSES[message.attempts - 1] if message.attempts <= len(PAUSES) else LONGEST_PAUSE
    too_old = now - message.created > GIVE_UP_AFTER
    _change(message, held_until=None, failed=too_old, problem=problem, next_try=now + timedelta(minutes=minutes))


def refused(*, message: Message, problem: str) -> None:
    """The mail server says that it will never take it."""
    _change(message, held_until=None, failed=True, problem=problem)


def _change(message: Message, **changes: Any) -> None:
    with unscoped("the worker sends every message"):
        Message.objects.filter(id=message.id).update(**changes)


@operation(None, open_because="everybody reads their own messages")
def mark_read(*, by: Any, messages: list[UUID]) -> int:
    """Mark messages as read, of this person's own; how many were not yet."""
    unread = Message.objects.visible_to(by).unread().filter(id__in=messages)
    return unread.update(read_at=timezone.now())
