"""The pages of signing in that are ours altogether (links, passwords, recovery codes), and allauth's, by our rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.keys import LinkPurpose, RecoveryCode
from touchstone.web.accounts.sign_in import operations
from touchstone.web.accounts.sign_in.adapter import recently_proved, too_often
from touchstone.web.accounts.sign_in.forms import AskForPassword, ChangePassword, NewPassword
from touchstone.web.accounts.sign_in.second_factor import factors_of
from touchstone.web.accounts.sign_in.single_sign_on import LINK_IN_SESSION
from touchstone.web.accounts.sign_in.throttle import LINKS_BY_ACCOUNT, LINKS_BY_ADDRESS, network_of

View = Callable[..., HttpResponseBase]


def recently_signed_in(view: View) -> View:
    """A view for sensitive acts: whoever proved who they are longer ago than settings.PROOF_LASTS does so once more.

    What a form sent is kept in the session and sent on afterwards, so use it where forms hold no content.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if recently_proved(request):
            return view(request, *args, **kwargs)
        if not get_adapter().get_reauthentication_methods(request.user):
            return render(request, "accounts/prove_again.html", {"next": request.path})
        raise ReauthenticationRequired

    return asked


def sign_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Address and password, a passkey, or single sign-on."""
    return account.login(request, *args, **kwargs)  # type: ignore[no-any-return]


sign_in.login_required = False  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out; what the browser kept of our pages goes too."""
    response: HttpResponseBase = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def ask_for_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password. The answer is the same whether there is such a person or not."""
    form = AskForPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        counted = ((LINKS_BY_ADDRESS, network_of(request)), (LINKS_BY_ACCOUNT, email))
        counts = [operations.count_try(limit=limit, of=of) > limit.most for limit, of in counted]
        if counts[0]:
            return too_often(request)
        if not counts[1]:  # an address is not filled with mail because somebody goes on asking
            operations.ask_for_password(by=None, email=email)
        return render(request, "account/password_reset_done.html", {"mail": bool(settings.SECRET_SMTP)})
    return render(request, "account/password_reset.html", {"form": form})


@login_not_required
@require_GET
def open_link(request: HttpRequest, token: UUID) -> HttpResponse:
    """A one-time link: its token goes into the session and out of the address. Nothing is used up by looking."""
    if operations.link_of(token) is None:
        if operations.count_try(limit=LINKS_BY_ADDRESS, of=network_of(request)) > LINKS_BY_ADDRESS.most:
            return too_often(request)
        return render(request, "accounts/link_over.html", status=404)
    request.session[LINK_IN_SESSION] = str(token)
    return redirect("use_link")


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest) -> HttpResponse:
    """Choose a password by a one-time link, or single sign-on in its place."""
    link = operations.link_of(request.session.get(LINK_IN_SESSION, ""))
    if link is None or link.person is None:
        return render(request, "accounts/link_over.html", status=404)
    form = NewPassword(request.POST or None, person=link.person)
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_password(by=link.person, link=link, password=form.cleaned_data["password"])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            del request.session[LINK_IN_SESSION]
            messages.success(request, _("Your password is set. Sign in with it now."))
            return redirect("account_login")
    context = {
        "form": form,
        "whose": link.person,
        "invitation": link.purpose == LinkPurpose.INVITATION,
        "provider": settings.OIDC_NAME if settings.OIDC_ISSUER and link.purpose == LinkPurpose.INVITATION else "",
    }
    return render(request, "accounts/use_link.html", context)


@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other browsers are signed out."""
    person = person_of(request)
    if not person.has_usable_password():
        return redirect("account")
    form = ChangePassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        key = request.session.session_key or ""
        operations.change_password(by=person, password=form.cleaned_data["password"], key=key)
        update_session_auth_hash(request, person)
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect("account")
    return render(request, "account/password_change.html", {"form": form})


def second_factors(request: HttpRequest) -> HttpResponse:
    """The second factors somebody has, and the ways to set one up."""
    person = person_of(request)
    factors = factors_of(person)
    unused = RecoveryCode.objects.filter(person=person, used=None).count()
    context = {
        "app": next((one for one in factors if one.type == "totp"), None),
        "passkeys": [(one, one.wrap().name) for one in factors if one.type == "webauthn"],
        "unused_codes": unused,
        "needed": settings.SECOND_FACTOR_REQUIRED and not request.session.get("second_factor"),
        "required": settings.SECOND_FACTOR_REQUIRED,
        "shown": bool(request.session.get("second_factor")),
    }
    return render(request, "mfa/index.html", context)


@recently_signed_in
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes. They are shown on the page that answers, and never again."""
    person = person_of(request)
    codes: list[str] = []
    if request.method == "POST" and factors_of(person):
        codes = operations.make_recovery_codes(by=person)
    unused = RecoveryCode.objects.filter(person=person, used=None).count()
    context = {"codes": codes, "unused": unused, "has_factor": bool(factors_of(person))}
    return render(request, "mfa/recovery_codes.html", context)


@recently_signed_in
@require_POST
def disconnect(request: HttpRequest) -> HttpResponse:
    """Untie single sign-on from one's account."""
    try:
        operations.disconnect(by=person_of(request))
        messages.success(request, _("Single sign-on is no longer connected with your account."))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("account")


def is_connected(person: Any) -> bool:
    """Is an identity of the provider tied to this person?"""
    return bool(SocialAccount.objects.filter(user=person).exists())
