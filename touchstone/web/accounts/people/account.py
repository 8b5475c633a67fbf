"""One's own account: name, telephone, language, how one signs in, and where one is signed in."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.web.accounts import operations
from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.keys import RecoveryCode, Session
from touchstone.web.accounts.people.forms import DetailsForm
from touchstone.web.accounts.roles import ROLES
from touchstone.web.accounts.sessions.operations import digest_of, end_my_other_sessions, end_my_session
from touchstone.web.accounts.sign_in.second_factor import factors_of
from touchstone.web.accounts.sign_in.views import is_connected


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What is known of oneself, and the ways to change it."""
    person = person_of(request)
    context = {
        "me": person,
        "speaks": dict(settings.LANGUAGES).get(person.language, person.language),
        "held": [ROLES[role] for role in dict.fromkeys(role for role, _place in person.reach.held)],
        "factors": factors_of(person),
        "unused_codes": RecoveryCode.objects.filter(person=person, used=None).count(),
        "sessions": Session.objects.filter(person=person, expires__gt=timezone.now()).count(),
        "has_password": person.has_usable_password(),
        "provider": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "connected": is_connected(person),
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Change one's name, telephone and language."""
    person = person_of(request)
    form = DetailsForm(
        request.POST or None,
        initial={"name": person.name, "telephone": person.telephone, "language": person.language},
    )
    if request.method == "POST" and form.is_valid():
        operations.change_details(by=person, **form.cleaned_data)
        messages.success(request, _("Your details are changed."))
        return redirect("account")
    return render(request, "accounts/form.html", {"form": form, "title": _("Your details"), "back": "account"})


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    person = person_of(request)
    rows = Session.objects.filter(person=person, expires__gt=timezone.now())
    here = digest_of(request.session.session_key or "")
    context = {"sessions": [(row, row.digest == here) for row in rows]}
    return render(request, "accounts/sessions.html", context)


@require_POST
def end_session(request: HttpRequest, id: UUID) -> HttpResponse:
    """End one of one's sessions."""
    try:
        end_my_session(by=person_of(request), session=id)
        messages.success(request, _("That browser is signed out."))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("account_sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    end_my_other_sessions(by=person_of(request), key=request.session.session_key or "")
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("account_sessions")
