"""The auditor searches the audit. Looking is written down like everything else, and shows no content of any case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from touchstone.web.accounts.access import decide, person_of
from touchstone.web.accounts.auditing.forms import SearchForm
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.audit.kinds import Outcome
from touchstone.web.audit.models import AuditRow, AuditSubject
from touchstone.web.audit.operations import security
from touchstone.web.messages.fields import as_words
from touchstone.web.tenancy import unscoped

AT_ONCE = 50
MOST_EXERCISES = 500
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Shown:
    """One act as the page shows it."""

    row: AuditRow
    who: str
    role: str
    where: str


@require_http_methods(["GET", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """The newest acts, or those that were searched for."""
    by = auditor_of(request)
    exercises = exercise_names()
    form = SearchForm(
        request.POST if request.method == "POST" else {}, exercises=sorted(exercises.items(), key=_second)
    )
    rows: list[AuditRow] = []
    if form.is_valid():
        found = search(form.cleaned_data)
        rows = list(found[: AT_ONCE + 1])
        asked = {key: str(value) for key, value in form.cleaned_data.items() if value not in (None, "")}
        asked.pop("person", None)  # words somebody typed are no id
        security(what="audit.read", who=by.pk, asked=asked, rows=len(rows[:AT_ONCE]))
    shown = as_shown(rows[:AT_ONCE], exercises)
    context = {
        "form": form,
        "shown": shown,
        "older": shown[-1].row.seq if len(rows) > AT_ONCE else 0,
        "searched": request.method == "POST",
    }
    return render(request, "accounts/audit.html", context)


def auditor_of(request: HttpRequest) -> User:
    """Whoever asks, where they may read the audit. Raises PermissionDenied elsewhere, and writes the try down."""
    person = person_of(request)
    decision = decide(person, Permission.AUDIT_READ)
    if not decision.allowed:
        security(what="view audit", who=person.pk, outcome=Outcome.REFUSED, why=decision.why)
        raise PermissionDenied(decision.why)
    return person


def search(asked: dict[str, Any]) -> QuerySet[AuditRow]:
    """The acts that fit, newest first."""
    rows = AuditRow.objects.order_by("-seq")
    if asked.get("person"):
        rows = rows.filter(who__in=people_by_words(asked["person"]))
    for field in ("exercise", "kind", "outcome"):
        if asked.get(field):
            rows = rows.filter(**{field: asked[field]})
    if asked.get("what"):
        rows = rows.filter(what__icontains=asked["what"])
    if asked.get("since"):
        rows = rows.filter(when__gte=midnight(asked["since"]))
    if asked.get("until"):
        rows = rows.filter(when__lt=timezone.make_aware(datetime.combine(asked["until"], time.max)))
    if asked.get("record"):
        rows = rows.filter(about(asked["record"]))
    if asked.get("before"):
        rows = rows.filter(seq__lt=asked["before"])
    return rows


def midnight(day: Any) -> datetime:
    """When a day begins, in this country's time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def about(record: UUID) -> Q:
    """Acts that concern a child's case, or touched a record, of this id."""
    concerning = AuditSubject.objects.filter(subject=record).values("row")
    return Q(seq__in=concerning) | Q(objects_touched__icontains=str(record)) | Q(exercise=record) | Q(service=record)


def people_by_words(words: str) -> list[UUID]:
    """The ids of people in whose name or address every word stands."""
    people = User.objects.values_list("pk", "name", "email")
    wanted = words.casefold().split()
    found = [pk for pk, name, email in people if all(word in f"{name} {email}".casefold() for word in wanted)]
    return found[:MOST_PEOPLE]


def exercise_names() -> dict[str, str]:
    """The references of the exercises that stand in the audit, by id."""
    ids = AuditRow.objects.exclude(exercise=None).order_by().values_list("exercise", flat=True).distinct()
    names: dict[str, str] = {}
    with unscoped("the auditor sees an exercise's reference, and nothing in it"):
        for one in ids[:MOST_EXERCISES]:
            try:
                names[str(one)] = as_words({"inspection": one}, wanted={"inspection"})["inspection"]
            except ObjectDoesNotExist:
                names[str(one)] = str(one)
    return names


def as_shown(rows: list[AuditRow], exercises: dict[str, str]) -> list[Shown]:
    """Rows with the names of people and roles."""
    people = dict(User.objects.filter(pk__in={row.who for row in rows if row.who}).values_list("pk", "name"))
    return [
        Shown(
            row,
            people.get(row.who, _("the program, or nobody signed in")) if row.who else _("the program, or nobody"),
            str(ROLES[row.role].name) if row.role in ROLES else row.role,
            exercises.get(str(row.exercise), "") if row.exercise else "",
        )
        for row in rows
    ]


def _second(pair: tuple[str, str]) -> str:
    return pair[1]
