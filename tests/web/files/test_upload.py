"""A file comes in only where a view takes one, only from somebody signed in, and is gone again unless it is held."""

import logging
import os
import stat
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.factories.files import pdf
from tests.factories.people import Cast
from tests.web.files.conftest import ME
from touchstone.intake.problems import ProblemsFound
from touchstone.web.files import quarantine
from touchstone.web.files.quarantine import redeem, ticket_for
from touchstone.web.files.upload import takes_file
from touchstone.web.urls import handler400, handler403, handler404, handler500  # noqa: F401 – this is a URLconf too
from touchstone.web.urls import urlpatterns as site_urls

MOST = 300_000


@takes_file(most=MOST)
def take(request: HttpRequest) -> HttpResponse:
    """Says what came; keeps it in quarantine where asked to."""
    upload: Any = request.FILES.get("file")
    if upload is None:
        return HttpResponse("nothing came")
    lies = quarantine.place(upload.quarantined.token)
    assert lies.read_bytes() == upload.content()
    if os.name != "nt":
        assert stat.S_IMODE(lies.stat().st_mode) == 0o600
        assert stat.S_IMODE(lies.parent.stat().st_mode) == 0o700
    if request.POST.get("hold"):
        return HttpResponse(ticket_for(upload.hold(), by_id=request.user.id))  # type: ignore[union-attr]
    return HttpResponse(f"{upload.name} {upload.size} {upload.quarantined.sha256[:8]}")


def plain(request: HttpRequest) -> HttpResponse:
    """A view that takes no file."""
    return HttpResponse(f"{len(request.FILES)} files, {len(request.POST)} fields")


def fails(request: HttpRequest) -> HttpResponse:
    """A view with a mistake in it."""
    assert request.FILES
    raise RuntimeError


urlpatterns = [
    *site_urls,
    path("take", take),
    path("plain", plain),
    path("fails", takes_file(most=MOST)(fails)),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def file(content: bytes = b"", name: str = "notes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf(), content_type="text/html")


def in_quarantine(var: Path) -> list[Path]:
    return list((var / "quarantine").iterdir()) if (var / "quarantine").exists() else []


@pytest.fixture
def signed_in(client: Client, cast: Cast) -> Client:
    """The lead inspector."""
    client.force_login(cast.lead)
    return client


def test_it_works_and_nothing_stays_that_nobody_holds(signed_in: Client, var: Path) -> None:
    response = signed_in.post("/take", {"file": file()})
    assert response.content.decode().startswith(f"notes.pdf {len(pdf())} ")
    assert not in_quarantine(var)
    assert signed_in.post("/take", {"other": "x"}).content == b"nothing came"
    assert signed_in.get("/take").content == b"nothing came"


def test_a_larger_body_than_usual_is_taken_here_and_nowhere_else(signed_in: Client, var: Path) -> None:
    large = b"%PDF-" + b"x" * 200_000
    assert signed_in.post("/take", {"file": file(large)}).status_code == 200
    for address in ("/plain", "/", "/nowhere"):
        assert signed_in.post(address, {"file": file(large)}).status_code == 413
    assert signed_in.put("/take", large).status_code == 413
    assert not in_quarantine(var)


@pytest.mark.parametrize("more", [1, 70_000, 2_000_000])
def test_too_much_is_refused_with_a_page_and_nothing_stays(
    signed_in: Client, var: Path, more: int, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("touchstone").propagate = True
    try:
        response = signed_in.post("/take", {"file": file(b"x" * (MOST + more))})
    finally:
        logging.getLogger("touchstone").propagate = False
    assert response.status_code == 413
    assert b"Too much was sent" in response.content
    assert "413 POST '/take'" in caplog.text
    assert not in_quarantine(var)


def test_two_files_are_too_many(signed_in: Client, var: Path) -> None:
    assert signed_in.post("/take", {"file": file(), "second": file()}).status_code == 413
    assert not in_quarantine(var)


class Unread(BytesIO):
    """A body that remembers whether anybody read of it."""

    was_read = False

    def read(self, *size: Any) -> bytes:
        self.was_read = True
        return super().read(*size)


def body(content: bytes, **fields: str) -> bytes:
    parts = b"".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    return parts + head + content + b"\r\n--x--\r\n"


def sent(client: Client, whole: bytes, **more: Any) -> tuple[Any, Unread]:
    """Post this body, and see whether it was read."""
    unread = Unread(whole)
    response = client.generic(
        "POST",
        "/take",
        b"",
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(len(whole)),
            "wsgi.input": unread,
            **more,
        },
    )
    return response, unread


def test_of_what_somebody_sends_who_is_not_signed_in_nothing_is_read(client: Client, var: Path) -> None:
    response, unread = sent(client, body(pdf()))
    assert response.status_code == 401
    assert not unread.was_read
    assert not in_quarantine(var)


def test_even_where_no_other_wall_stands_a_stranger_is_refused_unread(rf: Any, var: Path) -> None:
    request = rf.post("/take", {"file": file()})
    assert take(request).status_code == 403
    assert request._stream is not None or not hasattr(request, "_post")
    assert not in_quarantine(var)


def test_a_forged_request_is_refused_and_nothing_stays(cast: Cast, var: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    response, unread = sent(client, body(pdf()), HTTP_ORIGIN="https://elsewhere.example")
    assert response.status_code == 403
    assert not unread.was_read  # its origin was enough
    response, unread = sent(client, body(pdf(), csrfmiddlewaretoken="a" * 32))
    assert response.status_code == 403
    assert not unread.was_read  # there is no cookie to compare with
    client.cookies["csrf"] = "b" * 32
    response, unread = sent(client, body(pdf(), csrfmiddlewaretoken="wrong"))
    assert response.status_code == 403
    assert unread.was_read
    assert not in_quarantine(var)


def test_with_its_token_it_is_taken(cast: Cast, var: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    client.cookies["csrf"] = "a" * 32
    response, _ = sent(client, body(pdf(), csrfmiddlewaretoken="a" * 32))
    assert response.status_code == 200


def test_a_length_that_is_not_told_is_too_much(signed_in: Client) -> None:
    response = signed_in.generic("POST", "/take", b"", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
    assert response.status_code == 413


@pytest.mark.parametrize("cut", [10, 60, 90, 200])
def test_half_a_body_is_no_error_of_ours(signed_in: Client, var: Path, cut: int) -> None:
    response, _ = sent(signed_in, body(pdf())[:cut])
    assert response.status_code in (200, 400)
    assert not in_quarantine(var)


def test_a_mistake_in_the_view_leaves_nothing(signed_in: Client, var: Path) -> None:
    signed_in.raise_request_exception = False
    assert signed_in.post("/fails", {"file": file()}).status_code == 500
    assert not in_quarantine(var)


def test_a_name_from_outside_is_never_a_path(signed_in: Client, var: Path) -> None:
    response = signed_in.post("/take", {"file": file(name="../../secret-key"), "hold": "yes"})
    assert response.status_code == 200
    (lies,) = in_quarantine(var)
    assert len(lies.name) == 32
    assert not (var.parent / "secret-key").exists()


def test_what_is_held_is_kept_for_the_same_person_and_no_other(signed_in: Client, var: Path, cast: Cast) -> None:
    ticket = signed_in.post("/take", {"file": file(), "hold": "yes"}).content.decode()
    held = redeem(ticket, by_id=cast.lead.id)
    assert (held.name, held.content()) == ("notes.pdf", pdf())
    with pytest.raises(ProblemsFound, match="no longer here"):
        redeem(ticket, by_id=cast.inspector.id)
    quarantine.place(held.token).write_bytes(b"changed")
    with pytest.raises(ProblemsFound):
        held.content()
    quarantine.discard(held.token)
    with pytest.raises(ProblemsFound):
        redeem(ticket, by_id=cast.lead.id)
    with pytest.raises(ProblemsFound):
        held.content()


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "é", "." * 5_000])
def test_a_ticket_that_is_none_leads_nowhere(ticket: str) -> None:
    with pytest.raises(ProblemsFound):
        redeem(ticket, by_id=ME)
    for token in ("../x", "a" * 31, "A" * 32, ""):
        with pytest.raises(ProblemsFound):
            quarantine.place(token)
