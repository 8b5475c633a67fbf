"""The Birmingham example gives exactly what was published, and nothing invented passes for anything else."""

import json
import runpy
from pathlib import Path

import pytest

from touchstone.dossier import inspection as dossier
from touchstone.dossier.file import read_inspection
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.loading import load_framework

FOLDER = Path(dossier.__file__).parent / "examples" / "birmingham-2023"

# HM Inspectorate of Probation, Birmingham, March 2023: percentages of 'yes' and ratings, as printed.
PUBLISHED_SHARES = {
    "2.1": (69, 59, 51),
    "2.2": (69, 59, 59),
    "2.3": (44, 44, 41),
    "2.4": (44, 44, 44),
    "3.1": (74, 58, 58),
    "3.2": (87, 74, 82),
    "3.3": (68, 50, 63),
}
RI = "Requires improvement"
PUBLISHED_RATINGS = dict.fromkeys(["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "3.1", "3.3", "3.4", "4.1"], RI) | {
    "2.3": "Inadequate",
    "2.4": "Inadequate",
    "3.2": "Good",
}


@pytest.fixture(scope="module")
def birmingham():
    return read_inspection(FOLDER / "inspection.json")


@pytest.fixture(scope="module")
def rated(birmingham):
    return rate_inspection(load_framework(birmingham.framework, revision=birmingham.revision), birmingham.evidence)


@pytest.mark.capability("I1", "I2")
def test_the_thirteen_ratings_the_score_and_the_overall_rating(rated):
    assert {standard.id: standard.rating for standard in rated.standards} == PUBLISHED_RATINGS
    assert (rated.score, rated.score_of, rated.overall, rated.provisional) == (11, 36, RI, False)
    assert rated.standard("4.1").points is None


@pytest.mark.capability("I2")
def test_every_published_percentage(rated):
    for standard, shares in PUBLISHED_SHARES.items():
        assert tuple(question.percent for question in rated.standard(standard).questions) == shares, standard


def test_one_case_fewer_makes_two_standards_inadequate(rated):
    one_fewer = [standard.id for standard in rated.standards if standard.cases_down == 1]
    assert one_fewer == ["2.1", "3.3"]
    first = rated.standard("2.1")
    assert (first.cases_up, first.answers_up, first.decided_by, first.exact_cases) == (6, 9, "2.1.3", True)


def test_the_cases_are_of_the_published_kinds(birmingham):
    kinds = [case.kind for case in birmingham.evidence.cases]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "community_sentence": 33,
        "custodial_sentence": 6,
        "youth_conditional_caution": 13,
        "youth_caution": 4,
        "community_resolution": 12,
        "outcome_22": 9,
    }
    assert len({case.reference for case in birmingham.evidence.cases}) == 77


def test_the_script_makes_the_same_cases_again():
    made = runpy.run_path(str(FOLDER / "make_cases.py"))
    assert made["text"]() == (FOLDER / "cases.csv").read_text(encoding="utf-8")


def test_answers_within_a_case_hang_together(birmingham):
    """A plan misses what the assessment missed more often than not: rows are not drawn answer by answer."""
    court = [case.answers for case in birmingham.evidence.cases if case.group == "court"]
    missed = [answers for answers in court if answers["2.1.2"] == "no"]
    seen = [answers for answers in court if answers["2.1.2"] == "yes"]
    missed_again = sum(answers["2.2.2"] == "no" for answers in missed) / len(missed)
    missed_first = sum(answers["2.2.2"] == "no" for answers in seen) / len(seen)
    assert missed_again > 2 * missed_first


@pytest.mark.capability("I10")
def test_only_what_is_known_of_2020_is_told(birmingham):
    previous = birmingham.previous
    assert dict(previous.standards) == {
        "2.2": "Inadequate",
        "2.3": RI,
        "2.4": "Inadequate",
        "3.1": "Inadequate",
        "3.2": "Inadequate",
    }
    assert previous.overall == RI
    assert previous.score is None
    assert set(dict(previous.not_comparable)) == {"3.4", "4.1"}


@pytest.mark.capability("I8")
def test_eleven_recommendations_to_three_bodies(birmingham):
    assert [it.number for it in birmingham.recommendations] == list(range(1, 12))
    to = [it.to for it in birmingham.recommendations]
    assert [to.count(body) for body in dict.fromkeys(to)] == [7, 1, 3]


def test_it_says_what_is_published_and_what_is_invented(birmingham):
    says = birmingham.demonstration.says
    assert "Demonstration" in says
    assert "invented" in says
    assert birmingham.demonstration.link.startswith("https://www.justiceinspectorates.gov.uk/")


def test_nobody_real_is_given_invented_words(birmingham):
    """No person is named anywhere in the file, and each voice and example says that it is invented."""
    text = (FOLDER / "inspection.json").read_text(encoding="utf-8")
    for name in ("Russell", "Howard", "Chief Inspector"):
        assert name not in text
    assert all("(invented" in voice.who for voice in birmingham.voices)
    assert all("invented" in quote.by for quote in birmingham.press.quotes)
    assert all("(invented example)" in example.title for section in birmingham.sections for example in section.examples)
    assert all(not member.name for member in birmingham.team)


def test_no_figure_is_typed_into_prose():
    """Figures of the inspection are named, {context:…}; digits in prose are only in names such as 'outcome 22'."""
    content = json.loads((FOLDER / "inspection.json").read_text(encoding="utf-8"))
    prose = [content["foreword"]["paragraphs"], content["background"], content["involvement"], content["diversity"]]
    prose += [content["standards"], content["recommendations"], content["press"], content["domain_introductions"]]
    for text in texts(prose):
        plain = text.replace("outcome 22", "").replace("sections 91 or 250", "")
        outside = "".join(part.partition("}")[2] if "}" in part else part for part in plain.split("{"))
        assert not any(letter.isdigit() for letter in outside), text


def texts(content) -> list[str]:
    if isinstance(content, str):
        return [content]
    inner = content.values() if isinstance(content, dict) else content if isinstance(content, list) else []
    skip = {"standards", "evidence"} if isinstance(content, dict) and "number" in content else {"evidence"}
    if isinstance(content, dict):
        inner = [value for key, value in content.items() if key not in skip]
    return [text for part in inner for text in texts(part)]
