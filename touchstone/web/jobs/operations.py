"""Every change to jobs and to what is on the schedule: each is one statement that only one worker can win."""

from __future__ import annotations

import logging
import uuid
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from touchstone.web.audit.operation import note, step
from touchstone.web.jobs import queue
from touchstone.web.jobs.kinds import UnknownKind, is_known
from touchstone.web.jobs.models import Job, Scheduled, State
from touchstone.web.tenancy import unscoped

log = logging.getLogger("touchstone.jobs")

# A worker says that it lives at least every third of this. Longer than SQLite makes a writer wait (20 s), twice over.
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
DELAYS = (timedelta(seconds=10), timedelta(minutes=1))  # before the second attempt, and before the third
TASKS_KEPT = timedelta(days=1)
LONGEST_PAUSE_AFTER_FAILURE = timedelta(minutes=5)

GAVE_UP = gettext_noop(
    "This was begun three times and did not come to its end. Nothing was half done. Try once more; "
    "if it happens again, tell whoever runs Touchstone here."
)


class NotAnId(ValueError):
    """A job was given something else than ids, numbers, yes or no, and dates."""


@step
def start(*, what: str, arguments: dict[str, Any], by_id: UUID | None, exercise_id: UUID | None = None) -> Job:
    """Ask for long work, inside the operation under way: when that is rolled back, nobody has asked.

    `arguments` holds ids, numbers, dates and lists of them, and nothing else: no text can be put in, so no child's
    name can. Raises NotAnId, UnknownKind, and OutsideOperation.
    """
    if not is_known(what):
        raise UnknownKind(what)
    job_id = uuid.uuid4()
    job = Job(
        id=job_id,
        what=what,
        arguments={name: only_ids(value) for name, value in arguments.items()},
        exercise_id=exercise_id,
        started_by=by_id,
        task=queue.enqueue(job_id),
    )
    job.save(force_insert=True)
    note(objects=[job], details={"job": what})
    return job


def only_ids(value: object) -> object:
    """An argument as JSON knows it. Raises NotAnId for text, which could hold what somebody wrote about a child."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [only_ids(one) for one in value]
    raise NotAnId(f"A job takes ids, numbers and dates; this is {type(value).__name__}.")


def claim(*, job_id: UUID, task_id: UUID, lease: timedelta = LEASE) -> Job | None:
    """Begin an attempt; None where it is not this task's to begin (it runs elsewhere, or has ended)."""
    now = timezone.now()
    with unscoped("a worker takes the next job, whosever it is"):
        taken = Job.objects.filter(id=job_id, task=task_id, state=State.WAITING).update(
            state=State.RUNNING, attempts=F("attempts") + 1, began=now, held_until=now + lease, done=0, of=0
        )
        return Job.objects.get(id=job_id) if taken else None


def keep(*, job: Job, done: int, of: int, lease: timedelta = LEASE) -> bool:
    """Say that an attempt lives, and how far it is; False where it is no longer ours."""
    with unscoped("a worker holds the job it runs"):
        mine = Job.objects.filter(id=job.id, state=State.RUNNING, attempts=job.attempts)
        return mine.update(held_until=timezone.now() + lease, done=done, of=of) == 1


def finish(*, job: Job, result: UUID | None) -> bool:
    """End an attempt well; False where another worker has begun the job again."""
    return _end(job, state=State.DONE, result=result, done=job.of or job.done, of=job.of)


def fail(*, job: Job, problem: str) -> bool:
    """End a job that cannot be done; `problem` says what a person can do."""
    return _end(job, state=State.FAILED, problem=problem)


def _end(job: Job, **changes: Any) -> bool:
    with unscoped("a worker ends the job it runs"):
        mine = Job.objects.filter(id=job.id, state=State.RUNNING, attempts=job.attempts)
        return mine.update(ended=timezone.now(), held_until=None, **changes) == 1


@transaction.atomic
def try_again(*, job: Job, at_once: bool = False) -> bool:
    """Put a job whose attempt broke off back into the queue, or fail it when it has had its three."""
    if job.attempts >= MOST_ATTEMPTS:
        return fail(job=job, problem=GAVE_UP)
    after = None if at_once else timezone.now() + DELAYS[min(job.attempts, len(DELAYS)) - 1]
    return _put_back(job, after=after)


@transaction.atomic
def give_back(*, job: Job) -> bool:
    """Put a job back that this worker must leave because it is told to stop; the attempt does not count."""
    return _put_back(job, attempts=job.attempts - 1)


def _put_back(job: Job, *, after: datetime | None = None, **changes: Any) -> bool:
    """Once only: where somebody else was quicker, the new row of the queue is taken out again by the transaction."""
    with unscoped("a job goes back into the queue"):
        same = Job.objects.filter(id=job.id, state=job.state, attempts=job.attempts, task=job.task)
        task = queue.enqueue(job.id, after=after)
        if same.update(state=State.WAITING, held_until=None, task=task, **changes) == 1:
            return True
    queue.rows().filter(id=task).delete()
    return False


def reap(*, lease: timedelta = LEASE) -> int:
    """Bring back every job whose worker is dead; how many.

    A worker that was killed leaves its job running and its row of the queue taken; the queue itself never looks again.
    """
    now = timezone.now()
    with unscoped("jobs of workers that are dead"):
        dead = list(Job.objects.filter(state=State.RUNNING, held_until__lt=now))
        waiting = list(Job.objects.filter(state=State.WAITING, created__lt=now - lease))
    coming = queue.still_to_come([job.task for job in waiting], running_since=now - lease)
    # Killed between taking the queue's row and beginning the job: it waits for a row that nobody will run.
    lost = [job for job in waiting if job.task not in coming]
    for job in [*dead, *lost]:
        log.warning("job %s (%s): its worker is gone after attempt %d", job.id, job.what, job.attempts)
        with transaction.atomic():
            queue.rows().filter(id=job.task).delete()
            if job in dead:
                try_again(job=job, at_once=True)
            else:
                _put_back(job)
    return len(dead) + len(lost)


def forget_tasks() -> int:
    """Delete the queue's rows of what ended a day ago; the jobs themselves stay. How many."""
    return queue.finished_before(timezone.now() - TASKS_KEPT).delete()[0]


def plan(*, names: list[str]) -> None:
    """Make the rows of what is on the schedule; those that are there stay as they are."""
    Scheduled.objects.bulk_create([Scheduled(name=name) for name in names], ignore_conflicts=True)


def take(*, name: str, worker: str, lease: timedelta = LEASE) -> bool:
    """Take hold of a scheduled thing that is due; True for one worker alone."""
    now = timezone.now()
    due = Scheduled.objects.filter(name=name, next_at__lte=now, held_until__lte=now)
    return due.update(held_by=worker, held_until=now + lease, began=now) == 1


def hold(*, worker: str, names: list[str], lease: timedelta = LEASE) -> None:
    """Say that scheduled things taken by this worker are still being done."""
    Scheduled.objects.filter(name__in=names, held_by=worker).update(held_until=timezone.now() + lease)


def let_go(*, name: str, worker: str, every: timedelta, went_well: bool) -> None:
    """Say that a scheduled thing was done, and when it is due again: after a failure sooner rather than later."""
    now = timezone.now()
    pause = every if went_well else min(every, LONGEST_PAUSE_AFTER_FAILURE)
    Scheduled.objects.filter(name=name, held_by=worker).update(
        held_until=now, next_at=now + pause, ended=now, failures=0 if went_well else F("failures") + 1
    )
