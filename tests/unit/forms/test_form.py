"""A form checks itself when it is made, and tells every problem at once."""

from dataclasses import replace

import pytest

from tests.factories.forms import form, question, when
from touchstone.forms.form import KINDS, NOT_APPLICABLE, Option, Question, Section
from touchstone.intake.problems import ProblemsFound
from touchstone.rating import answers as rating


def test_the_words_of_a_case_answer_are_those_of_the_rating_method() -> None:
    offered = question(not_applicable="with_reason").offered
    assert tuple(option.id for option in offered) == rating.ANSWERS


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_can_be_made(kind: str) -> None:
    made = question(kind=kind)
    assert form(made).question("q1") is made
    assert bool(made.most_characters) == (kind in ("words", "prose"))


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"kind": "essay"}, "no kind of question 'essay'"),
        ({"id": "q 1"}, "cannot be an id"),
        ({"id": ""}, "cannot be an id"),
        ({"asks": ""}, "asks nothing"),
        ({"not_applicable": "perhaps"}, "'perhaps' is not known"),
        ({"kind": "choice", "options": (Option("a", "A"),)}, "nothing to choose between"),
        ({"kind": "choice", "options": (Option("a", "A"), Option("a", "B"))}, "'a' cannot stand here"),
        ({"kind": "choice", "options": (Option("a", "A"), Option(NOT_APPLICABLE, "B"))}, "cannot stand here"),
        ({"kind": "choice", "options": (Option("a", "A"), Option("b", ""))}, "'b' says nothing"),
        ({"kind": "yes_no", "options": (Option("no", "No"), Option("yes", "Yes"))}, "other options"),
        ({"kind": "prose", "options": (Option("a", "A"), Option("b", "B"))}, "has no options"),
        ({"kind": "date", "most": 10}, "number of characters"),
        ({"kind": "prose", "most": -1}, "number of characters"),
        ({"kind": "scale", "high": ""}, "both its ends"),
        ({"kind": "prose", "low": "Poor", "high": "Good"}, "both its ends"),
        ({"kind": "prose", "smallest": 1}, "smallest"),
        ({"kind": "number", "smallest": 2, "largest": 1}, "more than"),
        ({"prompts": (question("p1", "prose"),)}, "more than a question that guides"),
        ({"prompts": (question("p1", required=True),)}, "more than a question that guides"),
    ],
)
def test_a_wrong_question_is_refused(given: dict[str, object], what: str) -> None:
    with pytest.raises(ProblemsFound, match=what):
        question(**given)  # type: ignore[arg-type]


def test_every_problem_of_a_question_is_told() -> None:
    with pytest.raises(ProblemsFound) as found:
        Question(id="", asks="", kind="choice", not_applicable="perhaps", most=3)
    assert len(found.value.problems) == 5


def test_a_condition_looks_back_only() -> None:
    waits = question("q1", shown_when=when("q2", "yes"))
    with pytest.raises(ProblemsFound, match="'q2' does not stand before this"):
        form(waits, question("q2"))
    with pytest.raises(ProblemsFound, match="'q1' does not stand before this"):
        form(question("q1", shown_when=when("q1", "yes")))  # a circle of one
    both = (question("q1", shown_when=when("q2", "yes")), question("q2", shown_when=when("q1", "yes")))
    with pytest.raises(ProblemsFound, match="'q2' does not stand before this"):
        form(*both)


@pytest.mark.parametrize(
    ("asked", "condition", "what"),
    [
        (question("q0"), when("elsewhere", "yes"), "no question 'elsewhere'"),
        (question("q0"), when("q0", "perhaps"), "never answered 'perhaps'"),
        (question("q0"), when("q0"), "never answered with nothing"),
        (question("q0"), when("q0", NOT_APPLICABLE), "never answered"),
        (question("q0", "prose"), when("q0", "yes"), "Nobody knows beforehand"),
        (question("q0", "scale"), when("q0", 11), "never answered '11'"),
        (question("q0", prompts=(question("q0.a"),)), when("q0.a", "yes"), "does not stand before"),
    ],
)
def test_a_condition_that_can_never_hold_is_refused(asked: Question, condition: tuple, what: str) -> None:
    with pytest.raises(ProblemsFound, match=what):
        form(asked, question(shown_when=condition))
    with pytest.raises(ProblemsFound, match=what):  # of a section alike
        form(sections=(Section("s1", "One", questions=(asked,)), Section("s2", "Two", shown_when=condition)))


def test_every_problem_of_a_form_is_told() -> None:
    with pytest.raises(ProblemsFound) as found:
        form(
            sections=(
                Section("s1", "One", questions=(question("q1"), question("q1", prompts=(question("q1"),)))),
                Section("s1", "", questions=(question("q2", shown_when=when("q9", "yes")),)),
            ),
            status="approved",
        )
    assert len(found.value.problems) == 6
    with pytest.raises(ProblemsFound, match="no sections"):
        form(sections=())
    with pytest.raises(ProblemsFound, match="may be trusted"):
        form(question(), status="draft", approved_by="Head of Welsh, 2026-01-05")


def test_a_form_is_a_value() -> None:
    one, other = form(question(prompts=(question("q1.a"),))), form(question(prompts=(question("q1.a"),)))
    assert one == other
    assert hash(one) == hash(other)
    assert one.question("q1.a") is one.questions[0].prompts[0]
    assert one.question("q9") is None
    renamed = replace(one, sections=(Section("s1", "One", questions=(question("q7"),)),))
    assert renamed.question("q7") is not None
    assert renamed.question("q1") is None
    assert one.question("q1") is not None
