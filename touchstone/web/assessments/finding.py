"""How every page of a case begins: the assessment if this person may see it, and one consultation written down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.assessment import CaseAssessment
from touchstone.web.assessments.kept_apart import why_kept_apart
from touchstone.web.assessments.models import Interview
from touchstone.web.assessments.sheets import Sheet, own_sheet, sheet_of
from touchstone.web.audit.operations import consult
from touchstone.web.exercises.models import Activity
from touchstone.web.exercises.views import row_or_404


def assessment_or_404(request: HttpRequest, id: UUID, assessment: UUID) -> CaseAssessment:
    """The assessment with its case, exercise and service in one query; the exercise is kept on the request.

    Raises Http404 where this person may not see it: outside the exercise, not given to them, or blind.
    """
    rows = CaseAssessment.objects.select_related("case", "exercise__service", "assessor")
    found = row_or_404(request, rows, assessment, exercise=id)
    request.exercise = found.exercise  # type: ignore[attr-defined]
    return found


def sheet_or_404(request: HttpRequest, id: UUID, assessment: UUID, interview: UUID | None = None) -> Sheet:
    """What is answered there: the case's own form, or an interview's. Raises Http404."""
    found = assessment_or_404(request, id, assessment)
    if interview is None:
        return own_sheet(found)
    row = row_or_404(request, Interview.objects.all(), interview, assessment=found)
    row.assessment = found
    return sheet_of(row)


def consulted(request: HttpRequest, what: str, assessment: CaseAssessment) -> None:
    """Write down that this person reads this case, before anything of it is sent."""
    person = person_of(request)
    consult(
        who=person.pk,
        what=f"assessments.{what}",
        place=assessment.exercise.place(),
        subjects=[assessment.case_id],
        record=f"assessments.CaseAssessment:{assessment.pk}",
    )


def sheet_address(sheet: Sheet) -> str:
    """The address of a case, or of a talk about it; its pages stand below."""
    row = sheet.assessment
    if sheet.interview is None:
        return reverse("case", args=[row.exercise_id, row.pk])
    return reverse("interview", args=[row.exercise_id, row.pk, sheet.interview.pk])


def is_open_to(person: User, assessment: CaseAssessment) -> bool:
    """Was this case given to this person, and may they assess it?"""
    exercise = assessment.exercise
    if not exercise.is_open_for(Activity.ASSESSMENT) or why_kept_apart(person, exercise):
        return False
    if not person.may(Permission.ASSESSMENT_WRITE, assessment):
        return False
    return assessment.assessor_id == person.pk or assessment.companions.filter(person=person, ended=None).exists()
