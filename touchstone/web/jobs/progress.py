"""How far the work under way has come. Telling it is cheap: the worker writes it down once a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from touchstone.web.jobs import operations
from touchstone.web.jobs.models import Job

SECONDS_BETWEEN_WRITES = 1.0  # where no heart beats: a job run by hand or in a test


class JobTaken(Exception):
    """The worker was silent for so long that another has begun the job again. Nothing more is to be done here."""


@dataclass
class Beat:
    """What the heart must write for one job."""

    job: Job
    done: int = 0
    of: int = 0
    taken: bool = False
    written: tuple[int, int] = (0, 0)  # done and of, as the row has them
    written_at: float = 0.0  # by the monotonic clock


_beats: dict[object, Beat] = {}
_turn = threading.Lock()


@contextmanager
def watched(job: Job) -> Iterator[Beat]:
    """Let a heart write this job's progress, and hold its lease, as long as the block lasts."""
    beat = Beat(job)
    with _turn:
        _beats[job.id] = beat
    try:
        yield beat
    finally:
        with _turn:
            _beats.pop(job.id, None)


def beats() -> list[Beat]:
    """What is under way in this process."""
    with _turn:
        return list(_beats.values())


def progress(*, job: Job, done: int, of: int) -> None:
    """Say how far `job` is: `done` of `of`. Call it as often as you like.

    It is not part of the job's own transaction, so that a page can show it before that ends; on SQLite it becomes
    visible between two transactions of the job. Raises JobTaken when another worker has begun the job again.
    """
    job.done, job.of = done, of
    beat = _beats.get(job.id)
    if beat is not None:
        beat.done, beat.of = done, of
        if beat.taken:
            raise JobTaken(str(job.id))
        return
    last = getattr(job, "_told", 0.0)
    if done >= of or time.monotonic() - last >= SECONDS_BETWEEN_WRITES:
        job._told = time.monotonic()  # type: ignore[attr-defined]
        operations.keep(job=job, done=done, of=of)
