"""Runs one named function over a stranger's file in a child process with little time, little memory and no way out.

The child is a bare Python: no installed packages, no environment, no open descriptors, an empty folder to stand in. It
raises its own walls (`walls.py`) before it reads a byte and answers in JSON. Whatever goes wrong in there comes back as
problems for a person. Which walls hold depends on the machine: `python manage.py walls` tells.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.tables import Row, Sheet
from touchstone.sampling.frame import Frame, FrameRow
from touchstone.standards.compiled import plain_from
from touchstone.standards.framework import Framework
from touchstone.web.files.allowed import ALLOWED

log = logging.getLogger("touchstone.web.files")

MOST_PROCESSOR_SECONDS = 20  # IMP-1
MOST_MEGABYTES = 512  # of memory, as addresses: what Python itself maps counts
MOST_SECONDS = 40  # on the clock, for a machine that is busy
MOST_ANSWER = 100_000_000  # bytes; the largest table there can be takes less

PACKAGE = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[2]); from touchstone.web.files.inside import main; main()"
_FREE_THE_REST = "Take out what is not needed, or hand it in as several files."
_SAVE_AGAIN = "Save it again from the program it was made with. If that does not help, ask for it in another form."


@dataclass(frozen=True)
class Limits:
    """What one child may use."""

    processor_seconds: int = MOST_PROCESSOR_SECONDS
    megabytes: int = MOST_MEGABYTES
    seconds: float = MOST_SECONDS


@dataclass(frozen=True)
class Answer:
    """What came back: a JSON value, the bytes of a file made new (or none), and the walls that stood."""

    value: Any
    content: bytes = b""
    walls: tuple[str, ...] = ()


USUAL = Limits()


def run_limited(function: str, data: bytes, arguments: Mapping[str, Any], *, limits: Limits = USUAL) -> Answer:
    """What the allowed function of this name says of `data`. `arguments` are JSON values.

    Raises ProblemsFound for whatever is wrong with the file, also where reading it takes too long, too much memory or
    finds a mistake of ours; KeyError for a function that is not allowed.
    """
    if function not in ALLOWED:
        raise KeyError(f"{function} may not be run in a child process")
    header = json.dumps({"function": function, "arguments": arguments}, ensure_ascii=True).encode("ascii")
    code, late, answered = _ran(len(header).to_bytes(8, "big") + header, data, limits)
    file = str(arguments.get("file", ""))
    answer, content = _parted(answered)
    if answer is None:
        raise ProblemsFound([_killed(function, code, late, file)])
    if "failed" in answer:
        raise ProblemsFound([_failed(function, answer, file)])
    with _understood(file):
        if "problems" in answer:
            raise ProblemsFound([Problem(*fields) for fields in answer["problems"]])
        return Answer(answer["value"], content, tuple(str(wall) for wall in answer["walls"]))


@contextmanager
def _understood(file: str) -> Iterator[None]:
    """An answer that makes no sense is a child that somebody has taken over, never an error of the page."""
    try:
        yield
    except (TypeError, KeyError, ValueError, AttributeError):
        log.error("a child's answer made no sense; what it read may have taken it over")
        raise ProblemsFound([Problem("This file cannot be read safely.", _SAVE_AGAIN, file)]) from None


def _ran(header: bytes, data: bytes, limits: Limits) -> tuple[int, bool, bytes]:
    """Start the child, give it everything, take its answer: its exit status, whether it was late, what it said."""
    told = {"seconds": limits.processor_seconds, "megabytes": limits.megabytes, "folders": [str(PACKAGE)]}
    words = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, json.dumps(told), str(PACKAGE.parent)]
    late: list[bool] = []
    with tempfile.TemporaryDirectory(prefix="touchstone-empty-") as empty:
        child = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it could hold words of the file
            cwd=empty,
            env=_environment(),
            close_fds=True,
            start_new_session=True,
        )
        assert child.stdin is not None
        assert child.stdout is not None

        def end_it() -> None:
            late.append(True)
            child.kill()

        clock = Timer(limits.seconds, end_it)
        clock.daemon = True
        clock.start()
        try:
            with suppress(OSError):  # it ended before it had read all: its exit status says why
                child.stdin.write(header)
                child.stdin.write(data)
            with suppress(OSError):
                child.stdin.close()
            answered = child.stdout.read(MOST_ANSWER + 1)
        finally:
            child.kill()
            clock.cancel()
            child.stdout.close()
            code = child.wait()
    return code, bool(late), answered


def _environment() -> dict[str, str]:
    """Nothing; but Windows starts no program without knowing where it stands itself."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ} if os.name == "nt" else {}


def _parted(answered: bytes) -> tuple[dict[str, Any] | None, bytes]:
    """The answer's JSON and the bytes behind it; None where it is not whole."""
    start = 8 + int.from_bytes(answered[:8], "big")
    if len(answered) < max(start, 9) or len(answered) > MOST_ANSWER:
        return None, b""
    try:
        answer = json.loads(answered[8:start])
    except ValueError:
        return None, b""
    return (answer, answered[start:]) if isinstance(answer, dict) else (None, b"")


def _killed(function: str, code: int, late: bool, file: str) -> Problem:
    """Why there was no answer, from how the child ended."""
    out_of_time = late or code == -getattr(signal, "SIGXCPU", -1_000)
    log.warning("a child reading a file (%s) ended with %d%s", function, code, ", out of time" if late else "")
    if out_of_time:
        return Problem("This file takes too long to read safely.", _FREE_THE_REST, file)
    return Problem("This file cannot be read safely.", _SAVE_AGAIN, file)


def _failed(function: str, answer: Mapping[str, Any], file: str) -> Problem:
    """What went wrong in the child, told to a person; the log has the kind of mistake and its line."""
    log.warning("reading a file (%s) failed: %.60s at %.80s", function, answer["failed"], answer.get("at", ""))
    if answer["failed"] == "memory":
        return Problem("This file is too large to read safely.", _FREE_THE_REST, file)
    return Problem("This file cannot be read safely.", _SAVE_AGAIN, file)


# ── The readers of the plain rooms, with the same words as there ─────────────────────────────────────────────────


def read_table_limited(
    data: bytes, *, file: str, wanted: Sequence[str], optional: Sequence[str] = (), refuse_personal: bool = False
) -> Sheet:
    """`touchstone.intake.tables.read_table` in a child process. Raises ProblemsFound."""
    arguments = {"file": file, "wanted": [*wanted], "optional": [*optional], "refuse_personal": refuse_personal}
    value = run_limited("read_table", data, arguments).value
    with _understood(file):
        headings = tuple(value["headings"])
        rows = (Row(number, dict(zip(headings, row, strict=True))) for number, row in value["rows"])
        return Sheet(headings, tuple(rows))


def read_frame_limited(data: bytes, *, file: str, framework: Framework, dates: str = "iso") -> Frame:
    """`touchstone.sampling.frame.read_frame` in a child process. Raises ProblemsFound."""
    arguments = {"file": file, "framework": plain_from(framework), "dates": dates}
    value = run_limited("read_frame", data, arguments).value
    with _understood(file):
        columns = tuple(value["columns"])
        rows = (FrameRow(number, tuple(zip(columns, row, strict=True))) for number, row in value["rows"])
        return Frame(columns, tuple(rows))


def walls_here() -> tuple[str, ...]:
    """The walls that stand around a child on this machine, in words. Raises ProblemsFound where none can start."""
    return run_limited("nothing", b"", {}).walls
