"""Sessions end when they should, by whom they should, and are read in one query."""

import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.utils import timezone

from tests.factories.people import Cast
from touchstone.web.accounts.keys import Session
from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.operations import set_leaving, switch
from touchstone.web.accounts.sessions.browsers import browser_of
from touchstone.web.accounts.sessions.store import SessionStore

FETCH = {"X-Requested-With": "fetch"}


def later(**by: float) -> None:
    """As if every session had been used that much earlier."""
    for row in Session.objects.all():
        shift = timedelta(**by)
        Session.objects.filter(pk=row.pk).update(
            last_seen=row.last_seen - shift, expires=row.expires - shift, began=row.began - shift
        )


def test_session_and_person_are_one_query_and_roles_another(
    client: Client, cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client.force_login(cast.lead)
    client.get("/account/stay/")
    with django_assert_num_queries(1):
        client.post("/account/stay/")
    with django_assert_num_queries(1):
        assert User.objects.get(pk=cast.lead.pk)
    fresh = User.objects.get(pk=cast.lead.pk)
    with django_assert_num_queries(1):
        assert fresh.reach.held


def test_an_idle_session_ends(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    later(minutes=29)
    assert client.get("/work/").status_code == HTTPStatus.OK
    later(minutes=31)
    assert client.get("/work/").status_code == HTTPStatus.FOUND


def test_a_session_in_use_goes_on_but_not_for_ever(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    for _half_hour in range(site.SESSION_LONGEST // timedelta(minutes=20) - 1):
        later(minutes=20)
        assert client.get("/work/").status_code == HTTPStatus.OK
    later(minutes=25)
    assert client.get("/work/").status_code == HTTPStatus.FOUND


def test_use_is_noted_once_a_minute_and_not_for_what_runs_by_itself(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    seen = Session.objects.get().last_seen
    client.get("/work/")
    assert Session.objects.get().last_seen == seen
    later(minutes=2)
    before = Session.objects.get().last_seen
    client.get("/work/", headers={"X-Background": "1"})
    assert Session.objects.get().last_seen == before
    client.get("/work/")
    assert Session.objects.get().last_seen > before


@pytest.mark.parametrize("how", ["off", "left", "session"])
def test_whoever_may_not_is_out_at_the_next_request(client: Client, cast: Cast, how: str) -> None:
    client.force_login(cast.lead)
    assert client.get("/work/").status_code == HTTPStatus.OK
    if how == "off":
        switch(installation=None, person=cast.lead, on=False, by=cast.administrator)
    elif how == "left":
        set_leaving(installation=None, person=cast.lead, leaves_on=timezone.localdate(), by=cast.administrator)
    else:
        Session.objects.filter(person=cast.lead).delete()
    assert client.get("/work/").status_code == HTTPStatus.FOUND
    assert client.get("/work/", headers=FETCH).status_code == HTTPStatus.UNAUTHORIZED


def test_a_role_that_ended_opens_nothing_at_the_next_request(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    address = f"/work/exercises/{cast.exercise.id}/"
    assert client.get(address).status_code == HTTPStatus.OK
    Grant.objects.filter(person=cast.lead).update(ended=timezone.now())
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_an_ended_session_is_not_brought_back_by_a_page_under_way(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    store = SessionStore(client.cookies["session"].value)
    store["x"] = 1
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_the_key_of_a_session_is_not_in_the_database(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    key = client.cookies["session"].value
    for row in Session.objects.values():
        assert key not in json.dumps(row, default=str)


def test_ones_sessions_are_listed_and_ended(client: Client, cast: Cast) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    other.force_login(cast.lead)
    client.force_login(cast.lead)
    Session.objects.filter(browser="").update(browser="Firefox on Windows")
    page = client.get("/account/sessions/").content.decode()
    assert page.count("Firefox on Windows") >= 2
    theirs = Session.objects.exclude(digest=Session.objects.latest("began").digest).get()
    stranger = Client()
    stranger.force_login(cast.stranger)
    stranger.post(f"/account/sessions/{theirs.pk}/end/")
    assert Session.objects.filter(pk=theirs.pk).exists()
    client.post(f"/account/sessions/{theirs.pk}/end/")
    assert other.get("/work/").status_code == HTTPStatus.FOUND
    assert client.get("/work/").status_code == HTTPStatus.OK
    other.force_login(cast.lead)
    client.post("/account/sessions/end-others/")
    assert Session.objects.filter(person=cast.lead).count() == 1
    assert client.get("/work/").status_code == HTTPStatus.OK


def test_a_script_learns_where_to_sign_in_and_a_person_is_led_there(client: Client, cast: Cast) -> None:
    answer = client.post("/account/stay/", headers=FETCH)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.json() == {"sign_in": "/account/login/"}
    assert client.get("/work/", headers={"Accept": "application/json"}).status_code == HTTPStatus.UNAUTHORIZED
    assert client.get("/work/").headers["Location"] == "/account/login/?next=%2Fwork%2F"


def test_a_page_left_open_by_one_person_sends_nothing_in_anothers_name(client: Client, cast: Cast) -> None:
    client.force_login(cast.inspector)
    own, other = {"X-Person": str(cast.inspector.pk)}, {"X-Person": str(cast.lead.pk)}
    assert client.post("/account/stay/", headers={**FETCH, **own}).status_code == HTTPStatus.OK
    answer = client.post("/account/stay/", headers={**FETCH, **other})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.json()["somebody_else"]


def test_after_signing_in_again_a_script_gets_the_new_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    answer = client.post("/account/stay/", headers=FETCH)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert answer.json()["person"] == str(cast.lead.pk)
    again = client.post("/account/stay/", headers={**FETCH, "X-CSRFToken": answer.json()["token"]})
    assert again.status_code == HTTPStatus.OK
    stranger = Client(enforce_csrf_checks=True).post("/account/stay/", headers=FETCH)
    assert stranger.status_code == HTTPStatus.FORBIDDEN
    assert "token" not in stranger.content.decode()


def test_a_form_sent_too_late_comes_back_and_can_be_sent_again(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.lead)
    address = "/work/people/conflicts/mine/"
    typed = {"service": str(cast.other_service.pk), "reason": "Sister <works> there"}
    later(minutes=40)
    answer = client.post(address, typed)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    page = answer.content.decode()
    assert "Sister &lt;works&gt; there" in page
    note = page.partition('name="sent-after-the-end" value="')[2].partition('"')[0]
    assert note
    other = Client()
    other.force_login(cast.inspector)
    refused = other.post("/account/send-again/", {**typed, "sent-after-the-end": note})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "Sister" not in refused.content.decode()
    client.force_login(cast.lead)
    ready = client.post("/account/send-again/", {**typed, "sent-after-the-end": note}).content.decode()
    assert f'action="{address}"' in ready
    assert "sent-after-the-end" not in ready
    assert client.post(address, typed).status_code == HTTPStatus.FOUND
    assert cast.lead.conflicts.count() == 1


def test_pages_of_people_are_kept_by_no_cache(client: Client, cast: Cast) -> None:
    assert (
        client.get("/account/login/").headers["Cache-Control"] == "no-store"
        or "no-store" in (client.get("/account/login/").headers["Cache-Control"])
    )
    client.force_login(cast.lead)
    for address in ("/work/", "/account/", "/work/roles/", "/work/nothing/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


def test_pages_that_are_open_to_all_ask_nobody_who_they_are(
    client: Client, cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client.force_login(cast.lead)
    with django_assert_num_queries(0):
        response = client.get("/accessibility/")
    assert "Set-Cookie" not in response.headers
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_a_browser_is_named_so_that_people_know_it() -> None:
    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
    assert browser_of(chrome) == "Chrome on Linux"
    assert browser_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1") == (
        "Safari on iPhone"
    )
    assert browser_of("") == ""
