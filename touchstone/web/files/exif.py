"""The little that we read of Exif: which way up a picture is, and whether it says where it was taken.

Exif 2.32 (CIPA DC-008, https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf, standing: standard).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

_ORIENTATION, _GPS = 0x0112, 0x8825
_MOST_ENTRIES = 1_000


def orientation_of(exif: bytes) -> int:
    """1 to 8, or 0 where it is not told. Never raises: what cannot be read is not told."""
    for tag, value in _entries(exif):
        if tag == _ORIENTATION:
            number = int.from_bytes(value[:2], _order(exif))
            return number if 1 <= number <= 8 else 0
    return 0


def has_place(exif: bytes) -> bool:
    """Does it say where?"""
    return any(tag == _GPS for tag, _ in _entries(exif))


def orientation_only(turned: int) -> bytes:
    """A JPEG segment that says which way up the picture is, and nothing else."""
    entry = _ORIENTATION.to_bytes(2, "big") + b"\x00\x03" + b"\x00\x00\x00\x01" + turned.to_bytes(2, "big") + b"\0\0"
    body = b"Exif\0\0" + b"MM\x00\x2a\x00\x00\x00\x08" + b"\x00\x01" + entry + b"\0\0\0\0"
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _order(exif: bytes) -> Literal["little", "big"]:
    return "little" if exif[:2] == b"II" else "big"


def _entries(exif: bytes) -> Iterator[tuple[int, bytes]]:
    """The tags of the first directory, each with its four bytes of value."""
    order = _order(exif)
    if exif[:2] not in (b"II", b"MM"):
        return
    start = int.from_bytes(exif[4:8], order)
    count = int.from_bytes(exif[start : start + 2], order)
    for number in range(min(count, _MOST_ENTRIES)):
        entry = exif[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) < 12:
            return
        yield int.from_bytes(entry[:2], order), entry[8:]
