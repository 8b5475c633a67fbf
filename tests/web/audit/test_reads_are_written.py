"""Whoever is shown something of a case, it is written down first; where that cannot be, nothing is shown (F-10a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models import Max
from django.http import HttpResponse
from pytest_django.plugin import DjangoDbBlocker

from tests.web.matrix import everything  # noqa: F401  fills MAKERS
from tests.web.matrix.policy import contents, policy, routes
from tests.web.matrix.walk import MARKS, Asked, Walker
from tests.web.matrix.world import WITHIN, standing_world
from touchstone.web.accounts.roles import ROLES
from touchstone.web.audit import operations
from touchstone.web.audit.kinds import Kind, Outcome
from touchstone.web.audit.models import AuditRow
from touchstone.web.concerns import views as concern_views

pytestmark = pytest.mark.django_db

LOOKED = (Kind.CONSULTATION.value, Kind.DISCLOSURE.value)
OF_A_CHILD = {"case", "answer"}  # content whose child is known by the id of a sampled case


@dataclass(frozen=True)
class Seen:
    """One answer: what kinds of content it held, and what was written down of it."""

    asked: Asked
    response: HttpResponse
    kinds: frozenset[str]
    rows: tuple[AuditRow, ...]

    def __str__(self) -> str:
        what = [f"{row.kind} {row.what}" for row in self.rows]
        return f"{self.asked}: {self.response.status_code}, {', '.join(sorted(self.kinds))}; written down: {what}"


def readers() -> Iterator[Asked]:
    """Every route inside an exercise, read by everybody who may, and acted by with a form that is refused."""
    for route in routes():
        row = policy()[route.name]
        for role in ROLES if row.kind == "exercise" else ():
            within = "given" in WITHIN.get(role, ()) and bool(row.given)
            for relation in ("here", "given") if within else ("here",):
                if row.may(role, relation, "read"):
                    yield Asked(f"{role} {relation}", route, "get", "open")
                if row.may(role, relation, "act") and not row.takes:
                    yield Asked(f"{role} {relation}", route, "post", "open")


def seen(walker: Walker, asked: Asked) -> Seen:
    """Ask once, as if for the first time, and look what was written down before it is taken back."""
    before = AuditRow.objects.aggregate(newest=Max("seq"))["newest"] or 0
    rows: list[AuditRow] = []
    response, content, _writes = walker.send(asked, then=lambda: rows.extend(AuditRow.objects.filter(seq__gt=before)))
    kinds = frozenset(kind.decode() for exercise, kind in MARKS.findall(content) if exercise == b"open")
    return Seen(
        asked, response, frozenset(kind for kind in kinds if contents()[kind or "known"].consulted), tuple(rows)
    )


@pytest.fixture(scope="module")
def walker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Walker]:
    """The world of the authorisation matrix, with everybody signed in; one for all tests of this file."""
    with standing_world(django_db_blocker) as made:
        yield Walker(made)


@pytest.fixture
def _django_db_helper(walker: Walker) -> None:
    """In place of pytest-django's transaction for each test, which would end that of `walker`."""


@pytest.fixture(scope="module")
def pages(walker: Walker) -> list[Seen]:
    """Every page there is, as everybody who may see it sees it."""
    return [seen(walker, asked) for asked in readers()]


def test_whoever_is_shown_a_case_is_written_down(walker: Walker, pages: list[Seen]) -> None:
    exercise = walker.world.exercises["open"].pk
    shown = [one for one in pages if one.kinds]
    assert len({one.asked.route.name for one in shown}) > 20
    silent = [
        one
        for one in shown
        if not any(
            row.kind in LOOKED and row.outcome == Outcome.DONE and row.exercise == exercise
            and row.who == walker.world.person(one.asked.who).pk
            for row in one.rows
        )
    ]  # fmt: skip
    assert not silent, "\n".join(map(str, silent))


def test_the_child_is_named_in_what_is_written_down(walker: Walker, pages: list[Seen]) -> None:
    """By the id of their case, which it keeps from the list to the end: a child's own log is made of these."""
    child = {str(walker.world.row("open", key)) for key in ("case", "finished case")}
    of_a_child = [one for one in pages if one.kinds & OF_A_CHILD]
    assert of_a_child
    nameless = [
        one for one in of_a_child if not any(child & set(row.subjects) for row in one.rows if row.kind in LOOKED)
    ]
    assert not nameless, "\n".join(map(str, nameless))


def test_what_leaves_as_a_file_is_written_down_as_a_disclosure(pages: list[Seen]) -> None:
    files = [one for one in pages if one.kinds and "attachment" in one.response.headers.get("Content-Disposition", "")]
    assert len({one.asked.route.name for one in files}) >= 4
    kept_quiet = [one for one in files if not any(row.kind == Kind.DISCLOSURE for row in one.rows)]
    assert not kept_quiet, "\n".join(map(str, kept_quiet))


def test_what_is_written_down_holds_no_content(pages: list[Seen]) -> None:
    """Ids, counts and names of fields alone."""
    telling = [str(one) for one in pages for row in one.rows if MARKS.search(repr(row.facts()).encode())]
    assert not telling, "\n".join(telling)


def test_where_nothing_can_be_written_down_nothing_is_shown(
    walker: Walker, pages: list[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No audit, no page: 503 with a sentence, on every address that shows something of a case."""

    def full(_connection: Any) -> Any:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(operations, "take_head", full)
    found = []
    for before in pages:
        if not before.rows:
            continue
        response, content, writes = walker.send(before.asked)
        if response.status_code != 503 or MARKS.search(content.replace(b"known", b"")) or writes:
            found.append(f"{before.asked}: {response.status_code}")
        elif b"could not be written down" not in content:
            found.append(f"{before.asked}: does not say why")
    assert not found, "\n".join(found)


def test_a_page_that_forgets_would_be_found(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof can fail: a view that writes nothing down shows content and no row."""
    monkeypatch.setattr(concern_views, "consult", lambda **told: None)
    route = next(route for route in routes() if route.name == "concern")
    one = seen(walker, Asked("lead_inspector here", route, "get", "open"))
    assert "concern" in one.kinds
    assert not one.rows
