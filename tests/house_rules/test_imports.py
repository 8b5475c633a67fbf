"""The import contracts of pyproject.toml hold, and each of them can fail."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house_rules.source import PLAIN_ROOMS, ROOT, python_files, read, room, shown

RUN = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the package in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def contracts() -> dict[str, dict[str, object]]:
    """The contracts by name."""
    listed = tomllib.loads(read("pyproject.toml").text)["tool"]["importlinter"]["contracts"]
    return {contract["name"]: contract for contract in listed}


def skeleton(folder: Path) -> Path:
    """An empty house: every room, the contracts, and nothing in them."""
    (folder / "pyproject.toml").write_text(read("pyproject.toml").text, encoding="utf-8")
    for file in python_files("touchstone"):
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("", encoding="utf-8")
    return folder


def test_the_contracts_hold() -> None:
    said = lint(ROOT)
    assert said.returncode == 0, said.stdout


def test_an_empty_house_holds_them_too(tmp_path: Path) -> None:
    said = lint(skeleton(tmp_path))
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("The rooms: imports flow one way", "intake/problems.py", "import touchstone.rating.working"),
        ("Inside web: each app uses only those below it", "web/design/__init__.py", "import touchstone.web.public"),
        ("Django lives only in web", "rating/working.py", "import django"),
        ("The public site cannot reach a child's record", "web/public/views.py", "import touchstone.web.exercises"),
        ("No circles anywhere", "intake/problems.py", "import touchstone.dossier.inspection"),
    ],
)
def test_a_planted_import_breaks_its_contract(tmp_path: Path, contract: str, module: str, line: str) -> None:
    house = skeleton(tmp_path) / "touchstone"
    (house / module).write_text(f"{line}\n", encoding="utf-8")
    (house / "dossier" / "inspection.py").write_text("import touchstone.intake.problems\n", encoding="utf-8")
    said = lint(tmp_path)
    assert said.returncode == 1
    assert f"{contract} BROKEN" in said.stdout, said.stdout


def test_every_contract_is_proven_able_to_fail() -> None:
    marks = getattr(test_a_planted_import_breaks_its_contract, "pytestmark")  # noqa: B009
    planted = {case[0] for mark in marks for case in mark.args[1]}
    assert planted == set(contracts())


def test_every_plain_room_is_kept_from_django() -> None:
    named = contracts()["Django lives only in web"]["source_modules"]
    assert named == [f"touchstone.{name}" for name in PLAIN_ROOMS]


def test_every_room_says_what_question_it_answers() -> None:
    rooms = {room(file.path) for file in python_files("touchstone")} - {""}
    silent = [name for name in sorted(rooms) if not read(f"touchstone/{name}/__init__.py").text.startswith('"""')]
    assert not silent, shown(silent)
