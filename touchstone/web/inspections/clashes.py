"""What does not fit in a timetable, all at once: a person or a room twice, days that are none, leave, no interpreter.

Plain values in, plain values out; pages and operations ask the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import combinations
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from touchstone.practice.working_days import OutsideTheYears, is_working_day


@dataclass(frozen=True)
class Placed:
    """A slot as clashes see it. `people` are those of the team who are in it now."""

    id: UUID
    day: date
    begins: time
    ends: time
    what: str
    words: str  # what happens, for people
    room: str = ""  # "" where there is none, or it is online
    people: frozenset[UUID] = frozenset()
    needs_interpreter: bool = False

    def meets(self, other: Placed) -> bool:
        """Do the two overlap? One may begin when the other ends."""
        return self.day == other.day and self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True)
class Away:
    """Somebody is away from a day to a day, both included."""

    person: UUID
    first: date
    last: date


@dataclass(frozen=True)
class Around:
    """What a timetable must fit into. `elsewhere`: slots of the same people in other inspections, without words."""

    fieldwork_from: date | None = None
    fieldwork_until: date | None = None
    away: tuple[Away, ...] = ()
    elsewhere: tuple[Placed, ...] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)
    team: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Clash:
    """One thing that does not fit: the slots it is about, and a sentence."""

    slots: tuple[UUID, ...]
    says: str


def clashes(slots: Sequence[Placed], around: Around) -> list[Clash]:
    """Everything that does not fit, in the order of the days."""
    ordered = sorted(slots, key=lambda slot: (slot.day, slot.begins, slot.ends, str(slot.id)))
    found = [clash for slot in ordered for clash in of_one(slot, around)]
    for one, other in same_time(ordered):
        found += of_two(one, other, around)
    return found


def same_time(ordered: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Every two slots that overlap; slots are in the order of the days."""
    by_day: dict[date, list[Placed]] = {}
    for slot in ordered:
        by_day.setdefault(slot.day, []).append(slot)
    for slots in by_day.values():
        yield from ((one, other) for one, other in combinations(slots, 2) if one.meets(other))


def of_one(slot: Placed, around: Around) -> Iterator[Clash]:
    """What is wrong with one slot by itself."""
    told = {"when": moment(slot), "what": slot.words}
    if not slot.begins < slot.ends:
        yield Clash((slot.id,), _("%(when)s, %(what)s: it ends before it begins.") % told)
    for says in wrong_day(slot.day, around):
        yield Clash((slot.id,), says % told)
    if not slot.people:
        yield Clash((slot.id,), _("%(when)s, %(what)s: nobody of the team is there.") % told)
    if slot.needs_interpreter:
        yield Clash((slot.id,), _("%(when)s, %(what)s: an interpreter is needed and not arranged.") % told)
    for person in sorted(slot.people, key=str):
        told["who"] = name_of(person, around)
        if around.team and person not in around.team:
            yield Clash((slot.id,), _("%(when)s, %(what)s: %(who)s is not in the team any more.") % told)
        if any(it.person == person and it.first <= slot.day <= it.last for it in around.away):
            yield Clash((slot.id,), _("%(when)s, %(what)s: %(who)s is away that day.") % told)
        if any(person in it.people and it.meets(slot) for it in around.elsewhere):
            yield Clash((slot.id,), _("%(when)s, %(what)s: %(who)s is at another inspection then.") % told)


def wrong_day(day: date, around: Around) -> Iterator[str]:
    """Why this day is none for fieldwork."""
    first, last = around.fieldwork_from, around.fieldwork_until
    if (first and day < first) or (last and day > last):
        yield _("%(when)s, %(what)s: this is outside the days of fieldwork.")
    try:
        if not is_working_day(day):
            yield _("%(when)s, %(what)s: this is a weekend or a bank holiday.")
    except OutsideTheYears:
        yield _("%(when)s, %(what)s: the bank holidays of this year are not known; check the date.")


def of_two(one: Placed, other: Placed, around: Around) -> Iterator[Clash]:
    """What is wrong with two slots at the same time."""
    told = {"when": moment(other), "one": one.words, "other": other.words}
    for person in sorted(one.people & other.people, key=str):
        told["who"] = name_of(person, around)
        says = _("%(when)s: %(who)s is in two places, %(one)s and %(other)s.")
        yield Clash((one.id, other.id), says % told)
    if one.room and one.room.casefold() == other.room.casefold():
        told["room"] = other.room
        says = _("%(when)s: %(room)s is taken twice, %(one)s and %(other)s.")
        yield Clash((one.id, other.id), says % told)


def about(found: Iterable[Clash], slot: UUID) -> list[str]:
    """The sentences that concern one slot."""
    return [clash.says for clash in found if slot in clash.slots]


def moment(slot: Placed) -> str:
    """Its day and time, as people write them."""
    return f"{date_format(slot.day, 'D j F')}, {slot.begins:%H:%M}"


def name_of(person: UUID, around: Around) -> str:
    """Somebody's name; "somebody" where it is not known."""
    return around.names.get(person) or _("somebody")
