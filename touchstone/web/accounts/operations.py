"""Every change to people, their roles and their conflicts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.models import Conflict, Grant, Service, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
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
