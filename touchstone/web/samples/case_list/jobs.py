"""Large lists are read and stored by jobs: the page can be left, and a restart loses nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from touchstone.intake.problems import ProblemsFound
from touchstone.sampling.frame import Frame
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operation import PROGRAM
from touchstone.web.exercises.models import Exercise, NotOpen
from touchstone.web.files.models import StoredFile
from touchstone.web.files.serving import content_of
from touchstone.web.jobs import kinds, schedule
from touchstone.web.jobs.kinds import JobFailed
from touchstone.web.jobs.models import Job, also_seen
from touchstone.web.jobs.progress import progress
from touchstone.web.samples.case_list import operations
from touchstone.web.samples.case_list.operations import READ, STORE, UNCONFIRMED
from touchstone.web.samples.models import CaseList
from touchstone.web.samples.operations import NotNow
from touchstone.web.samples.reading import dry_run
from touchstone.web.tenancy import unscoped

KEPT_UNCONFIRMED = timedelta(days=30)


def register() -> None:
    """Say what work there is; called when the app is ready."""
    counted = lazy("{done} of {of} rows")
    kinds.register(READ, sentence=lazy("Checking the list of cases"), run=read, counted=counted, leads_to=leads_to)
    kinds.register(STORE, sentence=lazy("Storing the list of cases"), run=store, counted=counted, leads_to=leads_to)
    also_seen(seen_in_the_room)
    schedule.register("samples.let_go_of_old", timedelta(days=1), let_go_of_old)


def seen_in_the_room(person: Any) -> Q:
    """Whoever sees the list sees the work on it."""
    if not isinstance(person, User):
        return Q(pk__in=[])
    seen = Exercise.objects.where(person, Permission.CASE_LIST_READ).order_by().values("pk")
    return Q(what__in=(READ, STORE), exercise_id__in=seen)


def leads_to(job: Job) -> str:
    """The page of the list."""
    return reverse("case_list_version", args=[job.exercise_id, job.arguments["list"]])


def read(job: Job) -> UUID:
    """Read a list and write down what was found. Doing it twice writes the same."""
    case_list, person = subject_of(job)
    found = dry_run(file_of(case_list), kind=case_list.file_kind, dates=case_list.dates, exercise=case_list.exercise)
    rows = len(found.frame.rows) if found.frame is not None else 0
    progress(job=job, done=rows, of=rows)
    try:
        operations.record_dry_run(case_list=case_list, found=found, by=person)
    except PermissionDenied as refused:
        raise JobFailed(str(refused)) from None
    return case_list.pk


def store(job: Job) -> UUID:
    """Store a list that was confirmed. Doing it twice changes nothing."""
    case_list, person = subject_of(job)
    progress(job=job, done=0, of=case_list.rows_count)
    try:
        if case_list.file is not None:
            operations.confirm(case_list=case_list, frame=read_again(case_list), by=person)
    except (NotNow, NotOpen, PermissionDenied) as refused:
        raise JobFailed(str(refused)) from None
    except ProblemsFound:
        raise JobFailed(_("The list can no longer be read. Hand it in again.")) from None
    return case_list.pk


def let_go_of_old() -> int:
    """Let go of versions that nobody confirmed for a month, with their files; how many."""
    month_ago = timezone.now() - KEPT_UNCONFIRMED
    with unscoped("lists that nobody confirmed, whosever they are"):
        old = list(
            CaseList.objects.filter(state__in=UNCONFIRMED, handed_in_at__lt=month_ago).select_related("exercise")
        )
    for case_list in old:
        operations.discard(case_list=case_list, by=PROGRAM)
    return len(old)


def subject_of(job: Job) -> tuple[CaseList, User]:
    """The list a job is about, and who asked for it. Raises JobFailed where either is gone."""
    with unscoped("a job works on the list it was started for"):
        case_list = CaseList.objects.select_related("exercise__service").filter(pk=job.arguments["list"]).first()
    person = User.objects.filter(pk=job.started_by).first() if job.started_by else None
    if case_list is None or person is None:
        raise JobFailed(_("The list is no longer there. Hand it in again."))
    return case_list, person


def file_of(case_list: CaseList) -> bytes:
    """The file that waits with a version. Raises JobFailed where it was let go."""
    with unscoped("the file of a list that was reached already"):
        file = StoredFile.objects.filter(pk=case_list.file, removed_at=None).first() if case_list.file else None
    if file is None:
        raise JobFailed(_("This version was taken back. Hand the list in again."))
    return content_of(file)


def read_again(case_list: CaseList) -> Frame:
    """The list of a version once more, from its file. Raises NotNow where it is no longer what was checked."""
    gone = _("This version can no longer be confirmed. Hand the list in again.")
    try:
        found = dry_run(
            file_of(case_list), kind=case_list.file_kind, dates=case_list.dates, exercise=case_list.exercise
        )
    except JobFailed:
        raise NotNow(gone) from None
    if found.frame is None:
        raise NotNow(gone)
    return found.frame
