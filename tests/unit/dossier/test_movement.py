"""Movement since last time is told only where it is known and comparable."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from touchstone.dossier import inspection as dossier
from touchstone.dossier.file import read_inspection
from touchstone.dossier.inspection import PreviousInspection
from touchstone.dossier.movement import NOT_AT_HAND, movement
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.loading import load_framework

BIRMINGHAM = Path(dossier.__file__).parent / "examples" / "birmingham-2023" / "inspection.json"


@pytest.fixture(scope="module")
def birmingham():
    return read_inspection(BIRMINGHAM)


def moves_of(inspection):
    framework = load_framework(inspection.framework)
    rated = rate_inspection(framework, inspection.evidence)
    return {move.standard or "overall": move for move in movement(inspection, rated, framework)}


def before(framework="hmip-youth-2021", standards=(), not_comparable=(), overall="Good"):
    return PreviousInspection(framework, "2019-01", overall, 20, tuple(standards), tuple(not_comparable), "A report")


@pytest.mark.capability("I10")
def test_birmingham_since_2020(birmingham):
    moves = moves_of(birmingham)
    told = {number: (move.before, move.now, move.bands) for number, move in moves.items()}
    assert told["2.2"] == ("Inadequate", "Requires improvement", 1)
    assert told["2.3"] == ("Requires improvement", "Inadequate", -1)
    assert told["2.4"] == ("Inadequate", "Inadequate", 0)
    assert told["3.2"] == ("Inadequate", "Good", 2)
    assert told["1.1"] == ("not known", "Requires improvement", None)
    assert told["3.4"] == ("not comparable", "Requires improvement", None)
    assert told["4.1"][0] == "not comparable"
    assert told["overall"] == ("Requires improvement", "Requires improvement", 0)
    assert moves["3.4"].why


def test_without_a_previous_inspection_nothing_is_told(birmingham):
    assert moves_of(replace(birmingham, previous=None)) == {}


def test_the_same_framework_compares_every_standard_by_its_number(birmingham):
    moves = moves_of(replace(birmingham, previous=before(standards=[("1.1", "Good"), ("3.4", "Good")])))
    assert (moves["1.1"].before, moves["1.1"].bands) == ("Good", -1)
    assert (moves["3.4"].before, moves["3.4"].bands) == ("Good", -1)
    assert moves["1.2"].before == "not known"
    assert moves["overall"].bands == -1


def test_an_earlier_framework_compares_only_what_asks_the_same(birmingham):
    """3.4 was joint working in the framework of 2018, so its rating then is not a rating of what 3.4 is now."""
    moves = moves_of(replace(birmingham, previous=before("hmip-youth-2018", [("3.4", "Good"), ("1.1", "Good")])))
    assert moves["3.4"].before == "not comparable"
    assert moves["3.4"].why
    assert moves["1.1"].before == "Good"


def test_a_framework_that_is_not_at_hand_compares_nothing(birmingham):
    moves = moves_of(replace(birmingham, previous=before("their-own", [("1.1", "Good")])))
    assert (moves["1.1"].before, moves["1.1"].why) == ("not comparable", NOT_AT_HAND)


def test_what_people_say_goes_before_what_the_frameworks_say(birmingham):
    said = before(standards=[("1.1", "Good")], not_comparable=[("1.1", "The service was split.")])
    assert moves_of(replace(birmingham, previous=said))["1.1"].why == "The service was split."


def test_an_unknown_overall_rating_is_not_known(birmingham):
    move = moves_of(replace(birmingham, previous=before(overall="")))["overall"]
    assert (move.before, move.bands) == ("not known", None)


def test_a_standard_that_is_not_rated_now_moved_nowhere(tmp_path):
    content = json.loads(BIRMINGHAM.read_text(encoding="utf-8"))
    content["standards"]["4.1"] = {"not_rated": "There were no resettlement cases."}
    content["previous"] |= {"framework": "hmip-youth-2021", "standards": {"4.1": "Good"}, "not_comparable": {}}
    path = tmp_path / "inspection.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "cases.csv").write_bytes((BIRMINGHAM.parent / "cases.csv").read_bytes())
    move = moves_of(read_inspection(path))["4.1"]
    assert (move.before, move.now, move.bands) == ("Good", "not rated", None)
