"""Somebody's work, and an inspection: where it is, its dates, its team, and its way to the next stage."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from touchstone.web.accounts.access import may, person_of
from touchstone.web.accounts.models import Grant
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.exercises.views import exercise_or_404
from touchstone.web.inspections import operations, people
from touchstone.web.inspections.clocks import clocks, counted, present
from touchstone.web.inspections.forms import ConfirmMoveForm, DatesForm, JoinForm, MoveForm, NothingForm
from touchstone.web.inspections.models import CarriedFile, Inspection, Move
from touchstone.web.inspections.needs import missing_for
from touchstone.web.inspections.stages import STAGES, UnknownMove, is_back, offered, step_between
from touchstone.web.inspections.work import listed, todo

OUTSIDE_FIELDWORK = ("panel_member", "panel_chair", "safeguarding_reader")  # not told to the service


def inspection_or_404(request: HttpRequest, id: UUID, *, permission: Permission | None = None) -> Inspection:
    """The inspection at this address. Raises Http404 and PermissionDenied as exercise_or_404 does."""
    exercise = exercise_or_404(request, id, permission=permission)
    found = Inspection.objects.of(exercise).select_related("exercise__service").first()
    if found is None:  # a self-inspection or a benchmark has no stages
        raise Http404(_("Page not found"))
    return found


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What is this person's to do next, and every inspection they may know of."""
    person, today = person_of(request), timezone.localdate()
    rows = listed(person, today)
    context = {
        "rows": rows,
        "some_role": any(row.roles for row in rows),
        "todo": todo(person, rows, today),
        "role_names": {role.id: role.name for role in ROLES.values()},
        "may_plan": may(person, Permission.INSPECTION_PLAN),
        "may_bring_in": may(person, Permission.INSPECTION_FILE_IMPORT),
    }
    return render(request, "inspections/work.html", context)


@require_safe
def inspection(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where one inspection is, what blocks it, what is late, and how it came here."""
    exercise = exercise_or_404(request, id)
    found = Inspection.objects.of(exercise).select_related("exercise__service").first()
    if found is None:
        return render(request, "inspections/exercise.html", {"exercise": exercise})
    person, today = person_of(request), timezone.localdate()
    may_move = may(person, Permission.INSPECTION_MOVE, found)
    forward = [stage for stage in offered(found.at) if not is_back(found.at, stage)]
    context = {
        "exercise": exercise,
        "inspection": found,
        "clocks": clocks(found, today),
        "now": present(found, today),
        "turn": ROLES[found.at.turn].name,
        "may_move": may_move,
        "next": [(stage, missing_for(stage, found, seen_by=person)) for stage in forward] if may_move else [],
        "history": Move.objects.of(exercise).select_related("by").order_by("-at"),
        "stages": STAGES,
        "leads": people.holding(found, "lead_inspector"),
        # a panel that sends an inspection back writes of ratings that nobody else may know yet
        "may_know_why": may(person, Permission.JUDGEMENT_READ, found),
        "carried": CarriedFile.objects.of(exercise).select_related("brought_in_by").defer("content").first(),
    }
    return render(request, "inspections/inspection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, id: UUID) -> HttpResponse:
    """Move an inspection: choose where to, see what follows from it, confirm."""
    found = inspection_or_404(request, id, permission=Permission.INSPECTION_MOVE)
    form = MoveForm(request.POST if request.method == "POST" else None)
    ways = offered(found.at)
    form.fields["to"].choices = [(stage.id, stage.name) for stage in ways]  # type: ignore[attr-defined]
    if len(ways) == 1:
        form.fields["to"].initial = ways[0].id
    if form.is_valid():
        answer = moved_or_asked(request, found, form)
        if answer is not None:
            return answer
    context = {
        "inspection": found,
        "exercise": found.exercise,
        "form": form,
        "hints": {stage.id: stage.sentence for stage in ways},
        "missing": [
            (stage, missing)
            for stage in ways
            if not is_back(found.at, stage) and (missing := missing_for(stage, found, seen_by=person_of(request)))
        ],
    }
    return render(request, "inspections/move.html", context, status=400 if form.is_bound else 200)


def moved_or_asked(request: HttpRequest, found: Inspection, form: MoveForm) -> HttpResponse | None:
    """The page that asks to confirm, or the inspection after its move; None where the form has problems now."""
    to, because = form.cleaned_data["to"], form.cleaned_data["because"]
    target = step_between(found.at, to)
    missing = [] if is_back(found.at, target) else missing_for(target, found, seen_by=person_of(request))
    for words in missing:
        form.add_error("to", words)
    if is_back(found.at, target) and not because:
        form.add_error("because", _("A step back needs its reason. Say why."))
    if form.errors:
        return None
    if form.cleaned_data["confirmed"] != "yes":
        return render(request, "design/confirm.html", confirmation(found, to, because))
    try:
        operations.move(inspection=found, to=to, because=because, by=person_of(request))
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return None
    except UnknownMove:  # somebody moved it between the two presses
        form.add_error(None, _("Somebody else has moved this inspection a moment ago. Look where it is now."))
        return None
    messages.success(request, _("The inspection has moved to: %(stage)s.") % {"stage": target.name})
    return redirect("exercise", found.pk)


def confirmation(found: Inspection, to: str, because: str) -> dict[str, Any]:
    """What the confirming page says will follow from a move."""
    target = STAGES[to]
    opening = [str(it.label) for it in target.opens if it not in found.at.opens]
    closing = [str(it.label) for it in found.at.opens if it not in target.opens]
    told = len(people.everybody(found)) + (0 if people.is_told(found) or "told" not in target.opens else 1)
    follows = []
    if opening:
        follows.append(_("This opens: %(what)s.") % {"what": "; ".join(opening)})
    if closing:
        follows.append(_("This closes: %(what)s.") % {"what": "; ".join(closing)})
    if told:
        follows.append(_("The team and the contacts of the service are told by mail."))
    return {
        "title": _("Move to: %(stage)s?") % {"stage": target.name},
        "says": target.sentence,
        "follows": follows,
        "button": _("Yes, move it"),
        "kind": "warning" if is_back(found.at, target) else "",
        "back_href": reverse("inspection_move", args=[found.pk]),
        "form": ConfirmMoveForm(initial={"to": to, "because": because, "confirmed": "yes"}),
        "exercise": found.exercise,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, id: UUID) -> HttpResponse:
    """The clocks, and for whoever moves the inspection, the dates they count from."""
    found = inspection_or_404(request, id)
    may_change = may(request.user, Permission.INSPECTION_MOVE, found)
    if request.method == "POST":
        inspection_or_404(request, id, permission=Permission.INSPECTION_MOVE)
    initial = {name: getattr(found, name) for name in operations.DATE_FIELDS}
    form = DatesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_dates(inspection=found, **form.cleaned_data, by=person_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
            found.refresh_from_db()
        else:
            messages.success(request, _("The dates are kept."))
            return redirect("inspection_dates", found.pk)
    context = {
        "inspection": found,
        "exercise": found.exercise,
        "clocks": clocks(found, timezone.localdate()),
        "roles": ROLES,
        "counted": counted,
        "form": form if may_change else None,
    }
    return render(request, "inspections/dates.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who is in the team, as what; for whoever manages it, a form to take somebody in."""
    found = inspection_or_404(request, id)
    may_manage = may(request.user, Permission.TEAM_MANAGE, found)
    if request.method == "POST":
        inspection_or_404(request, id, permission=Permission.TEAM_MANAGE)
    form = (
        JoinForm(request.POST if request.method == "POST" else None, people=people.free_to_join(found))
        if may_manage
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            operations.take_into_team(inspection=found, **form.cleaned_data, by=person_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(name)s is in the team.") % {"name": form.cleaned_data["person"].name})
            return redirect("inspection_team", found.pk)
    grants = people.grants_of(found)
    if not may(request.user, Permission.EVIDENCE_READ, found):
        grants = grants.exclude(role__in=OUTSIDE_FIELDWORK)
    order = [role.id for role in people.TEAM_ROLES]
    context = {
        "inspection": found,
        "exercise": found.exercise,
        "grants": sorted(grants, key=lambda grant: order.index(grant.role)),
        "roles": ROLES,
        "form": form,
        "sentences": {role.id: role.sentence for role in people.TEAM_ROLES},
        "kept_away": people.kept_away(found) if may_manage else [],
    }
    return render(request, "inspections/team.html", context, status=400 if form is not None and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_team(request: HttpRequest, id: UUID, grant: UUID) -> HttpResponse:
    """Ask before somebody leaves the team, then let them."""
    found = inspection_or_404(request, id, permission=Permission.TEAM_MANAGE)
    held = Grant.objects.filter(pk=grant, exercise=found.pk, ended=None).select_related("person").first()
    if held is None:
        raise Http404(_("Page not found"))
    form = NothingForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            operations.let_leave_team(inspection=found, grant=held, by=person_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(name)s has left the team.") % {"name": held.person.name})
            return redirect("inspection_team", found.pk)
    told = {"name": held.person.name, "role": ROLES[held.role].name}
    context = {
        "title": _("Let %(name)s leave the team?") % told,
        "says": _("They are in it as: %(role)s. From the next page on they see nothing of this inspection.") % told,
        "follows": [_("What they wrote stays. Where they stand in the timetable, it says that they left.")],
        "button": _("Yes, they leave"),
        "back_href": reverse("inspection_team", args=[found.pk]),
        "form": form,
        "exercise": found.exercise,
    }
    return render(request, "design/confirm.html", context, status=400 if form is not None else 200)
