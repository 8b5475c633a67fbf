"""Ways round the audit: replacing a row, an index that says otherwise, content in the details, exports of nobody."""

import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from tests.factories.people import Cast
from touchstone.web.audit.models import AuditRow, AuditSubject
from touchstone.web.audit.operations import consult
from touchstone.web.judgements import operations as judgements
from touchstone.web.judgements.ratings import rate


def looked(cast: Cast, times: int = 2) -> None:
    for n in range(times):
        consult(who=cast.lead.id, what=f"page {n}", place=cast.exercise.place(), subjects=[uuid4()])


def column_names(table: str) -> str:
    with connection.cursor() as cursor:
        return ", ".join(column.name for column in connection.introspection.get_table_description(cursor, table))


@pytest.mark.parametrize("at", ["seq", "once"])
def test_no_row_is_replaced_by_another(cast: Cast, at: str) -> None:
    """SQLite's REPLACE takes the row that is in its way out without asking the trigger that guards deletion."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    looked(cast)
    kept = AuditRow.objects.get(seq=1)
    names = [name for name in column_names("audit_auditrow").split(", ") if name not in (at, "what")]
    other = {"seq": ("once", f"'{kept.once}'"), "once": ("seq", "99")}[at]
    chosen = [other[1] if name == other[0] else f'"{name}"' for name in names]
    listed = ", ".join(f'"{name}"' for name in [*names, "what", at])
    picked = ", ".join([*chosen, "'forged'", f'"{at}"'])
    sql = f"REPLACE INTO audit_auditrow ({listed}) SELECT {picked} FROM audit_auditrow WHERE seq = 1"
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditRow.objects.get(seq=1).what == kept.what


def test_no_entry_of_a_child_is_replaced_by_another(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    looked(cast)
    kept = AuditSubject.objects.first()
    assert kept is not None
    sql = "REPLACE INTO audit_auditsubject (subject, row_id) VALUES (%s, %s)"
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [kept.subject.hex, kept.row_id])


def test_an_index_of_children_that_says_otherwise_shows(cast: Cast) -> None:
    """Who saw a child is looked up in an index beside the chain: it must say what the chain says."""
    looked(cast)
    told = io.StringIO()
    call_command("audit_verify", stdout=told, stderr=io.StringIO())
    assert "holds" in told.getvalue()
    AuditSubject.objects.create(subject=uuid4(), row_id=1)
    with pytest.raises(CommandError, match="index"):
        call_command("audit_verify", stdout=io.StringIO(), stderr=io.StringIO())


def test_the_auditor_learns_no_rating(cast: Cast) -> None:
    """An auditor reads every detail, and sees no rating."""
    words = ("Outstanding", "Good", "Requires improvement", "Inadequate")
    met = {
        question.id: "met"
        for one in cast.exercise.framework().standards
        if one.id == "1.1"
        for question in one.key_questions
    }
    judgements.propose(
        exercise=cast.exercise, standard="1.1", rating="Good", reasons="Seen.", characteristics=met, by=cast.lead
    )
    panel = judgements.open_panel(exercise=cast.exercise, by=cast.chair)
    judgements.take_seat(panel=panel, by=cast.panel_member)
    judgements.argue(panel=panel, standard="1.1", side="higher", words="Better.", rating="Outstanding", by=cast.chair)
    for standard in cast.exercise.framework().standards:
        if standard.rated_by != "counting":
            judgements.decide(panel=panel, standard=standard.id, rating="Good", reason="So we saw.", by=cast.chair)
    assert rate(cast.exercise).computed.provisional
    judgements.close_panel(panel=panel, by=cast.chair)
    for row in AuditRow.objects.all():
        assert not any(word in str(row.details) for word in words), row.what
        assert not {"rating", "computed", "overall", "score"} & set(row.details), row.what
