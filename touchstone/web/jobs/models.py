"""Jobs as people see them, and what is done on a schedule. The queue's own rows carry a job's id and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.jobs.kinds import Kind, kind_named
from touchstone.web.tenancy import Place, TenantRows
from touchstone.web.text_fields import LineField, ProseField


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting to begin")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Could not be finished")


ENDED = (State.DONE, State.FAILED)

# Rooms above know permissions; each adds which jobs it lets a person see besides their own.
_also_seen: list[Callable[[Any], models.Q]] = []


def also_seen(condition: Callable[[Any], models.Q]) -> None:
    """Let people see more jobs than their own: `condition(person)` is a condition on jobs. Called at start-up."""
    if condition not in _also_seen:
        _also_seen.append(condition)


class Jobs(TenantRows["Job"]):
    """Jobs; a page begins with `visible_to`."""

    def visible_to(self, person: Any) -> Jobs:
        """The jobs this person started, and those a room above lets them see."""
        if getattr(person, "pk", None) is None:
            return self.none().as_scoped()
        which = models.Q(started_by=person.pk)
        for condition in _also_seen:
            which |= condition(person)
        return self.filter(which).as_scoped()

    def going_on(self) -> Jobs:
        """Those that have not ended."""
        return self.exclude(state__in=ENDED)


class Job(models.Model):
    """One piece of long work, from the moment somebody asked for it to its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = LineField(max_length=60)  # a name of kinds.py
    arguments = models.JSONField(default=dict)  # ids, numbers and dates; never what people wrote (see operations)
    exercise_id = models.UUIDField(null=True, blank=True, db_index=True)  # no foreign key: exercises stand above
    started_by = models.UUIDField(null=True, blank=True, db_index=True)  # null: the program itself
    state = LineField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)  # 0: not known yet
    result = models.UUIDField(null=True, blank=True)  # of the row that came of it
    problem = ProseField(blank=True)  # what to do, in a sentence; shown to whoever may see the job
    attempts = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)  # the worker's heartbeat moves it on; past it, it is dead
    task = models.UUIDField()  # the queue's row for the present attempt
    created = models.DateTimeField(default=timezone.now, editable=False)
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    objects = Jobs.as_manager()

    class Meta:
        """Newest first."""

        ordering = ["-created"]
        indexes = [models.Index(fields=["state", "held_until"], name="jobs_held")]

    class Classed:
        """Who may know each field: whoever started it. Nothing of a child is in it."""

        public = ()
        personal = (
            "id", "what", "arguments", "exercise_id", "started_by", "state", "done", "of", "result", "problem",
            "attempts", "held_until", "task", "created", "began", "ended",
        )  # fmt: skip
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.what} {self.id}"

    def place(self) -> Place:
        """The exercise it is done for."""
        return Place(exercise=self.exercise_id)

    def get_absolute_url(self) -> str:
        """Its own page, where it can be watched."""
        return reverse("job", args=[self.id])

    @property
    def kind(self) -> Kind:
        """What kind of work this is."""
        return kind_named(self.what)

    @property
    def sentence(self) -> str:
        """What is being done, for people."""
        return str(self.kind.sentence)

    @property
    def words(self) -> str:
        """How far it is: '120 of 400 rows checked', or its state where there is nothing to count."""
        state = str(State(self.state).label)
        if self.state in (State.WAITING, State.FAILED) or not self.of:
            return state
        counted = str(self.kind.counted).format(done=f"{self.done:,}", of=f"{self.of:,}")
        return f"{state}: {counted}" if self.state == State.DONE else counted

    @property
    def has_ended(self) -> bool:
        """Is there nothing more to wait for?"""
        return self.state in ENDED

    @property
    def leads_to(self) -> str:
        """The address to go on from when it is done; "" where its kind names none, and until then."""
        leads_to = self.kind.leads_to
        return leads_to(self) if self.state == State.DONE and leads_to is not None else ""


class Scheduled(models.Model):
    """One thing that is done again and again. `held_until` is a lease: it runs out when its holder is killed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(max_length=60, unique=True)
    next_at = models.DateTimeField(default=timezone.now)
    held_by = LineField(max_length=64, blank=True)  # a worker
    held_until = models.DateTimeField(default=timezone.now)
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)  # one after another; 0 when it last went well

    class Meta:
        """By name."""

        ordering = ["name"]

    class Classed:
        """Who may know each field. Nothing here is about a person."""

        public = ("id", "name", "next_at", "held_by", "held_until", "began", "ended", "failures")
        personal = ()
        sensitive = ()

    def __str__(self) -> str:
        return self.name
