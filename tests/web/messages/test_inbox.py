"""The inbox: a person's own messages, newest first, marked as read by a press."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from tests.factories.people import Cast
from tests.web.messages.test_telling import kept, told, whole
from touchstone.web.messages.models import Message

ADDRESS = "/work/messages/"


def tell_of(cast: Cast, *names: str, text: str = "stage_due") -> list[Message]:
    values = whole() if text == "stage_due" else {"inspection": uuid.uuid4()}
    return told(to=[cast.people[name] for name in names], text=text, values=values, about="/work/")


def unread(cast: Cast, name: str) -> int:
    return Message.objects.visible_to(cast.people[name]).unread().count()


def test_it_lists_a_persons_own_messages_newest_first(client: Client, cast: Cast) -> None:
    tell_of(cast, "lead")
    tell_of(cast, "lead", text="concern_received")
    tell_of(cast, "chief", text="concern_climbed")
    client.force_login(cast.lead)
    response = client.get(ADDRESS)
    page = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert 0 < page.index("Your safety concern") < page.index("Inspection 2026-001: Sample")
    assert "unanswered" not in page
    assert "Mark 2 messages as read" in page
    assert re.search(r'ts-top__count">.*</span>2<', page)


def test_an_empty_inbox_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    page = client.get(ADDRESS).content.decode()
    assert "Nothing has been sent to you yet." in page
    assert "<form" not in page.partition("<main")[2]


def test_reading_the_page_changes_nothing_and_a_press_marks_what_it_showed(client: Client, cast: Cast) -> None:
    (shown,) = tell_of(cast, "lead")
    client.force_login(cast.lead)
    client.get(ADDRESS)
    assert unread(cast, "lead") == 1
    tell_of(cast, "lead")  # comes while the page is open
    response = client.post(f"{ADDRESS}read", {"message": [str(shown.id)]})
    assert (response.status_code, response.headers["Location"]) == (302, ADDRESS)
    assert unread(cast, "lead") == 1
    first = next(one.read_at for one in kept() if one.id == shown.id)
    client.post(f"{ADDRESS}read", {"message": [str(shown.id)]})
    assert next(one.read_at for one in kept() if one.id == shown.id) == first


def test_nobody_marks_anothers(client: Client, cast: Cast) -> None:
    (hers,) = tell_of(cast, "chief")
    client.force_login(cast.administrator)
    assert client.post(f"{ADDRESS}read", {"message": [str(hers.id)]}).status_code == 302
    assert unread(cast, "chief") == 1


@pytest.mark.parametrize("sent", [{}, {"message": ["x", "", "'; --", "\0"]}, {"message": [str(uuid.uuid4())]}])
def test_what_is_no_message_is_nobodys(client: Client, cast: Cast, sent: dict[str, list[str]]) -> None:
    tell_of(cast, "lead")
    client.force_login(cast.lead)
    assert client.post(f"{ADDRESS}read", sent).status_code == 302
    assert unread(cast, "lead") == 1


@pytest.mark.parametrize("number", ["1", "2", "99", "0", "-1", "x", ""])
def test_many_messages_come_on_pages(client: Client, cast: Cast, number: str) -> None:
    for _each in range(3):
        tell_of(cast, *["lead"] * 14, text="concern_received")
    client.force_login(cast.lead)
    shown = client.get(ADDRESS, {"page": number}).content.decode()
    assert ("Older messages" in shown) != ("Newer messages" in shown)
    assert shown.count('id="message-') == (2 if number in ("2", "99", "0", "-1") else 40)


def test_a_message_that_mail_could_not_bring_says_so(client: Client, cast: Cast) -> None:
    cast.lead.email = "nobody"
    tell_of(cast, "lead")
    client.force_login(cast.lead)
    assert "could not be sent to you by mail" in client.get(ADDRESS).content.decode()


def test_nobody_signed_out_reads_or_marks(client: Client, cast: Cast) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert "/account/login/" in response.headers["Location"]
    assert client.post(f"{ADDRESS}read").status_code == 401


def test_each_address_takes_one_method(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.post(ADDRESS).status_code == 405
    assert client.get(f"{ADDRESS}read").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{ADDRESS}read").status_code == 403
