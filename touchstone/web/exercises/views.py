"""How every page inside an exercise begins: the exercise, if this person may know of it, and its pages at the side."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from touchstone.web.accounts.access import decide, person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Outcome
from touchstone.web.audit.operations import security
from touchstone.web.exercises.models import Exercise
from touchstone.web.tenancy import Place, TenantRows, unscoped

Row = TypeVar("Row", bound=models.Model)


def exercise_or_404(request: HttpRequest, id: UUID, *, permission: Permission | None = None) -> Exercise:
    """The exercise at this address, kept on the request for the layout.

    Raises Http404 where the person may not know of it (the same page as for none at all; a try is written down), and
    PermissionDenied with its reason where they may know of it but lack `permission`.
    """
    exercise = row_or_404(request, Exercise.objects.select_related("service"), id)
    if permission is not None:
        decision = decide(request.user, permission, exercise)
        if not decision.allowed:
            who = request.user.pk
            security(
                what=view_name(request), who=who, place=exercise.place(), outcome=Outcome.REFUSED, why=decision.why
            )
            raise PermissionDenied(decision.why)
    request.exercise = exercise  # type: ignore[attr-defined]
    return exercise


def row_or_404(request: HttpRequest, rows: TenantRows[Row], id: UUID, **more: Any) -> Row:
    """One row by its id among those the person may see. `more` are further conditions, such as its exercise.

    A row that exists but is kept from them gives the same 404 as none, and is written down as a refusal.
    """
    row = rows.visible_to(person_of(request)).filter(pk=id, **more).first()
    if row is not None:
        return row
    with unscoped("to tell a refusal from a wrong address, for the audit alone"):
        hidden = rows.filter(pk=id).first()
    if hidden is not None:
        place = hidden.place() if hasattr(hidden, "place") else Place()
        security(what=view_name(request), who=request.user.pk, place=place, outcome=Outcome.REFUSED, why="not visible")
    raise Http404(_("Page not found"))


def view_name(request: HttpRequest) -> str:
    """The view's name for the audit: never the address."""
    match = request.resolver_match
    return f"view {match.view_name}" if match else "view"
