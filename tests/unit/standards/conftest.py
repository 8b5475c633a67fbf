"""Folders of frameworks that a test may change, and a whole package of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from touchstone.standards import comparing, loading
from touchstone.standards.stamp import FRAMEWORKS, HERE

ROOT = Path(HERE).parent


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test loads for itself, and nobody's own folders are searched."""
    monkeypatch.delenv(loading.FOLDERS_VARIABLE, raising=False)
    loading.loaded.clear()
    comparing.loaded.clear()
    yield
    loading.loaded.clear()
    comparing.loaded.clear()


@pytest.fixture
def own_frameworks(tmp_path: Path) -> Path:
    """A folder of somebody's own with a copy of every framework."""
    return Path(shutil.copytree(FRAMEWORKS, tmp_path / "own"))


@pytest.fixture
def change() -> Callable[[Path, str, str], None]:
    """Replace one piece of text in a file; the piece must be there exactly once."""

    def change_file(file: Path, old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change_file


class Package:
    """A copy of the two rooms that frameworks need, run by a Python of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.standards = folder / "touchstone" / "standards"
        for room in ("intake", "standards"):
            ignored = shutil.ignore_patterns("__pycache__", "compiled")
            shutil.copytree(ROOT / room, folder / "touchstone" / room, ignore=ignored)
        shutil.copy(ROOT / "__init__.py", folder / "touchstone" / "__init__.py")
        self.compiled = self.standards / "compiled"
        self.yaml = self.standards / "frameworks" / "hmip-youth-2021"

    def run(self, code: str) -> str:
        """What `code` prints."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, question: str) -> str:
        """Load the 2021 framework as `f` and print `question`, then whether YAML had to be read."""
        return self.run(
            "import sys\nfrom touchstone.standards.loading import load_framework\n"
            f"f = load_framework('hmip-youth-2021')\nprint({question}, 'yaml' in sys.modules)"
        )


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """The package of a test's own; nothing is compiled yet."""
    return Package(tmp_path)
