"""Single sign-on against a real provider on loopback: who somebody is says (issuer, subject), and nothing else does."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client

from tests.factories.people import Cast
from tests.web.accounts.identity_provider import CLIENT, SECRET, Provider
from touchstone.web.accounts.keys import LinkPurpose, Session
from touchstone.web.accounts.sign_in.operations import make_link
from touchstone.web.settings import single_sign_on_provider

BEGIN = "/account/single-sign-on/"


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch, client: Client) -> Iterator[Provider]:
    """A provider that runs, and a site that uses it."""
    made = Provider()
    made.start()
    monkeypatch.setenv("TOUCHSTONE_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("TOUCHSTONE_OIDC_SECRET", SECRET)
    settings.OIDC_ISSUER = made.issuer
    settings.OIDC_NAME = "Northfell identity"
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on_provider(made.issuer, "Northfell identity")
    yield made
    made.stop()


def come(client: Client, provider: Provider, **more: str) -> HttpResponse:
    """Go to the provider and come back."""
    sent = client.post(BEGIN, more)
    assert sent.status_code == HTTPStatus.FOUND
    assert sent.headers["Location"].startswith(f"{provider.issuer}/authorize?")
    return client.get(provider.come_back(sent.headers["Location"]))  # type: ignore[return-value]


def connect(client: Client, provider: Provider, cast: Cast) -> None:
    """Tie the provider's subject to the lead inspector, by a link."""
    token = make_link(installation=None, person=cast.lead, purpose=LinkPurpose.INVITATION, by=cast.administrator)
    client.get(f"/account/link/{token}/")
    assert "Northfell identity" in client.get("/account/link/").content.decode()
    assert come(client, provider).headers["Location"] == "/work/"


def test_whoever_is_invited_may_use_it_in_place_of_a_password(client: Client, provider: Provider, cast: Cast) -> None:
    connect(client, provider, cast)
    assert client.get("/work/").status_code == HTTPStatus.OK
    assert not cast.lead.has_usable_password()
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data) == (cast.lead, "subject-1", {})
    client.post("/account/logout/")
    assert come(client, provider, next="/work/roles/").headers["Location"] == "/work/roles/"
    assert provider.asked[-1]["scope"] == "openid", "an address is not even asked for"


def test_a_link_to_a_new_password_ties_no_identity(client: Client, provider: Provider, cast: Cast) -> None:
    """Whoever reads somebody's mail, and has an account at the provider, would be past their second factor by it."""
    token = make_link(installation=None, person=cast.lead, purpose=LinkPurpose.PASSWORD, by=cast.administrator)
    client.get(f"/account/link/{token}/")
    assert "Northfell identity" not in client.get("/account/link/").content.decode()
    assert come(client, provider).status_code == HTTPStatus.FORBIDDEN
    assert not SocialAccount.objects.exists()
    assert not Session.objects.exclude(person=None).exists()


def test_the_sign_in_page_may_lead_there_and_says_so(client: Client, provider: Provider, db: None) -> None:
    response = client.get("/account/login/")
    assert "Sign in with Northfell identity" in response.content.decode()
    assert f"form-action 'self' {provider.issuer};" in response.headers["Content-Security-Policy"]
    assert client.get(BEGIN).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_an_address_in_a_token_opens_nothing(client: Client, provider: Provider, cast: Cast) -> None:
    provider.claims = {"email": cast.chief.email, "email_verified": True, "groups": ["chief_inspector"]}
    refused = come(client, provider)
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "No account is connected" in refused.content.decode()
    assert not Session.objects.exclude(person=None).exists()
    assert not SocialAccount.objects.exists()


def test_no_role_comes_from_a_token(client: Client, provider: Provider, cast: Cast) -> None:
    provider.claims = {"groups": ["administrator"], "roles": ["administrator"]}
    connect(client, provider, cast)
    assert client.get("/work/people/").status_code == HTTPStatus.FORBIDDEN


def test_another_issuers_subjects_are_others(client: Client, provider: Provider, cast: Cast, settings: Any) -> None:
    connect(client, provider, cast)
    client.post("/account/logout/")
    other = Provider()
    other.start()
    try:
        settings.OIDC_ISSUER = other.issuer
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on_provider(other.issuer, "Another")
        assert come(client, other).status_code == HTTPStatus.FORBIDDEN
    finally:
        other.stop()


@pytest.mark.parametrize("wrong", ["another key", "none", "HS256", "issuer", "audience", "expired", "no code"])
def test_a_token_that_is_not_the_providers_is_refused(
    client: Client, provider: Provider, cast: Cast, wrong: str
) -> None:
    connect(client, provider, cast)
    client.post("/account/logout/")
    if wrong == "another key":
        provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    elif wrong in ("none", "HS256"):
        provider.sign_as = wrong
    elif wrong == "issuer":
        provider.claims = {"iss": "https://elsewhere.example"}
    elif wrong == "audience":
        provider.claims = {"aud": "another"}
    elif wrong == "expired":
        provider.claims = {"exp": 1}
    if wrong == "no code":
        answer = client.get("/account/single-sign-on/callback/", {"state": "made-up", "code": "x"})
    else:
        answer = come(client, provider)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert "did not work" in answer.content.decode()
    assert client.get("/work/").status_code == HTTPStatus.FOUND


def test_a_stolen_code_is_worth_nothing_in_another_browser(client: Client, provider: Provider, cast: Cast) -> None:
    connect(client, provider, cast)
    client.post("/account/logout/")
    back = provider.come_back(client.post(BEGIN).headers["Location"])
    assert Client().get(back).status_code == HTTPStatus.UNAUTHORIZED
    assert client.get(back).status_code == HTTPStatus.FOUND


def test_whoever_left_is_left_out(client: Client, provider: Provider, cast: Cast) -> None:
    connect(client, provider, cast)
    client.post("/account/logout/")
    type(cast.lead).objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert come(client, provider).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("trusted", [True, False])
def test_its_second_factor_counts_where_we_are_told_so(
    client: Client, provider: Provider, cast: Cast, settings: Any, trusted: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.OIDC_SECOND_FACTOR = True, trusted
    connect(client, provider, cast)
    assert (client.get("/work/").status_code == HTTPStatus.OK) == trusted


def test_it_is_connected_and_disconnected_in_ones_account(client: Client, provider: Provider, cast: Cast) -> None:
    cast.lead.set_password("nine purple kites at dusk")
    cast.lead.save()
    client.force_login(cast.lead)
    assert "Connect with Northfell identity" in client.get("/account/").content.decode()
    assert come(client, provider, process="connect").headers["Location"] == "/account/"
    assert SocialAccount.objects.get().user == cast.lead
    client.post("/account/single-sign-on/disconnect/")
    assert not SocialAccount.objects.exists()
    thief = Client()
    thief.force_login(cast.inspector)
    come(client, provider, process="connect")
    come(thief, provider, process="connect")
    assert SocialAccount.objects.get().user == cast.lead


def test_without_a_provider_there_is_no_such_page(client: Client, db: None) -> None:
    assert client.post(BEGIN).status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"{BEGIN}callback/").status_code == HTTPStatus.NOT_FOUND
    assert "Sign in with" not in client.get("/account/login/").content.decode().replace("Sign in with a passkey", "")
