"""Who has to do with an inspection: whom its messages go to, and who can be taken into its team."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from touchstone.web.accounts.models import Conflict, Grant, User
from touchstone.web.accounts.roles import ROLES
from touchstone.web.exercises.models import Activity
from touchstone.web.inspections.models import Inspection

TEAM_ROLES = tuple(role for role in ROLES.values() if role.held == "exercise")


def grants_of(inspection: Inspection) -> QuerySet[Grant]:
    """The roles held in the team now, with the people."""
    return Grant.objects.filter(exercise=inspection.pk, ended=None).select_related("person").order_by("person__name")


def holding(inspection: Inspection, *roles: str) -> list[User]:
    """Active people who hold one of these roles for this inspection: in its team, at its service, or everywhere."""
    service = Q(service=inspection.exercise.service_id) if is_told(inspection) else Q(pk__in=[])
    place = Q(exercise=inspection.pk) | service | Q(exercise=None, service=None)
    kept = Conflict.objects.filter(service=inspection.exercise.service_id, ended=None).values("person")
    found = Grant.objects.filter(place, role__in=roles, ended=None).exclude(person__in=kept)
    return list(User.objects.filter(pk__in=found.values("person"), is_active=True))


def is_told(inspection: Inspection) -> bool:
    """Does the service know of it?"""
    return inspection.exercise.is_open_for(Activity.TOLD)


def count(inspection: Inspection, role: str) -> int:
    """How many people hold a role in the team."""
    return grants_of(inspection).filter(role=role, person__is_active=True).values("person").distinct().count()


def everybody(inspection: Inspection, *, but: object = None) -> list[User]:
    """The team and the service's contacts, without whoever did it."""
    roles = (*(role.id for role in TEAM_ROLES), "service_contact")
    return [person for person in holding(inspection, *roles) if person != but]


def team(inspection: Inspection) -> list[User]:
    """The people of the team who can be in its timetable, each once, by name."""
    return list(User.objects.filter(pk__in=grants_of(inspection).values("person"), is_active=True).order_by("name"))


def free_to_join(inspection: Inspection) -> QuerySet[User]:
    """People who can be taken into the team: active, no contact of this service, no conflict with it."""
    return eligible(inspection.exercise.service_id)


def eligible(service: UUID) -> QuerySet[User]:
    """People who can be in a team that inspects a service."""
    kept = Conflict.objects.filter(service=service, ended=None).values("person")
    contacts = Grant.objects.filter(service=service, ended=None).values("person")
    return User.objects.filter(is_active=True).exclude(pk__in=kept).exclude(pk__in=contacts).order_by("name")


def kept_away(inspection: Inspection) -> list[User]:
    """People who cannot be taken into the team because they declared a conflict with this service."""
    kept = Conflict.objects.filter(service=inspection.exercise.service_id, ended=None).values("person")
    return list(User.objects.filter(pk__in=kept, is_active=True).order_by("name"))
