"""The room of surveys: opening, links shown once, counts, results as far as enough have answered."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.factories.people import Cast
from tests.web.surveys.conftest import answered, only_link, opened
from touchstone.web.audit.models import AuditRow
from touchstone.web.exercises.models import Exercise
from touchstone.web.surveys import operations, results
from touchstone.web.surveys.links import digest_of
from touchstone.web.surveys.models import Invitation, Survey


def room(cast: Cast, *more: str) -> str:
    return "/".join([f"/work/exercises/{cast.exercise.id}/surveys", *more, ""])


def day(name: str, ahead: int) -> dict[str, str]:
    there = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}-day": str(there.day), f"{name}-month": str(there.month), f"{name}-year": str(there.year)}


def test_the_lead_opens_a_survey(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert "No survey is open yet" in client.get(room(cast)).content.decode()
    assert client.get(room(cast, "open")).status_code == 200
    body = {"audience": "child", "asked_by": "The youth inspectors", "reader": str(cast.safeguarding.pk)}
    made = client.post(room(cast, "open"), body | day("closes_on", 14))
    survey = Survey.objects.visible_to(cast.lead).get()
    assert made.headers["Location"] == room(cast, str(survey.pk))
    assert (survey.reader, survey.form_revision) == (cast.safeguarding, 1)
    page = client.get(room(cast)).content.decode()
    assert "Children" in page
    assert "Safeguarding" in page


def test_what_cannot_be_opened_is_told_all_at_once(client: Client, cast: Cast, survey: Survey) -> None:
    client.force_login(cast.lead)
    body = {"audience": "child", "asked_by": "Inspectors of North Fell", "reader": str(cast.safeguarding.pk)}
    refused = client.post(room(cast, "open"), body | day("closes_on", -1))
    html = refused.content.decode()
    assert refused.status_code == 400
    for told in ("already has a survey", "names the service", "from today on"):
        assert told in html
    assert client.post(room(cast, "open"), {"audience": ""}).status_code == 400
    wrong = client.post(room(cast, "open"), body | {"reader": str(cast.inspector.pk)} | day("closes_on", 3))
    assert "not one of the choices" in wrong.content.decode()
    with pytest.raises(ValidationError, match="safeguarding reader"):
        operations.open_survey(exercise=cast.exercise, audience="staff", asked_by="x", reader=cast.inspector,
                               closes_on=timezone.localdate(), by=cast.lead)  # fmt: skip


def test_who_may_do_what(client: Client, cast: Cast, survey: Survey) -> None:
    pages = {room(cast): 200, room(cast, str(survey.pk)): 200, room(cast, "open"): 403,
             room(cast, str(survey.pk), "change"): 403}  # fmt: skip
    for place in pages:
        assert client.get(place).status_code == 302
    for name in ("inspector", "chief", "panel_member", "safeguarding"):
        client.force_login(cast.people[name])
        for place, status in pages.items():
            assert client.get(place).status_code == status, (name, place)
        for act in ("close", "links"):
            assert client.post(room(cast, str(survey.pk), act)).status_code == 403
    for name, status in {"contact": 403, "assessor": 403, "other_lead": 404, "stranger": 404}.items():
        client.force_login(cast.people[name])
        for place in pages:
            assert client.get(place).status_code == status, (name, place)
    client.force_login(cast.other_lead)
    assert client.get(f"/work/exercises/{cast.other.id}/surveys/{survey.pk}/").status_code == 404


def test_nothing_opens_while_the_stage_is_not_open(client: Client, cast: Cast, survey: Survey) -> None:
    Exercise.objects.visible_to(cast.lead).update(activities=" told ")
    client.force_login(cast.lead)
    assert client.get(room(cast, "open")).status_code == 403
    assert client.get(room(cast, str(survey.pk), "change")).status_code == 403
    page = client.get(room(cast, str(survey.pk))).content.decode()
    assert "Closed" in page
    assert "Make links" not in page


def test_links_are_shown_once_as_text_and_as_cards_that_name_nobody(client: Client, cast: Cast, survey: Survey) -> None:
    client.force_login(cast.lead)
    body = {"batch": str(uuid4()), "number": "3"}
    page = client.post(room(cast, str(survey.pk), "links"), body)
    html = page.content.decode()
    tokens = set(re.findall(r"http://testserver/s/([a-z0-9-]+)/", html))
    assert len(tokens) == 3
    assert html.count('class="ts-card__code"') == 3
    cards = html[html.index('<ul class="ts-cards">') : html.index("</ul>", html.index('<ul class="ts-cards">'))]
    for named in ("North Fell", "hild", "nspect", "youth"):
        assert named not in re.sub(r"<svg.*?</svg>", "", cards, flags=re.DOTALL)
    with_digests = Invitation.objects.visible_to(cast.lead)
    assert {link.digest for link in with_digests} == {digest_of(token) for token in tokens}
    row = AuditRow.objects.get(what="surveys.make_links")
    assert not any(token in str(row.facts()) for token in tokens)
    again = client.post(room(cast, str(survey.pk), "links"), body)  # a second press
    assert again.status_code == 400
    assert "cannot be shown again" in again.content.decode()
    assert Invitation.objects.visible_to(cast.lead).count() == 3
    later = client.get(room(cast, str(survey.pk))).content.decode()
    assert not any(token in later for token in tokens)
    for wrong in ("0", "51", "x"):
        body = {"batch": str(uuid4()), "number": wrong}
        assert client.post(room(cast, str(survey.pk), "links"), body).status_code == 400


def test_lost_cards_are_ended(client: Client, cast: Cast, survey: Survey, token: str) -> None:
    client.force_login(cast.lead)
    link = only_link(survey)
    assert client.post(room(cast, str(survey.pk), "links", str(link.pk), "end")).status_code == 302
    assert client.get(f"/s/{token}/").status_code == 404
    assert client.post(room(cast, str(survey.pk), "links", str(uuid4()), "end")).status_code == 404


def test_it_is_closed_and_opened_again(client: Client, cast: Cast, survey: Survey, token: str) -> None:
    client.force_login(cast.lead)
    client.post(room(cast, str(survey.pk), "close"))
    assert client.get(f"/s/{token}/").status_code == 404
    survey.refresh_from_db()
    with pytest.raises(ValidationError, match="closed"):
        operations.make_links(survey=survey, number=1, batch=uuid4(), by=cast.lead)
    body = {"reader": str(cast.safeguarding.pk)}
    assert client.post(room(cast, str(survey.pk), "change"), body | day("closes_on", -2)).status_code == 400
    assert client.post(room(cast, str(survey.pk), "change"), body | day("closes_on", 2)).status_code == 302
    assert client.get(f"/s/{token}/").status_code == 200


def test_a_shared_link_is_for_staff_alone(client: Client, cast: Cast, survey: Survey) -> None:
    with pytest.raises(ValidationError):
        operations.make_links(survey=survey, number=1, most=5, batch=uuid4(), by=cast.lead)
    staff = opened(cast, "staff")
    client.force_login(cast.lead)
    page = client.post(room(cast, str(staff.pk), "links"), {"batch": str(uuid4()), "most": "40"})
    assert page.content.decode().count('class="ts-card__code"') == 1
    assert only_link(staff).most == 40


def test_results_are_shown_once_enough_have_answered(client: Client, cast: Cast, survey: Survey) -> None:
    at = room(cast, str(survey.pk))
    for score in ("9", "3"):
        answered(cast, survey, client, listened=score, same_worker="never")
    client.force_login(cast.lead)
    few = client.get(at).content.decode()
    assert "Too few have answered to show these" in few
    assert "gave 7 or more" not in few
    assert "2 of 2" in few
    answered(cast, survey, client, listened="8", same_worker="once")
    html = client.get(at).content.decode()
    assert "2 of 3 gave 7 or more; scores go from 3 to 9" in html
    assert "2 of 3 said: No" in html
    assert html.count('class="ts-columns"') == 1
    assert "10 – Really well" in html
    assert results.responses_count(cast.exercise) == 3
    looked = AuditRow.objects.filter(kind="consultation", who=cast.lead.pk, what="surveys.survey")
    assert looked.exists()


def test_closed_results_go_to_evidence_and_into_the_file(client: Client, cast: Cast, survey: Survey) -> None:
    for score in ("9", "3", "8"):
        answered(cast, survey, client, listened=score, helped="5" if score == "9" else "")
    assert not results.citable(cast.exercise)  # it can still change
    assert results.survey_results(cast.exercise) == []
    operations.close_survey(survey=survey, by=cast.lead)
    cited = results.citable(cast.exercise)
    assert set(cited) == {"child:listened"}  # one answer alone is no result
    assert cited["child:listened"].who == "child"
    assert cited["child:listened"].words == "2 of 3 gave 7 or more; scores go from 3 to 9"
    (told,) = results.survey_results(cast.exercise)
    assert told.id == "child-listened"
    assert dict(told.scores)[9] == 1
