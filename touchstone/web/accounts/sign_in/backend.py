"""Address and password, and the same work whether there is such a person or not."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from touchstone.web.accounts.models import User


class ByPassword(BaseBackend):
    """A person by address and password; nobody who is switched off or has left."""

    def authenticate(self, request: HttpRequest | None, email: str | None = None, password: str | None = None,
                     **more: Any) -> User | None:  # fmt: skip
        """The person, or None: wrong, unknown, switched off and left look the same and take as long."""
        if email is None or password is None:
            return None
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            User().set_password(password)  # the time that checking would take
            return None
        right = person.check_password(password)
        return person if right and person.may_sign_in else None

    def get_user(self, user_id: Any) -> User | None:
        """A person by their id; the session reads its own (web/accounts/sessions)."""
        return User.objects.filter(pk=user_id).first()
