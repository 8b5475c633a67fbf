"""What pages of signing in need to know of this installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def ways_in(request: HttpRequest) -> dict[str, object]:
    """The name of the single sign-on where there is one, and where the demonstration is, on a local machine."""
    if not request.path.startswith(("/account/", "/work/", "/demo/")):
        return {}
    try:
        try_it = reverse("demo") if settings.DEMONSTRATION else ""
    except NoReverseMatch:
        try_it = ""
    return {"single_sign_on_name": settings.OIDC_NAME if settings.OIDC_ISSUER else "", "try_it_href": try_it}
