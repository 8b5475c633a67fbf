"""The virus scanner: what it says of a file, asked as ClamAV's daemon is asked, and the files that wait for its word.

Where scanning is required and the scanner does not answer, a file stays unscanned and waits; it is never taken for
clean. Protocol: INSTREAM of clamd (https://docs.clamav.net/manual/Usage/Scanning.html, standing: the maker's manual).
"""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from touchstone.web.files.models import Scan

log = logging.getLogger("touchstone.web.files")

PATIENCE = 30  # seconds for each step of the talk
_PIECE = 65_536
_LONGEST_ANSWER = 4_096


class ScannerDown(Exception):
    """The scanner cannot be asked, or does not answer as one does. The file goes on waiting."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said: a state, and its own words for what it found."""

    state: Scan
    says: str = ""


def ask_scanner(content: bytes, *, address: str | None = None) -> Verdict:
    """What the scanner at `address` (TOUCHSTONE_CLAMD) says of these bytes. Raises ScannerDown."""
    address = settings.CLAMD if address is None else address
    if not address:
        raise ScannerDown("No scanner is named.")
    try:
        with _connected(address) as line:
            _send(line, content)
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerDown(f"The scanner cannot be reached: {type(error).__name__}.") from error
    return _understood(answer)


def _connected(address: str) -> socket.socket:
    """A connection to `tcp://host:port` or `unix:/path`. Raises OSError, or ValueError for any other address."""
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=PATIENCE)
    raise ValueError("TOUCHSTONE_CLAMD is tcp://host:port or unix:/path")


def _send(line: socket.socket, content: bytes) -> None:
    """The command, then the content in pieces with their lengths before them, then a piece of no length."""
    line.sendall(b"zINSTREAM\0")
    try:
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        return  # a scanner that has read enough hangs up; its answer is still to be read


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer


def _understood(answer: bytes) -> Verdict:
    """`stream: OK`, `stream: <name> FOUND` or `… ERROR`, and nothing else, is an answer."""
    words = answer.rstrip(b"\0\n").decode("ascii", "replace").removeprefix("stream: ").strip()
    if words == "OK":
        return Verdict(Scan.CLEAN)
    if words.endswith(" FOUND"):
        return Verdict(Scan.INFECTED, words.removesuffix(" FOUND"))
    if "size limit exceeded" in words:
        return Verdict(Scan.REFUSED, "larger than the scanner reads")
    raise ScannerDown("The scanner did not answer as ClamAV does.")
