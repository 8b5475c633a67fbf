"""Opens what was handed in: the bytes of a plain file on this machine, never more of them than can be wanted."""

import os
import stat

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from pathlib import Path

MOST_JSON = 5_000_000  # bytes; an inspection with all its prose is under one million
MOST_TABLE = 20_000_000
MOST_BUNDLE = 20_000_000
TABLES = (".csv", ".xlsx", ".ods", ".xls")


def read_bytes(path: "Path | str", *, most: int) -> bytes:
    """The whole file. Raises ProblemsFound where there is none, it cannot be read, or it has more than `most` bytes."""
    file = named(path)
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise refused(file, "This is a folder.", "Name a file in it.")
        if not stat.S_ISREG(found.st_mode):
            raise refused(file, "This is not a plain file.", "Name a file that is kept on a disk.")
        if found.st_size > most:
            raise refused(
                file,
                f"The file has {found.st_size:,} bytes; at most {most:,} are read.",
                "Check that it is the right file.",
            )
        with open(path, "rb") as opened:
            return opened.read(most)
    except FileNotFoundError:
        raise refused(file, "There is no such file.", "Check the name and the folder.") from None
    except PermissionError:
        raise refused(file, "This file may not be read.", "Ask whoever keeps it for the right to read it.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise refused(file, f"The file cannot be read: {reason}.", "Check the name and the disk.") from None


def inspection_bytes(path: "Path | str") -> bytes:
    """The whole inspection file. Raises ProblemsFound as `read_bytes` does, and where the table of cases was named."""
    file = named(path)
    is_table = file.lower().endswith(TABLES)
    data = read_bytes(path, most=MOST_TABLE if is_table else MOST_JSON)
    if is_table:
        do = f'Name the inspection file (.json) that says "cases": {{"file": "{os.path.basename(file)}"}}.'
        raise refused(file, "This is a table, not an inspection file.", do)
    return data


def named(path: "Path | str") -> str:
    """A file's name as a message may show it."""
    name = os.fspath(path)
    return name if name.isprintable() else shown(name, most=200)[1:-1]


def refused(file: str, what: str, do: str) -> ProblemsFound:
    """The one problem that stops a file from being read at all."""
    return ProblemsFound([Problem(what, do, file)])
