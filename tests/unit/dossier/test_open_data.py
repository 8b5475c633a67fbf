"""The open data says all that was published, fits its schema, and never points at one child's case."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from tests.factories.generated_inspections import HOW_MANY, generated, is_assumed
from touchstone.dossier import inspection as dossier
from touchstone.dossier.archive import read_archive
from touchstone.dossier.file import inspection_from, read_inspection
from touchstone.dossier.inspection import ContextFigure, Recommendation
from touchstone.dossier.open_data import open_data, open_data_csv, open_data_of_archived
from touchstone.intake.cells import plain_cell
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.loading import load_framework

ROOM = Path(dossier.__file__).parent
SCHEMA = json.loads((ROOM / "open-data.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def birmingham():
    return read_inspection(ROOM / "examples" / "birmingham-2023" / "inspection.json")


def data_of(inspection, *, assume=False):
    framework = load_framework(inspection.framework)
    return open_data(inspection, rate_inspection(framework, inspection.evidence, assume=assume), framework)


def rows_of(data, table):
    return list(csv.DictReader(io.StringIO(open_data_csv(data)[table], newline="")))


@pytest.mark.capability("I11", "N5")
def test_it_fits_its_published_schema(birmingham):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data_of(birmingham), SCHEMA)


def test_the_schema_lets_nothing_unknown_through(birmingham):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data_of(birmingham) | {"cases": []}, SCHEMA)


@pytest.mark.capability("N5")
def test_no_case_is_in_it_anywhere(birmingham):
    data = data_of(birmingham)
    everything = json.dumps(data, ensure_ascii=False) + "".join(open_data_csv(data).values())
    for case in birmingham.evidence.cases:
        assert case.reference not in everything


def test_counts_shares_and_ratings_are_all_there(birmingham):
    standards = {it["id"]: it for it in data_of(birmingham)["standards"]}
    assert len(standards) == 13
    question = standards["2.1"]["key_questions"][2]
    assert (question["id"], question["yes"], question["of"], question["percent"]) == ("2.1.3", 20, 39, 51)
    assert (question["rating"], question["decides"]) == ("Requires improvement", True)
    assert (standards["4.1"]["points"], standards["4.1"]["counts"]) == (None, False)
    assert standards["4.1"]["not_counted_because"]


def test_the_tables_say_what_the_json_says(birmingham):
    data = data_of(birmingham)
    questions = [question for it in data["standards"] for question in it["key_questions"]]
    assert [
        (row["key_question"], int(row["yes"]), int(row["of"]), int(row["percent"]))
        for row in rows_of(data, "key-questions.csv")
    ] == [(it["id"], it["yes"], it["of"], it["percent"]) for it in questions]
    overall, *standards = rows_of(data, "standards.csv")
    assert (overall["standard"], overall["rating"], overall["points"], overall["points_of"]) == (
        "overall",
        "Requires improvement",
        "11",
        "36",
    )
    assert [(row["standard"], row["rating"]) for row in standards] == [
        (it["id"], it["rating"]) for it in data["standards"]
    ]
    assert [int(row["number"]) for row in rows_of(data, "recommendations.csv")] == list(range(1, 12))
    assert {row["id"]: row["value"] for row in rows_of(data, "context.csv")}["staff"] == "141"


@pytest.mark.parametrize("left_out", [{}, {"recommendations": ()}], ids=["whole", "no recommendations"])
def test_every_table_of_a_demonstration_says_so(left_out, birmingham):
    data = data_of(replace(birmingham, **left_out))
    for table in open_data_csv(data):
        assert {row["demonstration"] for row in rows_of(data, table)} == {birmingham.demonstration.says}


def test_a_table_without_rows_is_empty_where_nothing_must_be_said(birmingham):
    real = replace(birmingham, recommendations=(), demonstration=None)
    assert rows_of(data_of(real), "recommendations.csv") == []


def test_no_cell_can_be_made_to_run(birmingham):
    nasty = replace(
        birmingham,
        recommendations=(Recommendation(1, "=HYPERLINK(1)", "+cmd", ()),),
        context=(ContextFigure("x", "@SUM(A1)", -5, "%", "\tsource", "=2+2"),),
    )
    data = data_of(nasty)
    row = rows_of(data, "recommendations.csv")[0]
    assert (row["to"], row["text"]) == ("'=HYPERLINK(1)", "'+cmd")
    assert plain_cell(row["to"]) == "=HYPERLINK(1)"
    figure = rows_of(data, "context.csv")[0]
    assert (figure["label"], figure["source"], figure["as_of"]) == ("'@SUM(A1)", "'\tsource", "'=2+2")
    assert figure["value"] == "-5"  # a number stays a number
    assert figure["unit"] == "percent"


def test_figures_in_recommendations_are_filled_in(birmingham):
    told = replace(birmingham, recommendations=(Recommendation(1, "The board", "employ {context:staff} people", ()),))
    assert data_of(told)["recommendations"][0]["text"] == "employ 141 people"


def test_a_case_reference_in_published_words_stops_publication(birmingham):
    told = replace(birmingham, recommendations=(Recommendation(1, "The board", "look again at (B-C-007).", ()),))
    with pytest.raises(ProblemsFound) as found:
        data_of(told)
    problem = found.value.problems[0]
    assert "B-C-007" in problem.what
    assert problem.column == "recommendations[0].text"


def test_movement_says_not_known_and_not_comparable(birmingham):
    moves = {it["standard"]: it for it in data_of(birmingham)["movement"]}
    assert (moves["1.1"]["before"], moves["1.1"]["bands"]) == ("not known", None)
    assert moves["3.4"]["before"] == "not comparable"
    assert (moves["2.3"]["before"], moves["2.3"]["now"], moves["2.3"]["bands"]) == (
        "Requires improvement",
        "Inadequate",
        -1,
    )
    assert moves[None]["title"] == "Overall"


def test_ids_stay_where_the_words_change(birmingham):
    renamed = replace(birmingham, title="Another title", service=replace(birmingham.service, name="Another name"))
    before, after = data_of(birmingham), data_of(renamed)
    assert (before["id"], before["service"]["id"]) == (after["id"], after["service"]["id"])
    assert [it["id"] for it in before["recommendations"]] == [it["id"] for it in after["recommendations"]]


@pytest.mark.capability("I11")
def test_every_archived_result_fits_the_same_schema():
    archive = read_archive()
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for archived in archive.inspections:
        framework = load_framework(archived.framework)
        data = open_data_of_archived(archived, archive.service(archived.service), framework)
        validator.validate(data)
        for standard in data["standards"]:
            assert standard["rating"] == (archived.rating(standard["id"]) or None)
            assert standard["status"] == ("rated" if standard["rating"] else "not known")
        assert len(rows_of(data, "standards.csv")) == len(framework.standards) + 1


def test_the_same_inspection_gives_the_same_bytes(birmingham):
    assert json.dumps(data_of(birmingham)) == json.dumps(data_of(birmingham))
    assert open_data_csv(data_of(birmingham)) == open_data_csv(data_of(birmingham))


def test_without_a_rule_shares_are_published_and_no_rating():
    """The rule of 2025 is not known: every standard says 'no rule', judged ones too."""
    inspection = inspection_from(generated(2), file="generated")
    data = data_of(inspection)
    jsonschema.validate(data, SCHEMA)
    assert data["overall"] == {
        "rating": None,
        "score": None,
        "score_of": None,
        "provisional": False,
        "not_rated_yet": [],
    }
    assert data["assumptions"]
    standards = {it["id"]: it for it in data["standards"]}
    assert {it["status"] for it in standards.values() if not it["not_rated_because"]} == {"no rule"}
    assert all(question["percent"] is not None for question in standards["2.1"]["key_questions"])
    assert all(row["assumptions"] for row in rows_of(data, "standards.csv"))
    assumed = data_of(inspection, assume=True)
    jsonschema.validate(assumed, SCHEMA)
    assert assumed["overall"]["rating"]
    assert assumed["framework"]["rule_assumed"]


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_every_generated_inspection_fits_the_schema(number):
    inspection = inspection_from(generated(number), file="generated")
    data = data_of(inspection, assume=is_assumed(number))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    told = json.dumps(data)
    assert not any(case.reference in told for case in inspection.evidence.cases)
