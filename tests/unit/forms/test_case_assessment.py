"""The form of a case assessment follows the framework, and its answers are what the rating method takes."""

from pathlib import Path

import pytest

from tests.factories.framework import framework as invented
from tests.factories.framework import sample_group
from touchstone.forms.answers import Answer, applicable, check_answers, complete, counting_answers, missing
from touchstone.forms.case_assessment import PARTS_FILE, case_form, key_question_answers, read_parts
from touchstone.forms.form import NOT_APPLICABLE, Form
from touchstone.forms.loading import DEFINITIONS
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import CaseAnswers, Evidence
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.framework import Framework
from touchstone.standards.loading import framework_ids, load_framework

EVERY = [
    (name, group.id, kind)
    for name in framework_ids()
    for group in load_framework(name).sample.groups
    for kind in ("", *(each.id for each in group.kinds))
]


def answered(form: Form, **given: object) -> dict[str, Answer]:
    """An answer to every question of a form: yes, the first option, the smallest thing; or what is given."""
    plain = {"number": 1, "date": "2026-01-05", "words": "x", "prose": "x"}
    found = {}
    for question in form.every_question():
        value = given.get(question.id.replace(".", "_"), plain.get(question.kind) or question.answers[0])
        found[question.id] = Answer(value)  # type: ignore[arg-type]
    taken, refused = check_answers(form, found)
    assert not refused
    return taken


@pytest.mark.parametrize(("name", "group", "kind"), EVERY)
def test_every_group_and_kind_of_every_framework_has_its_form(name: str, group: str, kind: str) -> None:
    framework = load_framework(name)
    form = case_form(framework, group, kind)
    standards = [standard for standard in framework.standards if standard.cases == group]
    assert standards
    sections = {section.id: section for section in form.sections}
    for standard in standards:
        key_questions = [question for question in standard.key_questions if question.asked_of_cases]
        asked = [question for question in sections[standard.id].questions if question.key_question]
        assert [question.id for question in asked] == [question.id for question in key_questions]
        for question, key_question in zip(asked, key_questions, strict=True):
            assert question.asks == key_question.asks
            assert question.required
            assert question.evidence
            assert [prompt.asks for prompt in question.prompts] == [prompt.text for prompt in key_question.prompts]
            assert not any(prompt.required for prompt in question.prompts)
    assert complete(form, answered(form))
    assert case_form(framework, group, kind) is form


def test_prompts_are_lettered_in_the_order_of_the_framework() -> None:
    form = case_form(load_framework("hmip-youth-2021"), "court")
    question = form.question("2.1.1")
    assert question is not None
    assert [prompt.id for prompt in question.prompts] == [f"2.1.1.{letter}" for letter in "abcdefg"]
    assert all([option.id for option in prompt.offered] == ["yes", "no", NOT_APPLICABLE] for prompt in question.prompts)
    assert all(prompt.fact is not None for prompt in question.prompts)


def test_a_key_question_is_not_applicable_only_where_that_leaves_the_count() -> None:
    for name, may in (("hmip-youth-2018", "with_reason"), ("hmip-youth-2021", "no"), ("hmip-youth-2025", "no")):
        framework = load_framework(name)
        form = case_form(framework, framework.sample.groups[0].id)
        assert {question.not_applicable for question in form.questions if question.key_question} == {may}


@pytest.mark.capability("I5")
def test_the_answer_to_the_key_question_decides_and_prompts_never_do() -> None:
    framework = load_framework("hmip-youth-2021")
    form = case_form(framework, "court", "community_sentence")
    answers = answered(form)
    against = {
        prompt.id: Answer("no") for question in form.questions if question.key_question for prompt in question.prompts
    }
    said = key_question_answers(form, answers | against)
    assert set(said) == {question.id for question in form.questions if question.key_question}
    assert set(said.values()) == {"yes"}
    case = CaseAnswers("C-001", "court", "community_sentence", said)
    rated = rate_inspection(framework, Evidence(cases=(case,))).standards
    assert {standard.rating for standard in rated if standard.id.startswith("2.")} == {"Outstanding"}


def test_unanswered_key_questions_are_left_out_and_named_as_missing() -> None:
    form = case_form(load_framework("hmip-youth-2021"), "out_of_court")
    assert key_question_answers(form, {}) == {}
    assert key_question_answers(form, {"3.1.1": Answer("no"), "3.1.2": Answer("")}) == {"3.1.1": "no"}
    lacking = [one.question.id for one in missing(form, {"3.1.1": Answer("no")})]
    assert "3.1.1" not in lacking
    assert "3.1.2" in lacking


def test_parts_are_asked_only_where_they_apply() -> None:
    form = case_form(load_framework("hmip-youth-2021"), "court", "custodial_sentence")
    safe = answered(form, safety_own="low", harm_own="low", victim_there="no")
    asked = {question.id for question in applicable(form, safe)}
    assert not asked & {"child_contingency", "mappa_due", "victim_asked"}
    unsafe = answered(form, safety_own="high", harm_own="very_high", victim_there="yes")
    assert {question.id for question in applicable(form, unsafe)} >= {"child_contingency", "mappa_due", "victim_asked"}
    # Answers given while a part applied are kept, and count for nothing once it does not.
    changed = unsafe | {"safety_own": Answer("low")}
    assert "child_contingency" in changed
    assert "child_contingency" not in counting_answers(form, changed)


def test_custody_is_asked_of_custodial_cases_alone() -> None:
    framework = load_framework("hmip-youth-2021")
    assert case_form(framework, "court", "custodial_sentence").question("release_planned") is not None
    assert case_form(framework, "court", "community_sentence").question("release_planned") is None
    assert case_form(framework, "court").question("release_planned") is None


def test_cases_that_only_illustrate_a_judged_standard_answer_no_key_question() -> None:
    form = case_form(load_framework("hmip-youth-2021"), "resettlement")
    assert form.question("4.1.strengths") is not None
    assert key_question_answers(form, answered(form)) == {}


def test_every_case_is_asked_about_immediate_danger_last() -> None:
    for name, group, kind in EVERY:
        form = case_form(load_framework(name), group, kind)
        assert form.sections[-1].id == "immediate"
        assert form.sections[-1].safeguarding
        assert "does not replace the call" in " ".join(form.sections[-1].introduction.split())


@pytest.mark.parametrize(("group", "kind"), [("elsewhere", ""), ("court", "elsewhere")])
def test_an_unknown_group_or_kind_is_refused(group: str, kind: str) -> None:
    with pytest.raises(ProblemsFound, match="'elsewhere'"):
        case_form(load_framework("hmip-youth-2021"), group, kind)


def test_a_framework_of_ones_own_has_its_form_too() -> None:
    own: Framework = invented(sample_group("court", ("community_sentence", "custodial_sentence")))
    form = case_form(own, "court", "custodial_sentence")
    assert form.id == "case-assessment.invented.r1.court.custodial_sentence"
    again = invented(sample_group("court", ("community_sentence", "custodial_sentence")))
    assert case_form(again, "court", "custodial_sentence") is not form  # never another framework's


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("id: case-assessment", "id: case", "Call both alike"),
        ("before:\n", "before:\n  - id: read\n    title: Twice\n", "no id of its own"),
        ("shown_when: {interviewed:", "shown_when: {interview:", "no question 'interview'"),
        ("groups: [victims]", "gruops: [victims]", "'gruops' is not known"),
        ("kind: choices", "kind: choose", "'choose' is not known"),
        ("revision: 1", "revision: one", "not a whole number"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = (Path(DEFINITIONS) / PARTS_FILE).read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / PARTS_FILE
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=what):
        read_parts(str(wrong))
