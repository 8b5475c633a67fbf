"""Signing in by password: what opens, what stays shut, and that nobody learns who has an account."""

import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import Cast
from touchstone.web.accounts.keys import Session
from touchstone.web.accounts.models import User
from touchstone.web.audit.models import AuditRow

PASSWORD = "nine purple kites at dusk"


@pytest.fixture
def lead(cast: Cast) -> User:
    """A person with a password."""
    cast.lead.set_password(PASSWORD)
    cast.lead.save()
    return cast.lead


def sign_in(client: Client, email: str, password: str, **more: str) -> HttpResponse:
    return client.post("/account/login/", {"login": email, "password": password}, **more)  # type: ignore[return-value]


def without_tokens(response: HttpResponse) -> str:
    """A page without what differs from one copy to the next."""
    page = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_the_right_password_opens_ones_work(client: Client, lead: User) -> None:
    before = client.cookies.get("session")
    response = sign_in(client, "LEAD@example.org ", PASSWORD)
    assert response.status_code == HTTPStatus.FOUND
    assert response.headers["Location"] == "/work/"
    assert client.get("/work/").status_code == HTTPStatus.OK
    cookie = client.cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert before is None or before.value != cookie.value
    assert Session.objects.get(person=lead).digest != cookie.value
    row = AuditRow.objects.filter(what="accounts.sign_in").latest("seq")
    assert (row.who, row.outcome) == (lead.id, "done")


def test_it_leads_where_somebody_wanted_to_go_and_never_elsewhere(client: Client, lead: User) -> None:
    asked = client.get("/work/people/roles/")
    assert asked.status_code in (HTTPStatus.FOUND, HTTPStatus.NOT_FOUND)
    response = client.post("/account/login/?next=/work/roles/", {"login": lead.email, "password": PASSWORD})
    assert response.headers["Location"] == "/work/roles/"
    client.post("/account/logout/")
    response = client.post("/account/login/?next=https://evil.example/", {"login": lead.email, "password": PASSWORD})
    assert response.headers["Location"] == "/work/"


@pytest.mark.parametrize("case", ["wrong", "unknown", "left", "off", "no password"])
def test_whoever_cannot_sign_in_learns_nothing(client: Client, lead: User, cast: Cast, case: str) -> None:
    wrong = without_tokens(sign_in(client, lead.email, "something else altogether"))
    email, password = lead.email, PASSWORD
    if case == "wrong":
        password = "another wrong password"
    elif case == "unknown":
        email = "lexx@example.org"
    elif case == "left":
        User.objects.filter(pk=lead.pk).update(leaves_on="2020-01-01")
    elif case == "off":
        User.objects.filter(pk=lead.pk).update(is_active=False)
    else:
        email = cast.chief.email
    answer = sign_in(Client(), email, password)
    assert answer.status_code == HTTPStatus.OK
    page = without_tokens(answer).replace(email, lead.email)
    assert page == wrong
    assert not Session.objects.exclude(person=None).exists()
    row = AuditRow.objects.filter(what="accounts.sign_in").latest("seq")
    assert row.outcome == "refused"
    assert email not in str(row.facts())


def test_known_and_unknown_take_the_same_work(lead: User) -> None:
    """Statement for statement, and one hash each: nothing to measure from outside."""
    sign_in(Client(), "first@example.org", "wrong password here")  # the address is counted from here on
    taken = []
    for email in (lead.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            sign_in(Client(), email, "wrong password here")
        taken.append([query["sql"].split(" ")[0] for query in queries])
    assert taken[0] == taken[1]


def test_signing_out_ends_the_session_and_clears_the_browser(client: Client, lead: User) -> None:
    sign_in(client, lead.email, PASSWORD)
    response = client.post("/account/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert not Session.objects.filter(person=lead).exists()
    assert client.get("/work/").status_code == HTTPStatus.FOUND
    assert AuditRow.objects.latest("seq").what == "accounts.sign_out"


def test_nobody_signs_out_by_a_link(client: Client, lead: User) -> None:
    sign_in(client, lead.email, PASSWORD)
    assert client.get("/account/logout/").status_code == HTTPStatus.OK
    assert Session.objects.filter(person=lead).exists()


def test_passwords_are_kept_by_argon2(lead: User) -> None:
    assert lead.password.startswith("argon2$argon2id$")


def test_keys_nobody_asked_for_are_refused(client: Client, lead: User) -> None:
    response = client.post("/account/login/", {"login": lead.email, "password": PASSWORD, "is_staff": "1"})
    assert response.status_code == HTTPStatus.OK
    assert not Session.objects.exclude(person=None).exists()


def test_odd_text_is_a_message_and_never_an_error(client: Client, lead: User) -> None:
    for email in ("a\0b@example.org", "x" * 5000, "\u202eb@example.org", ""):
        assert sign_in(client, email, "p\0assword").status_code == HTTPStatus.OK
