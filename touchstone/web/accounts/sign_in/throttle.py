"""How often somebody may try, counted by account and by address: guessing ends, and nobody is locked out by others.

A browser from which the person signed in before carries a signed mark, and is counted by itself: a stranger who
tries an inspector's address all day long stops strangers' browsers alone (OWASP, "device cookies"; standing: guidance).
The figures are a local default.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

DEVICE_SALT = "known-device"
DEVICE_AGE = 180 * 24 * 60 * 60  # seconds


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds, of one thing."""

    name: str
    most: int
    seconds: int


BY_ACCOUNT = Limit("account", 10, 15 * 60)  # from browsers that were never signed in
BY_DEVICE = Limit("device", 10, 15 * 60)  # from one browser of that person
BY_ADDRESS = Limit("address", 30, 5 * 60)  # from one network address, whoever is tried
LINKS_BY_ADDRESS = Limit("links", 10, 15 * 60)  # new passwords asked for, and links opened that are none
LINKS_BY_ACCOUNT = Limit("link", 3, 60 * 60)


def key_of(limit: Limit, of: str, now: float) -> tuple[str, float]:
    """The key that counts a limit in the present window, and when the window ends."""
    window = int(now // limit.seconds)
    return hashlib.sha256(f"{limit.name}\n{of}\n{window}".encode()).hexdigest(), (window + 1) * limit.seconds


def limits_of(request: HttpRequest, email: str) -> list[tuple[Limit, str]]:
    """What a try to sign in counts against."""
    account = email.strip().lower()
    own = device_of(request) == mark_of(account)
    by_account = (BY_DEVICE, request.COOKIES[settings.DEVICE_COOKIE_NAME]) if own else (BY_ACCOUNT, account)
    return [(BY_ADDRESS, network_of(request)), by_account]


def network_of(request: HttpRequest) -> str:
    """The address a request comes from; of IPv6 the network, since one household has more addresses than there are."""
    address = request.META.get("REMOTE_ADDR", "")
    return ":".join(address.split(":")[:4]) if ":" in address else address


def mark_of(account: str) -> str:
    """An account as a device's mark names it."""
    return hashlib.sha256(account.encode()).hexdigest()[:32]


def device_of(request: HttpRequest) -> str:
    """Whose device this is, as its mark says; "" without a mark of ours."""
    try:
        said = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=DEVICE_SALT, max_age=DEVICE_AGE)
    except signing.BadSignature:
        return ""
    return str(said.get("of", ""))


def know_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Mark the browser that somebody has just signed in with as theirs."""
    if device_of(request) == mark_of(email):
        return
    value = signing.dumps({"of": mark_of(email), "n": int(time.time())}, salt=DEVICE_SALT)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=DEVICE_AGE,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
