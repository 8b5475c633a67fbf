"""Every change made by signing in: tries counted, links made and used, passwords, second factors, recovery codes."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.keys import Link, LinkPurpose, RecoveryCode, Tries
from touchstone.web.accounts.models import Service, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.sessions.operations import digest_of, end_all
from touchstone.web.accounts.sign_in.throttle import Limit, key_of
from touchstone.web.audit.kinds import Kind, Outcome
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.audit.operations import security
from touchstone.web.messages.operations import tell

LINK_LASTS = {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.PASSWORD: timedelta(hours=1)}
RECOVERY_CODES = 10
# No letter or figure that is mistaken for another when it is written down.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ2346789"
FIRST, REST = 4, 8  # letters that find a code, and letters that prove it: 37 bits, behind argon2 and a throttle


def count_try(*, limit: Limit, of: str) -> int:
    """Count one more try against a limit; the number with it. Correct however many workers count at once."""
    key, ends = key_of(limit, of, time.time())
    for _attempt in range(2):
        if Tries.objects.filter(key=key).update(count=models.F("count") + 1):
            return Tries.objects.values_list("count", flat=True).get(key=key)
        try:
            with transaction.atomic():
                Tries.objects.create(key=key, count=1, expires=datetime.fromtimestamp(ends, tz=UTC))
            Tries.objects.filter(expires__lt=timezone.now()).delete()
            return 1
        except IntegrityError:  # another worker was first
            continue
    return limit.most + 1


def take_back_try(*, limit: Limit, of: str) -> None:
    """A try that went well does not count."""
    key, _ends = key_of(limit, of, time.time())
    Tries.objects.filter(key=key, count__gt=0).update(count=models.F("count") - 1)


def invited(*, person: User | None, purpose: LinkPurpose, by: Any) -> UUID:
    """A new one-time link for a person, inside an operation; earlier ones of the same purpose end. Gives its token.

    The token is random and stands in the address; the row keeps its digest.
    """
    token, now = uuid4(), timezone.now()
    Link.objects.filter(person=person, purpose=purpose, used=None, expires__gt=now).update(expires=now)
    link = Link.objects.create(
        digest=digest_of(str(token)),
        purpose=purpose,
        person=person,
        made_by=by if isinstance(by, User) else None,
        expires=now + LINK_LASTS[purpose],
    )
    if person is not None:
        note(objects=[link], details={"link for": str(person.id), "purpose": purpose.value})
    return token


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY, also_program=True)
def make_link(*, installation: Service | None, person: User, purpose: LinkPurpose, by: Any) -> UUID:
    """A one-time link for a person, for the administrator to pass on. Gives its token, which is kept nowhere."""
    return invited(person=person, purpose=purpose, by=by)


@operation(None, kind=Kind.SECURITY, open_because="whoever forgot their password asks for a link to their own address")
def ask_for_password(*, by: Any, email: str) -> None:
    """Send a link to an address that somebody typed, where a person has it.

    Where nobody has it, the same rows are written and taken back, so that both take the same work.
    """
    person = User.objects.filter(email=email.strip().lower()).first()
    known = person is not None and person.may_sign_in
    undo = transaction.savepoint()
    token = invited(person=person if known else None, purpose=LinkPurpose.PASSWORD, by=None)
    to = person if person is not None and known else User(id=uuid4(), email="nobody@example.org", name="nobody")
    tell(to=[to], text="password_link", fields={}, about=reverse("link", args=[token]))
    if known:
        transaction.savepoint_commit(undo)
    else:
        transaction.savepoint_rollback(undo)


def link_of(token: UUID | str) -> Link | None:
    """The link with this token that can still be used, with its person."""
    found = Link.objects.select_related("person").filter(
        digest=digest_of(str(token)), used=None, expires__gt=timezone.now(), person__is_active=True
    )
    return found.first()


@step
def use_link(*, link: Link) -> None:
    """Use a link up. Raises ValidationError where somebody was quicker."""
    if not Link.objects.filter(pk=link.pk, used=None).update(used=timezone.now()):
        raise ValidationError(_("This link was used already. Ask for another."))
    note(objects=[link])


@operation(None, kind=Kind.SECURITY, open_because="whoever has the one-time link may choose the password, once")
def choose_password(*, by: User, link: Link, password: str) -> None:
    """Set the password that a link was made for; every session of the person ends."""
    use_link(link=link)
    set_password(person=by, password=password)
    note(details={"purpose": link.purpose, "sessions ended": end_all(person=by)})


@operation(None, kind=Kind.SECURITY, open_because="whoever has the one-time link may tie their single sign-on to it")
def connect_by_link(*, by: User, link: Link, sociallogin: Any, request: Any) -> None:
    """Tie an identity of the provider to the person a link was made for."""
    use_link(link=link)
    sociallogin.connect(request, by)
    note(objects=[by], details={"provider": sociallogin.account.provider})


@operation(None, kind=Kind.SECURITY, open_because="everybody disconnects their own single sign-on")
def disconnect(*, by: User) -> None:
    """Untie one's identities. Raises ValidationError where there would be no way in left."""
    if not by.has_usable_password():
        raise ValidationError(_("This is your only way to sign in. Ask for a link to choose a password first."))
    note(details={"identities": SocialAccount.objects.filter(user=by).delete()[0]})


@operation(None, kind=Kind.SECURITY, open_because="everybody changes their own password")
def change_password(*, by: User, password: str, key: str) -> None:
    """Set one's own password; every other session ends."""
    set_password(person=by, password=password)
    note(details={"sessions ended": end_all(person=by, but=key)})
    tell(to=[by], text="password_changed", fields={"day": timezone.localdate()}, about="/account/")


@step
def set_password(*, person: User, password: str) -> None:
    """The hash itself."""
    person.set_password(password)
    person.save(update_fields=["password"])
    note(objects=[person])


@operation(None, kind=Kind.SECURITY, open_because="everybody makes recovery codes for themselves")
def make_recovery_codes(*, by: User) -> list[str]:
    """New recovery codes in place of all earlier ones. They are shown once and kept as hashes."""
    RecoveryCode.objects.filter(person=by).delete()
    codes = ["".join(secrets.choice(LETTERS) for _letter in range(FIRST + REST)) for _code in range(RECOVERY_CODES)]
    while len({code[:FIRST] for code in codes}) < len(codes):  # two that begin alike would hide each other
        codes = ["".join(secrets.choice(LETTERS) for _letter in range(FIRST + REST)) for _code in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(person=by, first=code[:FIRST], rest=make_password(code[FIRST:])) for code in codes]
    )
    note(details={"codes": len(codes)})
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def use_recovery_code(*, person: User, code: str) -> bool:
    """Use one code up; whether it was one. Only one of two who use it at once succeeds."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    row = RecoveryCode.objects.filter(person=person, first=plain[:FIRST], used=None).first()
    kept = row.rest if row is not None else "!"  # an unusable hash, which takes the same time
    if len(plain) != FIRST + REST or not check_password(plain[FIRST:], kept) or row is None:
        return False
    with transaction.atomic():
        if not RecoveryCode.objects.filter(pk=row.pk, used=None).update(used=timezone.now()):
            return False
        security(what="accounts.recovery_code_used", who=person.id)
    return True


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY)
def reset_factors(*, installation: Service | None, person: User, by: User) -> UUID:
    """Take away every second factor and recovery code of somebody who lost theirs, and end their sessions.

    They come in again by a link (the token is given back) and set a new one up.
    """
    removed = Authenticator.objects.filter(user=person).delete()[0]
    RecoveryCode.objects.filter(person=person).delete()
    ended = end_all(person=person)
    note(objects=[person], details={"factors": removed, "sessions ended": ended})
    return invited(person=person, purpose=LinkPurpose.INVITATION, by=by)


@operation(None, kind=Kind.SECURITY, open_because="too many tries are noted, and the person is told")
def note_too_many(*, by: Any, limit: str, person: User | None) -> None:
    """Write down that trying was stopped, and tell the person whose account it was."""
    note(details={"limit": limit, "account": str(person.id) if person else "none"})
    if person is not None:
        day = timezone.localdate()
        once = f"tries:{person.id}:{day.isoformat()}"
        tell(to=[person], text="too_many_tries", fields={"day": day}, about="/account/", once=once)


@operation(None, kind=Kind.SECURITY, open_because="the person learns how they sign in was changed")
def tell_of_factor(*, by: User, added: bool, kind: str) -> None:
    """Write down a second factor that was set up or removed, and tell the person."""
    note(details={"factor": kind, "added": added})
    tell(to=[by], text="factor_changed", fields={"day": timezone.localdate()}, about="/account/")


def refuse_sign_in(*, person: User | None, why: str) -> None:
    """Write down a sign-in that did not succeed; never what was typed."""
    security(what="accounts.sign_in", who=person.id if person else None, outcome=Outcome.REFUSED, why=why)
