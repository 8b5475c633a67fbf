"""What stands on each page of a form, made ready once: a page then only puts the answers in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from touchstone.forms.answers import Answer as Given
from touchstone.forms.answers import applicable_sections
from touchstone.forms.form import HIGHEST, LOWEST, NOT_APPLICABLE, Condition, Form, Question, Section

EMPTY = Given()


@dataclass(frozen=True)
class Asked:
    """One question as a page draws it. `dom` is its id on the page, `when` its conditions as the script reads them."""

    id: str
    dom: str
    asks: str
    guidance: str
    kind: str
    options: tuple[tuple[str, str], ...]
    needs_reason: bool
    evidence: bool
    required: bool
    key: bool
    most: int
    low: str
    high: str
    smallest: int | None
    largest: int | None
    when: str
    prompts: tuple[Asked, ...]

    def everything(self) -> Iterable[Asked]:
        """The question and its prompts."""
        yield self
        yield from self.prompts


@dataclass(frozen=True)
class Page:
    """One section of a form: its number (from 1), and which questions of other pages its conditions look at."""

    number: int
    id: str
    title: str
    introduction: str
    questions: tuple[Asked, ...]
    looks_at: frozenset[str]

    in_order: tuple[str, ...]  # every question and prompt on the page

    @property
    def ids(self) -> frozenset[str]:
        """The same, to look in."""
        return frozenset(self.in_order)


@dataclass(frozen=True)
class Pages:
    """All pages of a form, and every question that any condition looks at."""

    form: Form
    pages: tuple[Page, ...]
    looked_at: frozenset[str]

    def page(self, number: int) -> Page | None:
        """The page with this number, None where there is none."""
        return self.pages[number - 1] if 1 <= number <= len(self.pages) else None


_made: dict[tuple[str, int, str], Pages] = {}


def pages_of(form: Form) -> Pages:
    """The pages of a form, made once for each form as it is loaded."""
    key = (form.id, form.revision, form.language)
    kept = _made.get(key)
    if kept is None or kept.form is not form:
        pages = tuple(page_of(number, section) for number, section in enumerate(form.sections, 1))
        sections = {name for section in form.sections for name in names_in(section.shown_when)}
        kept = _made[key] = Pages(form, pages, frozenset(sections.union(*(page.looks_at for page in pages))))
    return kept


def page_of(number: int, section: Section) -> Page:
    """One section made ready."""
    looks_at = {name for question in section.questions for name in names_in(question.shown_when)}
    questions = tuple(asked(question) for question in section.questions)
    in_order = tuple(each.id for question in questions for each in question.everything())
    return Page(number, section.id, section.title, section.introduction, questions, frozenset(looks_at), in_order)


def names_in(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """The questions that conditions look at."""
    return tuple(condition.question for condition in conditions)


def asked(question: Question) -> Asked:
    """One question made ready, with its prompts."""
    options = tuple((option.id, option.says) for option in question.offered)
    if question.kind == "scale":
        steps = tuple((str(step), str(step)) for step in range(LOWEST, HIGHEST + 1))
        options = steps + tuple(option for option in options if option[0] == NOT_APPLICABLE)
    when = [[condition.question, list(condition.answers)] for condition in question.shown_when]
    return Asked(
        id=question.id,
        dom="q-" + question.id.replace(".", "-"),
        asks=question.asks,
        guidance=question.guidance,
        kind=question.kind,
        options=options,
        needs_reason=question.not_applicable == "with_reason",
        evidence=question.evidence,
        required=question.required,
        key=question.key_question,
        most=question.most_characters,
        low=question.low,
        high=question.high,
        smallest=question.smallest,
        largest=question.largest,
        when=json.dumps(when) if when else "",
        prompts=tuple(asked(prompt) for prompt in question.prompts),
    )


@dataclass(frozen=True)
class Contents:
    """One page in the table of contents: how many questions of it are asked now, and what is missing in words."""

    page: Page
    asked: int
    missing: tuple[tuple[str, str], ...]  # (id on the page, what to do)


def contents(form: Form, answers: Mapping[str, Given], lacking: Iterable[Any]) -> list[Contents]:
    """The pages that are asked now, in order, each with what is missing, as `forms.answers.missing` tells it."""
    missing: dict[str, list[tuple[str, str]]] = {}
    for each in lacking:
        told = (f"q-{each.question.id.replace('.', '-')}", f"{short(each.question)} {each.says}")
        missing.setdefault(each.section.id, []).append(told)
    ready = {page.id: page for page in pages_of(form).pages}
    return [
        Contents(ready[section.id], len(questions), tuple(missing.get(section.id, ())))
        for section, questions in applicable_sections(form, answers)
    ]


def short(question: Question) -> str:
    """A question in few words: a key question by its number, another by its text."""
    return _("Question %(number)s:") % {"number": question.id} if question.key_question else question.asks


class Steps(NamedTuple):
    """Where a page stands among those asked now: the numbers of its neighbours, and that it is the nth `of` so many."""

    before: int | None
    after: int | None
    nth: int
    of: int
    asked: frozenset[str]  # every question that is asked now


def steps(form: Form, answers: Mapping[str, Given], number: int) -> Steps:
    """Where the page with this number stands. Pages of another kind of case are not counted."""
    shown = applicable_sections(form, answers)
    ready = {page.id: page.number for page in pages_of(form).pages}
    numbers = [ready[section.id] for section, _questions in shown]
    before = max((each for each in numbers if each < number), default=None)
    after = min((each for each in numbers if each > number), default=None)
    nth = sum(each <= number for each in numbers)
    asked_now = frozenset(question.id for _section, questions in shown for question in questions)
    return Steps(before, after, nth, len(numbers), asked_now)
