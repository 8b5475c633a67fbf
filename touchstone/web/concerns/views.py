"""The pages of safety concerns: the list and who is on duty, raising one, and one concern until it is closed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import roles_with
from touchstone.web.audit.operations import consult
from touchstone.web.concerns import operations
from touchstone.web.concerns.forms import DutyForm, RaiseForm, WordsForm
from touchstone.web.concerns.ladder import MINUTES_PER_RUNG, ladder
from touchstone.web.concerns.models import Concern, Duty
from touchstone.web.design.forms import PlainForm
from touchstone.web.exercises.models import Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.samples.models import SampledCase


@require_GET
def concerns(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every concern this person may see here, the unanswered first, and who is on duty."""
    exercise = exercise_or_404(request, id, permission=Permission.CONCERN_RAISE)
    person = person_of(request)
    rows = list(Concern.objects.visible_to(person).filter(exercise=exercise).select_related("raised_by", "received_by"))
    consult(
        who=person.pk, what="concerns.list", place=exercise.place(), subjects=[r.case_id for r in rows if r.case_id]
    )
    order = {"sent": 0, "received": 1, "closed": 2}
    context = {
        "exercise": exercise,
        "concerns": sorted(rows, key=lambda row: order[row.state.value]),
        "duties": Duty.objects.visible_to(person).filter(exercise=exercise, ended=None).select_related("person"),
        "now": timezone.now(),
        "may_set": person.may(Permission.TEAM_MANAGE, exercise),
    }
    return render(request, "concerns/concerns.html", context)


def cases_known(exercise: Exercise, person: User) -> QuerySet[SampledCase]:
    """The cases that somebody can name: all of the sample for whoever sees it, else those they were given to read."""
    seen = SampledCase.objects.visible_to(person).filter(exercise=exercise)
    given = Q(assessments__assessor=person) | Q(
        assessments__companions__person=person, assessments__companions__ended=None
    )
    mine = SampledCase.objects.of(exercise).filter(given, assessments__withdrawn_at=None)
    return SampledCase.objects.of(exercise).filter(Q(pk__in=seen.values("pk")) | Q(pk__in=mine.values("pk")))


@require_http_methods(["GET", "POST"])
def raise_concern(request: HttpRequest, id: UUID) -> HttpResponse:
    """Raise one: whom to ring stands above the form."""
    exercise = exercise_or_404(request, id, permission=Permission.CONCERN_RAISE)
    person = person_of(request)
    form = RaiseForm(request.POST or None, initial={"case": request.GET.get("case")})
    form.fields["case"].queryset = cases_known(exercise, person)  # type: ignore[attr-defined]
    form.fields["case"].label_from_instance = lambda case: case.label  # type: ignore[attr-defined]
    sent: list[Concern] = []
    if form.is_valid():
        asked = form.cleaned_data
        if tried(form, lambda: sent.append(operations.raise_concern(exercise=exercise, **asked, by=person))):
            return redirect("concern", exercise.pk, sent[0].pk)
        form.data = {**form.data.dict(), "save_id": str(uuid4())}  # type: ignore[attr-defined]  # so that it goes next
    context = {"exercise": exercise, "form": form, "first": next(iter(ladder(exercise)), [])}
    return render(request, "concerns/raise.html", context, status=400 if form.is_bound else 200)


@require_GET
def concern(request: HttpRequest, id: UUID, concern: UUID) -> HttpResponse:
    """One concern: has somebody received it, what was done, what is to do."""
    exercise, row = at(request, id, concern)
    return shown(request, exercise, row)


@require_POST
def receipt(request: HttpRequest, id: UUID, concern: UUID) -> HttpResponse:
    """Give receipt."""
    exercise, row = at(request, id, concern)
    try:
        operations.give_receipt(concern=row, by=person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("concern", exercise.pk, row.pk)


@require_POST
def action(request: HttpRequest, id: UUID, concern: UUID) -> HttpResponse:
    """Record what was done."""
    exercise, row = at(request, id, concern)
    form = WordsForm(request.POST, prefix="action")
    if form.is_valid() and tried(
        form, lambda: operations.record_action(concern=row, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("It is recorded."))
        return redirect("concern", exercise.pk, row.pk)
    return shown(request, exercise, row, action=form)


@require_POST
def close(request: HttpRequest, id: UUID, concern: UUID) -> HttpResponse:
    """Close it."""
    exercise, row = at(request, id, concern)
    form = WordsForm(request.POST, prefix="close")
    if form.is_valid() and tried(
        form, lambda: operations.close(concern=row, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("The concern is closed. It stays on record."))
        return redirect("concern", exercise.pk, row.pk)
    return shown(request, exercise, row, close=form)


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put somebody on duty."""
    exercise = exercise_or_404(request, id, permission=Permission.TEAM_MANAGE)
    form = DutyForm(request.POST or None, initial={"rung": "1"})
    form.fields["person"].queryset = able_to_receive(exercise)  # type: ignore[attr-defined]
    if form.is_valid() and tried(
        form, lambda: operations.put_on_duty(exercise=exercise, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("This person is on duty from now on."))
        return redirect("concerns", exercise.pk)
    return render(
        request, "concerns/duty.html", {"exercise": exercise, "form": form}, status=400 if form.is_bound else 200
    )


@require_POST
def end_duty(request: HttpRequest, id: UUID, duty: UUID) -> HttpResponse:
    """Take somebody off duty."""
    exercise = exercise_or_404(request, id, permission=Permission.TEAM_MANAGE)
    row = row_or_404(request, Duty.objects.filter(ended=None), duty, exercise=exercise)
    try:
        operations.end_duty(exercise=exercise, duty=row, by=person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("This person is off duty."))
    return redirect("concerns", exercise.pk)


def at(request: HttpRequest, id: UUID, concern: UUID) -> tuple[Exercise, Concern]:
    """The exercise and the concern at an address, and that this person looked."""
    exercise = exercise_or_404(request, id)
    rows = Concern.objects.select_related("raised_by", "received_by", "case", "exercise__service")
    row = row_or_404(request, rows, concern, exercise=exercise)
    subjects = [row.case_id] if row.case_id else []
    consult(
        who=person_of(request).pk,
        what="concerns.concern",
        place=exercise.place(),
        subjects=subjects,
        record=str(row.pk),
    )
    return exercise, row


def shown(request: HttpRequest, exercise: Exercise, row: Concern, *, action: PlainForm | None = None,
          close: PlainForm | None = None) -> HttpResponse:  # fmt: skip
    """The page of one concern, with what was typed and refused."""
    person = person_of(request)
    now = timezone.now()
    context = {
        "exercise": exercise,
        "concern": row,
        "steps": row.steps.select_related("by", "told"),
        "may_receive": person.may(Permission.CONCERN_RECEIVE, exercise) and person.pk != row.raised_by_id,
        "minutes": row.unanswered_since(now),
        "climbs_in": max(0, int(MINUTES_PER_RUNG.total_seconds() // 60) - row.unanswered_since(now)),
        "ladder": ladder(exercise),
        "action_form": action or WordsForm(prefix="action"),
        "close_form": close or WordsForm(prefix="close"),
    }
    refused = (action and action.errors) or (close and close.errors)
    return render(request, "concerns/concern.html", context, status=400 if refused else 200)


def tried(form: PlainForm, act: object) -> bool:
    """Do it; what the operation refuses stands in the form. True when it was done."""
    try:
        act()  # type: ignore[operator]
    except ValidationError as refused:
        form.add_error(None, refused if not hasattr(refused, "error_dict") else ValidationError(refused.messages))
        return False
    return True


def able_to_receive(exercise: Exercise) -> object:
    """People whose role receives concerns here."""
    roles = roles_with(Permission.CONCERN_RECEIVE)
    held = Grant.objects.filter(role__in=roles, ended=None).filter(exercise=exercise.pk) | Grant.objects.filter(
        role__in=roles, ended=None, exercise=None, service=None
    )
    return User.objects.filter(pk__in=held.values("person"), is_active=True)
