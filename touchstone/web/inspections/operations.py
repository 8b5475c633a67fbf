"""What changes an inspection: it is planned, dated, moved; its team and its timetable; reminders; files in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.access import decide
from touchstone.web.accounts.models import Grant, Service, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Kind as AuditKind
from touchstone.web.audit.operation import Program, Refused, note, operation, step
from touchstone.web.exercises.models import Activity, Kind
from touchstone.web.exercises.operations import appointed, begun, let_go, open_only
from touchstone.web.inspections import people
from touchstone.web.inspections.bringing_in import BroughtIn, already_here
from touchstone.web.inspections.clocks import present
from touchstone.web.inspections.models import CarriedFile, Inspection, Move
from touchstone.web.inspections.needs import missing_for
from touchstone.web.inspections.portable import assembled, refuse_blind
from touchstone.web.inspections.stages import FIRST, STAGES, is_back, step_between
from touchstone.web.messages.operations import tell
from touchstone.web.samples.models import SampledCase
from touchstone.web.samples.operations import CaseBroughtIn, committed, placed

DATE_FIELDS = ("fieldwork_from", "fieldwork_until", "panel_on")


@operation(Permission.INSPECTION_PLAN)
def plan(*, service: Service, framework_id: str, lead: User, predecessor: str = "", by: User,
         fieldwork_from: date | None = None, fieldwork_until: date | None = None, panel_on: date | None = None
         ) -> Inspection:  # fmt: skip
    """Begin an inspection of a service: its exercise, its dates, its lead inspector. The service is not told.

    Raises ValidationError where the lead inspector has declared a conflict, or the dates are out of order.
    """
    exercise = begun(service=service, kind=Kind.INSPECTION, framework_id=framework_id, by=by)
    inspection = Inspection(
        exercise=exercise,
        fieldwork_from=fieldwork_from,
        fieldwork_until=fieldwork_until,
        panel_on=panel_on,
        predecessor=predecessor,
    )
    check_order(inspection)
    inspection.full_clean(validate_unique=False)
    inspection.save(force_insert=True)
    open_only(exercise=exercise, activities=FIRST.opens)
    appointed(exercise=exercise, person=lead, role="lead_inspector", by=by)
    written(inspection, before="", because="", by=by)
    tell_joined(inspection, [lead])
    return inspection


@operation(Permission.INSPECTION_MOVE)
def set_dates(*, inspection: Inspection, by: User, fieldwork_from: date | None = None,
              fieldwork_until: date | None = None, panel_on: date | None = None) -> None:  # fmt: skip
    """Set the dates that clocks count from. Whoever knows of the inspection is told that they changed.

    Raises ValidationError where they are out of order.
    """
    before = [getattr(inspection, name) for name in DATE_FIELDS]
    inspection.fieldwork_from, inspection.fieldwork_until = fieldwork_from, fieldwork_until
    inspection.panel_on = panel_on
    check_order(inspection)
    after = [getattr(inspection, name) for name in DATE_FIELDS]
    inspection.save(update_fields=[*DATE_FIELDS])
    changed = [name for name, old, new in zip(DATE_FIELDS, before, after, strict=True) if old != new]
    note(details={"changed": changed})
    if changed:
        fields = {"inspection": inspection.pk, "service": inspection.exercise.service_id}
        send(inspection, people.everybody(inspection, but=by), "dates_changed", fields)


@operation(Permission.INSPECTION_MOVE)
def move(*, inspection: Inspection, to: str, because: str = "", by: User) -> Move:
    """Move an inspection to another stage, and open there what the stage opens.

    Raises ValidationError with every need that is not met, for a step back without a reason, and where somebody else
    has moved it meanwhile; UnknownMove where the stage does not follow.
    """
    here = inspection.at
    target = step_between(here, to)
    decision = decide(by, target.moved_by, inspection)
    if not decision.allowed:
        raise Refused(decision.why)
    unmet = [] if is_back(here, target) else missing_for(target, inspection)
    if unmet:
        raise ValidationError(unmet)
    if is_back(here, target) and not because.strip():
        raise ValidationError({"because": _("A step back needs its reason. Say why.")})
    return moved(inspection=inspection, to=to, because=because, by=by)


@step
def moved(*, inspection: Inspection, to: str, because: str, by: Any) -> Move:
    """The move itself, inside an operation that has checked it: the row, the activities, the messages."""
    before, target = inspection.stage, STAGES[to]
    inspection.stage, inspection.stage_since = target.id, timezone.now()
    if target.id == "announced":
        inspection.announced_on = timezone.localdate()
    changes = {name: getattr(inspection, name) for name in ("stage", "stage_since", "announced_on")}
    if Inspection.objects.filter(pk=inspection.pk, stage=before).update(**changes) != 1:
        raise ValidationError(_("Somebody else has moved this inspection a moment ago. Look where it is now."))
    open_only(exercise=inspection.exercise, activities=target.opens)
    if Activity.CASE_LIST in target.opens:
        committed(exercise=inspection.exercise)  # the number of the draw, before anybody can have seen a list
    row = written(inspection, before=before, because=because, by=by)
    fields = {"inspection": inspection.pk, "service": inspection.exercise.service_id, "stage": target.id}
    send(inspection, people.everybody(inspection, but=by), "stage_moved", fields)
    return row


@step
def written(inspection: Inspection, *, before: str, because: str, by: Any) -> Move:
    """The row that says who moved it, when and why."""
    row = Move(
        exercise_id=inspection.pk,
        from_stage=before,
        to_stage=inspection.stage,
        because=because,
        by=by if isinstance(by, User) else None,
    )
    row.clean_fields()
    row.save(force_insert=True)
    note(objects=[row], details={"from": before, "to": inspection.stage})
    return row


@operation(Permission.TEAM_MANAGE, kind=AuditKind.SECURITY)
def take_into_team(*, inspection: Inspection, person: User, role: str, by: User) -> Grant:
    """Take somebody into the team and tell them. Raises ValidationError for a conflict, or a role of no team."""
    grant = appointed(exercise=inspection.exercise, person=person, role=role, by=by)
    tell_joined(inspection, [person])
    return grant


@operation(Permission.TEAM_MANAGE, kind=AuditKind.SECURITY)
def let_leave_team(*, inspection: Inspection, grant: Grant, by: User) -> None:
    """Let somebody leave the team: from the next request on they see nothing of it; where they were placed shows.

    Raises ValidationError where nobody would lead the inspection any more.
    """
    if grant.role == "lead_inspector" and people.count(inspection, "lead_inspector") < 2:
        raise ValidationError(_("Nobody would lead this inspection. Appoint another lead inspector first."))
    let_go(exercise=inspection.exercise, grant=grant, by=by)


@operation(Permission.INSPECTION_MOVE, also_program=True)
def remind(*, inspection: Inspection, today: date, by: Program | User) -> int:
    """Send what is due today of one inspection's clocks: two working days before, on the day, every day when late.

    Each once, however often it is asked; how many messages were new. `today` is the day in London.
    """
    due = present(inspection, today)
    text, once = due.reminder(inspection, today)
    if not text:
        return 0
    to = people.holding(inspection, "lead_inspector")
    if text == "stage_due":
        to += people.holding(inspection, due.stage.turn)
    fields = {"inspection": inspection.pk, "service": inspection.exercise.service_id, "stage": inspection.stage}
    return len(send(inspection, to, text, {**fields, "by_day": due.by}, once=once))


@operation(Permission.INSPECTION_FILE_EXPORT, kind=AuditKind.DISCLOSURE)
def take_file_out(*, inspection: Inspection, recipients: str, purpose: str, by: User) -> bytes:
    """The portable file, which holds references of cases. Who receives it and why is written down with it.

    Raises ProblemsFound where what the rooms hold makes no whole file.
    """
    refuse_blind(inspection, by)
    made = assembled(inspection)
    content = made.content()
    cases = SampledCase.objects.of(inspection.exercise).values_list("pk", flat=True)
    note(
        subjects=list(cases),
        recipients=[recipients],
        details={"purpose": purpose, "sha256": sha256(content).hexdigest(), "cases": len(made.dossier.evidence.cases)},
    )
    return content


@operation(Permission.INSPECTION_FILE_IMPORT, kind=AuditKind.COLLECTION)
def bring_file_in(*, service: Service, file: BroughtIn, by: User) -> Inspection:
    """A new inspection from a portable file: all of it or nothing, and the same content once.

    Its cases become the sample; every part that no room holds is kept word for word. Raises ValidationError where it
    was brought in before.
    """
    if already_here(file.sha256) is not None:
        raise ValidationError(_("This file was brought in before."))
    exercise = begun(service=service, kind=Kind.INSPECTION, framework_id=file.dossier.framework, by=by)
    if file.dossier.revision and file.dossier.revision != exercise.revision:
        exercise.revision = file.dossier.revision
        exercise.save(update_fields=["revision"])
    dates = file.dossier.dates
    inspection = Inspection(
        exercise=exercise,
        fieldwork_from=whole_day(dates.fieldwork_began),
        fieldwork_until=whole_day(dates.fieldwork_ended),
    )
    inspection.save(force_insert=True)
    cases = file.dossier.evidence.cases
    CarriedFile.objects.create(
        exercise=exercise,
        handed_in_sha256=file.handed_in_sha256,
        sha256=file.sha256,
        content=file.text,
        cases=len(cases),
        brought_in_by=by,
    )
    placed(
        exercise=exercise,
        cases=[CaseBroughtIn(case.reference, case.group, case.kind) for case in cases],
        counted=file.dossier.evidence.caseloads,
    )
    arrived = arrival(file)
    inspection.stage, inspection.stage_since = arrived, timezone.now()
    inspection.save(update_fields=["stage", "stage_since"])
    open_only(exercise=exercise, activities=STAGES[arrived].opens)
    written(inspection, before="", because=_("Brought in as an inspection file."), by=by)
    note(details={"sha256": file.sha256, "cases": len(cases)})
    return inspection


def arrival(file: BroughtIn) -> str:
    """The stage at which an inspection that is brought in stands."""
    published = whole_day(file.dossier.dates.published)
    if published is not None and published <= timezone.localdate():
        return "published"
    return "draft_report" if file.is_finished else "judgements"


def whole_day(iso: str) -> date | None:
    """The day in a text such as 2023-03-21 or 2023-03-21T00:01; None where it is less than a day."""
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def tell_joined(inspection: Inspection, joined: Sequence[User]) -> None:
    """Tell people that they are in the team, once the day is known."""
    if inspection.fieldwork_from is not None:
        fields = {"inspection": inspection.pk, "service": inspection.exercise.service_id,
                  "day": inspection.fieldwork_from}  # fmt: skip
        send(inspection, joined, "team_joined", fields)


def send(inspection: Inspection, to: Iterable[User], text: str, fields: dict[str, object], once: str = "") -> list[Any]:
    """One message to each person, leading to the inspection's page."""
    about = reverse("exercise", args=[inspection.pk])
    unique = {person.pk: person for person in to}.values()
    return tell(to=unique, text=text, fields=fields, about=about, once=once, exercise_id=inspection.pk)


def check_order(inspection: Inspection) -> None:
    """Raise ValidationError where the dates are out of order."""
    first, last, panel = inspection.fieldwork_from, inspection.fieldwork_until, inspection.panel_on
    wrong: dict[str, str] = {}
    if first and last and last < first:
        wrong["fieldwork_until"] = _("Fieldwork ends before it begins. Write a later last day.")
    if panel and (last or first) and panel < (last or first):  # type: ignore[operator]
        wrong["panel_on"] = _("The ratings panel meets before fieldwork is over. Write a later day.")
    if wrong:
        raise ValidationError(wrong)
