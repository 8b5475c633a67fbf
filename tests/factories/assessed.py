"""Cases of an inspection, read and submitted, so that ratings can be computed from them."""

from __future__ import annotations

from django.utils import timezone

from touchstone.forms.case_assessment import case_form
from touchstone.web.accounts.models import User
from touchstone.web.assessments.models import Answer, CaseAssessment
from touchstone.web.assessments.states import State
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import SampledCase

KINDS = {"court": "community_sentence", "out_of_court": "youth_caution"}


def read_cases(exercise: Exercise, by: User, *, group: str, cases: int, yes: dict[str, int]) -> list[CaseAssessment]:
    """So many cases of a group, submitted; of each key question the first `yes[number]` cases say yes, the rest no."""
    framework = exercise.framework()
    made = []
    for place in range(1, cases + 1):
        case = SampledCase.objects.create(
            exercise=exercise, group=group, kind=KINDS[group], reference=f"{group}-{place}", drawn_position=place
        )
        form = case_form(framework, group, case.kind)
        assessment = CaseAssessment.objects.create(
            exercise=exercise,
            case=case,
            assessor=by,
            form_id=form.id,
            form_revision=form.revision,
            framework_revision=framework.revision,
            state=State.SUBMITTED,
        )
        answers = [
            Answer(
                exercise=exercise,
                assessment=assessment,
                sheet=assessment.pk,
                question=question.id,
                value="yes" if place <= yes.get(question.id, cases) else "no",
                version=1,
                changed_at=timezone.now(),
                changed_by=by,
            )
            for question in form.questions
            if question.key_question
        ]
        Answer.objects.bulk_create(answers)
        made.append(assessment)
    return made
