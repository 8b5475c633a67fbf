"""What is done again and again: a table in code, filled by the rooms above, kept by whichever worker is first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from touchstone.web.jobs.models import Scheduled


@dataclass(frozen=True)
class Entry:
    """One thing on the schedule. It may be begun again after a kill, so it must not matter how often it runs."""

    name: str
    every: timedelta
    function: Callable[[], object]


SCHEDULE: dict[str, Entry] = {}


def register(name: str, every: timedelta, function: Callable[[], object]) -> None:
    """Have `function()` called every so often, by one worker at a time. Called in `ready` of the app it belongs to.

    Every thing has a thread of its own, so a slow one (a mail server that does not answer) holds up no other. Raises
    ValueError for a name that is taken.
    """
    entry = Entry(name, every, function)
    if SCHEDULE.setdefault(name, entry).function is not function:
        raise ValueError(f"Two things on the schedule are called '{name}'.")
    SCHEDULE[name] = entry


def due(now: datetime) -> list[Entry]:
    """What is to be done now and nobody holds. Whoever wants to do it must still `take` it."""
    names = Scheduled.objects.filter(name__in=SCHEDULE, next_at__lte=now, held_until__lte=now).order_by("next_at")
    return [SCHEDULE[name] for name in names.values_list("name", flat=True)]
