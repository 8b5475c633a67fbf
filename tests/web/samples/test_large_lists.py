"""A list that is too long to be read while somebody waits: jobs read and store it, and can do so twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import samples as made
from tests.factories.people import EVERYTHING_OPEN, Cast
from touchstone.web.accounts.models import Grant
from touchstone.web.files.models import StoredFile
from touchstone.web.jobs.models import Job, State
from touchstone.web.jobs.running import run_waiting
from touchstone.web.samples import operations
from touchstone.web.samples.case_list import jobs
from touchstone.web.samples.case_list.operations import READ, STORE, confirm_later, discard, hand_in
from touchstone.web.samples.models import CaseList, ListedCase, ListState
from touchstone.web.samples.reading import SMALL, SMALL_ROWS
from touchstone.web.tenancy import unscoped

Send = Callable[..., Any]
LARGE = made.case_list(SMALL_ROWS + 1, 500)


def the_list() -> CaseList:
    with unscoped("a test looks"):
        return CaseList.objects.latest("version")


def the_job(what: str) -> Job:
    with unscoped("a test looks"):
        return Job.objects.filter(what=what).latest("created")


def stored() -> int:
    with unscoped("a test counts"):
        return ListedCase.objects.count()


def test_the_list_of_this_test_is_large() -> None:
    assert len(LARGE) > SMALL / 2


@pytest.mark.capability("I4")
def test_a_large_list_is_read_and_stored_by_jobs(client: Client, cast: Cast, room: str, send: Send) -> None:
    padded = LARGE.replace(b",low,", b"," + b"low" + b" " * 60 + b",")
    client.force_login(cast.contact)
    address = send(padded).headers["Location"]
    assert the_list().state == ListState.READING
    page = client.get(address).content.decode()
    assert "Checking the list of cases" in page
    assert "<progress" in page
    client.force_login(cast.lead)
    assert "<progress" in client.get(address).content.decode(), "the lead inspector sees how far it is"
    run_waiting()
    assert the_job(READ).state == State.DONE
    assert the_job(READ).leads_to == address
    assert the_list().state == ListState.CHECKED
    client.force_login(cast.contact)
    assert client.post(f"{address}confirm/").headers["Location"] == address
    client.post(f"{address}confirm/")
    with unscoped("a test counts"):
        assert Job.objects.filter(what=STORE).count() == 1, "asked twice, done once"
    assert stored() == 0
    assert "Storing the list of cases" in client.get(address).content.decode()
    run_waiting()
    assert (the_job(STORE).state, the_list().state) == (State.DONE, ListState.CONFIRMED)
    assert stored() == SMALL_ROWS + 501
    jobs.store(the_job(STORE))
    assert stored() == SMALL_ROWS + 501, "done twice, stored once"


def waiting(cast: Cast, content: bytes = LARGE) -> CaseList:
    return hand_in(exercise=cast.exercise, checked=made.checked(content), dates="iso", found=None, by=cast.contact)


def test_a_large_list_with_problems_tells_them(cast: Cast) -> None:
    waiting(cast, made.case_list(5, 5, more=(",,,,,,x",)))
    run_waiting()
    assert the_list().state == ListState.REFUSED
    assert the_list().problems[0]["row"] == 12


def test_a_list_that_was_taken_back_while_it_waited_is_not_read(cast: Cast) -> None:
    case_list = waiting(cast)
    discard(case_list=case_list, by=cast.contact)
    run_waiting()
    assert the_job(READ).state == State.FAILED
    assert "taken back" in the_job(READ).problem
    assert the_list().state == ListState.DISCARDED


def test_whoever_lost_the_role_meanwhile_stores_nothing(cast: Cast) -> None:
    waiting(cast)
    Grant.objects.filter(person=cast.contact).update(ended=timezone.now())
    run_waiting()
    assert the_job(READ).state == State.FAILED
    assert the_list().state == ListState.READING


def test_a_list_whose_stage_closed_meanwhile_is_not_stored(client: Client, cast: Cast, room: str) -> None:
    waiting(cast)
    run_waiting()
    client.force_login(cast.contact)
    address = f"{room}lists/{the_list().pk}/"
    client.post(f"{address}confirm/")
    cast.exercise.activities = " told "
    cast.exercise.save()
    run_waiting()
    assert the_job(STORE).state == State.FAILED
    assert "not open" in the_job(STORE).problem
    assert stored() == 0
    cast.exercise.activities = EVERYTHING_OPEN
    cast.exercise.save()
    page = client.get(address).content.decode()
    assert "could not be stored" in page
    assert "Confirm: this is our list" in page


def test_a_file_that_is_gone_is_told(client: Client, cast: Cast, room: str) -> None:
    case_list = made.handed_in(cast.exercise, cast.contact)
    with unscoped("a test takes the file away"):
        StoredFile.objects.update(removed_at=timezone.now())
    client.force_login(cast.contact)
    assert client.post(f"{room}lists/{case_list.pk}/confirm/").headers["Location"] == room
    assert "can no longer be confirmed" in client.get(room).content.decode()


def test_what_nobody_confirms_for_a_month_is_let_go(cast: Cast) -> None:
    made.handed_in(cast.exercise, cast.contact, b"reference,kind\n,Youth caution\n")
    assert jobs.let_go_of_old() == 0
    with unscoped("a test lets time go by"):
        CaseList.objects.update(handed_in_at=timezone.now() - jobs.KEPT_UNCONFIRMED - timedelta(days=1))
    assert jobs.let_go_of_old() == 1
    assert (the_list().state, the_list().problems) == (ListState.DISCARDED, [])
    with unscoped("a test looks"):
        assert not StoredFile.objects.filter(removed_at=None).exists()
    assert jobs.let_go_of_old() == 0


@pytest.mark.slow
def test_twenty_thousand_rows_are_listed_drawn_and_frozen(cast: Cast) -> None:
    content = made.case_list(12_000, 8_000)
    waiting(cast, content)
    run_waiting()
    assert (the_list().state, the_list().rows_count) == (ListState.CHECKED, 20_000)
    confirm_later(case_list=the_list(), by=cast.contact)
    run_waiting()
    assert stored() == 20_000
    draw = operations.draw(exercise=cast.exercise, reason="", by=cast.lead)
    cases = operations.freeze(draw=draw, by=cast.lead)
    assert operations.caseloads(cast.exercise) == {"court": 12_000, "out_of_court": 8_000}
    assert len(cases) == sum(operations.cases_by_group(cast.exercise).values())
