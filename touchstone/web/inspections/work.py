"""What is somebody's to do next, of all inspections they may know of: by role, with days, what is late first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.assessments.states import OPEN
from touchstone.web.concerns.models import Concern
from touchstone.web.exercises.models import Activity
from touchstone.web.inspections.clocks import Due, present
from touchstone.web.inspections.models import Inspection, SlotPerson
from touchstone.web.inspections.needs import missing_for
from touchstone.web.inspections.stages import is_back, offered
from touchstone.web.surveys.models import FreeText
from touchstone.web.surveys.models import State as Read

# Where somebody whose turn it is goes first, by stage and role; elsewhere the inspection's own page.
FIRST_DOOR = {
    ("planned", "chief_inspector"): "inspection_dates",
    ("evidence_in_advance", "service_contact"): "sample",
    ("sample", "lead_inspector"): "sample",
    ("judgements", "lead_inspector"): "judgements",
    ("ratings_panel", "panel_chair"): "panel",
}


@dataclass(frozen=True)
class Row:
    """One inspection in somebody's list."""

    inspection: Inspection
    due: Due
    roles: tuple[str, ...]  # ids of the roles this person holds for it


@dataclass(frozen=True)
class Task:
    """One thing to do: words, where, by when."""

    words: str | Promise
    hint: str
    href: str
    by: date | None = None
    late: bool = False


def listed(person: User, today: date) -> list[Row]:
    """Every inspection this person may know of, those at which they are first."""
    found = Inspection.objects.visible_to(person).select_related("exercise__service")
    rows = [Row(it, present(it, today), roles_at(person, it)) for it in found]
    return sorted(rows, key=lambda row: (not row.roles, row.inspection.stage in ("published", "response")))


def roles_at(person: User, inspection: Inspection) -> tuple[str, ...]:
    """The roles somebody holds for one inspection, in its team or at its service."""
    place = inspection.place()
    held = [
        role
        for role, at in person.reach.held
        if (at.exercise is not None and at.exercise == place.exercise)
        or (at.exercise is None and at.service is not None and at.service == place.service)
    ]
    return tuple(dict.fromkeys(held))


def todo(person: User, rows: Sequence[Row], today: date) -> list[Task]:
    """What is theirs to do next, what is late first, then by day."""
    tasks = [task for row in rows for task in of_row(person, row)]
    tasks += concerns_open(person, rows, today)
    tasks += texts_waiting(person, rows, today)
    tasks += cases_given(person, rows, today)
    tasks += in_timetable(person, [row.inspection.pk for row in rows], today)
    return sorted(tasks, key=lambda task: (not task.late, task.by or date.max))


def of_row(person: User, row: Row) -> Iterator[Task]:
    """What one inspection asks of somebody: their turn, or a move that nothing stands in the way of."""
    it, stage = row.inspection, row.due.stage
    if not stage.has_room:
        return
    hint = hint_of(it)
    turn = stage.turn in row.roles or (
        ROLES[stage.turn].held == "installation" and any(role == stage.turn for role, _at in person.reach.held)
    )
    if "lead_inspector" in row.roles or (turn and person.may(Permission.INSPECTION_MOVE, it)):
        for target in offered(it.at):
            if not is_back(it.at, target) and not missing_for(target, it, seen_by=person):
                words = _("Ready to move to: %(stage)s") % {"stage": target.name}
                yield Task(words, hint, reverse("inspection_move", args=[it.pk]), row.due.by, row.due.is_late)
                return
    if turn:
        door = FIRST_DOOR.get((stage.id, stage.turn), "exercise")
        words = _("%(stage)s: your turn") % {"stage": stage.name}
        yield Task(words, hint, reverse(door, args=[it.pk]), row.due.by, row.due.is_late)


def concerns_open(person: User, rows: Sequence[Row], today: date) -> Iterator[Task]:
    """Safety concerns that nobody has given receipt for, and those that they have and that are not closed."""
    known = {row.inspection.pk: row.inspection for row in rows}
    theirs = person.reach.places(Permission.CONCERN_RECEIVE).condition()
    found = Concern.objects.visible_to(person).filter(theirs, exercise__in=known, closed_at=None)
    without = found.filter(received_at=None).exclude(raised_by=person)
    for exercise, count in without.order_by().values_list("exercise").annotate(Count("pk")):
        words = ngettext("%(n)s safety concern has no receipt", "%(n)s safety concerns have no receipt", count)
        yield Task(words % {"n": count}, hint_of(known[exercise]), reverse("concerns", args=[exercise]), today, True)
    for exercise, count in found.filter(received_by=person).order_by().values_list("exercise").annotate(Count("pk")):
        words = ngettext("%(n)s safety concern to see through", "%(n)s safety concerns to see through", count)
        yield Task(words % {"n": count}, hint_of(known[exercise]), reverse("concerns", args=[exercise]), today)


def texts_waiting(person: User, rows: Sequence[Row], today: date) -> Iterator[Task]:
    """What people wrote in surveys whose named reader they are, by the end of the first working day for it."""
    known = {row.inspection.pk: row.inspection for row in rows}
    found = FreeText.objects.visible_to(person).filter(exercise__in=known, survey__reader=person, state=Read.WAITING)
    for exercise, count, by in found.order_by().values_list("exercise").annotate(Count("pk"), Min("due_on")):
        words = ngettext("%(n)s text of a survey to read", "%(n)s texts of surveys to read", count) % {"n": count}
        href = reverse("survey-texts", args=[exercise])
        yield Task(words, hint_of(known[exercise]), href, by, by < today)


def hint_of(inspection: Inspection) -> str:
    """Which inspection it is."""
    told = {"service": inspection.exercise.service.name, "reference": inspection.exercise.reference}
    return _("%(service)s, inspection %(reference)s") % told


def cases_given(person: User, rows: Sequence[Row], today: date) -> Iterator[Task]:
    """The cases they were given and have not handed in, for each inspection in which cases are assessed now."""
    open_now = {row.inspection.pk: row.inspection for row in rows
                if row.inspection.exercise.is_open_for(Activity.ASSESSMENT)}  # fmt: skip
    mine = CaseAssessment.objects.open_to(person).filter(assessor=person, exercise__in=open_now, state__in=OPEN)
    for exercise, count in mine.order_by().values_list("exercise").annotate(Count("pk")):
        it = open_now[exercise]
        words = ngettext("%(n)s case to assess", "%(n)s cases to assess", count) % {"n": count}
        by = it.fieldwork_until
        late = by is not None and by < today
        yield Task(words, hint_of(it), reverse("cases", args=[exercise]), by, late)


def in_timetable(person: User, inspections: Sequence[UUID], today: date) -> Iterator[Task]:
    """The next day on which they stand in a timetable, for each inspection."""
    mine = SlotPerson.objects.visible_to(person).standing().filter(person=person, exercise__in=inspections)
    coming = mine.filter(slot__cancelled_at=None, slot__day__gte=today).select_related("slot", "exercise__service")
    days: dict[UUID, tuple[date, list[SlotPerson]]] = {}
    for entry in coming.order_by("slot__day", "slot__begins"):
        day, entries = days.setdefault(entry.exercise_id, (entry.slot.day, []))
        if entry.slot.day == day:
            entries.append(entry)
    for exercise, (day, entries) in days.items():
        count = len(entries)
        words = ngettext("%(n)s entry in your timetable", "%(n)s entries in your timetable", count) % {"n": count}
        href = reverse("timetable_person", args=[exercise, person.pk])
        told = {"service": entries[0].exercise.service.name, "reference": entries[0].exercise.reference}
        yield Task(words, _("%(service)s, inspection %(reference)s") % told, href, day)
