"""The auditor's page: finds acts, is written down itself, and shows no content."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import Cast
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operations import consult
from touchstone.web.exercises.operations import appoint

AT = "/work/audit/"


@pytest.fixture
def some_acts(cast: Cast) -> Cast:
    """A change and a look."""
    appoint(exercise=cast.exercise, person=cast.stranger, role="inspector", by=cast.lead)
    consult(
        who=cast.inspector.pk, what="assessments.case", place=cast.exercise.place(), subjects=[cast.other.id],
        role="inspector", purpose="Inspector: read the case assessments of the team", record=f"x.Case:{cast.other.id}",
    )  # fmt: skip
    return cast


def found(client: Client, **asked: str) -> str:
    return client.post(AT, asked).content.decode()


def test_it_is_the_auditors_alone(client: Client, cast: Cast) -> None:
    assert client.get(AT).status_code == HTTPStatus.FOUND
    for name in ("lead", "chief", "administrator", "contact", "stranger"):
        client.force_login(cast.people[name])
        assert client.get(AT).status_code == HTTPStatus.FORBIDDEN
    client.force_login(cast.auditor)
    assert client.get(AT).status_code == HTTPStatus.OK


def test_acts_are_found_by_person_exercise_kind_day_and_record(client: Client, some_acts: Cast) -> None:
    client.force_login(some_acts.auditor)
    today = timezone.localdate()
    day = {"since-day": str(today.day), "since-month": str(today.month), "since-year": str(today.year)}
    for asked in (
        {"person": "Second"},
        {"kind": "erasure"},
        {"until-day": "1", "until-month": "1", "until-year": "2020"},
        {"record": "00000000-0000-4000-8000-000000000000"},
        {"what": "nothing.of.the.sort"},
    ):
        assert "Nothing is found" in found(client, **asked), asked
    for asked in (
        {"person": "lead@EXAMPLE"},
        {"exercise": str(some_acts.exercise.id)},
        {"kind": "security"},
        {**day, "what": "appoint"},
        {"record": str(some_acts.exercise.id)},
    ):
        assert "exercises.appoint" in found(client, **asked), asked
    assert "2026-001" in found(client)


def test_who_saw_a_record_and_why(client: Client, some_acts: Cast) -> None:
    client.force_login(some_acts.auditor)
    page = found(client, record=str(some_acts.other.id))
    assert "assessments.case" in page
    assert "Inspector: read the case assessments of the team" in page
    assert "exercises.appoint" not in page


def test_looking_is_an_act(client: Client, some_acts: Cast) -> None:
    client.force_login(some_acts.auditor)
    found(client, record=str(some_acts.other.id), person="Inspector")
    row = AuditRow.objects.latest("seq")
    assert (row.what, row.who) == ("audit.read", some_acts.auditor.pk)
    assert row.details["asked"] == {"record": str(some_acts.other.id)}
    assert "audit.read" in client.get(AT).content.decode()


def test_older_acts_follow(client: Client, some_acts: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("touchstone.web.accounts.auditing.views.AT_ONCE", 2)
    client.force_login(some_acts.auditor)
    newest = client.get(AT).content.decode()
    assert "Older acts" in newest
    seq = AuditRow.objects.order_by("-seq")[2].seq
    assert "exercises.appoint" in found(client, before=str(seq), older="yes") or seq > 3


def test_odd_searches_are_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.auditor)
    page = found(client, record="x", exercise="y", **{"since-day": "40", "since-month": "1", "since-year": "2026"})
    assert page.count("govuk-error-message") == 3
    assert client.post(AT, {"before": "99999999999999999999999"}).status_code == HTTPStatus.OK
