"""The timetable of fieldwork: what happens when and where, who of the team is there, and who is away.

A child is never named: `with_whom` is a role, and a case is shown by its safe label.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.samples.models import SampledCase
from touchstone.web.text_fields import LineField


class What(models.TextChoices):
    """What somebody does in a slot."""

    READ = "read", _("Read a case")
    CASE_MANAGER = "case_manager", _("Interview a case manager")
    MEETING = "meeting", _("Meet somebody")
    GROUP = "group", _("Meet a group")
    TEAM = "team", _("Meeting of the team")
    TRAVEL = "travel", _("Travel")
    OTHER = "other", _("Something else")


class Interpreter(models.TextChoices):
    """Whether an interpreter is there."""

    NOT_NEEDED = "not_needed", _("Not needed")
    NEEDED = "needed", _("Needed, not arranged yet")
    ARRANGED = "arranged", _("Arranged")


class Slots(ExerciseRows["Slot"]):
    """Slots of the timetable."""

    seen_with = Permission.TIMETABLE_READ

    def standing(self) -> Slots:
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)


class Slot(ExerciseRow):
    """Something that happens on a day of fieldwork, from one time to another."""

    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    what = LineField(max_length=20, choices=What.choices, default=What.READ)
    online = models.BooleanField(default=False)
    where = LineField(max_length=120, blank=True)  # a room, or how to join
    with_whom = LineField(max_length=120, blank=True)  # a role: "case manager", "the management board"
    case = models.ForeignKey(SampledCase, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    interpreter = LineField(max_length=20, choices=Interpreter.choices, default=Interpreter.NOT_NEEDED)
    language = LineField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = LineField(max_length=200, blank=True)

    there: list[SlotPerson]  # who is in it now, where placing.timetable_of has read it

    objects = Slots.as_manager()

    class Meta:
        """In the order of the days."""

        ordering = ["day", "begins", "ends", "id"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "day", "begins", "ends", "what", "online", "where", "interpreter", "version",
            "cancelled_at",
        )  # fmt: skip
        sensitive = ("with_whom", "case", "language", "cancelled_because")

    def __str__(self) -> str:
        return f"{self.day} {self.begins:%H:%M} {self.what}"

    @property
    def starts_at(self) -> datetime:
        """Its beginning, in the time of the site."""
        return timezone.make_aware(datetime.combine(self.day, self.begins))

    @property
    def ends_at(self) -> datetime:
        """Its end, in the time of the site."""
        return timezone.make_aware(datetime.combine(self.day, self.ends))


class SlotPeople(ExerciseRows["SlotPerson"]):
    """Who is in which slot."""

    seen_with = Permission.TIMETABLE_READ

    def standing(self) -> SlotPeople:
        """Those who are still in it."""
        return self.filter(left_at=None)


class SlotPerson(ExerciseRow):
    """Somebody of the team is in a slot; somebody who leaves it stays on record, with who came instead."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    put_in_at = models.DateTimeField(default=timezone.now)
    put_in_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    objects = SlotPeople.as_manager()

    class Meta:
        """Somebody once in a slot at a time."""

        ordering = ["put_in_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"], condition=models.Q(left_at=None), name="somebody_once_in_a_slot"
            )
        ]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "slot", "person", "instead_of", "put_in_at", "put_in_by", "left_at")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.person_id} in {self.slot_id}"


class Absences(ExerciseRows["Absence"]):
    """Who of the team is away: for whoever writes the timetable."""

    seen_with = Permission.TIMETABLE_EDIT

    def standing(self) -> Absences:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)


class Absence(ExerciseRow):
    """Somebody of the team is away on these days, both included. Why is nobody's business here."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    put_in_at = models.DateTimeField(default=timezone.now)
    put_in_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Absences.as_manager()

    class Meta:
        """In order."""

        ordering = ["first", "last"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "person", "first", "last", "put_in_at", "put_in_by", "withdrawn_at")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.person_id} {self.first} to {self.last}"
