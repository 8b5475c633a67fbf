"""Which days are working days in England and Wales, and how many lie between two.

A working day is a Monday to Friday that is no bank holiday. The bank holidays are data (`bank_holidays.yaml`) for a
span of years; outside it nothing is guessed.
"""

import os
from datetime import date, datetime, timedelta
from functools import cache

from touchstone.intake.problems import ProblemsFound
from touchstone.intake.values import dataclass
from touchstone.standards.entries import Entry, Notes, read_file
from touchstone.standards.framework import STANDINGS, Fact

BANK_HOLIDAYS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bank_holidays.yaml")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class OutsideTheYears(ValueError):
    """A day in a year whose bank holidays are not known here."""


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """Bank holidays by day, for every year from `first` to `last`."""

    days: dict[date, str]
    first: int
    last: int
    fact: Fact


def is_working_day(day: date) -> bool:
    """Is this a Monday to Friday and no bank holiday? Raises OutsideTheYears."""
    holidays = known_on(day)
    return day.weekday() < SATURDAY and day not in holidays.days


def add_working_days(start: date, number: int) -> date:
    """The day that lies `number` working days after `start`, or before it where `number` is negative.

    `start` itself is never counted, and need not be a working day; 0 gives it back. Raises OutsideTheYears.
    """
    day = start
    known_on(day)
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start` up to and with `end`; negative where `end` lies before `start`.

    So that `working_days_between(start, add_working_days(start, n))` is n. Raises OutsideTheYears.
    """
    if end < start:
        return -sum(is_working_day(end + ONE_DAY * days) for days in range((start - end).days))
    known_on(start)
    return sum(is_working_day(start + ONE_DAY * days) for days in range(1, (end - start).days + 1))


def known_on(day: date) -> BankHolidays:
    """The bank holidays, where they are known for the year of `day`. Raises OutsideTheYears."""
    if isinstance(day, datetime):
        raise TypeError("Give a day, not a moment: which day a moment is depends on where one is.")
    holidays = bank_holidays()
    if not holidays.first <= day.year <= holidays.last:
        raise OutsideTheYears(
            f"The bank holidays of {day.year} are not known; those of {holidays.first} to {holidays.last} are. "
            "Check the date, or add the year to touchstone/practice/bank_holidays.yaml."
        )
    return holidays


@cache
def bank_holidays() -> BankHolidays:
    """The bank holidays of England and Wales, read once per program. Raises ProblemsFound where the file is wrong."""
    return read_bank_holidays(BANK_HOLIDAYS)


def read_bank_holidays(path: str) -> BankHolidays:
    """The bank holidays in one YAML file. Raises ProblemsFound with everything that is wrong with it."""
    notes = Notes(os.path.basename(path))
    top = Entry(read_file(path, notes.file), notes)
    first, last = top.whole("from", least=1900, most=2200), top.whole("to", least=1900, most=2200)
    fact = Fact(top.choice("standing", tuple(STANDINGS)), top.text("source"), top.text("note", default=""))
    listed = top.entry("days")
    days = {}
    for written in listed.values:
        name = listed.text(written)
        try:
            day = date.fromisoformat(written)
        except ValueError:
            listed.note(written, "This is not a day.", "Write it as 2026-12-25.")
            continue
        if day.weekday() >= SATURDAY or not first <= day.year <= last:
            listed.note(written, "This is no weekday of these years.", "Write the substitute day, or move `to`.")
        days[day] = name
    for year in sorted(set(range(first, last + 1)) - {day.year for day in days}):
        listed.note("", f"{year} has no day at all.", "Write its bank holidays, or move `from` or `to`.")
    top.finish()
    if notes.problems:
        raise ProblemsFound(notes.problems)
    return BankHolidays(days, first, last, fact)
