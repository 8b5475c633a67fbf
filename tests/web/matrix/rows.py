"""One row of everything in each exercise of the matrix, its texts marked."""

from __future__ import annotations

from typing import Any

from tests.web.matrix.world import World, makes
from touchstone.web.concerns.models import Concern, Duty
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import SampledCase


@makes("case")
def case(made: World, exercise: Exercise, mark: str) -> Any:
    """A sampled case; its reference is its mark."""
    return SampledCase.objects.create(
        exercise=exercise, group="court", kind="community_sentence", reference=mark, drawn_position=1
    )


@makes("concern")
def concern(made: World, exercise: Exercise, mark: str) -> Any:
    """A concern that somebody without a role raised, so that nobody sees it for having raised it."""
    return Concern.objects.create(exercise=exercise, seen=mark, raised_by=made.people["no role"])


@makes("duty")
def duty(made: World, exercise: Exercise, mark: str) -> Any:
    """The lead is on duty."""
    return Duty.objects.create(exercise=exercise, person=made.people["lead_inspector here"], rung=1)
