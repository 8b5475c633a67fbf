"""An open survey of children with a link, and what a browser sends to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import Cast
from touchstone.web.surveys import operations
from touchstone.web.surveys.models import Invitation, Survey

SECRET = "My uncle Zebedee comes at night and I am afraid."


def opened(cast: Cast, audience: str = "child") -> Survey:
    """A survey that can be answered for ten days."""
    return operations.open_survey(
        exercise=cast.exercise,
        audience=audience,
        asked_by="The youth inspectors",
        reader=cast.safeguarding,
        closes_on=timezone.localdate() + timedelta(days=10),
        by=cast.lead,
    )


@pytest.fixture
def survey(cast: Cast) -> Survey:
    """Of children."""
    return opened(cast)


@pytest.fixture
def token(cast: Cast, survey: Survey) -> str:
    """A link for one child."""
    return operations.make_links(survey=survey, number=1, batch=uuid4(), by=cast.lead)[0]


def form_token(html: str) -> str:
    """The signed token of the form on a page."""
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found is not None, html
    return found[1]


Fill = Callable[..., str]


def begun(client: Client, token: str) -> str:
    """Open a link and give the token of its form."""
    return form_token(client.get(f"/s/{token}/").content.decode())


def send(client: Client, token: str, form: str, **answers: object) -> object:
    """Press "send" with these answers."""
    data = {"form": form, "language": "en", "step": "review", "go": "send"}
    return client.post(f"/s/{token}/answer/", data | {f"a-{name}": value for name, value in answers.items()})


def answered(cast: Cast, survey: Survey, client: Client, **answers: object) -> None:
    """One more response, by a link of its own."""
    token = operations.make_links(survey=survey, number=1, batch=uuid4(), by=cast.lead)[0]
    response = send(client, token, begun(client, token), **answers)
    assert response.headers["Location"] == "/s/sent/en/"  # type: ignore[attr-defined]


def only_link(survey: Survey) -> Invitation:
    """The one link of a survey."""
    return Invitation.objects.of(survey.exercise).get(survey=survey)
