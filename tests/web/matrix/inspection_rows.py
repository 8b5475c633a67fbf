"""Rows of the inspections room in each exercise of the matrix: somebody in the team, an entry, an absence."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from tests.factories import people
from tests.web.matrix.world import World, makes
from touchstone.web.accounts.models import Grant, User
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections.models import Absence, Slot, SlotPerson


@makes("person")
def person(made: World, exercise: Exercise, mark: str) -> Any:
    """Somebody who is in this team alone. Colleagues' names are known to all who lead, so it holds no mark."""
    user = User(email=f"{exercise.pk}@example.org", name="Somebody")
    user.set_unusable_password()
    user.save()
    Grant.objects.create(person=user, role="partner_inspector", exercise=exercise.pk)
    return user


@makes("grant")
def grant(made: World, exercise: Exercise, mark: str) -> Any:
    """A role in this team."""
    user = people.person(f"granted-{exercise.reference}")
    return Grant.objects.create(person=user, role="partner_inspector", exercise=exercise.pk)


@makes("slot")
def slot(made: World, exercise: Exercise, mark: str) -> Any:
    """An entry of the timetable, somewhere that is the mark."""
    row = Slot.objects.create(
        exercise=exercise, day=date(2026, 11, 30), begins=time(9), ends=time(10), what="meeting", where=mark
    )
    user = User.objects.get(email=f"{exercise.pk}@example.org")
    SlotPerson.objects.create(exercise=exercise, slot=row, person=user)
    return row


@makes("absence")
def absence(made: World, exercise: Exercise, mark: str) -> Any:
    """Somebody of this team is away."""
    user = User.objects.get(email=f"{exercise.pk}@example.org")
    return Absence.objects.create(exercise=exercise, person=user, first=date(2026, 11, 30), last=date(2026, 12, 1))
