"""An inspection: an exercise that moves through stages, with its dates, who moved it when, and files brought in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils import timezone

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import Exercise, ExerciseRow, ExerciseRows
from touchstone.web.inspections.stages import DATES, FIRST, STAGES, Stage
from touchstone.web.inspections.timetable import Absence, Slot, SlotPerson
from touchstone.web.tenancy import Place, TenantModel, TenantRows
from touchstone.web.text_fields import LineField, ProseField

__all__ = ["Absence", "CarriedFile", "Inspection", "Inspections", "Move", "Slot", "SlotPerson"]


class Inspections(TenantRows["Inspection"]):
    """Inspections; every page begins with `visible_to`."""

    def visible_to(self, person: User) -> Self:
        """Those whose existence this person may know."""
        return self.filter(person.reach.places(Permission.INSPECTION_READ).condition()).as_scoped()


class Inspection(TenantModel):
    """The inspection that an exercise is. Its id is the exercise's."""

    exercise = models.OneToOneField(Exercise, primary_key=True, on_delete=models.PROTECT, related_name="inspection")
    stage = LineField(max_length=40, default=FIRST.id)  # an id in stages.py
    stage_since = models.DateTimeField(default=timezone.now)
    announced_on = models.DateField(null=True, blank=True)
    fieldwork_from = models.DateField(null=True, blank=True)
    fieldwork_until = models.DateField(null=True, blank=True)
    panel_on = models.DateField(null=True, blank=True)
    predecessor = LineField(max_length=120, blank=True)  # slug of the published inspection before this one

    objects = Inspections.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-exercise__created"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "exercise", "stage", "stage_since", "announced_on", "fieldwork_from", "fieldwork_until", "panel_on",
            "predecessor",
        )  # fmt: skip
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.exercise.reference} ({self.stage})"

    def place(self) -> Place:
        """Where its exercise is."""
        return self.exercise.place()

    @property
    def at(self) -> Stage:
        """The stage it is at."""
        return STAGES[self.stage]

    def date(self, name: str) -> date | None:
        """One of the dates that clocks count from (a key of stages.DATES)."""
        if name not in DATES:
            raise KeyError(name)
        value = getattr(self, name)
        return timezone.localdate(value) if isinstance(value, datetime) else value


class MoveRows(ExerciseRows["Move"]):
    """Moves are seen by whoever knows of the inspection."""

    seen_with = Permission.INSPECTION_READ


class Move(ExerciseRow):
    """An inspection went from one stage to another: who, when, why. The newest says where it is."""

    from_stage = LineField(max_length=40, blank=True)
    to_stage = LineField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    because = LineField(max_length=500, blank=True)

    objects = MoveRows.as_manager()

    class Meta:
        """In order."""

        ordering = ["at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "from_stage", "to_stage", "at", "by", "because")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"


class CarriedFiles(ExerciseRows["CarriedFile"]):
    """Files that inspections were brought in with: case references stand in them."""

    seen_with = Permission.INSPECTION_FILE_EXPORT


class CarriedFile(ExerciseRow):
    """The portable file an inspection was brought in with, whole, so that nothing is lost on the way out again."""

    handed_in_sha256 = LineField(max_length=64)  # of the bytes that came
    sha256 = LineField(max_length=64, unique=True)  # of `content`: the same inspection, however it was packed, is one
    content = ProseField()  # as dossier.file.write_inspection writes it
    cases = models.PositiveIntegerField(default=0)
    brought_in_at = models.DateTimeField(default=timezone.now)
    brought_in_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CarriedFiles.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-brought_in_at"]

    class Classed:
        """Who may know each field. The content holds references of cases and what was judged of each."""

        public = ()
        personal = ("id", "exercise", "handed_in_sha256", "sha256", "cases", "brought_in_at", "brought_in_by")
        sensitive = ("content",)

    def __str__(self) -> str:
        return self.sha256[:12]
