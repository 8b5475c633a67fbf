"""Who is told when it is their turn, or when there is a sample to see. No message says anything of a case."""

from __future__ import annotations

from django.db.models import Q

from touchstone.web.accounts.models import Conflict, Grant, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import roles_with
from touchstone.web.exercises.models import Exercise


def whom(exercise: Exercise, permission: Permission, *, but: object = None) -> list[User]:
    """Active people who have a permission by a role in this team or at this service, without whoever did it.

    Roles that are held everywhere are left out: their holders look when they want to. So is who has a conflict.
    """
    here = Q(exercise=exercise.pk) | Q(service=exercise.service_id)
    held = Grant.objects.filter(here, role__in=roles_with(permission), ended=None)
    kept = Conflict.objects.filter(service=exercise.service_id, ended=None)
    people = User.objects.filter(pk__in=held.values("person"), is_active=True).exclude(pk__in=kept.values("person"))
    return [person for person in people if person != but]
