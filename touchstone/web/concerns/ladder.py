"""Who is told of a concern, and who is told next when nobody answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import roles_with
from touchstone.web.concerns.models import Duty
from touchstone.web.exercises.models import Exercise

# How long a rung has to answer before the concern goes on. Local default: the inspectorate's own figure is not
# published; shared knowledge says "the same day, in writing". A child in danger cannot wait for a day.
MINUTES_PER_RUNG = timedelta(minutes=15)


def ladder(exercise: Exercise) -> list[list[User]]:
    """The people to tell, rung by rung; nobody twice.

    First those on duty, in order of their rungs. Then whoever else may receive concerns in this exercise (the lead
    inspector, the safeguarding reader), and last whoever may everywhere (the chief inspector).
    """
    on_duty: dict[int, list[User]] = {}
    for duty in Duty.objects.of(exercise).filter(ended=None).select_related("person"):
        on_duty.setdefault(duty.rung, []).append(duty.person)
    rungs = [people for _rung, people in sorted(on_duty.items())]
    rungs.append(receivers(exercise=exercise.id))
    rungs.append(receivers(exercise=None))
    seen: set[object] = set()
    clean: list[list[User]] = []
    for people in rungs:
        may = [p for p in people if p.pk not in seen and p.may(Permission.CONCERN_RECEIVE, exercise)]
        seen.update(p.pk for p in may)
        if may:
            clean.append(may)
    return clean


def receivers(*, exercise: UUID | None) -> list[User]:
    """People whose role lets them receive concerns: in this team, or (None) in all."""
    grants = Grant.objects.filter(role__in=roles_with(Permission.CONCERN_RECEIVE), ended=None, exercise=exercise)
    return [grant.person for grant in grants.select_related("person").order_by("began")]


def somebody_on_duty(exercise: Exercise) -> bool:
    """Is a named person on duty who can still receive? Fieldwork does not begin without one."""
    duties = Duty.objects.of(exercise).filter(ended=None).select_related("person")
    return any(duty.person.may(Permission.CONCERN_RECEIVE, exercise) for duty in duties)
