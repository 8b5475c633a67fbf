"""Frameworks are checked strictly when they are compiled, and every problem is told at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.standards.conftest import Package
from touchstone.intake.problems import ProblemsFound
from touchstone.standards.compiling import compile_all, compile_folder
from touchstone.standards.stamp import FRAMEWORKS

Change = Callable[[Path, str, str], None]

NOT_COUNTED = (
    "not_counted_because: Resettlement is rated on its own; its rating does not influence the overall rating.\n"
)

# (file, the text taken out, the text put in, the way to the problem, words of the message)
BROKEN = {
    "a key nobody knows": (
        "2.1-assessment.yaml",
        "rated_by: counting",
        "rated_by: counting\nweight: 2",
        "weight",
        "The key 'weight' is not known here",
    ),
    "a key written twice": (
        "2.1-assessment.yaml",
        "rated_by: counting",
        "rated_by: counting\nrated_by: judging",
        "line",
        "is written twice",
    ),
    "a key left out": ("2.1-assessment.yaml", "title: Assessment\n", "", "", "The key 'title' is missing"),
    "a way of rating nobody knows": (
        "2.1-assessment.yaml",
        "rated_by: counting",
        "rated_by: guessing",
        "rated_by",
        "'guessing' is not known here",
    ),
    "a group that is not there": (
        "2.1-assessment.yaml",
        "cases: court",
        "cases: courts",
        "domains",
        "'courts', which is no sample group",
    ),
    "counting without cases": (
        "2.1-assessment.yaml",
        "cases: court",
        'cases: ""',
        "cases",
        "rated by counting needs cases",
    ),
    "a question numbered elsewhere": (
        "2.1-assessment.yaml",
        'id: "2.1.3"',
        'id: "2.2.9"',
        "key_questions",
        "is not numbered after '2.1'",
    ),
    "a question twice": (
        "2.1-assessment.yaml",
        'id: "2.1.3"',
        'id: "2.1.2"',
        "",
        "key question '2.1.2' is there twice",
    ),
    "no prompts and no reason": (
        "1.2-staff.yaml",
        "    prompts_unread: No text of its prompts could be opened, and none is recalled.\n",
        "",
        "key_questions[4]",
        "either `prompts` or `prompts_unread`",
    ),
    "a source nobody listed": (
        "2.1-assessment.yaml",
        "source: guide-assessing-child",
        "source: guide-assessing-children",
        "key_questions[1].prompts.source",
        "'guide-assessing-children' is not listed",
    ),
    "a source nobody names": (
        "framework.yaml",
        "sources:\n",
        "sources:\n  hearsay: A word in a corridor\n",
        "sources.hearsay",
        "Nothing names the source 'hearsay'",
    ),
    "a standing nobody knows": (
        "sample.yaml",
        "  standing: computed",
        "  standing: rumoured",
        "window.standing",
        "'rumoured' is not known here",
    ),
    "a standard without a file": (
        "framework.yaml",
        'standards: ["4.1"]',
        'standards: ["4.1", "4.2"]',
        "domains[3].standards",
        "no file for standard '4.2'",
    ),
    "a standard without a domain": (
        "framework.yaml",
        '"2.3", "2.4"]',
        '"2.3"]',
        "domains",
        "Standard '2.4' has a file and no domain",
    ),
    "a standard in two domains": (
        "framework.yaml",
        'standards: ["4.1"]',
        'standards: ["4.1", "3.4"]',
        "",
        "standard '3.4' is there twice",
    ),
    "a number that lost its quotes": (
        "2.1-assessment.yaml",
        'id: "2.1"\n',
        "id: 2.1\n",
        "line 1",
        "can be read as a number or as text",
    ),
    "a file named after another standard": (
        "2.1-assessment.yaml",
        'id: "2.1"\n',
        'id: "2.9"\n',
        "id",
        "does not begin with '2.9'",
    ),
    "shares without a band": (
        "rating.yaml",
        "at_least: 0",
        "at_least: 1",
        "question_bands.bands[0].at_least",
        "Shares under 1",
    ),
    "bands that do not rise": (
        "rating.yaml",
        "at_least: 65",
        "at_least: 50",
        "question_bands.bands[2].at_least",
        "50 does not lie above the 50",
    ),
    "a share over a hundred": (
        "rating.yaml",
        "at_least: 80",
        "at_least: 101",
        "question_bands.bands[3].at_least",
        "101 is out of range",
    ),
    "a band that is missing": (
        "rating.yaml",
        "    - {rating: Good, at_least: 65, words: reasonable majority}\n",
        "",
        "question_bands.bands",
        "The bands name Inadequate, Requires improvement, Outstanding.",
    ),
    "a rating misspelt in a band": (
        "rating.yaml",
        "{rating: Requires improvement, up_to: 18}",
        "{rating: Requires Improvement, up_to: 18}",
        "overall_bands.bands",
        "The bands name Inadequate, Requires Improvement",
    ),
    "a score without a band": (
        "rating.yaml",
        "up_to: 36}",
        "up_to: 35}",
        "overall_bands.bands",
        "The last band ends at 35, the points at 36",
    ),
    "scores that do not rise": (
        "rating.yaml",
        "up_to: 18}",
        "up_to: 6}",
        "overall_bands.bands[1].up_to",
        "6 does not lie above the 6",
    ),
    "points nobody can have": (
        "4.1-resettlement.yaml",
        f"counts: false\n{NOT_COUNTED}",
        "counts: true\n",
        "domains",
        "13 standards count, which makes 39 points; rating.yaml says 36",
    ),
    "points that fall": (
        "rating.yaml",
        "Good: 2, Outstanding: 3",
        "Good: 3, Outstanding: 2",
        "points.worth",
        "The points do not rise",
    ),
    "points for a rating not in the scale": (
        "rating.yaml",
        "Outstanding: 3}",
        "Outstanding: 3, Perfect: 4}",
        "points.worth.Perfect",
        "The key 'Perfect' is not known here",
    ),
    "a rounding nobody knows": (
        "rating.yaml",
        "rule: half_up",
        "rule: half_even",
        "rounding.rule",
        "'half_even' is not known here",
    ),
    "more bands than there are": (
        "rating.yaml",
        "most_bands: 1",
        "most_bands: 4",
        "discretion.most_bands",
        "out of range",
    ),
    "true or false misspelt": (
        "rating.yaml",
        "leaves: false",
        'leaves: "no"',
        "not_applicable.leaves",
        "not true or false",
    ),
    "uncounted without a reason": (
        "4.1-resettlement.yaml",
        NOT_COUNTED,
        "",
        "not_counted_because",
        "needs the reason",
    ),
    "a window that ends before it begins": (
        "sample.yaml",
        "from_days: 364",
        "from_days: 36",
        "window.from_days",
        "ends before it begins",
    ),
    "a kind of case twice": (
        "sample.yaml",
        "id: custodial_sentence",
        "id: outcome_22",
        "",
        "kind of case 'outcome_22' is there twice",
    ),
    "a date that is none": ("framework.yaml", 'to: "2025"', 'to: "2025-7"', "in_force.to", "'2025-7' is not a date"),
    "a revision of nought": ("framework.yaml", "revision: 1", "revision: 0", "revision", "0 is out of range"),
    "a folder of another name": (
        "framework.yaml",
        "id: hmip-youth-2021",
        "id: hmip-youth-2022",
        "id",
        "The folder is called 'hmip-youth-2021'",
    ),
    "an id that is a path": ("framework.yaml", "id: hmip-youth-2021", "id: ../hmip", "id", "cannot be an id"),
    "a list that is text": (
        "framework.yaml",
        'standards: ["4.1"]',
        'standards: "4.1"',
        "domains[3].standards",
        "Here is text, not a list",
    ),
    "a list that is empty": (
        "framework.yaml",
        'standards: ["4.1"]',
        "standards: []",
        "domains[3].standards",
        "The list is empty",
    ),
    "a text that is empty": ("2.1-assessment.yaml", "title: Assessment", 'title: ""', "title", "The text is empty"),
    "a control character": (
        "2.1-assessment.yaml",
        "title: Assessment",
        'title: "Assess\\u0007ment"',
        "title",
        "a control character",
    ),
    "an alias": ("2.1-assessment.yaml", "title: Assessment", "title: &t Assessment", "line 2", "anchor"),
    "a mapping that is text": (
        "rating.yaml",
        "points:\n  worth: {",
        "points:\n  worth: none #{",
        "points.worth",
        "not a mapping",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_told_with_its_file_and_place(own_frameworks: Path, change: Change, name: str) -> None:
    file, old, new, way, message = BROKEN[name]
    folder = own_frameworks / "hmip-youth-2021"
    change(folder / file, old, new)
    with pytest.raises(ProblemsFound) as found:
        compile_folder(str(folder))
    told = [problem for problem in found.value.problems if message in problem.what]
    assert told, f"nothing says {message!r}:\n{found.value}"
    places = [problem.column for problem in told]
    assert way in places or any(way and place.startswith(way) for place in places), places
    assert all(problem.file.startswith("hmip-youth-2021/") and problem.do for problem in found.value.problems)


def test_each_problem_stands_under_the_file_it_is_in(own_frameworks: Path, change: Change) -> None:
    folder = own_frameworks / "hmip-youth-2021"
    change(folder / "rating.yaml", "rule: half_up", "rule: half_even")
    change(folder / "sample.yaml", "from_days: 364", "from_days: 36")
    change(folder / "2.1-assessment.yaml", "rated_by: counting", "rated_by: counting\nweight: 2")
    (folder / "2.2-planning.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProblemsFound) as found:
        compile_folder(str(folder))
    files = {problem.file.partition("/")[2] for problem in found.value.problems}
    assert {"rating.yaml", "sample.yaml", "2.1-assessment.yaml", "2.2-planning.yaml"} <= files


def test_a_file_that_is_missing_is_told(own_frameworks: Path) -> None:
    (own_frameworks / "hmip-youth-2021" / "sample.yaml").unlink()
    with pytest.raises(ProblemsFound, match=r"sample\.yaml: The file is not there"):
        compile_folder(str(own_frameworks / "hmip-youth-2021"))


def test_a_folder_without_a_rating_rule_is_a_framework_without_a_rule(own_frameworks: Path, change: Change) -> None:
    folder = own_frameworks / "hmip-youth-2025"
    (folder / "rating.yaml").unlink()
    with pytest.raises(ProblemsFound) as found:  # the two sources that the rule alone named
        compile_folder(str(folder))
    assert {problem.column for problem in found.value.problems} == {"sources.derby-2025", "sources.recollection"}
    change(folder / "framework.yaml", "source: programme-2025\nlicence", "source: derby-2025\nlicence")
    change(folder / "V1-victims.yaml", "source: victims-standard\nnote: >-", "source: recollection\nnote: >-")
    assert compile_folder(str(folder)).rating is None


def test_everything_of_the_package_compiles(tmp_path: Path) -> None:
    written = compile_all(into=str(tmp_path / "compiled"))
    names = [Path(path).name for path in written]
    assert names == ["hmip-youth-2018.json", "hmip-youth-2021.json", "hmip-youth-2025.json", "crosswalks.json"]
    assert all(Path(path).stat().st_size > 1_000 for path in written)


def test_notes_and_layout_are_no_problem(own_frameworks: Path) -> None:
    """Comments and the order of keys may change; what is said stays the same."""
    file = own_frameworks / "hmip-youth-2021" / "2.1-assessment.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("# a comment\n" + "\n".join([lines[1], lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    assert compile_folder(str(file.parent)) == compile_folder(f"{FRAMEWORKS}/hmip-youth-2021")


COMPILE = "from touchstone.standards.compiling import main\nprint(main())"


def test_a_package_is_compiled_as_its_build_does(package: Package) -> None:
    *written, status = package.run(COMPILE).splitlines()
    assert status == "0"
    assert sorted(Path(path).name for path in written) == sorted(path.name for path in package.compiled.iterdir())
    assert len(written) == 4


def test_what_is_wrong_with_a_package_stops_its_build_and_writes_nothing(package: Package, change: Change) -> None:
    change(package.yaml / "rating.yaml", "rule: half_up", "rule: half_even")
    change(package.standards / "frameworks" / "hmip-youth-2018" / "sample.yaml", "groups:", "groupes:")
    code = "from touchstone.standards.compiling import compile_all\ntry:\n    compile_all()\nexcept Exception as error:"
    said = package.run(f"{code}\n    print(error)")
    assert "hmip-youth-2018/sample.yaml, groupes: The key 'groupes' is not known here" in said
    assert "hmip-youth-2021/rating.yaml, rounding.rule: 'half_even' is not known here" in said
    assert not package.compiled.exists()


def test_a_crosswalk_of_a_framework_that_is_not_there_stops_the_build(package: Package) -> None:
    file = package.standards / "crosswalks" / "2018-2021.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("earlier: hmip-youth-2018", "earlier: hmip-youth-2017"), encoding="utf-8")
    code = "from touchstone.standards.compiling import compile_all\ntry:\n    compile_all()\nexcept Exception as error:"
    assert "hmip-youth-2017 and hmip-youth-2021; one of them is not there" in package.run(f"{code}\n    print(error)")


def test_a_file_of_any_length_is_refused_without_being_read_whole(own_frameworks: Path) -> None:
    (own_frameworks / "hmip-youth-2021" / "rating.yaml").write_text("#" * 2_000_001, encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"rating\.yaml: The file has 2,000,001 characters"):
        compile_folder(str(own_frameworks / "hmip-youth-2021"))


def test_the_checksums_are_printed_as_released_json_holds_them(package: Package) -> None:
    import json

    from touchstone.standards.checksum import released

    printed = package.run("from touchstone.standards.checksum import main\nmain()")
    assert json.loads(printed) == released()
