"""An inspection: an exercise that moves through stages, with its dates and who moved it when."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import Exercise, ExerciseRow, ExerciseRows
from touchstone.web.tenancy import Place, TenantModel, TenantRows
from touchstone.web.text_fields import LineField


class Inspections(TenantRows["Inspection"]):
    """Inspections; every page begins with `visible_to`."""

    def visible_to(self, person: User) -> Self:
        """Those whose existence this person may know."""
        return self.filter(person.reach.places(Permission.INSPECTION_READ).condition()).as_scoped()


class Inspection(TenantModel):
    """The inspection that an exercise is. Its id is the exercise's."""

    exercise = models.OneToOneField(Exercise, primary_key=True, on_delete=models.PROTECT, related_name="inspection")
    stage = LineField(max_length=40)  # a name in stages.py
    stage_since = models.DateTimeField(default=timezone.now)
    announced_on = models.DateField(null=True, blank=True)
    fieldwork_from = models.DateField(null=True, blank=True)
    fieldwork_until = models.DateField(null=True, blank=True)
    predecessor = LineField(max_length=120, blank=True)  # slug of the published inspection before this one

    objects = Inspections.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-exercise__created"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "exercise", "stage", "stage_since", "announced_on", "fieldwork_from", "fieldwork_until", "predecessor",
        )  # fmt: skip
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.exercise.reference} ({self.stage})"

    def place(self) -> Place:
        """Where its exercise is."""
        return self.exercise.place()


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
