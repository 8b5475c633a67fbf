"""Where a file lies between being sent and being kept: under a random name, readable by the program alone, for a day.

Nothing in quarantine is believed, served or linked to. A ticket, signed for one person, leads from the page that tells
what is inside to the confirmation that keeps it; the address of that page carries nothing.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import signing

from touchstone.intake.problems import Problem, ProblemsFound

LONGEST_STAY = 24 * 60 * 60  # seconds
_SALT = "touchstone.web.files.quarantine"
_LETTERS = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Quarantined:
    """A file in quarantine: its random name there, what the person called it, and what arrived."""

    token: str
    name: str
    size: int
    sha256: str

    def content(self) -> bytes:
        """What arrived. Raises ProblemsFound where it is gone or is not what arrived."""
        try:
            content = place(self.token).read_bytes()
        except FileNotFoundError:
            raise _gone() from None
        if sha256(content).hexdigest() != self.sha256:
            raise _gone()
        return content


def folder() -> Path:
    """The quarantine, made where it is not there yet."""
    path = Path(settings.VAR) / "quarantine"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def place(token: str) -> Path:
    """Where the file with this random name lies. Raises ProblemsFound for what is no such name."""
    if len(token) != 32 or not set(token) <= _LETTERS:
        raise _gone()
    return folder() / token


def new_place() -> tuple[str, int]:
    """A random name, and the descriptor of a new empty file under it that only this program may read."""
    token = secrets.token_hex(16)
    return token, os.open(place(token), os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def discard(token: str) -> None:
    """Take a file out of quarantine: it was kept elsewhere, or is not wanted."""
    place(token).unlink(missing_ok=True)


def ticket_for(file: Quarantined, *, by_id: UUID) -> str:
    """What the confirming page sends back, so that this person, and nobody else, can keep this very file."""
    return signing.dumps([file.token, file.name, file.size, file.sha256, str(by_id)], salt=_SALT, compress=True)


def redeem(ticket: str, *, by_id: UUID) -> Quarantined:
    """The file that a ticket of this person leads to.

    Raises ProblemsFound for a ticket that is not ours, not theirs, older than a day, or whose file is gone.
    """
    try:
        token, name, size, digest, owner = signing.loads(ticket, salt=_SALT, max_age=LONGEST_STAY)
    except (signing.BadSignature, ValueError, TypeError):
        raise _gone() from None
    if owner != str(by_id) or not place(token).is_file():
        raise _gone()
    return Quarantined(token, name, size, digest)


def _gone() -> ProblemsFound:
    return ProblemsFound([Problem("The file is no longer here.", "Choose it again; nothing was kept.")])
