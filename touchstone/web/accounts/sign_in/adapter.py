"""How django-allauth signs people in here: by our throttle, with our words, and without opening any door of its own."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.sign_in import operations
from touchstone.web.accounts.sign_in.throttle import know_device, limits_of
from touchstone.web.design import errors

MISMATCH = _("The address or the password is not right. Check both; capitals count in the password.")


class SigningIn(DefaultAccountAdapter):
    """No sign-up, no mail of its own, and sign-in as web/accounts has it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "account_inactive": MISMATCH,
        "incorrect_password": _("Your password: this is not your password. Enter it again."),
        "incorrect_code": _("Code: this is not the code. Enter the one that is shown now, or a recovery code."),
        "too_many_login_attempts": _("There were too many tries. Wait five minutes, then try again."),
        "rate_limited": _("There were too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up; people are invited."""
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever signed in a moment ago is not asked again."""
        return not recently_proved(context.request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; end it with 429 where there were too many."""
        email = str(credentials.get("email", ""))
        for limit, of in limits_of(request, email):
            count = operations.count_try(limit=limit, of=of)
            if count > limit.most:
                if count == limit.most + 1:
                    person = (
                        User.objects.filter(email=email.strip().lower()).first() if limit.name != "address" else None
                    )
                    operations.note_too_many(by=None, limit=limit.name, person=person)
                raise ImmediateHttpResponse(too_often(request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person; a try that went well is taken back."""
        person = super().authenticate(request, **credentials)
        if person is not None:
            for limit, of in limits_of(request, str(credentials.get("email", ""))):
                operations.take_back_try(limit=limit, of=of)
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write it down, without what was typed."""
        person = User.objects.filter(email=str(credentials.get("email", "")).strip().lower()).first()
        operations.refuse_sign_in(person=person, why="wrong password")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing: the count is ours."""

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Is this the person's password?"""
        again = self.authenticate(context.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        """Know this browser from now on."""
        response = super().post_login(request, user, **more)
        know_device(request, response, user.email)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: every text that is sent is in web/messages."""

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """Nothing, for the same reason (see watching.py)."""


def too_often(request: HttpRequest) -> HttpResponse:
    """429: too many tries."""
    response = errors.page(
        request,
        429,
        str(_("Too many tries")),
        str(_("There were too many tries. Wait a quarter of an hour, then try again.")),
    )
    response.headers["Retry-After"] = "900"
    return response


def recently_proved(request: HttpRequest) -> bool:
    """Has this person, in this session, proved who they are within the last minutes (settings.PROOF_LASTS)?"""
    if not request.user.is_authenticated:
        return False
    proved = float(request.session.get("proved_at", 0))
    at = [float(record.get("at", 0)) for record in get_authentication_records(request, request.user)]
    return time.time() - max([proved, *at]) < settings.PROOF_LASTS.total_seconds()
