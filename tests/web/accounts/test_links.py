"""One-time links: invitations, new passwords, the first administrator; used once, over in time, telling nothing."""

import re
from datetime import timedelta
from http import HTTPStatus
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import Cast
from touchstone.web.accounts.keys import Link, LinkPurpose, Session
from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.operations import invite
from touchstone.web.accounts.sign_in.operations import make_link
from touchstone.web.messages.models import Message
from touchstone.web.tenancy import unscoped

PASSWORD = "nine purple kites at dusk"
NOT_THERE = "/account/link/00000000-0000-4000-8000-000000000000/"


def test_whoever_is_invited_chooses_a_password_once(client: Client, cast: Cast) -> None:
    person, token = invite(
        installation=None, name="Ann Other", email="Ann@example.org", organisation="", leaves_on=None,
        by=cast.administrator,
    )  # fmt: skip
    assert str(token) not in str(list(Link.objects.values()))
    opened = client.get(f"/account/link/{token}/")
    assert opened.headers["Location"] == "/account/link/"
    page = client.get("/account/link/").content.decode()
    assert "Ann Other" in page
    for bad in ("short", "a" * 129, "aaaaaaaaaaaaa", "annother2026!", "touchstone2026!", "password1234"):
        answer = client.post("/account/link/", {"password": bad})
        assert answer.status_code == HTTPStatus.OK, bad
        assert "Error:" in answer.content.decode(), bad
    done = client.post("/account/link/", {"password": PASSWORD})
    assert done.headers["Location"] == "/account/login/"
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert client.get(f"/account/link/{token}/").status_code == HTTPStatus.NOT_FOUND
    assert client.post("/account/login/", {"login": "ann@example.org", "password": PASSWORD}).status_code == 302
    assert not person.reach.held


def test_a_link_that_is_over_looks_like_one_that_never_was(client: Client, cast: Cast) -> None:
    token = make_link(installation=None, person=cast.lead, purpose=LinkPurpose.PASSWORD, by=cast.administrator)
    Link.objects.update(expires=timezone.now() - timedelta(seconds=1))
    over, none = client.get(f"/account/link/{token}/"), client.get(NOT_THERE)
    assert over.status_code == none.status_code == HTTPStatus.NOT_FOUND
    assert over.content == none.content


def test_a_new_link_ends_the_one_before(client: Client, cast: Cast) -> None:
    first = make_link(installation=None, person=cast.lead, purpose=LinkPurpose.PASSWORD, by=cast.administrator)
    make_link(installation=None, person=cast.lead, purpose=LinkPurpose.PASSWORD, by=cast.administrator)
    assert client.get(f"/account/link/{first}/").status_code == HTTPStatus.NOT_FOUND


def test_a_new_password_ends_every_session(client: Client, cast: Cast) -> None:
    stolen = Client()
    stolen.force_login(cast.lead)
    token = make_link(installation=None, person=cast.lead, purpose=LinkPurpose.PASSWORD, by=cast.administrator)
    client.get(f"/account/link/{token}/")
    client.post("/account/link/", {"password": PASSWORD})
    assert not Session.objects.filter(person=cast.lead).exists()
    assert stolen.get("/work/").status_code == HTTPStatus.FOUND


def plain(page: bytes) -> str:
    return re.sub(r'value="[^"]{40,}"', "", page.decode())


def test_asking_for_a_password_tells_nobody_who_has_an_account(cast: Cast) -> None:
    Client().post("/account/password/reset/", {"email": "first@example.org"})
    pages, taken = [], []
    for email in (cast.lead.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = Client().post("/account/password/reset/", {"email": email})
        pages.append((answer.status_code, plain(answer.content)))
        taken.append([query["sql"].split(" ")[0] for query in queries if "SAVEPOINT" not in query["sql"]])
    assert pages[0] == pages[1]
    assert taken[0] == taken[1]
    assert Link.objects.count() == 1
    with unscoped("a test looks"):
        message = Message.objects.get(kind="password_link")
    assert message.recipient == cast.lead.pk
    assert message.about.startswith("/account/link/")


def test_nobodys_mail_is_filled_by_asking_again_and_again(cast: Cast) -> None:
    for _time in range(6):
        Client().post("/account/password/reset/", {"email": cast.lead.email})
    with unscoped("a test looks"):
        assert Message.objects.filter(kind="password_link").count() == 3


def test_the_first_administrator_comes_by_a_link_from_the_terminal(client: Client, db: None) -> None:
    assert not User.objects.exists()
    said = StringIO()
    call_command("first_administrator", "chris@example.org", "Chris Example", stdout=said)
    path = re.search(r"/account/link/[0-9a-f-]{36}/", said.getvalue())
    assert path is not None
    assert client.get(path.group()).status_code == HTTPStatus.FOUND
    assert Grant.objects.get().role == "administrator"
    call_command("first_administrator", "chris@example.org", "Chris Example", stdout=StringIO())
    assert Grant.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("first_administrator", "no address", "X", stdout=StringIO())
