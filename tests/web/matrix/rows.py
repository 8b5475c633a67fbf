"""One row of everything in each exercise of the matrix, its texts marked."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.web.matrix.world import World, makes
from touchstone.web.concerns.models import Concern, Duty
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import CaseList, Commitment, Draw, ListedCase, ListState, SampledCase


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


@makes("case_list")
def case_list(made: World, exercise: Exercise, mark: str) -> Any:
    """A confirmed list of one case."""
    by = made.people["no role"]
    assert by is not None
    row = CaseList.objects.create(
        exercise=exercise, version=1, state=ListState.CONFIRMED, file_hash="0" * 64, file_kind="csv",
        commitment="0" * 64, columns=["reference"], rows_count=1, eligible_count=1,
        problems=[{"row": 2, "column": "", "what": mark, "do": "-"}],
        handed_in_by=by, confirmed_by=by, confirmed_at=timezone.now(),
    )  # fmt: skip
    ListedCase.objects.create(
        exercise=exercise, list=row, row=2, reference=mark, group="court", cells=[mark], eligible=True
    )
    return row


@makes("draw")
def draw(made: World, exercise: Exercise, mark: str) -> Any:
    """A frozen draw."""
    by = made.people["no role"]
    assert by is not None
    case = {"reference": mark, "kind": "community_sentence", "stratum": []}
    group = {
        "group": "court",
        "strata_by": [],
        "eligible": 1,
        "because": "all",
        "strata": [],
        "sample": [case],
        "substitutes": [],
    }
    committed = Commitment.objects.create(exercise=exercise, number="7", commitment="0" * 64)
    listed = CaseList.objects.of(exercise).get()
    return Draw.objects.create(
        exercise=exercise, list=listed, commitment=committed, count=1, seed="0" * 64, record_hash="0" * 64,
        record={"number": "7", "commitment": "", "groups": [group]}, drawn_by=by, frozen_at=timezone.now(),
        frozen_by=by,
    )  # fmt: skip
