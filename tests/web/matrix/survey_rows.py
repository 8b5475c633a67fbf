"""A survey with a link and a text that waits, in each exercise of the matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.web.matrix.world import World, makes
from touchstone.web.exercises.models import Exercise
from touchstone.web.surveys.links import digest_of, new_token
from touchstone.web.surveys.models import ClearedText, FreeText, Invitation, Response, Survey


@makes("survey")
def survey(made: World, exercise: Exercise, mark: str) -> Any:
    """A survey of children that is open."""
    lead, reader = made.people["lead_inspector here"], made.people["safeguarding_reader here"]
    closes = timezone.localdate() + timedelta(days=30)
    return Survey.objects.create(
        exercise=exercise, audience="child", form_revision=1, asked_by=mark + "survey", reader=reader, opened_by=lead,
        closes_on=closes,
    )  # fmt: skip


@makes("links")
def links(made: World, exercise: Exercise, mark: str) -> Any:
    """One link of it."""
    return Invitation.objects.create(
        exercise=exercise, survey=Survey.objects.of(exercise).get(), batch=uuid4(), digest=digest_of(new_token()),
        made_by=made.people["lead_inspector here"],
    )  # fmt: skip


@makes("text")
def text(made: World, exercise: Exercise, mark: str) -> Any:
    """A text that waits to be read, beside one that was cleared."""
    of = Survey.objects.of(exercise).get()
    ClearedText.objects.create(exercise=exercise, survey=of, question="tell", words=mark + "cleared", language="en")
    response = Response.objects.create(exercise=exercise, survey=of, language="en")
    return FreeText.objects.create(
        exercise=exercise, response=response, survey=of, question="tell", words=mark + "text", language="en",
        due_on=timezone.localdate(),
    )  # fmt: skip
