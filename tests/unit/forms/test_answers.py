"""What is asked, what is missing, and which answers are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.forms import form, question, when
from touchstone.forms.answers import (
    Answer,
    AnswerRefused,
    Value,
    applicable,
    applicable_sections,
    check_answer,
    check_answers,
    checked,
    complete,
    counting_answers,
    missing,
)
from touchstone.forms.form import KINDS, NOT_APPLICABLE, Condition, Form, Question, Section

REQUIRED = {"required": True}
CHAIN = form(
    question("q1", **REQUIRED),
    question("q2", "choice", shown_when=when("q1", "yes"), **REQUIRED),
    question("q3", "scale", shown_when=when("q2", "a", "b"), **REQUIRED),
    question("q4", "prose", shown_when=when("q3", 1, 2), **REQUIRED),
)


def ids(questions: tuple[Question, ...]) -> list[str]:
    """The ids of questions."""
    return [question.id for question in questions]


def test_a_question_is_asked_while_its_condition_holds() -> None:
    answers = {"q1": Answer("yes"), "q2": Answer("a"), "q3": Answer(2)}
    assert ids(applicable(CHAIN, {})) == ["q1"]
    assert ids(applicable(CHAIN, answers)) == ["q1", "q2", "q3", "q4"]
    assert ids(applicable(CHAIN, answers | {"q3": Answer(9)})) == ["q1", "q2", "q3"]
    assert ids(applicable(CHAIN, answers | {"q1": Answer("no")})) == ["q1"]  # the whole chain falls


def test_an_answer_that_is_no_longer_asked_for_is_kept_and_counts_for_nothing() -> None:
    answers = {"q1": Answer("no"), "q2": Answer("a"), "q3": Answer(2)}
    assert list(counting_answers(CHAIN, answers)) == ["q1"]
    assert complete(CHAIN, answers)
    taken, refused = check_answers(CHAIN, answers)
    assert taken == answers
    assert not refused
    back = answers | {"q1": Answer("yes")}
    assert list(counting_answers(CHAIN, back)) == ["q1", "q2", "q3"]


def test_any_of_several_choices_opens_a_question_and_all_conditions_must_hold() -> None:
    both = (Condition("q1", ("a", "b")), Condition("q2", ("yes",)))
    asked = form(question("q1", "choices"), question("q2"), question("q3", shown_when=both))
    assert ids(applicable(asked, {"q1": Answer(("c", "b")), "q2": Answer("yes")})) == ["q1", "q2", "q3"]
    assert ids(applicable(asked, {"q1": Answer(("c",)), "q2": Answer("yes")})) == ["q1", "q2"]
    assert ids(applicable(asked, {"q1": Answer(("b",)), "q2": Answer("no")})) == ["q1", "q2"]


def test_a_section_goes_with_its_condition_and_with_its_last_question() -> None:
    asked = form(
        sections=(
            Section("s1", "One", questions=(question("q1"),)),
            Section("s2", "Two", introduction="Only words."),
            Section("s3", "Three", questions=(question("q3"),), shown_when=when("q1", "yes")),
            Section("s4", "Four", questions=(question("q4", shown_when=when("q1", "yes")),)),
        )
    )
    assert [section.id for section, _ in applicable_sections(asked, {})] == ["s1", "s2"]
    assert [section.id for section, _ in applicable_sections(asked, {"q1": Answer("yes")})] == ["s1", "s2", "s3", "s4"]


def test_what_is_missing_is_told_in_order_and_in_words() -> None:
    asked = form(*(question(f"q{place}", kind, **REQUIRED) for place, kind in enumerate(KINDS)), question("free"))
    found = missing(asked, {})
    assert [one.question.kind for one in found] == list(KINDS)
    assert [one.says for one in found][:4] == [
        "Answer yes or no.",
        "Choose one.",
        "Choose at least one.",
        "Choose a number from 1 to 10.",
    ]
    assert not complete(asked, {})


def test_an_answer_that_lacks_its_reason_or_its_option_is_missing() -> None:
    asked = form(question("q1", not_applicable="with_reason"), question("q2", "choice", **REQUIRED))
    found = missing(asked, {"q1": Answer(NOT_APPLICABLE), "q2": Answer("gone")})
    assert [one.says for one in found] == [
        "Say why this does not apply.",
        "Choose again; what was chosen is not an answer to this question.",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("yes_no", "yes", "yes"),
        ("choice", "b", "b"),
        ("choices", ["c", "a", "c"], ("a", "c")),
        ("choices", "b", ("b",)),
        ("scale", "7", 7),
        ("scale", 1, 1),
        ("number", " -3 ", -3),
        ("date", "2026-02-28", "2026-02-28"),
        ("words", "  A line. ", "A line."),
        ("prose", "One\r\ntwo", "One\ntwo"),
        ("prose", NOT_APPLICABLE, NOT_APPLICABLE),  # words like any others
        *((kind, nothing, "") for kind in KINDS for nothing in ("", None, [], ())),
    ],
)
def test_an_answer_is_cleaned(kind: str, value: object, kept: Value) -> None:
    assert check_answer(question(kind=kind), value) == kept


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("yes_no", "perhaps", "Choose one of: Yes, No"),
        ("yes_no", NOT_APPLICABLE, "applies to everybody"),
        ("yes_no", ["yes"], "not an answer"),
        ("choice", "z", "Choose one of: A, B, C"),
        ("choice", True, "not an answer"),
        ("choices", ["a", "z"], "'z' is not an answer"),
        ("choices", 3, "Choose from the list"),
        ("scale", 0, "not on the scale"),
        ("scale", "11", "not on the scale"),
        ("scale", True, "not a whole number"),
        ("number", "three", "digits only"),
        ("number", "1" * 10, "digits only"),
        ("number", "٣", "digits only"),
        ("date", "2026-02-30", "day of the calendar"),
        ("date", "20260228", "day of the calendar"),
        ("date", "٢٠٢٦-٠٢-٢٨", "day of the calendar"),
        ("words", "two\nlines", "one line"),
        ("words", "x" * 201, "at most 200"),
        ("prose", "x" * 10_001, "at most 10,000"),
        ("prose", "a\x00b", "NUL"),
        ("prose", 7, "in words"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_question_and_what_to_do(kind: str, value: object, says: str) -> None:
    with pytest.raises(AnswerRefused, match=says) as refusal:
        check_answer(question("q7", kind), value)
    assert refusal.value.question == "q7"
    assert refusal.value.what
    assert refusal.value.do


def test_a_number_keeps_within_its_bounds() -> None:
    asked = question(kind="number", smallest=0, largest=30)
    assert check_answer(asked, "30") == 30
    for value, says in ((-1, "at least 0"), (31, "at most 30")):
        with pytest.raises(AnswerRefused, match=says):
            check_answer(asked, value)


@pytest.mark.parametrize("kind", KINDS)
def test_not_applicable_needs_its_reason(kind: str) -> None:
    asked = question(kind=kind, not_applicable="with_reason")
    assert check_answer(asked, NOT_APPLICABLE, "Nobody was harmed.") == NOT_APPLICABLE
    with pytest.raises(AnswerRefused, match="needs a reason"):
        check_answer(asked, NOT_APPLICABLE, "  ")
    assert check_answer(question(kind=kind, not_applicable="without_reason"), NOT_APPLICABLE) == NOT_APPLICABLE


def test_not_applicable_stands_alone() -> None:
    with pytest.raises(AnswerRefused, match="beside other answers"):
        check_answer(question(kind="choices", not_applicable="with_reason"), ["a", NOT_APPLICABLE], "why")


def test_reason_and_evidence_are_kept_where_they_belong() -> None:
    asked = question(not_applicable="with_reason", evidence=True)
    assert checked(asked, Answer("yes", " seen ", "left over")) == Answer("yes", "seen", "")
    assert checked(asked, Answer(NOT_APPLICABLE, "", " why ")) == Answer(NOT_APPLICABLE, "", "why")
    with pytest.raises(AnswerRefused, match="evidence cannot be kept"):
        checked(asked, Answer("yes", "x\x00"))
    with pytest.raises(AnswerRefused, match="No evidence"):
        checked(question(), Answer("yes", "seen"))


def test_one_bad_answer_keeps_back_no_other() -> None:
    given = {"q1": Answer("yes"), "q2": Answer("z"), "q9": Answer("x"), "q3": Answer("4")}
    taken, refused = check_answers(CHAIN, given)
    assert taken == {"q1": Answer("yes"), "q3": Answer(4)}
    assert [(one.question, one.what) for one in refused] == [
        ("q2", "'z' is not an answer to this question."),
        ("q9", "The form has no such question."),
    ]


VALUES: dict[str, st.SearchStrategy[Value]] = {
    "yes_no": st.sampled_from(["yes", "no", ""]),
    "choice": st.sampled_from(["a", "b", "c", ""]),
    "choices": st.lists(st.sampled_from("abc"), unique=True).map(lambda chosen: tuple(sorted(chosen)) or ""),
    "scale": st.integers(1, 10),
}


@st.composite
def conditional_forms(draw: st.DrawFn) -> tuple[Form, dict[str, Answer], dict[str, Answer]]:
    """A form whose questions wait for earlier ones, and two sets of answers to it."""
    questions: list[Question] = []
    for place in range(draw(st.integers(1, 8))):
        conditions = []
        for asked in draw(st.lists(st.sampled_from(questions), max_size=2, unique=True)) if questions else []:
            awaited = draw(st.lists(st.sampled_from(asked.answers), min_size=1, max_size=3, unique=True))
            conditions.append(Condition(asked.id, tuple(awaited)))
        kind = draw(st.sampled_from(sorted(VALUES)))
        questions.append(question(f"q{place}", kind, required=draw(st.booleans()), shown_when=tuple(conditions)))
    drawn = [{each.id: Answer(draw(VALUES[each.kind])) for each in questions if draw(st.booleans())} for _ in range(2)]
    return form(*questions), drawn[0], drawn[1]


@given(conditional_forms())
def test_only_what_is_asked_is_required_or_counts(made: tuple[Form, dict[str, Answer], dict[str, Answer]]) -> None:
    asked_of, answers, others = made
    asked = applicable(asked_of, answers)
    assert ids(asked) == [each.id for each in asked_of.questions if each in asked]  # in the order of the form
    assert {one.question.id for one in missing(asked_of, answers)} <= set(ids(asked))
    assert set(counting_answers(asked_of, answers)) <= set(ids(asked))
    # Whatever is said to a question that is not asked changes nothing.
    elsewhere = {name: answer for name, answer in others.items() if name not in ids(asked)}
    kept = {name: answer for name, answer in answers.items() if name in ids(asked)} | elsewhere
    assert applicable(asked_of, kept) == asked
    assert missing(asked_of, kept) == missing(asked_of, answers)
    assert counting_answers(asked_of, kept) == counting_answers(asked_of, answers)
    # And nothing of it is lost on the way to storage.
    assert check_answers(asked_of, kept) == (kept, ())


@given(conditional_forms())
def test_a_second_reading_of_the_conditions_agrees(made: tuple[Form, dict[str, Answer], dict[str, Answer]]) -> None:
    asked_of, answers, _ = made

    def is_asked(question: Question) -> bool:
        """By recursion, where the program goes through the form once."""
        for condition in question.shown_when:
            earlier = asked_of.by_id[condition.question]
            value = answers.get(earlier.id, Answer()).value
            said = set(value) if isinstance(value, tuple) else {value}
            if not is_asked(earlier) or not said & set(condition.answers):
                return False
        return True

    assert list(applicable(asked_of, answers)) == [each for each in asked_of.questions if is_asked(each)]


@given(st.sampled_from(sorted(KINDS)), st.one_of(st.text(max_size=40), st.integers(), st.lists(st.text(max_size=3))))
def test_whatever_is_handed_in_is_cleaned_or_refused_and_cleaning_is_done_once(kind: str, value: object) -> None:
    asked = question(kind=kind, most=30) if kind in ("words", "prose") else question(kind=kind)
    try:
        kept = check_answer(asked, value)
    except AnswerRefused:
        return
    assert check_answer(asked, kept) == kept
