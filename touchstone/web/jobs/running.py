"""One job, from its turn to its end: done, failed with a sentence, tried again, or given back."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta
from uuid import UUID

from touchstone.web.jobs import operations
from touchstone.web.jobs.kinds import JobFailed
from touchstone.web.jobs.models import Job, State
from touchstone.web.jobs.operations import LEASE
from touchstone.web.jobs.progress import JobTaken, watched
from touchstone.web.tenancy import unscoped

log = logging.getLogger("touchstone.jobs")


def run(job_id: UUID, task_id: UUID, *, lease: timedelta = LEASE) -> None:
    """Do one job whose turn has come. Nothing that went wrong in it comes out of here, but an order to stop does."""
    job = operations.claim(job_id=job_id, task_id=task_id, lease=lease)
    if job is None:
        return
    try:
        with watched(job):
            result = job.kind.run(job)
    except JobFailed as failed:
        operations.fail(job=job, problem=str(failed))
    except JobTaken:
        log.warning("job %s (%s): another worker has begun it again", job.id, job.what)
    except Exception as error:
        log.error("job %s (%s): attempt %d broke off: %s", job.id, job.what, job.attempts, place_of(error))
        operations.try_again(job=job)
    except BaseException:  # told twice to stop
        operations.give_back(job=job)
        raise
    else:
        operations.finish(job=job, result=result)


def place_of(error: BaseException) -> str:
    """The kind of an error and where it came up. Not its words: they may quote what stands in a child's file."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))


def run_waiting() -> int:
    """Do every job that waits now, here and one after another; how many. For commands and tests, without a worker."""
    ran = 0
    with unscoped("whatever waits"):
        waiting = list(Job.objects.filter(state=State.WAITING).order_by("created").values_list("id", "task"))
    for job_id, task_id in waiting:
        run(job_id, task_id)
        ran += 1
    return ran
