"""The wall around the demonstration: a trial on this machine, asked for by this machine, and nothing in between."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
SIGNS_OF_A_PROXY = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def refused_here() -> str:
    """Why there is no demonstration on this installation; "" where there may be one."""
    if settings.PRODUCTION or not settings.DEMONSTRATION:
        return "The demonstration runs in local or debug mode alone, never in production."
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return "The demonstration does not run behind a proxy."
    return ""


def is_local(request: HttpRequest) -> bool:
    """Does this request come from this machine itself?"""
    if refused_here() or any(name in request.headers for name in SIGNS_OF_A_PROXY):
        return False
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    if host not in LOCAL_NAMES:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
