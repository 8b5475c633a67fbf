"""Dates and times as people write them, and what is said of those that are none."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from touchstone.web.design.days import ClockField, DayField


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year}


@pytest.mark.parametrize("month", ["3", "03", "March", "march", "Mar", "mar."])
def test_a_month_is_a_number_or_a_name(month: str) -> None:
    assert DayField(label="Day").clean(typed(" 7 ", month, "2026")) == datetime.date(2026, 3, 7)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (typed("", "", ""), ["Visit: no date is filled in. Write day, month and year."]),
        (typed("", "3", "2026"), ["Visit: the day is missing. Fill it in."]),
        (
            typed("32", "13", "26"),
            [
                "Visit: the day is a number from 1 to 31.",
                "Visit: the month is a number from 1 to 12, or its name.",
                "Visit: the year has four figures, such as 2026.",
            ],
        ),
        (typed("29", "2", "2026"), ["Visit: there is no such day. Check day and month."]),
        (typed("1", "1", "2025"), ["Visit: the earliest day is 1 January 2026. Write a later one."]),
        (typed("1", "1", "2028"), ["Visit: the latest day is 31 December 2027. Write an earlier one."]),
        (typed("1", "1", "²026"), ["Visit: the year has four figures, such as 2026."]),
    ],
)
def test_every_problem_of_a_date_is_told(parts: dict[str, str], said: list[str]) -> None:
    field = DayField(label="Visit", earliest=datetime.date(2026, 1, 1), latest=datetime.date(2027, 12, 31))
    with pytest.raises(ValidationError) as told:
        field.clean(parts)
    assert told.value.messages == said


def test_a_date_that_need_not_be_is_nothing() -> None:
    assert DayField(required=False).clean(typed("", " ", "")) is None
    assert DayField().prepare_value(datetime.date(2026, 3, 7)) == typed("7", "3", "2026")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:30", (9, 30)), ("09.30", (9, 30)), ("0930", (9, 30)), ("9.30am", (9, 30)), ("2 pm", (14, 0)),
        ("12am", (0, 0)), ("12 PM", (12, 0)), ("23:59", (23, 59)), ("14h05", (14, 5)), ("9", (9, 0)),
    ],
)  # fmt: skip
def test_a_time_is_taken_as_people_write_it(text: str, time: tuple[int, int]) -> None:
    assert ClockField(label="Begins").clean(text) == datetime.time(*time)


@pytest.mark.parametrize("text", ["24:00", "25", "9:60", "13pm", "0am", "noon", "9:3", "٩:٣٠", "-1"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(ValidationError, match="Begins: this is no time of day"):
        ClockField(label="Begins").clean(text)
