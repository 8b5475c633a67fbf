"""Forms are read from YAML strictly, once, and without a YAML parser until the first of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from touchstone.forms.form import Form
from touchstone.forms.loading import DEFINITIONS, LANGUAGES, NOT_FORMS, form_ids, languages_of, load_form, read_form
from touchstone.intake.problems import ProblemsFound
from touchstone.standards.framework import STANDINGS

SURVEYS = ("survey-child", "survey-parent", "survey-staff", "survey-victim")

MINIMAL = """\
id: small
revision: 3
title: Small
language: en
standing: assumed
source: Ours
sections:
  - id: one
    title: One
    questions:
      - {id: q1, asks: Well?, kind: yes_no}
      - {id: q2, asks: How well?, kind: scale, low: Poor, high: Good, shown_when: {q1: "yes"}}
      - {id: q3, asks: Why?, kind: prose, shown_when: {q2: [1, 2]}}
"""


def written(folder: Path, text: str) -> str:
    """The path of a form with this text."""
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_forms_there_are() -> None:
    assert form_ids() == ("interview-case-manager", *SURVEYS)
    for name in form_ids():
        form = load_form(name)
        assert form.id == name
        assert form.status == "original"
        assert form.fact is not None
        assert form.fact.standing in STANDINGS
        assert load_form(name) is form


def test_every_file_of_the_folder_belongs_to_something() -> None:
    for path in Path(DEFINITIONS).iterdir():
        name, *rest = path.name.removesuffix(".yaml").split(".")
        assert name in (*form_ids(), *NOT_FORMS), path.name
        assert all(part in LANGUAGES or part[0] == "r" for part in rest), path.name


@pytest.mark.parametrize("id", SURVEYS)
def test_a_survey_asks_no_name_and_says_first_what_is_passed_on(id: str) -> None:
    form = load_form(id)
    assert [section.id for section in form.sections][:2] == ["before", "passed_on"]
    assert all(section.safeguarding and not section.questions for section in form.sections[:2])
    assert "999" in form.sections[1].introduction
    assert "in a report" in " ".join(form.sections[1].introduction.split())
    assert "not ask your name" in " ".join(form.sections[0].introduction.split())
    assert not any(question.required for question in form.questions)
    assert not any("your name" in question.asks for question in form.questions)
    last = form.questions[-1]
    assert last.kind == "prose"
    assert last.safeguarding
    assert sum(question.kind == "scale" for question in form.questions) >= 7
    assert len(form.questions) <= 15


def test_the_interview_asks_for_no_name() -> None:
    form = load_form("interview-case-manager")
    assert "Write no names" in " ".join(form.sections[0].introduction.split())


def test_a_small_form_is_read_whole(tmp_path: Path) -> None:
    form: Form = read_form(written(tmp_path, MINIMAL))
    assert (form.revision, form.language) == (3, "en")
    assert [question.shown_when[0].answers for question in form.questions[1:]] == [("yes",), (1, 2)]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("revision: 3", "revision: 3\nrevision: 4", "written twice"),
        ("revision: 3", "revision: 3\ncolour: red", "'colour' is not known"),
        ("kind: prose", "kind: prose, hint: none", "'hint' is not known"),
        ("kind: prose", "kind: essay", "'essay' is not known"),
        ("kind: prose", "kind: prose, source: Ours", "'source' is not known"),
        ("kind: prose", "kind: prose, most: 0", "out of range"),
        ("kind: prose", "kind: prose, required: 1", "not true or false"),
        ("kind: prose", "kind: prose, not_applicable: maybe", "'maybe' is not known"),
        ("title: Small", "title: ''", "text is empty"),
        ("id: small", "id: other", "Call both alike"),
        ('{q1: "yes"}', "{q1: true}", "not an answer"),
        ('{q1: "yes"}', "{q1: yes}", "read as a word or as true"),
        ('{q1: "yes"}', '{q9: "yes"}', "no question 'q9'"),
        ('{q1: "yes"}', "{q3: perhaps}", "does not stand before"),
        ("[1, 2]", "[1, 12]", "never answered '12'"),
        ("low: Poor, ", "", "both its ends"),
        ("id: q3", "id: q1", "stands twice"),
        ("sections:", "section:", "'sections' is missing"),
    ],
)
def test_a_wrong_form_is_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert old in MINIMAL
    with pytest.raises(ProblemsFound, match=what):
        read_form(written(tmp_path, MINIMAL.replace(old, new, 1)))


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = (
        MINIMAL.replace("low: Poor, ", "").replace("kind: prose", "kind: essay").replace("revision: 3", "revision: 0")
    )
    with pytest.raises(ProblemsFound) as found:
        read_form(written(tmp_path, text))
    assert len(found.value.problems) >= 3
    assert all(problem.file == "small.yaml" for problem in found.value.problems)


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="no form 'survey'"):
        load_form("survey")
    with pytest.raises(ProblemsFound, match=r"no form '\.\./forms'"):
        load_form("../forms")
    with pytest.raises(ProblemsFound, match="'xx' translation"):
        load_form("survey-child", "xx")
    with pytest.raises(ProblemsFound, match="no revision 9"):
        load_form("survey-child", revision=9)
    assert load_form("survey-child", revision=1) == load_form("survey-child")


def test_the_languages_of_a_form_begin_with_english() -> None:
    assert [(language.code, language.status) for language in languages_of("survey-child")] == [
        ("en", "original"),
        ("cy", "draft"),
        ("pl", "draft"),
    ]


def test_no_yaml_parser_is_loaded_before_the_first_form() -> None:
    code = (
        "import sys; from touchstone.forms import answers, case_assessment, checklists, loading, translation\n"
        "from touchstone.practice import working_days\n"
        "assert 'yaml' not in sys.modules; loading.load_form('survey-child'); assert 'yaml' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
