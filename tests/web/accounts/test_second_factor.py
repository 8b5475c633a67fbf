"""Second factors: codes of an app, used once; recovery codes, used once; required where it is said; never left out."""

import re
import time
from http import HTTPStatus
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from tests.factories.people import Cast
from touchstone.web.accounts.keys import RecoveryCode, Session
from touchstone.web.accounts.models import User
from touchstone.web.accounts.sign_in.operations import make_recovery_codes, reset_factors
from touchstone.web.accounts.sign_in.passwords import NotMadeOfKnownWords
from touchstone.web.audit.models import AuditRow

PASSWORD = "nine purple kites at dusk"


@pytest.fixture
def lead(cast: Cast) -> User:
    """A person with a password."""
    cast.lead.set_password(PASSWORD)
    cast.lead.save()
    return cast.lead


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The transaction of a test is never committed; what waits for that is done at once."""
    monkeypatch.setattr("allauth.mfa.totp.internal.flows.transaction.on_commit", lambda do: do())


def sign_in(client: Client, person: User) -> HttpResponse:
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD})  # type: ignore[return-value]


def code_now(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client: Client) -> str:
    """Set up an app on the page for it; its secret."""
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code class="ts-key">([A-Z2-7]+)</code>', page)
    assert secret is not None
    assert "<svg" in page
    assert " style=" not in page
    answer = client.post("/account/2fa/totp/activate/", {"code": code_now(secret.group(1))})
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return secret.group(1)


def test_where_it_is_required_nothing_opens_without_it(client: Client, lead: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, lead)
    assert client.get("/work/").headers["Location"] == "/account/2fa/"
    answer = client.get("/work/", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json()) == (HTTPStatus.FORBIDDEN, {"second_factor": "/account/2fa/"})
    assert "Set up a second factor" in client.get("/account/2fa/").content.decode()
    assert client.get("/account/").status_code == HTTPStatus.FOUND
    set_up_app(client)
    assert client.get("/work/").status_code == HTTPStatus.OK
    kept = Authenticator.objects.get(user=lead)
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(pk=kept.pk).exists(), "the last one stays"


def test_a_code_opens_once(client: Client, lead: User) -> None:
    sign_in(client, lead)
    secret = set_up_app(client)
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))
    client.post("/account/logout/")
    held = sign_in(client, lead)
    assert held.headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/work/").status_code == HTTPStatus.FOUND
    used = client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert used.status_code == HTTPStatus.OK, "the code that set the app up is used"
    code = code_now(secret, 1)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == HTTPStatus.FOUND
    assert client.get("/work/").status_code == HTTPStatus.OK
    other = Client()
    sign_in(other, lead)
    assert other.post("/account/2fa/authenticate/", {"code": code}).status_code == HTTPStatus.OK
    assert other.get("/work/").status_code == HTTPStatus.FOUND


def test_wrong_codes_are_stopped(client: Client, lead: User) -> None:
    TOTP.activate(lead, "A" * 32)
    sign_in(client, lead)
    for _try in range(6):
        answer = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "too many tries" in answer.content.decode()
    assert AuditRow.objects.filter(what="accounts.sign_in", outcome="refused").count() >= 5
    right = client.post("/account/2fa/authenticate/", {"code": code_now("A" * 32)})
    assert right.status_code == HTTPStatus.OK, "not even the right one, for a while"


def test_recovery_codes_work_once_and_are_kept_as_hashes(client: Client, lead: User) -> None:
    TOTP.activate(lead, "A" * 32)
    codes = make_recovery_codes(by=lead)
    assert len(codes) == 10
    assert all(row.rest.startswith("argon2$argon2id") for row in RecoveryCode.objects.all())
    sign_in(client, lead)
    answer = client.post("/account/2fa/authenticate/", {"code": codes[3].lower()})
    assert answer.headers["Location"] == "/work/"
    again = Client()
    sign_in(again, lead)
    assert again.post("/account/2fa/authenticate/", {"code": codes[3]}).status_code == HTTPStatus.OK
    assert again.post("/account/2fa/authenticate/", {"code": codes[4].replace("-", " ")}).status_code == 302
    assert AuditRow.objects.filter(what="accounts.recovery_code_used").count() == 2


def test_recovery_codes_are_shown_once(client: Client, lead: User) -> None:
    sign_in(client, lead)
    set_up_app(client)
    shown = re.findall(
        r"<li><code>([A-Z0-9-]{14})</code>", client.post("/account/2fa/recovery-codes/").content.decode()
    )
    assert len(shown) == 10
    assert shown[0] not in client.get("/account/2fa/recovery-codes/").content.decode()


def test_whoever_lost_everything_is_let_in_anew_by_the_administrator(client: Client, lead: User, cast: Cast) -> None:
    TOTP.activate(lead, "A" * 32)
    make_recovery_codes(by=lead)
    client.force_login(lead)
    token = reset_factors(installation=None, person=lead, by=cast.administrator)
    assert not Authenticator.objects.filter(user=lead).exists()
    assert not RecoveryCode.objects.filter(person=lead).exists()
    assert not Session.objects.filter(person=lead).exists()
    assert client.get(f"/account/link/{token}/").status_code == HTTPStatus.FOUND


def test_factors_are_changed_by_whoever_proved_lately_who_they_are(client: Client, lead: User) -> None:
    sign_in(client, lead)
    session = client.session
    session["proved_at"] = time.time() - 3600
    session["account_authentication_methods"] = []
    session.save()
    asked = client.get("/account/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/?next=")
    page = client.get(asked.headers["Location"])
    assert page.status_code == HTTPStatus.OK
    assert client.post(asked.headers["Location"], {"password": "wrong password"}).status_code == HTTPStatus.OK
    answer = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert answer.headers["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code == HTTPStatus.OK


def test_changing_the_password_signs_out_everywhere_else(client: Client, lead: User) -> None:
    other = Client()
    other.force_login(lead)
    sign_in(client, lead)
    wrong = client.post("/account/password/change/", {"old": "wrong", "password": "eleven green kites at dawn"})
    assert wrong.status_code == HTTPStatus.OK
    done = client.post("/account/password/change/", {"old": PASSWORD, "password": "eleven green kites at dawn"})
    assert done.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == HTTPStatus.OK
    assert other.get("/account/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("junk", ["", "x", "{}", "[]", '{"id": "a"}', '{"id": 1, "response": {}}', '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"}}'])  # fmt: skip  # noqa: E501
def test_odd_answers_of_passkeys_are_refused_and_break_nothing(client: Client, lead: User, junk: str) -> None:
    client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert client.post("/account/2fa/webauthn/login/", {"credential": junk}).status_code == HTTPStatus.FOUND
    TOTP.activate(lead, "A" * 32)
    sign_in(client, lead)
    client.get("/account/2fa/authenticate/")
    assert client.post("/account/2fa/authenticate/", {"credential": junk}).status_code == HTTPStatus.OK
    client.force_login(lead)
    client.get("/account/2fa/webauthn/add/")
    assert client.post("/account/2fa/webauthn/add/", {"name": "x", "credential": junk}).status_code == HTTPStatus.OK
    assert not Authenticator.objects.filter(user=lead, type="webauthn").exists()


def test_long_phrases_are_good_passwords_whatever_they_are_made_of() -> None:
    for password in ("correct horse battery staple", "  spaces   and ünïcödé  ", "1290 8734 5561 0023", PASSWORD):
        NotMadeOfKnownWords().validate(password, User(name="Ann Other", email="ann@example.org"))
