"""Somebody's days of fieldwork as a calendar file, which leaves the site: kinds of entry, times and places alone.

Nothing of a case, of whom is met or of a language is in it: a calendar is copied to telephones.
iCalendar: RFC 5545, https://www.rfc-editor.org/rfc/rfc5545 (standing: standard).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from touchstone.web.inspections.timetable import Slot

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def calendar(slots: Iterable[Slot], *, reference: str, made_at: datetime) -> bytes:
    """The calendar of these entries. The same entry keeps its id, so that a calendar renews it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Touchstone//Fieldwork//EN", "METHOD:PUBLISH"]
    for slot in slots:
        lines += event(slot, reference, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def event(slot: Slot, reference: str, made_at: datetime) -> list[str]:
    """One entry."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{slot.pk}@touchstone",
        f"SEQUENCE:{slot.version - 1}",
        f"DTSTAMP:{moment(made_at)}",
        f"DTSTART:{moment(slot.starts_at)}",
        f"DTEND:{moment(slot.ends_at)}",
        f"SUMMARY:{escaped(f'{slot.get_what_display()} ({reference})')}",
    ]
    if slot.where:
        lines.append(f"LOCATION:{escaped(slot.where)}")
    return [*lines, "CLASS:CONFIDENTIAL", "END:VEVENT"]


def moment(value: datetime) -> str:
    """A moment in UTC."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A text as a value."""
    return "".join(ESCAPED.get(letter, letter) for letter in text)


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, never within a letter; all but the first begin with a blank."""
    piece, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + length
    yield piece
