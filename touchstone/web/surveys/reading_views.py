"""The reading room: what people wrote, seen by safeguarding readers alone until they have decided on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operations import consult
from touchstone.web.concerns.ladder import ladder
from touchstone.web.design.forms import PlainForm
from touchstone.web.design.sorting import page_of
from touchstone.web.exercises.models import Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.surveys import operations
from touchstone.web.surveys.forms import ConcernForm, TakeOutForm
from touchstone.web.surveys.models import FreeText, Invitation, State
from touchstone.web.surveys.views import told


@require_GET
def texts(request: HttpRequest, id: UUID) -> HttpResponse:
    """What waits to be read, what is late first; then what was decided. The list holds no words."""
    exercise = exercise_or_404(request, id, permission=Permission.SURVEY_FREE_TEXT_READ)
    person = person_of(request)
    today = timezone.localdate()
    rows = FreeText.objects.visible_to(person).filter(exercise=exercise).defer("words")
    consult(who=person.pk, what="surveys.texts", place=exercise.place())
    waiting = list(rows.filter(state=State.WAITING).select_related("survey"))
    decided = rows.exclude(state=State.WAITING).select_related("survey", "read_by").order_by("-read_at")
    context = {
        "exercise": exercise,
        "waiting": [(text, text.is_late(today)) for text in waiting],
        "pager": page_of(request, list(decided)),
    }
    return render(request, "surveys/texts.html", context)


@require_GET
def text(request: HttpRequest, id: UUID, text: UUID) -> HttpResponse:
    """One text: its words, what else the same person wrote, and what to do."""
    exercise, row = at(request, id, text)
    return shown(request, exercise, row)


@require_POST
def clear(request: HttpRequest, id: UUID, text: UUID) -> HttpResponse:
    """Clear it as it is."""
    exercise, row = at(request, id, text)
    try:
        operations.clear(text=row, by=person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("survey-text", exercise.pk, row.pk)
    messages.success(request, _("The text is cleared."))
    return redirect("survey-texts", exercise.pk)


@require_POST
def take_out(request: HttpRequest, id: UUID, text: UUID) -> HttpResponse:
    """Clear it with words taken out."""
    exercise, row = at(request, id, text)
    form = TakeOutForm(request.POST, prefix="out")
    if form.is_valid():
        try:
            operations.take_words_out(text=row, by=person_of(request), **form.cleaned_data)
        except ValidationError as refused:
            told(form, refused)
        else:
            messages.success(request, _("The text is cleared, with words taken out."))
            return redirect("survey-texts", exercise.pk)
    return shown(request, exercise, row, out=form)


@require_POST
def concern(request: HttpRequest, id: UUID, text: UUID) -> HttpResponse:
    """Raise a safety concern from it."""
    exercise, row = at(request, id, text)
    form = ConcernForm(request.POST, prefix="concern")
    if form.is_valid():
        try:
            raised = operations.raise_concern(text=row, by=person_of(request), **form.cleaned_data)
        except ValidationError as refused:
            told(form, refused)
        else:
            return redirect("concern", exercise.pk, raised)
    return shown(request, exercise, row, concern=form)


def at(request: HttpRequest, id: UUID, text: UUID) -> tuple[Exercise, FreeText]:
    """The exercise and the text at an address, and that this person looked."""
    exercise = exercise_or_404(request, id, permission=Permission.SURVEY_FREE_TEXT_READ)
    rows = FreeText.objects.select_related("survey__exercise", "exercise__service", "read_by", "cleared", "concern")
    row = row_or_404(request, rows, text, exercise=exercise)
    consult(who=person_of(request).pk, what="surveys.text", place=exercise.place(), record=str(row.pk))
    return exercise, row


def shown(request: HttpRequest, exercise: Exercise, row: FreeText, *, out: PlainForm | None = None,
          concern: PlainForm | None = None) -> HttpResponse:  # fmt: skip
    """The page of one text, with what was typed and refused."""
    person = person_of(request)
    others = FreeText.objects.visible_to(person).filter(response=row.response_id).exclude(pk=row.pk)
    asked = {question.id: question.asks for question in row.survey.form().questions}
    context = {
        "exercise": exercise,
        "text": row,
        "is_late": row.is_late(timezone.localdate()),
        "asked": asked.get(row.question, row.question),
        "others": [(other, asked.get(other.question, other.question)) for other in others],
        "ladder": ladder(exercise),
        "links": Invitation.objects.of(exercise).filter(survey=row.survey_id).count(),
        "out": out or TakeOutForm(prefix="out", initial={"words": row.words}),
        "concern_form": concern or ConcernForm(prefix="concern"),
    }
    refused = out is not None or concern is not None
    return render(request, "surveys/text.html", context, status=400 if refused else 200)
