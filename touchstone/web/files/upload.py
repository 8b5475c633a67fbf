"""How a file comes in: only to a view that takes one, only from somebody who is signed in, straight into quarantine.

Everywhere else a body of more than LARGEST_BODY is refused before anything reads it (`touchstone.web.middleware`). A
view marked with `@takes_file` lifts that limit for itself. Nothing of such a body is read until the session is known:
Django's middleware against forged requests would read it first, so it is passed by, and the same check is made here,
after the person is known and the quarantine is in place. That check looks at the request's origin before the body.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from touchstone.web.design import errors
from touchstone.web.files import quarantine
from touchstone.web.files.kinds import MOST_BYTES
from touchstone.web.files.quarantine import Quarantined

log = logging.getLogger("touchstone.web.files")

View = Callable[..., HttpResponseBase]

BESIDE_THE_FILE = 64 * 1024  # bytes of the other fields of the form
MOST_FILES = 1  # in one form


class QuarantinedUpload(UploadedFile):
    """What `request.FILES` holds: the file in quarantine, taken away after the request unless `hold` is called."""

    def __init__(self, file: Quarantined, content_type: str | None) -> None:
        super().__init__(None, file.name, content_type, file.size)
        self.quarantined = file
        self.held = False

    def hold(self) -> Quarantined:
        """Leave it in quarantine after this request, for a page that asks to confirm."""
        self.held = True
        return self.quarantined

    def content(self) -> bytes:
        """What arrived."""
        return self.quarantined.content()


class IntoQuarantine(FileUploadHandler):
    """Writes what arrives under a random name, and stops at the limit."""

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest, *, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.too_large = False
        self.uploads: list[QuarantinedUpload] = []
        self._tokens: list[str] = []
        self._descriptor = -1
        self._size = 0
        self._digest = sha256()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins. More than one in a form is too much."""
        super().new_file(*args, **kwargs)
        if len(self._tokens) == MOST_FILES:
            self._stop()
        token, self._descriptor = quarantine.new_place()
        self._tokens.append(token)
        self._size, self._digest = 0, sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it, written and counted."""
        self._size += len(raw_data)
        if self._size > self.most:
            self._stop()
        self._digest.update(raw_data)
        view = memoryview(raw_data)
        while view:
            view = view[os.write(self._descriptor, view) :]

    def file_complete(self, file_size: int) -> QuarantinedUpload:
        """It is whole."""
        self._close()
        file = Quarantined(self._tokens[-1], str(self.file_name), self._size, self._digest.hexdigest())
        upload = QuarantinedUpload(file, self.content_type)
        self.uploads.append(upload)
        return upload

    def upload_interrupted(self) -> None:
        """The sender went away."""
        self._close()

    def finish(self) -> None:
        """After the request: what nobody held is taken away."""
        self._close()
        held = {upload.quarantined.token for upload in self.uploads if upload.held}
        for token in self._tokens:
            if token not in held:
                quarantine.discard(token)

    def _stop(self) -> None:
        self.too_large = True
        self._close()
        raise StopUpload(connection_reset=False)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def takes_file(*, most: int = MOST_BYTES) -> Callable[[View], View]:
    """Let a view take one file of at most this many bytes: `request.FILES[…]` is then a QuarantinedUpload.

    It must be the outermost decorator of the view, or those around it must keep its attributes (functools.wraps does).
    A person who is not signed in gets 403, a larger file 413, and of neither is anything kept.
    """

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        @wraps(view)
        def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = getattr(request, "user", None)
            if request.method == "POST" and not getattr(person, "is_authenticated", False):
                return errors.forbidden(request)
            handler = IntoQuarantine(request, most=most)
            request.upload_handlers = [handler]
            try:
                response = checked(request, *args, **kwargs)
                if handler.too_large:
                    log.warning("413 %s %r: the file is longer than %d bytes", request.method, request.path, most)
                    return errors.too_large(request)
                return response
            finally:
                handler.finish()

        taking.largest_body = most + BESIDE_THE_FILE  # type: ignore[attr-defined]  # asked by web/middleware.py
        return csrf_exempt(taking)

    return decorate
