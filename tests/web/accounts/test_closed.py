"""No page of django-allauth is open by accident, or in a look of its own: each is ours, or does not exist."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import allauth.urls
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from django.urls.resolvers import get_resolver

from tests.factories.people import Cast

VALUES = {"key": "a1", "uidb36": "1", "pk": 1, "provider_id": "oidc"}
OURS = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}


def patterns(of: list[Any]) -> Iterator[URLPattern]:
    for one in of:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def named_by_allauth() -> set[str]:
    return {str(one.name) for one in patterns(allauth.urls.urlpatterns) if one.name}


def address_of(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        pass
    for _pattern, possibility in [(key, value) for key, value in get_resolver().reverse_dict.items() if key == name]:
        wanted = possibility[0][0][1]
        return reverse(name, kwargs={each: VALUES[each] for each in wanted})
    return None


def test_every_page_of_allauth_is_ours_or_none() -> None:
    assert len(named_by_allauth()) > 25
    open_ones = {name for name in named_by_allauth() if address_of(name) is not None}
    assert open_ones == OURS


def test_where_allauth_has_its_other_pages_there_is_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    for path in (
        "signup/", "email/", "inactive/", "confirm-email/", "confirm-email/x/", "password/set/", "login/code/confirm/",
        "password/reset/done/", "password/reset/key/1-x/", "3rdparty/", "3rdparty/signup/", "3rdparty/login/error/",
        "social/signup/", "oidc/x/login/", "2fa/recovery-codes/generate/", "2fa/recovery-codes/download/",
        "2fa/webauthn/signup/", "sessions/list/",
    ):  # fmt: skip
        for reader in (client, Client()):
            assert reader.get(f"/account/{path}").status_code == HTTPStatus.NOT_FOUND, path


@pytest.mark.parametrize("address", [
    "/account/", "/account/details/", "/account/sessions/", "/account/logout/", "/account/reauthenticate/",
    "/account/password/change/", "/account/2fa/", "/account/2fa/reauthenticate/", "/account/2fa/totp/deactivate/",
    "/account/2fa/recovery-codes/", "/account/2fa/webauthn/add/", "/account/2fa/webauthn/reauthenticate/",
    "/account/2fa/webauthn/keys/{key}/edit/", "/account/2fa/webauthn/keys/{key}/remove/",
])  # fmt: skip
def test_every_page_of_ones_own_is_in_our_look(client: Client, cast: Cast, address: str) -> None:
    cast.lead.set_password("nine purple kites at dusk")
    cast.lead.save()
    TOTP.activate(cast.lead, "A" * 32)
    key = Authenticator.objects.create(user=cast.lead, type="webauthn", data={"name": "blue key", "credential": {}})
    client.force_login(cast.lead)
    address = address.format(key=key.pk)
    if address.endswith(("webauthn/add/", "webauthn/reauthenticate/")):  # these ask the passkey itself
        key.delete()
    response = client.get(address)
    if response.status_code == HTTPStatus.FOUND:  # another way to prove who one is, where this one is not set up
        response = client.get(response.headers["Location"])
    page = response.content.decode()
    assert response.status_code == HTTPStatus.OK
    assert "govuk-template" in page
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert "{{" not in page
    assert "(self)" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/", "/account/link/"])
def test_every_page_before_signing_in_is_in_our_look(client: Client, db: None, address: str) -> None:
    page = client.get(address).content.decode()
    assert "govuk-template" in page
    assert page.count("<h1") == 1


def test_nobody_touches_anothers_passkey(client: Client, cast: Cast) -> None:
    key = Authenticator.objects.create(user=cast.lead, type="webauthn", data={"name": "blue key", "credential": {}})
    client.force_login(cast.inspector)
    for what in ("edit", "remove"):
        for ask in (client.get, client.post):
            answer = ask(f"/account/2fa/webauthn/keys/{key.pk}/{what}/", {"name": "mine"})
            assert answer.status_code == HTTPStatus.NOT_FOUND
    key.refresh_from_db()
    assert key.data["name"] == "blue key"
