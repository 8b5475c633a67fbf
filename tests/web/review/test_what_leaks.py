"""What is shown to, or reached by, whoever should not: reasons of moves, passwords, tokens, rows joined by `or`."""

import logging
from urllib.parse import urlencode

import pytest
from django.db import models
from django.test import Client

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.web.accounts.sign_in.operations import ask_for_password
from touchstone.web.inspections.models import Move
from touchstone.web.messages import operations as messages
from touchstone.web.messages.models import Message
from touchstone.web.samples.models import SampledCase
from touchstone.web.surveys.log_lines import HideTokens
from touchstone.web.tenancy import Unscoped, unscoped

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(("name", "sees"), [("contact", False), ("publisher", False), ("inspector", True)])
def test_why_an_inspection_went_back_is_for_its_team(client: Client, cast: Cast, name: str, sees: bool) -> None:
    """A panel that sends an inspection back writes of ratings that are not decided yet."""
    secret = "The panel leans to Inadequate for 2.1"
    Move.objects.create(exercise=cast.exercise, from_stage="ratings_panel", to_stage="judgements", because=secret)
    client.force_login(cast.people[name])
    page = client.get(f"/work/exercises/{cast.exercise.pk}/")
    assert page.status_code == 200
    assert (secret in page.content.decode()) is sees


def test_a_password_is_never_handed_back(client: Client, cast: Cast) -> None:
    """A form that arrives after the session ended comes back with what was typed, and without secrets."""
    sent = {"old": "my present password 7", "password": "another one entirely", "harmless": "typed text"}
    page = client.post("/account/password/change/", urlencode(sent), content_type=FORM).content.decode()
    assert "typed text" in page
    assert "my present password 7" not in page
    assert "another one entirely" not in page


def test_what_was_typed_comes_back_though_its_name_holds_a_word_of_secrets(client: Client, cast: Cast) -> None:
    page = client.post("/work/", "postcode_area=typed+text", content_type=FORM).content.decode()
    assert "typed text" in page


@pytest.mark.parametrize("joined", ["or", "xor", "union"])
def test_rows_joined_with_unscoped_ones_are_unscoped(cast: Cast, joined: str) -> None:
    assessments.case(cast.other)
    mine = SampledCase.objects.visible_to(cast.lead).order_by()
    everybodys = SampledCase.objects.order_by()
    join = {"or": lambda: mine | everybodys, "xor": lambda: mine ^ everybodys, "union": lambda: mine.union(everybodys)}
    with pytest.raises(Unscoped):
        list(join[joined]())  # type: ignore[no-untyped-call]


def test_rows_joined_with_scoped_ones_are_scoped(cast: Cast) -> None:
    assessments.case(cast.exercise)
    assessments.case(cast.other)
    both = SampledCase.objects.visible_to(cast.lead) | SampledCase.objects.visible_to(cast.other_lead)
    assert len(both) == 2
    one, other = (SampledCase.objects.visible_to(who).order_by() for who in (cast.lead, cast.other_lead))
    assert len(one.union(other)) == 2
    assert len(SampledCase.objects.none() | one) == 1
    assert isinstance(both, models.QuerySet)


def test_the_token_of_a_one_time_link_stays_out_of_the_log() -> None:
    token = "6f1a3c52-1c5c-4b0e-8a3f-0d6c6a1d2e3f"
    said = "503 %s %r: the audit takes nothing"
    line = logging.LogRecord("x", logging.ERROR, "", 1, said, ("GET", f"/account/link/{token}/"), None)
    HideTokens().filter(line)
    assert token not in line.getMessage()


def test_a_link_to_a_new_password_is_kept_no_longer_than_it_takes_to_send_it(cast: Cast) -> None:
    """Whoever reads the database signs in with nothing of what they read."""
    ask_for_password(by=None, email=cast.lead.email)
    with unscoped("test"):
        message = Message.objects.get(kind="password_link")
        messages.sent(message=message)
        assert message.about
        assert not Message.objects.get(pk=message.pk).about
