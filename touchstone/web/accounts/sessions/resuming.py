"""What somebody sent after their session ended: never kept here, handed back, and sent again once they signed in.

A form without script would otherwise lose what was typed. What was sent goes back to the browser it came from, with a
signed note of whose it is; nobody else who signs in there can send it or see it again.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from touchstone.web.accounts.models import Session, User
from touchstone.web.accounts.sessions.operations import digest_of
from touchstone.web.accounts.sessions.scripts import asked_by_script
from touchstone.web.design import errors

NOTE = "sent-after-the-end"  # the field that carries whose it is, and the salt it is signed with
HOLDS_FOR = 12 * 60 * 60  # seconds
NEVER_BACK = ("csrfmiddlewaretoken", NOTE)
SECRETS = ("password", "old", "code", "credential")  # names of fields, as the forms of signing in have them


def kept_for_sending_again(request: HttpRequest) -> HttpResponse:
    """401: you are signed out; here is what you sent, to send again after signing in."""
    whose = last_person(request)
    with_files = (request.content_type or "").startswith("multipart/")
    fields = sent_fields(request) if whose or not with_files else []  # of a stranger's files nothing is read
    note = signing.dumps({"for": whose, "to": request.get_full_path()}, salt=NOTE) if whose and fields else ""
    context = {
        "fields": fields,
        "note": note,
        "note_name": NOTE,
        "had_files": with_files,
        "sign_in": reverse("account_login"),
    }
    return no_store(render(request, "accounts/signed_out.html", context, status=401))


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form as it came, but for tokens and secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_BACK and name not in SECRETS
    ]


def last_person(request: HttpRequest) -> str:
    """Whose session this browser had, as far as its row is not swept away yet; "" where nobody knows."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = Session.objects.filter(digest=digest_of(key)).first() if key else None
    return str(row.person_id) if row is not None and row.person_id else ""


@csrf_exempt  # its note is signed by us and names the person: it proves more than a token would, which sign-in replaced
@require_POST
def send_again(request: HttpRequest) -> HttpResponseBase:
    """Show what was sent, with a fresh token, to the same person after they signed in again."""
    try:
        note: Any = signing.loads(request.POST.get(NOTE, ""), salt=NOTE, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return errors.forbidden(request)
    to = note["to"]
    if note["for"] != str(request.user.pk) or not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        return errors.forbidden(request)
    return no_store(render(request, "accounts/send_again.html", {"fields": sent_fields(request), "to": to}))


@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """The session goes on; nothing else happens. The session is touched by the middleware as by any other page."""
    return no_store(JsonResponse({"seconds": int(settings.SESSION_IDLE.total_seconds())}))


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form is not the browser's. A script of ours learns the new one and for whom, and may send again.

    Signing in replaces the token, so a page that was open before has the old one. No other site can read this answer.
    """
    if asked_by_script(request) and isinstance(getattr(request, "user", None), User):
        return no_store(JsonResponse({"token": get_token(request), "person": str(request.user.pk)}, status=403))
    return errors.forbidden(request, reason=reason)


def no_store(response: HttpResponse) -> HttpResponse:
    """No cache keeps it."""
    response.headers["Cache-Control"] = "no-store"
    return response
