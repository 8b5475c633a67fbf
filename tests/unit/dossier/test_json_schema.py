"""The published schemas are current, and an independent reader of JSON Schema agrees with our own check."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import touchstone.dossier
from tests.factories.inspections import LEFT_OUT, changed, counted, full, short
from tests.unit.dossier.test_hostile_files import FULL_FORMS, SHORT_FORMS
from touchstone.dossier.full_form import FULL_FORM
from touchstone.dossier.json_schema import SCHEMAS, published_schemas
from touchstone.dossier.reading import Reading, read
from touchstone.dossier.shape_reference import inspection_file_page, objects_of
from touchstone.dossier.short_form import SHORT_FORM

FOLDER = Path(touchstone.dossier.__file__).parent
FULL = Draft202012Validator(json.loads((FOLDER / "inspection.schema.json").read_text(encoding="utf-8")))
SHORT = Draft202012Validator(json.loads((FOLDER / "short-form.schema.json").read_text(encoding="utf-8")))


def ours(form, tree) -> bool:
    """Does the value have the shape of the form, as our own check says?"""
    reading = Reading("x.json")
    read(form, tree, "", reading)
    return not reading.problems


@pytest.mark.parametrize("name", SCHEMAS)
def test_published_schema_is_current(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == published_schemas()[name], "Run `python3 dev.py docs`."
    Draft202012Validator.check_schema(json.loads(published_schemas()[name]))


def test_schemas_accept_every_example():
    for path in (FOLDER / "examples").rglob("inspection*.json"):
        FULL.validate(json.loads(path.read_text(encoding="utf-8")))
    for tree in (full(), counted()):
        FULL.validate(tree)
    SHORT.validate(short())


# What only the framework, the calendar or a second place in the file can show.
BEYOND_A_SCHEMA = {
    "unknown framework",
    "no standard at all",
    "unknown standard",
    "requires improvement, small",
    "Requires Improvement, two capitals",
    "Needs improvement",
    "Requires  improvement, two blanks",
    "not rated without a reason",
    "reason for a rating",
    "more yes than cases",
    "percentage that no count gives",
    "percentage that disagrees",
    "percentage of another count",
    "too few key questions",
    "too many key questions",
    "key questions of a judged standard",
    "discretion of two bands",
    "the rule of 2025 is not known",
    "revision of another day",
    "no cases in the list",
    "duplicate cases",
    "answer missing",
    "answer to another group's question",
    "unknown group",
    "unknown kind",
    "sample does not agree",
    "counts of more than were read",
    "lone percentage that no count gives",
    "impossible count",
    "caseload smaller than the sample",
    "fieldwork ends before it begins",
    "no such day",
    "recommendations out of order",
    "evidence that is not listed",
    "figure that nothing has",
    "lone brace",
    "previous rating misspelt",
    "previous framework unknown",
    "previous score beyond the best",
    "half a character",
    "a table that is not there",
}
HOSTILE = [
    *((name, SHORT, SHORT_FORM, tree) for name, (tree, _) in SHORT_FORMS.items()),
    *((name, FULL, FULL_FORM, tree) for name, (tree, _) in FULL_FORMS.items()),
]


@pytest.mark.parametrize(("name", "schema", "form", "tree"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_schemas_reject_each_hostile_shape(name, schema, form, tree):
    assert schema.is_valid(tree) == (name in BEYOND_A_SCHEMA)
    assert schema.is_valid(tree) == ours(form, tree) or name == "no such day"


def ways(tree, way=()):
    """Every way into a tree."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in inner:
        yield (*way, step)
        yield from ways(value, (*way, step))


WRONG = [
    LEFT_OUT,
    None,
    True,
    -1,
    0,
    3,
    10**7,
    2.5,
    "",
    " ",
    "x",
    "2022-12-05",
    "2022-13-05",
    "a\nb",
    "a\x00b",
    "a" * 501,
]
WRONG += ["Ä", "cases.csv", "Cases.XLSX", ".csv", "a/b.csv", [], {}, [1], ["x"], {"x": 1}, {"file": "cases.csv"}]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_an_independent_reader_agrees_whatever_stands_anywhere(data):
    schema, form, tree = data.draw(
        st.sampled_from([(FULL, FULL_FORM, full()), (FULL, FULL_FORM, counted()), (SHORT, SHORT_FORM, short())])
    )
    for _ in range(data.draw(st.integers(1, 2))):
        tree = changed(tree, *data.draw(st.sampled_from(list(ways(tree)))), to=data.draw(st.sampled_from(WRONG)))
        if not list(ways(tree)):
            break
    assert schema.is_valid(tree) == ours(form, tree), tree


def test_reference_tells_every_key():
    page = inspection_file_page()
    for form in [*objects_of(FULL_FORM, []), *objects_of(SHORT_FORM, [])]:
        assert f"### {form.title}\n" in page
        for key in form.keys:
            assert f"| `{key.name}` |" in page
            assert key.says.endswith((".", "'.", "…")), key
