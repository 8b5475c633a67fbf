"""An operation asks its permission, holds together, and is written down; so is a refusal."""

import pytest
from django.db import connection, connections, transaction

from tests.factories.people import Cast
from touchstone.web.accounts.models import Grant
from touchstone.web.accounts.operations import declare_conflict, give_role
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.chain import verify
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import OutsideOperation, Refused, operation
from touchstone.web.audit.operations import Act, append, consult
from touchstone.web.exercises.models import Exercise
from touchstone.web.exercises.operations import appoint, appointed, dismiss


def test_what_is_allowed_is_done_and_written_down(cast: Cast) -> None:
    appoint(exercise=cast.exercise, person=cast.stranger, role="inspector", by=cast.lead)
    row = AuditRow.objects.latest("seq")
    assert (row.what, row.who, row.role, row.exercise) == (
        "exercises.appoint", cast.lead.id, "lead_inspector", cast.exercise.id,
    )  # fmt: skip
    assert cast.exercise in Exercise.objects.visible_to(cast.stranger)
    assert verify(AuditRow.objects.order_by("seq")).holds


@pytest.mark.parametrize("name", ["inspector", "contact", "other_lead", "administrator", "auditor", "stranger"])
def test_what_is_not_allowed_is_refused_and_written_down(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        appoint(exercise=cast.exercise, person=cast.stranger, role="inspector", by=cast.people[name])
    assert not Grant.objects.filter(person=cast.stranger).exists()
    row = AuditRow.objects.latest("seq")
    assert (row.outcome, row.who) == ("refused", cast.people[name].id)


def test_whoever_leaves_the_team_sees_nothing_from_then_on(cast: Cast) -> None:
    grant = Grant.objects.get(person=cast.inspector)
    dismiss(exercise=cast.exercise, grant=grant, by=cast.lead)
    cast.inspector.__dict__.pop("reach", None)  # as the next request begins
    assert not Exercise.objects.visible_to(cast.inspector)


def test_a_conflict_outweighs_every_role(cast: Cast) -> None:
    declare_conflict(by=cast.chief, service=cast.service, reason="Worked there until 2024")
    assert set(Exercise.objects.visible_to(cast.chief)) == {cast.other}
    assert not cast.chief.may(Permission.INSPECTION_READ, cast.exercise)
    assert cast.chief.may(Permission.INSPECTION_READ, cast.other)


def test_half_an_operation_is_none(cast: Cast) -> None:
    before = AuditRow.objects.count()

    @operation(Permission.TEAM_MANAGE)
    def fails_late(*, exercise: Exercise, by: object) -> None:
        Grant.objects.create(person=cast.stranger, role="inspector", exercise=exercise.id)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_late(exercise=cast.exercise, by=cast.lead)
    assert not Grant.objects.filter(person=cast.stranger).exists()
    assert AuditRow.objects.count() == before


def test_no_act_without_its_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(act: Act) -> None:
        raise OSError("no room")

    monkeypatch.setattr("touchstone.web.audit.operation.append", broken)
    with pytest.raises(OSError, match="no room"):
        appoint(exercise=cast.exercise, person=cast.stranger, role="inspector", by=cast.lead)
    assert not Grant.objects.filter(person=cast.stranger).exists()


def test_a_step_is_taken_inside_an_operation_alone(cast: Cast) -> None:
    with pytest.raises(OutsideOperation):
        appointed(exercise=cast.exercise, person=cast.stranger, role="inspector", by=cast.lead)


def test_an_operation_names_its_permission_and_its_arguments() -> None:
    with pytest.raises(ValueError, match="permission"):
        operation(None)
    with pytest.raises(TypeError, match="by name"):

        @operation(Permission.TEAM_MANAGE)
        def positional(exercise: Exercise, by: object) -> None: ...


def test_the_administrator_gives_roles_and_nobody_else(cast: Cast) -> None:
    give_role(service=None, person=cast.stranger, role="auditor", by=cast.administrator)
    assert Grant.objects.get(person=cast.stranger).role == "auditor"
    with pytest.raises(Refused):
        give_role(service=None, person=cast.stranger, role="chief_inspector", by=cast.lead)


def test_an_act_needs_a_transaction(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as outside:  # a test that has none would end in a TRUNCATE, which the audit refuses
        outside.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(transaction.TransactionManagementError):
            append(Act(Kind.SECURITY, "nothing"))


def test_the_database_refuses_to_change_or_lose_a_row(cast: Cast) -> None:
    appoint(exercise=cast.exercise, person=cast.stranger, role="inspector", by=cast.lead)
    for sql in ("UPDATE audit_auditrow SET what = 'x'", "DELETE FROM audit_auditrow"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_looking_is_written_down_once_an_hour(cast: Cast) -> None:
    for _time in range(3):
        consult(who=cast.lead.id, what="cases.case", place=cast.exercise.place(), subjects=[cast.exercise.id])
    consult(who=cast.inspector.id, what="cases.case", place=cast.exercise.place(), subjects=[cast.exercise.id])
    assert AuditRow.objects.filter(kind=Kind.CONSULTATION).count() == 2


def test_every_tampering_shows(cast: Cast) -> None:
    for _time in range(5):
        consult(who=cast.lead.id, what=f"page {_time}", place=cast.exercise.place())
    rows = list(AuditRow.objects.order_by("seq"))
    head = (rows[-1].seq, rows[-1].hash)
    assert verify(rows, expected_head=head).holds
    rows[2].what = "something else"
    assert "Row 3 is not as it was written" in verify(rows).problem
    rows = list(AuditRow.objects.order_by("seq"))
    assert "missing" in verify(rows[:2] + rows[3:]).problem
    assert "missing" in verify(rows[:-1], expected_head=head).problem
