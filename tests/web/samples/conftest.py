"""What tests of the sample room share: the address of the room, and a file as a browser sends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories.people import Cast

# A name as people give files: nothing of it may be kept or shown.
NAME = "Kim Invented, born 2009"


@pytest.fixture
def room(cast: Cast) -> str:
    """The address of the room of the exercise."""
    return f"/work/exercises/{cast.exercise.id}/sample/"


@pytest.fixture
def send(client: Client, room: str) -> Callable[..., HttpResponse]:
    """Hand a list in as whoever is signed in."""

    def sent(content: bytes, *, ending: str = "csv", dates: str = "iso", **more: Any) -> Any:
        file = SimpleUploadedFile(f"{NAME}.{ending}", content)
        return client.post(f"{room}list/", {"dates": dates, "file": file, **more})

    return sent
