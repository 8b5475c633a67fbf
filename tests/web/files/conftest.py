"""Files of one test stand in a folder of its own, and a step is taken inside an operation of the test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.files import pdf
from touchstone.web.audit.operation import PROGRAM, operation
from touchstone.web.files.checking import CheckedFile, look_through
from touchstone.web.files.models import StoredFile
from touchstone.web.files.operations import keep

ME, SOMEBODY_ELSE, EXERCISE = uuid4(), uuid4(), uuid4()


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    """TOUCHSTONE_VAR of this test alone."""
    settings.VAR = tmp_path
    return tmp_path


@operation(None, also_program=True, open_because="tests take single steps")
def take(*, step: Callable[[], Any], by: Any) -> Any:
    """Do this inside an operation."""
    return step()


def within(step: Callable[[], Any]) -> Any:
    """What a step gives back, taken inside an operation."""
    return take(step=step, by=PROGRAM)


def checked(name: str = "notes.pdf", content: bytes | None = None) -> CheckedFile:
    """A file that was looked through."""
    return look_through(content=pdf() if content is None else content, name=name)


def kept(name: str = "notes.pdf", content: bytes | None = None, **how: Any) -> StoredFile:
    """A file that is kept: mine, in the exercise."""
    whole = {"by_id": ME, "exercise_id": EXERCISE, "used_as": "evidence", **how}
    file = checked(name, content)
    return within(lambda: keep(checked=file, **whole))
