"""A kept file sent to somebody: as a download, under its own name, never shown within the site."""

from __future__ import annotations

import logging
import unicodedata
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse

from touchstone.web.files import store
from touchstone.web.files.models import StoredFile

log = logging.getLogger("touchstone.web.files")


class NotSafeToSend(Exception):
    """The file waits for its scan, is infected or was removed; `file.scan_state()` says which."""


def serve(file: StoredFile, *, to: UUID | None) -> HttpResponse:
    """The file as a download for the person with the id `to`.

    Whoever calls has asked the permission and written the consultation down. Raises NotSafeToSend, and
    store.FileChanged (which is logged as an error) where the disk no longer holds what was kept.
    """
    if not file.may_be_sent_to(to):
        raise NotSafeToSend(str(file.scan_state().label))
    response = HttpResponse(content_of(file), content_type=file.media_type)
    response.headers["Content-Disposition"] = attachment(file.name)
    response.headers["Content-Length"] = str(file.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


def content_of(file: StoredFile) -> bytes:
    """The bytes of a kept file, its hash asked first. Raises store.FileChanged, loudly."""
    try:
        return store.read(file.id, expected_sha256=file.sha256)
    except store.FileChanged:
        log.error("the content of file %s is missing or was changed; it is sent to nobody", file.id)
        raise


def attachment(name: str) -> str:
    """The Content-Disposition header: a plain name for old programs, the whole one for the rest.

    RFC 6266 (https://www.rfc-editor.org/rfc/rfc6266, standing: standard).
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = "".join(c if c.isalnum() or c in " ._-()+," else "_" for c in ascii_name).strip(" .")
    if plain and "." not in plain and "." in name:  # nothing but its ending was ASCII
        plain = f"file.{plain}"
    plain = plain or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
