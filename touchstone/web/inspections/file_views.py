"""The portable inspection file: brought in with a dry run that tells everything, taken out as a disclosure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.web.accounts.access import decide, may, person_of
from touchstone.web.accounts.models import Service
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.sign_in.views import recently_signed_in
from touchstone.web.audit.operations import consult
from touchstone.web.files import quarantine
from touchstone.web.files.upload import QuarantinedUpload, takes_file
from touchstone.web.inspections import operations
from touchstone.web.inspections.bringing_in import BroughtIn, already_here, looked_through
from touchstone.web.inspections.file_forms import BringInForm, TakeOutForm, TicketForm
from touchstone.web.inspections.models import CarriedFile, Inspection
from touchstone.web.inspections.portable import Assembled, assembled, refuse_blind
from touchstone.web.inspections.views import inspection_or_404
from touchstone.web.samples.models import SampledCase


def check_may_bring_in(request: HttpRequest, service: Service | None = None) -> None:
    """Raise PermissionDenied where this person may not bring files in (for this service)."""
    decision = decide(request.user, Permission.INSPECTION_FILE_IMPORT, service)
    if not decision.allowed:
        raise PermissionDenied(decision.why)


@takes_file()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Hand a file in; what it holds, or everything that is wrong with it, is told before anything is kept."""
    check_may_bring_in(request)
    form = BringInForm(request.POST, request.FILES) if request.method == "POST" else BringInForm()
    if request.method == "POST" and form.is_valid():
        upload: QuarantinedUpload = form.cleaned_data["file"]
        try:
            found = looked_through(upload.content(), file=str(upload.name))
            check_may_bring_in(request, found.service)
        except ProblemsFound as problems:
            context = {"form": BringInForm(), "problems": problems.problems}
            return render(request, "inspections/bring_in.html", context, status=400)
        ticket = quarantine.ticket_for(upload.hold(), by_id=person_of(request).pk)
        return render(
            request, "inspections/dry_run.html", told(request, found) | {"form": TicketForm(initial={"ticket": ticket})}
        )
    return render(request, "inspections/bring_in.html", {"form": form}, status=400 if form.is_bound else 200)


def told(request: HttpRequest, found: BroughtIn) -> dict[str, Any]:
    """What the dry run says of a file."""
    before = already_here(found.sha256)
    seen = before is not None and may(request.user, Permission.INSPECTION_READ, before.exercise)
    return {"found": found, "before": before, "before_is_seen": seen}


@require_POST
def confirm_bring_in(request: HttpRequest) -> HttpResponse:
    """Keep the file that was looked through: a new inspection, all of it or nothing."""
    check_may_bring_in(request)
    form = TicketForm(request.POST)
    person = person_of(request)
    try:
        file = quarantine.redeem(form.data.get("ticket", "") if form.is_valid() else "", by_id=person.pk)
        found = looked_through(file.content(), file=file.name)
        inspection = operations.bring_file_in(service=found.service, file=found, by=person)
    except ProblemsFound as problems:
        context = {"form": BringInForm(), "problems": problems.problems}
        return render(request, "inspections/bring_in.html", context, status=400)
    except (ValidationError, IntegrityError):  # by another press, or a moment ago
        problem = Problem(_("This file was brought in before."), _("Look among the inspections of your work."))
        context = {"form": BringInForm(), "problems": [problem]}
        return render(request, "inspections/bring_in.html", context, status=400)
    quarantine.discard(file.token)
    messages.success(request, _("The inspection is here, with everything its file holds."))
    return redirect("exercise", inspection.pk)


@require_safe
def file(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the portable file of an inspection would hold, part by part, and what it rates to."""
    found = inspection_or_404(request, id, permission=Permission.INSPECTION_FILE_EXPORT)
    return file_page(request, found, TakeOutForm())


def file_page(request: HttpRequest, found: Inspection, form: TakeOutForm, status: int = 200) -> HttpResponse:
    """The page of the file; what stands in the way of a whole file is told in its place."""
    subjects = list(SampledCase.objects.of(found.exercise).values_list("pk", flat=True))
    consult(who=person_of(request).pk, what="inspections.file", place=found.place(), subjects=subjects)
    made: Assembled | None = None
    problems: tuple[object, ...] = ()
    try:
        refuse_blind(found, person_of(request))
        made = assembled(found)
        rated = made.rated()
    except ProblemsFound as why:
        problems, rated = why.problems, None
    context = {
        "inspection": found,
        "exercise": found.exercise,
        "made": made,
        "rated": rated,
        "problems": problems,
        "form": form,
        "carried": CarriedFile.objects.of(found.exercise).select_related("brought_in_by").defer("content").first(),
        "titles": {standard.id: standard.title for standard in found.exercise.framework().standards},
    }
    return render(request, "inspections/file.html", context, status=status)


@require_POST
@recently_signed_in
def take_out(request: HttpRequest, id: UUID) -> HttpResponse:
    """The file as a download. Its name says nothing of a case."""
    found = inspection_or_404(request, id, permission=Permission.INSPECTION_FILE_EXPORT)
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        return file_page(request, found, form, status=400)
    try:
        content = operations.take_file_out(inspection=found, **form.cleaned_data, by=person_of(request))
    except ProblemsFound:
        return file_page(request, found, form, status=400)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="inspection-{found.exercise.reference}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
