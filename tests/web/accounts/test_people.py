"""Pages about people: for whoever runs the installation, and for nobody else; nothing personal in an address."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from tests.factories.people import Cast
from touchstone.web.accounts.keys import Session
from touchstone.web.accounts.management.commands.load_services import rows_of
from touchstone.web.accounts.models import Conflict, Grant, Service, User
from touchstone.web.accounts.operations import load_services
from touchstone.web.accounts.roles import ROLES
from touchstone.web.audit.models import AuditRow

FOR_ADMINISTRATORS = (
    "/work/people/",
    "/work/people/invite/",
    "/work/people/review/",
    "/work/people/conflicts/",
    "/work/services/",
)
FOR_ALL = ("/work/roles/", "/work/people/conflicts/mine/", "/account/", "/account/details/")


@pytest.mark.parametrize("address", FOR_ADMINISTRATORS)
def test_they_work_and_refuse(client: Client, cast: Cast, address: str) -> None:
    assert Client().get(address).headers["Location"].startswith("/account/login/")
    client.force_login(cast.administrator)
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    assert response.content.decode().count("<h1") == 1
    for name in ("lead", "chief", "auditor", "contact", "stranger"):
        client.force_login(cast.people[name])
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN, name
        assert AuditRow.objects.latest("seq").outcome == "refused"


@pytest.mark.parametrize("address", FOR_ALL)
def test_everybody_has_these(client: Client, cast: Cast, address: str) -> None:
    for name in ("lead", "contact", "stranger", "administrator"):
        client.force_login(cast.people[name])
        assert client.get(address).status_code == HTTPStatus.OK
    assert Client().get(address).status_code == HTTPStatus.FOUND


def test_people_are_found_by_words_in_the_body(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    page = client.post("/work/people/", {"words": "SECOND insp"}).content.decode()
    assert "Second inspector" in page
    assert "Auditor</a>" not in page
    assert "Nobody is found" in client.post("/work/people/", {"words": "<b>x"}).content.decode()


def test_somebody_is_invited_and_their_link_is_shown_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    typed = {"name": "Ann Other", "email": "Ann@Example.org", "organisation": "", "leaves_on-day": "1",
             "leaves_on-month": "4", "leaves_on-year": "2030"}  # fmt: skip
    answer = client.post("/work/people/invite/", typed)
    person = User.objects.get(email="ann@example.org")
    assert str(person.leaves_on) == "2030-04-01"
    assert answer.headers["Location"] == f"/work/people/{person.pk}/"
    assert "/account/link/" in client.get(f"/work/people/{person.pk}/").content.decode()
    assert "/account/link/" not in client.get(f"/work/people/{person.pk}/").content.decode()
    again = client.post("/work/people/invite/", typed).content.decode()
    assert "somebody has an account with it" in again
    assert "Ann@Example.org" in again, "what was typed stays"


@pytest.mark.parametrize(
    ("role", "service", "wrong"),
    [
        ("auditor", False, ""),
        ("service_contact", True, ""),
        ("service_contact", False, "held at a service"),
        ("auditor", True, "Choose no service"),
        ("lead_inspector", False, "not one of the choices"),
        ("", False, "nothing is chosen"),
    ],
)
def test_roles_are_given_where_they_are_held(client: Client, cast: Cast, role: str, service: bool, wrong: str) -> None:
    client.force_login(cast.administrator)
    typed = {"role": role, "service": str(cast.service.pk) if service else ""}
    answer = client.post(f"/work/people/{cast.stranger.pk}/roles/", typed)
    assert (answer.status_code == HTTPStatus.FOUND) == (not wrong)
    assert wrong in answer.content.decode()
    assert Grant.objects.filter(person=cast.stranger).exists() == (not wrong)
    if not wrong:
        assert AuditRow.objects.latest("seq").details["role"] == role


def test_a_role_is_ended_and_stays_on_record(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    grant = Grant.objects.get(person=cast.contact)
    client.post(f"/work/people/{cast.contact.pk}/roles/{grant.pk}/end/")
    grant.refresh_from_db()
    assert grant.ended is not None
    assert grant.ended_by == cast.administrator
    assert "Roles held before" in client.get(f"/work/people/{cast.contact.pk}/").content.decode()
    in_team = Grant.objects.get(person=cast.lead)
    refused = client.post(f"/work/people/{cast.lead.pk}/roles/{in_team.pk}/end/")
    assert refused.status_code == HTTPStatus.NOT_FOUND, "a role in a team is the team's"


def test_the_acts_of_a_persons_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    other = Client()
    other.force_login(cast.lead)
    at = f"/work/people/{cast.lead.pk}/"
    client.post(f"{at}end-sessions/")
    assert not Session.objects.filter(person=cast.lead).exists()
    client.post(f"{at}link/")
    assert "/account/link/" in client.get(at).content.decode()
    client.post(f"{at}off/")
    assert not User.objects.get(pk=cast.lead.pk).may_sign_in
    client.post(f"{at}on/")
    assert User.objects.get(pk=cast.lead.pk).may_sign_in
    client.post(f"{at}reset-factors/")
    assert client.post(f"{at}anything/").status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"{at}off/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    own = client.post(f"/work/people/{cast.administrator.pk}/off/", follow=True).content.decode()
    assert "cannot switch your own account off" in own
    for name in ("lead", "chief", "stranger"):
        client.force_login(cast.people[name])
        assert client.post(f"{at}off/").status_code == HTTPStatus.FORBIDDEN
    assert User.objects.get(pk=cast.lead.pk).is_active


def test_a_change_of_roles_asks_again_who_one_is(client: Client, cast: Cast) -> None:
    cast.administrator.set_password("nine purple kites at dusk")
    cast.administrator.save()
    client.force_login(cast.administrator)
    session = client.session
    session["proved_at"] = 0
    session.save()
    at = f"/work/people/{cast.stranger.pk}/roles/"
    asked = client.post(at, {"role": "auditor", "service": ""})
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    assert not Grant.objects.filter(person=cast.stranger).exists()
    done = client.post(asked.headers["Location"], {"password": "nine purple kites at dusk"})
    assert done.status_code == HTTPStatus.FOUND
    assert Grant.objects.get(person=cast.stranger).role == "auditor", "what was sent was kept and went on"


def test_the_review_lists_every_role_that_is_held(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    page = client.get("/work/people/review/").content.decode()
    for grant in Grant.objects.filter(ended=None):
        assert f"/work/people/{grant.person_id}/" in page
    assert "Reason" not in page


def test_everybody_declares_their_own_conflicts(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    mine = "/work/people/conflicts/mine/"
    wrong = client.post(mine, {"service": "", "reason": ""}).content.decode()
    assert wrong.count("govuk-error-message") == 2
    client.post(mine, {"service": str(cast.service.pk), "reason": "Worked there\nuntil 2024"})
    conflict = Conflict.objects.get()
    assert conflict.reason == "Worked there until 2024"
    assert client.get(f"/work/exercises/{cast.exercise.id}/").status_code == HTTPStatus.NOT_FOUND
    client.force_login(cast.administrator)
    assert "Worked there until 2024" in client.get("/work/people/conflicts/").content.decode()
    client.post(f"/work/people/conflicts/{conflict.pk}/end/")
    conflict.refresh_from_db()
    assert conflict.ended is not None


def test_the_roles_page_is_the_code(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    page = client.get("/work/roles/").content.decode()
    for role in ROLES.values():
        assert str(role.sentence) in page
        for permission in role.permissions:
            assert str(permission.label).replace("'", "&#39;") in page


def test_details_are_ones_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    typed = {"name": "Lee Lead", "telephone": "0300 000 0000", "language": "cy"}
    assert client.post("/account/details/", typed).status_code == HTTPStatus.FOUND
    cast.lead.refresh_from_db()
    assert (cast.lead.name, cast.lead.language) == ("Lee Lead", "cy")
    smuggled = client.post("/account/details/", {**typed, "email": "x@example.org", "is_active": "on"})
    assert smuggled.status_code == HTTPStatus.OK
    cast.lead.refresh_from_db()
    assert cast.lead.email == "lead@example.org"


def test_the_services_are_loaded_once_and_agree_with_published_results(db: None) -> None:
    from touchstone.web.public.models import PublishedInspection

    rows = rows_of()
    assert load_services(rows=rows) == len(rows) > 150
    assert load_services(rows=rows) == 0
    kept: dict[str, Any] = {service.slug: service for service in Service.objects.all()}
    assert not any(service.invented for service in kept.values())
    published = set(PublishedInspection.objects.values_list("service_slug", flat=True))
    assert published <= set(kept)
    assert 15 <= sum(service.in_wales for service in kept.values()) <= 18
    changed = [{**row, "police": "Another"} if row["slug"] == "leeds" else row for row in rows]
    assert load_services(rows=changed) == 1
