"""The world of the authorisation matrix.

Exercises in several states, people in every relation to them, and one row of
everything in each exercise, marked so that a leak can be seen in any page.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import people
from touchstone.web.accounts.models import Conflict, Grant, Service, User
from touchstone.web.accounts.roles import ROLES
from touchstone.web.exercises.models import Exercise

# Name of a keyword in an address → how its row is made inside an exercise. Each text of the row holds `mark`, and what
# kind of content it is: `mark + "concern"`. policy.yaml says whose eyes may read which kind.
Maker = Callable[["World", Exercise, str], Any]
MAKERS: dict[str, Maker] = {}
NOT_IN_AN_EXERCISE: set[str] = set()  # keywords of rows that are of no exercise: a person, a service, a job


def makes(keyword: str, *, outside: bool = False) -> Callable[[Maker], Maker]:
    """Say how the row behind a keyword of an address (`<uuid:concern>`) is made. `outside`: of no exercise."""

    def decorate(maker: Maker) -> Maker:
        MAKERS[keyword] = maker
        if outside:
            NOT_IN_AN_EXERCISE.add(keyword)
        return maker

    return decorate


@dataclass
class World:
    """Three inspections: ours, another of ours with every activity closed, and one elsewhere."""

    services: dict[str, Service] = field(default_factory=dict)
    exercises: dict[str, Exercise] = field(default_factory=dict)
    people: dict[str, User | None] = field(default_factory=dict)
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)  # (exercise, keyword) → what stands in the address
    files: list[Path] = field(default_factory=list)  # on disk, taken away afterwards
    marks: dict[str, str] = field(default_factory=dict)  # exercise → how every text of its rows begins

    def row(self, exercise: str, keyword: str) -> Any:
        """What stands for a keyword in addresses of an exercise: the id of its row, or a number."""
        return self.rows[exercise, keyword]

    def name_of(self, exercise: Exercise) -> str:
        """What an exercise is called here: open, closed or elsewhere."""
        return next(name for name, one in self.exercises.items() if one == exercise)

    def person(self, name: str) -> User:
        """Somebody who signs in."""
        found = self.people[name]
        assert found is not None
        return found


# Relations of a role to the open inspection. `elsewhere` holds it in the other one alone; `removed` held it; `left` is
# past their last day; a `conflict` is declared.
ALWAYS = ("here", "removed", "conflict", "left")
IN_A_TEAM = (*ALWAYS, "elsewhere")
# Within a team: the case was `given` to them; they mark it a second time (`blind`); they `raised` the concern.
WITHIN = {
    "lead_inspector": ("given", "blind"),
    "inspector": ("given", "blind"),
    "local_assessor": ("given", "blind"),
    "partner_inspector": ("raised",),
}


def relations_of(role: str) -> tuple[str, ...]:
    """The relations in which somebody with a role is asked."""
    return (ALWAYS if ROLES[role].held == "installation" else IN_A_TEAM) + WITHIN.get(role, ())


def world() -> World:
    """Everybody and everything. Rows of rooms are made by `MAKERS`, in the order in which rooms registered them."""
    made = World()
    for name in ("ours", "theirs"):
        made.services[name] = people.service(f"{name}-service", f"Mark{name}place")
    for name, where in (("open", "ours"), ("closed", "ours"), ("elsewhere", "theirs")):
        activities = " " if name == "closed" else people.EVERYTHING_OPEN
        made.marks[name] = f"Mark{name}secret"
        made.exercises[name] = people.inspection(
            made.services[where], f"{made.marks[name]}known", activities=activities
        )
    made.people["anonymous"] = None
    made.people["no role"] = people.person("no-role")
    for role in ROLES:
        for relation in relations_of(role):
            made.people[f"{role} {relation}"] = somebody(made, role, relation)
    for name, exercise in made.exercises.items():
        for keyword, maker in MAKERS.items():
            row = maker(made, exercise, made.marks[name])
            made.rows[name, keyword] = getattr(row, "pk", row)
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


@contextmanager
def standing_world(blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world for all tests of a module, and its rows taken back afterwards. No test there takes the fixture `db`."""
    with blocker.unblock(), transaction.atomic():
        made = world()
        logging.disable(logging.CRITICAL)  # of tens of thousands of refusals
        try:
            yield made
        finally:
            for path in made.files:
                path.unlink(missing_ok=True)
            logging.disable(logging.NOTSET)
            transaction.set_rollback(True)


def signed_in(person: User | None) -> Client:
    """A browser in which somebody has signed in, and proved who they are so that sensitive acts ask no more."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
        session = client.session
        session["proved_at"] = time.time() + 24 * 60 * 60
        session.save()
    return client


def nobody() -> UUID:
    """An id that no row has."""
    return uuid4()
