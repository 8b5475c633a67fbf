"""Working days in England and Wales: against an independent list, and as arithmetic."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.intake.problems import ProblemsFound
from touchstone.practice.working_days import (
    BANK_HOLIDAYS,
    OutsideTheYears,
    add_working_days,
    bank_holidays,
    is_working_day,
    read_bank_holidays,
    working_days_between,
)

DAYS = st.dates(date(2016, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize("part", ["ENG", "WLS"])
@pytest.mark.parametrize("year", range(2015, 2031))
def test_every_year_has_the_bank_holidays_of_an_independent_list(year: int, part: str) -> None:
    independent = holidays.country_holidays("GB", subdiv=part, years=year)
    weekdays = {day for day in independent if day.weekday() < 5}
    assert {day for day in bank_holidays().days if day.year == year} == weekdays


def test_days_that_were_moved_or_proclaimed() -> None:
    assert is_working_day(date(2020, 5, 4))
    assert not is_working_day(date(2020, 5, 8))
    assert not is_working_day(date(2022, 6, 2))
    assert not is_working_day(date(2022, 6, 3))
    assert is_working_day(date(2022, 5, 30))
    assert not is_working_day(date(2022, 9, 19))
    assert not is_working_day(date(2023, 5, 8))


def test_where_the_days_come_from_is_said() -> None:
    assert "gov.uk/bank-holidays" in bank_holidays().fact.source
    assert bank_holidays().fact.note


def test_counting_over_a_bank_holiday_and_a_weekend() -> None:
    thursday_before_easter, tuesday_after = date(2026, 4, 2), date(2026, 4, 7)
    assert add_working_days(thursday_before_easter, 1) == tuesday_after
    assert add_working_days(tuesday_after, -1) == thursday_before_easter
    assert add_working_days(date(2026, 4, 4), 0) == date(2026, 4, 4)  # a Saturday, given back
    assert working_days_between(thursday_before_easter, tuesday_after) == 1
    assert working_days_between(tuesday_after, thursday_before_easter) == -1
    assert working_days_between(tuesday_after, tuesday_after) == 0


@given(start=DAYS, number=st.integers(-200, 200))
def test_adding_and_counting_undo_each_other(start: date, number: int) -> None:
    end = add_working_days(start, number)
    assert working_days_between(start, end) == number
    assert number == 0 or is_working_day(end)


@given(first=DAYS, days=st.integers(0, 400), more=st.integers(0, 100))
def test_counts_add_up(first: date, days: int, more: int) -> None:
    second = min(first + timedelta(days=days), date(2030, 12, 31))
    third = min(second + timedelta(days=more), date(2030, 12, 31))
    whole = working_days_between(first, second) + working_days_between(second, third)
    assert working_days_between(first, third) == whole
    assert 0 <= whole <= (third - first).days


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2031, 1, 1)])
def test_a_year_that_is_not_known_is_refused_with_what_to_do(day: date) -> None:
    for asked in (is_working_day, lambda day: add_working_days(day, 0), lambda day: working_days_between(day, day)):
        with pytest.raises(OutsideTheYears, match="2015 to 2030"):
            asked(day)
    with pytest.raises(OutsideTheYears):
        add_working_days(date(2030, 12, 20), 10)
    with pytest.raises(OutsideTheYears):
        add_working_days(date(2015, 1, 5), -10)
    with pytest.raises(OutsideTheYears):
        working_days_between(date(2030, 12, 20), date(2031, 1, 3))


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="not a moment"):
        is_working_day(datetime(2026, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("2015-01-01:", "2015-02-30:", "not a day"),
        ("2015-01-01:", "2015-01-03:", "no weekday"),
        ("to: 2030", "to: 2031", "2031 has no day"),
        ("from: 2015", "from: 2016", "no weekday of these years"),
        ("2015-04-03:", "2015-01-01:", "written twice"),
        ("standing: computed", "standing: certain", "not known here"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = Path(BANK_HOLIDAYS).read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "bank_holidays.yaml"
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=what):
        read_bank_holidays(str(wrong))
