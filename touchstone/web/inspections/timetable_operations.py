"""What changes the timetable: entries are written, cancelled, people are put in and stand in for others, leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.inspections import people as team_of
from touchstone.web.inspections.models import Absence, Inspection, Slot, SlotPerson
from touchstone.web.messages.operations import tell

TOLD_WITHIN = timedelta(days=3)  # before that a timetable is still being written, and nobody is told of each change
FIELDS = ("day", "begins", "ends", "what", "case", "with_whom", "online", "where", "interpreter", "language")


@operation(Permission.TIMETABLE_EDIT)
def write_slot(*, inspection: Inspection, fields: Mapping[str, Any], people: Iterable[UUID], by: User,
               slot: Slot | None = None, version: int | None = None) -> Slot:  # fmt: skip
    """Write an entry, or write it anew; `fields` are those of FIELDS. What does not fit is told, and stops nobody.

    Raises ValidationError where somebody else has changed it meanwhile, or a person is not in the team.
    """
    chosen = in_team(inspection, people)
    if slot is None:
        slot = Slot(exercise_id=inspection.pk)
    days = {slot.day, fields["day"]}
    for name in FIELDS:
        setattr(slot, name, fields[name])
    slot.clean_fields(exclude=["exercise"])
    if slot._state.adding:
        slot.save(force_insert=True)
    else:
        changes = {name: getattr(slot, name) for name in FIELDS}
        mine = Slot.objects.filter(pk=slot.pk, version=version or 0, cancelled_at=None)
        if mine.update(**changes, version=F("version") + 1) != 1:
            raise ValidationError(_("Somebody else has changed this entry a moment ago. Look at it again."))
        slot.version = (version or 0) + 1
    note(objects=[slot], subjects=[slot.case_id] if slot.case_id else [])
    before = {entry.person_id: entry for entry in SlotPerson.objects.filter(slot=slot, left_at=None)}
    for person, entry in before.items():
        if person not in chosen:
            left(entry)
    for person in chosen.keys() - before.keys():
        put_in(slot, chosen[person], by=by)
    told_of_change(inspection, {*chosen, *before} - {by.pk}, days)
    return slot


@operation(Permission.TIMETABLE_EDIT)
def cancel_slot(*, inspection: Inspection, slot: Slot, because: str, by: User) -> None:
    """Take an entry out of the timetable; it stays on record. Raises ValidationError where it was taken out already."""
    now = timezone.now()
    cancelled = Slot.objects.filter(pk=slot.pk, exercise=inspection.pk, cancelled_at=None).update(
        cancelled_at=now, cancelled_because=because, version=F("version") + 1
    )
    if cancelled != 1:
        raise ValidationError(_("This entry was taken out already."))
    note(objects=[slot])
    placed = set(SlotPerson.objects.filter(slot=slot, left_at=None).values_list("person", flat=True))
    told_of_change(inspection, placed - {by.pk}, {slot.day})


@operation(Permission.TIMETABLE_EDIT)
def stand_in(*, inspection: Inspection, absent: UUID, day: date, instead: UUID, by: User) -> int:
    """Put somebody in the place of another, in all entries of one day; how many. Both are told.

    Raises ValidationError where the other is not in the team, or stands in no entry of that day any more.
    """
    chosen = in_team(inspection, [instead])
    entries = SlotPerson.objects.filter(
        exercise=inspection.pk, person=absent, left_at=None, slot__day=day, slot__cancelled_at=None
    ).select_related("slot", "person")
    count = 0
    for entry in entries:
        left(entry)
        if not SlotPerson.objects.filter(slot=entry.slot, person=instead, left_at=None).exists():
            put_in(entry.slot, chosen[instead], by=by, instead_of=entry.person)
        Slot.objects.filter(pk=entry.slot_id).update(version=F("version") + 1)
        count += 1
    if not count:
        raise ValidationError(_("Nobody needs to be replaced: there is no entry left on that day."))
    note(details={"entries": count, "day": day.isoformat()})
    told_of_change(inspection, {absent, instead} - {by.pk}, {day})
    return count


@operation(Permission.TIMETABLE_EDIT)
def put_away(*, inspection: Inspection, person: UUID, first: date, last: date, by: User) -> Absence:
    """Write down that somebody of the team is away. Raises ValidationError for somebody who is not in it."""
    chosen = in_team(inspection, [person])
    absence = Absence(exercise_id=inspection.pk, person=chosen[person], first=first, last=last, put_in_by=by)
    absence.save(force_insert=True)
    note(objects=[absence])
    return absence


@operation(Permission.TIMETABLE_EDIT)
def take_back_absence(*, inspection: Inspection, absence: Absence, by: User) -> None:
    """Somebody is there after all."""
    Absence.objects.filter(pk=absence.pk, exercise=inspection.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    note(objects=[absence])


@step
def put_in(slot: Slot, person: User, *, by: User, instead_of: User | None = None) -> SlotPerson:
    """Somebody is in an entry from now on."""
    entry = SlotPerson(exercise_id=slot.exercise_id, slot=slot, person=person, put_in_by=by, instead_of=instead_of)
    entry.save(force_insert=True)
    return entry


@step
def left(entry: SlotPerson) -> None:
    """Somebody is in an entry no longer; that they were stays."""
    entry.left_at = timezone.now()
    entry.save(update_fields=["left_at"])


def in_team(inspection: Inspection, wanted: Iterable[UUID]) -> dict[UUID, User]:
    """The people asked for, by id. Raises ValidationError where one is not in the team."""
    team = {person.pk: person for person in team_of.team(inspection)}
    missing = [one for one in wanted if one not in team]
    if missing:
        raise ValidationError({"people": _("Somebody chosen is not in the team any more. Choose again.")})
    return {one: team[one] for one in wanted}


def told_of_change(inspection: Inspection, people: Iterable[UUID], days: Iterable[date | None]) -> None:
    """Tell people that their timetable changed, where the day is near: once a day for each day of the timetable."""
    today = timezone.localdate()
    near = sorted({day for day in days if day is not None and today <= day <= today + TOLD_WITHIN})
    persons = list(User.objects.filter(pk__in=list(people), is_active=True))
    for day in near:
        for person in persons:
            about = reverse("timetable_person", args=[inspection.pk, person.pk])
            tell(
                to=[person],
                text="timetable_changed",
                fields={"inspection": inspection.pk, "day": day},
                about=about,
                exercise_id=inspection.pk,
            )
