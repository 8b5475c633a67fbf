"""Workers as processes: killed in the middle, told to stop, two at once."""

from __future__ import annotations

import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.apart import Apart, eventually
from tests.web.jobs.test_operations import ask, expire, now_of
from tests.web.jobs.work import RESULT, WORKER
from touchstone.web.jobs import queue
from touchstone.web.jobs.models import Scheduled, State


def lines(site: Apart, name: str) -> list[str]:
    """What was left in a file."""
    file = Path(site.folder, name)
    return file.read_text(encoding="utf-8").split("\n")[:-1] if file.exists() else []


def reap_now() -> None:
    """Let time pass until the schedule looks for dead workers again."""
    past = timezone.now() - timedelta(seconds=1)
    Scheduled.objects.filter(name="jobs.reap").update(next_at=past, held_until=past)


def test_a_worker_is_killed_and_another_finishes_its_job(site: Apart) -> None:
    job = ask("test.hangs_once")
    first = site.start(WORKER)
    eventually(lambda: now_of(job).done == 3, child=first)
    assert now_of(job).words == "3 of 10 rows checked"
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert now_of(job).state == State.RUNNING
    assert queue.rows().get(id=job.task).status == "RUNNING"  # as the queue would leave it for ever
    expire(job)
    reap_now()
    second = site.start(WORKER)
    eventually(lambda: now_of(job).has_ended, child=second)
    job = now_of(job)
    assert (job.state, job.result, job.attempts, job.done) == (State.DONE, RESULT, 2, 10)
    assert [line.split()[1] for line in lines(site, "begun")] == ["1", "2"]
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=30) == 0


@pytest.mark.parametrize("times", [1, 2])
def test_told_to_stop_it_finishes_its_job_and_told_twice_it_gives_it_back(site: Apart, times: int) -> None:
    job = ask("test.waits")
    worker = site.start(WORKER)
    eventually(lambda: lines(site, "begun"), child=worker)
    worker.send_signal(signal.SIGTERM)
    if times == 1:
        Path(site.folder, "go").touch()
    else:
        with pytest.raises(subprocess.TimeoutExpired):  # it goes on with its job
            worker.wait(timeout=0.5)
        worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=30)
    job = now_of(job)
    wanted = (State.DONE, 1) if times == 1 else (State.WAITING, 0)
    assert (job.state, job.attempts) == wanted
    if times == 2:
        assert queue.rows().get(id=job.task).status == "READY"


def test_two_workers_do_everything_once(site: Apart) -> None:
    jobs = [ask("test.quick") for _each in range(20)]
    workers = [site.start(WORKER), site.start(WORKER)]
    for job in jobs:
        eventually(lambda job=job: now_of(job).has_ended, child=workers[0])  # type: ignore[misc]
    eventually(lambda: Scheduled.objects.filter(name="test.tick").exclude(ended=None).exists(), child=workers[1])
    assert sorted(lines(site, "quick")) == sorted(str(job.id) for job in jobs)
    assert len(lines(site, "ticks")) == 1
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    assert len(lines(site, "ticks")) == 1


def test_a_worker_ends_with_whoever_started_it(site: Apart) -> None:
    starter = "import os, subprocess, sys; child = subprocess.Popen([sys.executable, 'manage.py', 'worker', '--parent',"
    starter += " str(os.getpid())], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)"
    starter += "; print(child.pid, flush=True); child.wait()"
    parent = site.start(starter)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    eventually(lambda: Scheduled.objects.filter(name="jobs.reap").exclude(ended=None).exists(), child=parent)
    parent.kill()
    parent.wait()
    eventually(lambda: not is_running(pid))


def is_running(pid: int) -> bool:
    """Does this process still do anything? One that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
