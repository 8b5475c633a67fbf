"""The timetable of fieldwork: all of it, one person's days, an entry, who is away, who comes instead."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.web.accounts.access import may, person_of
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operations import consult
from touchstone.web.exercises.views import row_or_404
from touchstone.web.inspections import people as team_of
from touchstone.web.inspections import timetable_operations as operations
from touchstone.web.inspections.calendar import calendar
from touchstone.web.inspections.clashes import about
from touchstone.web.inspections.forms import NothingForm
from touchstone.web.inspections.models import Absence, Inspection, Slot
from touchstone.web.inspections.placing import Timetable, free_on, timetable_of
from touchstone.web.inspections.timetable_forms import AwayForm, CancelForm, InsteadForm, SlotForm
from touchstone.web.inspections.views import inspection_or_404
from touchstone.web.samples.models import SampledCase


def seen(request: HttpRequest, id: UUID, permission: Permission = Permission.TIMETABLE_READ) -> Inspection:
    """The inspection whose timetable this person may read (or write)."""
    return inspection_or_404(request, id, permission=permission)


def looked_at(request: HttpRequest, found: Inspection, timetable: Timetable) -> None:
    """Write down that somebody looked at a timetable in which cases stand, before it is shown."""
    if timetable.cases():
        consult(
            who=person_of(request).pk, what="inspections.timetable", place=found.place(), subjects=timetable.cases()
        )


@require_safe
def timetable(request: HttpRequest, id: UUID) -> HttpResponse:
    """All of it, day by day, and everything that does not fit."""
    found = seen(request, id)
    whole = timetable_of(found)
    looked_at(request, found, whole)
    may_write = may(request.user, Permission.TIMETABLE_EDIT, found)
    context = {
        "inspection": found,
        "exercise": found.exercise,
        "timetable": whole,
        "team": team_of.team(found),
        "may_write": may_write,
        "away": Absence.objects.of(found.exercise).standing().select_related("person") if may_write else [],
    }
    return render(request, "inspections/timetable.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_slot(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a new entry."""
    found = seen(request, id, Permission.TIMETABLE_EDIT)
    day = parse_day(request.GET.get("day", "")) or found.fieldwork_from
    return slot_page(request, found, None, {"day": day, "interpreter": "not_needed", "what": "read"})


@require_http_methods(["GET", "HEAD", "POST"])
def change_slot(request: HttpRequest, id: UUID, slot: UUID) -> HttpResponse:
    """Write an entry anew."""
    found = seen(request, id, Permission.TIMETABLE_EDIT)
    row = row_or_404(request, Slot.objects.standing(), slot, exercise=found.exercise)
    initial: dict[str, Any] = {name: getattr(row, name) for name in operations.FIELDS} | {"version": row.version}
    initial["people"] = [str(entry.person_id) for entry in row.people.filter(left_at=None)]
    return slot_page(request, found, row, initial)


def slot_page(request: HttpRequest, found: Inspection, slot: Slot | None, initial: dict[str, Any]) -> HttpResponse:
    """The form of an entry, new or not; after saving, everything that does not fit is told."""
    cases = SampledCase.objects.visible_to(person_of(request)).filter(exercise=found.exercise).read()
    form = SlotForm(
        request.POST if request.method == "POST" else None, initial=initial, team=team_of.team(found), cases=cases
    )
    if form.is_valid():
        answers = dict(form.cleaned_data)
        chosen = [UUID(one) for one in answers.pop("people")]
        version = answers.pop("version")
        try:
            written = operations.write_slot(
                inspection=found, slot=slot, people=chosen, version=version, fields=answers, by=person_of(request)
            )
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("The entry is saved."))
            if form.pressed == "save_and_next":
                tell_clashes(request, found, written)
                return redirect(reverse("new_slot", args=[found.pk]) + f"?day={written.day.isoformat()}")
            return redirect("timetable", found.pk)
    elif not form.is_bound and cases.exists():
        consult(
            who=person_of(request).pk, what="inspections.slot", place=found.place(),
            subjects=list(cases.values_list("pk", flat=True)),
        )  # fmt: skip
    context = {"inspection": found, "exercise": found.exercise, "form": form, "slot": slot}
    return render(request, "inspections/slot.html", context, status=400 if form.is_bound else 200)


def tell_clashes(request: HttpRequest, found: Inspection, written: Slot) -> None:
    """Say each thing that does not fit; the timetable itself has them as a list."""
    for says in about(timetable_of(found).clashes, written.pk):
        messages.warning(request, says)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_slot(request: HttpRequest, id: UUID, slot: UUID) -> HttpResponse:
    """Ask before an entry is taken out, then take it out."""
    found = seen(request, id, Permission.TIMETABLE_EDIT)
    row = row_or_404(request, Slot.objects.standing(), slot, exercise=found.exercise)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operations.cancel_slot(
                inspection=found, slot=row, because=form.cleaned_data["because"], by=person_of(request)
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The entry is taken out."))
            return redirect("timetable", found.pk)
    context = {
        "title": _("Take this entry out of the timetable?"),
        "says": f"{row.get_what_display()}, {row.begins:%H:%M} to {row.ends:%H:%M}",
        "follows": [_("It stays on record. Whoever is in it is told when its day is near.")],
        "button": _("Yes, take it out"),
        "back_href": reverse("timetable", args=[found.pk]),
        "form": form,
        "exercise": found.exercise,
    }
    return render(request, "design/confirm.html", context, status=400 if form.is_bound else 200)


def member_or_404(found: Inspection, person: UUID) -> User:
    """Somebody of the team, or somebody who stands in its timetable though they left it."""
    row = next((one for one in team_of.team(found) if one.pk == person), None)
    if row is None:
        entries = (entry for slot in timetable_of(found).slots for entry in slot.there)
        row = next((entry.person for entry in entries if entry.person_id == person), None)
    if row is None:
        raise Http404(_("Page not found"))
    return row


@require_safe
def person_days(request: HttpRequest, id: UUID, person: UUID) -> HttpResponse:
    """One person's days, to print or to take along."""
    found = seen(request, id)
    who = member_or_404(found, person)
    theirs = timetable_of(found).of(person)
    looked_at(request, found, theirs)
    context = {
        "inspection": found,
        "exercise": found.exercise,
        "who": who,
        "timetable": theirs,
        "mine": who == request.user,
        "may_write": may(request.user, Permission.TIMETABLE_EDIT, found),
        "today": timezone.localdate(),
    }
    return render(request, "inspections/person_days.html", context)


@require_safe
def person_calendar(request: HttpRequest, id: UUID, person: UUID) -> HttpResponse:
    """The same as a calendar file, without anything of a case."""
    found = seen(request, id)
    member_or_404(found, person)
    theirs = timetable_of(found).of(person)
    made = calendar(theirs.slots, reference=found.exercise.reference, made_at=timezone.now())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="fieldwork-{found.exercise.reference}.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest, id: UUID, person: UUID) -> HttpResponse:
    """Who comes instead of somebody on a day: one press for each who could."""
    found = seen(request, id, Permission.TIMETABLE_EDIT)
    who = member_or_404(found, person)
    day = parse_day(request.GET.get("day", "")) or timezone.localdate()
    others = free_on(found, day, person)
    form = InsteadForm(request.POST if request.method == "POST" else None, others=others)
    if form.is_valid():
        try:
            count = operations.stand_in(
                inspection=found, absent=person, day=day, instead=UUID(form.cleaned_data["person"]),
                by=person_of(request),
            )  # fmt: skip
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            words = ngettext("%(n)s entry has somebody else now.", "%(n)s entries have somebody else now.", count)
            messages.success(request, words % {"n": count})
            return redirect("timetable", found.pk)
    context = {
        "inspection": found,
        "exercise": found.exercise,
        "who": who,
        "day": day,
        "others": others,
        "form": form,
        "slots": [slot for slot in timetable_of(found).of(person).slots if slot.day == day],
    }
    return render(request, "inspections/stand_in.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down who is away."""
    found = seen(request, id, Permission.TIMETABLE_EDIT)
    form = AwayForm(request.POST if request.method == "POST" else None, team=team_of.team(found))
    if form.is_valid():
        answers = {**form.cleaned_data, "person": UUID(form.cleaned_data["person"])}
        try:
            operations.put_away(inspection=found, **answers, by=person_of(request))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("It is written down. What no longer fits is told on the timetable."))
            return redirect("timetable", found.pk)
    context = {"inspection": found, "exercise": found.exercise, "form": form}
    return render(request, "inspections/away.html", context, status=400 if form.is_bound else 200)


@require_POST
def there_after_all(request: HttpRequest, id: UUID, absence: UUID) -> HttpResponse:
    """Take an absence back."""
    found = seen(request, id, Permission.TIMETABLE_EDIT)
    row = row_or_404(request, Absence.objects.standing(), absence, exercise=found.exercise)
    if NothingForm(request.POST).is_valid():
        operations.take_back_absence(inspection=found, absence=row, by=person_of(request))
        messages.success(request, _("They are there after all."))
    return redirect("timetable", found.pk)


def parse_day(text: str) -> date | None:
    """A day of an address, None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None
