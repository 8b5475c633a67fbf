"""Pages of a case: they work, signed out, in the wrong role, of another inspection, and with bad input."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.web.accounts.models import Grant
from touchstone.web.assessments import operations
from touchstone.web.assessments.models import Answer, AnswerVersion, CaseAssessment, PracticeExample
from touchstone.web.assessments.sheets import own_sheet
from touchstone.web.audit.models import AuditRow
from touchstone.web.tenancy import unscoped


@pytest.fixture
def given(cast: Cast) -> CaseAssessment:
    """A case of the inspector, which the local assessor reads along."""
    row = assessments.assessment(assessments.case(cast.exercise), cast.inspector)
    assessments.along(row, cast.assessor)
    return row


def at(of: CaseAssessment, rest: str = "") -> str:
    return f"/work/exercises/{of.exercise_id}/cases/{of.pk}/{rest}"


def number_of(of: CaseAssessment, section: str) -> int:
    return [each.id for each in of.form().sections].index(section) + 1


def filled(page: str, **changed: str) -> dict[str, object]:
    """What a browser without script sends from a page, with some of it changed."""
    form = page[page.index("<main") :]
    form = form[form.index("<form method") :]
    body: dict[str, object] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        body[name] = value
    for name, value in re.findall(r'name="(v\.[^"]+)" type="radio" value="([^"]*)" checked', form):
        body[name] = value
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        body[name] = text
    return {**body, **{name.replace("__", "."): value for name, value in changed.items()}}


PAGES = ["", "history/", "examples/", "moderate/", "pages/1/", "pages/4/"]


def test_every_page_of_a_case_comes_and_is_written_down(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    for number in range(1, len(given.form().sections) + 1):
        assert client.get(at(given, f"pages/{number}/")).status_code == 200
    for rest in ("", "history/", "examples/"):
        page = client.get(at(given, rest))
        assert page.status_code == 200
        assert "NF-C0001" not in page.content.decode().partition("</title>")[0]
    row = AuditRow.objects.get(what="assessments.case", who=cast.inspector.id)
    assert row.subjects == [str(given.case_id)]
    assert "2.1.1" in client.get(at(given, f"pages/{number_of(given, '2.1')}/")).content.decode()
    assert client.get(at(given, "pages/99/")).status_code == 404


@pytest.mark.parametrize("rest", PAGES)
def test_signed_out_nothing_is_seen(client: Client, cast: Cast, given: CaseAssessment, rest: str) -> None:
    response = client.get(at(given, rest))
    assert response.status_code == 302
    assert "NF-C0001" not in response.content.decode()


@pytest.mark.parametrize("rest", PAGES)
@pytest.mark.parametrize("name", ["partner", "safeguarding", "panel_member", "contact", "other_lead", "stranger"])
def test_what_is_not_ones_own_is_as_missing_as_nothing(
    client: Client, cast: Cast, given: CaseAssessment, rest: str, name: str
) -> None:
    client.force_login(cast.people[name])
    missing = client.get(f"/work/exercises/{given.exercise_id}/cases/{uuid4()}/{rest}")
    hidden = client.get(at(given, rest))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


@pytest.mark.parametrize(("name", "status"), [("lead", 200), ("inspector", 403), ("assessor", 403), ("chief", 403)])
def test_moderating_is_the_leads(client: Client, cast: Cast, given: CaseAssessment, name: str, status: int) -> None:
    client.force_login(cast.people[name])
    assert client.get(at(given, "moderate/")).status_code == status
    assert client.get(at(given, "send-back/")).status_code == status


def test_the_list_shows_ones_own_and_the_teams(client: Client, cast: Cast, given: CaseAssessment) -> None:
    address = f"/work/exercises/{cast.exercise.id}/cases/"
    other = assessments.assessment(assessments.case(cast.exercise, 2), cast.lead)
    for name, seen in (("inspector", 2), ("assessor", 1), ("lead", 2), ("chief", 2)):
        client.force_login(cast.people[name])
        page = client.get(address).content.decode()
        assert page.count("NF-C000") == seen, name
    client.force_login(cast.partner)
    assert client.get(address).status_code == 403
    client.force_login(cast.other_lead)
    assert client.get(address).status_code == 404
    client.force_login(cast.assessor)
    assert client.get(at(other)).status_code == 404


def test_without_script_a_page_is_saved_whole(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    address = at(given, f"pages/{number_of(given, '2.1')}/")
    body = filled(client.get(address).content.decode(), v__2__1__1="yes", e__2__1__1="In the plan of May")
    response = client.post(address, {**body, "go_on": "1"})
    assert response.status_code == 302
    assert response.headers["Location"].endswith(f"pages/{number_of(given, '2.2')}/")
    with unscoped("test"):
        row = Answer.objects.get()
        assert (row.question, row.value, row.evidence, row.version) == ("2.1.1", "yes", "In the plan of May", 1)
    client.post(address, body)  # once more, as a lost reply would
    with unscoped("test"):
        assert AnswerVersion.objects.count() == 1
    assert AuditRow.objects.filter(what="assessments.answer").count() == 1


def test_without_script_two_people_meet_and_nothing_is_lost(client: Client, cast: Cast, given: CaseAssessment) -> None:
    address = at(given, f"pages/{number_of(given, '2.1')}/")
    client.force_login(cast.assessor)
    mine = filled(
        client.get(address).content.decode(),
        v__2__1__1="no",
        e__2__1__1="Nothing after June",
        v__2__1__2="yes",
    )
    client.force_login(cast.inspector)
    theirs = filled(
        client.get(address).content.decode(),
        v__2__1__1="yes",
        e__2__1__1="Named in May",
        v__2__1__3="no",
    )
    client.post(address, theirs)
    client.force_login(cast.assessor)
    response = client.post(address, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Named" in page
    assert "Nothing after June" in page
    assert "Inspector" in page
    with unscoped("test"):
        stored = dict(Answer.objects.values_list("question", "value"))
    assert stored == {"2.1.1": "yes", "2.1.2": "yes", "2.1.3": "no"}  # different answers went together
    joined = filled(page, v__2__1__1="no", e__2__1__1="Named in May. Nothing after June", keep__2__1__1="mine")
    assert client.post(address, joined).status_code == 302
    with unscoped("test"):
        row = Answer.objects.get(question="2.1.1")
        assert (row.value, row.evidence, row.version) == ("no", "Named in May. Nothing after June", 2)
        assert {v.evidence for v in row.versions.all()} == {
            "Named in May", "Nothing after June", "Named in May. Nothing after June",
        }  # fmt: skip


def test_without_script_the_others_answer_can_stand(client: Client, cast: Cast, given: CaseAssessment) -> None:
    address = at(given, f"pages/{number_of(given, '2.1')}/")
    client.force_login(cast.assessor)
    mine = filled(client.get(address).content.decode(), v__2__1__1="no")
    client.force_login(cast.inspector)
    client.post(address, filled(client.get(address).content.decode(), v__2__1__1="yes"))
    client.force_login(cast.assessor)
    page = client.post(address, mine).content.decode()
    client.post(address, filled(page, keep__2__1__1="theirs"))
    with unscoped("test"):
        assert Answer.objects.get().value == "yes"
        assert Answer.objects.get().version == 1


def test_what_was_left_as_it_was_found_never_conflicts(client: Client, cast: Cast, given: CaseAssessment) -> None:
    address = at(given, f"pages/{number_of(given, '2.1')}/")
    client.force_login(cast.inspector)
    client.post(address, filled(client.get(address).content.decode(), v__2__1__1="yes"))
    client.force_login(cast.assessor)
    stale = filled(client.get(address).content.decode(), v__2__1__2="no")
    client.force_login(cast.inspector)
    client.post(address, filled(client.get(address).content.decode(), v__2__1__1="no"))
    client.force_login(cast.assessor)
    assert client.post(address, stale).status_code == 302
    with unscoped("test"):
        assert dict(Answer.objects.values_list("question", "value")) == {"2.1.1": "no", "2.1.2": "no"}


def test_a_refused_answer_is_named_and_the_others_are_saved(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    address = at(given, f"pages/{number_of(given, '2.1')}/")
    body = filled(
        client.get(address).content.decode(),
        v__2__1__1="perhaps",
        e__2__1__1="What I typed",
        v__2__1__2="yes",
    )
    response = client.post(address, body)
    page = response.content.decode()
    assert response.status_code == 400
    assert "not an answer to this question" in page
    assert "What I typed" in page
    with unscoped("test"):
        assert dict(Answer.objects.values_list("question", "value")) == {"2.1.2": "yes"}


@pytest.mark.parametrize(
    "changed",
    [
        {"bases": ""},
        {"bases": "2.1.1"},
        {"bases": "2.1.1:x"},
        {"bases": "9.9.9:0"},
        {"bases": "danger:0"},
        {"save": "x"},
    ],
)
def test_a_page_that_no_page_of_ours_sends_is_refused(
    client: Client, cast: Cast, given: CaseAssessment, changed: dict[str, str]
) -> None:
    client.force_login(cast.inspector)
    address = at(given, f"pages/{number_of(given, '2.1')}/")
    body = {**filled(client.get(address).content.decode()), "v.2.1.1": "yes", "v.danger": "yes", **changed}
    assert client.post(address, body).status_code == 400
    with unscoped("test"):
        assert not Answer.objects.exists()


def test_a_long_page_is_taken_whole(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    address = at(given, f"pages/{number_of(given, '2.2')}/")
    body = filled(client.get(address).content.decode())
    notes = {name: "ü" * 9_000 for name in body if name.startswith("e.")}
    assert len(notes) > 15
    assert client.post(address, {**body, **notes}).status_code == 302
    with unscoped("test"):
        assert Answer.objects.count() == len(notes)


def test_a_conditional_question_is_asked_when_its_answer_is_given(
    client: Client, cast: Cast, given: CaseAssessment
) -> None:
    client.force_login(cast.inspector)
    address = at(given, f"pages/{number_of(given, 'read')}/")
    page = client.get(address).content.decode()
    assert re.search(r'id="q-records_wanting_what-whole"[^>]* hidden', page)
    client.post(address, filled(page, v__records_wanting="yes"))
    page = client.get(address).content.decode()
    assert not re.search(r'id="q-records_wanting_what-whole"[^>]* hidden', page)


def test_an_interview_is_answered_like_the_case(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    response = client.post(at(given, "interviews/"))
    talk = response.headers["Location"]
    assert client.get(talk).status_code == 200
    page = client.get(f"{talk}pages/1/").content.decode()
    assert client.post(f"{talk}pages/1/", filled(page, v__spoken_with="manager")).status_code == 302
    with unscoped("test"):
        assert Answer.objects.get().value == "manager"
    client.force_login(cast.partner)
    assert client.get(talk).status_code == 404
    client.force_login(cast.lead)
    assert client.get(talk).status_code == 200
    assert client.post(f"{talk}answers/", "{}", content_type="application/json").status_code == 400


def test_practice_examples_are_marked_and_taken_back(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    good = {"standard": "2.1", "shows": "effective", "text": "A worker came every day.", "names_changed": "on"}
    assert client.post(at(given, "examples/"), {**good, "names_changed": ""}).status_code == 400
    assert client.post(at(given, "examples/"), {**good, "standard": "9"}).status_code == 400
    assert client.post(at(given, "examples/"), good).status_code == 302
    with unscoped("test"):
        row = PracticeExample.objects.get()
    assert "came every day" in client.get(at(given, "examples/")).content.decode()
    client.post(at(given, f"examples/{row.pk}/withdraw/"))
    assert "came every day" not in client.get(at(given, "examples/")).content.decode()


def test_the_history_shows_who_wrote_what_and_when(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    with unscoped("test"):
        sheet = own_sheet(CaseAssessment.objects.select_related("case", "exercise__service").get())
    for base, words in enumerate(["The first words", "The second words"]):
        body = assessments.sent("2.1.1", "yes", base=base, evidence=words)
        client.post(at(given, "answers/"), body, content_type="application/json")
    assert sheet.id == given.pk
    page = client.get(at(given, "history/")).content.decode()
    (link,) = set(re.findall(rf'href="({re.escape(at(given, "history/"))}[0-9a-f-]+/)"', page))
    page = client.get(link).content.decode()
    assert "<del>first" in page
    assert "<ins>second" in page
    assert "Inspector" in page


def test_a_submission_tells_everything_that_is_missing(client: Client, cast: Cast, given: CaseAssessment) -> None:
    client.force_login(cast.inspector)
    client.post(at(given, "answers/"), assessments.sent("2.1.1", "yes"), content_type="application/json")
    response = client.post(at(given, "submit/"))
    page = response.content.decode()
    assert response.status_code == 400
    assert "cannot be submitted yet" in page
    assert "Question 2.1.2" in page
    with unscoped("test"):
        assert CaseAssessment.objects.get().state == "in_progress"
        assert not operations.Turn.objects.filter(act="submit").exists()


def test_whoever_leaves_the_team_or_works_there_sees_nothing_more(
    client: Client, cast: Cast, given: CaseAssessment
) -> None:
    client.force_login(cast.inspector)
    assert client.get(at(given)).status_code == 200
    Grant.objects.create(person=cast.inspector, role="service_contact", service=cast.service)
    assert client.get(at(given)).status_code == 404
