"""The world of the authorisation matrix.

Exercises in several states, people in every relation to them, and one row of
everything in each exercise, marked so that a leak can be seen in any page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from tests.factories import people
from touchstone.web.accounts.models import Conflict, Grant, Service, User
from touchstone.web.accounts.roles import ROLES
from touchstone.web.exercises.models import Exercise

# Name of a keyword in an address → how its row is made inside an exercise. Each text of the row holds `mark`.
Maker = Callable[["World", Exercise, str], Any]
MAKERS: dict[str, Maker] = {}


def makes(keyword: str) -> Callable[[Maker], Maker]:
    """Say how the row behind a keyword of an address (`<uuid:concern>`) is made."""

    def decorate(maker: Maker) -> Maker:
        MAKERS[keyword] = maker
        return maker

    return decorate


@dataclass
class World:
    """Four exercises: ours, ours with every activity closed, another inspection of ours, and one elsewhere."""

    services: dict[str, Service] = field(default_factory=dict)
    exercises: dict[str, Exercise] = field(default_factory=dict)
    people: dict[str, User | None] = field(default_factory=dict)
    rows: dict[tuple[str, str], UUID] = field(default_factory=dict)  # (exercise, keyword) → id
    marks: dict[str, str] = field(default_factory=dict)  # exercise → a word that only its rows hold

    def row(self, exercise: str, keyword: str) -> UUID:
        """The id of the row behind a keyword in an exercise."""
        return self.rows[exercise, keyword]


# Relations of a role that is held in a team or at a service; roles of the installation have "here" alone.
RELATIONS = ("here", "elsewhere", "removed", "conflict", "left")


def world() -> World:
    """Everybody and everything. Rows of rooms are made by `MAKERS`, in the order in which rooms registered them."""
    made = World()
    for name in ("ours", "theirs"):
        made.services[name] = people.service(f"{name}-service", f"Mark{name}place")
    for name, where in (("open", "ours"), ("closed", "ours"), ("elsewhere", "theirs")):
        activities = " told " if name == "closed" else people.EVERYTHING_OPEN
        made.exercises[name] = people.inspection(
            made.services[where], f"2026-{len(made.exercises) + 1:03}", activities=activities
        )
        made.marks[name] = f"Mark{name}secret"
    made.people["anonymous"] = None
    made.people["no role"] = people.person("no-role")
    for role in ROLES.values():
        for relation in RELATIONS if role.held != "installation" else ("here", "removed", "conflict", "left"):
            made.people[f"{role.id} {relation}"] = somebody(made, role.id, relation)
    for name, exercise in made.exercises.items():
        for keyword, maker in MAKERS.items():
            made.rows[name, keyword] = maker(made, exercise, made.marks[name]).pk
    return made


def somebody(made: World, role: str, relation: str) -> User:
    """A person who holds a role in some relation: to ours, elsewhere, no longer, in conflict, or having left."""
    person = people.person(f"{role}-{relation}")
    held = ROLES[role].held
    which = "theirs" if relation == "elsewhere" else "ours"
    places: list[dict[str, Any]] = [{}]
    if held == "service":
        places = [{"service": made.services[which]}]
    elif held == "exercise":
        names = ("elsewhere",) if relation == "elsewhere" else ("open", "closed")
        places = [{"exercise": made.exercises[name].pk} for name in names]
    ended = timezone.now() if relation == "removed" else None
    for place in places:
        Grant.objects.create(person=person, role=role, ended=ended, **place)
    if relation == "conflict":
        Conflict.objects.create(person=person, service=made.services["ours"], reason="Worked there", declared_by=person)
    if relation == "left":
        person.leaves_on = timezone.localdate() - timedelta(days=1)
        person.save()
    return person


def nobody() -> UUID:
    """An id that no row has."""
    return uuid4()
