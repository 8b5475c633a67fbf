"""The first page of somebody's work, and the first page of an inspection."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from touchstone.web.accounts.access import person_of
from touchstone.web.exercises.views import exercise_or_404
from touchstone.web.inspections.models import Inspection


def work(request: HttpRequest) -> HttpResponse:
    """Every inspection this person may know of."""
    inspections = Inspection.objects.visible_to(person_of(request)).select_related("exercise__service")
    return render(request, "inspections/work.html", {"inspections": inspections})


def inspection(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where one inspection is."""
    exercise = exercise_or_404(request, id)
    return render(request, "inspections/inspection.html", {"exercise": exercise, "inspection": exercise.inspection})
