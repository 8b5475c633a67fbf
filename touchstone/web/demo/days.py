"""The days of an inspection of the demonstration, counted from today and all of them working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from touchstone.practice.working_days import add_working_days, is_working_day

FRIDAY = 4
MIDWEEK = 3  # Thursday: from here on the week after is the second one of fieldwork


@dataclass(frozen=True)
class Days:
    """The working days of fieldwork in order, and the others counted from them. Raises OutsideTheYears."""

    today: date
    fieldwork: tuple[date, ...]
    panel: date

    @property
    def first(self) -> date:
        """The first day of fieldwork."""
        return self.fieldwork[0]

    def before(self, number: int) -> date:
        """So many working days before fieldwork."""
        return add_working_days(self.first, -number)

    def latest(self, number: int) -> date:
        """A day of fieldwork that is not in the future: this one, or the last before today."""
        return min(self.fieldwork[number], max(day for day in (self.first, *self.fieldwork) if day <= self.today))


def under_way(today: date) -> Days:
    """Two weeks of fieldwork, Monday to Friday, that today lies in the middle of; the panel three weeks after."""
    monday = today - timedelta(days=today.weekday())
    if today.weekday() < MIDWEEK:
        monday -= timedelta(weeks=1)
    return weeks_from(today, monday, weeks=2, panel_after=15)


def at_the_panel(today: date) -> Days:
    """One week of fieldwork a month ago; the panel meets today, or on the next working day."""
    monday = today - timedelta(days=today.weekday(), weeks=4)
    found = weeks_from(today, monday, weeks=1, panel_after=1)
    return Days(today, found.fieldwork, today if is_working_day(today) else add_working_days(today, 1))


def weeks_from(today: date, monday: date, *, weeks: int, panel_after: int) -> Days:
    """Every working day of these weeks."""
    span = [monday + timedelta(days=number) for number in range(weeks * 7)]
    days = tuple(day for day in span if is_working_day(day))
    return Days(today, days, add_working_days(days[-1], panel_after))
