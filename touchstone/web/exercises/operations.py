"""What changes an exercise itself and its team."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.standards.loading import load_framework
from touchstone.web.accounts import operations as accounts
from touchstone.web.accounts.models import Conflict, Grant, Service, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.audit.kinds import Kind as AuditKind
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.exercises.models import Activity, Exercise, Kind


@step
def begun(*, service: Service, kind: Kind, framework_id: str, by: Any) -> Exercise:
    """A new exercise at a service, under the framework's revision of today. Raises ProblemsFound for an unknown one."""
    framework = load_framework(framework_id)
    exercise = Exercise(service=service, kind=kind, framework_id=framework.id, revision=framework.revision)
    exercise.reference = next_reference(timezone.localdate().year)
    exercise.full_clean()
    exercise.save(force_insert=True)
    note(objects=[exercise], details={"framework": framework.id, "revision": framework.revision})
    return exercise


def next_reference(year: int) -> str:
    """The next free reference of a year, such as 2026-017. The unique constraint settles a race."""
    taken = Exercise.objects.filter(reference__startswith=f"{year}-").values_list("reference", flat=True)
    last = max((int(reference.partition("-")[2]) for reference in taken), default=0)
    return f"{year}-{last + 1:03}"


@step
def open_only(*, exercise: Exercise, activities: tuple[Activity, ...]) -> None:
    """Open these activities and close all others; stages do it when an inspection moves."""
    exercise.activities = " " + "".join(f"{activity.value} " for activity in activities)
    exercise.save(update_fields=["activities"])
    note(details={"open": [activity.value for activity in activities]})


@operation(Permission.TEAM_MANAGE, kind=AuditKind.SECURITY)
def appoint(*, exercise: Exercise, person: User, role: str, by: User) -> Grant:
    """Take somebody into the team. Refuses a declared conflict of interest, and roles that are not held in a team."""
    return appointed(exercise=exercise, person=person, role=role, by=by)


@step
def appointed(*, exercise: Exercise, person: User, role: str, by: Any) -> Grant:
    """The same, inside another operation."""
    if role not in ROLES or ROLES[role].held != "exercise":
        raise ValidationError({"role": _("Choose a role that is held in a team.")})
    if Conflict.objects.filter(person=person, service=exercise.service_id, ended=None).exists():
        raise ValidationError(
            {"person": _("A conflict of interest with this service is declared for this person. Choose somebody else.")}
        )
    return accounts.granted(person=person, role=role, exercise=exercise.id, by=by)


@operation(Permission.TEAM_MANAGE, kind=AuditKind.SECURITY)
def dismiss(*, exercise: Exercise, grant: Grant, by: User) -> None:
    """Let somebody leave the team: from the next request on they see nothing of it."""
    let_go(exercise=exercise, grant=grant, by=by)


@step
def let_go(*, exercise: Exercise, grant: Grant, by: Any) -> None:
    """The same, inside another operation."""
    if grant.exercise != exercise.id:
        raise ValidationError(_("This role is not held in this team."))
    accounts.ended(grant=grant, by=by)
