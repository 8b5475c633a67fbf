"""A case that is being read in each exercise of the matrix: two markings, answers, a talk, an example."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.web.matrix.world import World, makes
from touchstone.forms.loading import load_form
from touchstone.web.accounts.models import User
from touchstone.web.assessments.models import (
    Answer,
    AnswerVersion,
    CaseAssessment,
    Companion,
    Hint,
    Interview,
    Marking,
    ModeratedAnswer,
    PracticeExample,
    Turn,
)
from touchstone.web.assessments.sheets import INTERVIEW
from touchstone.web.assessments.states import State
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import SampledCase
from touchstone.web.versions import Outcome


def people_of(made: World, exercise: Exercise, relation: str) -> list[User]:
    """Who marks the case first (`given`) or second (`blind`): in the open exercise whoever has that relation to it."""
    if exercise != made.exercises["open"]:
        return [made.person("no role" if relation == "given" else "inspector removed")]
    return [made.person(f"{role} {relation}") for role in ("inspector", "local_assessor", "lead_inspector")]


def marking(made: World, exercise: Exercise, which: Marking, relation: str) -> CaseAssessment:
    """The case of the exercise given to somebody, with companions; under way."""
    case = SampledCase.objects.of(exercise).get(drawn_position=1)
    assessor, *along = people_of(made, exercise, relation)
    row = CaseAssessment(
        exercise=exercise, case=case, assessor=assessor, marking=which, framework_revision=1, state=State.IN_PROGRESS
    )
    form = row.form()
    row.form_id, row.form_revision = form.id, form.revision
    row.save()
    for person in along:
        Companion.objects.create(exercise=exercise, assessment=row, person=person)
    return row


def first_of(exercise: Exercise) -> CaseAssessment:
    """The first marking of the case that is being read."""
    return CaseAssessment.objects.of(exercise).get(marking=Marking.FIRST, case__drawn_position=1)


@makes("assessment")
def assessment(made: World, exercise: Exercise, mark: str) -> Any:
    """The first marking: it was sent back with a reason, and a moderator once answered in its place."""
    row = marking(made, exercise, Marking.FIRST, "given")
    by = made.person("lead_inspector here")
    Turn.objects.create(
        exercise=exercise, assessment=row, act="send_back", from_state="submitted", to_state="sent_back", by=by,
        reason=mark + "answer",
    )  # fmt: skip
    ModeratedAnswer.objects.create(
        exercise=exercise, assessment=row, question=row.form().questions[0].id, value="no", reason=mark + "answer",
        by=by,
    )  # fmt: skip
    Hint.objects.create(
        exercise=exercise, case=row.case, question=row.form().questions[0].id, source="rule", says=mark + "answer"
    )
    return row


@makes("second marking")
def second_marking(made: World, exercise: Exercise, mark: str) -> Any:
    """The second one, of which nobody who marks the case is told."""
    return marking(made, exercise, Marking.SECOND, "blind")


@makes("answer")
def answer(made: World, exercise: Exercise, mark: str) -> Any:
    """What the first marking says to the first question that takes evidence, with its one version."""
    row = first_of(exercise)
    question = next(each for each in row.form().every_question() if each.evidence)
    by, at = people_of(made, exercise, "given")[0], timezone.now()
    stored = Answer.objects.create(
        exercise=exercise, assessment=row, sheet=row.pk, question=question.id, value="", evidence=mark + "answer",
        reason=mark + "answer", version=1, changed_at=at, changed_by=by,
    )  # fmt: skip
    AnswerVersion.objects.create(
        exercise=exercise, assessment=row, row=stored, id=uuid4(), base=0, version=1, outcome=Outcome.STORED, at=at,
        by=by, evidence=mark + "answer",
    )  # fmt: skip
    return stored


@makes("interview")
def interview(made: World, exercise: Exercise, mark: str) -> Any:
    """A talk with whoever holds the case, with an answer in it."""
    row = first_of(exercise)
    form, by = load_form(INTERVIEW), people_of(made, exercise, "given")[0]
    talk = Interview.objects.create(
        exercise=exercise, assessment=row, form_id=form.id, form_revision=form.revision, begun_by=by
    )
    question = next(each for each in form.sections[0].questions if each.kind in ("words", "prose") or each.evidence)
    Answer.objects.create(
        exercise=exercise, assessment=row, sheet=talk.pk, question=question.id, value=mark + "answer",
        evidence=mark + "answer", version=1, changed_at=timezone.now(), changed_by=by,
    )  # fmt: skip
    return talk


@makes("example")
def example(made: World, exercise: Exercise, mark: str) -> Any:
    """Work worth showing."""
    row = first_of(exercise)
    return PracticeExample.objects.create(
        exercise=exercise, assessment=row, standard="2.1", shows="effective", text=mark + "answer",
        marked_by=people_of(made, exercise, "given")[0],
    )  # fmt: skip


@makes("finished case")
def finished(made: World, exercise: Exercise, mark: str) -> Any:
    """Another case, marked twice and differently, and submitted: ratings, agreement and progress are made of it."""
    case = SampledCase.objects.create(
        exercise=exercise, group="court", kind="community_sentence", reference=mark + "case-2", drawn_position=2
    )
    for which, who, says in ((Marking.FIRST, "no role", "yes"), (Marking.SECOND, "inspector removed", "no")):
        row = CaseAssessment(
            exercise=exercise, case=case, assessor=made.person(who), marking=which, framework_revision=1,
            state=State.SUBMITTED, submitted_at=timezone.now(),
        )  # fmt: skip
        form = row.form()
        keys = [question.id for question in form.questions if question.key_question]
        row.form_id, row.form_revision, row.as_submitted = form.id, form.revision, dict.fromkeys(keys, says)
        row.save()
        Answer.objects.bulk_create(
            Answer(
                exercise=exercise, assessment=row, sheet=row.pk, question=key, value=says, evidence=mark + "answer",
                version=1, changed_at=timezone.now(), changed_by=made.person(who),
            )
            for key in keys
        )  # fmt: skip
    return case


@makes("number")
def number(made: World, exercise: Exercise, mark: str) -> Any:
    """The first page of a form."""
    return 1
