"""Planning an inspection: first its service is chosen, then its framework, lead inspector and dates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from touchstone.standards.framework import Framework
from touchstone.standards.loading import framework_ids, load_framework
from touchstone.web.accounts.access import decide, person_of
from touchstone.web.accounts.models import Service
from touchstone.web.accounts.permissions import Permission
from touchstone.web.design.words import day as day_in_words
from touchstone.web.inspections import operations, people
from touchstone.web.inspections.forms import PlanForm, ServiceForm
from touchstone.web.public.models import PublishedInspection


def check_may_plan(request: HttpRequest, service: Service | None = None) -> None:
    """Raise PermissionDenied where this person may not plan an inspection (of this service)."""
    decision = decide(request.user, Permission.INSPECTION_PLAN, service)
    if not decision.allowed:
        raise PermissionDenied(decision.why)


@require_safe
def choose_service(request: HttpRequest) -> HttpResponse:
    """Which service is to be inspected."""
    check_may_plan(request)
    services = Service.objects.filter(ended=None).exclude(pk__in=person_of(request).reach.kept_from)
    form = ServiceForm(request.GET or None)
    form.fields["service"].queryset = services.order_by("name")  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        return redirect("plan_inspection", form.cleaned_data["service"].pk)
    context = {"form": form, "any": services.exists()}
    return render(request, "inspections/choose_service.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, service: UUID) -> HttpResponse:
    """Plan an inspection of a service."""
    check_may_plan(request)
    found = Service.objects.filter(pk=service).first()
    if found is None:
        raise Http404(_("Page not found"))
    check_may_plan(request, found)
    form, frameworks = plan_form(request, found)
    if form.is_valid():
        answers = dict(form.cleaned_data)
        answers["framework_id"] = answers.pop("framework")
        try:
            planned = operations.plan(service=found, **answers, by=person_of(request))
        except ValidationError as refused:
            problems = getattr(refused, "error_dict", {None: refused})
            for name, problem in problems.items():
                form.add_error("lead" if name == "person" else name, problem)
        else:
            words = _("Inspection %(reference)s is planned. The service does not know of it yet.")
            messages.success(request, words % {"reference": planned.exercise.reference})
            return redirect("exercise", planned.pk)
    context = {"service": found, "form": form, "hints": hints(frameworks)}
    return render(request, "inspections/plan.html", context, status=400 if form.is_bound else 200)


def plan_form(request: HttpRequest, service: Service) -> tuple[PlanForm, list[Framework]]:
    """The form with what can be chosen for this service; the framework in force and the newest predecessor chosen."""
    frameworks = [load_framework(name) for name in framework_ids()]
    today = timezone.localdate()
    before = list(
        PublishedInspection.objects.visible().without_report().filter(service_slug=service.slug).newest_first()
    )
    in_force = [it for it in frameworks if is_in_force(it, today)]
    initial = {
        "framework": in_force[-1].id if in_force else frameworks[-1].id,
        "predecessor": before[0].slug if before else "",
    }
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["framework"].choices = [(it.id, it.title) for it in frameworks]  # type: ignore[attr-defined]
    form.fields["predecessor"].choices = [  # type: ignore[attr-defined]
        *((it.slug, ", ".join(filter(None, [it.title, day_in_words(it.published), it.overall]))) for it in before),
        ("", _("None that is known here")),
    ]
    form.fields["lead"].queryset = people.eligible(service.pk)  # type: ignore[attr-defined]
    return form, frameworks


def is_in_force(framework: Framework, today: date) -> bool:
    """Is a framework in force today, as far as its dates are known (a year, a month or a day)?"""
    iso = today.isoformat()
    begun = not framework.in_force_from or framework.in_force_from <= iso[: len(framework.in_force_from)]
    over = bool(framework.in_force_to) and framework.in_force_to < iso[: len(framework.in_force_to)]
    return begun and not over


def hints(frameworks: list[Framework]) -> dict[str, str]:
    """What to say under each framework: whether it is in force, and whether its rating rule is known."""
    today = timezone.localdate()
    said = {}
    for it in frameworks:
        words = _("In force.") if is_in_force(it, today) else _("Not in force: for an inspection begun under it.")
        if it.rating is None or it.rating.assumed:
            words += " " + _("Its rule for ratings is not known; ratings by it are assumed.")
        said[it.id] = words
    return said
