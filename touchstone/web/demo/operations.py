"""Making the cast, their services and their inspections, by the same operations by which real ones are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from touchstone.practice.working_days import OutsideTheYears
from touchstone.web.accounts.models import Grant, Service, User
from touchstone.web.accounts.operations import give_role, invite, load_services
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.audit.operation import PROGRAM, note, operation
from touchstone.web.demo import deciding, gathering, planning, reading
from touchstone.web.demo.cast import CAST, EASTMERE, NORTHFELL, SERVICES
from touchstone.web.demo.days import at_the_panel, under_way
from touchstone.web.demo.local import refused_here
from touchstone.web.demo.told import Play, people, read
from touchstone.web.exercises.models import ExerciseRow
from touchstone.web.inspections.models import Inspection
from touchstone.web.inspections.operations import move
from touchstone.web.messages.models import Message
from touchstone.web.messages.operations import mark_read
from touchstone.web.tenancy import unscoped
from touchstone.web.versions import VersionedRow, VersionRow


class NotHere(Exception):
    """There is no demonstration on this installation. The message says why."""


def make_cast() -> int:
    """Make what is missing of the services and the cast; how many of the cast are new. Raises NotHere."""
    why = refused_here()
    if why:
        raise NotHere(why)
    load_services(rows=SERVICES)
    services = {service.slug: service for service in Service.objects.filter(slug__in=[NORTHFELL, EASTMERE])}
    there = set(User.objects.filter(email__in=[member.email for member in CAST]).values_list("email", flat=True))
    new = [member for member in CAST if member.email not in there]
    for member in new:
        person, _token = invite(
            installation=None,
            name=member.name,
            email=member.email,
            organisation="Demonstration",
            leaves_on=None,
            by=PROGRAM,
        )
        held = ROLES[member.role].held
        if held != "exercise":
            where = services[member.service] if held == "service" else None
            give_role(service=where, person=person, role=member.role, by=PROGRAM)
    return len(new)


def make_demonstration() -> int:
    """The cast, and both inspections, each whole or not at all; how many of the cast are new.

    What is there stays as people have left it. Raises NotHere.
    """
    new = make_cast()
    for slug, make in INSPECTIONS.items():
        service = Service.objects.get(slug=slug)
        with unscoped("the demonstration looks for its own inspection"):
            there = Inspection.objects.filter(exercise__service=service).exists()
        if not there:
            try:
                with transaction.atomic():
                    make(service, timezone.localdate())
                    messages_read()
            except OutsideTheYears as unknown:
                raise NotHere(f"The inspections of the demonstration cannot be dated. {unknown}") from None
    return new


def messages_read() -> None:
    """Everybody has read their messages but the newest few."""
    for person in people().values():
        newest_first = Message.objects.visible_to(person).unread().order_by("-created").values_list("pk", flat=True)
        mark_read(by=person, messages=list(newest_first)[UNREAD:])


def at_fieldwork(service: Service, today: date) -> Play:
    """Northfell: fieldwork is under way. Most cases are read, evidence is gathered, and some things do not fit."""
    days, cast = under_way(today), people()
    began = timezone.now()
    play = planning.planned(read("northfell"), days, cast, service=service, contact=cast["sam"])
    put_back(inspection=play.inspection, since=began, to=days.before(27), by=play.lead)
    began = timezone.now()
    move(inspection=play.inspection, to="evidence_in_advance", by=play.lead)
    planning.list_handed_in(play)
    gathering.documents_handed_in(play)
    put_back(inspection=play.inspection, since=began, to=days.before(13), by=play.lead)
    given = sampled(play)
    began = timezone.now()
    move(inspection=play.inspection, to="fieldwork", by=play.lead)
    put_back(inspection=play.inspection, since=began, to=days.first, by=play.lead)
    gathering.surveys_held(play)
    for number, group in enumerate(("court", "out_of_court")):
        began = timezone.now()
        reading.cases_read(play, given, group=group)
        put_back(inspection=play.inspection, since=began, to=days.latest(number + 1), by=play.lead)
    began = timezone.now()
    reading.marked_again(play)
    gathering.documents_read(play)
    gathering.people_met(play)
    put_back(inspection=play.inspection, since=began, to=days.latest(3), by=play.lead)
    reading.looked_at(play, given)
    gathering.claims_written(play)
    gathering.concerns_raised(play)
    return play


def at_panel(service: Service, today: date) -> Play:
    """Eastmere: every case is read, judgements are proposed, and the ratings panel sits."""
    days, cast = at_the_panel(today), people()
    began = timezone.now()
    play = planning.planned(read("eastmere"), days, cast, service=service, contact=cast["lena"])
    move(inspection=play.inspection, to="evidence_in_advance", by=play.lead)
    planning.list_handed_in(play)
    gathering.documents_handed_in(play)
    put_back(inspection=play.inspection, since=began, to=days.before(26), by=play.lead)
    given = sampled(play)
    began = timezone.now()
    move(inspection=play.inspection, to="fieldwork", by=play.lead)
    put_back(inspection=play.inspection, since=began, to=days.first, by=play.lead)
    began = timezone.now()
    for group in ("court", "out_of_court"):
        reading.cases_read(play, given, group=group)
    reading.marked_again(play)
    reading.looked_at(play, given)
    gathering.people_met(play)
    gathering.claims_written(play)
    put_back(inspection=play.inspection, since=began, to=days.fieldwork[2], by=play.lead)
    began = timezone.now()
    move(inspection=play.inspection, to="initial_feedback", by=play.lead)
    move(inspection=play.inspection, to="judgements", by=play.lead)
    deciding.judgements_proposed(play)
    put_back(inspection=play.inspection, since=began, to=days.fieldwork[-1], by=play.lead)
    move(inspection=play.inspection, to="ratings_panel", by=play.lead)
    deciding.panel_sits(play)
    return play


def sampled(play: Play) -> dict[tuple[str, int], CaseAssessment]:
    """The sample is drawn and frozen, its cases are given out and the timetable stands."""
    began = timezone.now()
    move(inspection=play.inspection, to="sample", by=play.lead)
    planning.sample_drawn(play)
    given = reading.given_out(play)
    gathering.timetable_written(play)
    put_back(inspection=play.inspection, since=began, to=play.days.before(7), by=play.lead)
    return given


@operation(Permission.INSPECTION_MOVE)
def put_back(*, inspection: Inspection, since: datetime, to: date, by: User) -> int:
    """Say of whatever was made since a moment that it was made on an earlier day; how many days that is.

    Only the demonstration does so: its operations run today, and its inspections began weeks ago. What the audit wrote
    down stays as it happened.
    """
    back = timezone.localdate() - to
    for model in apps.get_models():
        if not issubclass(model, ExerciseRow) or issubclass(model, VersionedRow | VersionRow):
            continue  # the history of answers is never changed, not even here
        for name in moments_of(model):
            late = model._default_manager.filter(exercise=inspection.exercise, **{f"{name}__gte": since})
            late.update(**{name: F(name) - back})
    grants = Grant.objects.filter(exercise=inspection.pk, began__gte=since)
    grants.update(began=F("began") - back)
    messages = Message.objects.filter(exercise_id=inspection.pk, created__gte=since)
    messages.update(created=F("created") - back)
    if inspection.stage_since >= since:
        inspection.stage_since -= back
    if inspection.announced_on == timezone.localdate():
        inspection.announced_on = to
    inspection.save(update_fields=["stage_since", "announced_on"])
    note(details={"days": back.days})
    return back.days


def moments_of(model: type[models.Model]) -> list[str]:
    """The fields of a model that hold a moment."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]


UNREAD = 3  # messages that wait in each inbox
INSPECTIONS: dict[str, Callable[[Service, date], Play]] = {NORTHFELL: at_fieldwork, EASTMERE: at_panel}
