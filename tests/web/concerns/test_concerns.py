"""A concern about a child's immediate safety: raised on receipt alone, climbing while nobody answers, kept for ever."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.factories.assessments import assessment
from tests.factories.people import Cast
from touchstone.web.accounts.models import User
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import Refused
from touchstone.web.concerns import operations
from touchstone.web.concerns.ladder import MINUTES_PER_RUNG, ladder, somebody_on_duty
from touchstone.web.concerns.models import Concern, State, What
from touchstone.web.messages.models import Message
from touchstone.web.samples.models import SampledCase
from touchstone.web.tenancy import unscoped

SEEN = "Told me of a threat for tonight; the address is known to those who made it."


@pytest.fixture
def case(cast: Cast) -> SampledCase:
    """A sampled case of the inspection."""
    return SampledCase.objects.create(
        exercise=cast.exercise, group="court", kind="community_sentence", reference="K-17", drawn_position=1
    )


def on_duty(cast: Cast, person: User, rung: int) -> None:
    person.telephone = "01632 960001"
    person.save()
    operations.put_on_duty(exercise=cast.exercise, person=person, rung=rung, by=cast.lead)


def raised(cast: Cast, by: User, case: SampledCase | None = None) -> Concern:
    return operations.raise_concern(exercise=cast.exercise, seen=SEEN, case=case, rang="", save_id=uuid4(), by=by)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment = timezone.now() + by
    monkeypatch.setattr("touchstone.web.concerns.operations.timezone.now", lambda: moment)


def told(concern: Concern) -> list[tuple[str, str]]:
    return [(step.what, step.told.name) for step in concern.steps.exclude(told=None).select_related("told")]


def test_whoever_is_on_duty_is_told_and_the_message_says_nothing_of_the_child(cast: Cast, case: SampledCase) -> None:
    on_duty(cast, cast.safeguarding, 1)
    concern = raised(cast, cast.assessor, case)
    assert concern.state is State.SENT
    assert told(concern) == [(What.SENT, "Safeguarding")]
    message = Message.objects.visible_to(cast.safeguarding).get()
    for secret in (SEEN, "threat", case.reference, cast.service.name):
        assert secret not in message.subject + message.text + message.about
    row = AuditRow.objects.filter(what="concerns.raise_concern").get()
    assert row.subjects == [str(case.id)]
    assert "threat" not in str(row.facts())


@pytest.mark.capability("W7")
def test_an_unanswered_concern_climbs_and_comes_round_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    on_duty(cast, cast.safeguarding, 1)
    on_duty(cast, cast.chief, 2)
    concern = raised(cast, cast.inspector)
    assert operations.climb_all() == 0  # not before its time
    for expected in (
        [(What.CLIMBED, "Chief")],
        [(What.CLIMBED, "Lead")],
        [(What.REMINDED, "Safeguarding"), (What.REMINDED, "Chief"), (What.REMINDED, "Lead")],
    ):
        before = len(told(concern))
        later(monkeypatch, MINUTES_PER_RUNG + timedelta(seconds=1))
        with unscoped("a test"):
            Concern.objects.update(told_last=timezone.now() - MINUTES_PER_RUNG)
        assert operations.climb_all() == 1
        assert operations.climb_all() == 0  # nobody is told twice by one turn of the clock
        assert told(concern)[before:] == expected


def test_whoever_reads_a_case_can_name_it_though_they_see_no_sample(
    client: Client, cast: Cast, case: SampledCase
) -> None:
    other = SampledCase.objects.create(
        exercise=cast.exercise, group="court", kind="community_sentence", reference="K-18", drawn_position=2
    )
    page = f"/work/exercises/{cast.exercise.id}/concerns/raise/"
    given = assessment(case, cast.assessor)
    for person, named in ((cast.assessor, True), (cast.partner, False)):
        client.force_login(person)
        assert (str(case.pk) in client.get(page).content.decode()) is named
        assert str(other.pk) not in client.get(page).content.decode()
    client.force_login(cast.inspector)
    assert str(other.pk) in client.get(page).content.decode()
    given.withdrawn_at = timezone.now()
    given.save()
    client.force_login(cast.assessor)
    assert str(case.pk) not in client.get(page).content.decode()


def test_a_receipt_ends_the_climb_and_tells_whoever_raised_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    on_duty(cast, cast.safeguarding, 1)
    concern = raised(cast, cast.assessor)
    operations.give_receipt(concern=concern, by=cast.safeguarding)
    operations.give_receipt(concern=concern, by=cast.lead)  # the first one counts
    concern.refresh_from_db()
    assert (concern.state, concern.received_by) == (State.RECEIVED, cast.safeguarding)
    assert Message.objects.visible_to(cast.assessor).get().kind == "concern_received"
    later(monkeypatch, timedelta(days=1))
    assert operations.climb_all() == 0


def test_nobody_gives_receipt_for_their_own(cast: Cast) -> None:
    concern = raised(cast, cast.lead)
    with pytest.raises(ValidationError, match="other than"):
        operations.give_receipt(concern=concern, by=cast.lead)


@pytest.mark.parametrize("name", ["inspector", "assessor", "contact", "panel_member", "other_lead", "auditor"])
def test_only_those_who_receive_concerns_give_receipt(cast: Cast, name: str) -> None:
    concern = raised(cast, cast.second_inspector)
    with pytest.raises(Refused):
        operations.give_receipt(concern=concern, by=cast.people[name])


def test_it_is_closed_after_receipt_and_action_and_stays(cast: Cast) -> None:
    concern = raised(cast, cast.inspector)
    for act in (operations.record_action, operations.close):
        with pytest.raises(ValidationError, match="receipt"):
            act(concern=concern, words="x", by=cast.lead)
    operations.give_receipt(concern=concern, by=cast.lead)
    with pytest.raises(ValidationError, match="Record first"):
        operations.close(concern=concern, words="Safe", by=cast.lead)
    operations.record_action(concern=concern, words="The head of service moved the child today.", by=cast.lead)
    operations.close(concern=concern, words="With an aunt; the service visits daily.", by=cast.lead)
    assert Concern.objects.visible_to(cast.lead).get().state is State.CLOSED


def test_the_same_press_twice_is_one_concern(cast: Cast) -> None:
    save = uuid4()
    one, two = (
        operations.raise_concern(exercise=cast.exercise, seen=SEEN, save_id=save, by=cast.inspector) for _press in "12"
    )
    assert one == two
    assert Concern.objects.visible_to(cast.lead).count() == 1


def test_without_anybody_on_duty_it_goes_to_those_who_receive(cast: Cast) -> None:
    assert not somebody_on_duty(cast.exercise)
    assert [[person.name for person in rung] for rung in ladder(cast.exercise)] == [["Lead", "Safeguarding"], ["Chief"]]
    assert {name for _what, name in told(raised(cast, cast.inspector))} == {"Lead", "Safeguarding"}


def test_duty_is_for_people_who_receive_and_can_be_rung(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="role"):
        operations.put_on_duty(exercise=cast.exercise, person=cast.inspector, rung=1, by=cast.lead)
    with pytest.raises(ValidationError, match="telephone"):
        operations.put_on_duty(exercise=cast.exercise, person=cast.safeguarding, rung=1, by=cast.lead)
    on_duty(cast, cast.safeguarding, 1)
    assert somebody_on_duty(cast.exercise)


def test_pages_from_raising_to_closing(client: Client, cast: Cast, case: SampledCase) -> None:
    on_duty(cast, cast.safeguarding, 1)
    client.force_login(cast.inspector)
    start = f"/work/exercises/{cast.exercise.id}/concerns/"
    page = client.get(f"{start}raise/?case={case.id}")
    html = page.content.decode()
    assert "01632 960001" in html
    assert "does not replace the call" in html
    save = re.search(r'name="save_id" value="([^"]+)"', html)
    assert save is not None
    empty = client.post(f"{start}raise/", {"save_id": save[1], "seen": "", "case": "", "rang": ""})
    assert empty.status_code == 400
    assert "nothing is filled in" in empty.content.decode()
    sent = client.post(f"{start}raise/", {"save_id": save[1], "seen": SEEN, "case": str(case.id), "rang": ""})
    at = sent.headers["Location"]
    assert "does not count as raised" in client.get(at).content.decode()
    client.force_login(cast.safeguarding)
    assert "give receipt" in client.get(at).content.decode()
    assert client.post(f"{at}receipt/").status_code == 302
    assert client.post(f"{at}close/", {"close-words": "Safe."}).status_code == 400
    assert client.post(f"{at}action/", {"action-words": "Rang the head of service."}).status_code == 302
    assert client.post(f"{at}close/", {"close-words": "Safe with an aunt."}).status_code == 302
    assert "Closed" in client.get(start).content.decode()


def test_who_sees_what(client: Client, cast: Cast) -> None:
    concern = raised(cast, cast.assessor)
    at = f"/work/exercises/{cast.exercise.id}/concerns/{concern.id}/"
    expected = {
        "assessor": 200, "lead": 200, "inspector": 200, "chief": 200, "safeguarding": 200, "panel_member": 404,
        "contact": 404, "other_lead": 404, "auditor": 404, "administrator": 404, "publisher": 404, "partner": 404,
    }  # fmt: skip
    for name, status in expected.items():
        client.force_login(cast.people[name])
        assert client.get(at).status_code == status, name
    client.logout()
    assert client.get(at).status_code == 302


def test_only_the_lead_sets_duty(client: Client, cast: Cast) -> None:
    at = f"/work/exercises/{cast.exercise.id}/concerns/duty/"
    client.force_login(cast.inspector)
    assert client.get(at).status_code == 403
    client.force_login(cast.lead)
    assert client.get(at).status_code == 200
    wrong = client.post(at, {"person": str(cast.safeguarding.id), "rung": "1"})
    assert wrong.status_code == 400
    assert "telephone" in wrong.content.decode()
