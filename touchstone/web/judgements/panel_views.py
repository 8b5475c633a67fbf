"""The panel's room: every standard one row, one standard argued and decided, minutes, cases sent back, the end."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.audit.operations import consult
from touchstone.web.design.forms import PlainForm
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.judgements import operations
from touchstone.web.judgements.forms import ArgueForm, DecideForm, SendBackForm, WordsForm
from touchstone.web.judgements.models import Decision, Minute, Panel, Seat, SentBack
from touchstone.web.judgements.ratings import decided_result, rate, sitting_panel
from touchstone.web.judgements.showing import bands_of, line_of, lines_of


@require_GET
def panel(request: HttpRequest, id: UUID) -> HttpResponse:
    """The room: what the rule says, how fragile it is, what was argued, decided and why."""
    return room(request, exercise_or_404(request, id, permission=Permission.PANEL_READ))


def room(request: HttpRequest, exercise: Exercise, *, minute: PlainForm | None = None, back: PlainForm | None = None,
         problems: list[str] | None = None) -> HttpResponse:  # fmt: skip
    """The page itself, with what was typed and refused."""
    person = person_of(request)
    consult(who=person.pk, what="judgements.panel", place=exercise.place())
    rated, sitting = rate(exercise, seen_by=person), sitting_panel(exercise)
    seats = Seat.objects.of(exercise).filter(panel=sitting).select_related("by") if sitting else Seat.objects.none()
    context = {
        "exercise": exercise,
        "rated": rated,
        "lines": lines_of(exercise, rated),
        "bands": bands_of(rated),
        "panel": sitting,
        "decided": decided_result(exercise),
        "seats": list(seats.as_scoped()),
        "sits": sitting is not None and any(seat.by_id == person.pk for seat in seats.as_scoped()),
        "may_sit": person.may(Permission.PANEL_TAKE_PART, exercise),
        "may_decide": person.may(Permission.PANEL_DECIDE, exercise),
        "is_open": exercise.is_open_for(Activity.PANEL),
        "minutes": Minute.objects.visible_to(person).filter(exercise=exercise).select_related("by"),
        "sent_back": SentBack.objects.visible_to(person).filter(exercise=exercise).select_related("by", "case"),
        "minute_form": minute or WordsForm(prefix="minute"),
        "back_form": back or back_form(exercise, None),
        "problems": problems or [],
    }
    refused = problems or (minute and minute.errors) or (back and back.errors)
    return render(request, "judgements/panel.html", context, status=400 if refused else 200)


def back_form(exercise: Exercise, data: object) -> SendBackForm:
    """The form that sends a case back: cases by their safe labels."""
    form = SendBackForm(data, prefix="back")
    field = form.fields["case"]
    # The panel opens no case; it names one by its label, as the working of a standard does.
    field.queryset = CaseAssessment.objects.of(exercise).filter(state="submitted").select_related("case")  # type: ignore[attr-defined]
    field.label_from_instance = lambda assessment: assessment.case.label  # type: ignore[attr-defined]
    return form


@require_http_methods(["GET", "POST"])
def panel_standard(request: HttpRequest, id: UUID, standard: str) -> HttpResponse:
    """One standard in the panel: working, arguments, the decision. POST argues."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_READ)
    if request.method == "POST":
        sitting = sitting_or_404(exercise)
        form = ArgueForm(exercise.framework(), request.POST, prefix="argue")
        if form.is_valid() and done(
            form,
            lambda: operations.argue(panel=sitting, standard=standard, by=person_of(request), **form.cleaned_data),
        ):
            messages.success(request, _("Your argument is recorded."))
            return redirect("panel-standard", exercise.pk, standard)
        return standard_page(request, exercise, standard, argue=form)
    return standard_page(request, exercise, standard)


@require_POST
def decide(request: HttpRequest, id: UUID, standard: str) -> HttpResponse:
    """Record the decision about a standard."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_DECIDE)
    sitting = sitting_or_404(exercise)
    form = DecideForm(exercise.framework(), request.POST, prefix="decide")
    if form.is_valid() and done(
        form, lambda: operations.decide(panel=sitting, standard=standard, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("The decision about %(number)s is recorded.") % {"number": standard})
        return redirect("panel", exercise.pk)
    return standard_page(request, exercise, standard, decide=form)


@require_POST
def dissent(request: HttpRequest, id: UUID, decision: UUID) -> HttpResponse:
    """Disagree with a decision."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_TAKE_PART)
    sitting = sitting_or_404(exercise)
    row = row_or_404(request, Decision.objects.filter(panel=sitting), decision, exercise=exercise)
    form = WordsForm(request.POST, prefix="dissent")
    if form.is_valid() and done(
        form, lambda: operations.dissent(panel=sitting, decision=row, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("Your dissent is on the record."))
        return redirect("panel-standard", exercise.pk, row.standard)
    return standard_page(request, exercise, row.standard, dissent=form)


def standard_page(request: HttpRequest, exercise: Exercise, standard: str, *, argue: PlainForm | None = None,
                  decide: PlainForm | None = None, dissent: PlainForm | None = None) -> HttpResponse:  # fmt: skip
    """The page of one standard in the panel."""
    person = person_of(request)
    rated = rate(exercise, seen_by=person)
    line = line_of(exercise, rated, standard)
    if line is None:
        raise Http404
    consult(who=person.pk, what="judgements.panel_standard", place=exercise.place(), record=standard)
    sitting = sitting_panel(exercise)
    chosen = line.decision.rating if line.decision else (line.computed.rating or None)
    history = Decision.objects.visible_to(person).filter(exercise=exercise, standard=standard).select_related("by")
    context = {
        "exercise": exercise,
        "rated": rated,
        "line": line,
        "bands": bands_of(rated),
        "panel": sitting,
        "sits": sitting is not None and Seat.objects.of(exercise).filter(panel=sitting, by=person).exists(),
        "may_decide": person.may(Permission.PANEL_DECIDE, exercise),
        "history": list(history),
        "argue_form": argue or ArgueForm(rated.framework, prefix="argue", initial={"side": "computed"}),
        "decide_form": decide or DecideForm(rated.framework, prefix="decide", initial={"rating": chosen}),
        "dissent_form": dissent or WordsForm(prefix="dissent"),
    }
    refused = any(form is not None and form.errors for form in (argue, decide, dissent))
    return render(request, "judgements/panel_standard.html", context, status=400 if refused else 200)


@require_POST
def open_panel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open a meeting."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_DECIDE)
    operations.open_panel(exercise=exercise, by=person_of(request))
    messages.success(request, _("The meeting is open. You have the first seat."))
    return redirect("panel", exercise.pk)


@require_POST
def take_seat(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sit down."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_TAKE_PART)
    operations.take_seat(panel=sitting_or_404(exercise), by=person_of(request))
    messages.success(request, _("You sit in this meeting."))
    return redirect("panel", exercise.pk)


@require_POST
def minute(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add to the minutes."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_TAKE_PART)
    sitting = sitting_or_404(exercise)
    form = WordsForm(request.POST, prefix="minute")
    if form.is_valid() and done(
        form, lambda: operations.minute(panel=sitting, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("It is in the minutes."))
        return redirect("panel", exercise.pk)
    return room(request, exercise, minute=form)


@require_POST
def send_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send a case back to its assessor."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_TAKE_PART)
    sitting = sitting_or_404(exercise)
    form = back_form(exercise, request.POST)
    if form.is_valid() and done(
        form,
        lambda: operations.send_back(
            panel=sitting,
            assessment=form.cleaned_data["case"],
            reason=form.cleaned_data["reason"],
            by=person_of(request),
        ),
    ):
        messages.success(request, _("The case is with its assessor again."))
        return redirect("panel", exercise.pk)
    return room(request, exercise, back=form)


@require_POST
def close_panel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close the meeting and keep its ratings, when everything is decided."""
    exercise = exercise_or_404(request, id, permission=Permission.PANEL_DECIDE)
    try:
        operations.close_panel(panel=sitting_or_404(exercise), by=person_of(request))
    except ValidationError as refused:
        return room(request, exercise, problems=refused.messages)
    messages.success(request, _("The meeting is closed. Its ratings are kept as they were decided."))
    return redirect("panel", exercise.pk)


def sitting_or_404(exercise: Exercise) -> Panel:
    """The meeting that is open. Raises Http404 where none is."""
    found = sitting_panel(exercise)
    if found is None:
        raise Http404
    return found


def done(form: PlainForm, act: Callable[[], object]) -> bool:
    """Do it; what the operation refuses stands in the form. True when it was done."""
    try:
        act()
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return False
    return True
