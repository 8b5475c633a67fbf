"""A date typed as day, month and year, and a time of day typed as people write it; every problem told in words."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

PARTS = ("day", "month", "year")
EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
# 9:30, 09.30, 9.30am, 9 am, 14h30, 0930
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)


class DayInput(forms.Widget):
    """Three inputs; `design/forms.html` draws them."""

    def names(self, html_name: str) -> tuple[str, ...]:
        """The keys of the three inputs."""
        return tuple(f"{html_name}-{part}" for part in PARTS)

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> dict[str, str]:
        """What was typed, part by part."""
        return {part: str(data.get(f"{name}-{part}") or "") for part in PARTS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        """Whether none of the three came."""
        return not any(key in data for key in self.names(name))

    def id_for_label(self, id_: str) -> str:
        """The first input."""
        return f"{id_}-day" if id_ else id_

    def part_to_mend(self, error: ValidationError | None) -> str:
        """The part that an error names; the day where it names none."""
        return error.code if error and error.code in PARTS else PARTS[0]


class DayField(forms.Field):
    """A date. `earliest` and `latest` are days, both allowed; the value is a `datetime.date`, None where empty."""

    widget = DayInput

    def __init__(
        self, *, earliest: datetime.date | None = None, latest: datetime.date | None = None, **options: Any
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        super().__init__(**options)

    def prepare_value(self, value: object) -> object:
        """A date as the three parts that the page shows; what was typed as it was typed."""
        if isinstance(value, datetime.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return value

    def has_changed(self, initial: object, data: object) -> bool:
        """Whether another day was typed."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def clean(self, value: object) -> datetime.date | None:
        """The day. Raises ValidationError with every problem; its code is the part to mend."""
        day = self.to_python(value)
        if day is None:
            if self.required:
                raise ValidationError(self.said("required", self.label), code="no_day")
            return None
        if self.earliest and day < self.earliest:
            raise ValidationError(self.said("early", self.label, self.earliest), code="day")
        if self.latest and day > self.latest:
            raise ValidationError(self.said("late", self.label, self.latest), code="day")
        self.run_validators(day)
        return day

    def to_python(self, value: object) -> datetime.date | None:
        """The day that three texts say, None for three empty ones. Raises ValidationError with every problem."""
        if value is None or isinstance(value, datetime.date):
            return value
        if not isinstance(value, Mapping):
            raise ValidationError(self.said("unreal", self.label), code="day")
        typed = {part: str(value.get(part) or "").strip() for part in PARTS}
        if not any(typed.values()):
            return None
        errors = [ValidationError(words, code=part) for part, words in self.wrong_parts(typed)]
        if errors:
            raise ValidationError(errors)
        year, month, day = int(typed["year"]), month_number(typed["month"]), int(typed["day"])
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise ValidationError(self.said("unreal", self.label), code="day") from None

    def wrong_parts(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """(part, what is wrong with it) for each part that can be no part of a date."""
        name = str(self.label or _("Date")).rstrip(" ?:.")
        found = []
        checks = {
            "day": (1 <= whole(typed["day"]) <= 31, _("%(name)s: the day is a number from 1 to 31.")),
            "month": (
                1 <= month_number(typed["month"]) <= 12,
                _("%(name)s: the month is a number from 1 to 12, or its name."),
            ),
            "year": (
                EARLIEST_YEAR <= whole(typed["year"]) <= LATEST_YEAR,
                _("%(name)s: the year has four figures, such as 2026."),
            ),
        }
        missing = {
            "day": _("%(name)s: the day is missing. Fill it in."),
            "month": _("%(name)s: the month is missing. Fill it in."),
            "year": _("%(name)s: the year is missing. Fill it in."),
        }
        for part, (right, words) in checks.items():
            if not typed[part]:
                found.append((part, missing[part] % {"name": name}))
            elif not right:
                found.append((part, words % {"name": name}))
        return found

    def said(self, code: str, label: object, limit: datetime.date | None = None) -> str:
        """One problem in words; the author's own sentence for "required" wins."""
        if code == "required" and self.error_messages["required"] != forms.Field.default_error_messages["required"]:
            return str(self.error_messages["required"])
        day = formats.date_format(limit, "j F Y") if limit else ""
        words = {
            "required": _("%(name)s: no date is filled in. Write day, month and year."),
            "unreal": _("%(name)s: there is no such day. Check day and month."),
            "early": _("%(name)s: the earliest day is %(day)s. Write a later one."),
            "late": _("%(name)s: the latest day is %(day)s. Write an earlier one."),
        }
        return words[code] % {"name": str(label or _("Date")).rstrip(" ?:."), "day": day}


class ClockField(forms.Field):
    """A time of day, typed as 9:30, 9.30am, 0930 or 2 pm; the value is a `datetime.time`, None where empty."""

    widget = forms.TextInput

    def prepare_value(self, value: object) -> object:
        """A time as 09:30."""
        return value.strftime("%H:%M") if isinstance(value, datetime.time) else value

    def to_python(self, value: object) -> datetime.time | None:
        """The time. Raises ValidationError."""
        if value is None or isinstance(value, datetime.time):
            return value
        text = str(value).strip()
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        time = clock_time(found) if found and text.isascii() else None
        if time is None:
            words = _("%(name)s: this is no time of day. Write it as 9:30 or 14:30.")
            raise ValidationError(words % {"name": str(self.label or _("Time")).rstrip(" ?:.")}, code="clock")
        return time


def clock_time(found: re.Match[str]) -> datetime.time | None:
    """The time that was written, None where there is none such as 25:00."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return datetime.time(hour, minute) if hour <= 23 and minute <= 59 else None


def whole(text: str) -> int:
    """A short number written in figures, -1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else -1


def month_number(text: str) -> int:
    """The number of a month written as a number or a name, -1 for anything else."""
    names = {str(name).lower(): number for table in (MONTHS, MONTHS_3) for number, name in table.items()}
    return names.get(text.lower().rstrip("."), whole(text))
