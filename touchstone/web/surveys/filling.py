"""Filling a survey in, page by page: what was sent so far travels in the form itself, and nothing is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from touchstone.forms.answers import Answer, AnswerRefused, applicable_sections, check_answers, counting_answers
from touchstone.forms.form import Form, Question, Section
from touchstone.forms.loading import Language, languages_of
from touchstone.intake.problems import ProblemsFound
from touchstone.web.surveys.models import FORMS, Survey

PREFIX = "a-"
REVIEW = "review"
OTHER_KEYS = frozenset({"form", "language", "step", "reviewed", "go"})

Page = tuple[Section, tuple[Question, ...]]


@dataclass
class Filling:
    """What somebody has answered so far, and what is wrong with it."""

    form: Form
    typed: dict[str, str] = field(default_factory=dict)  # as it came, by question
    taken: dict[str, Answer] = field(default_factory=dict)
    refused: dict[str, AnswerRefused] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, sent: QueryDict) -> Filling:
        """From what a page of the form sent."""
        asked = {question.id for question in form.questions}
        typed = {name: str(sent[PREFIX + name]) for name in asked if sent.get(PREFIX + name)}
        taken, refused = check_answers(form, {name: Answer(value) for name, value in typed.items()})
        return cls(form, typed, taken, {one.question: one for one in refused})

    @property
    def pages(self) -> list[Page]:
        """The pages that have something to answer, as the answers so far have it."""
        return [(section, asked) for section, asked in applicable_sections(self.form, self.taken) if asked]

    @property
    def before(self) -> list[Section]:
        """What is said before anything is asked: the first sections, up to the first question."""
        said = []
        for section in self.form.sections:
            if section.questions:
                break
            said.append(section)
        return said

    @property
    def counted(self) -> dict[str, Answer]:
        """The answers that would be kept."""
        return counting_answers(self.form, self.taken)

    def place_of(self, id: str) -> int | None:
        """Which page a section is on; None where it is on none."""
        return next((place for place, (section, _asked) in enumerate(self.pages) if section.id == id), None)

    def first_refused(self) -> int | None:
        """The first page on which something cannot be taken."""
        for place, (_section, asked) in enumerate(self.pages):
            if any(question.id in self.refused for question in asked):
                return place
        return None

    def carried(self, shown: tuple[Question, ...] = ()) -> list[tuple[str, str]]:
        """(key, value) of what the page does not show and so carries along."""
        here = {question.id for question in shown}
        return [(PREFIX + name, value) for name, value in self.typed.items() if name not in here]


def strange_keys(form: Form, sent: Mapping[str, object]) -> bool:
    """Did anything come that the form has no place for?"""
    known = OTHER_KEYS | {PREFIX + question.id for question in form.questions}
    return not known >= set(sent)


def languages(survey: Survey) -> list[Language]:
    """The languages in which a survey can be answered: those that fit the revision it was opened with."""
    found = []
    for language in languages_of(FORMS[survey.group]):
        try:
            survey.form(language.code)
        except ProblemsFound:
            continue
        found.append(language)
    return found


def said(question: Question, value: object) -> str:
    """An answer as the person reads it again."""
    return next((option.says for option in question.offered if option.id == value), str(value))
