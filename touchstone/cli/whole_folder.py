"""Writes a folder of files whole or not at all: made beside its place, then renamed into it."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from touchstone.intake.problems import Problem, ProblemsFound


def check_place(folder: Path, *, replace: bool, ours: Callable[[str], bool]) -> None:
    """Raise ProblemsFound where the folder cannot be written: something is in it, or it is no folder.

    With `replace` a folder may be replaced that holds only files that are `ours`; never anybody else's.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise refused(folder, "This is not a folder.", "Name a folder, or one that is not there yet.")
    if not folder.parent.is_dir():
        raise refused(folder, "The folder it should stand in is not there.", "Make that folder first.")
    if not folder.exists():
        return
    there = sorted(entry.name for entry in folder.iterdir())
    strangers = [name for name in there if not ours(name) or not (folder / name).is_file()]
    if strangers:
        shown = ", ".join(strangers[:3]) + (" …" if len(strangers) > 3 else "")
        raise refused(folder, f"It holds what was not written by this command ({shown}).", "Name another folder.")
    if there and not replace:
        raise refused(folder, "Files of an earlier run are in it.", "Name another folder, or add --replace.")


def write_whole(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write every file into a new folder beside `folder`, then put it in its place; on any error leave nothing.

    Call `check_place` first. Raises ProblemsFound where the disk refuses.
    """
    mark = secrets.token_hex(4)
    made, old = folder.with_name(f".{folder.name}.{mark}.new"), folder.with_name(f".{folder.name}.{mark}.old")
    try:
        made.mkdir()
        for name, content in files:
            with open(made / name, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        put_in_place(made, folder, old)
    except OSError as error:
        raise refused(folder, f"It cannot be written: {error.strerror}.", "Check the disk and your rights.") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)


def put_in_place(made: Path, folder: Path, old: Path) -> None:
    """Rename the new folder into its place; if that fails the old one goes back."""
    if not folder.exists():
        os.rename(made, folder)
        return
    os.rename(folder, old)
    try:
        os.rename(made, folder)
    except OSError:
        os.rename(old, folder)
        raise
    with contextlib.suppress(OSError):
        shutil.rmtree(old)


def refused(folder: Path, what: str, do: str) -> ProblemsFound:
    """The one problem that stops everything."""
    return ProblemsFound([Problem(what, do, str(folder))])
