"""The worker: jobs one after another in its main thread, beside it a heart that says it lives, and the schedule."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import FrameType
from uuid import UUID

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from touchstone.web.jobs import operations, queue, schedule
from touchstone.web.jobs.operations import LEASE
from touchstone.web.jobs.progress import Beat, beats
from touchstone.web.jobs.running import place_of, run

log = logging.getLogger("touchstone.jobs")

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_BEATS = 1.0
SECONDS_WITHOUT_DATABASE = 5.0
SECONDS_TO_END = 5.0  # for what the schedule has under way when the worker is told to stop


class Worker:
    """One process that works until it is told to stop."""

    def __init__(self, *, lease: timedelta = LEASE, parent: int = 0) -> None:
        """`parent`: the process it belongs to; when that is gone, the worker ends too. 0 for none."""
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.lease = lease
        self.parent = parent
        self.stopping = threading.Event()
        self.under_way: dict[str, threading.Thread] = {}  # of the schedule
        self.turn = threading.Lock()
        self.planned = False

    def run(self) -> None:
        """Work until `stop`; the job under way is finished first."""
        queue.set_run(self.run_job)
        threads = [
            threading.Thread(target=self.forever, args=(each, pause), name=name, daemon=True)
            for name, each, pause in (
                ("heart", self.beat, min(SECONDS_BETWEEN_BEATS, self.lease.total_seconds() / 4)),
                ("schedule", self.look_at_schedule, SECONDS_BETWEEN_BEATS),
            )
        ]
        for thread in threads:
            thread.start()
        self.forever(self.look_at_queue, SECONDS_BETWEEN_LOOKS)
        for thread in [*threads, *self.under_way.values()]:
            thread.join(SECONDS_TO_END)

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """First time: finish the job under way, then end. Second time: leave it to the next worker, and end now."""
        if self.stopping.is_set():
            raise SystemExit(128 + signum)
        self.stopping.set()

    def listen(self) -> None:
        """Stop on SIGTERM and on Ctrl-C."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def forever(self, each: Callable[[], bool | None], pause: float) -> None:
        """Do `each` until told to stop, pausing when there was nothing to do; wait for a database that is away."""
        while not self.stopping.is_set():
            wait = pause
            try:
                close_old_connections()
                if each():
                    continue
            except (DatabaseError, InterfaceError) as error:
                log.error("worker %s: the database does not answer: %s", self.name, place_of(error))
                connection.close()
                wait = SECONDS_WITHOUT_DATABASE
            except Exception as error:
                log.error("worker %s: %s", self.name, place_of(error))
                wait = SECONDS_WITHOUT_DATABASE
            self.stopping.wait(wait)
        connection.close()

    def look_at_queue(self) -> bool:
        """Do the next job; False where there is none."""
        row = queue.next_task(self.name)
        if row is None:
            return False
        queue.execute(row, self.name)
        return True

    def run_job(self, job_id: UUID, task_id: UUID) -> None:
        """What the queue calls."""
        run(job_id, task_id, lease=self.lease)

    def beat(self) -> None:
        """Hold what this worker has, and write how far its job is."""
        if self.parent and os.getppid() != self.parent:
            self.stopping.set()
        renew = self.lease.total_seconds() / 3
        for beat in beats():
            if (beat.done, beat.of) != beat.written or time.monotonic() - beat.written_at > renew:
                self.write(beat)
        with self.turn:
            names = list(self.under_way)
        if names:
            operations.hold(worker=self.name, names=names, lease=self.lease)

    def write(self, beat: Beat) -> None:
        """Write one beat; where the job is no longer ours, its next `progress` raises."""
        done, of = beat.done, beat.of
        if not operations.keep(job=beat.job, done=done, of=of, lease=self.lease):
            beat.taken = True
        beat.written, beat.written_at = (done, of), time.monotonic()

    def look_at_schedule(self) -> None:
        """Begin whatever is due and can be taken, each in a thread of its own."""
        if not self.planned:
            operations.plan(names=list(schedule.SCHEDULE))
            self.planned = True
        for entry in schedule.due(timezone.now()):
            if operations.take(name=entry.name, worker=self.name, lease=self.lease):
                thread = threading.Thread(target=self.do, args=(entry,), name=entry.name, daemon=True)
                with self.turn:
                    self.under_way[entry.name] = thread
                thread.start()

    def do(self, entry: schedule.Entry) -> None:
        """One thing of the schedule, to its end."""
        went_well = False
        try:
            entry.function()
            went_well = True
        except Exception as error:
            log.error("schedule: %s broke off: %s", entry.name, place_of(error))
        finally:
            with self.turn:
                self.under_way.pop(entry.name, None)
            try:
                operations.let_go(name=entry.name, worker=self.name, every=entry.every, went_well=went_well)
            except (DatabaseError, InterfaceError) as error:  # its lease runs out by itself
                log.error("schedule: %s: the database does not answer: %s", entry.name, place_of(error))
            connection.close()
