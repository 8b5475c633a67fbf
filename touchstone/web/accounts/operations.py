"""Every change to people, their roles and their conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.keys import LinkPurpose
from touchstone.web.accounts.models import Conflict, Grant, Service, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.accounts.sessions.operations import end_all
from touchstone.web.accounts.sign_in.operations import invited
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import note, operation, step


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY, also_program=True)
def give_role(*, service: Service | None, person: User, role: str, by: Any) -> Grant:
    """Give somebody a role at the installation (no service) or at a service. Roles in a team are the team's."""
    held = ROLES[role].held
    if held == "exercise" or (held == "service") != (service is not None):
        raise ValidationError(_("This role is not held there."))
    return granted(person=person, role=role, service=service, by=by)


@step
def granted(*, person: User, role: str, by: Any, service: Service | None = None, exercise: UUID | None = None) -> Grant:
    """The grant row itself, for operations of this and of higher rooms; the same grant twice is one."""
    given_by = by if isinstance(by, User) else None
    grant, _new = Grant.objects.get_or_create(
        person=person, role=role, service=service, exercise=exercise, ended=None, defaults={"given_by": given_by}
    )
    person.__dict__.pop("reach", None)
    note(objects=[grant], details={"role": role, "person": str(person.id)})
    return grant


@step
def ended(*, grant: Grant, by: Any) -> None:
    """End a grant now; it stays on record."""
    grant.ended, grant.ended_by = timezone.now(), by if isinstance(by, User) else None
    grant.save(update_fields=["ended", "ended_by"])
    note(objects=[grant], details={"role": grant.role, "person": str(grant.person_id)})


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY)
def end_role(*, service: Service | None, grant: Grant, by: User) -> None:
    """End a role at the installation or at a service."""
    ended(grant=grant, by=by)


@operation(None, kind=Kind.SECURITY, open_because="everybody declares their own conflicts")
def declare_conflict(*, by: User, service: Service, reason: str) -> Conflict:
    """Say that one may not inspect a service. From this moment every role stops at that service."""
    conflict = Conflict(person=by, service=service, reason=reason, declared_by=by)
    conflict.full_clean()
    conflict.save()
    by.__dict__.pop("reach", None)
    note(objects=[conflict])
    return conflict


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY, also_program=True)
def invite(*, installation: Service | None, name: str, email: str, organisation: str, leaves_on: date | None, by: Any
           ) -> tuple[User, UUID]:  # fmt: skip
    """A new person, who signs in by the one-time link whose token is given back. They can do nothing yet.

    Raises ValidationError where somebody has an account with the address.
    """
    person = User(name=name, email=email, organisation=organisation, leaves_on=leaves_on)
    person.set_unusable_password()
    person.full_clean()
    person.save(force_insert=True)
    note(objects=[person])
    return person, invited(person=person, purpose=LinkPurpose.INVITATION, by=by)


@operation(None, kind=Kind.SECURITY, open_because="everybody keeps their own details")
def change_details(*, by: User, name: str, telephone: str, language: str) -> None:
    """One's own name, telephone and language."""
    by.name, by.telephone, by.language = name, telephone, language
    by.full_clean(exclude=["password"])
    by.save(update_fields=["name", "telephone", "language"])
    note(objects=[by], details={"fields": ["name", "telephone", "language"]})


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY)
def set_leaving(*, installation: Service | None, person: User, leaves_on: date | None, by: User) -> None:
    """The day from which somebody cannot sign in; None where none is known."""
    person.leaves_on = leaves_on
    person.save(update_fields=["leaves_on"])
    note(objects=[person], details={"leaves_on": leaves_on.isoformat() if leaves_on else ""})


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY)
def switch(*, installation: Service | None, person: User, on: bool, by: User) -> None:
    """Switch an account off or on again. Raises ValidationError for one's own: nobody locks themselves out."""
    if person.pk == by.pk:
        raise ValidationError(_("You cannot switch your own account off. Ask another administrator."))
    person.is_active = on
    person.save(update_fields=["is_active"])
    ended_sessions = 0 if on else end_all(person=person)
    note(objects=[person], details={"on": on, "sessions ended": ended_sessions})


@operation(Permission.PEOPLE_MANAGE, kind=Kind.SECURITY)
def end_conflict(*, installation: Service | None, conflict: Conflict, by: User) -> None:
    """A declared conflict is over; it stays on record. Nobody ends their own."""
    if conflict.person_id == by.pk:
        raise ValidationError(_("Your own conflict of interest is ended by another administrator."))
    conflict.ended = timezone.now()
    conflict.save(update_fields=["ended"])
    note(objects=[conflict])


def load_services(*, rows: Iterable[Mapping[str, Any]]) -> int:
    """Bring the list of services up to date; how many rows are new or changed. Called by the program on installing.

    Nothing is removed: inspections hang on services.
    """
    changed = 0
    kept = {service.slug: service for service in Service.objects.all()}
    for row in rows:
        service = kept.get(row["slug"], Service(slug=row["slug"]))
        before = [getattr(service, name) for name in row]
        for name, value in row.items():
            setattr(service, name, value)
        if service._state.adding or [getattr(service, name) for name in row] != before:
            service.full_clean()
            service.save()
            changed += 1
    return changed
