"""What people wrote: seen by safeguarding readers alone, cleared whole or without words, or raised as a concern."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories.people import Cast
from tests.web.matrix.policy import routes
from tests.web.surveys.conftest import SECRET, answered, opened
from touchstone.web.accounts.models import Grant, User
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import Refused
from touchstone.web.concerns.models import Concern
from touchstone.web.messages.models import Message
from touchstone.web.surveys import operations, results
from touchstone.web.surveys.late import alarm_all
from touchstone.web.surveys.models import ClearedText, FreeText, Invitation, State, Survey
from touchstone.web.surveys.taking_out import problem_with
from touchstone.web.tenancy import Unscoped, unscoped

FRIDAY = datetime(2026, 4, 10, 16, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def text(client: Client, cast: Cast, survey: Survey) -> FreeText:
    """A text that waits."""
    answered(cast, survey, client, tell=SECRET, best="The drawing")
    return FreeText.objects.visible_to(cast.safeguarding).get(question="tell")


def room(cast: Cast, *more: str) -> str:
    return "/".join([f"/work/exercises/{cast.exercise.id}/surveys", *more, ""])


def test_the_reader_sees_what_waits_and_reading_is_written_down(client: Client, cast: Cast, text: FreeText) -> None:
    client.force_login(cast.safeguarding)
    listed = client.get(room(cast, "texts")).content.decode()
    assert "Waiting" in listed
    assert "Zebedee" not in listed  # the list holds no words
    page = client.get(room(cast, "texts", str(text.pk))).content.decode()
    assert "Zebedee" in page
    assert "The drawing" in page
    looked = AuditRow.objects.filter(kind="consultation", who=cast.safeguarding.pk, what="surveys.text").get()
    assert looked.objects_touched == [str(text.pk)]


def test_what_waits_stands_on_the_readers_work_alone(client: Client, cast: Cast, text: FreeText) -> None:
    for person, sees in ((cast.safeguarding, True), (cast.lead, False), (cast.inspector, False)):
        client.force_login(person)
        assert ("2 texts of surveys to read" in client.get("/work/").content.decode()) == sees


def test_signed_out_wrong_role_and_elsewhere(client: Client, cast: Cast, text: FreeText) -> None:
    places = [room(cast, "texts"), room(cast, "texts", str(text.pk))]
    for place in places:
        assert client.get(place).status_code == 302
    for name, status in {"lead": 403, "chief": 403, "inspector": 403, "panel_member": 403, "contact": 403,
                         "other_lead": 404, "stranger": 404, "administrator": 404}.items():  # fmt: skip
        client.force_login(cast.people[name])
        for place in places:
            assert client.get(place).status_code == status, (name, place)
        for act in ("clear", "take-out", "concern"):
            assert client.post(room(cast, "texts", str(text.pk), act)).status_code == status


def test_a_reader_elsewhere_sees_nothing(client: Client, cast: Cast, text: FreeText) -> None:
    Grant.objects.create(person=cast.stranger, role="safeguarding_reader", exercise=cast.other.id)
    client.force_login(cast.stranger)
    here = room(cast, "texts", str(text.pk))
    assert client.get(here).status_code == 404
    assert client.get(here.replace(str(cast.exercise.id), str(cast.other.id))).status_code == 404
    assert not FreeText.objects.visible_to(cast.stranger).exists()
    with pytest.raises(Unscoped):
        FreeText.objects.count()


def asks_every_page(client: Client, cast: Cast, text: FreeText, people: list[str]) -> int:
    """Open every page that stands on the exercise or on rows of surveys, as each of these; how many were opened.

    Pages that stand on rows of other rooms are asked by the authorisation matrix, which holds a text too.
    """
    links = Invitation.objects.of(cast.exercise).filter(survey=text.survey)[0]
    known = {"id": cast.exercise.pk, "survey": text.survey_id, "links": links.pk, "text": text.pk}
    client.raise_request_exception = False
    asked = 0
    for name in people:
        client.force_login(cast.people[name])
        for route in routes():
            if "id" in route.keywords and set(route.keywords) <= known.keys():
                address = reverse(route.name, kwargs={keyword: known[keyword] for keyword in route.keywords})
                response = client.get(address)
                body = response.getvalue() if response.streaming else response.content
                assert b"Zebedee" not in body, (name, address)
                asked += response.status_code == 200
    return asked


def test_no_page_shows_a_text_that_waits(client: Client, cast: Cast, text: FreeText) -> None:
    assert asks_every_page(client, cast, text, ["lead"]) > 15


@pytest.mark.slow
def test_no_page_shows_a_text_that_waits_to_anybody(client: Client, cast: Cast, text: FreeText) -> None:
    asks_every_page(client, cast, text, [name for name in cast.people if name not in ("lead", "safeguarding")])


def test_what_is_cleared_is_shown_and_the_original_stays_with_the_reader(client: Client, cast: Cast, text: FreeText
                                                                          ) -> None:  # fmt: skip
    survey = room(cast, str(text.survey_id))
    client.force_login(cast.lead)
    assert "Zebedee" not in client.get(survey).content.decode()
    assert results.voices(cast.exercise) == []
    client.force_login(cast.safeguarding)
    shorter = "[…] comes at night and I am afraid."
    at = room(cast, "texts", str(text.pk), "take-out")
    assert client.post(at, {"out-words": shorter}).status_code == 302
    for name in ("lead", "inspector", "chief", "panel_member"):
        client.force_login(cast.people[name])
        html = client.get(survey).content.decode()
        assert shorter in html
        assert "Zebedee" not in html
        assert not FreeText.objects.visible_to(cast.people[name]).exists()
    assert [voice.words for voice in results.voices(cast.exercise)] == [shorter]
    client.force_login(cast.safeguarding)
    again = client.get(room(cast, "texts", str(text.pk))).content.decode()
    assert "Zebedee" in again
    assert shorter in again


def test_a_text_is_cleared_once(client: Client, cast: Cast, text: FreeText) -> None:
    client.force_login(cast.safeguarding)
    at = room(cast, "texts", str(text.pk), "clear")
    assert client.post(at).headers["Location"] == room(cast, "texts")
    assert client.post(at).headers["Location"] == room(cast, "texts", str(text.pk))
    assert "already" in client.get(room(cast, "texts", str(text.pk))).content.decode()
    assert ClearedText.objects.visible_to(cast.lead).count() == 1
    text.refresh_from_db()
    assert (text.state, text.read_by) == (State.CLEARED, cast.safeguarding)
    for name in ("lead", "chief"):
        with pytest.raises(Refused):
            operations.clear(text=text, by=cast.people[name])


def test_words_are_taken_out_and_never_put_in(client: Client, cast: Cast, text: FreeText) -> None:
    client.force_login(cast.safeguarding)
    at = room(cast, "texts", str(text.pk), "take-out")
    for wrong, told in ((SECRET, "No word was taken out"), ("My aunt comes at night", "aunt")):
        response = client.post(at, {"out-words": wrong})
        assert response.status_code == 400
        assert told in response.content.decode()
    assert problem_with("one two three", "three [...] one")
    assert not problem_with("one two, three", "one […], three")
    assert client.post(at, {"out-words": ""}).status_code == 400
    assert client.post(at, {"out-words": "[…]"}).status_code == 302
    assert ClearedText.objects.visible_to(cast.lead).get().words == "[…]"
    assert results.voices(cast.exercise) == []


@pytest.mark.parametrize("known", ["yes", "no"])
def test_a_concern_is_raised_from_a_text(client: Client, cast: Cast, text: FreeText, known: str) -> None:
    cast.lead.telephone = "01632 960001"
    cast.lead.save()
    client.force_login(cast.safeguarding)
    page = client.get(room(cast, "texts", str(text.pk))).content.decode()
    assert "01632 960001" in page
    assert "If you cannot tell who wrote it" in page
    save = re.search(r'name="concern-save_id" value="([^"]+)"', page)
    assert save is not None
    at = room(cast, "texts", str(text.pk), "concern")
    assert client.post(at, {"concern-save_id": save[1]}).status_code == 400
    body = {"concern-save_id": save[1], "concern-known": known, "concern-seen": "Afraid at night.", "concern-rang": ""}
    for _press in "12":
        sent = client.post(at, body)
        assert "/concerns/" in sent.headers["Location"]
    concern = Concern.objects.visible_to(cast.lead).get()
    assert ("Nobody can tell" in concern.seen) == (known == "no")
    assert Message.objects.visible_to(cast.lead).filter(kind="concern_raised").exists()
    text.refresh_from_db()
    assert (text.state, text.concern_id) == (State.CONCERN, concern.pk)
    assert not ClearedText.objects.visible_to(cast.lead).exists()
    assert client.post(at, body | {"concern-save_id": str(uuid4())}).status_code == 400


def test_a_text_is_due_by_the_end_of_the_next_working_day(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: FRIDAY)
    survey = opened(cast)
    answered(cast, survey, client, tell=SECRET)
    text = FreeText.objects.visible_to(cast.safeguarding).get()
    assert (text.came_on, text.due_on) == (date(2026, 4, 10), date(2026, 4, 13))
    assert not text.is_late(text.due_on)
    assert text.is_late(date(2026, 4, 14))
    assert operations.next_working_day(date(2050, 1, 1)) == date(2050, 1, 2)  # nobody knows that year's holidays


def test_late_texts_alarm_the_reader_and_the_lead_once_a_day(client: Client, cast: Cast, text: FreeText) -> None:
    Message.objects.visible_to(cast.safeguarding).delete()
    assert alarm_all() == 0
    with unscoped("a test"):
        FreeText.objects.update(due_on=date(2026, 1, 5))
    assert alarm_all() == 2
    assert alarm_all() == 0
    for person, page in ((cast.safeguarding, "texts/"), (cast.lead, f"{text.survey_id}/")):
        message = Message.objects.visible_to(person).get()
        assert message.kind == "survey_text_to_read"
        assert message.about.endswith(page)
        assert "Zebedee" not in message.subject + message.text
    assert results.texts_late(cast.exercise) == 2
    assert results.texts_waiting(cast.exercise) == 2
    client.force_login(cast.lead)
    assert "were not read in time" in client.get(room(cast)).content.decode()
    client.force_login(cast.safeguarding)
    assert "Late" in client.get(room(cast, "texts")).content.decode()


def test_where_the_named_reader_left_the_others_are_told(client: Client, cast: Cast, survey: Survey) -> None:
    other = cast.stranger
    Grant.objects.create(person=other, role="safeguarding_reader", exercise=cast.exercise.id)
    Grant.objects.filter(person=cast.safeguarding).update(ended=FRIDAY)
    answered(cast, survey, client, tell=SECRET)
    assert Message.objects.visible_to(other).get().kind == "survey_text_to_read"
    assert not Message.objects.visible_to(cast.safeguarding).exists()
    with pytest.raises(ValidationError, match="safeguarding reader"):
        operations.change_survey(
            survey=survey, reader=User.objects.get(pk=cast.safeguarding.pk), closes_on=survey.closes_on, by=cast.lead
        )
