"""What stands in addresses outside exercises: a person with a role, a conflict, a service, somebody's own rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.factories import people
from tests.web.matrix.walk import OWNER
from tests.web.matrix.world import World, makes
from touchstone.web.accounts.models import Conflict, Grant, Session, User
from touchstone.web.exercises.models import Exercise
from touchstone.web.jobs.models import Job
from touchstone.web.samples.case_list.operations import READ


@makes("member", outside=True)
def member(made: World, exercise: Exercise, mark: str) -> Any:
    """Somebody whom the administrator looks after."""
    return people.person(f"member-{made.name_of(exercise)}")


@makes("held", outside=True)
def held(made: World, exercise: Exercise, mark: str) -> Any:
    """What they hold: a role at the installation."""
    return Grant.objects.create(
        person=User.objects.get(email=f"member-{made.name_of(exercise)}@example.org"), role="publisher"
    )


@makes("conflict", outside=True)
def conflict(made: World, exercise: Exercise, mark: str) -> Any:
    """Their conflict with the service of the other exercise."""
    person = User.objects.get(email=f"member-{made.name_of(exercise)}@example.org")
    return Conflict.objects.create(
        person=person, service=made.services["theirs"], reason="Knows them", declared_by=person
    )


@makes("service", outside=True)
def service(made: World, exercise: Exercise, mark: str) -> Any:
    """Our service: whoever has a conflict has it with this one."""
    return made.services["ours"]


@makes("what", outside=True)
def what(made: World, exercise: Exercise, mark: str) -> Any:
    """An act of a person's page."""
    return "end-sessions"


@makes("session", outside=True)
def session(made: World, exercise: Exercise, mark: str) -> Any:
    """Another browser in which the owner is signed in."""
    expires = timezone.now() + timedelta(hours=1)
    return Session.objects.create(digest=uuid4().hex, person=made.person(OWNER), expires=expires)


@makes("passkey", outside=True)
def passkey(made: World, exercise: Exercise, mark: str) -> Any:
    """No passkey at all: nobody has one here."""
    return 0


@makes("job_id", outside=True)
def job(made: World, exercise: Exercise, mark: str) -> Any:
    """Long work that the owner asked for."""
    return Job.objects.create(what=READ, started_by=made.person(OWNER).pk, task=uuid4())
