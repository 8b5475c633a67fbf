"""The one versioned save: each of the four things that can come of it, and what is left behind."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.web.assessments.models import Answer, AnswerVersion, CaseAssessment
from touchstone.web.audit.chain import verify
from touchstone.web.audit.models import AuditRow
from touchstone.web.exercises.models import Exercise
from touchstone.web.tenancy import unscoped

Q = "2.1.1"


@pytest.fixture
def given(cast: Cast) -> CaseAssessment:
    """A case of the inspector, which the local assessor reads along."""
    row = assessments.assessment(assessments.case(cast.exercise), cast.inspector)
    assessments.along(row, cast.assessor)
    return row


def address(of: CaseAssessment) -> str:
    return f"/work/exercises/{of.exercise_id}/cases/{of.pk}/answers/"


def post(client: Client, of: CaseAssessment, body: object):  # type: ignore[no-untyped-def]
    return client.post(address(of), json.dumps(body), content_type="application/json")


def test_an_answer_is_stored_with_its_history_and_its_audit_row(
    client: Client, cast: Cast, given: CaseAssessment
) -> None:
    client.force_login(cast.inspector)
    response = post(client, given, assessments.sent(Q, "yes", evidence="Seen in the review of May"))
    assert response.status_code == 200
    told = response.json()
    assert (told["question"], told["version"], told["again"]) == (Q, 1, False)
    with unscoped("test"):
        row, version = Answer.objects.get(), AnswerVersion.objects.get()
        given = CaseAssessment.objects.get()
    assert (row.value, row.evidence, row.version) == ("yes", "Seen in the review of May", 1)
    assert (version.base, version.version, version.by_id, version.outcome) == (0, 1, cast.inspector.id, "stored")
    assert (given.state, given.saves) == ("in_progress", 1)
    audit = AuditRow.objects.get(what="assessments.answer")
    assert audit.subjects == [str(given.case_id)]
    assert audit.details["answers"] == {Q: 1}
    assert "review" not in json.dumps(audit.facts())
    assert verify(AuditRow.objects.order_by("seq")).holds


def test_a_lost_reply_is_no_conflict(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    body = assessments.sent(Q, "yes")
    first = post(client, given, body).json()
    post(client, given, assessments.sent(Q, "no", base=1))
    again = post(client, given, body)
    assert again.status_code == 200
    assert again.json() == {**first, "again": True}
    with unscoped("test"):
        assert Answer.objects.get().value == "no"
        assert AnswerVersion.objects.count() == 2
    assert AuditRow.objects.filter(what="assessments.answer").count() == 2


def test_the_same_answer_by_two_people_is_a_conflict_with_both_texts(
    client: Client, cast: Cast, given: CaseAssessment
) -> None:
    client.force_login(cast.inspector)
    post(client, given, assessments.sent(Q, "yes", evidence="The plan names it"))
    client.force_login(cast.assessor)
    mine = assessments.sent(Q, "no", evidence="Nothing after June")
    response = post(client, given, mine)
    assert response.status_code == 409
    told = response.json()
    assert told["theirs"]["evidence"] == "The plan names it"
    assert told["mine"]["evidence"] == "Nothing after June"
    assert (told["theirs"]["words"], told["mine"]["words"]) == ("Yes", "No")
    assert (told["by"], told["version"], told["again"]) == ("Inspector", 1, False)
    with unscoped("test"):
        assert Answer.objects.get().value == "yes"
        assert AnswerVersion.objects.get(outcome="aside").evidence == "Nothing after June"
    again = post(client, given, mine)
    assert again.status_code == 409
    assert again.json()["again"] is True
    with unscoped("test"):
        assert AnswerVersion.objects.count() == 2
    joined = assessments.sent(Q, "no", base=told["version"], evidence="The plan names it. Nothing after June")
    assert post(client, given, joined).json()["version"] == 2


def test_different_answers_by_two_people_go_together(client: Client, cast: Cast, given: CaseAssessment) -> None:
    for person, question in ((cast.inspector, "2.1.1"), (cast.assessor, "2.1.2")):
        client.force_login(person)
        assert post(client, given, assessments.sent(question, "yes")).status_code == 200
    with unscoped("test"):
        assert set(Answer.objects.values_list("question", "version")) == {("2.1.1", 1), ("2.1.2", 1)}


def test_the_very_same_answer_is_nothing_to_choose_between(client: Client, cast: Cast, given: CaseAssessment) -> None:
    for person in (cast.inspector, cast.assessor):
        client.force_login(person)
        body = assessments.sent(Q, "yes", evidence="Seen ")
        response = post(client, given, body)
        assert (response.status_code, response.json()["version"]) == (200, 1)
    post(client, given, assessments.sent(Q, "no", base=1))
    again = post(client, given, body)
    assert (again.status_code, again.json()["version"], again.json()["again"]) == (200, 1, True)


def test_a_save_id_of_somebody_else_tells_nothing(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    body = assessments.sent(Q, "yes", evidence="The first text")
    post(client, given, body)
    client.force_login(cast.assessor)
    for question, base in ((Q, 0), ("2.1.2", 0), (Q, 1)):
        response = post(client, given, {**body, "question": question, "base": base, "value": "no", "evidence": ""})
        assert response.status_code == 400
        assert "first text" not in response.content.decode()
    with unscoped("test"):
        assert AnswerVersion.objects.count() == 1


def test_a_stored_save_stays_acknowledged_when_the_assessment_is_closed_meanwhile(
    client: Client, cast: Cast, given: CaseAssessment
) -> None:
    client.force_login(cast.inspector)
    body = assessments.sent(Q, "yes")
    post(client, given, body)
    with unscoped("test"):
        CaseAssessment.objects.update(state="submitted")
    assert post(client, given, body).status_code == 200
    late = post(client, given, assessments.sent(Q, "no", base=1))
    assert late.status_code == 423
    assert "submitted" in late.json()["says"]


def test_after_a_restored_backup_nothing_stands_against_a_save(
    client: Client, cast: Cast, given: CaseAssessment
) -> None:
    client.force_login(cast.inspector)
    assert post(client, given, assessments.sent(Q, "yes", base=7)).json()["version"] == 1


def test_an_audit_row_that_cannot_be_written_takes_the_save_with_it(
    client: Client, cast: Cast, given: CaseAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(act: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("touchstone.web.audit.operation.append", broken)
    client.force_login(cast.inspector)
    with pytest.raises(OSError, match="no room"):
        post(client, given, assessments.sent(Q, "yes"))
    with unscoped("test"):
        assert not Answer.objects.exists()
        assert CaseAssessment.objects.get().saves == 0


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"question": "9.9.9"}, 422),
        ({"value": "perhaps"}, 422),
        ({"question": "records_read", "value": ["plans", "horoscope"]}, 422),
        ({"value": {"a": 1}}, 400),
        ({"value": None}, 400),
        ({"base": -1}, 400),
        ({"base": True}, 400),
        ({"base": 2**63}, 400),
        ({"save": "no uuid"}, 400),
        ({"save": "00000000-0000-0000-0000-000000000000"}, 400),
        ({"evidence": 3}, 400),
        ({"evidence": "x" * 10_001}, 422),
        ({"evidence": "a\u0000b"}, 422),
        ({"more": 1}, 400),
    ],
)
def test_bad_input_is_refused_by_name(
    client: Client, cast: Cast, given: CaseAssessment, changed: dict[str, object], status: int
) -> None:
    client.force_login(cast.inspector)
    response = post(client, given, {**assessments.sent(Q, "yes"), **changed})
    assert response.status_code == status, response.content
    assert response.json()["says"]
    with unscoped("test"):
        assert not AnswerVersion.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"base": NaN}', b'{"base": 1, "base": 2}', b"[" * 5000])
def test_what_is_no_answer_is_refused(client: Client, cast: Cast, given: CaseAssessment, body: bytes) -> None:
    client.force_login(cast.inspector)
    assert client.post(address(given), body, content_type="application/json").status_code == 400


def test_not_applicable_is_a_draft_until_its_reason_comes(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    question = next(q.id for q in given.form().every_question() if q.not_applicable == "with_reason")
    assert post(client, given, assessments.sent(question, "not applicable")).status_code == 200


NOT_GIVEN = {
    "lead": 423, "second_inspector": 423, "chief": 423, "other_lead": 404, "partner": 404, "panel_member": 404,
    "contact": 404, "stranger": 404,
}  # fmt: skip


@pytest.mark.parametrize(("name", "status"), NOT_GIVEN.items())
def test_nobody_else_answers(client: Client, cast: Cast, given: CaseAssessment, name: str, status: int) -> None:
    client.force_login(cast.people[name])
    assert post(client, given, assessments.sent(Q, "yes")).status_code == status
    with unscoped("test"):
        assert not AnswerVersion.objects.exists()


def test_nothing_is_answered_outside_its_stage(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    with unscoped("test"):
        Exercise.objects.filter(pk=given.exercise_id).update(activities=" reading ")
    assert post(client, given, assessments.sent(Q, "yes")).status_code == 423
    with unscoped("test"):
        Exercise.objects.filter(pk=given.exercise_id).update(activities=" ")
    assert post(client, given, assessments.sent(Q, "yes")).status_code == 404


def test_another_inspections_address_leads_nowhere(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    for exercise, row in ((cast.other.pk, given.pk), (given.exercise_id, uuid4())):
        response = client.get(f"/work/exercises/{exercise}/cases/{row}/answers/")
        assert response.status_code == 404


def test_the_history_of_answers_cannot_be_changed(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    post(client, given, assessments.sent(Q, "yes"))
    for sql in ("UPDATE assessments_answerversion SET version = 9", "DELETE FROM assessments_answerversion"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_save_takes_few_queries(
    client: Client, cast: Cast, given: CaseAssessment, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client.force_login(cast.inspector)
    post(client, given, assessments.sent(Q, "yes"))
    with django_assert_max_num_queries(14):
        post(client, given, assessments.sent(Q, "no", base=1))
