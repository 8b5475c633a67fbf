"""An exercise: a service held to a framework once. An inspection, a self-inspection and a benchmark are exercises."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework
from touchstone.web.accounts.models import Service
from touchstone.web.accounts.permissions import Permission
from touchstone.web.tenancy import Place, TenantModel, TenantRows
from touchstone.web.text_fields import LineField

if TYPE_CHECKING:
    from touchstone.web.accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class Kind(models.TextChoices):
    """Why a service is held to the standards."""

    INSPECTION = "inspection", _("Inspection")
    SELF_INSPECTION = "self_inspection", _("Self-inspection")
    BENCHMARK = "benchmark", _("Benchmark")


class Activity(models.TextChoices):
    """What can be open in an exercise. Stages open and close activities; operations ask `exercise.require(...)`."""

    TOLD = "told", _("the service knowing of it")
    CASE_LIST = "case_list", _("handing in the list of cases")
    DOCUMENTS = "documents", _("handing in documents")
    SAMPLE = "sample", _("drawing the sample")
    READING = "reading", _("reading cases")
    ASSESSMENT = "assessment", _("assessing cases")
    EVIDENCE = "evidence", _("recording evidence")
    SURVEYS = "surveys", _("surveys")
    JUDGEMENTS = "judgements", _("proposing judgements")
    PANEL = "panel", _("the ratings panel")


class NotOpen(PermissionDenied):
    """Something is asked of an exercise at a stage that does not allow it; the page says so with status 403."""


class Exercises(TenantRows["Exercise"]):
    """Exercises; every page begins with `visible_to`."""

    def visible_to(self, person: User) -> Self:
        """Those whose existence this person may know."""
        return self.where(person, Permission.INSPECTION_READ)

    def where(self, person: User, permission: Permission) -> Self:
        """Those in which this person has a permission."""
        return self.filter(person.reach.places(permission).condition("")).as_scoped()


class Exercise(TenantModel):
    """A service held to a framework once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = LineField(max_length=20, choices=Kind.choices, default=Kind.INSPECTION)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="exercises")
    reference = LineField(max_length=40, unique=True)  # such as 2026-017; told to the service, names nobody
    framework_id = LineField(max_length=60)
    revision = models.PositiveIntegerField()  # of the framework; kept as long as the exercise lasts
    activities = LineField(
        max_length=200, default=" "
    )  # the open ones, each between two spaces, so that SQL finds them
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = Exercises.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-created"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "kind", "service", "reference", "framework_id", "revision", "activities", "created")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.reference} {self.service}"

    def get_absolute_url(self) -> str:
        """Its first page."""
        return reverse("exercise", args=[self.id])

    def place(self) -> Place:
        """Itself, at its service."""
        return Place(self.id, self.service_id)

    def framework(self) -> Framework:
        """The framework it was begun under."""
        return load_framework(self.framework_id)

    def is_open_for(self, activity: Activity) -> bool:
        """Is this activity open now?"""
        return f" {activity.value} " in self.activities

    def require(self, activity: Activity) -> None:
        """Raise NotOpen, in words, where an activity is not open."""
        if not self.is_open_for(activity):
            raise NotOpen(_("This stage of the inspection is not open for %(what)s.") % {"what": activity.label})


class ExerciseRows(TenantRows[Row]):
    """Rows inside an exercise. A model's own queryset names in `seen_with` the permission that shows its rows."""

    seen_with: Permission | None = None
    only_while: Activity | None = None  # case material is seen while this activity is open, and not before or after

    def visible_to(self, person: User) -> Self:
        """The rows of exercises in which this person has the permission, while the activity is open."""
        if self.seen_with is None:
            return self.none().as_scoped()
        rows = self.filter(person.reach.places(self.seen_with).condition())
        if self.only_while is not None:
            rows = rows.filter(exercise__activities__contains=f" {self.only_while.value} ")
        return rows.as_scoped()


class ExerciseRow(TenantModel):
    """A row inside an exercise; every model of the rooms above derives from it, so each carries `exercise_id`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """No table of its own."""

        abstract = True

    def place(self) -> Place:
        """Where its exercise is."""
        exercise: Any = self.exercise
        return Place(exercise.id, exercise.service_id)
