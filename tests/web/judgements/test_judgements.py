"""Judgements and the panel: what the rule gives, what people propose and decide, and that both stay apart."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests.factories.assessed import read_cases
from tests.factories.people import Cast
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.assessments.states import State
from touchstone.web.audit.operation import Refused
from touchstone.web.judgements import operations
from touchstone.web.judgements.models import Decision, Panel
from touchstone.web.judgements.ratings import decided_result, hash_of, rate, ratings_are_decided

REASON = "Seen in the board's minutes, and said by staff and partners alike."


@pytest.fixture
def read(cast: Cast) -> list[CaseAssessment]:
    """Twenty court cases and ten out of court, submitted. 2.1.1 is at 13 of 20: one case above a band."""
    court = read_cases(cast.exercise, cast.inspector, group="court", cases=20, yes={"2.1.1": 13, "2.2.1": 9})
    return court + read_cases(cast.exercise, cast.inspector, group="out_of_court", cases=10, yes={"3.1.1": 7})


def propose(cast: Cast, standard: str, rating: str = "Good") -> None:
    one = next(one for one in cast.exercise.framework().standards if one.id == standard)
    met = {question.id: "met" for question in one.key_questions}
    operations.propose(
        exercise=cast.exercise, standard=standard, rating=rating, reasons=REASON, characteristics=met, by=cast.lead
    )


def meeting(cast: Cast) -> Panel:
    """An open meeting with two people in it."""
    panel = operations.open_panel(exercise=cast.exercise, by=cast.chair)
    operations.take_seat(panel=panel, by=cast.panel_member)
    return panel


def everything_decided(cast: Cast, panel: Panel) -> None:
    computed = rate(cast.exercise).computed
    for standard in cast.exercise.framework().standards:
        rating = computed.standard(standard.id).rating
        operations.decide(panel=panel, standard=standard.id, rating=rating, reason="As computed.", by=cast.chair)


def test_counted_standards_follow_from_submitted_cases(cast: Cast, read: list[CaseAssessment]) -> None:
    rated = rate(cast.exercise).computed
    assert rated.standard("2.1").rating == "Good"  # 13 of 20 is 65%
    assert rated.standard("2.1").cases_down == 1
    assert rated.standard("2.2").rating == "Inadequate"  # 9 of 20
    assert rated.standard("3.1").rating == "Good"
    assert rated.standard("1.1").rating == ""
    assert rated.provisional


def test_an_unfinished_case_does_not_count(cast: Cast, read: list[CaseAssessment]) -> None:
    read[0].state = State.SENT_BACK
    read[0].save()
    question = rate(cast.exercise).computed.standard("2.1").deciding_question
    assert question is not None
    assert (question.yes, question.of) == (12, 19)


@pytest.mark.capability("I2", "I3")
def test_a_judged_standard_is_proposed_against_its_characteristics(cast: Cast) -> None:
    propose(cast, "1.1", "Requires improvement")
    assert rate(cast.exercise).computed.standard("1.1").rating == "Requires improvement"
    propose(cast, "1.1", "Good")  # the newest stands, the earlier stays
    assert rate(cast.exercise).computed.standard("1.1").rating == "Good"


@pytest.mark.parametrize(
    ("standard", "rating", "met", "told"),
    [
        ("2.1", "Good", {}, "computed from cases"),
        ("9.9", "Good", {}, "no such standard"),
        ("1.1", "Splendid", {}, "framework's ratings"),
        ("1.1", "Good", {"2.1.1": "met"}, "not one of this standard"),
        ("1.1", "Good", {"1.1.1": "perhaps"}, "not one of this standard"),
    ],
)
def test_what_cannot_be_proposed_is_told(
    cast: Cast, standard: str, rating: str, met: dict[str, str], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        operations.propose(
            exercise=cast.exercise, standard=standard, rating=rating, reasons=REASON, characteristics=met, by=cast.lead
        )


@pytest.mark.capability("I3")
def test_discretion_is_argued_decided_by_two_and_stays_apart(cast: Cast, read: list[CaseAssessment]) -> None:
    panel = meeting(cast)
    operations.argue(
        panel=panel,
        standard="2.1",
        side="lower",
        rating="Requires improvement",
        words="One case.",
        by=cast.panel_member,
    )
    decision = operations.decide(
        panel=panel, standard="2.1", rating="Requires improvement", reason="It rests on one case.", by=cast.chair
    )
    assert decision.discretion
    rated = rate(cast.exercise)
    assert rated.computed.standard("2.1").rating == "Good"
    assert rated.final.standard("2.1").rating == "Requires improvement"
    used = rated.final.standard("2.1").discretion
    assert used is not None
    assert used.by == ("Chair", "Panel member")
    operations.dissent(panel=panel, decision=decision, words="The case was read well.", by=cast.panel_member)
    assert rate(cast.exercise).final.standard("2.1").rating == "Requires improvement"


def test_discretion_has_its_limits(cast: Cast, read: list[CaseAssessment]) -> None:
    alone = operations.open_panel(exercise=cast.exercise, by=cast.chair)
    with pytest.raises(ValidationError) as told:
        operations.decide(panel=alone, standard="2.1", rating="Inadequate", reason=" ", by=cast.chair)
    words = " ".join(told.value.messages)
    assert "one sits" in words.lower()  # every problem at once
    assert "band at most" in words
    assert "Write down why" in words
    assert not Decision.objects.visible_to(cast.chair)


def test_the_panel_sends_a_case_back_and_edits_none(cast: Cast, read: list[CaseAssessment]) -> None:
    panel = meeting(cast)
    operations.send_back(panel=panel, assessment=read[0], reason="Was the parent heard?", by=cast.panel_member)
    read[0].refresh_from_db()
    assert read[0].state == State.SENT_BACK
    assert not cast.panel_member.may(Permission.ASSESSMENT_WRITE, cast.exercise)


def test_a_meeting_is_closed_when_everything_is_decided_and_kept(cast: Cast, read: list[CaseAssessment]) -> None:
    for standard in cast.exercise.framework().standards:
        if standard.rated_by != "counting":
            propose(cast, standard.id)
    panel = meeting(cast)
    with pytest.raises(ValidationError, match=r"1\.1 is not decided"):
        operations.close_panel(panel=panel, by=cast.chair)
    everything_decided(cast, panel)
    operations.close_panel(panel=panel, by=cast.chair)
    result = decided_result(cast.exercise)
    assert result is not None
    assert ratings_are_decided(cast.exercise)
    assert result["overall"] == rate(cast.exercise).final.overall != ""
    assert hash_of(result) == Panel.objects.visible_to(cast.chair).get().result_hash
    assert "court-1" not in str(result)  # no case is named in what is kept
    with pytest.raises(ValidationError, match="closed"):
        operations.minute(panel=panel, words="One thing more", by=cast.chair)


def test_a_decision_that_was_overtaken_by_a_case_is_asked_for_again(cast: Cast, read: list[CaseAssessment]) -> None:
    panel = meeting(cast)
    operations.decide(panel=panel, standard="2.1", rating="Good", reason="As computed.", by=cast.chair)
    read[0].state = State.SENT_BACK
    read[0].save()
    with pytest.raises(ValidationError, match="was decided when Good was computed; now it is Requires improvement"):
        operations.close_panel(panel=panel, by=cast.chair)


@pytest.mark.parametrize("name", ["lead", "inspector", "contact", "panel_member", "other_lead", "publisher"])
def test_only_the_chair_decides(cast: Cast, read: list[CaseAssessment], name: str) -> None:
    panel = meeting(cast)
    with pytest.raises(Refused):
        operations.decide(panel=panel, standard="2.1", rating="Good", reason="x", by=cast.people[name])


def test_nobody_acts_in_a_meeting_without_a_seat(cast: Cast) -> None:
    panel = operations.open_panel(exercise=cast.exercise, by=cast.chair)
    with pytest.raises(ValidationError, match="seat"):
        operations.argue(panel=panel, standard="1.1", side="lower", words="x", by=cast.panel_member)


def test_the_panel_meets_at_its_stage_alone(cast: Cast) -> None:
    cast.exercise.activities = " reading "
    cast.exercise.save()
    with pytest.raises(PermissionDenied, match="not open"):
        operations.open_panel(exercise=cast.exercise, by=cast.chair)


def test_pages_from_proposal_to_the_end(client: Client, cast: Cast, read: list[CaseAssessment]) -> None:
    start = f"/work/exercises/{cast.exercise.id}/"
    client.force_login(cast.lead)
    page = client.get(f"{start}judgements/").content.decode()
    assert "13 of 20" in page
    assert "1 case fewer with a yes lowers it." in page
    empty = client.post(f"{start}judgements/1.1/", {"reasons": ""})
    assert empty.status_code == 400
    for standard in cast.exercise.framework().standards:
        if standard.rated_by != "counting":
            met = {f"met-{question.id}": "met" for question in standard.key_questions}
            sent = client.post(f"{start}judgements/{standard.id}/", {**met, "rating": "Good", "reasons": REASON})
            assert sent.status_code == 302, sent.content.decode()
    assert client.get(f"{start}judgements/9.9/").status_code == 404
    assert client.get(f"{start}panel/").status_code == 200
    assert client.post(f"{start}panel/open/").status_code == 403
    client.force_login(cast.chair)
    assert client.post(f"{start}panel/open/").status_code == 302
    client.force_login(cast.panel_member)
    assert client.post(f"{start}panel/seat/").status_code == 302
    argued = {"argue-side": "lower", "argue-rating": "Requires improvement", "argue-words": "It rests on one case."}
    assert client.post(f"{start}panel/2.1/", argued).status_code == 302
    assert client.post(f"{start}panel/minute/", {"minute-words": "Present: two."}).status_code == 302
    assert client.post(f"{start}panel/minute/", {"minute-words": ""}).status_code == 400
    client.force_login(cast.chair)
    assert client.post(f"{start}panel/close/").status_code == 400
    for standard in cast.exercise.framework().standards:
        rating = (
            "Requires improvement"
            if standard.id == "2.1"
            else rate(cast.exercise).computed.standard(standard.id).rating
        )
        decided = {"decide-rating": rating, "decide-reason": "The panel agreed."}
        assert client.post(f"{start}panel/{standard.id}/decide/", decided).status_code == 302, standard.id
    room = client.get(f"{start}panel/").content.decode()
    assert "Discretion" in room
    assert "It rests on one case." in client.get(f"{start}panel/2.1/").content.decode()
    assert client.post(f"{start}panel/close/").status_code == 302
    assert "The ratings are decided" in client.get(f"{start}panel/").content.decode()
