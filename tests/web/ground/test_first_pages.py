"""The first pages of somebody's work: who sees them, and that nobody else does."""

from django.test import Client

from tests.factories.people import Cast


def test_somebody_signed_in_sees_their_inspections_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    page = client.get("/work/").content.decode()
    assert "2026-001" in page
    assert "2026-002" not in page


def test_nobody_signed_out_sees_any(client: Client, cast: Cast) -> None:
    response = client.get("/work/")
    assert response.status_code == 302
    assert "/account/login/" in response.headers["Location"]


def test_another_services_inspection_is_as_missing_as_none(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.get(f"/work/exercises/{cast.exercise.id}/").status_code == 200
    hidden = client.get(f"/work/exercises/{cast.other.id}/")
    missing = client.get("/work/exercises/00000000-0000-4000-8000-000000000000/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
