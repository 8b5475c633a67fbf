"""A released revision of a framework never changes its meaning; a correction is the next revision."""

import shutil
from pathlib import Path

import pytest

from touchstone.standards.checksum import meaning_of, released
from touchstone.standards.compiling import compile_folder
from touchstone.standards.stamp import FRAMEWORKS


def changed(frameworks: Path, promised: dict[str, dict[str, str]]) -> list[str]:
    """Released revisions that are gone or say something else, and revisions that nobody wrote down as released."""
    found = []
    now: dict[tuple[str, str], str] = {}
    for folder in sorted(path.parent for path in frameworks.glob("*/framework.yaml")):
        framework = compile_folder(str(folder))
        now[framework.id, str(framework.revision)] = meaning_of(framework)
    promises = {(name, revision): checksum for name, them in promised.items() for revision, checksum in them.items()}
    for (name, revision), checksum in promises.items():
        if (name, revision) not in now:
            found.append(f"{name} revision {revision} is gone")
        elif now[name, revision] != checksum:
            found.append(f"{name} revision {revision} has changed")
    found += [f"{name} revision {revision} is not in released.json" for name, revision in now.keys() - promises.keys()]
    return found


WHAT_TO_DO = (
    "A released revision is frozen. Put the old YAML back, rename its folder to <id>.r<revision>, and make the change "
    "in a copy with the next revision; then write its checksum into released.json "
    "(python -m touchstone.standards.checksum prints it)."
)


def test_released_revisions_say_what_they_said() -> None:
    assert len(released()) == 3
    violations = changed(Path(FRAMEWORKS), released())
    assert not violations, f"{violations} {WHAT_TO_DO}"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the frameworks, to be altered."""
    return Path(shutil.copytree(FRAMEWORKS, tmp_path / "frameworks"))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("hmip-youth-2021/rating.yaml", "at_least: 65", "at_least: 64"),
        ("hmip-youth-2021/rating.yaml", "leaves: false", "leaves: true"),
        ("hmip-youth-2018/rating.yaml", "leaves: true", "leaves: false"),
        ("hmip-youth-2021/rating.yaml", "few_cases: 5", "few_cases: 0"),
        ("hmip-youth-2021/2.1-assessment.yaml", "topic: desistance", "topic: desisting"),
        ("hmip-youth-2021/2.1-assessment.yaml", "are in focus.", "are in view."),
        ("hmip-youth-2021/sample.yaml", "from_days: 364", "from_days: 365"),
        ("hmip-youth-2025/V1-victims.yaml", "asked_of_cases: true\n", "asked_of_cases: false\n"),
        ("hmip-youth-2021/framework.yaml", "ISBN 978-1-915468-40-6", "ISBN 978-1-915468-40-7"),
    ],
)
def test_an_altered_copy_is_found(copied: Path, file: str, old: str, new: str) -> None:
    text = (copied / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copied / file).write_text(text.replace(old, new), encoding="utf-8")
    assert changed(copied, released()) == [f"{file.partition('/')[0]} revision 1 has changed"]


def test_layout_and_comments_may_change(copied: Path) -> None:
    file = copied / "hmip-youth-2021" / "rating.yaml"
    file.write_text("# read with care\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert changed(copied, released()) == []


def test_the_next_revision_beside_the_old_one_is_right_once_it_is_written_down(copied: Path) -> None:
    newer = copied / "hmip-youth-2021"
    shutil.copytree(newer, copied / "hmip-youth-2021.r1")
    file = newer / "framework.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("revision: 1\n", "revision: 2\n"), encoding="utf-8")
    assert changed(copied, released()) == ["hmip-youth-2021 revision 2 is not in released.json"]
    checksum = meaning_of(compile_folder(str(newer)))
    assert changed(copied, {**released(), "hmip-youth-2021": {**released()["hmip-youth-2021"], "2": checksum}}) == []
    shutil.rmtree(copied / "hmip-youth-2021.r1")
    assert "hmip-youth-2021 revision 1 is gone" in changed(copied, released())
