"""Everything that changes the list of cases: handing it in, its dry run, confirming it, letting it go."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.sampling.eligibility import Eligibility, eligibility
from touchstone.sampling.frame import ENDED, GROUP, KIND, REFERENCE, SERVICE, STARTED, Frame, list_hash
from touchstone.sampling.placing import place
from touchstone.standards.framework import Framework
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Kind, Outcome
from touchstone.web.audit.operation import Program, note, operation, step
from touchstone.web.audit.operations import security
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.files.checking import CheckedFile
from touchstone.web.files.models import StoredFile
from touchstone.web.files.operations import keep, remove
from touchstone.web.jobs.models import Job
from touchstone.web.jobs.operations import start
from touchstone.web.messages.operations import tell
from touchstone.web.samples.case_list.files import list_file
from touchstone.web.samples.models import CaseList, ListedCase, ListState
from touchstone.web.samples.operations import AT_ONCE, NotNow, committed
from touchstone.web.samples.reading import DryRun, as_rows
from touchstone.web.samples.rules import rules_of
from touchstone.web.samples.summary import confirmed_list, sample_is_frozen, standing_draw
from touchstone.web.samples.telling import whom

READ, STORE = "samples.read_list", "samples.store_list"  # kinds of job
USED_AS = "case list"
UNCONFIRMED = (ListState.READING, ListState.REFUSED, ListState.CHECKED)


@operation(Permission.CASE_LIST_UPLOAD, kind=Kind.COLLECTION)
def hand_in(*, exercise: Exercise, checked: CheckedFile, dates: str, found: DryRun | None, by: User) -> CaseList:
    """Take a list in for its dry run: `found` where it was read already, None where a job shall read it.

    The number is committed to before this. Nothing is stored as a list yet: the file waits, and goes when it is
    confirmed, replaced or not wanted. Raises NotOpen, and NotNow where there is a draw.
    """
    exercise.require(Activity.CASE_LIST)
    refuse_after_draw(exercise)
    stands = committed(exercise=exercise)
    for earlier in CaseList.objects.filter(exercise=exercise, state__in=UNCONFIRMED):
        let_go(case_list=earlier, state=ListState.DISCARDED, by=by)
    newest = CaseList.objects.filter(exercise=exercise).first()
    kept = keep(checked=checked, used_as=USED_AS, by_id=by.pk, exercise_id=exercise.pk, service_id=exercise.service_id)
    case_list = CaseList(
        exercise=exercise,
        version=newest.version + 1 if newest else 1,
        file_hash=checked.handed_in_sha256,
        file_kind=checked.kind.ending,
        dates=dates,
        commitment=stands.commitment,
        file=kept.pk,
        handed_in_by=by,
    )
    if found is None:
        job = start(what=READ, arguments={"list": case_list.pk}, by_id=by.pk, exercise_id=exercise.pk)
        case_list.job = job.pk
    else:
        write_dry_run(case_list, found)
    case_list.save(force_insert=True)
    note(objects=[case_list], details={"version": case_list.version, "file": case_list.file_hash})
    return case_list


@operation(Permission.CASE_LIST_UPLOAD)
def record_dry_run(*, case_list: CaseList, found: DryRun, by: User) -> None:
    """Write down what a job found in a list. Nothing happens where the list was let go meanwhile."""
    case_list.refresh_from_db()
    if case_list.state == ListState.READING:
        write_dry_run(case_list, found)
        case_list.job = None
        case_list.save()


def write_dry_run(case_list: CaseList, found: DryRun) -> None:
    """Put what was found into the row; rows of another service are written down as what they are."""
    case_list.state = ListState.CHECKED if found.frame is not None else ListState.REFUSED
    case_list.problems = as_rows(found.problems)
    case_list.groups = list(found.groups)
    case_list.not_eligible = list(found.not_eligible)
    case_list.list_hash = found.list_hash
    if found.frame is not None and found.eligible is not None:
        case_list.columns = list(found.frame.columns)
        case_list.rows_count = len(found.frame.rows)
        case_list.eligible_count = len(found.eligible.cases)
    note(objects=[case_list], details={"state": case_list.state, "problems": len(found.problems)})
    if found.other_services_rows:
        rows = found.other_services_rows
        security(what="samples.rows_of_another_service", who=case_list.handed_in_by_id, place=case_list.place(),
                 outcome=Outcome.REFUSED, rows=rows, list=str(case_list.pk))  # fmt: skip


@operation(Permission.CASE_LIST_UPLOAD, kind=Kind.COLLECTION)
def confirm(*, case_list: CaseList, frame: Frame, by: User) -> CaseList:
    """Store a checked list as the service's list; `frame` is the file read once more.

    Confirming twice changes nothing. Raises NotOpen, and NotNow where it is another list than the one that was
    checked, or where there is a draw.
    """
    exercise = case_list.exercise
    exercise.require(Activity.CASE_LIST)
    refuse_after_draw(exercise)
    case_list.refresh_from_db()
    if case_list.state == ListState.CONFIRMED:
        return case_list
    if case_list.state != ListState.CHECKED or list_hash(frame) != case_list.list_hash:
        raise NotNow(_("This version can no longer be confirmed. Hand the list in again."))
    before = confirmed_list(exercise)
    let_go(case_list=case_list, state=ListState.CONFIRMED, by=by)
    if before is not None:
        before.state = ListState.REPLACED
        before.save(update_fields=["state"])
    case_list.confirmed_by, case_list.confirmed_at = by, timezone.now()
    case_list.not_eligible = []
    case_list.job = None
    case_list.save()
    framework = exercise.framework()
    cases = listed(case_list, frame, framework, eligibility(frame, framework, rules_of(exercise).window))
    ListedCase.objects.bulk_create(cases, batch_size=AT_ONCE)
    case_list.eligible_count = sum(case.eligible for case in cases)
    case_list.save(update_fields=["eligible_count"])
    hashes = {"list_hash": case_list.list_hash, "commitment": case_list.commitment}
    note(objects=[case_list, *([before] if before else [])], details={"rows": len(cases), **hashes})
    tell(to=whom(exercise, Permission.SAMPLE_DRAW, but=by), text="list_confirmed", exercise_id=exercise.pk,
         fields={"inspection": exercise.pk, "service": exercise.service_id},
         about=reverse("sample", args=[exercise.pk]))  # fmt: skip
    return case_list


@operation(Permission.CASE_LIST_UPLOAD)
def confirm_later(*, case_list: CaseList, by: User) -> UUID:
    """Let a job store a large list. Gives the job's id; asked twice, the same one, unless that could not do it."""
    case_list.exercise.require(Activity.CASE_LIST)
    refuse_after_draw(case_list.exercise)
    case_list.refresh_from_db()
    if case_list.job is not None and Job.objects.filter(pk=case_list.job).going_on().exists():
        return case_list.job
    arguments = {"list": case_list.pk}
    job = start(what=STORE, arguments=arguments, by_id=by.pk, exercise_id=case_list.exercise_id)
    case_list.job = job.pk
    case_list.save(update_fields=["job"])
    return job.pk


@operation(Permission.CASE_LIST_UPLOAD, also_program=True)
def discard(*, case_list: CaseList, by: User | Program) -> None:
    """Let a version go that was not confirmed; its file is deleted, the row says that there was one.

    The program does it with what nobody confirmed for a month.
    """
    case_list.refresh_from_db()
    if case_list.state in UNCONFIRMED:
        let_go(case_list=case_list, state=ListState.DISCARDED, by=by)


@step
def let_go(*, case_list: CaseList, state: ListState, by: User | Program) -> None:
    """Delete the file of a version and what was noted of its rows, and say what became of it."""
    file = StoredFile.objects.filter(pk=case_list.file).first() if case_list.file else None
    if file is not None:
        remove(file=file, by_id=by.id)
    case_list.file, case_list.state = None, state
    if state == ListState.DISCARDED:
        case_list.problems, case_list.not_eligible = [], []
    case_list.save()
    note(objects=[case_list])


def listed(case_list: CaseList, frame: Frame, framework: Framework, eligible: Eligibility) -> list[ListedCase]:
    """The rows of a list as they are stored, each with its place and why it may not be drawn."""
    why = {each.row: each.why for each in eligible.refused}
    told = {REFERENCE, GROUP, KIND, STARTED, ENDED, SERVICE}
    cases = []
    for row in frame.rows:
        found = place(row[GROUP], row[KIND], framework)
        cases.append(
            ListedCase(
                exercise_id=case_list.exercise_id,
                case_list=case_list,
                row=row.number,
                reference=row[REFERENCE],
                group=found.group,
                kind=found.kind,
                started=date.fromisoformat(row[STARTED]) if row[STARTED] else None,
                ended=date.fromisoformat(row[ENDED]) if row[ENDED] else None,
                strata={name: text for name, text in row.cells if name not in told},
                cells=[text for _name, text in row.cells],
                eligible=row.number not in why,
                why_not=why.get(row.number, ""),
            )
        )
    return cases


def refuse_after_draw(exercise: Exercise) -> None:
    """Raise NotNow where a sample was drawn: the number is known, and a list could be made to fit it."""
    if standing_draw(exercise) is not None or sample_is_frozen(exercise):
        raise NotNow(_("The sample has been drawn. A new list can come only when the lead inspector asks for one."))


@operation(Permission.CASE_LIST_READ, kind=Kind.DISCLOSURE)
def take_list(*, case_list: CaseList, by: User) -> bytes:
    """The confirmed list as a CSV file that gives the same hash, and so the same draw, wherever it is read."""
    told = list_file(case_list.frame())
    subjects = list(case_list.cases.values_list("pk", flat=True))
    note(subjects=subjects, objects=[case_list], details={"rows": case_list.rows_count, "bytes": len(told)})
    return told
