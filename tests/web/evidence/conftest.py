"""What tests of evidence share: files of one test in a folder of its own, and the addresses of the three rooms."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.people import Cast


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    """TOUCHSTONE_VAR of this test alone."""
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def at(cast: Cast) -> str:
    """Where the pages of the exercise begin."""
    return f"/work/exercises/{cast.exercise.id}/"
