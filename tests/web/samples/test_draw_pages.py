"""The pages of size, draw, freezing, sample and substitutes; and who gets none of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import samples as made
from tests.factories.people import Cast
from touchstone.cli.commands import run
from touchstone.web.audit.models import AuditRow
from touchstone.web.samples import operations
from touchstone.web.samples.models import CaseState, Draw, SampledCase
from touchstone.web.samples.reasons import NEEDS_DETAIL, Reason
from touchstone.web.tenancy import unscoped

PAGES = ("size/", "rules/", "new-list/")


def draws() -> list[Draw]:
    with unscoped("a test looks"):
        return list(Draw.objects.all())


def cases() -> list[SampledCase]:
    with unscoped("a test looks"):
        return list(SampledCase.objects.all())


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.capability("I4")
def test_the_lead_draws_redraws_with_a_trace_and_freezes(client: Client, cast: Cast, room: str) -> None:
    made.with_fieldwork(cast.exercise)
    made.confirmed(cast.exercise, cast.contact)
    client.force_login(cast.lead)
    page = words(client.get(f"{room}size/"))
    assert "80 per cent confidence" in page
    assert "counted back from the first day of fieldwork, 7 December 2026" in page
    [first] = [response.headers["Location"] for response in [client.post(f"{room}size/")]]
    page = words(client.get(first))
    assert draws()[0].seed in page
    assert draws()[0].commitment.number in page
    assert "would have to be others" in page
    assert 'class="plot plot-likeness"' in page
    response = client.post(f"{room}size/", {"because": ""})
    assert response.status_code == 400
    assert "Why: nothing is filled in" in words(response)
    second = client.post(f"{room}size/", {"because": "A kind was misread"}).headers["Location"]
    assert "This draw was withdrawn" in words(client.get(first))
    page = words(client.get(room))
    assert "Drawn again because: A kind was misread" in page
    assert "1 earlier draw was withdrawn" in page
    assert client.get(f"{second}freeze/").status_code == 200
    assert not cases()
    assert client.post(f"{second}freeze/").headers["Location"] == f"{room}cases/"
    page = words(client.get(f"{room}cases/"))
    assert "Court 01" in page
    assert client.get(f"{room}size/").status_code == 200
    assert client.post(f"{room}size/", {"because": "I like others better"}).headers["Location"] == room
    assert "The sample is frozen. Only substitutes can be put in." in words(client.get(room))
    assert len(draws()) == 2


@pytest.mark.capability("I4", "N2")
def test_the_record_that_is_downloaded_is_checked_on_the_command_line(
    client: Client, cast: Cast, room: str, tmp_path: Path
) -> None:
    draw = made.drawn(cast.exercise, cast.contact, cast.lead)
    client.force_login(cast.lead)
    response = client.get(f"{room}draws/{draw.pk}/record.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="draw-2026-001-1.json"'
    recorded, listed = tmp_path / "draw.json", tmp_path / "list.csv"
    recorded.write_bytes(response.content)
    listed.write_bytes(client.get(f"{room}lists/{draw.case_list_id}/list.csv").content)
    assert run(["sample", str(listed), "--check", str(recorded)]) == 0
    told = json.loads(response.content)
    told["groups"][0]["sample"][0], told["groups"][0]["substitutes"][0] = (
        told["groups"][0]["substitutes"][0],
        told["groups"][0]["sample"][0],
    )
    recorded.write_text(json.dumps(told), encoding="utf-8")
    assert run(["sample", str(listed), "--check", str(recorded)]) == 1
    assert AuditRow.objects.filter(what="samples.take_record", kind="disclosure").exists()


def test_the_service_sees_its_sample_once_it_is_frozen_and_nothing_of_the_draw_before(
    client: Client, cast: Cast, room: str
) -> None:
    draw = made.drawn(cast.exercise, cast.contact, cast.lead)
    client.force_login(cast.contact)
    assert client.get(f"{room}draws/{draw.pk}/").status_code == 404
    assert client.get(f"{room}draws/{draw.pk}/record.json").status_code == 404
    assert client.get(f"{room}cases/").headers["Location"] == room
    page = words(client.get(room))
    assert "The service sees it once it is frozen" in page
    assert draw.seed not in page
    operations.freeze(draw=draw, by=cast.lead)
    assert "NF-0" in words(client.get(f"{room}cases/"))
    assert "Cannot be read" not in words(client.get(f"{room}cases/"))
    assert client.get(f"{room}draws/{draw.pk}/").status_code == 200
    assert client.get(f"{room}draws/{draw.pk}/record.json").status_code == 200


@pytest.mark.parametrize("view", PAGES)
def test_whoever_may_not_draw_is_told_so(client: Client, cast: Cast, room: str, view: str) -> None:
    made.drawn(cast.exercise, cast.contact, cast.lead)
    for name in ("contact", "assessor", "partner"):
        client.force_login(cast.people[name])
        assert client.get(room + view).status_code == 403, name
        assert client.post(room + view, {"because": "x"}).status_code == 403, name
    for name in ("other_lead", "stranger"):
        client.force_login(cast.people[name])
        assert client.get(room + view).status_code == 404, name
    client.force_login(cast.inspector)
    assert client.get(room + view).status_code == (200 if view == "size/" else 403)
    assert client.post(room + view, {"because": "x"}).status_code == 403
    assert len(draws()) == 1


@pytest.mark.parametrize("view", [*PAGES, "cases/"])
def test_whoever_is_signed_out_is_asked_to_sign_in(client: Client, cast: Cast, room: str, view: str) -> None:
    assert client.get(room + view).status_code == 302


@pytest.mark.parametrize("name", ["assessor", "partner", "panel_member", "safeguarding"])
def test_the_sample_is_not_for_everybody_in_the_team(client: Client, cast: Cast, room: str, name: str) -> None:
    made.frozen(cast.exercise, cast.contact, cast.lead)
    client.force_login(cast.people[name])
    assert client.get(f"{room}cases/").status_code == 403
    assert client.get(room).status_code == 403


@pytest.mark.parametrize("what", ["", "record.json", "freeze/"])
def test_a_draw_elsewhere_is_as_missing_as_none(client: Client, cast: Cast, room: str, what: str) -> None:
    theirs = made.drawn(cast.other, cast.other_contact, cast.other_lead)
    client.force_login(cast.lead)
    assert client.get(f"{room}draws/{theirs.pk}/{what}").status_code == 404
    assert client.get(f"{room}draws/{uuid4()}/{what}").status_code == 404
    client.post(f"{room}draws/{theirs.pk}/freeze/")
    assert not cases()


def test_rules_are_set_with_a_reason_and_every_problem_is_told(client: Client, cast: Cast, room: str) -> None:
    made.confirmed(cast.exercise, cast.contact)
    client.force_login(cast.lead)
    bad = {"window_first-day": "1", "window_first-month": "9", "window_first-year": "2026", "size_court": "0", "x": "y"}
    response = client.post(f"{room}rules/", bad)
    page = words(response)
    assert response.status_code == 400
    for told in ("A window needs both its days", "must be 1", "Why: nothing is filled in", "no place"):
        assert told in page
    good = {
        **{f"window_first-{part}": value for part, value in (("day", "1"), ("month", "1"), ("year", "2026"))},
        **{f"window_last-{part}": value for part, value in (("day", "1"), ("month", "10"), ("year", "2026"))},
        "size_court": "9",
        "because": "Agreed at the announcement",
    }
    backwards = {**good, "window_last-year": "2025"}
    assert "ends before it begins" in words(client.post(f"{room}rules/", backwards))
    assert client.post(f"{room}rules/", good).headers["Location"] == f"{room}size/"
    page = words(client.get(f"{room}size/"))
    assert "Agreed at the announcement" in page
    assert "1 January 2026" in page
    assert 'value="9"' in words(client.get(f"{room}rules/"))
    client.post(f"{room}size/")
    assert len(draws()[0].record["groups"][0]["sample"]) == 9


def test_a_new_list_is_asked_for_with_a_reason(client: Client, cast: Cast, room: str) -> None:
    client.force_login(cast.lead)
    assert client.get(f"{room}new-list/").headers["Location"] == room
    made.drawn(cast.exercise, cast.contact, cast.lead)
    assert client.get(f"{room}new-list/").status_code == 200
    assert client.post(f"{room}new-list/", {"because": ""}).status_code == 400
    assert client.post(f"{room}new-list/", {"because": "A month is missing"}).headers["Location"] == room
    page = words(client.get(room))
    assert "because: A month is missing" in page
    assert "told at the draw" in page
    client.force_login(cast.contact)
    assert "Check the list" in words(client.get(f"{room}list/"))


def test_a_case_that_cannot_be_read_is_replaced_with_a_reason(client: Client, cast: Cast, room: str) -> None:
    made.frozen(cast.exercise, cast.contact, cast.lead)
    client.force_login(cast.lead)
    address = re.search(r'/work/[^"]*substitute/', words(client.get(f"{room}cases/"))).group()  # type: ignore[union-attr]
    page = words(client.get(address))
    for reason in Reason:
        assert str(reason.label).replace("'", "&#39;") in page
    assert client.post(address, {}).status_code == 400
    for reason in NEEDS_DETAIL:
        assert "needs a sentence more" in words(client.post(address, {"reason": reason.value, "detail": ""}))
    assert not [case for case in cases() if case.state == CaseState.REPLACED]
    answer = {"reason": "other", "detail": "The archive burnt"}
    assert client.post(address, answer).headers["Location"] == f"{room}cases/"
    page = words(client.get(f"{room}cases/"))
    assert "is read in its place" in page
    assert "The archive burnt" in page
    assert client.post(address, answer).headers["Location"] == room
    assert "has been replaced already" in words(client.get(room))
    assert len([case for case in cases() if case.state == CaseState.SUBSTITUTE]) == 1


def test_a_reference_stands_on_pages_alone(client: Client, cast: Cast, room: str) -> None:
    [first, *_rest] = made.frozen(cast.exercise, cast.contact, cast.lead)
    client.force_login(cast.lead)
    page = client.get(f"{room}cases/{first.pk}/substitute/").content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.S).group(1)  # type: ignore[union-attr]
    assert first.label in title
    assert first.reference not in title
    assert first.reference in page


def test_a_case_elsewhere_is_as_missing_as_none(client: Client, cast: Cast, room: str) -> None:
    [theirs, *_rest] = made.frozen(cast.other, cast.other_contact, cast.other_lead)
    client.force_login(cast.lead)
    assert client.get(f"{room}cases/{theirs.pk}/substitute/").status_code == 404
    assert client.post(f"{room}cases/{theirs.pk}/substitute/", {"reason": "too_new"}).status_code == 404
    client.force_login(cast.inspector)
    assert client.get(f"{room}cases/{theirs.pk}/substitute/").status_code == 403


def test_whoever_looks_at_the_sample_is_written_down_with_whom_they_saw(client: Client, cast: Cast, room: str) -> None:
    made.frozen(cast.exercise, cast.contact, cast.lead)
    client.force_login(cast.inspector)
    client.get(f"{room}cases/")
    row = AuditRow.objects.filter(what="samples.cases").latest("seq")
    assert set(row.subjects) == {str(case.pk) for case in cases()}
    client.get(f"{room}draws/{draws()[0].pk}/")
    row = AuditRow.objects.filter(what="samples.draw", kind="consultation").latest("seq")
    assert set(row.subjects) > {str(case.pk) for case in cases()}, "the next substitutes are shown too"


def test_nothing_is_drawn_where_no_list_is_confirmed_or_the_stage_is_over(
    client: Client, cast: Cast, room: str
) -> None:
    client.force_login(cast.lead)
    assert "No list is confirmed yet" in words(client.get(f"{room}size/"))
    assert client.post(f"{room}size/").headers["Location"] == room
    made.confirmed(cast.exercise, cast.contact)
    cast.exercise.activities = " told reading "
    cast.exercise.save()
    assert "Draw the sample</button>" not in words(client.get(f"{room}size/"))
    assert client.post(f"{room}size/").headers["Location"] == room
    assert "not open for drawing the sample" in words(client.get(room))
    assert not draws()


def test_whoever_may_not_see_the_list_is_not_led_to_it(client: Client, cast: Cast, room: str) -> None:
    at = f'href="{room}lists/{made.confirmed(cast.exercise, cast.contact).pk}/"'
    for person, led in ((cast.lead, True), (cast.contact, True), (cast.inspector, False)):
        client.force_login(person)
        assert (at in client.get(room).content.decode()) is led
