"""What every page asks for dozens of times, found once: the address of a view, and a template's words in a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation

MOST_ADDRESSES = 20_000  # the oldest are forgotten; ids make more of them than a process should keep

_words: dict[tuple[str | None, str], str] = {}  # as many as the templates have


def address_of(view: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> str:
    """The address of a view, as `django.urls.reverse` finds it. Raises NoReverseMatch."""
    site = get_urlconf() or settings.ROOT_URLCONF
    return _address(site, get_script_prefix(), view, tuple(args or ()), tuple(sorted((kwargs or {}).items())))


@lru_cache(MOST_ADDRESSES)
def _address(site: str, prefix: str, view: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(view, urlconf=site, args=args or None, kwargs=dict(kwargs) or None)


def static_address(name: str) -> str:
    """The address of a style sheet or a script; found anew while they are being written."""
    return static(name) if settings.DEBUG else _static(settings.STORAGES["staticfiles"]["BACKEND"], name)


@cache
def _static(_storage: str, name: str) -> str:
    return static(name)


def in_this_language(message: str) -> str:
    """A template's words in the reader's language."""
    key = (translation.get_language(), message)
    found = _words.get(key)
    if found is None:
        found = _words[key] = translation.gettext(message)
    return found
