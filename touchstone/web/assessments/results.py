"""What the cases of an exercise say so far: the answers that count, for rating, progress and the portable file."""

from __future__ import annotations

from touchstone.forms.case_assessment import key_question_answers
from touchstone.rating.answers import CaseAnswers
from touchstone.web.assessments.assessment import CaseAssessment, Marking
from touchstone.web.assessments.models import Answer, ModeratedAnswer
from touchstone.web.assessments.sheets import as_given
from touchstone.web.assessments.states import DONE
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import CaseState


def answers_of(exercise: Exercise) -> tuple[CaseAnswers, ...]:
    """The answers of every case that is read and finished, as the rating method takes them.

    The first marking speaks, with what a moderator answered in its place; a second marking only measures agreement.
    A case that was sent back counts again when it is submitted again. The exercise was reached by `visible_to`.
    """
    finished = list(
        CaseAssessment.objects.of(exercise)
        .filter(marking=Marking.FIRST, state__in=DONE, withdrawn_at=None)
        .exclude(case__state=CaseState.REPLACED)
        .select_related("case", "exercise")
    )
    rows: dict[object, dict[str, Answer]] = {}
    for row in Answer.objects.of(exercise).filter(sheet__in=[one.pk for one in finished]):
        rows.setdefault(row.sheet, {})[row.question] = row
    moderated: dict[object, dict[str, str]] = {}
    for changed in ModeratedAnswer.objects.of(exercise):  # in order of time, so that the newest stays
        moderated.setdefault(changed.assessment_id, {})[changed.question] = changed.value
    found = []
    for one in finished:
        said = key_question_answers(one.form(), as_given(rows.get(one.pk, {})))
        answers = {**said, **moderated.get(one.pk, {})}
        found.append(CaseAnswers(one.case.reference, one.case.group, one.case.kind, answers))
    return tuple(found)
