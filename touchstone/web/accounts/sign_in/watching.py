"""What is written down when somebody signs in or out, or changes how they do: told by Django and django-allauth."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from touchstone.web.accounts.models import User
from touchstone.web.accounts.sessions.browsers import browser_of
from touchstone.web.accounts.sessions.operations import name_browser
from touchstone.web.accounts.sign_in import operations
from touchstone.web.accounts.sign_in.second_factor import show_second_factor
from touchstone.web.audit.operations import security


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest | None, user: User, **more: Any) -> None:
    """Somebody is in: when they proved it, by which browser, and an audit row."""
    if request is None:
        return
    request.session["proved_at"] = time.time()
    records = request.session.get("account_authentication_methods") or []
    how = [str(record.get("type") or record.get("method")) for record in records if isinstance(record, dict)]
    key = request.session.session_key
    if key:
        name_browser(key=key, browser=browser_of(request.META.get("HTTP_USER_AGENT", "")))
    security(what="accounts.sign_in", who=user.pk, by=how)


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
    """Somebody is out."""
    if user is not None:
        security(what="accounts.sign_out", who=user.pk)


@receiver(authenticator_used)
def factor_shown(sender: Any, request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
    """A second factor was shown."""
    show_second_factor(request)


@receiver(authenticator_added)
def factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
    """Whoever has just set one up has shown it."""
    show_second_factor(request)
    operations.tell_of_factor(by=user, added=True, kind=authenticator.type)


@receiver(authenticator_removed)
def factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
    """The person learns of it even where it was not them."""
    operations.tell_of_factor(by=user, added=False, kind=authenticator.type)


@receiver(authentication_failed)
def factor_refused(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """A wrong passkey; wrong codes are written down by their form."""
    operations.refuse_sign_in(person=user, why="wrong second factor")
