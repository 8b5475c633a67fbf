"""The page of the cast, and the button that signs you in as one of them: on this machine only, at every request."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from touchstone.web.accounts.models import User
from touchstone.web.accounts.roles import ROLES
from touchstone.web.accounts.sign_in.second_factor import show_second_factor
from touchstone.web.demo.cast import CAST, is_of_the_cast
from touchstone.web.demo.local import is_local

BACKEND = "touchstone.web.accounts.sign_in.backend.ByPassword"


@login_not_required
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody of the cast, with a sentence and a button each. Raises Http404 anywhere but on this machine."""
    if not is_local(request):
        raise Http404(_("Page not found"))
    there = set(User.objects.filter(email__in=[member.email for member in CAST]).values_list("email", flat=True))
    me = request.user.email if isinstance(request.user, User) else ""
    members: list[dict[str, Any]] = [
        {"member": member, "role": ROLES[member.role], "is_me": member.email == me}
        for member in CAST
        if member.email in there
    ]
    return no_store(render(request, "demo/cast.html", {"members": members}))


@login_not_required
@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast. Raises Http404 anywhere but on this machine, and for anybody else."""
    member = next((member for member in CAST if member.key == key), None)
    person = User.objects.filter(email=member.email).first() if member and is_local(request) else None
    if person is None or not is_of_the_cast(person) or not person.may_sign_in:
        raise Http404(_("Page not found"))
    if request.user.is_authenticated:
        logout(request)
    login(request, person, backend=BACKEND)
    show_second_factor(request)
    return no_store(redirect("work"))


def no_store(response: HttpResponse) -> HttpResponse:
    """No cache keeps it."""
    response.headers["Cache-Control"] = "no-store"
    return response
