"""The bytes of kept files on disk: written so that a file is there whole or not at all, whatever ends the program.

TOUCHSTONE_VAR/files/<the first two digits of the id>/<id>: the name tells nothing, and none of it is ever served as it
stands. The order is always file first, row second: a kill between any two steps leaves at worst a file without a row,
which the sweeper takes away after a day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

UNFINISHED = ".part"


class FileChanged(Exception):
    """A kept file is missing or is not what was kept. Somebody changed the disk; it is sent to nobody."""


def folder() -> Path:
    """Where kept files stand."""
    return Path(settings.VAR) / "files"


def place(id: UUID) -> Path:
    """Where the content of this file stands."""
    return folder() / id.hex[:2] / id.hex


def write(id: UUID, content: bytes) -> None:
    """Put the content on disk for good: written beside its place, forced to disk, renamed, the folder forced too."""
    path = place(id)
    made = not path.parent.is_dir()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
    force_folder(path.parent)
    if made:
        force_folder(path.parent.parent)
        force_folder(path.parent.parent.parent)


def read(id: UUID, *, expected_sha256: str) -> bytes:
    """The content, if it is still what was kept. Raises FileChanged."""
    try:
        content = place(id).read_bytes()
    except FileNotFoundError:
        raise FileChanged(f"The content of file {id} is missing.") from None
    if sha256(content).hexdigest() != expected_sha256:
        raise FileChanged(f"The content of file {id} is not what was kept.")
    return content


def delete(id: UUID) -> None:
    """Take the content away; nothing happens where there is none."""
    place(id).unlink(missing_ok=True)


def everything() -> Iterator[tuple[Path, UUID | None]]:
    """Every file in the store with the id it belongs to; None where it is unfinished or has no business there."""
    for path in sorted(folder().glob("*/*")):
        try:
            yield path, UUID(hex=path.name) if len(path.name) == 32 else None
        except ValueError:
            yield path, None


def force_folder(path: Path) -> None:
    """Make the names in a folder durable. Windows has no such thing and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
