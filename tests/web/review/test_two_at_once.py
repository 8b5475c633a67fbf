"""Two transactions at once on PostgreSQL: whoever comes second finds what the first one did."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import people
from tests.factories.people import Cast
from touchstone.web.audit.models import AuditHead, AuditRow
from touchstone.web.judgements import operations as judgements
from touchstone.web.judgements.models import Decision, Panel
from touchstone.web.judgements.ratings import frozen
from touchstone.web.tenancy import unscoped

pytestmark = pytest.mark.django_db

MADE = (
    "judgements_decision", "judgements_seat", "judgements_panel", "inspections_inspection", "exercises_exercise",
    "accounts_grant", "accounts_user", "accounts_service",
)  # fmt: skip


@pytest.fixture
def _django_db_helper(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's transaction for each test: here is truly committed, and taken away afterwards."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one write at a time")
        head = AuditHead.objects.filter(pk=1).values("seq", "hash").first() or {"seq": 0, "hash": "0" * 64}
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            cursor.execute("DELETE FROM audit_auditsubject WHERE row_id > %s", [head["seq"]])
            cursor.execute("DELETE FROM audit_auditrow WHERE seq > %s", [head["seq"]])
            for table in MADE:
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("SET session_replication_role = origin")
        AuditHead.objects.filter(pk=1).update(**head)
        connection.close()


@pytest.fixture
def here(_django_db_helper: None) -> Cast:
    """Everybody, as every connection sees them."""
    return people.cast(("2026-901", "2026-902"))


def meeting(cast: Cast) -> Panel:
    """A meeting in which everything is decided that can be."""
    panel = judgements.open_panel(exercise=cast.exercise, by=cast.chair)
    for standard in cast.exercise.framework().standards:
        if standard.rated_by != "counting":
            judgements.decide(panel=panel, standard=standard.id, rating="Good", reason="Seen.", by=cast.chair)
    return panel


def while_it_is_closed(panel: Panel, cast: Cast, monkeypatch: pytest.MonkeyPatch, act: Any) -> object:
    """What comes of an act that begins while the meeting is being closed."""
    came: list[object] = []

    def late() -> None:
        try:
            came.append(act())
        except ValidationError as refused:
            came.append(refused)
        finally:
            connection.close()

    other = threading.Thread(target=late)

    def slow(rated: Any) -> Any:
        other.start()
        other.join(1)  # it either gets through, or waits for us
        return frozen(rated)

    monkeypatch.setattr(judgements, "frozen", slow)
    judgements.close_panel(panel=panel, by=cast.chair)
    monkeypatch.undo()
    other.join(20)
    return came[0]


def test_nothing_is_decided_in_a_meeting_that_is_being_closed(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = meeting(here)

    def decide() -> object:
        return judgements.decide(panel=panel, standard="1.1", rating="Inadequate", reason="No.", by=here.chair)

    assert isinstance(while_it_is_closed(panel, here, monkeypatch, decide), ValidationError)
    with unscoped("test"):
        assert not Decision.objects.filter(panel=panel, rating="Inadequate").exists()


def test_a_meeting_is_closed_once(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = meeting(here)
    with unscoped("test"):
        again = Panel.objects.select_related("exercise").get(pk=panel.pk)

    def close() -> object:
        monkeypatch.setattr(judgements, "frozen", frozen)
        return judgements.close_panel(panel=again, by=here.chair)

    assert isinstance(while_it_is_closed(panel, here, monkeypatch, close), ValidationError)
    assert AuditRow.objects.filter(what="judgements.close_panel").count() == 1
