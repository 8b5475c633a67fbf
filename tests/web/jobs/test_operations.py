"""Jobs in the database: asked for in a transaction, run once, tried again, given up with a sentence."""

from __future__ import annotations

import logging
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.web.jobs.work import RESULT
from touchstone.web.audit.operation import OutsideOperation, operation
from touchstone.web.jobs import kinds, operations, queue, running, schedule
from touchstone.web.jobs.models import Job, Scheduled, State
from touchstone.web.jobs.progress import progress
from touchstone.web.tenancy import Unscoped, unscoped

pytestmark = pytest.mark.django_db
PERSON = uuid.uuid4()


@operation(None, open_because="a test")
def asked(*, what: str, arguments: dict[str, Any]) -> Job:
    """Work asked for, as an operation of a room above does it."""
    return operations.start(what=what, arguments=arguments, by_id=PERSON, exercise_id=uuid.uuid4())


def ask(what: str, **arguments: Any) -> Job:
    return asked(what=what, arguments=arguments)


@operation(None, open_because="a test")
def ask_and_break(*, what: str) -> None:
    operations.start(what=what, arguments={}, by_id=PERSON)
    raise RuntimeError("after asking")


def now_of(job: Job) -> Job:
    with unscoped("a test"):
        return Job.objects.get(id=job.id)


def expire(job: Job) -> None:
    """Let time pass until the worker counts as dead."""
    with unscoped("a test"):
        Job.objects.filter(id=job.id).update(held_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_and_says_what_came_of_it() -> None:
    job = ask("test.quick", upload=uuid.uuid4(), rows=400, on=date(2026, 3, 2), cases=[uuid.uuid4()], whole=True)
    assert (job.state, job.sentence, job.words) == (State.WAITING, "Checking the list of cases", "Waiting to begin")
    assert running.run_waiting() == 1
    job = now_of(job)
    assert (job.state, job.result, job.attempts) == (State.DONE, RESULT, 1)
    assert job.leads_to == f"/work/?came={RESULT}"
    assert running.run_waiting() == 0


def test_only_an_operation_asks_for_work() -> None:
    with pytest.raises(OutsideOperation):
        operations.start(what="test.quick", arguments={}, by_id=PERSON)


def test_when_the_operation_is_taken_back_nobody_has_asked() -> None:
    before = queue.rows().count()
    with pytest.raises(RuntimeError):
        ask_and_break(what="test.quick")
    with unscoped("a test"):
        assert not Job.objects.filter(started_by=PERSON).exists()
    assert queue.rows().count() == before


@pytest.mark.parametrize("words", ["Invented Name", b"Invented", {"name": "Invented"}, 1.5, ["Invented"]])
def test_no_text_can_be_put_into_a_job(words: object) -> None:
    with pytest.raises(operations.NotAnId):
        ask("test.quick", words=words)


def test_the_queue_holds_the_id_of_the_job_and_nothing_else() -> None:
    job = ask("test.quick", rows=400)
    assert queue.rows().get(id=job.task).args_kwargs == {"args": [str(job.id)], "kwargs": {}}


def test_work_that_nobody_does_is_refused() -> None:
    with pytest.raises(kinds.UnknownKind):
        ask("test.nothing")
    with pytest.raises(ValueError, match="Two kinds"):
        kinds.register("test.quick", sentence="", run=lambda job: None)
    with pytest.raises(ValueError, match="Two things"):
        schedule.register("jobs.reap", timedelta(seconds=1), lambda: None)


def test_a_task_that_comes_twice_runs_once() -> None:
    job = ask("test.quick")
    assert operations.claim(job_id=job.id, task_id=job.task) is not None
    assert operations.claim(job_id=job.id, task_id=job.task) is None
    assert operations.claim(job_id=job.id, task_id=uuid.uuid4()) is None


def test_what_a_person_can_mend_is_said_and_not_tried_again() -> None:
    job = ask("test.refuses")
    running.run_waiting()
    job = now_of(job)
    assert (job.state, job.attempts) == (State.FAILED, 1)
    assert job.problem.startswith("The list has no column")
    assert job.leads_to == ""
    assert running.run_waiting() == 0


def test_a_mistake_is_tried_three_times_and_its_words_reach_no_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("touchstone"), "propagate", True)
    job = ask("test.breaks")
    for attempt in (1, 2):
        assert running.run_waiting() == 1
        job = now_of(job)
        assert (job.state, job.attempts) == (State.WAITING, attempt)
        assert queue.rows().get(id=job.task).run_after > timezone.now()
    running.run_waiting()
    job = now_of(job)
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert job.problem == operations.GAVE_UP
    assert "ValueError at breaks" in caplog.text
    assert "Invented Name" not in caplog.text


def test_a_job_whose_worker_died_is_brought_back_and_given_up_after_three() -> None:
    job = ask("test.quick")
    for attempt in (1, 2, 3):
        job = now_of(job)
        dead = operations.claim(job_id=job.id, task_id=job.task)
        assert dead is not None
        assert dead.attempts == attempt
        assert operations.reap() == 0
        expire(job)
        assert operations.reap() == 1
        assert not queue.rows().filter(id=job.task).exists()
        assert operations.finish(job=dead, result=None) is False  # it comes back from the dead, and is not heard
        assert operations.keep(job=dead, done=1, of=2) is False
    job = now_of(job)
    assert (job.state, job.problem) == (State.FAILED, operations.GAVE_UP)


def test_a_job_whose_worker_died_before_it_began_is_brought_back() -> None:
    job = ask("test.quick")
    row = queue.rows().get(id=job.task)
    row.claim("a worker that is no more")
    long_ago = timezone.now() - timedelta(hours=1)
    queue.rows().filter(id=row.id).update(started_at=long_ago)
    with unscoped("a test"):
        Job.objects.filter(id=job.id).update(created=long_ago)
    assert operations.reap() == 1
    assert now_of(job).task != job.task
    assert operations.reap() == 0
    running.run_waiting()
    assert (now_of(job).state, now_of(job).attempts) == (State.DONE, 1)


def test_progress_is_counted_in_words() -> None:
    job = ask("test.quick")
    begun = operations.claim(job_id=job.id, task_id=job.task)
    assert begun is not None
    progress(job=begun, done=120, of=1400)
    assert now_of(job).words == "120 of 1,400 rows checked"
    progress(job=begun, done=121, of=1400)
    assert now_of(job).done == 120  # told too soon after the last time to be written
    progress(job=begun, done=1400, of=1400)
    assert now_of(job).done == 1400
    assert operations.finish(job=begun, result=None)
    assert now_of(job).words == "Finished: 1,400 of 1,400 rows checked"


def test_what_ended_a_day_ago_leaves_the_queue_but_not_the_jobs() -> None:
    job = ask("test.quick")
    row = queue.next_task("w")
    assert row is not None
    queue.set_run(running.run)
    queue.execute(row, "w")
    assert operations.forget_tasks() == 0
    queue.rows().filter(id=row.id).update(finished_at=timezone.now() - timedelta(days=2))
    assert operations.forget_tasks() == 1
    assert now_of(job).state == State.DONE


def test_jobs_are_not_read_for_nobody() -> None:
    with pytest.raises(Unscoped):
        Job.objects.count()
    assert not Job.objects.visible_to(None).exists()


def test_a_scheduled_thing_is_one_workers_until_its_lease_runs_out() -> None:
    every = timedelta(hours=1)
    operations.plan(names=["jobs.reap"])
    operations.plan(names=["jobs.reap"])
    row = Scheduled.objects.filter(name="jobs.reap")
    assert [entry.name for entry in schedule.due(timezone.now())] == ["jobs.reap"]
    assert operations.take(name="jobs.reap", worker="one")
    assert not operations.take(name="jobs.reap", worker="two")
    assert schedule.due(timezone.now()) == []
    row.update(held_until=timezone.now() - timedelta(seconds=1))  # one was killed
    assert operations.take(name="jobs.reap", worker="two")
    operations.hold(worker="one", names=["jobs.reap"], lease=timedelta(days=9))
    assert row.get().held_until < timezone.now() + timedelta(days=1)
    operations.let_go(name="jobs.reap", worker="one", every=every, went_well=True)
    assert row.get().ended is None
    operations.let_go(name="jobs.reap", worker="two", every=every, went_well=False)
    assert row.get().failures == 1
    assert row.get().next_at < timezone.now() + timedelta(minutes=6)  # sooner than in an hour
    assert not operations.take(name="jobs.reap", worker="two")
    row.update(next_at=timezone.now())
    assert operations.take(name="jobs.reap", worker="two")
    operations.let_go(name="jobs.reap", worker="two", every=every, went_well=True)
    assert row.get().failures == 0
    assert row.get().next_at > timezone.now() + timedelta(minutes=59)
