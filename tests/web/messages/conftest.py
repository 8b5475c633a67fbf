"""What tests of messages share: a mail server on loopback, and an operation to tell people in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.plugin import DjangoDbBlocker

from tests.apart import Apart, apart
from tests.web.messages.mail_server import MailServer, mail_server
from touchstone.web.messages import fields


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """How names are found from ids, whatever the rooms above say."""
    monkeypatch.setattr(
        fields, "_looked_up", {"service": lambda _id: "North Fell", "inspection": lambda _id: "2026-001"}
    )
    monkeypatch.setattr(fields, "_stages", {"sample": "Sample"})


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    """A mail server that takes everything, and that the settings name."""
    with mail_server() as made:
        settings.SECRET_SMTP = made.url
        settings.MAIL_FROM = "touchstone@example.org"
        settings.SITE_ADDRESS = "https://touchstone.example.org"
        yield made


@pytest.fixture
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Apart]:
    """A database of the test's own."""
    with django_db_blocker.unblock(), apart(tmp_path) as made:
        yield made


@pytest.fixture
def exercise() -> uuid.UUID:
    """The id of an inspection."""
    return uuid.uuid4()
