"""Clocks count working days, and reminders are sent once each, to whose turn it is, without anybody's name."""

from datetime import date, timedelta

import pytest

from tests.factories.people import Cast
from tests.web.inspections.test_stages import at_stage
from touchstone.practice.working_days import add_working_days
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import PROGRAM
from touchstone.web.inspections import operations
from touchstone.web.inspections.clocks import clocks, counted, due_by, present
from touchstone.web.inspections.reminders import remind_all
from touchstone.web.inspections.stages import STAGES
from touchstone.web.jobs.schedule import SCHEDULE
from touchstone.web.messages.models import Message
from touchstone.web.tenancy import unscoped

FIRST = date(2026, 12, 30)  # a Wednesday; between it and the next Monday lies New Year's Day


def test_working_days_leave_out_bank_holidays(cast: Cast) -> None:
    inspection = at_stage(cast, "fieldwork")
    inspection.fieldwork_until = FIRST
    assert due_by(STAGES["initial_feedback"], inspection) == date(2027, 1, 4)
    assert due_by(STAGES["fieldwork"], inspection) == FIRST
    assert due_by(STAGES["sample"], inspection) is None


def test_a_clock_beyond_the_known_bank_holidays_does_not_run(cast: Cast) -> None:
    inspection = at_stage(cast, "fieldwork")
    inspection.fieldwork_until = date(2099, 1, 5)
    assert present(inspection, date(2026, 1, 5)).by is None


def test_what_is_past_is_late_over_a_weekend_too(cast: Cast) -> None:
    inspection = at_stage(cast, "fieldwork")
    inspection.fieldwork_until = date(2026, 11, 20)  # a Friday
    assert not present(inspection, date(2026, 11, 20)).is_late
    saturday = present(inspection, date(2026, 11, 21))
    assert saturday.is_late
    assert saturday.left == -1
    assert present(inspection, date(2026, 11, 24)).left == -2
    states = [due.state for due in clocks(inspection, date(2026, 11, 21))]
    assert states == ["done"] * 4 + ["now"] + ["next"] * 9


def test_every_clock_is_told_in_words() -> None:
    said = [counted(stage.clock) for stage in STAGES.values() if stage.clock]
    assert "25 working days before the first day of fieldwork" in said
    assert "on the last day of fieldwork" in said
    assert "2 working days after the last day of fieldwork" in said


@pytest.mark.parametrize(
    ("left", "text", "told"),
    [
        (3, "", set()),
        (2, "stage_due", {"lead", "contact"}),
        (1, "", set()),
        (0, "stage_due", {"lead", "contact"}),
        (-1, "stage_late", {"lead"}),
        (-4, "stage_late", {"lead"}),
    ],
)
def test_who_is_reminded_when(cast: Cast, left: int, text: str, told: set[str]) -> None:
    inspection = at_stage(cast, "evidence_in_advance")
    inspection.fieldwork_from = FIRST
    inspection.save()
    due = due_by(inspection.at, inspection)
    assert due is not None
    today = add_working_days(due, -left)
    for _time in range(3):  # once each, however often the schedule asks
        operations.remind(inspection=inspection, today=today, by=PROGRAM)
    with unscoped("a test looks"):
        sent = list(Message.objects.all())
    assert {one.kind for one in sent} == ({text} if text else set())
    assert {one.recipient for one in sent} == {cast.people[name].pk for name in told}
    assert len(sent) == len(told)


def test_lateness_is_told_anew_every_day(cast: Cast) -> None:
    inspection = at_stage(cast, "fieldwork")
    inspection.fieldwork_until = date(2026, 11, 20)
    inspection.save()
    for day in range(1, 4):
        operations.remind(inspection=inspection, today=date(2026, 11, 20) + timedelta(days=day), by=PROGRAM)
    assert Message.objects.visible_to(cast.lead).filter(kind="stage_late").count() == 3


def test_the_schedule_watches_all_and_writes_nothing_twice(cast: Cast) -> None:
    assert SCHEDULE["inspections.remind"].function is remind_all
    inspection = at_stage(cast, "fieldwork")
    inspection.fieldwork_until = date(2026, 1, 9)  # long past
    inspection.save()
    assert remind_all() == 1
    rows = AuditRow.objects.count()
    assert remind_all() == 0
    assert AuditRow.objects.count() == rows
    row = AuditRow.objects.latest("seq")
    assert (row.what, row.role, row.who) == ("inspections.remind", "program", None)


def test_nobody_is_reminded_of_stages_that_cannot_be_worked(cast: Cast) -> None:
    inspection = at_stage(cast, "published")
    inspection.stage_since -= timedelta(days=900)
    inspection.save()
    assert remind_all() == 0
