"""Single sign-on by OpenID Connect: (issuer, subject), tied to a person here, says who somebody is; nothing else does.

An address in a token proves nothing here, and no role is ever taken from one. A new identity is tied to a person in one
of two ways: they open their one-time link and choose single sign-on, or they connect it while they are signed in.
"""

from __future__ import annotations

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from touchstone.web.accounts.keys import LinkPurpose
from touchstone.web.accounts.sign_in import operations
from touchstone.web.accounts.sign_in.second_factor import show_second_factor

LINK_IN_SESSION = "one-time link"
# A token that is signed by a shared secret, or not at all, is none.
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


def provider_id() -> str:
    """How our provider is called in our tables: it names the issuer, so that another issuer's subjects are others."""
    return str(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["provider_id"])


class Identities(DefaultSocialAccountAdapter):
    """What becomes of an identity that a provider vouches for."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie it to the person whose one-time link is open here; refuse it where nobody is known by it."""
        connecting = sociallogin.state.get("process") == "connect" and request.user.is_authenticated
        if sociallogin.is_existing:
            if not sociallogin.user.may_sign_in:
                raise ImmediateHttpResponse(unknown(request))
            if settings.OIDC_SECOND_FACTOR:
                show_second_factor(request)
            return
        if connecting:
            return
        link = operations.link_of(request.session.get(LINK_IN_SESSION, ""))
        # a link to a new password came by mail: it must not bring in an identity that stands in for a second factor
        if link is None or link.person is None or link.purpose != LinkPurpose.INVITATION:
            raise ImmediateHttpResponse(unknown(request))
        operations.connect_by_link(by=link.person, link=link, sociallogin=sociallogin, request=request)
        del request.session[LINK_IN_SESSION]
        if settings.OIDC_SECOND_FACTOR:
            show_second_factor(request)

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Our one provider, spoken to as `OurProvider` has it."""
        return Vouching(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Never."""
        return False

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to one's account."""
        return reverse("account")


class OurProvider(OpenIDConnectOAuth2Adapter):
    """The provider whose tokens are always checked by their signature, whatever way they came."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, provider_id())

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(id_token)
        if header.get("alg") not in SIGNED_BY or not header.get("kid"):
            raise OAuth2Error("The token is not signed as it must be.")
        decoded: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=settings.OIDC_ISSUER,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return decoded

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Where the provider sends people back to."""
        return request.build_absolute_uri(reverse("single_sign_on_callback"))


class Vouching(OpenIDConnectProvider):
    """The provider, which people come back from to one address."""

    def get_oauth2_adapter(self, request: HttpRequest) -> OurProvider:
        """How it is spoken to."""
        return OurProvider(request)

    def get_callback_url(self) -> str:
        """Where people come back to."""
        return reverse("single_sign_on_callback")

    def get_default_scope(self) -> list[str]:
        """Who it is; no name and no address."""
        return ["openid"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of what a token says is kept but who it is about."""
        return {}


def unknown(request: HttpRequest) -> HttpResponse:
    """403: the provider knows this person, and we do not."""
    return render(request, "accounts/single_sign_on_unknown.html", status=403)


@login_not_required
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Lead to the provider."""
    if not settings.OIDC_ISSUER:
        raise Http404
    return OAuth2LoginView.adapter_view(OurProvider(request))(request)  # type: ignore[no-any-return]


@login_not_required
@require_GET
def callback(request: HttpRequest) -> HttpResponseBase:
    """Back from the provider."""
    if not settings.OIDC_ISSUER:
        raise Http404
    return OAuth2CallbackView.adapter_view(OurProvider(request))(request)  # type: ignore[no-any-return]
