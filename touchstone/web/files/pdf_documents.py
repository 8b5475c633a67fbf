"""A PDF looked through as far as can be without showing it: whole, no password, nothing that acts when it is opened.

ISO 32000 (https://pdfa.org/resource/iso-32000-2/, standing: standard). The words that make a PDF act are looked for in
everything but the streams, and in the streams that hold objects. A file made to deceive can hide them elsewhere; so a
PDF is only ever sent as a download, and scanned where a scanner is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NoReturn

from touchstone.intake.problems import Problem, ProblemsFound

MOST_BEHIND = 1_024  # bytes behind the last %%EOF, where some programs leave a line
MOST_UNPACKED = 100_000_000  # bytes of all object streams together
MOST_OBJECT_STREAMS = 50_000
_AGAIN = "Print it to PDF again, and hand that in."
_OTHERS = (b"PK\x03\x04", b"PK\x05\x06", b"<script", b"<html", b"MZ", b"\x7fELF", b"Rar!")
_STREAM = re.compile(rb"stream\r?\n")
_ENCODED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DICTIONARY = 4_096  # bytes before a stream in which what it is is said


def _name(word: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"/" + word + rb"(?![A-Za-z0-9])")


# What a PDF may not hold: (name, what it is, what to do).
_REFUSED = (
    (_name(b"Encrypt"), "The file is protected by a password or against copying.", "Save it without protection."),
    (_name(b"JavaScript"), "The file holds a program.", _AGAIN),
    (_name(b"JS"), "The file holds a program.", _AGAIN),
    (_name(b"Launch"), "The file starts another program.", _AGAIN),
    (_name(b"RichMedia"), "The file holds a film or a program.", _AGAIN),
    (_name(b"XFA"), "The file is a form that is a program.", _AGAIN),
    (_name(b"EmbeddedFiles?"), "The file holds other files.", "Take them out, and hand them in by themselves."),
)
_TOLD = (
    (re.compile(rb"/Author\s*[(<](?!\s*[)>])"), "author"),
    (re.compile(rb"/Subtype\s*/(Text|FreeText|Highlight|Popup|StrikeOut|Caret|Ink|Stamp)(?![A-Za-z0-9])"), "comments"),
    (_name(b"AcroForm"), "form fields"),
    (_name(b"OCProperties"), "layers"),
)


def found_in_pdf(data: bytes, *, file: str) -> list[str]:
    """What a PDF holds besides its pages. Raises ProblemsFound."""

    def stop(what: str, do: str) -> NoReturn:
        raise ProblemsFound([Problem(what, do, file)])

    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data:
        stop("The file is cut short.", "Hand it in again; it may not have come through whole.")
    behind = data[end + 5 :]
    if len(behind) > MOST_BEHIND or any(other in behind for other in _OTHERS) or b"PK\x05\x06" in data[-70_000:]:
        stop("Another file is hidden behind the PDF.", _AGAIN)
    found: set[str] = set()
    for text in _plain_parts(data, file):
        if b"#" in text:
            text = _ENCODED.sub(lambda code: bytes([int(code[1], 16)]), text)
        for pattern, what, do in _REFUSED:
            if pattern.search(text):
                stop(what, do)
        found |= {word for pattern, word in _TOLD if pattern.search(text)}
    return sorted(found)


def _plain_parts(data: bytes, file: str) -> Iterator[bytes]:
    """Everything outside streams, and what is in the streams that hold objects. Raises ProblemsFound."""
    at = unpacked = count = 0
    while found := _STREAM.search(data, at):
        outside = data[at : found.start()]
        yield outside
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        if b"ObjStm" in _ENCODED.sub(lambda code: bytes([int(code[1], 16)]), outside[-_DICTIONARY:]):
            count += 1
            text = _inflated(data[found.end() : end], MOST_UNPACKED - unpacked)
            unpacked += len(text)
            if unpacked >= MOST_UNPACKED or count > MOST_OBJECT_STREAMS:
                what = "The file unpacks to more than any document needs."
                raise ProblemsFound([Problem(what, _AGAIN, file)])
            yield text
        at = end + len(b"endstream")
    yield data[at:]


def _inflated(packed: bytes, most: int) -> bytes:
    """The stream unpacked as far as it can be, at most so many bytes; as it stands where it is not packed."""
    unpacking = zlib.decompressobj()
    try:
        return unpacking.decompress(packed.lstrip(b"\r\n"), max(most, 1))
    except zlib.error:
        return packed
