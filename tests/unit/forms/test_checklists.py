"""The documents asked for before fieldwork fit the framework that they are asked under."""

from pathlib import Path

import pytest

from tests.factories.framework import framework as invented
from touchstone.forms.checklists import CHECKLIST_FILE, checklist_for, load_checklists, read_checklists
from touchstone.forms.loading import DEFINITIONS
from touchstone.intake.problems import ProblemsFound
from touchstone.standards.framework import STANDINGS
from touchstone.standards.loading import framework_ids, load_framework


@pytest.mark.capability("I6")
@pytest.mark.parametrize("name", framework_ids())
def test_every_judged_standard_has_documents_that_bear_on_it(name: str) -> None:
    framework = load_framework(name)
    checklist = checklist_for(framework)
    assert checklist.framework == name
    borne_on = {number for document in checklist.documents for number in document.bears_on}
    assert borne_on >= {standard.id for standard in framework.standards if standard.rated_by == "judging"}
    for document in checklist.documents:
        assert document.what
        assert document.why
        assert document.fact.standing in STANDINGS
        assert checklist.document(document.id) is document


def test_the_file_names_only_standards_that_there_are() -> None:
    for asked in load_checklists().asked:
        for name, numbers in asked.bears_on.items():
            assert set(numbers) <= {standard.id for standard in load_framework(name).standards}, asked.document.id


def test_resettlement_is_asked_for_only_where_it_is_inspected() -> None:
    assert checklist_for(load_framework("hmip-youth-2018")).document("resettlement") is None
    assert checklist_for(load_framework("hmip-youth-2021")).document("resettlement") is not None


def test_a_framework_that_the_file_does_not_name_has_no_documents() -> None:
    assert checklist_for(invented()).documents == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("id: risks", "id: board", "'board' stands twice"),
        ("    why: Shows who leads", "    because: Shows who leads", "'why' is missing"),
        ('["1.1", "1.2"]', "[1.1]", "put it in quotes|Put it in quotes"),
        ("revision: 1", "revision: 1\nother: x", "'other' is not known"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = (Path(DEFINITIONS) / CHECKLIST_FILE).read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / CHECKLIST_FILE
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=what):
        read_checklists(str(wrong))
