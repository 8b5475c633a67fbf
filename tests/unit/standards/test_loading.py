"""Frameworks load quickly, follow every change of their YAML, and can be replaced from outside the package."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.standards.conftest import Package
from touchstone.intake.problems import ProblemsFound
from touchstone.standards.compiled import framework_from, plain_from
from touchstone.standards.loading import FOLDERS_VARIABLE, framework_ids, load_framework
from touchstone.standards.stamp import read_compiled, stamp_of, write_compiled

Change = Callable[[Path, str, str], None]


def test_an_unknown_framework_names_those_there_are() -> None:
    with pytest.raises(ProblemsFound) as found:
        load_framework("hmip-youth-2020")
    (problem,) = found.value.problems
    assert problem.what == "There is no framework 'hmip-youth-2020'."
    assert problem.do == "Use one of: hmip-youth-2018, hmip-youth-2021, hmip-youth-2025."


@pytest.mark.parametrize(
    "id", ["../frameworks/hmip-youth-2021", "", ".", "hmip-youth-2021/", "HMIP-YOUTH-2021", "x\x1b[2J"]
)
def test_no_id_leads_out_of_the_folder_of_frameworks(id: str) -> None:
    with pytest.raises(ProblemsFound, match="There is no framework") as found:
        load_framework(id)
    assert "\x1b" not in str(found.value)


def test_a_framework_is_loaded_once_per_program() -> None:
    assert load_framework("hmip-youth-2021") is load_framework("hmip-youth-2021")


@pytest.mark.parametrize("name", framework_ids())
def test_the_compiled_form_gives_back_exactly_the_same(name: str) -> None:
    framework = load_framework(name)
    again = framework_from(plain_from(framework))
    assert again == framework
    assert hash(again) == hash(framework)  # no list slipped in where a tuple was


def test_the_first_program_compiles_and_the_next_needs_no_yaml(package: Package) -> None:
    assert package.ask("len(f.standards)") == "13 True"
    assert [path.name for path in package.compiled.iterdir()] == ["hmip-youth-2021.json"]
    assert package.ask("len(f.standards)") == "13 False"


def test_any_change_of_the_yaml_is_noticed_even_one_that_leaves_date_and_length(package: Package) -> None:
    package.ask("1")
    file = package.yaml / "rating.yaml"
    before = file.stat()
    text = file.read_text(encoding="utf-8")
    assert text.count("at_least: 65") == 1
    file.write_text(text.replace("at_least: 65", "at_least: 66"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert package.ask("f.rating.question_bands[2].at_least") == "66 True"
    assert package.ask("f.rating.question_bands[2].at_least") == "66 False"


def test_a_new_file_a_lost_file_and_a_new_compiler_are_noticed(package: Package) -> None:
    package.ask("1")
    (package.yaml / "rating.yaml").rename(package.yaml / "rating.yaml.old")
    broken = "try:\n    load_framework('hmip-youth-2021')\nexcept Exception as error:\n    print(error)"
    said = package.run(f"from touchstone.standards.loading import load_framework\n{broken}")
    assert "Nothing names the source 'west-mercia-2022'" in said  # it read the YAML, and found what the rule had named
    (package.yaml / "rating.yaml.old").rename(package.yaml / "rating.yaml")
    assert package.ask("1") == "1 False"
    compiler = package.standards / "compiling.py"
    compiler.write_text(compiler.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert package.ask("1") == "1 True"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"stamp": []}', '{"stamp": null, "value": {}}', "\ud800"])
def test_a_spoilt_compiled_file_is_made_anew(package: Package, content: str) -> None:
    package.ask("1")
    path = package.compiled / "hmip-youth-2021.json"
    path.write_text(content, encoding="utf-8", errors="surrogatepass")
    assert package.ask("len(f.standards)") == "13 True"
    assert package.ask("len(f.standards)") == "13 False"


def test_a_package_that_cannot_be_written_to_still_loads(package: Package) -> None:
    """A file stands where the folder should be: that stops root as well, which no permission does."""
    package.compiled.write_text("", encoding="utf-8")
    assert package.ask("len(f.standards)") == "13 True"
    assert package.ask("len(f.standards)") == "13 True"
    assert package.compiled.is_file()


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    target = tmp_path / "compiled" / "x.json"
    target.mkdir(parents=True)  # a folder cannot be replaced by a file
    with pytest.raises(OSError, match=r"x\.json"):
        write_compiled({"value": 1}, str(target), str(tmp_path))
    assert [path.name for path in (tmp_path / "compiled").iterdir()] == ["x.json"]


def test_the_stamp_counts_yaml_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1", encoding="utf-8")
    before = stamp_of(str(tmp_path))
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert stamp_of(str(tmp_path)) == before
    write_compiled({"value": 1}, str(tmp_path / "a.json"), str(tmp_path))
    assert read_compiled(str(tmp_path / "a.json"), str(tmp_path)) is not None
    (tmp_path / "a.yaml").write_text("a: 2", encoding="utf-8")
    assert read_compiled(str(tmp_path / "a.json"), str(tmp_path)) is None


def test_loading_brings_in_little(package: Package) -> None:
    """`touchstone rate` pays for every module: no YAML parser, no typing, no dataclasses, no pathlib."""
    package.ask("1")
    code = (
        "import sys\nfrom touchstone.standards.loading import load_framework\nload_framework('hmip-youth-2021')\n"
        "dear = {'yaml', 'typing', 'dataclasses', 'inspect', 'pathlib', 'hashlib', 'datetime', 'unicodedata'}\n"
        "print(sorted(dear & set(sys.modules)), 'touchstone.standards.compiling' in sys.modules)"
    )
    assert package.run(code) == "[] False"


@pytest.mark.capability("I1")
def test_a_folder_of_ones_own_adds_and_replaces_frameworks(own_frameworks: Path, change: Change) -> None:
    shutil.rmtree(own_frameworks / "hmip-youth-2018")
    (own_frameworks / "hmip-youth-2025").rename(own_frameworks / "next-year")
    change(own_frameworks / "next-year" / "framework.yaml", "id: hmip-youth-2025", "id: next-year")
    change(own_frameworks / "hmip-youth-2021" / "rating.yaml", "at_least: 65", "at_least: 70")
    folders = (own_frameworks,)
    assert framework_ids(folders=folders) == ("hmip-youth-2018", "hmip-youth-2021", "hmip-youth-2025", "next-year")
    assert load_framework("next-year", folders=folders).title == load_framework("hmip-youth-2025").title
    replaced = load_framework("hmip-youth-2021", folders=folders).rating
    ours = load_framework("hmip-youth-2021").rating
    assert replaced is not None
    assert ours is not None
    assert (replaced.question_bands[2].at_least, ours.question_bands[2].at_least) == (70, 65)
    assert not list(own_frameworks.rglob("*.json.*"))


def test_nothing_is_written_into_somebody_elses_folder(own_frameworks: Path) -> None:
    before = sorted(path for path in own_frameworks.rglob("*"))
    load_framework("hmip-youth-2025", folders=(own_frameworks,))
    assert sorted(path for path in own_frameworks.rglob("*")) == before


def test_the_environment_names_folders_and_the_last_one_wins(
    own_frameworks: Path, tmp_path: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(own_frameworks, tmp_path / "other"))
    for folder, title in ((own_frameworks, "First"), (other, "Second")):
        change(
            folder / "hmip-youth-2018" / "framework.yaml",
            "title: Youth offending services, 2018 to 2021",
            f"title: {title}",
        )
    monkeypatch.setenv(FOLDERS_VARIABLE, f"{own_frameworks}{os.pathsep}{other}")
    assert load_framework("hmip-youth-2018").title == "Second"
    assert load_framework("hmip-youth-2018", folders=(own_frameworks,)).title == "First"
    monkeypatch.setenv(FOLDERS_VARIABLE, f"{other}{os.pathsep}{own_frameworks}{os.pathsep}")
    assert load_framework("hmip-youth-2018").title == "First"


def test_a_folder_that_is_not_there_or_is_one_framework_is_told(
    own_frameworks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(ProblemsFound) as found:
        load_framework("hmip-youth-2021", folders=(own_frameworks / "hmip-youth-2021",))
    assert [problem.what for problem in found.value.problems] == [
        "There is no such folder of frameworks.",
        "This is the folder of one framework.",
    ]


@pytest.mark.capability("I1")
def test_an_earlier_revision_stays_at_hand(own_frameworks: Path, change: Change) -> None:
    """A correction is the next revision; inspections keep the one they were begun under."""
    newer = own_frameworks / "hmip-youth-2021"
    shutil.copytree(newer, own_frameworks / "hmip-youth-2021.r7")
    change(own_frameworks / "hmip-youth-2021.r7" / "framework.yaml", "revision: 1", "revision: 7")
    change(newer / "framework.yaml", "revision: 1", "revision: 8")
    folders = (own_frameworks,)
    assert load_framework("hmip-youth-2021", folders=folders).revision == 8
    assert load_framework("hmip-youth-2021", folders=folders, revision=7).revision == 7
    assert load_framework("hmip-youth-2021", folders=folders, revision=1).revision == 1  # the package's own
    assert "hmip-youth-2021.r7" not in framework_ids(folders=folders)
    with pytest.raises(ProblemsFound, match=r"has no revision 9\. Use revision 1, 8, or"):
        load_framework("hmip-youth-2021", folders=folders, revision=9)
