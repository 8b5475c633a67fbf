"""May this person do this here? One answer for pages, operations and commands."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operation import Decision
from touchstone.web.tenancy import EVERYWHERE


def may(person: Any, permission: Permission, on: Any = None) -> bool:
    """Is it allowed?"""
    return decide(person, permission, on).allowed


def decide(person: Any, permission: Permission, on: Any = None) -> Decision:
    """Whether a person has a permission on a row, by which role, and why.

    A row says where it belongs by `place()`; None asks for the installation, where only roles held there count.
    """
    if not isinstance(person, User):
        return Decision(False, why=_("Sign in first."))
    return person.reach.decide(permission, on.place() if on is not None else EVERYWHERE)


def person_of(request: HttpRequest) -> User:
    """Who is signed in. Raises PermissionDenied where nobody is (views are closed, so this is a mistake of ours)."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Sign in first."))
    person: User = getattr(request.user, "_wrapped", request.user)  # every look through Django's wrapper costs one more
    return person
