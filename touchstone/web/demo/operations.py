"""Making the cast, its service and its inspection, by the same operations by which real ones are made."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from touchstone.practice.working_days import is_working_day
from touchstone.web.accounts.models import Service, User
from touchstone.web.accounts.operations import give_role, invite, load_services
from touchstone.web.accounts.roles import ROLES
from touchstone.web.audit.operation import PROGRAM
from touchstone.web.demo.cast import CAST, FRAMEWORK, SERVICE, Member
from touchstone.web.demo.local import refused_here
from touchstone.web.inspections.models import Inspection
from touchstone.web.inspections.operations import move, plan, take_into_team
from touchstone.web.tenancy import unscoped


class NotHere(Exception):
    """There is no demonstration on this installation. The message says why."""


def make_demonstration() -> int:
    """Make what is missing of the demonstration; how many of the cast are new. Raises NotHere."""
    why = refused_here()
    if why:
        raise NotHere(why)
    load_services(rows=[SERVICE])
    service = Service.objects.get(slug=SERVICE["slug"])
    new = [member for member in CAST if not User.objects.filter(email=member.email).exists()]
    for member in new:
        invite(
            installation=None,
            name=member.name,
            email=member.email,
            organisation="Demonstration",
            leaves_on=None,
            by=PROGRAM,
        )
    for member in CAST:
        held = ROLES[member.role].held
        if held != "exercise":
            give_role(
                service=service if held == "service" else None, person=person_of(member), role=member.role, by=PROGRAM
            )
    with unscoped("the demonstration looks for its own inspection"):
        there = Inspection.objects.filter(exercise__service=service).exists()
    if not there:
        make_inspection(service)
    return len(new)


def make_inspection(service: Service) -> Inspection:
    """An inspection of the invented service: planned by its chief inspector, its team taken in, announced."""
    people = {member.role: person_of(member) for member in CAST}
    chief, lead = people["chief_inspector"], people["lead_inspector"]
    begins = working_day(timezone.localdate() + timedelta(weeks=4))
    inspection = plan(
        service=service,
        framework_id=FRAMEWORK,
        lead=lead,
        by=chief,
        fieldwork_from=begins,
        fieldwork_until=working_day(begins + timedelta(days=4)),
        panel_on=working_day(begins + timedelta(weeks=3)),
    )
    for member in CAST:
        if ROLES[member.role].held == "exercise" and member.role != "lead_inspector":
            take_into_team(inspection=inspection, person=person_of(member), role=member.role, by=chief)
    with suppress(ValidationError):  # where something more is needed by then, the cast can do it
        move(inspection=inspection, to="announced", by=chief)
    return inspection


def person_of(member: Member) -> User:
    """The person who plays a member of the cast."""
    return User.objects.get(email=member.email)


def working_day(day: date) -> date:
    """The day itself, or the next working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
