"""The timetable: entries, clashes, leave, interpreters, a substitute on the day in two presses, a calendar."""

from datetime import UTC, date, time, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.factories.people import Cast
from touchstone.practice.working_days import add_working_days
from touchstone.web.audit.models import AuditRow
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections import timetable_operations as operations
from touchstone.web.inspections.models import Absence, Slot, SlotPerson
from touchstone.web.messages.models import Message
from touchstone.web.samples.models import SampledCase
from touchstone.web.tenancy import unscoped

MAY_READ = {"lead", "inspector", "second_inspector", "assessor", "partner", "contact", "chief"}
KNOW = MAY_READ | {"safeguarding", "panel_member", "chair", "publisher"}
SECRET = "REF-7781"  # the service's own reference of a case: never on a timetable


@pytest.fixture
def room(cast: Cast) -> str:
    """The address of the timetable; fieldwork is this week and the next."""
    inspection = cast.exercise.inspection
    inspection.fieldwork_from = timezone.localdate() - timedelta(days=3)
    inspection.fieldwork_until = timezone.localdate() + timedelta(days=14)
    inspection.save()
    return f"/work/exercises/{cast.exercise.id}/timetable/"


@pytest.fixture
def day() -> date:
    """The next working day."""
    return add_working_days(timezone.localdate(), 1)


def case_of(cast: Cast, exercise: Exercise | None = None) -> SampledCase:
    """A sampled case."""
    return SampledCase.objects.create(
        exercise=exercise or cast.exercise, group="court", kind="community_sentence", reference=SECRET, drawn_position=7
    )


def entry(day: date, **changes: Any) -> dict[str, Any]:
    """An entry as its form sends it."""
    sent = {
        "day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year), "begins": "9:30",
        "ends": "10:30", "what": "meeting", "case": "", "with_whom": "the management board", "people": [],
        "where": "Room 1", "interpreter": "not_needed", "language": "", "save": "",
    }  # fmt: skip
    return {**sent, **changes}


def written(cast: Cast, day: date, *people: str, **changes: Any) -> Slot:
    """An entry, written by the lead inspector."""
    fields = {
        "day": day, "begins": time(9), "ends": time(10), "what": "meeting", "case": None, "with_whom": "",
        "online": False, "where": "", "interpreter": "not_needed", "language": "",
    }  # fmt: skip
    who = [cast.people[name].pk for name in people]
    return operations.write_slot(
        inspection=cast.exercise.inspection, fields={**fields, **changes}, people=who, by=cast.lead
    )


def standing(cast: Cast) -> list[Slot]:
    """The entries that stand."""
    return list(Slot.objects.visible_to(cast.lead).standing())


def text(response: HttpResponse) -> str:
    """The page."""
    return response.content.decode()


def test_whom_the_timetable_is_for(client: Client, cast: Cast, room: str) -> None:
    assert "/account/login/" in client.get(room).headers["Location"]
    for name, person in cast.people.items():
        client.force_login(person)
        status = 200 if name in MAY_READ else (403 if name in KNOW else 404)
        assert client.get(room).status_code == status, name
        may_write = name == "lead"
        assert client.get(f"{room}new/").status_code == (200 if may_write else 403 if name in KNOW else 404), name
        assert client.get(f"{room}away/").status_code == (200 if may_write else 403 if name in KNOW else 404), name
    client.force_login(cast.lead)
    assert client.get(f"/work/exercises/{cast.other.id}/timetable/").status_code == 404


def test_an_entry_is_written_and_shown(client: Client, cast: Cast, room: str, day: date) -> None:
    case = case_of(cast)
    client.force_login(cast.lead)
    body = entry(day, what="read", case=str(case.pk), people=[str(cast.inspector.pk)], with_whom="")
    assert client.post(f"{room}new/", body).headers["Location"] == room
    page = text(client.get(room))
    assert "09:30–10:30" in page
    assert "Read a case: Court 07" in page
    assert "Inspector" in page
    assert SECRET not in page
    row = AuditRow.objects.filter(kind="consultation").latest("seq")
    assert (row.what, row.subjects) == ("inspections.timetable", [str(case.pk)])


def test_an_empty_timetable_says_what_to_do(client: Client, cast: Cast, room: str) -> None:
    client.force_login(cast.lead)
    assert "Write the first entry" in text(client.get(room))
    client.force_login(cast.contact)
    assert "Whoever leads the inspection writes it" in text(client.get(room))


def test_every_problem_of_an_entry_at_once(client: Client, cast: Cast, room: str, day: date) -> None:
    case_of(cast)
    client.force_login(cast.lead)
    body = entry(day, begins="25:00", ends="soon", what="read", interpreter="needed", with_whom="x" * 121, more="1")
    response = client.post(f"{room}new/", body)
    page = text(response)
    assert response.status_code == 400
    for says in ("From: this is no time of day", "To: this is no time of day", "Which case: nothing is chosen",
                 "Say which language is interpreted", "at most 120", "no place for"):  # fmt: skip
        assert says in page, says
    assert 'value="25:00"' in page
    assert not standing(cast)


def test_an_end_before_the_beginning_is_refused(client: Client, cast: Cast, room: str, day: date) -> None:
    client.force_login(cast.lead)
    response = client.post(f"{room}new/", entry(day, begins="11:00", ends="10:30"))
    assert response.status_code == 400
    assert "it ends before it begins" in text(response)


def test_a_case_of_another_inspection_cannot_be_chosen(client: Client, cast: Cast, room: str, day: date) -> None:
    other = case_of(cast, cast.other)
    client.force_login(cast.lead)
    assert client.post(f"{room}new/", entry(day, what="read", case=str(other.pk))).status_code == 400
    assert not standing(cast)


def test_somebody_outside_the_team_cannot_be_put_in(client: Client, cast: Cast, room: str, day: date) -> None:
    client.force_login(cast.lead)
    assert client.post(f"{room}new/", entry(day, people=[str(cast.stranger.pk)])).status_code == 400


def test_what_does_not_fit_is_saved_and_told(client: Client, cast: Cast, room: str, day: date) -> None:
    client.force_login(cast.lead)
    who = [str(cast.inspector.pk)]
    client.post(f"{room}new/", entry(day, people=who))
    body = entry(day, begins="10:00", ends="11:00", people=who, interpreter="needed", language="Polish")
    page = text(client.post(f"{room}new/", body, follow=True))
    assert "Inspector is in two places" in page
    assert "Room 1 is taken twice" in page
    assert "an interpreter is needed and not arranged" in page
    assert "3 things do not fit" in page
    assert len(standing(cast)) == 2


def test_somebody_at_another_inspection_is_told_without_saying_which(cast: Cast, room: str, day: date) -> None:
    from touchstone.web.inspections.placing import timetable_of

    written(cast, day, "inspector")
    other = Slot.objects.create(exercise=cast.other, day=day, begins=time(9), ends=time(12), where="Secret place")
    SlotPerson.objects.create(exercise=cast.other, slot=other, person=cast.inspector)
    said = [clash.says for clash in timetable_of(cast.exercise.inspection).clashes]
    assert any("Inspector is at another inspection then" in words for words in said)
    assert not any("Secret" in words or "South Mere" in words for words in said)


def test_leave_is_told_and_taken_back(client: Client, cast: Cast, room: str, day: date) -> None:
    written(cast, day, "inspector")
    client.force_login(cast.lead)
    body = {"person": str(cast.inspector.pk)}
    for name in ("first", "last"):
        body |= {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
    assert client.post(f"{room}away/", {**body, "last-year": str(day.year - 1)}).status_code == 400
    client.post(f"{room}away/", body)
    assert "Inspector is away that day" in text(client.get(room))
    client.force_login(cast.inspector)
    assert "Who is away" not in text(client.get(room))
    absence = Absence.objects.visible_to(cast.lead).get()
    assert client.post(f"{room}away/{absence.pk}/back").status_code == 403
    client.force_login(cast.lead)
    client.post(f"{room}away/{absence.pk}/back")
    assert "is away that day" not in text(client.get(room))


def test_a_substitute_on_the_day_in_two_presses(client: Client, cast: Cast, room: str, day: date) -> None:
    slot = written(cast, day, "inspector")
    written(cast, day, "second_inspector", begins=time(9), ends=time(12))
    client.force_login(cast.lead)
    days = text(client.get(f"{room}people/{cast.inspector.pk}/"))
    way = f"{room}people/{cast.inspector.pk}/instead/?day={day.isoformat()}"
    assert way in days
    page = text(client.get(way))  # the first press
    assert page.index("Assessor") < page.index("Second inspector")  # who is free comes first
    assert "stands elsewhere at that time" in page
    client.post(way, {"person": str(cast.assessor.pk)})  # the second
    rows = {it.person: it for it in SlotPerson.objects.visible_to(cast.lead).filter(slot=slot)}
    assert rows[cast.inspector].left_at is not None
    assert rows[cast.assessor].instead_of == cast.inspector
    assert "Assessor instead of Inspector" in text(client.get(room))
    assert client.post(way, {"person": str(cast.assessor.pk)}).status_code == 400


def test_an_entry_is_changed_and_nobody_writes_over_another(client: Client, cast: Cast, room: str, day: date) -> None:
    slot = written(cast, day, "inspector")
    client.force_login(cast.lead)
    who = [str(cast.second_inspector.pk)]
    first = client.post(f"{room}{slot.pk}/", entry(day, people=who, version="1"))
    assert first.status_code == 302
    late = client.post(f"{room}{slot.pk}/", entry(day, people=who, version="1", where="Elsewhere"))
    assert late.status_code == 400
    assert "Somebody else has changed this entry" in text(late)
    (kept,) = standing(cast)
    assert (kept.where, kept.version) == ("Room 1", 2)
    now = SlotPerson.objects.visible_to(cast.lead).standing().get()
    assert now.person == cast.second_inspector


def test_an_entry_is_taken_out_after_asking(client: Client, cast: Cast, room: str, day: date) -> None:
    slot = written(cast, day, "inspector")
    client.force_login(cast.lead)
    assert "Take this entry out" in text(client.get(f"{room}{slot.pk}/cancel/"))
    assert client.post(f"{room}{slot.pk}/cancel/", {"because": "Ill"}).status_code == 302
    assert not standing(cast)
    with unscoped("it stays on record"):
        assert Slot.objects.get().cancelled_because == "Ill"
    assert client.get(f"{room}{slot.pk}/").status_code == 404


def test_a_change_near_its_day_is_told_and_a_far_one_is_not(cast: Cast, room: str) -> None:
    near = timezone.localdate() + timedelta(days=1)
    written(cast, near + timedelta(days=9), "inspector")
    assert not Message.objects.visible_to(cast.inspector)
    written(cast, near, "inspector")
    message = Message.objects.visible_to(cast.inspector).get()
    assert message.kind == "timetable_changed"
    assert "North Fell" not in message.subject + message.text
    assert message.about == f"/work/exercises/{cast.exercise.id}/timetable/people/{cast.inspector.pk}/"


def test_ones_own_days_stand_on_your_work(client: Client, cast: Cast, room: str, day: date) -> None:
    written(cast, day, "inspector")
    written(cast, day, "inspector", begins=time(14), ends=time(15))
    client.force_login(cast.inspector)
    assert "2 entries in your timetable" in text(client.get("/work/"))
    assert "Your days of fieldwork" in text(client.get(f"{room}people/{cast.inspector.pk}/"))


def test_somebody_who_left_the_team_shows_where_they_stand(client: Client, cast: Cast, room: str, day: date) -> None:
    from touchstone.web.accounts.models import Grant
    from touchstone.web.inspections.operations import let_leave_team

    written(cast, day, "inspector")
    let_leave_team(inspection=cast.exercise.inspection, grant=Grant.objects.get(person=cast.inspector), by=cast.lead)
    client.force_login(cast.lead)
    assert "Inspector is not in the team any more" in text(client.get(room))
    assert client.get(f"{room}people/{cast.inspector.pk}/").status_code == 200
    assert client.get(f"{room}people/{cast.stranger.pk}/").status_code == 404


def test_the_calendar_holds_times_and_places_and_nothing_of_a_case(
    client: Client, cast: Cast, room: str, day: date
) -> None:
    case = case_of(cast)
    place = "Long Lane; Room 1, first floor, beside the stairs where the old library used to be \N{SNOWMAN}"
    slot = written(
        cast, day, "inspector", what="read", case=case, with_whom="the case manager", where=place,
        interpreter="arranged", language="Polish",
    )  # fmt: skip
    client.force_login(cast.inspector)
    response = client.get(f"{room}people/{cast.inspector.pk}/calendar.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="fieldwork-2026-001.ics"'
    lines = response.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = response.content.decode().replace("\r\n ", "")
    assert f"UID:{slot.pk}@touchstone" in whole
    assert f"DTSTART:{slot.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in whole
    assert "SUMMARY:Read a case (2026-001)" in whole
    assert "LOCATION:Long Lane\\; Room 1\\, first floor" in whole
    for secret in (SECRET, "Court 07", "Polish", "case manager", str(case.pk)):
        assert secret not in whole
