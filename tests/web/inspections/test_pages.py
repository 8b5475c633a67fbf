"""Your work, the plan, the inspection's page, its move, its dates and its team: the same five questions of each."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import people
from tests.factories.assessments import assessment, case
from tests.factories.people import Cast
from tests.web.inspections.test_stages import at_stage
from touchstone.web.accounts.models import Grant
from touchstone.web.accounts.operations import declare_conflict
from touchstone.web.audit.models import AuditRow
from touchstone.web.concerns.operations import close, give_receipt, raise_concern, record_action
from touchstone.web.inspections.models import Inspection, Move
from touchstone.web.messages.models import Message
from touchstone.web.tenancy import unscoped

PLANNING = ("/work/inspections/plan/", "/work/inspections/plan/{service}/")
KNOWING = {
    "lead", "inspector", "second_inspector", "assessor", "partner", "safeguarding", "panel_member", "chair", "contact",
    "chief", "publisher",
}  # fmt: skip
PAGES = {"": KNOWING, "dates/": KNOWING, "team/": KNOWING, "move/": {"lead", "chief"}}  # page → who may open it
DAYS = {"fieldwork_from": date(2026, 11, 30), "fieldwork_until": date(2026, 12, 11), "panel_on": date(2027, 1, 12)}


def typed(**days: date | None) -> dict[str, str]:
    """Dates as their form sends them."""
    sent = {}
    for name, day in days.items():
        for part in ("day", "month", "year"):
            sent[f"{name}-{part}"] = str(getattr(day, part)) if day else ""
    return sent


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_for_whom_it_is_for(client: Client, cast: Cast, page: str) -> None:
    address = f"/work/exercises/{cast.exercise.id}/{page}"
    assert "/account/login/" in client.get(address).headers["Location"]
    for name, person in cast.people.items():
        client.force_login(person)
        knows = name in KNOWING
        status = 200 if name in PAGES[page] else (403 if knows else 404)
        assert client.get(address).status_code == status, name


@pytest.mark.parametrize("page", PAGES)
def test_another_inspection_is_as_missing_as_none(client: Client, cast: Cast, page: str) -> None:
    client.force_login(cast.lead)
    hidden = client.get(f"/work/exercises/{cast.other.id}/{page}")
    missing = client.get(f"/work/exercises/00000000-0000-4000-8000-000000000000/{page}")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_your_work_says_what_is_yours_with_its_day(client: Client, cast: Cast) -> None:
    inspection = at_stage(cast, "fieldwork")
    inspection.fieldwork_until = date(2026, 1, 9)
    inspection.save()
    client.force_login(cast.lead)
    page = client.get("/work/").content.decode()
    assert "Ready to move to: Initial feedback" in page
    assert "late: 9 January 2026" in page
    assert "North Fell, inspection 2026-001" in page
    client.force_login(cast.inspector)
    assert "Nothing waits for you" in client.get("/work/").content.decode()
    for position in (1, 2):
        assessment(case(cast.exercise, position), cast.inspector)
    page = client.get("/work/").content.decode()
    assert "2 cases to assess" in page
    assert f'href="/work/exercises/{cast.exercise.id}/cases/"' in page
    assert "late: 9 January 2026" in page
    at_stage(cast, "draft_report")  # nothing is assessed there any more
    assert "cases to assess" not in client.get("/work/").content.decode()


def test_a_child_in_danger_stands_on_the_work_of_whoever_receives_concerns(client: Client, cast: Cast) -> None:
    raised = raise_concern(exercise=cast.exercise, seen="Told me of a threat.", save_id=uuid4(), by=cast.inspector)
    told = "1 safety concern has no receipt"
    for person, sees in (
        (cast.safeguarding, True),
        (cast.lead, True),
        (cast.inspector, False),
        (cast.other_lead, False),
    ):
        client.force_login(person)
        assert (told in client.get("/work/").content.decode()) == sees
    give_receipt(concern=raised, by=cast.safeguarding)
    client.force_login(cast.lead)
    assert "safety concern" not in client.get("/work/").content.decode()  # another has it
    client.force_login(cast.safeguarding)
    assert "1 safety concern to see through" in client.get("/work/").content.decode()
    record_action(concern=raised, words="Told the manager.", by=cast.safeguarding)
    close(concern=raised, words="With family, seen today.", by=cast.safeguarding)
    assert "safety concern" not in client.get("/work/").content.decode()


def test_an_empty_work_page_says_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    page = client.get("/work/").content.decode()
    assert "No inspection is open to you" in page
    assert "Ask them" in page
    assert "Plan an inspection" not in page
    client.force_login(cast.administrator)  # whose work is no inspection
    page = client.get("/work/").content.decode()
    assert "Your work is here" in page
    assert "No inspection is open to you" not in page


def test_the_service_sees_nothing_of_what_is_only_planned(client: Client, cast: Cast) -> None:
    at_stage(cast, "planned")
    client.force_login(cast.contact)
    assert "2026-001" not in client.get("/work/").content.decode()
    assert client.get(f"/work/exercises/{cast.exercise.id}/").status_code == 404
    at_stage(cast, "announced")
    assert "2026-001" in client.get("/work/").content.decode()
    assert client.get(f"/work/exercises/{cast.exercise.id}/").status_code == 200


def test_the_inspection_says_what_stands_in_the_way(client: Client, cast: Cast) -> None:
    at_stage(cast, "evidence_in_advance")
    client.force_login(cast.lead)
    page = client.get(f"/work/exercises/{cast.exercise.id}/").content.decode()
    assert 'aria-current="step"' in page
    assert "The service has not confirmed its list of cases." in page
    client.force_login(cast.contact)
    assert "has not confirmed" not in client.get(f"/work/exercises/{cast.exercise.id}/").content.decode()


# ── Planning ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", PLANNING)
def test_planning_is_the_chief_inspectors(client: Client, cast: Cast, address: str) -> None:
    place = address.format(service=cast.service.pk)
    assert "/account/login/" in client.get(place).headers["Location"]
    for name, person in cast.people.items():
        client.force_login(person)
        assert client.get(place).status_code == (200 if name == "chief" else 403), name


def test_an_inspection_is_planned(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    chosen = client.get("/work/inspections/plan/", {"service": str(cast.service.pk)})
    assert chosen.headers["Location"] == f"/work/inspections/plan/{cast.service.pk}/"
    body = {"framework": "hmip-youth-2021", "lead": str(cast.stranger.pk), "predecessor": "", **typed(**DAYS)}
    response = client.post(chosen.headers["Location"], body)
    planned = Inspection.objects.visible_to(cast.chief).get(stage="planned")
    assert response.headers["Location"] == f"/work/exercises/{planned.pk}/"
    assert (planned.fieldwork_from, planned.fieldwork_until, planned.panel_on) == tuple(DAYS.values())
    assert planned.exercise.framework_id == "hmip-youth-2021"
    assert planned.exercise.activities == " "
    assert Grant.objects.get(exercise=planned.pk).person == cast.stranger
    assert Message.objects.visible_to(cast.stranger).get().kind == "team_joined"
    assert not Message.objects.visible_to(cast.contact)
    row = AuditRow.objects.latest("seq")
    assert (row.what, row.who, row.service) == ("inspections.plan", cast.chief.id, cast.service.id)


def test_every_problem_of_a_plan_is_told_at_once_and_what_was_typed_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    body = {"framework": "hmip-youth-1066", "predecessor": "", "x": "1",
            **typed(fieldwork_from=date(2026, 12, 25), fieldwork_until=date(2026, 12, 23), panel_on=None)}  # fmt: skip
    response = client.post(f"/work/inspections/plan/{cast.service.pk}/", body)
    page = response.content.decode()
    assert response.status_code == 400
    assert "Framework: what was sent is not one of the choices" in page
    assert "Lead inspector: nothing is chosen" in page
    assert "First day of fieldwork: this is a weekend or a bank holiday" in page
    assert "no place for" in page
    assert 'value="25"' in page
    assert Inspection.objects.visible_to(cast.chief).count() == 2


def test_dates_out_of_order_are_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    wrong = {**DAYS, "fieldwork_until": date(2026, 11, 27), "panel_on": date(2026, 11, 26)}
    body = {"framework": "hmip-youth-2021", "lead": str(cast.lead.pk), "predecessor": "", **typed(**wrong)}
    page = client.post(f"/work/inspections/plan/{cast.service.pk}/", body).content.decode()
    assert "Fieldwork ends before it begins" in page
    assert "The ratings panel meets before fieldwork is over" in page


def test_whoever_has_a_conflict_is_not_offered_as_lead(client: Client, cast: Cast) -> None:
    declare_conflict(by=cast.lead, service=cast.service, reason="Worked there")
    client.force_login(cast.chief)
    page = client.get(f"/work/inspections/plan/{cast.service.pk}/").content.decode()
    assert str(cast.lead.pk) not in page
    assert str(cast.contact.pk) not in page
    assert str(cast.other_lead.pk) in page


def test_the_inspection_before_is_found_among_published_results(client: Client, cast: Cast) -> None:
    from touchstone.web.public.models import PublishedInspection

    service = people.service("birmingham", "Birmingham")
    client.force_login(cast.chief)
    page = client.get(f"/work/inspections/plan/{service.pk}/").content.decode()
    assert PublishedInspection.objects.filter(slug="birmingham-2023").exists()
    assert 'value="birmingham-2023" checked' in page


# ── Moving ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_move_is_asked_about_and_then_made(client: Client, cast: Cast) -> None:
    at_stage(cast, "fieldwork")
    client.force_login(cast.lead)
    address = f"/work/exercises/{cast.exercise.id}/move/"
    asked = client.post(address, {"to": "initial_feedback", "because": "", "confirmed": ""})
    assert asked.status_code == 200
    assert "Yes, move it" in asked.content.decode()
    assert "This closes: " in asked.content.decode()
    assert not Move.objects.visible_to(cast.lead)
    done = client.post(address, {"to": "initial_feedback", "because": "", "confirmed": "yes"})
    assert done.headers["Location"] == f"/work/exercises/{cast.exercise.id}/"
    assert Move.objects.visible_to(cast.lead).get().to_stage == "initial_feedback"
    told = Message.objects.visible_to(cast.contact).get()
    assert told.subject == "Inspection 2026-001: Initial feedback"
    assert not Message.objects.visible_to(cast.lead)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"to": "published"}, "what was sent is not one of the choices"),
        ({}, "nothing is chosen"),
        ({"to": "sample"}, "A step back needs its reason"),
        ({"to": "sample", "because": "x" * 501}, "at most 500"),
        ({"to": "initial_feedback", "stage": "published"}, "no place for"),
    ],
)
def test_what_is_wrong_with_a_move_is_told(client: Client, cast: Cast, body: dict[str, str], says: str) -> None:
    at_stage(cast, "fieldwork")
    client.force_login(cast.lead)
    response = client.post(f"/work/exercises/{cast.exercise.id}/move/", {**body, "confirmed": "yes"})
    assert response.status_code == 400
    assert says in response.content.decode()
    assert not Move.objects.visible_to(cast.lead)


def test_unmet_needs_are_told_on_the_way(client: Client, cast: Cast) -> None:
    at_stage(cast, "judgements")
    client.force_login(cast.lead)
    response = client.post(f"/work/exercises/{cast.exercise.id}/move/", {"to": "ratings_panel", "confirmed": "yes"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "The day of the ratings panel is not set" in page
    assert "No judgement is proposed for 1.1" in page


@pytest.mark.parametrize("name", ["inspector", "contact", "chair", "publisher", "other_lead", "stranger"])
def test_others_cannot_move_it(client: Client, cast: Cast, name: str) -> None:
    at_stage(cast, "fieldwork")
    client.force_login(cast.people[name])
    response = client.post(f"/work/exercises/{cast.exercise.id}/move/", {"to": "initial_feedback", "confirmed": "yes"})
    assert response.status_code in (403, 404)
    assert not Move.objects.visible_to(cast.lead)


# ── Dates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_dates_are_set_and_everybody_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    response = client.post(f"/work/exercises/{cast.exercise.id}/dates/", typed(**DAYS))
    assert response.status_code == 302
    page = client.get(f"/work/exercises/{cast.exercise.id}/dates/").content.decode()
    assert "11 December 2026" in page
    assert "10 working days before the first day of fieldwork" in page
    assert Message.objects.visible_to(cast.contact).get().kind == "dates_changed"


def test_dates_stay_when_one_is_wrong(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    body = typed(**{**DAYS, "fieldwork_until": date(2026, 11, 28)})
    response = client.post(f"/work/exercises/{cast.exercise.id}/dates/", body)
    assert response.status_code == 400
    assert "weekend or a bank holiday" in response.content.decode()
    assert Inspection.objects.visible_to(cast.lead).get().fieldwork_from is None


@pytest.mark.parametrize("name", ["inspector", "contact", "chair", "publisher"])
def test_others_read_the_dates_and_set_none(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.people[name])
    assert "Keep these dates" not in client.get(f"/work/exercises/{cast.exercise.id}/dates/").content.decode()
    assert client.post(f"/work/exercises/{cast.exercise.id}/dates/", typed(**DAYS)).status_code == 403


# ── Team ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_is_taken_into_the_team_and_told(client: Client, cast: Cast) -> None:
    inspection = cast.exercise.inspection
    inspection.fieldwork_from = timezone.localdate() + timedelta(days=40)
    inspection.save()
    client.force_login(cast.lead)
    body = {"person": str(cast.stranger.pk), "role": "partner_inspector"}
    assert client.post(f"/work/exercises/{cast.exercise.id}/team/", body).status_code == 302
    assert Grant.objects.get(person=cast.stranger).role == "partner_inspector"
    assert Message.objects.visible_to(cast.stranger).get().kind == "team_joined"


def test_a_conflict_is_told_and_kept_out(client: Client, cast: Cast) -> None:
    declare_conflict(by=cast.stranger, service=cast.service, reason="My sister works there")
    client.force_login(cast.lead)
    page = client.get(f"/work/exercises/{cast.exercise.id}/team/").content.decode()
    assert "A conflict with this service is declared for: Stranger." in page
    assert "sister" not in page
    body = {"person": str(cast.stranger.pk), "role": "inspector"}
    assert client.post(f"/work/exercises/{cast.exercise.id}/team/", body).status_code == 400
    assert not Grant.objects.filter(person=cast.stranger).exists()


def test_a_role_of_the_installation_is_no_role_of_a_team(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    body = {"person": str(cast.stranger.pk), "role": "chief_inspector"}
    response = client.post(f"/work/exercises/{cast.exercise.id}/team/", body)
    assert response.status_code == 400
    assert "As what: what was sent is not one of the choices" in response.content.decode()


def test_somebody_leaves_the_team_and_the_last_lead_does_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    grant = Grant.objects.get(person=cast.inspector)
    address = f"/work/exercises/{cast.exercise.id}/team/{grant.pk}/leave/"
    assert "From the next page on" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    grant.refresh_from_db()
    assert grant.ended_by == cast.lead
    own = Grant.objects.get(person=cast.lead)
    refused = client.post(f"/work/exercises/{cast.exercise.id}/team/{own.pk}/leave/")
    assert refused.status_code == 400
    assert "Nobody would lead this inspection" in refused.content.decode()


def test_nobody_is_let_go_from_another_team(client: Client, cast: Cast) -> None:
    grant = Grant.objects.get(person=cast.other_lead)
    client.force_login(cast.lead)
    assert client.post(f"/work/exercises/{cast.exercise.id}/team/{grant.pk}/leave/").status_code == 404
    grant.refresh_from_db()
    assert grant.ended is None


def test_the_panel_is_not_told_to_the_service(client: Client, cast: Cast) -> None:
    client.force_login(cast.contact)
    page = client.get(f"/work/exercises/{cast.exercise.id}/team/").content.decode()
    assert "Second inspector" in page
    assert "Panel member" not in page
    assert "Take somebody into the team" not in page


def test_other_exercises_have_a_first_page_and_no_stages(client: Client, cast: Cast) -> None:
    with unscoped("a test makes a self-inspection of it"):
        Inspection.objects.filter(pk=cast.exercise.pk).delete()
        type(cast.exercise).objects.filter(pk=cast.exercise.pk).update(kind="self_inspection")
    client.force_login(cast.lead)
    page = client.get(f"/work/exercises/{cast.exercise.id}/")
    assert page.status_code == 200
    assert "Dates and clocks" not in page.content.decode()
    assert client.get(f"/work/exercises/{cast.exercise.id}/dates/").status_code == 404
