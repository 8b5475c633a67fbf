"""The pages of people met: the list, recording and changing an item, its quotes and their second check, and figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.evidence.anonymity import flags
from touchstone.web.evidence.meetings import operations
from touchstone.web.evidence.meetings.forms import (
    ChangeItemForm,
    ChangeQuoteForm,
    CheckForm,
    FigureForm,
    ItemForm,
    QuoteForm,
)
from touchstone.web.evidence.models import ContextFigure, EvidenceItem, GivenBy, Quote
from touchstone.web.evidence.pages import consulted, tried
from touchstone.web.evidence.support import standard_words
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404


def rights(request: HttpRequest, exercise: Exercise) -> dict[str, bool]:
    """Whether this person may record here, and whether that is open now."""
    is_open = exercise.is_open_for(Activity.EVIDENCE)
    return {
        "is_open": is_open,
        "may_write": person_of(request).may(Permission.EVIDENCE_WRITE, exercise) and is_open,
    }


@require_GET
def evidence(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything recorded, the newest first, and quotes that wait for a second person."""
    exercise = exercise_or_404(request, id, permission=Permission.EVIDENCE_READ)
    person = person_of(request)
    consulted(request, exercise, "evidence")
    items = EvidenceItem.objects.visible_to(person).filter(exercise=exercise).prefetch_related("quotes")
    waiting = (
        Quote.objects.visible_to(person)
        .filter(exercise=exercise, checked_at=None, withdrawn_at=None)
        .select_related("item", "anonymous_by")
    )
    context = {"exercise": exercise, "items": items, "waiting": waiting, "person_id": person.pk}
    return render(request, "evidence/evidence.html", {**context, **rights(request, exercise)})


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, id: UUID) -> HttpResponse:
    """Record that people were met."""
    exercise = exercise_or_404(request, id, permission=Permission.EVIDENCE_WRITE)
    person = person_of(request)
    form = ItemForm(exercise, request.POST or None, initial={"team": [person.pk]})
    made: list[EvidenceItem] = []
    if form.is_valid() and tried(
        form, lambda: made.append(operations.record_item(exercise=exercise, by=person, **form.cleaned_data))
    ):
        messages.success(request, _("It is recorded. Add what people said as quotes below."))
        return redirect("evidence-item", exercise.pk, made[0].pk)
    context = {"exercise": exercise, "form": form, "item": None, **rights(request, exercise)}
    return render(request, "evidence/record.html", context, status=400 if form.is_bound else 200)


def item_at(request: HttpRequest, id: UUID, item: UUID, permission: Permission) -> tuple[Exercise, EvidenceItem]:
    """The exercise and the item at an address, and that this person looked."""
    exercise = exercise_or_404(request, id, permission=permission)
    rows = EvidenceItem.objects.select_related("recorded_by", "exercise__service")
    row = row_or_404(request, rows, item, exercise=exercise)
    consulted(request, exercise, "item", row.pk)
    return exercise, row


@require_GET
def item(request: HttpRequest, id: UUID, item: UUID) -> HttpResponse:
    """One meeting, group, interview or observation with its notes and quotes."""
    exercise, row = item_at(request, id, item, Permission.EVIDENCE_READ)
    return item_page(request, exercise, row)


def item_page(request: HttpRequest, exercise: Exercise, row: EvidenceItem, form: QuoteForm | None = None
              ) -> HttpResponse:  # fmt: skip
    """The page of one item, with a quote that was refused."""
    context = {
        "exercise": exercise,
        "item": row,
        "flags": flags(row.with_whom),
        "team": row.team.all(),
        "standards": [standard_words(exercise, standard) for standard in row.standards],
        "quotes": row.quotes.select_related("anonymous_by", "checked_by"),
        "earlier": row.earlier.select_related("changed_by"),
        "person_id": person_of(request).pk,
        "form": form or QuoteForm(),
        **rights(request, exercise),
    }
    return render(request, "evidence/item.html", context, status=400 if form else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID, item: UUID) -> HttpResponse:
    """Change an item. Where somebody else saved meanwhile, both texts stand beside each other."""
    exercise, row = item_at(request, id, item, Permission.EVIDENCE_WRITE)
    first = {name: getattr(row, name) for name in (*operations.WRITTEN, "version")}
    first["team"] = [one.pk for one in row.team.all()]
    form = ChangeItemForm(exercise, request.POST or None, initial=first)
    if form.is_valid() and tried(
        form, lambda: operations.change_item(item=row, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("Your change is kept."))
        return redirect("evidence-item", exercise.pk, row.pk)
    theirs = ""
    if changed_meanwhile(form, row):
        theirs = row.notes
        form.data = upon(form.data, row.version)
    context = {"exercise": exercise, "form": form, "item": row, "theirs": theirs, **rights(request, exercise)}
    return render(request, "evidence/record.html", context, status=400 if form.is_bound else 200)


def changed_meanwhile(form: ChangeItemForm, row: EvidenceItem) -> bool:
    """Was the form begun upon another version than the one there is?"""
    return form.is_bound and form.cleaned_data.get("version", row.version) != row.version


def upon(data: Any, version: int) -> Any:
    """What was typed, to be saved upon the version that is shown beside it now."""
    again = data.copy()
    again["version"] = str(version)
    return again


@require_POST
def add_quote(request: HttpRequest, id: UUID, item: UUID) -> HttpResponse:
    """Add words of somebody who was met."""
    exercise, row = item_at(request, id, item, Permission.EVIDENCE_WRITE)
    form = QuoteForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: operations.add_quote(item=row, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("The quote is kept. It may be used once somebody else has looked at it."))
        return redirect("evidence-item", exercise.pk, row.pk)
    return item_page(request, exercise, row, form)


def quote_at(request: HttpRequest, id: UUID, quote: UUID) -> tuple[Exercise, Quote]:
    """The exercise and the quote at an address, for whoever records evidence."""
    exercise = exercise_or_404(request, id, permission=Permission.EVIDENCE_WRITE)
    rows = Quote.objects.select_related("item", "exercise__service", "anonymous_by")
    row = row_or_404(request, rows, quote, exercise=exercise)
    consulted(request, exercise, "quote", row.pk)
    return exercise, row


@require_http_methods(["GET", "POST"])
def change_quote(request: HttpRequest, id: UUID, quote: UUID) -> HttpResponse:
    """Put other words in place of a quote."""
    exercise, row = quote_at(request, id, quote)
    first = {name: getattr(row, name) for name in ("words", "who", "language", "version")}
    form = ChangeQuoteForm(request.POST or None, initial=first)
    if form.is_valid() and tried(
        form, lambda: operations.change_quote(quote=row, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("The quote is changed. It may be used once somebody else has looked at it."))
        return redirect("evidence-item", exercise.pk, row.item_id)
    context = {"exercise": exercise, "form": form, "quote": row, "flags": flags(row.words)}
    return render(request, "evidence/change_quote.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def check_quote(request: HttpRequest, id: UUID, quote: UUID) -> HttpResponse:
    """Look at a quote as a second person."""
    exercise, row = quote_at(request, id, quote)
    form = CheckForm(request.POST or None, initial={"version": row.version})
    if form.is_valid() and tried(form, lambda: found_of(request, row, **form.cleaned_data)):
        messages.success(request, _("What you found is kept."))
        return redirect("evidence-item", exercise.pk, row.item_id)
    context = {"exercise": exercise, "form": form, "quote": row, "flags": flags(row.words),
               "own": row.anonymous_by_id == person_of(request).pk}  # fmt: skip
    return render(request, "evidence/check_quote.html", context, status=400 if form.is_bound else 200)


def found_of(request: HttpRequest, row: Quote, *, finds: str, because: str, version: int) -> None:
    """Do what a second person found."""
    by = person_of(request)
    if finds == "nobody":
        operations.check_quote(quote=row, version=version, by=by)
    elif finds == "somebody":
        operations.send_quote_back(quote=row, version=version, because=because, by=by)
    else:
        operations.withdraw_quote(quote=row, version=version, by=by)


@require_GET
def figures(request: HttpRequest, id: UUID) -> HttpResponse:
    """The figures about the service, with what they replaced."""
    exercise = exercise_or_404(request, id)
    person = person_of(request)
    if not person.may(Permission.DOCUMENT_READ, exercise):
        exercise = exercise_or_404(request, id, permission=Permission.EVIDENCE_READ)
    rows = list(ContextFigure.objects.visible_to(person).filter(exercise=exercise).select_related("entered_by"))
    earlier: dict[str, list[ContextFigure]] = {}
    for row in rows:
        if row.replaced_at is not None:
            earlier.setdefault(row.name, []).append(row)
    context = {
        "exercise": exercise,
        "figures": [(row, earlier.get(row.name, [])) for row in rows if row.replaced_at is None],
        "may_enter": enters(request, exercise) != "",
        "by_service": enters(request, exercise) == "service",
    }
    return render(request, "evidence/figures.html", context)


def enters(request: HttpRequest, exercise: Exercise) -> str:
    """As what this person may enter figures here and now: "team", "service", or "" for not at all."""
    person = person_of(request)
    if person.may(Permission.EVIDENCE_WRITE, exercise):
        return "team" if exercise.is_open_for(Activity.EVIDENCE) else ""
    hands_in = person.may(Permission.DOCUMENT_SUBMIT, exercise) and exercise.is_open_for(Activity.DOCUMENTS)
    return "service" if hands_in else ""


@require_http_methods(["GET", "POST"])
def enter_figure(request: HttpRequest, id: UUID) -> HttpResponse:
    """Enter a figure for the first time."""
    return figure_form(request, id, None)


@require_http_methods(["GET", "POST"])
def replace_figure(request: HttpRequest, id: UUID, figure: UUID) -> HttpResponse:
    """Enter a figure in place of one that stands."""
    return figure_form(request, id, figure)


def figure_form(request: HttpRequest, id: UUID, figure: UUID | None) -> HttpResponse:
    """The form of a figure, empty or with what stands."""
    exercise = exercise_or_404(request, id)
    person = person_of(request)
    of_team = person.may(Permission.EVIDENCE_WRITE, exercise)
    if not of_team:
        exercise = exercise_or_404(request, id, permission=Permission.DOCUMENT_SUBMIT)
    before = None if figure is None else row_or_404(request, ContextFigure.objects.all(), figure, exercise=exercise)
    names = ("label", "value", "unit", "source", "as_of", "given_by")
    first = {name: getattr(before, name) for name in names} if before else {"given_by": GivenBy.PUBLISHED}
    form = FigureForm(request.POST or None, initial=first, by_service=not of_team)
    enter: Any = operations.enter_figure if of_team else operations.hand_in_figure
    if form.is_valid() and tried(
        form, lambda: enter(exercise=exercise, replaces=before, by=person, **form.cleaned_data)
    ):
        messages.success(request, _("The figure is entered."))
        return redirect("context-figures", exercise.pk)
    context = {"exercise": exercise, "form": form, "before": before, "by_service": not of_team}
    return render(request, "evidence/enter_figure.html", context, status=400 if form.is_bound else 200)
