"""Dates and sizes as a page prints them."""

import datetime

from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

BYTES_IN = {"MB": 1_000_000, "KB": 1_000}


def day(iso: str | datetime.date | None) -> str:
    """`2023-03-21` as 21 March 2023, `2025-09` as September 2025, a year as it is; "not known" where there is nothing.

    The minute of a moment is left out. What is no date is printed as it came: it was entered as words.
    """
    if not iso:
        return _("not known")
    if isinstance(iso, datetime.date):  # a moment is one too
        iso = (timezone.localdate(iso) if isinstance(iso, datetime.datetime) else iso).isoformat()
    parts = iso[:10].split("-")
    whole = "-".join([*parts, "01", "01"][:3])
    try:
        date = parse_date(whole)
    except ValueError:
        date = None
    if date is None or len(parts[0]) != 4:
        return iso
    patterns = {1: "Y", 2: "F Y", 3: "j F Y"}
    return formats.date_format(date, patterns[len(parts)])


def size(count: int) -> str:
    """A number of bytes as people say it: 232 KB."""
    for unit, least in BYTES_IN.items():
        if count >= least:
            number = count / least
            return f"{number:.1f} {unit}" if number < 10 and unit == "MB" else f"{number:.0f} {unit}"
    return _("%(count)s bytes") % {"count": count}


def moment(value: datetime.datetime | datetime.date | None) -> str:
    """A moment as 21 March 2026 at 10:42 (this country's time), a day as 21 March 2026, nothing as "not yet"."""
    if value is None:
        return _("not yet")
    if not isinstance(value, datetime.datetime):
        return formats.date_format(value, "j F Y")
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _("%(day)s at %(time)s") % {
        "day": formats.date_format(local, "j F Y"),
        "time": formats.date_format(local, "H:i"),
    }
