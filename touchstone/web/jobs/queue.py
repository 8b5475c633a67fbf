"""The queue, and the only place that knows which one it is: django-tasks-db. Its rows carry a job's id, nothing more.

From Django 6 on the two imports of `django_tasks` come from `django.tasks`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import OperationalError
from django.db.models import QuerySet
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

BACKEND = "default"
QUEUE = "default"

Run = Callable[[UUID, UUID], None]
_run: list[Run] = []


def set_run(run: Run) -> None:
    """Say what is done with a job when its turn comes: `run(job_id, task_id)`. Called once, by the worker."""
    _run[:] = [run]


@task(takes_context=True)
def run_job(context: TaskContext, job_id: str) -> None:
    """The one task there is."""
    _run[0](UUID(job_id), UUID(context.task_result.id))


def enqueue(job_id: UUID, *, after: datetime | None = None) -> UUID:
    """Put a job into the queue, inside the transaction under way; gives the id of the queue's row."""
    return UUID(run_job.using(run_after=after).enqueue(str(job_id)).id)


def next_task(worker: str) -> DBTaskResult | None:
    """Take the next row whose time has come, for this worker; None where there is none, or another was quicker."""
    ready = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    if not ready.exists():  # without asking SQLite for its write lock twice a second
        return None
    with exclusive_transaction(ready.db):
        try:
            row = ready.get_locked()
            if row is not None:
                row.claim(worker)
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
            return None
    return row


def execute(row: DBTaskResult, worker: str) -> None:
    """Run what `next_task` took."""
    runner = Worker(
        queue_names=[QUEUE],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=1,
        worker_id=worker,
        excluded_queue_names=[],
    )
    runner.run_task(row)


def rows() -> QuerySet[DBTaskResult]:
    """The queue's own rows."""
    return DBTaskResult.objects.all()


def finished_before(moment: datetime) -> QuerySet[DBTaskResult]:
    """Rows that nobody needs any more."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=moment)


def still_to_come(tasks: list[UUID], *, running_since: datetime) -> set[UUID]:
    """Which of these will still be run: those that wait, and those that a worker took after `running_since`."""
    found = rows().filter(id__in=tasks)
    waiting = found.filter(status=TaskResultStatus.READY)
    taken = found.filter(status=TaskResultStatus.RUNNING, started_at__gte=running_since)
    return {*waiting.values_list("id", flat=True), *taken.values_list("id", flat=True)}
