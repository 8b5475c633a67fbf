"""Crosswalks: which standards of two versions can be set side by side, read either way round."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from touchstone.intake.problems import ProblemsFound
from touchstone.standards.comparing import OVERALL, comparable, crosswalks
from touchstone.standards.compiling_crosswalks import compile_crosswalks, standards_missing
from touchstone.standards.framework import Framework
from touchstone.standards.loading import framework_ids, load_framework
from touchstone.standards.stamp import CROSSWALKS

Change = Callable[[Path, str, str], None]


def framework(year: int) -> Framework:
    return load_framework(f"hmip-youth-{year}")


@pytest.mark.capability("I1", "I10")
@pytest.mark.parametrize(
    "standard", ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", OVERALL]
)
def test_what_stayed_the_same_in_2021_can_be_compared_both_ways(standard: str) -> None:
    for one, other in ((2021, 2018), (2018, 2021)):
        comparison = comparable(framework(one), standard, framework(other))
        assert (comparison.comparable, comparison.to) == (True, (standard,))
        assert comparison.why
        assert comparison.fact is not None


@pytest.mark.capability("I1", "I10")
def test_joint_working_and_policy_and_provision_share_a_number_only() -> None:
    comparison = comparable(framework(2021), "3.4", framework(2018))
    assert not comparison.comparable
    assert comparison.to == ("3.4",)
    assert "Joint working" in comparison.why


def test_resettlement_has_nothing_before_it() -> None:
    comparison = comparable(framework(2021), "4.1", framework(2018))
    assert (comparison.comparable, comparison.to) == (False, ())


def test_assessing_answers_to_two_standards_and_is_not_comparable() -> None:
    assert comparable(framework(2025), "2.1", framework(2021)).to == ("2.1", "3.1")
    for standard in ("2.1", "3.1"):
        comparison = comparable(framework(2021), standard, framework(2025))
        assert (comparison.comparable, comparison.to) == (False, ("2.1",))


@pytest.mark.parametrize("year", [2018, 2021])
def test_nothing_of_2025_is_comparable_with_what_was_before(year: int) -> None:
    later, earlier = framework(2025), framework(year)
    for standard in [*(standard.id for standard in later.standards), OVERALL]:
        comparison = comparable(later, standard, earlier)
        assert not comparison.comparable
        assert comparison.why


def test_a_framework_is_comparable_with_itself() -> None:
    for standard in ("2.1", "4.1", OVERALL):
        comparison = comparable(framework(2021), standard, framework(2021))
        assert (comparison.comparable, comparison.to) == (True, (standard,))


def test_a_standard_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        comparable(framework(2018), "4.1", framework(2021))


def test_frameworks_without_a_crosswalk_are_not_comparable_and_say_so() -> None:
    own = replace(framework(2021), id="next-year")
    for standard in ("2.1", OVERALL):
        comparison = comparable(own, standard, framework(2021))
        assert not comparison.comparable
        assert "has not been written down" in comparison.why


def test_a_standard_that_somebodys_own_framework_lacks_is_not_comparable() -> None:
    whole = framework(2021)
    without = replace(whole, domains=whole.domains[:1])
    comparison = comparable(framework(2018), "2.1", without)
    assert (comparison.comparable, comparison.to) == (False, ())
    assert "has no standard 2.1" in comparison.why
    more = replace(whole.domains[0].standards[0], id="1.9")
    added = replace(whole, domains=(replace(whole.domains[0], standards=(more,)),))
    assert "has not been written down" in comparable(added, "1.9", framework(2018)).why


def test_every_pair_of_versions_has_a_crosswalk_with_every_standard_of_both() -> None:
    pairs = {frozenset((crosswalk.earlier, crosswalk.later)) for crosswalk in crosswalks()}
    ids = framework_ids()
    assert pairs == {frozenset((one, other)) for one in ids for other in ids if one != other}
    for crosswalk in crosswalks():
        earlier, later = load_framework(crosswalk.earlier), load_framework(crosswalk.later)
        assert standards_missing(crosswalk, earlier, later) == []


def test_a_missing_and_an_invented_standard_are_found() -> None:
    crosswalk = next(one for one in crosswalks() if one.later == "hmip-youth-2021")
    short = replace(crosswalk, rows=crosswalk.rows[1:])
    told = [problem.what for problem in standards_missing(short, framework(2018), framework(2021))]
    assert told == ["Standard 1.1 of hmip-youth-2018 has no row.", "Standard 1.1 of hmip-youth-2021 has no row."]
    invented = replace(crosswalk, rows=(*crosswalk.rows, replace(crosswalk.rows[0], earlier=("9.9",), later=())))
    told = [problem.what for problem in standards_missing(invented, framework(2018), framework(2021))]
    assert told == ["hmip-youth-2018 has no standard 9.9."]


def test_what_is_compiled_is_what_the_yaml_says() -> None:
    assert crosswalks() == compile_crosswalks(CROSSWALKS)


BROKEN = [
    ('later: ["3.4"]\n    comparable: false', "later: []\n    comparable: true", "Only one standard"),
    ('later: ["4.1"]', 'later: ["3.4"]', "Standard '3.4' of the later framework is there twice"),
    ('earlier: []\n    later: ["4.1"]', "earlier: []\n    later: []", "The row names no standard"),
    ("source: thirteenth-standard", "source: hearsay", "The source 'hearsay' is not listed"),
    ("overall:\n  comparable: true\n", "overall:\n", "The key 'comparable' is missing"),
    ("earlier: hmip-youth-2018", "earlier: hmip-youth-2018\nbefore: x", "The key 'before' is not known here"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_broken_crosswalk_is_told(tmp_path: Path, change: Change, old: str, new: str, message: str) -> None:
    folder = Path(shutil.copytree(CROSSWALKS, tmp_path / "crosswalks"))
    change(folder / "2018-2021.yaml", old, new)
    with pytest.raises(ProblemsFound, match=message) as found:
        compile_crosswalks(str(folder))
    assert {problem.file for problem in found.value.problems} == {"crosswalks/2018-2021.yaml"}


def test_the_same_pair_twice_and_an_unreadable_file_are_told(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CROSSWALKS, tmp_path / "crosswalks"))
    shutil.copy(folder / "2018-2021.yaml", folder / "again.yaml")
    (folder / "broken.yaml").write_text("earlier: [", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        compile_crosswalks(str(folder))
    assert {problem.file for problem in found.value.problems} == {"crosswalks/again.yaml", "crosswalks/broken.yaml"}
