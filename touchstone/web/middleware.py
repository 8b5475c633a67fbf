"""What holds for every request and every response: protective headers, limits, pages instead of bare errors."""

import hashlib
import ipaddress
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from touchstone.web.accounts.sessions.middleware import BELOW
from touchstone.web.accounts.sign_in.origins import form_origins
from touchstone.web.audit.circumstances import Circumstances, under
from touchstone.web.audit.kinds import Outcome
from touchstone.web.audit.operations import NotWrittenDown, security
from touchstone.web.design import errors
from touchstone.web.design.forms import noticing_strangers

log = logging.getLogger("touchstone.web")

Respond = Callable[[HttpRequest], HttpResponseBase]

# Nothing but our own files, and nothing inline.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "publickey-credentials-create",
        "publickey-credentials-get",
        "usb",
    )
)

# OWASP ASVS 5.0, 3.4.1 to 3.4.8. A view may be stricter than this, so each is only set where it is not set yet.
PROTECTIVE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def where_from(respond: Respond) -> Respond:
    """Behind a proxy of ours, take the address that it saw: the last one written; anybody may write the others."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.BEHIND_PROXY:
            last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(last))
        return respond(request)

    return middleware


def headers_of_signing_in() -> dict[str, str]:
    """What differs where people sign in: passkeys may be asked for, and a form may lead to the single sign-on."""
    policy = PERMISSIONS_POLICY
    for feature in ("publickey-credentials-create", "publickey-credentials-get"):
        policy = policy.replace(f"{feature}=()", f"{feature}=(self)")
    headers = {"Permissions-Policy": policy}
    origins = form_origins()
    if origins:
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
            "form-action 'self'", f"form-action 'self' {origins}"
        )
    return headers


# The address of a survey is a key (web/surveys): whatever leaves below it, refusals too, runs no script, tells no other
# page where the reader came from, and is kept by nobody.
KEYS_BELOW = "/s/"
HEADERS_OF_KEYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("script-src 'self'; connect-src 'self'; ", ""),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


def protective_headers(respond: Respond) -> Respond:
    """Put the protective headers on whatever leaves: pages, files, style sheets, errors."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        if request.path.startswith(KEYS_BELOW):
            for name, value in HEADERS_OF_KEYS.items():
                response.headers[name] = value
        if request.path.startswith("/account/"):
            for name, value in headers_of_signing_in().items():
                response.headers.setdefault(name, value)
        for name, value in PROTECTIVE_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def written_down(respond: Respond) -> Respond:
    """Say from where each act of this request comes, for the audit: a random id, the network address, the session."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = getattr(request.session, "session_key", None) or ""
        session = hashlib.sha256(key.encode()).hexdigest()[:32] if key else ""
        with under(Circumstances(uuid4().hex, request.META.get("REMOTE_ADDR", "")[:60], session)):
            with noticing_strangers() as strangers:
                response = respond(request)
            return not_kept(request, sum(strangers)) or response

    middleware.process_exception = not_written_down  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def not_kept(request: HttpRequest, strangers: int) -> HttpResponseBase | None:
    """Write down that somebody who is signed in sent keys that no form has: how many and where, never what they were.

    Whoever answers a survey by its link is not signed in, and nothing is written down of them.
    """
    if not strangers or not request.path.startswith(BELOW) or not request.user.is_authenticated:
        return None
    view = request.resolver_match.view_name if request.resolver_match else ""
    try:
        security(what="form.unknown_keys", who=request.user.pk, outcome=Outcome.REFUSED, view=view, keys=strangers)
    except NotWrittenDown as why:
        return not_written_down(request, why)
    return None


def not_written_down(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
    """503 in place of a page, or of an act, that could not be written down; other exceptions are not ours."""
    if not isinstance(exception, NotWrittenDown):
        return None
    log.error("503 %s %r: the audit takes nothing: %s", request.method, request.path, exception.__cause__)
    return errors.not_written_down(request)


def limits(respond: Respond) -> Respond:
    """Refuse what is too large before anything reads it, and give every refusal a page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if body_length(request) > settings.LARGEST_BODY and body_length(request) > largest_body(request):
            log.warning("413 %s %r: the body is longer than is taken here", request.method, request.path)
            return errors.too_large(request)
        if len(request.META.get("QUERY_STRING", "")) > settings.LONGEST_QUERY:
            log.warning("414 %s %r: the query is longer than %d", request.method, request.path, settings.LONGEST_QUERY)
            return errors.address_too_long(request)
        response = respond(request)
        if response.status_code == 405 and not getattr(response, "content", b"-"):
            return errors.method_not_allowed(request, allowed=response.headers.get("Allow", ""))
        return response

    return middleware


NO_LENGTH = sys.maxsize  # larger than any body that is taken anywhere


def body_length(request: HttpRequest) -> int:
    """How many bytes the request says it brings; one that does not say so, or lies in letters, brings too many."""
    said = request.META.get("CONTENT_LENGTH") or ""
    if said:
        honest = said.isascii() and said.isdigit() and len(said) < 19  # longer, and Python will not read it
        return int(said) if honest else NO_LENGTH
    return NO_LENGTH if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower() else 0


def largest_body(request: HttpRequest) -> int:
    """How many bytes this address takes: more than LARGEST_BODY only where its view is marked with `@takes_file`."""
    if request.method != "POST":
        return settings.LARGEST_BODY
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return settings.LARGEST_BODY
    return int(getattr(view, "largest_body", settings.LARGEST_BODY))
