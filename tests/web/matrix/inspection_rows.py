"""Rows of the inspections room in each exercise of the matrix: somebody in the team, an entry, an absence."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from tests.factories import people
from tests.web.matrix.world import World, makes
from touchstone.web.accounts.models import Grant, User
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections.models import Absence, Move, Slot, SlotPerson
from touchstone.web.samples.models import SampledCase


@makes("person", outside=True)
def person(made: World, exercise: Exercise, mark: str) -> Any:
    """Somebody who is in this team alone. Colleagues' names are known to all who lead, so it holds no mark."""
    user = User(email=f"met-{made.name_of(exercise)}@example.org", name="Somebody")
    user.set_unusable_password()
    user.save()
    Grant.objects.create(person=user, role="partner_inspector", exercise=exercise.pk)
    return user


@makes("grant", outside=True)
def grant(made: World, exercise: Exercise, mark: str) -> Any:
    """A role in this team."""
    user = people.person(f"granted-{made.name_of(exercise)}")
    return Grant.objects.create(person=user, role="partner_inspector", exercise=exercise.pk)


@makes("slot")
def slot(made: World, exercise: Exercise, mark: str) -> Any:
    """An entry of the timetable about the case, and a move of the inspection with its reason."""
    Move.objects.create(exercise=exercise, from_stage="sample", to_stage="fieldwork", because=mark + "move")
    row = Slot.objects.create(
        exercise=exercise,
        day=date(2026, 11, 30),
        begins=time(9),
        ends=time(10),
        what="meeting",
        where=mark + "slot",
        case=SampledCase.objects.of(exercise).get(drawn_position=1),
    )
    user = User.objects.get(email=f"met-{made.name_of(exercise)}@example.org")
    SlotPerson.objects.create(exercise=exercise, slot=row, person=user)
    return row


@makes("absence")
def absence(made: World, exercise: Exercise, mark: str) -> Any:
    """Somebody of this team is away."""
    user = User.objects.get(email=f"met-{made.name_of(exercise)}@example.org")
    return Absence.objects.create(exercise=exercise, person=user, first=date(2026, 11, 30), last=date(2026, 12, 1))
