"""The banner over every page of somebody who plays one of the cast."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from touchstone.web.demo.cast import is_of_the_cast


def banner(request: HttpRequest) -> dict[str, object]:
    """Who one plays, and where to be somebody else. Pages that are open to all never ask who is signed in."""
    if not request.path.startswith(("/work/", "/account/", "/demo/")):
        return {}
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated or not is_of_the_cast(person):
        return {}
    return {"demonstration_banner": {"name": person.name, "href": reverse("demo")}}
