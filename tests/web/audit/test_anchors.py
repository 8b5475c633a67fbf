"""Anchors: what a chain that was cut, changed or written anew is caught by, and what is not."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests.factories.people import Cast
from touchstone.web.audit.anchors import drop_anchor, kept_anchors
from touchstone.web.audit.chain import hash_of, verify
from touchstone.web.audit.models import NO_HASH, AuditHead, AuditRow
from touchstone.web.audit.operations import security


@pytest.fixture
def anchors(tmp_path: Path, settings: Any) -> Path:
    """Where anchors are kept in a test."""
    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    return tmp_path / "anchors"


@pytest.fixture
def acts(cast: Cast, anchors: Path) -> list[AuditRow]:
    """Seven acts, the fourth of which is anchored."""
    for number in range(7):
        security(what=f"act {number}", who=cast.lead.pk)
        if number == 3:
            assert drop_anchor() is not None
            assert drop_anchor() is None
    return list(AuditRow.objects.order_by("seq"))


def said(**options: Any) -> str:
    out = StringIO()
    call_command("audit_verify", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def without_triggers(*statements: str) -> None:
    """As somebody does who administers the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_auditrow'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("ALTER TABLE audit_auditrow DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def written_anew(rows: list[AuditRow]) -> list[AuditRow]:
    """The same chain with another first act, every hash made to fit."""
    previous = NO_HASH
    rows[0].what = "something harmless"
    for row in rows:
        row.previous = previous
        row.hash = previous = hash_of(row.facts(), previous)
    return rows


def test_a_whole_chain_holds(acts: list[AuditRow]) -> None:
    text = said()
    assert "The audit holds: 7 rows, checked against 1 anchors." in text
    assert "The 3 rows after it could have been rewritten" in text


def test_a_changed_row_is_named(acts: list[AuditRow]) -> None:
    without_triggers("UPDATE audit_auditrow SET what = 'x' WHERE seq = 3")
    with pytest.raises(CommandError, match=r"Row 3 is not as it was written\. 2 rows before it hold"):
        said()


def test_rows_cut_off_the_end_are_missed_by_the_head_and_by_the_anchor(acts: list[AuditRow]) -> None:
    without_triggers("DELETE FROM audit_auditrow WHERE seq > 3")
    with pytest.raises(CommandError, match="Row 4 is missing: it was anchored, and the chain ends at 3"):
        said()
    AuditHead.objects.update(seq=3, hash=acts[2].hash)
    with pytest.raises(CommandError, match="Row 4 is missing"):
        said()


def test_a_chain_written_anew_as_a_whole_differs_from_its_anchor(acts: list[AuditRow]) -> None:
    anew = written_anew(acts)
    head = (anew[-1].seq, anew[-1].hash)
    assert verify(anew, expected_head=head).holds, "without anchors it would pass"
    kept = {anchor.seq: anchor.hash for anchor in kept_anchors()}
    assert verify(anew, expected_head=head, anchors=kept).problem == (
        "Row 4 is another than the one that was anchored."
    )


def test_a_made_up_or_broken_anchor_is_named(acts: list[AuditRow], anchors: Path) -> None:
    path = next(anchors.glob("*.json"))
    text = path.read_text(encoding="utf-8")
    path.chmod(0o600)
    path.write_text(text.replace('"seq": 4', '"seq": 3'), encoding="utf-8")
    with pytest.raises(CommandError, match="was not written by this installation"):
        said()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be read"):
        said()


def test_an_empty_audit_has_nothing_to_anchor(db: None, anchors: Path) -> None:
    assert not AuditRow.objects.exists()
    assert drop_anchor() is None
    assert "There is no anchor" in said()


def test_progress_is_told(acts: list[AuditRow], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("touchstone.web.audit.chain.EVERY_SO_MANY", 3)
    err = StringIO()
    call_command("audit_verify", stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines() == ["3 of 7 rows", "6 of 7 rows"]
