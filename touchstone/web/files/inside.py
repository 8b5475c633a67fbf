"""What runs within the limited child process: it raises the walls, reads its input, runs one function, answers, ends.

The input is 8 bytes of length, a JSON header of that length, then the file. The answer has the same shape: JSON, then
the bytes of a file that was made new (an image). Nothing is ever unpickled on either side.
"""

from __future__ import annotations

import json
import sys

LONGEST_HEADER = 20_000_000  # bytes


def main() -> None:
    """Read one question from standard input and answer it on standard output. Never raises."""
    from touchstone.web.files.walls import raise_walls

    limits = json.loads(sys.argv[1])
    walls = raise_walls(seconds=limits["seconds"], megabytes=limits["megabytes"], folders=limits["folders"])
    content = b""
    try:
        answer, content = answered(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"failed": "memory"}
    except RecursionError:
        answer = {"failed": "depth"}
    except Exception as error:  # a stranger's file has found a mistake of ours: its words could hold anything
        answer = {"failed": type(error).__name__, "at": place_of(error)}
    written = json.dumps({**answer, "walls": walls}, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    sys.stdout.buffer.write(len(written).to_bytes(8, "big") + written + content)
    sys.stdout.buffer.flush()


def answered(given: bytes) -> tuple[dict[str, object], bytes]:
    """Run the function that the header names: its value, or the problems that it found."""
    from touchstone.intake.problems import ProblemsFound
    from touchstone.web.files.allowed import ALLOWED

    start = 8 + int.from_bytes(given[:8], "big")
    header = json.loads(given[8:start])
    try:
        value, content = ALLOWED[header["function"]](given[start:], header["arguments"])
    except ProblemsFound as found:
        return {"problems": [[p.what, p.do, p.file, p.row, p.column] for p in found.problems]}, b""
    return {"value": value}, content


def place_of(error: BaseException) -> str:
    """Module and line of the innermost step: enough for the log, and nothing of the file."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{step.tb_frame.f_globals.get('__name__')}:{step.tb_lineno}" if step is not None else ""
