"""What can be told to whom: a closed list of fields, inside an operation, in the person's language, once."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from tests.factories.people import Cast
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import OutsideOperation, operation
from touchstone.web.messages import fields, texts
from touchstone.web.messages.fields import FieldRefused
from touchstone.web.messages.models import Message
from touchstone.web.messages.operations import NO_ADDRESS, Recipient, tell
from touchstone.web.tenancy import Unscoped, unscoped

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@operation(None, open_because="a test")
def told(*, to: Any, text: str, values: dict[str, Any], about: str = "", once: str = "") -> list[Message]:
    """Tell people, as an operation of a room above does it."""
    return tell(to=to, text=text, fields=values, about=about, once=once, exercise_id=uuid.uuid4())


@operation(None, open_because="a test")
def told_and_broken(*, to: Any) -> None:
    tell(to=to, text="concern_raised", fields={"inspection": uuid.uuid4()})
    raise RuntimeError("after telling")


def whole() -> dict[str, object]:
    """All that "stage_due" names."""
    return {"inspection": uuid.uuid4(), "service": uuid.uuid4(), "stage": "sample", "by_day": DAY}


def kept() -> list[Message]:
    with unscoped("a test"):
        return list(Message.objects.all())


def test_a_message_is_written_with_the_change_it_tells_of(cast: Cast) -> None:
    about = f"/work/exercises/{cast.exercise.id}/"
    (message,) = told(to=[cast.lead], text="stage_due", values=whole(), about=about)
    assert message.subject == "Inspection 2026-001: Sample by 2 March 2026"
    assert message.text == "In the inspection of North Fell, this is due by 2 March 2026: Sample."
    assert (message.recipient, message.address, message.about) == (cast.lead.id, "lead@example.org", about)
    row = AuditRow.objects.latest("seq")
    assert f"mail.Message:{message.id}" in row.objects_touched
    assert "lead@example.org" not in str(row.facts())


def test_nothing_is_told_outside_an_operation(cast: Cast) -> None:
    with pytest.raises(OutsideOperation):
        tell(to=[cast.lead], text="concern_raised", fields={"inspection": uuid.uuid4()})


def test_when_the_change_is_taken_back_nobody_is_told(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        told_and_broken(to=[cast.lead])
    assert kept() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"child": "Invented Name"}, "'child' is not a field"),
        ({"name": uuid.uuid4()}, "'name' is not a field"),
        ({"service": "Invented Name"}, "'service' takes the id of a row"),
        ({"inspection": "Invented Name"}, "'inspection' takes the id of a row"),
        ({"stage": "Invented Name"}, "'stage' takes a stage that there is"),
        ({"by_day": "Invented Name"}, "'by_day' takes a date"),
        ({"by_day": None}, "'by_day' takes a date"),
    ],
)
def test_there_is_no_way_to_put_words_into_a_message(cast: Cast, changed: dict[str, object], said: str) -> None:
    with pytest.raises(FieldRefused, match=said):
        told(to=[cast.lead], text="stage_due", values={**whole(), **changed})
    assert kept() == []


@pytest.mark.parametrize("number", ["3", True, -1, 10_000, 1.5])
def test_a_number_is_a_number(cast: Cast, number: object) -> None:
    with pytest.raises(FieldRefused, match="'count' takes a whole number"):
        told(to=[cast.lead], text="cases_given", values={"inspection": uuid.uuid4(), "count": number})


def test_all_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(FieldRefused) as refused:
        told(to=[cast.lead], text="stage_due", values={"child": "x", "service": "x", "by_day": "x"})
    for name in ("child", "service", "by_day", "inspection", "stage"):
        assert f"'{name}'" in str(refused.value)


def test_a_name_that_nobody_looks_up_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "_looked_up", {})
    with pytest.raises(FieldRefused, match="nobody has said how"):
        told(to=[cast.lead], text="stage_due", values=whole())
    with pytest.raises(ValueError, match="not looked up"):
        fields.look_up("child", lambda _id: "Invented Name")


@pytest.mark.parametrize(
    "about",
    ["/work/nowhere/", "https://elsewhere.example/", "/services/invented-name/", "/work/?name=x", "javascript:x"],
)
def test_a_message_leads_only_to_a_page_whose_address_holds_random_ids(cast: Cast, about: str) -> None:
    with pytest.raises(FieldRefused, match="'about'"):
        told(to=[cast.lead], text="concern_raised", values={"inspection": uuid.uuid4()}, about=about)


def test_every_text_names_fields_of_the_closed_list_alone() -> None:
    assert len(texts.TEXTS) > 10
    assert {name for text in texts.TEXTS.values() for name in text.fields} <= set(fields.FIELDS)
    assert set(fields.FIELDS) == {"service", "inspection", "stage", "day", "by_day", "days", "count"}


@pytest.mark.parametrize("planted", ["{child}", "{0}", "{}", "{service.pk}", "{day!r}", "{day:>9}", "{service[0]}"])
def test_a_text_that_names_anything_else_cannot_be_made(planted: str) -> None:
    with pytest.raises(FieldRefused):
        texts.Text("planted", "x", planted, for_staff=True)
    with pytest.raises(FieldRefused):
        texts.Text("planted", planted, "x", for_staff=True)


def test_only_texts_for_staff_name_a_service_and_go_to_staff_alone() -> None:
    with pytest.raises(FieldRefused, match="only texts for staff"):
        texts.Text("planted", "x", "{service}")
    outsider = Recipient(uuid.uuid4(), "somebody@example.org")
    with pytest.raises(FieldRefused, match="staff alone"):
        told(to=[outsider], text="stage_due", values=whole())
    assert told(to=[outsider], text="concern_raised", values={"inspection": uuid.uuid4()})
    staff = Recipient(uuid.uuid4(), "staff@example.org", staff=True)
    assert told(to=[staff], text="stage_due", values=whole())


def test_the_same_reminder_is_told_once_to_each(cast: Cast) -> None:
    key = f"stage_due:{cast.exercise.id}:2026-03-02"
    assert len(told(to=[cast.lead], text="stage_due", values=whole(), once=key)) == 1
    assert [m.recipient for m in told(to=[cast.lead, cast.chief], text="stage_due", values=whole(), once=key)] == [
        cast.chief.id
    ]
    assert told(to=[cast.lead], text="stage_due", values=whole(), once=key) == []
    assert len(told(to=[cast.lead], text="stage_due", values=whole(), once=f"{key}-next")) == 1
    assert len(told(to=[cast.lead, cast.lead], text="stage_due", values=whole())) == 2
    assert len(kept()) == 5


@pytest.mark.parametrize("key", ["Invented Name", "a b", "x" * 121, "a\n"])
def test_a_key_holds_no_words(cast: Cast, key: str) -> None:
    with pytest.raises(FieldRefused, match="'once'"):
        told(to=[cast.lead], text="stage_due", values=whole(), once=key)


def test_a_text_that_there_is_not_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldRefused, match="no text 'dear_child'"):
        told(to=[cast.lead], text="dear_child", values={})


@pytest.mark.parametrize(
    "address",
    ["a@example.org\nBcc: b@example.org", "a@example.org\r\nBcc: b@example.org", "nobody", "", "a@b@c", "a\0@b.c"],
)
def test_a_bad_address_stops_nothing_and_the_inbox_has_the_message(address: str) -> None:
    (message,) = told(to=[Recipient(uuid.uuid4(), address)], text="concern_raised", values={"inspection": uuid.uuid4()})
    assert (message.address, message.failed, message.problem) == ("", True, NO_ADDRESS)
    assert len(kept()) == 1


def test_messages_are_not_read_for_nobody() -> None:
    with pytest.raises(Unscoped):
        Message.objects.count()
    assert not Message.objects.visible_to(None).exists()
