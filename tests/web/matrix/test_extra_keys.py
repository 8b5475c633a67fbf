"""No form takes a key that is not its own: names of fields of rows, sent along, are never silently set (AUTHZ-5)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.db.models import Max

from tests.web.matrix.policy import Row, policy, routes
from tests.web.matrix.walk import OWNER, Asked, Walker, answer
from touchstone.web.accounts.roles import ROLES
from touchstone.web.audit.models import AuditRow
from touchstone.web.design.forms import PlainForm

pytestmark = pytest.mark.django_db

WEB = Path(__file__).resolve().parents[3] / "touchstone" / "web"
AT_ONCE = 40  # fewer than the fields that a body may have (settings.MOST_FIELDS)


def fields_of_rows() -> list[str]:
    """The name of every field of every row of ours: first those that say whose a row is and how far it is."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("touchstone."))
    fields = {field.name: field for model in ours for field in model._meta.concrete_fields}
    return sorted(fields, key=lambda name: (name not in FIRST and not fields[name].is_relation, name))


FIRST = ("id", "state", "stage", "version", "is_active", "activities", "checked_at", "closed_at", "ended", "role")


def somebody_who_may(row: Row) -> str:
    """Somebody in the world who may act by a route; "" where it is nobody's."""
    if row.kind == "signed_in":
        return OWNER
    for relation in ("here", "given"):
        for role in ROLES:
            if row.may(role, relation, "act"):
                return f"{role} {relation}"
    return ""


def acts() -> Iterator[Asked]:
    """Every act that has a form, by somebody who may do it."""
    for route in routes():
        row = policy()[route.name]
        who = somebody_who_may(row) if row.kind != "open" and not row.takes else ""
        if who:
            yield Asked(who, route, "post", "open" if row.kind == "exercise" else "")


@pytest.mark.parametrize("most", [AT_ONCE, pytest.param(None, marks=pytest.mark.slow)], ids=["first", "all"])
def test_fields_of_rows_are_refused_by_every_form(walker: Walker, most: int | None) -> None:
    """Nothing is stored, and nobody is led on as if it were. The slow part sends every name, this many at once."""
    names = fields_of_rows()
    assert len(names) > 100
    names = names[:most]
    asked = list(acts())
    assert len(asked) > 50
    found: list[str] = []
    written: set[str] = set()
    newest = AuditRow.objects.aggregate(seq=Max("seq"))["seq"] or 0
    tries = AuditRow.objects.filter(seq__gt=newest, what="form.unknown_keys")

    def seen() -> None:
        written.update(row.details["view"] for row in tries.all())

    for one in asked:
        for first in range(0, len(names), AT_ONCE):
            body = dict.fromkeys(names[first : first + AT_ONCE], "1")
            response, _content, writes = walker.send(one, body, seen)
            if writes or answer(response) == "mistake":
                found.append(f"{one}: {response.status_code} {writes[:1]}")
    assert not found, "\n".join(found)
    assert len(written) > 40, f"written down as tried: {sorted(written)}"


def test_every_form_of_ours_knows_its_keys() -> None:
    """A form that is no PlainForm would drop what it does not know."""
    for path in sorted(WEB.rglob("*form*.py")):
        import_module(".".join(path.relative_to(WEB.parents[1]).with_suffix("").parts))
    found, waiting = [], [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [one for one in below if one.__module__.startswith("touchstone.web") and one is not PlainForm]
    assert len(found) > 30
    strangers = [one.__qualname__ for one in found if not issubclass(one, PlainForm)]
    assert not strangers, strangers
