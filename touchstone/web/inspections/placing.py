"""The timetable as it stands: its rows as pages show them and as clashes are found among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Prefetch

from touchstone.web.accounts.models import User
from touchstone.web.inspections import people as team_of
from touchstone.web.inspections.clashes import Around, Away, Clash, Placed, clashes
from touchstone.web.inspections.models import Absence, Inspection, Slot, SlotPerson
from touchstone.web.inspections.timetable import Interpreter
from touchstone.web.tenancy import unscoped


@dataclass(frozen=True)
class Timetable:
    """Every entry that stands, in order, and what does not fit."""

    slots: tuple[Slot, ...]
    clashes: tuple[Clash, ...]

    @property
    def days(self) -> list[tuple[date, list[Slot]]]:
        """The entries, day by day."""
        return [(day, list(slots)) for day, slots in groupby(self.slots, key=lambda slot: slot.day)]

    def of(self, person: UUID) -> Timetable:
        """One person's own entries, with what does not fit in them."""
        mine = tuple(slot for slot in self.slots if person in {entry.person_id for entry in slot.there})
        ids = {slot.pk for slot in mine}
        return Timetable(mine, tuple(it for it in self.clashes if ids & set(it.slots)))

    def cases(self) -> list[UUID]:
        """The cases that stand in it, for the audit."""
        return [slot.case_id for slot in self.slots if slot.case_id]


def timetable_of(inspection: Inspection) -> Timetable:
    """The timetable of an inspection that was itself reached by `visible_to`."""
    there = SlotPerson.objects.of(inspection.exercise).standing().select_related("person", "instead_of")
    found = (
        Slot.objects.of(inspection.exercise)
        .standing()
        .select_related("case")
        .prefetch_related(Prefetch("people", queryset=there, to_attr="there"))  # type: ignore[no-redef]
    )
    slots = tuple(found)
    return Timetable(slots, tuple(clashes([placed(slot) for slot in slots], around(inspection, slots))))


def placed(slot: Slot) -> Placed:
    """An entry as clashes see it. Two entries without a place, or online, are in no room twice."""
    return Placed(
        id=slot.pk,
        day=slot.day,
        begins=slot.begins,
        ends=slot.ends,
        what=slot.what,
        words=words_of(slot),
        room="" if slot.online or slot.what == "travel" else slot.where.strip(),
        people=frozenset(entry.person_id for entry in slot.there),
        needs_interpreter=slot.interpreter == Interpreter.NEEDED,
    )


def words_of(slot: Slot) -> str:
    """What happens, in words that name nobody: the kind, and a case by its label."""
    words = str(slot.get_what_display())
    return f"{words} ({slot.case.label})" if slot.case else words


def around(inspection: Inspection, slots: Sequence[Slot]) -> Around:
    """What the timetable must fit into: the days of fieldwork, who is in the team, who is away or elsewhere."""
    team = team_of.team(inspection)
    away = Absence.objects.of(inspection.exercise).standing()
    names = {person.pk: person.name for person in team}
    names |= {entry.person_id: entry.person.name for slot in slots for entry in slot.there}
    return Around(
        fieldwork_from=inspection.fieldwork_from,
        fieldwork_until=inspection.fieldwork_until,
        away=tuple(Away(it.person_id, it.first, it.last) for it in away),
        elsewhere=tuple(elsewhere(inspection, names, {slot.day for slot in slots})),
        names=names,
        team=frozenset(person.pk for person in team),
    )


def elsewhere(inspection: Inspection, people: Iterable[UUID], days: set[date]) -> list[Placed]:
    """When the same people are in other inspections: times alone, nothing of what they do or where."""
    if not days:
        return []
    with unscoped("times at which people of this team are in other inspections; nothing else of those is read"):
        rows = SlotPerson.objects.filter(
            person__in=list(people), slot__day__in=days, left_at=None, slot__cancelled_at=None
        ).exclude(exercise=inspection.pk)
        found = rows.values_list("slot", "slot__day", "slot__begins", "slot__ends", "person")
        return [
            Placed(slot, day, begins, ends, "", "", people=frozenset({person}))
            for slot, day, begins, ends, person in found
        ]


def free_on(inspection: Inspection, day: date, but: UUID) -> list[tuple[User, str]]:
    """The rest of the team for a day, those first who have nothing then; with what stands in the way of the others."""
    timetable = timetable_of(inspection)
    wanted = [placed(slot) for slot in timetable.of(but).slots if slot.day == day]
    fits_into = around(inspection, timetable.slots)
    others = []
    for person in team_of.team(inspection):
        if person.pk == but:
            continue
        held = [placed(slot) for slot in timetable.of(person.pk).slots if slot.day == day]
        busy = any(one.meets(other) for one in wanted for other in held)
        busy = busy or any(person.pk in it.people and it.meets(one) for it in fits_into.elsewhere for one in wanted)
        away = any(it.person == person.pk and it.first <= day <= it.last for it in fits_into.away)
        others.append((person, "away" if away else "busy" if busy else ""))
    return sorted(others, key=lambda it: (it[1] != "", it[0].name))
