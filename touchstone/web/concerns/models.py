"""A concern about a child's immediate safety, who is on duty for it, and every step until it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.samples.models import SampledCase
from touchstone.web.text_fields import LineField, ProseField

if TYPE_CHECKING:
    from datetime import datetime


class State(models.TextChoices):
    """Where a concern is. Only a receipt makes it raised."""

    SENT = "sent", _("Sent, not yet received")
    RECEIVED = "received", _("Received")
    CLOSED = "closed", _("Closed")


class What(models.TextChoices):
    """What a step was."""

    SENT = "sent", _("Sent to whoever is on duty")
    CLIMBED = "climbed", _("Unanswered: gone up to")
    REMINDED = "reminded", _("Unanswered: sent again to")
    RUNG = "rung", _("Told by telephone")
    RECEIVED = "received", _("Receipt given")
    ACTION = "action", _("What was done")
    CLOSED = "closed", _("Closed")


class Duties(ExerciseRows["Duty"]):
    """Who is on duty is known to everybody who may raise a concern."""

    seen_with = Permission.CONCERN_RAISE


class Duty(ExerciseRow):
    """A named person is on duty for concerns in an exercise: rung 1 is told first, 2 when 1 does not answer."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField()
    began = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    objects = Duties.as_manager()

    class Meta:
        """From the first rung up."""

        ordering = ["rung", "began"]
        verbose_name_plural = "duties"

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "person", "rung", "began", "ended")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.rung}: {self.person}"


class Concerns(ExerciseRows["Concern"]):
    """Concerns are seen by the team, and by whoever raised them."""

    seen_with = Permission.CONCERN_READ

    def visible_to(self, person: User) -> Self:
        """Those of exercises where this person reads concerns, and their own wherever they still have a place."""
        read = person.reach.places(Permission.CONCERN_READ).condition()
        own = models.Q(raised_by=person.pk) & person.reach.places(Permission.CONCERN_RAISE).condition()
        return self.filter(read | own).as_scoped()


class Concern(ExerciseRow):
    """Somebody saw that a child may be in danger now. Never taken back, never deleted."""

    case = models.ForeignKey(SampledCase, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seen = ProseField()  # what was seen, where, and what makes it urgent
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    rung = models.PositiveSmallIntegerField(default=1)  # how far up it has gone
    told_last = models.DateTimeField(default=timezone.now)  # when somebody was last told, by the clock that climbs
    received_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = Concerns.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-raised_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "case", "raised_by", "raised_at", "rung", "told_last", "received_by", "received_at",
            "closed_at",
        )  # fmt: skip
        sensitive = ("seen",)

    def __str__(self) -> str:
        return f"concern of {self.raised_at:%Y-%m-%d %H:%M}"

    @property
    def state(self) -> State:
        """Where it is."""
        if self.closed_at is not None:
            return State.CLOSED
        return State.RECEIVED if self.received_at is not None else State.SENT

    def unanswered_since(self, now: datetime) -> int:
        """Whole minutes since somebody was last told, while nobody has given receipt."""
        return int((now - self.told_last).total_seconds() // 60)


class StepRows(ExerciseRows["Step"]):
    """Steps are reached through their concern alone."""


class Step(ExerciseRow):
    """One thing that happened to a concern: who was told, who answered, what was done."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="steps")
    what = LineField(max_length=20, choices=What.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # null: the clock
    told = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = ProseField(blank=True)

    objects = StepRows.as_manager()

    class Meta:
        """In order."""

        ordering = ["at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "concern", "what", "at", "by", "told")
        sensitive = ("words",)

    def __str__(self) -> str:
        return f"{self.what} {self.at:%H:%M}"
