"""Work that tests ask for, and a worker that knows it."""

from __future__ import annotations

import os
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from touchstone.web.jobs import kinds, schedule

RESULT = uuid.UUID("5d1f4c3a-0000-4000-8000-000000000001")
WORKER = "import django; django.setup(); from tests.web.jobs.work import main; main()"


def write(name: str, line: object) -> None:
    """Leave a trace that no transaction takes back."""
    with Path(os.environ["TOUCHSTONE_VAR"], name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def there(name: str) -> bool:
    """Has the test put a file of this name there?"""
    return Path(os.environ["TOUCHSTONE_VAR"], name).exists()


def quick(job: Any) -> uuid.UUID:
    """Ends at once."""
    write("quick", job.id)
    return RESULT


def hangs_once(job: Any) -> uuid.UUID:
    """Its first attempt stands still after the third of ten; the next goes through."""
    from touchstone.web.jobs.progress import progress

    write("begun", f"{os.getpid()} {job.attempts}")
    progress(job=job, done=3, of=10)
    while job.attempts == 1:
        time.sleep(0.05)
    progress(job=job, done=10, of=10)
    return RESULT


def waits(job: Any) -> None:
    """Until the test says go on."""
    write("begun", os.getpid())
    while not there("go"):
        time.sleep(0.02)


def breaks(job: Any) -> None:
    """A mistake of ours, whose message quotes a name."""
    raise ValueError("Invented Name is no number")


def refuses(job: Any) -> None:
    """Something a person can mend."""
    raise kinds.JobFailed("The list has no column called Date of birth. Add it and hand the list in again.")


def tick() -> None:
    """On the schedule."""
    write("ticks", os.getpid())


def register() -> None:
    """All of it."""
    for function in (quick, hangs_once, waits, breaks, refuses):
        kinds.register(
            f"test.{function.__name__}",
            sentence="Checking the list of cases",
            run=function,
            counted="{done} of {of} rows checked",
            leads_to=lambda job: f"/work/?came={job.result}",
        )


def main() -> None:
    """A worker, as `manage.py worker` starts it."""
    from django.core.management import call_command

    register()
    schedule.register("test.tick", timedelta(hours=1), tick)
    call_command("worker")
