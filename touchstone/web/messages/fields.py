"""What a message may tell: a closed list. Each field takes an id, a day or a number, never words.

That is how no child's name can get into a mail: nobody can hand one in. Names of services, references and stages are
looked up here, by functions that the rooms above register when they are ready.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from string import Formatter
from uuid import UUID

from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format

LONGEST_VALUE = 200


class FieldRefused(ValueError):
    """A message was given a field it may not have, or a value of a kind that could hold anything."""


def _day(value: object) -> str:
    """A day, as people write it: 3 March 2026."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    if not isinstance(value, date):
        raise FieldRefused("takes a date")
    return date_format(value, "j F Y")


def _number(value: object) -> str:
    """A whole number from 0 to 9999."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 9999:
        raise FieldRefused("takes a whole number from 0 to 9999")
    return str(value)


_looked_up: dict[str, Callable[[UUID], str]] = {}
_stages: dict[str, object] = {}


def look_up(field: str, function: Callable[[UUID], str]) -> None:
    """Say how `service` or `inspection` is found: from an id to a name or a reference. Called at start-up."""
    if field not in ("service", "inspection"):
        raise ValueError(f"'{field}' is not looked up.")
    _looked_up[field] = function


def set_stages(names: Mapping[str, object]) -> None:
    """Say which stages there are: what code calls them, and their names for people. Called at start-up."""
    _stages.clear()
    _stages.update(names)


def _found(field: str) -> Callable[[object], str]:
    def find(value: object) -> str:
        if not isinstance(value, uuid.UUID):
            raise FieldRefused("takes the id of a row, from which its name is looked up")
        if field not in _looked_up:
            raise FieldRefused("cannot be looked up: nobody has said how")
        return _looked_up[field](value)

    return find


def _stage(value: object) -> str:
    if not isinstance(value, str) or str(value) not in _stages:
        raise FieldRefused("takes a stage that there is")
    return str(_stages[str(value)])


# Everything that a message may tell, and who turns its value into words.
FIELDS: dict[str, Callable[[object], str]] = {
    "service": _found("service"),  # to staff alone, see texts.Text.for_staff
    "inspection": _found("inspection"),  # the reference of an inspection or another exercise, such as YJ-2026-014
    "stage": _stage,
    "day": _day,
    "by_day": _day,
    "days": _number,
    "count": _number,
}


def placeholders(text: str) -> set[str]:
    """The fields that a text names. Raises FieldRefused for one that no message may have."""
    named: set[str] = set()
    for _words, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if name not in FIELDS or form or conversion:
            raise FieldRefused(f"'{{{name}}}' is not one of {', '.join(sorted(FIELDS))}.")
        named.add(name)
    return named


def as_words(fields: Mapping[str, object], *, wanted: set[str]) -> dict[str, str]:
    """Every field as words. Raises FieldRefused naming each that is missing, too many, or of a wrong kind."""
    refused = [f"'{name}' is not a field of this message" for name in sorted(set(fields) - wanted)]
    refused += [f"'{name}' is missing" for name in sorted(wanted - set(fields))]
    words: dict[str, str] = {}
    for name in sorted(wanted & set(fields)):
        try:
            words[name] = FIELDS[name](fields[name])[:LONGEST_VALUE]
        except FieldRefused as why:
            refused.append(f"'{name}' {why}")
    if refused:
        raise FieldRefused("; ".join(refused) + ".")
    return words


def page_address(about: str) -> str:
    """The address of a page of this site in which nothing but random ids differs. Raises FieldRefused for any other."""
    if not about:
        return ""
    try:
        found = resolve(about)
    except Resolver404:
        raise FieldRefused("'about' is not the address of a page here.") from None
    if found.args or not all(isinstance(value, uuid.UUID) for value in found.kwargs.values()):
        raise FieldRefused("'about' is a page whose address holds more than random ids.")
    return about
