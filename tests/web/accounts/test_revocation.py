"""Whoever was signed out, switched off or dismissed is refused by every page there is, from the next request on."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from tests.factories.people import Cast
from touchstone.web.accounts.keys import Session
from touchstone.web.accounts.models import Grant, User
from touchstone.web.urls import urlpatterns

NOBODY = UUID("00000000-0000-4000-8000-000000000000")
VALUES = ("1", "x", "1.1", "2026-01-05")  # one of them fits each kind of gap that is no id


def closed_routes(exercise: UUID) -> list[str]:
    """The address of every view that is not open to all, with the exercise where it takes one."""
    return [
        "/" + filled(route, converters, exercise)
        for route, converters, view in walk(urlpatterns, "", {})
        if getattr(view, "login_required", True)
    ]


def walk(patterns: list[Any], before: str, known: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    for one in patterns:
        converters = {**known, **one.pattern.converters}
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, before + str(one.pattern), converters)
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern), converters, one.callback


def filled(route: str, converters: dict[str, Any], exercise: UUID) -> str:
    """A route with values in its gaps; the first id inside an exercise is the exercise's."""
    parts: list[str] = []
    for part in route.split("/"):
        converter = converters.get(part.strip("<>").rpartition(":")[2]) if part.startswith("<") else None
        if converter is None:
            parts.append(part)
        elif re.fullmatch(converter.regex, str(NOBODY)) and converter.regex != "[-a-zA-Z0-9_]+":
            parts.append(str(exercise if parts and parts[-1] == "exercises" else NOBODY))
        else:
            parts.append(next(value for value in VALUES if re.fullmatch(converter.regex, value)))
    return "/".join(parts)


def test_there_are_routes_to_walk(cast: Cast) -> None:
    routes = closed_routes(cast.exercise.id)
    assert len(routes) > 40
    assert f"/work/exercises/{cast.exercise.id}/" in routes


def refused(client: Client, route: str) -> None:
    answer = client.get(route)
    assert answer.status_code == HTTPStatus.FOUND, route
    assert answer.headers["Location"].startswith("/account/login/?next="), route


@pytest.mark.parametrize("was_in", [False, True])
def test_every_route_refuses_whoever_is_out(client: Client, cast: Cast, was_in: bool) -> None:
    if was_in:
        client.force_login(cast.lead)
        Session.objects.filter(person=cast.lead).delete()
    for route in closed_routes(cast.exercise.id):
        refused(client, route)
        assert client.post(route, {"x": "1"}).status_code == HTTPStatus.UNAUTHORIZED, route
        told = client.post(route, headers={"X-Requested-With": "fetch"})
        assert (told.status_code, told.json()) == (HTTPStatus.UNAUTHORIZED, {"sign_in": "/account/login/"}), route


@pytest.mark.parametrize("change", [{"is_active": False}, {"leaves_on": "2020-01-01"}])
def test_every_route_refuses_whoever_may_no_more(client: Client, cast: Cast, change: dict[str, Any]) -> None:
    for route in closed_routes(cast.exercise.id):
        User.objects.filter(pk=cast.lead.pk).update(is_active=True, leaves_on=None)
        client.force_login(cast.lead)
        User.objects.filter(pk=cast.lead.pk).update(**change)
        refused(client, route)


def test_every_page_of_an_exercise_is_none_for_whoever_left_its_team(client: Client, cast: Cast) -> None:
    Grant.objects.filter(person=cast.lead).update(ended=timezone.now())
    client.force_login(cast.lead)
    inside = [route for route in closed_routes(cast.exercise.id) if f"/exercises/{cast.exercise.id}/" in route]
    assert inside
    for route in inside:
        for ask in (client.get, client.post):
            answer = ask(route)
            assert answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED), route
