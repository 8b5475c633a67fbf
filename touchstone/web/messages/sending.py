"""Sending what waits.

A message is handed over at least once: a kill between the mail server's yes and our note of it sends the same mail
again, under the same Message-ID, by which mailboxes and people can tell.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from touchstone.web.messages import operations
from touchstone.web.messages.models import Message
from touchstone.web.messages.smtp import Server, connected, hand_over, server_from_settings
from touchstone.web.tenancy import unscoped

MOST_AT_ONCE = 200  # then the connection is closed, and the next round takes the next
NO_ANSWER = "the mail server does not answer"


def send_due() -> int:
    """Send what is due, oldest first; how many were sent. Without a mail server, inboxes have it all."""
    server = server_from_settings()
    if server is None:
        return 0
    waiting = due()
    if not waiting:
        return 0
    try:
        with connected(server) as post:
            return sum(1 for message_id in waiting if send_one(message_id, server, post))
    except (OSError, smtplib.SMTPException) as error:
        # Where it broke off in the middle, each message already knows what became of it; the others are tried later.
        for message_id in waiting:
            held = operations.hold(message_id=message_id)
            if held is not None:
                operations.put_off(message=held, problem=in_short(error))
        return 0


def due() -> list[UUID]:
    """The messages to send now. What is older than two days and was never tried stays in its inbox alone."""
    now = timezone.now()
    with unscoped("the worker sends every message"):
        waiting = (
            Message.objects.filter(sent_at=None, failed=False, next_try__lte=now)
            .filter(created__gt=now - operations.GIVE_UP_AFTER)
            .exclude(address="")
            .exclude(held_until__gt=now)
        )
        return list(waiting.order_by("next_try", "created").values_list("id", flat=True)[:MOST_AT_ONCE])


def send_one(message_id: UUID, server: Server, post: smtplib.SMTP) -> bool:
    """Send one message; False where it was put off, refused, or is another's. Raises when the connection broke."""
    message = operations.hold(message_id=message_id)
    if message is None:
        return False
    try:
        hand_over(message, server, post)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
            code = code_of(error)
            end = operations.refused if 500 <= code < 600 else operations.put_off
            end(message=message, problem=in_short(error))
            return False
        operations.put_off(message=message, problem=in_short(error))
        raise
    operations.sent(message=message)
    return True


def code_of(error: smtplib.SMTPException) -> int:
    """The number the mail server answered with; 0 where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _words in error.recipients.values()), 0)
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def in_short(error: Exception) -> str:
    """What went wrong, without the server's own words: they quote addresses."""
    code = code_of(error) if isinstance(error, smtplib.SMTPException) else 0
    return f"the mail server answered {code}" if code else NO_ANSWER


@dataclass(frozen=True)
class FailedAddress:
    """An address that somebody must mend."""

    person: UUID
    address: str
    problem: str
    since: datetime
    messages: int


def failed_addresses() -> list[FailedAddress]:
    """For administrators: whose mail did not arrive, and what the mail server said; nothing of what was written."""
    found: dict[UUID, FailedAddress] = {}
    with unscoped("administrators mend addresses; no text is read"):
        rows = Message.objects.filter(failed=True).order_by("created")
        for person, address, problem, created in rows.values_list("recipient", "address", "problem", "created"):
            before = found.get(person)
            since, count = (before.since, before.messages + 1) if before else (created, 1)
            found[person] = FailedAddress(person, address, problem, since, count)
    return list(found.values())
