"""Guessing ends; nobody is locked out by a stranger for long; the person is told."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from tests.factories.people import Cast
from touchstone.web.accounts.keys import Tries
from touchstone.web.accounts.models import User
from touchstone.web.accounts.sign_in import operations, throttle
from touchstone.web.accounts.sign_in.throttle import Limit
from touchstone.web.audit.models import AuditRow
from touchstone.web.messages.models import Message
from touchstone.web.tenancy import unscoped

PASSWORD = "nine purple kites at dusk"
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a thousand tries, of which none is about the hash


@pytest.fixture
def lead(cast: Cast, settings: object) -> User:
    """A person with a password."""
    settings.PASSWORD_HASHERS = FAST  # type: ignore[attr-defined]
    cast.lead.set_password(PASSWORD)
    cast.lead.save()
    return cast.lead


def tried(client: Client, email: str, password: str = "wrong password", address: str = "192.0.2.1") -> int:
    answer = client.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=address)
    return answer.status_code


def test_one_address_is_stopped_whatever_accounts_it_tries(lead: User) -> None:
    statuses = [tried(Client(), f"person{n}@example.org") for n in range(40)]
    assert statuses.count(HTTPStatus.OK) == throttle.BY_ADDRESS.most
    assert set(statuses[throttle.BY_ADDRESS.most :]) == {HTTPStatus.TOO_MANY_REQUESTS}
    assert tried(Client(), lead.email, PASSWORD) == HTTPStatus.TOO_MANY_REQUESTS
    assert tried(Client(), lead.email, PASSWORD, address="198.51.100.7") == HTTPStatus.FOUND


def test_many_addresses_are_stopped_at_one_account_and_its_person_is_not(lead: User) -> None:
    own = Client()
    assert tried(own, lead.email, PASSWORD, address="203.0.113.9") == HTTPStatus.FOUND
    own.post("/account/logout/")
    statuses = [tried(Client(), lead.email, address=f"198.51.100.{n}") for n in range(100)]
    assert statuses.count(HTTPStatus.OK) == throttle.BY_ACCOUNT.most
    assert tried(Client(), lead.email, PASSWORD, address="192.0.2.200") == HTTPStatus.TOO_MANY_REQUESTS
    assert tried(own, lead.email, PASSWORD, address="203.0.113.9") == HTTPStatus.FOUND
    rows = AuditRow.objects.filter(what="accounts.sign_in", outcome="refused")
    assert rows.count() == throttle.BY_ACCOUNT.most
    noted = AuditRow.objects.get(what="sign_in.note_too_many")
    assert noted.details == {"limit": "account", "account": str(lead.pk)}
    with unscoped("a test looks"):
        assert Message.objects.filter(kind="too_many_tries", recipient=lead.pk).count() == 1


def test_a_known_browser_is_counted_too(lead: User) -> None:
    own = Client()
    tried(own, lead.email, PASSWORD)
    own.post("/account/logout/")
    statuses = [tried(own, lead.email) for _try in range(throttle.BY_DEVICE.most + 3)]
    assert statuses.count(HTTPStatus.TOO_MANY_REQUESTS) == 3


def test_anothers_mark_or_a_made_up_one_counts_for_nothing(lead: User, cast: Cast) -> None:
    other = Client()
    other.cookies["device"] = "made-up:mark:x"
    for n in range(throttle.BY_ACCOUNT.most):
        tried(other, lead.email, address=f"198.51.100.{n}")
    assert tried(other, lead.email, PASSWORD, address="198.51.100.99") == HTTPStatus.TOO_MANY_REQUESTS


def test_behind_a_proxy_the_address_is_the_one_it_saw(lead: User, settings: Any) -> None:
    def through(seen: str, said: str = "203.0.113.1") -> None:
        typed = {"login": "nobody@example.org", "password": "wrong password"}
        Client().post("/account/login/", typed, HTTP_X_FORWARDED_FOR=f"{said}, {seen}")

    settings.BEHIND_PROXY = True
    through("198.51.100.1")
    assert AuditRow.objects.latest("seq").address == "198.51.100.1"
    through("not an address")
    assert AuditRow.objects.latest("seq").address == "127.0.0.1"
    settings.BEHIND_PROXY = False
    through("198.51.100.1")
    assert AuditRow.objects.latest("seq").address == "127.0.0.1"


def test_an_unknown_account_is_stopped_alike(lead: User) -> None:
    statuses = [tried(Client(), "nobody@example.org", address=f"198.51.100.{n}") for n in range(15)]
    assert statuses.count(HTTPStatus.OK) == throttle.BY_ACCOUNT.most


def test_signing_in_often_is_no_guessing(lead: User) -> None:
    for _time in range(throttle.BY_ADDRESS.most + 5):
        client = Client()
        assert tried(client, lead.email, PASSWORD) == HTTPStatus.FOUND


def test_old_counts_are_swept_away(db: None) -> None:
    for n in range(3):
        operations.count_try(limit=Limit("test", 1, 1), of=str(n))
    Tries.objects.update(expires="2020-01-01T00:00:00Z")
    operations.count_try(limit=Limit("test", 1, 1), of="new")
    assert Tries.objects.count() == 1
