"""Every change to sessions: begun, kept, touched, ended."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.models import Service, Session, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import note, operation

BEFORE_SIGNING_IN = timedelta(minutes=30)  # for which a browser may be half-way through signing in


def digest_of(key: str) -> str:
    """What of a session's key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def expiry(*, began: datetime, seen: datetime, signed_in: bool) -> datetime:
    """Until when a session holds that was last used at `seen`: idle for so long, and never longer than that at all."""
    if not signed_in:
        return seen + BEFORE_SIGNING_IN
    return min(seen + settings.SESSION_IDLE, began + settings.SESSION_LONGEST)


def keep(*, key: str, data: str, person: str | None, new: bool) -> Session | None:
    """Write a session's data; a new one under a new key. None where there is no such session any more, or already one.

    It is signing-in itself, so there is no permission to ask; sign-in and sign-out have their audit rows.
    """
    now, who = timezone.now(), UUID(person) if person else None
    if new:
        row = Session(digest=digest_of(key), data=data, person_id=who, began=now, last_seen=now)
        row.expires = expiry(began=now, seen=now, signed_in=who is not None)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return None
        return row
    found = Session.objects.filter(digest=digest_of(key)).first()
    if found is None:
        return None
    if found.person_id != who:  # signed in or out: the clock of the session begins now
        found.began = now
    found.data, found.person_id, found.last_seen = data, who, now
    found.expires = expiry(began=found.began, seen=now, signed_in=who is not None)
    rows = Session.objects.filter(pk=found.pk)
    changed = rows.update(
        data=found.data, person=who, began=found.began, last_seen=found.last_seen, expires=found.expires
    )
    return found if changed else None


def touch(*, session: Session) -> None:
    """Note that a session was used. An ended one stays ended."""
    now = timezone.now()
    until = expiry(began=session.began, seen=now, signed_in=session.person_id is not None)
    Session.objects.filter(pk=session.pk).update(last_seen=now, expires=until)


def name_browser(*, key: str, browser: str) -> None:
    """Note the family of the browser that somebody signed in with."""
    Session.objects.filter(digest=digest_of(key)).update(browser=browser[:60])


def drop(*, key: str) -> None:
    """Forget a session: somebody signed out, or its key was replaced."""
    Session.objects.filter(digest=digest_of(key)).delete()


def sweep() -> int:
    """Forget sessions that are over. How many."""
    return Session.objects.filter(expires__lte=timezone.now()).delete()[0]


def end_all(*, person: User, but: str = "") -> int:
    """End every session of a person, but the one with this key. For operations that say why."""
    rows = Session.objects.filter(person=person)
    if but:
        rows = rows.exclude(digest=digest_of(but))
    return rows.delete()[0]


@operation(None, kind=Kind.SECURITY, open_because="everybody ends their own sessions")
def end_my_session(*, by: User, session: UUID) -> None:
    """End one of one's own sessions. Raises ValidationError where there is none such."""
    if not Session.objects.filter(person=by, pk=session).delete()[0]:
        raise ValidationError(_("This session is over already."))
    note(details={"session": str(session)})


@operation(None, kind=Kind.SECURITY, open_because="everybody ends their own sessions")
def end_my_other_sessions(*, by: User, key: str) -> int:
    """End all of one's own sessions but the one in use. How many."""
    ended = end_all(person=by, but=key)
    note(details={"ended": ended})
    return ended


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY)
def end_sessions_of(*, installation: Service | None, person: User, by: Any) -> int:
    """End every session of somebody. How many."""
    ended = end_all(person=person)
    note(objects=[person], details={"ended": ended})
    return ended
