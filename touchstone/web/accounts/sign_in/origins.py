"""Where a form that begins single sign-on may lead; loaded before any model is."""

from urllib.parse import urlsplit

from django.conf import settings


def form_origins() -> str:
    """The origins of the provider, for the content security policy; "" where there is none."""
    if not settings.OIDC_ISSUER:
        return ""
    parts = [urlsplit(one) for one in {settings.OIDC_ISSUER, *settings.OIDC_ORIGINS}]
    return " ".join(sorted(f"{one.scheme}://{one.netloc}" for one in parts))
