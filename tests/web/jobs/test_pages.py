"""The page of a job: how far it is, what came of it, what to do; for whoever started it, and nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from tests.factories.people import Cast
from touchstone.web.audit.operation import operation
from touchstone.web.jobs import models, operations, running
from touchstone.web.jobs.models import Job
from touchstone.web.jobs.progress import progress
from touchstone.web.tenancy import unscoped


@operation(None, open_because="a test")
def asked_by(*, by: Any, what: str) -> Job:
    return operations.start(what=what, arguments={}, by_id=by.id)


@pytest.fixture
def job(cast: Cast) -> Job:
    """A job of the lead inspector's that is under way."""
    made = asked_by(by=cast.lead, what="test.quick")
    begun = operations.claim(job_id=made.id, task_id=made.task)
    assert begun is not None
    progress(job=begun, done=120, of=400)
    return begun


@pytest.fixture
def nobody_else() -> Iterator[None]:
    """What a test lets people see besides their own is forgotten again."""
    before = list(models._also_seen)
    yield
    models._also_seen[:] = before


def test_it_shows_how_far_the_job_is(client: Client, cast: Cast, job: Job) -> None:
    client.force_login(cast.lead)
    response = client.get(job.get_absolute_url())
    page = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert 'max="400" value="120"' in page
    assert page.count("120 of 400 rows checked") == 2
    assert "<h1" in page
    assert "See how far it is" in page
    assert 'http-equiv="refresh"' not in page  # a page that moves by itself is taken from under a reader
    assert client.get(f"{job.get_absolute_url()}progress").json() == {
        "done": 120,
        "of": 400,
        "words": "120 of 400 rows checked",
        "ended": False,
    }


def test_it_says_what_came_of_it(client: Client, cast: Cast) -> None:
    made = asked_by(by=cast.lead, what="test.quick")
    client.force_login(cast.lead)
    assert 'max="1" value="0"' in client.get(made.get_absolute_url()).content.decode()
    running.run_waiting()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Finished" in page
    assert "/work/?came=" in page
    assert "progress.js" not in page
    assert client.get(f"{made.get_absolute_url()}progress").json()["ended"] is True


def test_it_says_what_to_do_when_the_job_failed(client: Client, cast: Cast) -> None:
    made = asked_by(by=cast.lead, what="test.refuses")
    running.run_waiting()
    client.force_login(cast.lead)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "The list has no column called Date of birth. Add it and hand the list in again." in page
    assert "<progress" not in page


def test_work_that_this_version_does_not_know_still_has_its_page(client: Client, cast: Cast, job: Job) -> None:
    with unscoped("a test"):
        Job.objects.filter(id=job.id).update(what="gone.since")
    client.force_login(cast.lead)
    assert "Work that this version does not know" in client.get(job.get_absolute_url()).content.decode()


@pytest.mark.parametrize("below", ["", "progress"])
def test_nobody_signed_out_sees_it(client: Client, job: Job, below: str) -> None:
    response = client.get(job.get_absolute_url() + below)
    assert response.status_code == 302
    assert "/account/login/" in response.headers["Location"]


@pytest.mark.parametrize("below", ["", "progress"])
@pytest.mark.parametrize("name", ["administrator", "inspector", "chief", "other_lead", "stranger"])
def test_anybody_elses_job_is_as_missing_as_none(client: Client, cast: Cast, job: Job, name: str, below: str) -> None:
    client.force_login(cast.people[name])
    hidden = client.get(job.get_absolute_url() + below)
    missing = client.get(f"/work/jobs/{uuid.uuid4()}/{below}")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_a_room_above_lets_others_see_it(client: Client, cast: Cast, job: Job, nobody_else: None) -> None:
    models.also_seen(lambda person: Q(started_by=cast.lead.id) if person == cast.chief else Q(pk=None))
    client.force_login(cast.chief)
    assert client.get(job.get_absolute_url()).status_code == 200
    client.force_login(cast.stranger)
    assert client.get(job.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("below", ["", "progress"])
def test_nothing_can_be_sent_to_it(client: Client, cast: Cast, job: Job, below: str) -> None:
    client.force_login(cast.lead)
    assert client.post(job.get_absolute_url() + below).status_code == 405


@pytest.mark.parametrize("wrong", ["1", "x", "%00", "00000000-0000-4000-8000-00000000000g"])
def test_an_address_that_is_none_is_not_found(client: Client, cast: Cast, wrong: str) -> None:
    client.force_login(cast.lead)
    assert client.get(f"/work/jobs/{wrong}/").status_code == 404
