"""A form as a value: its sections, its questions, and when each of them is asked.

A condition is data and looks back only: it names a question that stands before it and the answers that it waits for.
There is no language of expressions, so whether a question is asked can be seen by reading the form once from the top.
"""

import re

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass, field
from touchstone.standards.framework import Fact

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

YES, NO, NOT_APPLICABLE = "yes", "no", "not applicable"  # as `touchstone.rating.answers` has them

KINDS = {
    "yes_no": "yes or no",
    "choice": "one of a list",
    "choices": "any of a list",
    "scale": "from 1 to 10",
    "words": "a short line",
    "prose": "as much as wanted",
    "date": "a day",
    "number": "a whole number",
}
LISTED_KINDS = (
    "yes_no",
    "choice",
    "choices",
    "scale",
)  # every possible answer is known, so a condition may wait for it
LOWEST, HIGHEST = 1, 10  # of a scale
MOST_CHARACTERS = {"words": 200, "prose": 10_000}  # where a question says nothing of its own
MAY_NOT_APPLY = ("no", "with_reason", "without_reason")  # the last for prompts, which decide nothing
STATUSES = {
    "original": "the text that translations are made from",
    "draft": "a translation that nobody has approved",
    "approved": "a translation that a named role has approved",
}

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen: the id that is stored, and what it says."""

    id: str
    says: str


YES_NO = (Option(YES, "Yes"), Option(NO, "No"))
DOES_NOT_APPLY = Option(NOT_APPLICABLE, "Not applicable")


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds while the question is asked and its answer (or one of its answers) is among these."""

    question: str
    answers: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Checks itself when it is made; raises ProblemsFound with every problem.

    `asks` is the whole question and `guidance` what helps to answer it. `prompts` are yes-or-no questions that guide
    the answer and never decide it. `low` and `high` are the words at the ends of a scale; `smallest` and `largest`
    bound a number. `most` is the number of characters of words or prose (0: that of its kind). `evidence` says that a
    note of the evidence stands beside the answer. `key_question` marks the questions of a framework that ratings
    follow from. A `safeguarding` text is shown only in the original or in an approved translation. `language` is
    given where a text stands in another language than its form.
    """

    id: str
    asks: str
    kind: str
    options: tuple[Option, ...] = ()
    guidance: str = ""
    prompts: "tuple[Question, ...]" = ()
    required: bool = False
    not_applicable: str = "no"
    evidence: bool = False
    shown_when: tuple[Condition, ...] = ()
    most: int = 0
    low: str = ""
    high: str = ""
    smallest: int | None = None
    largest: int | None = None
    key_question: bool = False
    safeguarding: bool = False
    language: str = ""
    fact: Fact | None = None

    def __post_init__(self) -> None:
        problems = [Problem(what, do, column=self.id) for what, do in wrong_with_question(self)]
        if problems:
            raise ProblemsFound(problems)

    @property
    def offered(self) -> tuple[Option, ...]:
        """What can be chosen, 'not applicable' last where it may be said; empty where the answer is written."""
        chosen = self.options or (YES_NO if self.kind == "yes_no" else ())
        return (*chosen, DOES_NOT_APPLY) if self.may_not_apply else chosen

    @property
    def may_not_apply(self) -> bool:
        """May it be said that the question does not apply?"""
        return self.not_applicable != "no"

    @property
    def most_characters(self) -> int:
        """How long an answer in words may be; 0 for a question that is not answered in words."""
        return self.most or MOST_CHARACTERS.get(self.kind, 0)

    @property
    def answers(self) -> "tuple[str | int, ...]":
        """Every possible answer of a question that has a list of them, with 'not applicable' where it may be said."""
        if self.kind == "scale":
            steps: tuple[str | int, ...] = tuple(range(LOWEST, HIGHEST + 1))
            return (*steps, NOT_APPLICABLE) if self.may_not_apply else steps
        return tuple([option.id for option in self.offered])


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand on one page, with what is said before them."""

    id: str
    title: str
    introduction: str = ""
    questions: tuple[Question, ...] = ()
    shown_when: tuple[Condition, ...] = ()
    safeguarding: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form in one language. Checks itself when it is made; raises ProblemsFound with every problem.

    An answer belongs to the id and revision of its form: a changed question is a new revision. `by_id` is made here and
    holds every question, prompts too; what is handed in for it is not used.
    """

    id: str
    revision: int
    title: str
    language: str
    sections: tuple[Section, ...]
    status: str = "original"
    approved_by: str = ""
    fact: Fact | None = None
    by_id: "Mapping[str, Question]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = list(wrong_with_form(self))
        if problems:
            raise ProblemsFound(problems)
        object.__setattr__(self, "by_id", {question.id: question for question in self.every_question()})

    def __hash__(self) -> int:
        return hash((self.id, self.revision, self.language, self.sections))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in order; a prompt goes with its question and is not listed by itself."""
        return tuple([question for section in self.sections for question in section.questions])

    @property
    def draft(self) -> bool:
        """Is this a translation that nobody has approved?"""
        return self.status == "draft"

    def question(self, id: str) -> Question | None:
        """The question or prompt with this id, or None."""
        return self.by_id.get(id)

    def every_question(self) -> "Iterator[Question]":
        """Every question in order, each followed by its prompts."""
        for section in self.sections:
            for question in section.questions:
                yield question
                yield from question.prompts


def wrong_with_question(question: Question) -> "Iterator[tuple[str, str]]":
    """(what is wrong, what to do) for everything that is wrong with a question by itself."""
    if question.kind not in KINDS:
        yield f"There is no kind of question {shown(question.kind)}.", f"Write one of: {', '.join(KINDS)}."
        return
    if not NAME.fullmatch(question.id):
        yield f"{shown(question.id)} cannot be an id.", "Use letters, digits, dots, dashes and underscores; at most 80."
    if not question.asks:
        yield "The question asks nothing.", "Write what it asks."
    if question.not_applicable not in MAY_NOT_APPLY:
        yield f"{shown(question.not_applicable)} is not known here.", f"Write one of: {', '.join(MAY_NOT_APPLY)}."
    yield from wrong_with_options(question)
    if (question.most and question.kind not in MOST_CHARACTERS) or question.most < 0:
        yield "Only words and prose have a number of characters.", "Take `most` out."
    if (question.kind == "scale") != bool(question.low) or bool(question.low) != bool(question.high):
        yield "A scale, and nothing else, has words at both its ends.", "Write `low` and `high` for a scale alone."
    bounds = (question.smallest, question.largest)
    if bounds != (None, None) and question.kind != "number":
        yield "Only a number has a smallest and a largest.", "Take `smallest` and `largest` out."
    if question.smallest is not None and question.largest is not None and question.smallest > question.largest:
        yield f"{question.smallest} is more than {question.largest}.", "Let `smallest` be no more than `largest`."
    for prompt in question.prompts:
        if prompt.kind != "yes_no" or prompt.required or prompt.prompts or prompt.shown_when or prompt.key_question:
            yield (
                f"The prompt {shown(prompt.id)} is more than a question that guides.",
                "Make it a yes-or-no question: not required, with no prompts and no condition.",
            )


def wrong_with_options(question: Question) -> "Iterator[tuple[str, str]]":
    """(what is wrong, what to do) for the answers that a question offers."""
    if question.kind in ("choice", "choices"):
        if len(question.options) < 2:
            yield "There is nothing to choose between.", "Write at least two options."
    elif question.kind == "yes_no":
        if question.options and [option.id for option in question.options] != [YES, NO]:
            yield "A yes-or-no question has other options than these two.", "Write the options `yes` and `no`, or none."
    elif question.options:
        yield f"A question of the kind {shown(question.kind)} has no options.", "Take the options out."
    seen = set()
    for option in question.options:
        if option.id in seen or option.id == NOT_APPLICABLE or not NAME.fullmatch(option.id):
            yield f"The option {shown(option.id)} cannot stand here.", "Give each option an id of its own."
        if not option.says:
            yield f"The option {shown(option.id)} says nothing.", "Write what it says."
        seen.add(option.id)


def wrong_with_form(form: Form) -> "Iterator[Problem]":
    """Everything that is wrong with how the parts of a form stand together."""
    if not form.sections:
        yield Problem("The form has no sections.", "Write at least one.", column=form.id)
    if form.status not in STATUSES or (form.status == "approved") != bool(form.approved_by):
        do = f"Say one of: {', '.join(STATUSES)}; name who approved an approved one, and nobody else."
        yield Problem("It is not clear how far this text may be trusted.", do, column=form.id)
    every = {question.id for question in form.every_question()}
    before: dict[str, Question] = {}
    ids: set[str] = set()
    sections: set[str] = set()
    for section in form.sections:
        if section.id in sections or not NAME.fullmatch(section.id):
            do = "Give each section an id of its own, of letters, digits, dots, dashes and underscores."
            yield Problem(f"The section {shown(section.id)} has no id of its own.", do, column=form.id)
        sections.add(section.id)
        if not section.title:
            yield Problem("The section has no title.", "Write one.", column=section.id)
        yield from wrong_with_conditions(section.id, section.shown_when, before, every)
        for question in section.questions:
            for name in (question.id, *(prompt.id for prompt in question.prompts)):
                if name in ids:
                    yield Problem(f"The id {shown(name)} stands twice.", "Give each its own.", column=name)
                ids.add(name)
            yield from wrong_with_conditions(question.id, question.shown_when, before, every)
            before[question.id] = question


def wrong_with_conditions(
    at: str, conditions: tuple[Condition, ...], before: "Mapping[str, Question]", every: set[str]
) -> "Iterator[Problem]":
    """Conditions that can never be looked up: of an unknown or later question, or waiting for an impossible answer."""
    for condition in conditions:
        asked = before.get(condition.question)
        named = shown(condition.question)
        if asked is None and condition.question in every:
            do = "A condition looks back only, at a question and never at a prompt: name another, or move this one."
            yield Problem(f"The question {named} does not stand before this.", do, column=at)
        elif asked is None:
            yield Problem(f"There is no question {named}.", "Name a question that stands before this one.", column=at)
        elif asked.kind not in LISTED_KINDS:
            do = f"Name a question of one of these kinds: {', '.join(LISTED_KINDS)}."
            yield Problem(f"Nobody knows beforehand what is answered to {named}.", do, column=at)
        else:
            wrong = [answer for answer in condition.answers if answer not in asked.answers]
            if wrong or not condition.answers:
                what = f"{named} is never answered {', '.join(map(shown, wrong)) or 'with nothing'}."
                yield Problem(what, f"Wait for one of: {', '.join(map(str, asked.answers))}.", column=at)
