"""Claims and what they stand on: one unreasoned source is refused, contradictions stay in sight."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.factories import evidence as made
from tests.factories.people import Cast
from touchstone.web.assessments.models import Answer, CaseAssessment
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import Refused
from touchstone.web.evidence.matrix import operations
from touchstone.web.evidence.matrix.grid import grid
from touchstone.web.evidence.models import Citation, Claim, ClaimState
from touchstone.web.evidence.sources import Live, case_counts
from touchstone.web.evidence.support import contradictions, holes, settled_claims, supports
from touchstone.web.exercises.models import Exercise, NotOpen
from touchstone.web.samples.models import SampledCase
from touchstone.web.tenancy import unscoped


def fresh(claim: Claim) -> Claim:
    with unscoped("a test"):
        return Claim.objects.get(pk=claim.pk)


def settle(claim: Claim, cast: Cast) -> None:
    operations.settle(claim=claim, version=fresh(claim).version, by=cast.inspector)


def case_answered(exercise: Exercise, cast: Cast, *answers: tuple[str, str], number: int = 1) -> None:
    """One case read by the inspector and submitted."""
    case = SampledCase.objects.create(
        exercise=exercise, group="court", kind="community_sentence", reference=f"K-{number}", drawn_position=number
    )
    assessment = CaseAssessment.objects.create(
        exercise=exercise, case=case, assessor=cast.inspector, form_id="x", form_revision=1, framework_revision=1,
        state="submitted",
    )  # fmt: skip
    for question, value in answers:
        Answer.objects.create(exercise=exercise, assessment=assessment, sheet=assessment.pk, question=question,
                              value=value, version=1, changed_at=timezone.now(), changed_by=cast.inspector)  # fmt: skip


@pytest.mark.capability("N4")
def test_a_claim_with_one_unreasoned_source_is_refused_and_the_draft_stays(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    with pytest.raises(ValidationError, match="cites no source"):
        settle(claim, cast)
    made.cite(claim, made.item(cast.exercise, cast.inspector), cast.inspector)
    with pytest.raises(ValidationError, match="one source without a reason"):
        settle(claim, cast)
    assert fresh(claim).state == ClaimState.DRAFT
    operations.give_reason(claim=claim, reason="Nobody else can know.", by=cast.inspector)
    with pytest.raises(ValidationError, match="has not approved"):
        settle(claim, cast)
    with pytest.raises(Refused):
        operations.approve_reason(claim=claim, version=2, by=cast.inspector)
    operations.approve_reason(claim=claim, version=2, by=cast.lead)
    settle(claim, cast)
    assert [it.claim for it in settled_claims(cast.exercise)] == [claim]


def test_two_quotes_of_one_meeting_are_one_source_and_a_document_beside_makes_two(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    meeting = made.item(cast.exercise, cast.inspector)
    for _time in "12":
        made.cite(claim, made.quote(meeting, cast.inspector, checked_by=cast.lead), cast.inspector)
    with pytest.raises(ValidationError, match="count as one"):
        settle(claim, cast)
    made.cite(claim, made.document(cast.exercise, cast.contact), cast.inspector)
    settle(claim, cast)
    assert fresh(claim).settled_by == cast.inspector


def test_a_quote_that_is_changed_after_it_was_cited_no_longer_counts(cast: Cast) -> None:
    from touchstone.web.evidence.meetings import operations as meetings

    claim = made.claim(cast.exercise, cast.inspector)
    quote = made.quote(made.item(cast.exercise, cast.inspector), cast.inspector, checked_by=cast.lead)
    made.cite(claim, quote, cast.inspector)
    made.cite(claim, made.document(cast.exercise, cast.contact), cast.inspector)
    assert [it.is_enough for it in supports(cast.exercise)] == [True]
    meetings.change_quote(quote=quote, version=2, words="Other words.", who="a child", language="en", by=cast.inspector)
    assert [it.is_enough for it in supports(cast.exercise)] == [False]


def test_shares_of_cases_are_computed_when_they_are_asked_for(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector, standard="2.1")
    with pytest.raises(ValidationError, match="cannot be cited"):
        made.cite(claim, "cases:2.1.1", cast.inspector)
    case_answered(cast.exercise, cast, ("2.1.1", "yes"), ("2.1.2", "no"))
    cited = made.cite(claim, "cases:2.1.1", cast.inspector)
    assert Live.of(cast.exercise).says(cited) == "1 of 1 cases say yes (100%)"
    case_answered(cast.exercise, cast, ("2.1.1", "no"), number=2)
    assert Live.of(cast.exercise).says(cited) == "1 of 2 cases say yes (50%)"
    made.cite(claim, "cases:2.1.2", cast.inspector)
    with pytest.raises(ValidationError, match="count as one"):  # the same cases, whichever the question
        settle(claim, cast)
    assert case_counts(cast.other) == {}


@pytest.mark.capability("N4")
def test_what_speaks_against_a_claim_stays_until_it_is_answered_and_after(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    source = made.item(cast.exercise, cast.inspector, group="parents", with_whom="four parents")
    with pytest.raises(ValidationError, match="what in this source"):
        made.cite(claim, source, cast.inspector, stance="against")
    against = made.cite(claim, source, cast.inspector, stance="against", says="They had five workers in a year.")
    with pytest.raises(ValidationError, match="stays"):
        operations.take_off(citation=against, because="It disturbs.", by=cast.inspector)
    with unscoped("a test"), pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.filter(pk=against.pk).update(taken_off_at=timezone.now())
    assert [it for _support, it in contradictions(cast.exercise)] == [against]
    made.cite(claim, made.item(cast.exercise, cast.inspector), cast.inspector)
    made.cite(claim, made.document(cast.exercise, cast.contact), cast.inspector)
    settle(claim, cast)
    assert [it for _support, it in contradictions(cast.exercise)] == [against]
    operations.weigh(citation=against, words="All four were of one team that has closed.", by=cast.lead)
    assert contradictions(cast.exercise) == []
    assert [it for _support, it in contradictions(cast.exercise, answered=True)] == [against]


def test_a_changed_claim_needs_its_reason_approved_again(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    made.cite(claim, made.item(cast.exercise, cast.inspector), cast.inspector)
    operations.give_reason(claim=claim, reason="Nobody else can know.", by=cast.inspector)
    operations.approve_reason(claim=claim, version=2, by=cast.lead)
    operations.change_claim(claim=claim, version=2, standard="1.2", kind="strength", text="Bolder.", by=cast.inspector)
    with pytest.raises(ValidationError, match="has not approved"):
        settle(claim, cast)
    assert claim.turns.get(what="changed").words == "Staff know children."


def test_nobody_writes_over_another_and_nothing_of_a_settled_claim_is_taken_off(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    written = {"standard": "1.2", "kind": "strength"}
    operations.change_claim(claim=claim, version=1, text="Mine.", by=cast.inspector, **written)
    with pytest.raises(ValidationError, match="Somebody else changed"):
        operations.change_claim(claim=claim, version=1, text="Theirs.", by=cast.lead, **written)
    cited = made.cite(claim, made.item(cast.exercise, cast.inspector), cast.inspector)
    made.cite(claim, made.figure(cast.exercise, cast.lead), cast.inspector)
    settle(claim, cast)
    with pytest.raises(ValidationError, match="Open it again first"):
        operations.take_off(citation=cited, because="Wrong meeting.", by=cast.inspector)
    operations.reopen(claim=claim, version=fresh(claim).version, because="A new source.", by=cast.lead)
    operations.take_off(citation=cited, because="Wrong meeting.", by=cast.inspector)
    with pytest.raises(ValidationError, match="one source"):
        settle(claim, cast)


def test_nothing_of_another_exercise_can_be_cited(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    elsewhere = made.item(cast.other, cast.other_lead)
    for source in (elsewhere, made.figure(cast.other, cast.other_lead), "item:nonsense", "nothing", "survey:child:x"):
        with pytest.raises(ValidationError, match="cannot be cited"):
            made.cite(claim, source, cast.inspector)


def test_nothing_is_recorded_while_it_is_closed(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    cast.exercise.activities = " told "
    cast.exercise.save()
    claim.exercise = cast.exercise
    with pytest.raises(NotOpen):
        made.claim(cast.exercise, cast.inspector)
    with pytest.raises(NotOpen):
        settle(claim, cast)


def test_holes_and_the_grid_show_what_is_missing(cast: Cast) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    made.item(cast.exercise, cast.inspector, standards=["1.1", "1.2"])
    missing = {hole.standard: hole.words for hole in holes(cast.exercise)}
    assert len(missing) == 13
    assert "cites no source" in missing["1.2"]
    made.cite(claim, made.item(cast.exercise, cast.inspector), cast.inspector)
    rows = {row.standard: row for row in grid(cast.exercise, supports(cast.exercise), Live.of(cast.exercise))}
    states = {it.kind.value: it.state for it in rows["1.2"].cells}
    assert states == {"document": "hole", "item": "cited", "observation": "hole", "cases": "not_asked",
                      "survey": "hole", "figure": "hole"}  # fmt: skip
    assert {it.kind.value: it.state for it in rows["1.1"].cells}["item"] == "unused"
    assert {it.kind.value: it.state for it in rows["2.1"].cells}["cases"] == "hole"
    assert rows["1.2"].stands_on == "1 independent source"


def save_id(html: str, prefix: str = "") -> str:
    found = re.search(rf'name="{prefix}save_id" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def test_pages_from_a_draft_to_a_settled_claim(client: Client, cast: Cast, at: str) -> None:
    meeting = made.item(cast.exercise, cast.inspector)
    version = made.document(cast.exercise, cast.contact)
    client.force_login(cast.inspector)
    page = client.get(f"{at}matrix/write/?standard=1.2").content.decode()
    typed = {"save_id": save_id(page), "standard": "1.2", "kind": "strength", "text": "Staff know their children."}
    refused = client.post(f"{at}matrix/write/", {**typed, "standard": ""})
    assert refused.status_code == 400
    assert "Staff know their children." in refused.content.decode()
    one, two = (client.post(f"{at}matrix/write/", typed).headers["Location"] for _press in "12")
    assert one == two
    claim_at = one
    page = client.get(claim_at).content.decode()
    assert "It does not stand yet" in page
    cite = {"cite-save_id": save_id(page, "cite-"), "cite-stance": "for", "cite-says": ""}
    assert client.post(f"{claim_at}cite/", {**cite, "cite-source": ""}).status_code == 400
    assert client.post(f"{claim_at}cite/", {**cite, "cite-source": f"item:{meeting.pk}"}).status_code == 302
    alone = client.post(f"{claim_at}settle/", {"settle-version": "1"})
    assert alone.status_code == 400
    assert "one source without a reason" in alone.content.decode()
    against = {**cite, "cite-save_id": str(uuid4()), "cite-source": f"document:{version.document_id}"}
    assert client.post(f"{claim_at}cite/", {**against, "cite-stance": "against"}).status_code == 400
    sent = client.post(f"{claim_at}cite/", {**against, "cite-stance": "against", "cite-says": "Half is agency staff."})
    assert sent.status_code == 302
    for address in (claim_at, f"{at}matrix/"):
        assert "Half is agency staff." in client.get(address).content.decode()
    citation = Citation.objects.visible_to(cast.inspector).get(stance="against")
    weigh = f"{at}matrix/citations/{citation.pk}/weigh/"
    assert client.post(weigh, {f"weigh-{citation.pk}-words": ""}).status_code == 400
    assert client.post(weigh, {f"weigh-{citation.pk}-words": "They have stayed."}).status_code == 302
    assert "They have stayed." in client.get(claim_at).content.decode()
    assert "contradiction is not answered" not in client.get(f"{at}matrix/").content.decode()


def test_reason_approval_reopening_and_withdrawing_by_their_pages(client: Client, cast: Cast, at: str) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    made.cite(claim, made.item(cast.exercise, cast.inspector), cast.inspector)
    start = f"{at}matrix/{claim.pk}/"
    client.force_login(cast.inspector)
    assert client.post(f"{start}reason/", {"reason-reason": ""}).status_code == 400
    assert client.post(f"{start}reason/", {"reason-reason": "Nobody else can know."}).status_code == 302
    assert client.post(f"{start}approve/", {"approve-version": "2"}).status_code == 403
    client.force_login(cast.lead)
    assert client.post(f"{start}approve/", {"approve-version": "1"}).status_code == 400
    assert client.post(f"{start}approve/", {"approve-version": "2"}).status_code == 302
    assert client.post(f"{start}settle/", {"settle-version": "2"}).status_code == 302
    assert "Settled" in client.get(start).content.decode()
    assert client.post(f"{start}reopen/", {"reopen-version": "3", "reopen-because": ""}).status_code == 400
    assert client.post(f"{start}reopen/", {"reopen-version": "3", "reopen-because": "More came."}).status_code == 302
    late = client.post(f"{start}change/", {"version": "1", "standard": "1.2", "kind": "strength", "text": "My words"})
    assert late.status_code == 400
    assert "My words" in late.content.decode()
    assert "Somebody else has changed this claim" in late.content.decode()
    done = {"withdraw-version": "4", "withdraw-because": "Twice the same."}
    assert client.post(f"{start}withdraw/", done).status_code == 302
    assert supports(cast.exercise) == []


SEES = {
    "lead": 200, "inspector": 200, "partner": 200, "chief": 200, "panel_member": 200, "chair": 200, "assessor": 403,
    "contact": 403, "safeguarding": 403, "publisher": 403, "auditor": 404, "administrator": 404, "other_lead": 404,
    "other_contact": 404, "stranger": 404,
}  # fmt: skip


def test_who_sees_the_matrix_and_a_claim(client: Client, cast: Cast, at: str) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    elsewhere = made.claim(cast.other, cast.other_lead)
    for name, status in SEES.items():
        client.force_login(cast.people[name])
        for address in (f"{at}matrix/", f"{at}matrix/{claim.pk}/"):
            assert client.get(address).status_code == status, (name, address)
        assert client.get(f"{at}matrix/{elsewhere.pk}/").status_code in (403, 404), name
    client.force_login(cast.lead)
    assert client.get(f"{at}matrix/{elsewhere.pk}/").status_code == 404
    client.logout()
    assert client.get(f"{at}matrix/").status_code == 302
    assert AuditRow.objects.filter(what="evidence.claim", kind="consultation", who=cast.chair.pk).count() == 1


def test_the_panel_reads_and_writes_nothing_and_sees_no_document(client: Client, cast: Cast, at: str) -> None:
    claim = made.claim(cast.exercise, cast.inspector)
    version = made.document(cast.exercise, cast.contact)
    made.cite(claim, version, cast.inspector)
    client.force_login(cast.panel_member)
    page = client.get(f"{at}matrix/{claim.pk}/").content.decode()
    assert "Minutes and papers" in page
    assert f"/documents/{version.document_id}/" not in page
    assert client.get(f"{at}documents/{version.document_id}/").status_code == 403
    assert client.get(f"{at}matrix/write/").status_code == 403
    assert client.post(f"{at}matrix/{claim.pk}/settle/", {"settle-version": "1"}).status_code == 403


def test_a_partner_sees_no_share_of_cases(client: Client, cast: Cast, at: str) -> None:
    case_answered(cast.exercise, cast, ("2.1.1", "yes"))
    claim = made.claim(cast.exercise, cast.inspector, standard="2.1")
    made.cite(claim, "cases:2.1.1", cast.inspector)
    client.force_login(cast.partner)
    assert "cases say yes" not in client.get(f"{at}matrix/{claim.pk}/").content.decode()
    client.force_login(cast.inspector)
    assert "1 of 1 cases say yes" in client.get(f"{at}matrix/{claim.pk}/").content.decode()
