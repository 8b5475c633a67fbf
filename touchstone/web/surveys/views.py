"""The pages of surveys inside an exercise: the list, opening one, its links, its results."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.forms.loading import languages_of
from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import roles_with
from touchstone.web.audit.operations import consult
from touchstone.web.design.forms import PlainForm
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.surveys import operations
from touchstone.web.surveys.forms import ChangeForm, LinksForm, OpenForm, SharedLinkForm
from touchstone.web.surveys.links import qr_code
from touchstone.web.surveys.models import FORMS, Audience, Invitation, Survey
from touchstone.web.surveys.results import FEWEST_SHOWN, cleared_words, counts, results
from touchstone.web.surveys.words import Words


@require_GET
def surveys(request: HttpRequest, id: UUID) -> HttpResponse:
    """The surveys of an exercise: who is asked, until when, how many answered, what waits to be read."""
    exercise = exercise_or_404(request, id, permission=Permission.SURVEY_READ)
    person = person_of(request)
    today = timezone.localdate()
    rows = Survey.objects.visible_to(person).filter(exercise=exercise).select_related("reader", "exercise")
    listed = [(survey, counts(survey, today), survey.is_open(today)) for survey in rows]
    context = {
        "exercise": exercise,
        "surveys": listed,
        "waiting": sum(told.waiting for _survey, told, _open in listed),
        "late": sum(told.late for _survey, told, _open in listed),
        "may_open": person.may(Permission.SURVEY_MANAGE, exercise) and len(listed) < len(Audience),
        "may_read": person.may(Permission.SURVEY_FREE_TEXT_READ, exercise),
        "is_open": exercise.is_open_for(Activity.SURVEYS),
    }
    return render(request, "surveys/surveys.html", context)


@require_http_methods(["GET", "POST"])
def open_survey(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open the survey of a group."""
    exercise = exercise_or_404(request, id, permission=Permission.SURVEY_MANAGE)
    exercise.require(Activity.SURVEYS)
    form = OpenForm(request.POST or None)
    form.fields["reader"].queryset = able_to_read(exercise)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            survey = operations.open_survey(exercise=exercise, **form.cleaned_data, by=person_of(request))
        except ValidationError as refused:
            told(form, refused)
        else:
            messages.success(request, _("The survey is open. Make its links next."))
            return redirect("survey", exercise.pk, survey.pk)
    status = 400 if form.is_bound else 200
    return render(request, "surveys/open.html", {"exercise": exercise, "form": form}, status=status)


@require_GET
def survey(request: HttpRequest, id: UUID, survey: UUID) -> HttpResponse:
    """One survey: how far it is, and what came of it as far as enough have answered."""
    exercise, row = at(request, id, survey, Permission.SURVEY_READ)
    return shown(request, exercise, row)


@require_http_methods(["GET", "POST"])
def change_survey(request: HttpRequest, id: UUID, survey: UUID) -> HttpResponse:
    """Name another reader or another last day; opens a closed survey again."""
    exercise, row = at(request, id, survey, Permission.SURVEY_MANAGE)
    exercise.require(Activity.SURVEYS)
    form = ChangeForm(request.POST or None, initial={"reader": row.reader_id, "closes_on": row.closes_on})
    form.fields["reader"].queryset = able_to_read(exercise)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            operations.change_survey(survey=row, **form.cleaned_data, by=person_of(request))
        except ValidationError as refused:
            told(form, refused)
        else:
            messages.success(request, _("The survey is changed."))
            return redirect("survey", exercise.pk, row.pk)
    context = {"exercise": exercise, "survey": row, "form": form}
    return render(request, "surveys/change.html", context, status=400 if form.is_bound else 200)


@require_POST
def close_survey(request: HttpRequest, id: UUID, survey: UUID) -> HttpResponse:
    """Close it now."""
    exercise, row = at(request, id, survey, Permission.SURVEY_MANAGE)
    operations.close_survey(survey=row, by=person_of(request))
    messages.success(request, _("The survey is closed. Its links do not work any more."))
    return redirect("survey", exercise.pk, row.pk)


@require_POST
def make_links(request: HttpRequest, id: UUID, survey: UUID) -> HttpResponse:
    """Make links and show them, once: as text to copy and as cards to print."""
    exercise, row = at(request, id, survey, Permission.SURVEY_MANAGE)
    form = links_form(row, request)
    if form.is_valid():
        try:
            tokens = operations.make_links(
                survey=row,
                number=form.cleaned_data.get("number", 1),
                most=form.cleaned_data.get("most", 1),
                batch=form.cleaned_data["batch"],
                by=person_of(request),
            )
        except ValidationError as refused:
            told(form, refused)
        else:
            return cards(request, exercise, row, tokens)
    return shown(request, exercise, row, links=form)


def cards(request: HttpRequest, exercise: Exercise, row: Survey, tokens: list[str]) -> HttpResponse:
    """The page with links that were just made. It cannot be opened a second time."""
    start = settings.SITE_ADDRESS if settings.PRODUCTION else f"{request.scheme}://{request.get_host()}"
    addresses = [start + reverse("survey-start", args=[token]) for token in tokens]
    languages = [Words(language.code) for language in languages_of(FORMS[row.group])]
    context = {
        "exercise": exercise,
        "survey": row,
        "cards": [(address, qr_code(address, _("Code for the link"))) for address in addresses],
        "languages": languages,
        "as_text": "\n".join(addresses),
    }
    return render(request, "surveys/cards.html", context)


@require_POST
def end_links(request: HttpRequest, id: UUID, survey: UUID, links: UUID) -> HttpResponse:
    """End the links of a lot that nobody has used up. `links` is any link of the lot."""
    exercise, row = at(request, id, survey, Permission.SURVEY_MANAGE)
    one = row_or_404(request, Invitation.objects.all(), links, exercise=exercise, survey=row)
    ended = operations.end_links(survey=row, batch=one.batch, by=person_of(request))
    messages.success(request, _("Links ended: %(n)s.") % {"n": ended})
    return redirect("survey", exercise.pk, row.pk)


def at(request: HttpRequest, id: UUID, survey: UUID, permission: Permission) -> tuple[Exercise, Survey]:
    """The exercise and the survey at an address."""
    exercise = exercise_or_404(request, id, permission=permission)
    rows = Survey.objects.select_related("reader", "exercise__service")
    return exercise, row_or_404(request, rows, survey, exercise=exercise)


def shown(request: HttpRequest, exercise: Exercise, row: Survey, *, links: PlainForm | None = None) -> HttpResponse:
    """The page of one survey, with what was typed and refused."""
    person = person_of(request)
    today = timezone.localdate()
    consult(who=person.pk, what="surveys.survey", place=exercise.place(), record=str(row.pk))
    manages = person.may(Permission.SURVEY_MANAGE, exercise)
    context = {
        "exercise": exercise,
        "survey": row,
        "is_open": row.is_open(today),
        "may_change": manages and exercise.is_open_for(Activity.SURVEYS),
        "may_read": person.may(Permission.SURVEY_FREE_TEXT_READ, exercise),
        "counts": counts(row, today),
        "results": results(row),
        "fewest": FEWEST_SHOWN,
        "words": cleared_words(row),
        "lots": lots(row) if manages else [],
        "links_form": (links or links_form(row)) if manages else None,
    }
    return render(request, "surveys/survey.html", context, status=400 if links is not None else 200)


def lots(row: Survey) -> list[dict[str, Any]]:
    """The links of a survey as they were made: how many, how many answered by them, how many still work."""
    found: dict[UUID, dict[str, Any]] = {}
    for link in Invitation.objects.of(row.exercise).filter(survey=row):
        lot = found.setdefault(link.batch, {"any": link.pk, "made_on": link.made_on, "links": 0, "used": 0, "live": 0})
        lot["links"] += link.most
        lot["used"] += link.used
        lot["live"] += not link.over
    return list(found.values())


def links_form(row: Survey, request: HttpRequest | None = None) -> PlainForm:
    """The form that makes links for this group."""
    kind = SharedLinkForm if row.shared else LinksForm
    return kind(request.POST if request else None)


def told(form: PlainForm, refused: ValidationError) -> None:
    """What an operation refused, beside the fields it names."""
    if hasattr(refused, "error_dict"):
        for name, errors in refused.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refused)


def able_to_read(exercise: Exercise) -> Any:
    """People of the team who may read what is written in surveys."""
    held = Grant.objects.filter(role__in=roles_with(Permission.SURVEY_FREE_TEXT_READ), ended=None, exercise=exercise.pk)
    return User.objects.filter(pk__in=held.values("person"), is_active=True)
