"""The page of progress: what must not be overlooked first, then cases, emerging ratings, agreement and people."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.factories.assessed import read_cases
from tests.factories.people import Cast
from touchstone.web.concerns.operations import raise_concern


def at(cast: Cast, rest: str = "") -> str:
    return f"/work/exercises/{cast.exercise.id}/progress/{rest}"


@pytest.mark.capability("W12")
def test_it_shows_what_blocks_how_far_it_is_and_emerging_ratings(client: Client, cast: Cast) -> None:
    read_cases(cast.exercise, cast.inspector, group="court", cases=20, yes={"2.1.1": 13})
    raise_concern(exercise=cast.exercise, seen="Seen today", save_id=uuid4(), by=cast.inspector)
    client.force_login(cast.lead)
    page = client.get(at(cast)).content.decode()
    assert "1 safety concern has no receipt." in page
    assert page.index("Act now") < page.index("What blocks")
    assert "20 of 20" in page
    assert "13 of 20" in page
    assert "court-1" not in page  # no reference of a case
    assert "No case has been marked twice yet." in page


def test_an_empty_inspection_has_a_page_too(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    assert client.get(at(cast)).status_code == 200


def test_what_blocks_leads_to_the_move_those_who_may_move_it(client: Client, cast: Cast) -> None:
    cast.exercise.inspection.stage = "sample"  # nothing of what fieldwork needs is there
    cast.exercise.inspection.save()
    move = f'href="/work/exercises/{cast.exercise.id}/move/"'
    for person, leads in ((cast.lead, True), (cast.inspector, False)):
        client.force_login(person)
        assert (move in client.get(at(cast)).content.decode()) is leads


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("inspector", 200),
        ("assessor", 403),
        ("contact", 403),
        ("panel_member", 403),
        ("other_lead", 404),
        ("auditor", 404),
    ],
)
def test_who_sees_it(client: Client, cast: Cast, name: str, status: int) -> None:
    client.force_login(cast.people[name])
    assert client.get(at(cast)).status_code == status


def test_everybody_sees_their_own_part_and_the_lead_everybodys(client: Client, cast: Cast) -> None:
    read_cases(cast.exercise, cast.assessor, group="court", cases=3, yes={})
    own, others = at(cast, f"{cast.assessor.id}/"), at(cast, f"{cast.inspector.id}/")
    client.force_login(cast.assessor)
    assert "Court 02" in client.get(own).content.decode()
    assert client.get(others).status_code == 403
    client.force_login(cast.lead)
    assert "Court 02" in client.get(own).content.decode()
    assert client.get(at(cast, f"{cast.other_lead.id}/")).status_code == 404
