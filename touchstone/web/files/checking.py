"""A file looked at before anything is kept: its name cleaned, its kind known, its traces told or taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import TextRefused, clean
from touchstone.web.files.child import run_limited
from touchstone.web.files.kinds import DOCUMENTS, MOST_BYTES, Kind, kind_of

LONGEST_NAME = 200  # characters
_NEVER_IN_A_NAME = dict.fromkeys(map(ord, '\\/:*?"<>|'), "-")


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed: what is to be kept of it. Only `look_through` makes one."""

    name: str
    kind: Kind
    content: bytes = field(repr=False)  # as it will be kept: a picture has lost its traces
    handed_in_sha256: str  # of what came in, so that the same file is recognised when it comes again
    found_inside: tuple[str, ...] = ()  # words of found_inside.SENTENCES

    @property
    def sha256(self) -> str:
        """Of the content as it will be kept."""
        return sha256(self.content).hexdigest()


def look_through(*, content: bytes, name: str, among: Iterable[str] = DOCUMENTS, most: int = MOST_BYTES) -> CheckedFile:
    """Check a file by its ending, its first bytes and, in a limited child process, all that is inside.

    Changes nothing and takes up to some seconds, so it is called before an operation, never within one. Raises
    ProblemsFound for whatever may not be kept, with what to do about it.
    """
    cleaned = clean_name(name)
    kind = kind_of(cleaned, content, among=among, most=most)
    answer = run_limited(kind.inspected_by, content, {"kind": kind.ending, "file": cleaned})
    found = tuple(str(word) for word in answer.value["found_inside"])
    kept = answer.content if kind.inspected_by == "inspect_image" else content
    return CheckedFile(cleaned, kind, kept, sha256(content).hexdigest(), found)


def clean_name(name: str) -> str:
    """A file's name as it may be kept and shown: no folders, nothing that a terminal or a file system acts upon.

    Raises ProblemsFound for a name that holds what is no text.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    try:
        text = clean(last, most=20_000, one_line=True).translate(_NEVER_IN_A_NAME).strip(" .")
    except TextRefused as refused:
        problem = Problem(f"The name of the file cannot be kept. {refused.what}", "Rename the file.")
        raise ProblemsFound([problem]) from None
    if not text:
        raise ProblemsFound([Problem("The file has no name.", "Give it one, with an ending such as .pdf.")])
    if len(text) > LONGEST_NAME:
        stem, dot, ending = text.rpartition(".")
        text = stem[: LONGEST_NAME - len(ending) - 2] + "…" + dot + ending if dot and len(ending) < 10 else text
    return text[:LONGEST_NAME]
