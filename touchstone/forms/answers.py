"""What is asked now, what is still missing, and whether an answer can be taken.

An answer to a question that is no longer asked is kept, and counts for nothing until the question is asked again.
Nothing here changes anything; what was answered is handed in each time.
"""

import re

from touchstone.forms.form import HIGHEST, LOWEST, NOT_APPLICABLE, Condition, Form, Question, Section
from touchstone.intake.text import TextRefused, clean, shown
from touchstone.intake.values import dataclass

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = str | int | tuple[str, ...]  # a chosen id, words, an ISO date; a step or a number; several chosen ids

MOST_OF_A_REASON = 2_000  # characters; why a question does not apply
MOST_OF_EVIDENCE = 10_000  # characters; the note beside an answer

WRITTEN = ("words", "prose")
NOTHING: "tuple[object, ...]" = ("", None, (), [])
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, the evidence noted beside it, and why the question does not apply where that was said."""

    value: Value = ""
    evidence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is still to be answered, and what to do, in words."""

    question: Question
    section: Section
    says: str


class AnswerRefused(ValueError):
    """An answer that cannot be taken: the id of its `question`, `what` is wrong, and what to `do`."""

    def __init__(self, question: str, what: str, do: str) -> None:
        self.question = question
        self.what = what
        self.do = do
        super().__init__(f"{question}: {what} {do}")


def applicable(form: Form, answers: "Mapping[str, Answer]") -> tuple[Question, ...]:
    """The questions that are asked now, in order. A prompt goes with its question and is not listed by itself."""
    return tuple([question for _, questions in applicable_sections(form, answers) for question in questions])


def applicable_sections(
    form: Form, answers: "Mapping[str, Answer]"
) -> tuple[tuple[Section, tuple[Question, ...]], ...]:
    """The sections that are shown now, each with the questions that are asked in it.

    A section is shown for its introduction alone too, but not when all the questions it has are left out.
    """
    counting: dict[str, object] = {}
    found = []
    for section in form.sections:
        if not are_met(section.shown_when, counting):
            continue
        asked = []
        for question in section.questions:
            if question.shown_when and not are_met(question.shown_when, counting):
                continue
            asked.append(question)
            answer = answers.get(question.id)
            if answer is not None:
                counting[question.id] = answer.value
        if asked or not section.questions:
            found.append((section, tuple(asked)))
    return tuple(found)


def are_met(conditions: tuple[Condition, ...], counting: "Mapping[str, object]") -> bool:
    """Do all conditions hold, going by the answers that count?"""
    for condition in conditions:
        given = counting.get(condition.question, "")
        if isinstance(given, tuple | list):
            if not any(each in condition.answers for each in given):
                return False
        elif given not in condition.answers:
            return False
    return True


def counting_answers(form: Form, answers: "Mapping[str, Answer]") -> dict[str, Answer]:
    """The answers that count: those given to questions asked now, and to their prompts, in the order of the form."""
    found = {}
    for question in applicable(form, answers):
        for each in (question, *question.prompts):
            answer = answers.get(each.id)
            if answer is not None and answer.value not in NOTHING:
                found[each.id] = answer
    return found


def missing(form: Form, answers: "Mapping[str, Answer]") -> tuple[Missing, ...]:
    """What is still to be answered before the form is complete, in order, each with words that say what to do."""
    found = []
    for section, questions in applicable_sections(form, answers):
        for question in questions:
            says = lack_of(question, answers.get(question.id))
            if says:
                found.append(Missing(question, section, says))
    return tuple(found)


def complete(form: Form, answers: "Mapping[str, Answer]") -> bool:
    """Is there an answer to every question that is asked now and needs one?"""
    return not missing(form, answers)


def lack_of(question: Question, answer: Answer | None) -> str:
    """What one question still lacks, in words; "" where it lacks nothing."""
    if answer is None or answer.value in NOTHING:
        return f"{TO_DO[question.kind]}." if question.required else ""
    if answer.value == NOT_APPLICABLE and question.may_not_apply:
        needs_reason = question.not_applicable == "with_reason" and not answer.reason.strip()
        return "Say why this does not apply." if needs_reason else ""
    if question.kind in ("yes_no", "choice") and answer.value not in question.answers:
        return "Choose again; what was chosen is not an answer to this question."
    return ""


TO_DO = {
    "yes_no": "Answer yes or no",
    "choice": "Choose one",
    "choices": "Choose at least one",
    "scale": f"Choose a number from {LOWEST} to {HIGHEST}",
    "words": "Write an answer",
    "prose": "Write an answer",
    "date": "Give the date",
    "number": "Give a number",
}


def check_answers(form: Form, given: "Mapping[str, Answer]") -> tuple[dict[str, Answer], tuple[AnswerRefused, ...]]:
    """Each answer cleaned, and those that cannot be taken by name: one bad answer never keeps back the others."""
    taken = {}
    refused = []
    for name, answer in given.items():
        question = form.question(name)
        try:
            if question is None:
                raise AnswerRefused(name, "The form has no such question.", "Load the page again and answer there.")
            taken[name] = checked(question, answer)
        except AnswerRefused as refusal:
            refused.append(refusal)
    return taken, tuple(refused)


def checked(question: Question, answer: Answer) -> Answer:
    """The whole answer as it may be stored: value, evidence and reason. Raises AnswerRefused.

    A reason is kept only beside 'not applicable'; evidence only where the question has a place for it.
    """
    value = check_answer(question, answer.value, answer.reason)
    if answer.evidence and not question.evidence:
        raise AnswerRefused(question.id, "No evidence is noted beside this question.", "Write it beside another one.")
    evidence = in_words(question, answer.evidence, MOST_OF_EVIDENCE, "The evidence")
    reason = in_words(question, answer.reason, MOST_OF_A_REASON, "The reason") if value == NOT_APPLICABLE else ""
    return Answer(value, evidence, reason)


def check_answer(question: Question, value: object, reason: str = "") -> Value:
    """The answer as it may be stored; "" where it was taken back. Numbers and steps may come as text.

    Raises AnswerRefused, naming the question, where it is no answer to this question, and where a question is said not
    to apply without a reason, or may not be said not to apply.
    """
    if value in NOTHING:
        return ""
    if value == NOT_APPLICABLE and (question.may_not_apply or question.kind not in WRITTEN):
        return does_not_apply(question, reason)
    return CHECKS[question.kind](question, value)


def does_not_apply(question: Question, reason: str) -> Value:
    """'Not applicable', where it may be said and is said with its reason."""
    if not question.may_not_apply:
        raise AnswerRefused(question.id, "This question applies to everybody.", f"{TO_DO[question.kind]}.")
    if question.not_applicable == "with_reason" and not reason.strip():
        raise AnswerRefused(question.id, "'Not applicable' needs a reason.", "Say why it does not apply here.")
    return NOT_APPLICABLE


def one_of(question: Question, value: object) -> Value:
    """The id of one option."""
    if isinstance(value, str) and value in question.answers:
        return value
    do = f"Choose one of: {', '.join(option.says for option in question.offered)}."
    raise AnswerRefused(question.id, f"{shown(value)} is not an answer to this question.", do)


def any_of(question: Question, value: object) -> Value:
    """The ids of several options, in the order of the question and each once."""
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, tuple | list):
        raise AnswerRefused(question.id, f"{shown(value)} is not an answer to this question.", "Choose from the list.")
    chosen = [one_of(question, each) for each in value if each not in NOTHING]
    if NOT_APPLICABLE in chosen:
        raise AnswerRefused(
            question.id, "'Not applicable' cannot stand beside other answers.", "Choose it alone, or not at all."
        )
    return tuple([option.id for option in question.options if option.id in chosen])


def whole_number(question: Question, value: object) -> int:
    """A whole number, which may come as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if not WHOLE_NUMBER.fullmatch(text):
        raise AnswerRefused(
            question.id, f"{shown(value)} is not a whole number.", "Use digits only, at most nine of them."
        )
    return int(text)


def step(question: Question, value: object) -> Value:
    """A step of the scale."""
    number = whole_number(question, value)
    if not LOWEST <= number <= HIGHEST:
        raise AnswerRefused(question.id, f"{number} is not on the scale.", f"{TO_DO['scale']}.")
    return number


def number_within(question: Question, value: object) -> Value:
    """A whole number within the question's bounds."""
    number = whole_number(question, value)
    if question.smallest is not None and number < question.smallest:
        raise AnswerRefused(question.id, f"{number} is too small.", f"Give a number of at least {question.smallest}.")
    if question.largest is not None and number > question.largest:
        raise AnswerRefused(question.id, f"{number} is too large.", f"Give a number of at most {question.largest}.")
    return number


def day(question: Question, value: object) -> Value:
    """A day, kept as ISO text (2026-03-21)."""
    text = value.strip() if isinstance(value, str) else ""
    parts = ISO_DATE.fullmatch(text) if text.isascii() else None
    if parts:
        from datetime import date  # only a form that asks for a day needs it

        try:
            return date(*map(int, parts.groups())).isoformat()
        except ValueError:
            pass
    raise AnswerRefused(question.id, f"{shown(value)} is not a day of the calendar.", "Give day, month and year.")


def written(question: Question, value: object) -> Value:
    """Words or prose as they may be stored."""
    if not isinstance(value, str):
        raise AnswerRefused(question.id, f"{shown(value)} is not text.", "Write the answer in words.")
    return in_words(question, value, question.most_characters, "The answer", one_line=question.kind == "words")


def in_words(question: Question, text: str, most: int, called: str, *, one_line: bool = False) -> str:
    """Text as it may be stored. Raises AnswerRefused where it cannot be."""
    try:
        return clean(text, most=most, one_line=one_line).strip()
    except TextRefused as refused:
        raise AnswerRefused(question.id, f"{called} cannot be kept. {refused.what}", refused.do) from None


CHECKS: "dict[str, Callable[[Question, object], Value]]" = {
    "yes_no": one_of,
    "choice": one_of,
    "choices": any_of,
    "scale": step,
    "number": number_within,
    "date": day,
    "words": written,
    "prose": written,
}
