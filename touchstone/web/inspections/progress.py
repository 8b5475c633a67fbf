"""How far an inspection is, and one person's part in it: what must not be overlooked first, then the counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.models import CaseAssessment, Marking
from touchstone.web.assessments.results import Progress, progress_of
from touchstone.web.assessments.states import DONE, State
from touchstone.web.concerns.models import Concern
from touchstone.web.evidence.support import contradictions, holes
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections.clocks import present
from touchstone.web.inspections.models import Inspection
from touchstone.web.inspections.needs import missing_for
from touchstone.web.inspections.placing import Timetable, timetable_of
from touchstone.web.inspections.stages import STAGES, is_back, offered
from touchstone.web.samples.models import SampledCase
from touchstone.web.surveys.results import responses_count, texts_late, texts_waiting


@dataclass(frozen=True)
class Alert:
    """One thing that must not be overlooked: how urgent, what, and where it is mended."""

    tone: str  # "urgent" (act now) or "warning" (act soon)
    words: str
    href: str = ""


@dataclass(frozen=True)
class Bar:
    """So many of so many, in words."""

    title: str
    done: int
    of: int


def alerts(inspection: Inspection, person: User, today: date) -> list[Alert]:
    """Everything that blocks or is late, the most urgent first, as far as this person may know of it."""
    exercise = inspection.exercise
    found = [*of_safety(exercise, person), *of_stages(inspection, person, today), *of_surveys(exercise, person, today)]
    found += [*of_cases(exercise, person), *of_timetable(inspection, person), *of_evidence(exercise, person)]
    return sorted(found, key=lambda alert: alert.tone != "urgent")


def of_safety(exercise: Exercise, person: User) -> Iterator[Alert]:
    """Concerns without receipt come before everything else."""
    if not person.may(Permission.CONCERN_READ, exercise):
        return
    waiting = Concern.objects.of(exercise).filter(received_at=None, closed_at=None).count()
    if waiting:
        told = ngettext("%(n)s safety concern has no receipt.", "%(n)s safety concerns have no receipt.", waiting)
        yield Alert("urgent", told % {"n": waiting}, reverse("concerns", args=[exercise.pk]))


def of_stages(inspection: Inspection, person: User, today: date) -> Iterator[Alert]:
    """A late stage, and what stands between the inspection and its next one."""
    now = present(inspection, today)
    door = "inspection_move" if person.may(Permission.INSPECTION_MOVE, inspection) else "exercise"
    at = reverse(door, args=[inspection.pk])
    if now.is_late and now.by is not None:
        words = _("%(stage)s was to be over by %(day)s.") % {
            "stage": now.stage.name,
            "day": now.by.strftime("%d %B %Y"),
        }
        yield Alert("urgent", words, at)
    for stage in offered(inspection.at):
        if not is_back(inspection.at, stage):
            for words in missing_for(STAGES[stage.id], inspection, seen_by=person):
                yield Alert("warning", words, at)


def of_surveys(exercise: Exercise, person: User, today: date) -> Iterator[Alert]:
    """Words that nobody has read yet, in the surveys."""
    late, waiting = texts_late(exercise, today), texts_waiting(exercise)
    if late:
        words = ngettext(
            "%(n)s text from a survey is unread and late.", "%(n)s texts from surveys are unread and late.", late
        )
        yield Alert("urgent", words % {"n": late})
    elif waiting:
        words = ngettext(
            "%(n)s text from a survey waits to be read.", "%(n)s texts from surveys wait to be read.", waiting
        )
        yield Alert("warning", words % {"n": waiting})


def of_cases(exercise: Exercise, person: User) -> Iterator[Alert]:
    """Cases nobody was given, and cases that came back."""
    progress = progress_of(exercise, seen_by=person)
    at = reverse("cases", args=[exercise.pk])
    if progress.unallocated:
        words = ngettext("%(n)s case is given to nobody.", "%(n)s cases are given to nobody.", progress.unallocated)
        yield Alert("warning", words % {"n": progress.unallocated}, at)
    back = progress.first.get(State.SENT_BACK, 0)
    if back:
        words = ngettext("%(n)s case was sent back and waits.", "%(n)s cases were sent back and wait.", back)
        yield Alert("warning", words % {"n": back}, at)


def of_timetable(inspection: Inspection, person: User) -> Iterator[Alert]:
    """Clashes in the timetable."""
    if not person.may(Permission.TIMETABLE_READ, inspection.exercise):
        return
    many = len(timetable_of(inspection).clashes)
    if many:
        words = ngettext(
            "%(n)s thing in the timetable does not fit.", "%(n)s things in the timetable do not fit.", many
        )
        yield Alert("warning", words % {"n": many}, reverse("timetable", args=[inspection.pk]))


def of_evidence(exercise: Exercise, person: User) -> Iterator[Alert]:
    """Contradictions nobody answered, and standards that stand on nothing."""
    if not person.may(Permission.EVIDENCE_READ, exercise):
        return
    at = reverse("matrix", args=[exercise.pk])
    against, open_holes = len(contradictions(exercise)), len(holes(exercise))
    if against:
        words = ngettext("%(n)s contradiction is unanswered.", "%(n)s contradictions are unanswered.", against)
        yield Alert("warning", words % {"n": against}, at)
    if open_holes:
        words = ngettext("%(n)s hole in the matrix of evidence.", "%(n)s holes in the matrix of evidence.", open_holes)
        yield Alert("warning", words % {"n": open_holes}, at)


def bars(exercise: Exercise, progress: Progress) -> list[Bar]:
    """Cases read, marked twice and agreed, as bars; and who answered the surveys."""
    second = sum(progress.second.values())
    found = [Bar(_("Cases read"), progress.read, progress.cases)]
    if second:
        found.append(Bar(_("Second markings done"), sum(progress.second.get(state, 0) for state in DONE), second))
    found.append(Bar(_("Cases agreed"), progress.first.get(State.AGREED, 0), progress.cases))
    return found


def answered(exercise: Exercise) -> int:
    """How many people have answered a survey."""
    return responses_count(exercise)


@dataclass(frozen=True)
class Part:
    """One person's part: the cases given to them, and their own days."""

    person: User
    assessments: tuple[CaseAssessment, ...]
    timetable: Timetable
    counts: dict[str, int]

    @property
    def done(self) -> int:
        """How many of their cases are finished."""
        return sum(self.counts.get(state, 0) for state in DONE)


def part_of(inspection: Inspection, person: User, seen_by: User) -> Part:
    """One person's part, as far as whoever looks may see it: a marking that is kept from them is left out."""
    rows = (
        CaseAssessment.objects.visible_to(seen_by)
        .filter(exercise=inspection.exercise, assessor=person)
        .exclude(marking=Marking.PRACTICE)
        .select_related("case")
    )
    listed = tuple(rows)
    counts: dict[str, int] = {}
    for row in listed:
        counts[row.state] = counts.get(row.state, 0) + 1
    return Part(person, listed, timetable_of(inspection).of(person.pk), counts)


def by_group(exercise: Exercise, progress: Progress) -> list[dict[str, Any]]:
    """For each sample group: how many cases, and how many are read."""
    framework = exercise.framework()
    titles = {group.id: group.title for group in framework.sample.groups}
    found: dict[str, dict[str, Any]] = {}
    for case in SampledCase.objects.of(exercise).read():
        row = found.setdefault(case.group, {"title": titles.get(case.group, case.group), "cases": 0, "read": 0})
        row["cases"] += 1
        row["read"] += progress.by_case.get(case.pk, {}).get(Marking.FIRST) in DONE
    return list(found.values())
