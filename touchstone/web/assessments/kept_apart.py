"""Who must not assess a case of a service: a declared conflict of interest, or a service of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from touchstone.web.accounts.models import Grant, User
from touchstone.web.exercises.models import Exercise, Kind

if TYPE_CHECKING:
    from touchstone.web.tenancy import Place

LOCAL = "local_assessor"


def why_kept_apart(person: User, exercise: Exercise) -> str:
    """Why this person assesses no case of this exercise, in words; "" where nothing stands against it.

    A self-inspection is held by the service's own people, so there only a declared conflict counts. Reads nothing that
    the request has not read, so it can be asked at every save.
    """
    if exercise.service_id in person.reach.kept_from:
        return _("A conflict of interest with this service is declared for %(name)s.") % {"name": person.name}
    if exercise.kind == Kind.SELF_INSPECTION:
        return ""
    held: list[tuple[str, Place]] = person.reach.held
    if any(place.service == exercise.service_id for _role, place in held):
        return _("%(name)s has a role at this service, and nobody assesses cases of their own.") % {"name": person.name}
    local = any(role == LOCAL for role, _place in held)
    if local and same_name(person.organisation, exercise.service.name):
        return _("%(name)s works at this service, and nobody assesses cases of their own.") % {"name": person.name}
    return ""


def held_a_role_there(person: User, service: UUID) -> bool:
    """Did this person ever hold a role at the service? For giving cases out: whoever has left it is still of it."""
    return Grant.objects.filter(person=person, service_id=service).exists()


def same_name(one: str, other: str) -> bool:
    """Are two names of an organisation the same, however they are typed?"""
    first, second = (" ".join(name.casefold().split()) for name in (one, other))
    return bool(first) and first == second
