"""The archive of published results is read whole, says nothing it does not know, and refuses nonsense."""

import json
from pathlib import Path

import jsonschema
import pytest

from touchstone.dossier.archive import PUBLISHED_RESULTS, RATING_WORDS, archive_of, read_archive
from touchstone.intake.problems import ProblemsFound

SCHEMA = json.loads((PUBLISHED_RESULTS.parents[2] / "archive.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def content():
    return json.loads(PUBLISHED_RESULTS.read_text(encoding="utf-8"))


@pytest.fixture
def small():
    return {
        "format": "touchstone-archive",
        "version": 1,
        "about": "Two results.",
        "services": [{"id": "reading", "name": "Reading"}],
        "inspections": [
            {
                "id": "reading-2024",
                "service": "reading",
                "framework": "hmip-youth-2021",
                "published": "2024-12-03",
                "overall": "Inadequate",
                "score": 5,
                "score_of": 36,
                "sources": [{"title": "A council paper"}],
            }
        ],
    }


def problems(content) -> str:
    with pytest.raises(ProblemsFound) as found:
        archive_of(content, file="archive.json")
    return "\n".join(str(problem) for problem in found.value.problems)


@pytest.mark.capability("I11")
def test_every_published_inspection_is_there():
    archive = read_archive()
    assert len(archive.inspections) == 109
    assert len(archive.services) == 97
    assert {inspection.service for inspection in archive.inspections} == {service.id for service in archive.services}


def test_the_file_fits_its_published_schema(content):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(content, SCHEMA)


def test_birmingham_is_known_twice_oldest_first():
    before, after = read_archive().of("birmingham")
    assert (before.id, before.score, before.rating("2.2"), before.rating("1.1")) == (
        "birmingham-2020",
        None,
        "Inadequate",
        "",
    )
    assert (after.id, after.score, after.score_of, after.standards_complete) == ("birmingham-2023", 11, 36, True)


def test_what_could_not_be_read_is_absent_not_a_rating():
    wirral = next(one for one in read_archive().inspections if one.id == "wirral-2021")
    assert not wirral.standards_complete
    assert wirral.rating("2.1") == ""


def test_derby_and_derby_city_are_one_service():
    derby = read_archive().service("derby")
    assert derby.also_called == ("Derby City",)
    assert [inspection.id for inspection in read_archive().of("derby")] == ["derby-2018", "derby-2025"]


def test_complete_results_add_up_to_their_published_score():
    """0 to 3 points a standard, resettlement apart: an arithmetic of its own, not the rating room's."""
    complete = [one for one in read_archive().inspections if one.standards_complete and one.score is not None]
    assert complete
    for inspection in complete:
        points = [RATING_WORDS.index(word) for standard, word in inspection.standards if standard != "4.1"]
        assert (sum(points), 3 * len(points)) == (inspection.score, inspection.score_of), inspection.id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "something else"}, "format: The text 'something else' stands here. Write \"touchstone-archive\""),
        ({"about": 3}, "about: Text is wanted here, not the number 3"),
        ({"extra": True}, "extra: There is no such key here"),
        ({"services": []}, "There is no service 'reading'"),
    ],
)
def test_a_wrong_file_is_told_where_and_what(small, change, said):
    assert said in problems(small | change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"overall": "Require improvement"},
            "overall: 'Require improvement' is not one of the words allowed. Did you mean",
        ),
        ({"standards": {"1.1": "OK"}}, "inspections[0].standards.1.1: 'OK' is not one of the words allowed"),
        ({"published": ""}, "not a date"),
        ({"published": "2024-13"}, "not a date"),
        ({"published": "20241203"}, "not a date"),
        ({"score": 40}, "does not fit"),
        ({"score": -1}, "score: The number -1 cannot be right here"),
        ({"score": True}, "score: A whole number is wanted here, not the word true"),
        ({"score_of": None}, "score_of: A whole number is wanted here"),
        ({"joint": False}, "joint: The word false stands here. Write true"),
        ({"sources": []}, "sources: The list has 0 items"),
        ({"sources": [{"title": "x", "link": "javascript:alert(1)"}]}, "not a web address"),
        ({"rating_counts": [{"ratings": ["Fine"], "standards": 1}]}, "'Fine' is not one of the words allowed"),
        ({"recommendations_to": [{"to": "the board"}]}, "count: The key 'count' is missing"),
        ({"id": "Reading 2024"}, "id: The text 'Reading 2024' cannot be an id"),
    ],
)
def test_a_wrong_inspection_is_told_where_and_what(small, change, said):
    small["inspections"][0].update(change)
    assert said in problems(small)


def test_every_problem_is_told_at_once(small):
    small["inspections"][0].update({"overall": "Fine", "score": 99, "published": "soon"})
    assert len(problems(small).splitlines()) == 3


def test_an_id_is_used_once(small):
    small["inspections"].append(dict(small["inspections"][0]))
    assert "used more than once" in problems(small)


def test_a_file_that_is_not_json_is_refused(tmp_path: Path):
    wrong = tmp_path / "archive.json"
    wrong.write_text('{"format": "a", "format": "b"}', encoding="utf-8")
    with pytest.raises(ProblemsFound):
        read_archive(wrong)
