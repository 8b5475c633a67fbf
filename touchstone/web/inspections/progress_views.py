"""The page of an inspection's progress, and of one person's part in it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.results import agreement_of, progress_of
from touchstone.web.audit.operations import consult
from touchstone.web.inspections import people
from touchstone.web.inspections.progress import alerts, answered, bars, by_group, part_of
from touchstone.web.inspections.views import inspection_or_404
from touchstone.web.judgements.ratings import rate
from touchstone.web.judgements.showing import bands_of, lines_of


@require_safe
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far it is, what blocks it, what is late, how far assessors agree, and the ratings as they emerge."""
    found = inspection_or_404(request, id, permission=Permission.PROGRESS_READ)
    person, exercise = person_of(request), found.exercise
    consult(who=person.pk, what="inspections.progress", place=exercise.place())
    told = progress_of(exercise, seen_by=person)
    rated = rate(exercise, seen_by=person) if person.may(Permission.JUDGEMENT_READ, exercise) else None
    agreement = agreement_of(exercise) if person.may(Permission.AGREEMENT_READ, exercise) else None
    context = {
        "exercise": exercise,
        "inspection": found,
        "alerts": alerts(found, person, timezone.localdate()),
        "progress": told,
        "bars": bars(exercise, told),
        "groups": by_group(exercise, told),
        "answered": answered(exercise),
        "rated": rated,
        "lines": [line for line in lines_of(exercise, rated) if line.is_counted] if rated else [],
        "bands": bands_of(rated) if rated else (),
        "agreement": agreement,
        "team": people.team(found),
    }
    return render(request, "inspections/progress.html", context)


@require_safe
def person_progress(request: HttpRequest, id: UUID, person: UUID) -> HttpResponse:
    """One person's part: their cases and their days. Their own, or anybody's for whoever may see progress."""
    found = inspection_or_404(request, id)
    who = person_of(request)
    if person != who.pk and not who.may(Permission.PROGRESS_READ, found.exercise):
        raise PermissionDenied(_("You see your own part of this inspection alone."))
    member = next((one for one in people.team(found) if one.pk == person), None)
    if member is None:
        raise Http404
    part = part_of(found, member, who)
    subjects = [row.case_id for row in part.assessments]
    consult(who=who.pk, what="inspections.part", place=found.exercise.place(), subjects=subjects, record=str(person))
    context = {"exercise": found.exercise, "inspection": found, "part": part, "own": person == who.pk}
    return render(request, "inspections/person_progress.html", context)
