"""How every page of a case begins: the assessment if this person may see it, and one consultation written down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.assessment import CaseAssessment
from touchstone.web.assessments.kept_apart import why_kept_apart
from touchstone.web.assessments.models import Interview
from touchstone.web.assessments.sheets import Sheet, own_sheet, sheet_of
from touchstone.web.audit.operations import consult
from touchstone.web.design.found_once import address_of
from touchstone.web.exercises.models import Activity, Kind
from touchstone.web.exercises.views import row_or_404
from touchstone.web.fixed_queries import FixedQuery

LOOKED_UP = FixedQuery(CaseAssessment.objects.looked_up, UUID, UUID, UUID)
NOT_CLOSED = FixedQuery(
    lambda assessment, person: (
        CaseAssessment.objects.not_closed_to(person).filter(pk=assessment).order_by().values_list("pk")
    ),
    UUID,
    UUID,
)


def looked_up(person: User, id: UUID, assessment: UUID) -> CaseAssessment | None:
    """The assessment if this person may see it: the same as `visible_to`, and a test holds the two together.

    Blind marking is asked of the database only where the case is marked more than once, places never.
    """
    found: CaseAssessment | None = LOOKED_UP.first(assessment, id, person.pk)
    if found is None or (found.marked_by_others and not NOT_CLOSED.rows(assessment, person.pk)):
        return None
    found.given = found.assessor_id == person.pk or found.along
    return found if seen_by(person, found) else None


def seen_by(person: User, assessment: Any) -> bool:
    """May this person see an assessment that is not closed to them? As `visible_to` says it in SQL."""
    place, reach = assessment.exercise.place(), person.reach
    own_service = any(held.service == place.service for _role, held in reach.held)
    if own_service and assessment.exercise.kind != Kind.SELF_INSPECTION:
        return False
    if assessment.given and reach.places(Permission.ASSESSMENT_WRITE).reach(place):
        return True
    return reach.places(Permission.ASSESSMENT_READ).reach(place)


def assessment_or_404(request: HttpRequest, id: UUID, assessment: UUID) -> CaseAssessment:
    """The assessment with its case, exercise and service in one query; the exercise is kept on the request.

    Raises Http404 where this person may not see it: outside the exercise, not given to them, or blind.
    """
    person = person_of(request)
    found = looked_up(person, id, assessment)
    if found is None:
        rows = CaseAssessment.objects.select_related("case", "exercise__service", "assessor")
        found = row_or_404(request, rows, assessment, exercise=id)
        found.given = is_given(found, person)
        found.has_hints = CaseAssessment.hints_of(found.case_id).as_scoped().exists()
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
        return address_of("case", args=[row.exercise_id, row.pk])
    return address_of("interview", args=[row.exercise_id, row.pk, sheet.interview.pk])


def is_open_to(person: User, assessment: CaseAssessment) -> bool:
    """Was this case given to this person, and may they assess it?"""
    exercise = assessment.exercise
    if not exercise.is_open_for(Activity.ASSESSMENT) or why_kept_apart(person, exercise):
        return False
    if not person.may(Permission.ASSESSMENT_WRITE, assessment):
        return False
    return is_given(assessment, person)


def is_given(assessment: CaseAssessment, person: User) -> bool:
    """Was this case given to this person, alone or to read along?"""
    known: bool | None = assessment.__dict__.get("given")
    if known is not None:
        return known
    return assessment.assessor_id == person.pk or assessment.companions.filter(person=person, ended=None).exists()
