"""Who is signed in: read with the session in one query; closed unless a page is open to all; out of every cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from touchstone.web.accounts.models import User
from touchstone.web.accounts.sessions import operations
from touchstone.web.accounts.sessions.resuming import kept_for_sending_again
from touchstone.web.accounts.sessions.scripts import asked_by_script

# Seconds between two notes that a session is in use: a page costs no write, and an idle session ends that much early.
TOUCH_EVERY = 60
BELOW = ("/work/", "/account/")  # pages of people, signed in or about to


def person_of_session(request: HttpRequest) -> User | AnonymousUser:
    """The person whose session this is; nobody where they may not sign in any more, or changed their password."""
    session: Any = request.session
    said = session.get(SESSION_KEY)
    row = session.row
    if said is None or row is None or row.person_id is None:
        return AnonymousUser()
    person: User = row.person
    proof = session.get(HASH_SESSION_KEY, "")
    holds = str(person.pk) == str(said) and constant_time_compare(proof, person.get_session_auth_hash())
    if not holds or not person.may_sign_in:
        session.flush()
        return AnonymousUser()
    return person


class WhoIsSignedIn(AuthenticationMiddleware):
    """Puts the person on the request, notes that the session is in use, and lets no cache keep their pages."""

    def process_request(self, request: HttpRequest) -> None:
        """Nothing is read before somebody asks: pages that are open to all never do."""
        request.user = SimpleLazyObject(lambda: person_of_session(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Note the use of a session, at most once a minute; a request that says it runs by itself is no use."""
        session: Any = request.session
        row = getattr(session, "row", None)
        signed_in = row is not None and row.person_id is not None
        if row is not None and signed_in and session.session_key and "X-Background" not in request.headers:
            age = (timezone.now() - row.last_seen).total_seconds()
            if age > TOUCH_EVERY:
                operations.touch(session=row)
        if signed_in or request.path.startswith(BELOW):
            said = response.headers.get("Cache-Control", "")
            if "no-store" not in said:
                response.headers["Cache-Control"] = "no-store"
        return response


class SignInFirst(LoginRequiredMiddleware):
    """Every view is closed unless it says that it is open to all. A script is told so in JSON, a person is led on."""

    def process_view(self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
                     ) -> HttpResponseBase | None:  # fmt: skip
        """Let through, or answer in the view's place."""
        if not getattr(view_func, "login_required", True):
            return None  # and nobody is asked who they are
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        return self.somebody_else(request) or self.second_factor(request)

    def handle_no_permission(  # type: ignore[override]  # what a script gets is no redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Ask to sign in. What a script was sending stays on the page; what a form sent comes back."""
        address = reverse("account_login")
        if asked_by_script(request):
            return JsonResponse({"sign_in": address}, status=401)
        if request.method not in ("GET", "HEAD"):
            return kept_for_sending_again(request)
        return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")

    def somebody_else(self, request: HttpRequest) -> HttpResponse | None:
        """A page left open by one person sends nothing in the name of another who signed in after them."""
        meant = request.headers.get("X-Person", "")
        if not meant or meant == str(request.user.pk):
            return None
        return JsonResponse({"sign_in": reverse("account_login"), "somebody_else": True}, status=401)

    def second_factor(self, request: HttpRequest) -> HttpResponse | None:
        """Lead to the second factor whoever has not shown one in this session, where it is required."""
        if not settings.SECOND_FACTOR_REQUIRED or request.session.get("second_factor"):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in WITHOUT_SECOND_FACTOR:
            return None
        address = reverse("mfa_index")
        if asked_by_script(request):
            return JsonResponse({"second_factor": address}, status=403)
        return HttpResponseRedirect(address)


# What can be reached before a second factor is shown: setting one up, proving it again, and signing out.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_recovery_codes",
        "stay_signed_in",
    }
)
