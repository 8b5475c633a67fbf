"""What a claim can cite in an exercise, what each source says today, and what it is independent of.

Called on pages and in operations that have asked whether the exercise may be seen. Shares of cases and results of
surveys are computed when they are asked for and never stored, so that no claim can disagree with the data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from touchstone.rating.answers import NO, NOT_APPLICABLE, YES, Count
from touchstone.rating.scale import whole_percent
from touchstone.standards.framework import Framework
from touchstone.web.accounts.models import User
from touchstone.web.assessments.results import answers_of
from touchstone.web.evidence.independence import origin
from touchstone.web.evidence.models import (
    Citation,
    ContextFigure,
    Document,
    EvidenceItem,
    ItemKind,
    Quote,
    SourceKind,
)
from touchstone.web.exercises.models import Exercise
from touchstone.web.surveys.results import Cited, citable


def case_counts(exercise: Exercise, *, blind_to: User | None = None) -> dict[str, Count]:
    """For each key question how many of the cases finished today say yes, of how many that count.

    `blind_to` is who will see it: cases that they mark blind are left out. 'Not applicable' leaves only where the
    framework says so.
    """
    rating = exercise.framework().rating
    taken = (YES, NO) if rating is None or rating.not_applicable_leaves else (YES, NO, NOT_APPLICABLE)
    tally: dict[str, list[int]] = {}
    for case in answers_of(exercise, blind_to=blind_to):
        for question, answer in case.answers.items():
            if answer in taken:
                yes_of = tally.setdefault(question, [0, 0])
                yes_of[0] += answer == YES
                yes_of[1] += 1
    return {question: Count(yes, of) for question, (yes, of) in tally.items()}


def share_words(count: Count) -> str:
    """A share as people read it: "23 of 39 cases said yes (59%)"."""
    shown = {"yes": count.yes, "of": count.of, "percent": whole_percent(count.yes, count.of)}
    return _("%(yes)s of %(of)s cases say yes (%(percent)s%%)") % shown


@dataclass(frozen=True)
class Live:
    """What changes under citations, read once for a page."""

    framework: Framework
    cases: Mapping[str, Count]
    surveys: Mapping[str, Cited]

    @classmethod
    def of(cls, exercise: Exercise, *, blind_to: User | None = None) -> Live:
        """As it stands now, without the cases that `blind_to`, who will see it, marks blind."""
        return cls(exercise.framework(), case_counts(exercise, blind_to=blind_to), citable(exercise))

    def group_of_question(self, question: str) -> str:
        """The sample group of a key question."""
        return next((std.cases for std, asked in self.framework.key_questions() if asked.id == question), "")

    def origin_of(self, citation: Citation) -> str:
        """What a citation is independent of; "" where what it cites is not there today and counts for nothing."""
        if not citation.stands:
            return ""
        if citation.kind == SourceKind.CASES:
            there = citation.question in self.cases
            return origin("cases", self.group_of_question(citation.question)) if there else ""
        if citation.kind == SourceKind.SURVEY:
            result = self.surveys.get(citation.question)
            return origin("survey", result.who) if result else ""
        if citation.kind == SourceKind.FIGURE and citation.figure is not None:
            return origin("figure", citation.figure.given_by)
        if citation.item is not None:
            usable = citation.quote is None or citation.quote.may_be_used
            return origin(citation.kind, citation.item.group) if usable else ""
        return origin(citation.kind)

    def title_of(self, citation: Citation) -> str:
        """What is cited, in a line."""
        if citation.kind == SourceKind.CASES:
            return _("Cases read, %(question)s") % {"question": question_words(self.framework, citation.question)}
        if citation.kind == SourceKind.SURVEY:
            result = self.surveys.get(citation.question)
            return result.title if result else _("A survey")
        if citation.kind == SourceKind.FIGURE and citation.figure is not None:
            return citation.figure.label
        if citation.item is not None:
            return citation.item.words
        return citation.document.words if citation.document is not None else ""

    def says(self, citation: Citation) -> str:
        """What the source itself says today: a share, a result, a figure, a checked quote. "" for the others."""
        if citation.kind == SourceKind.CASES:
            count = self.cases.get(citation.question)
            return share_words(count) if count else _("No finished case answers this question today.")
        if citation.kind == SourceKind.SURVEY:
            result = self.surveys.get(citation.question)
            return result.words if result else _("No result of this survey is cleared today.")
        if citation.kind == SourceKind.FIGURE and citation.figure is not None:
            figure = citation.figure
            said = f"{figure.words} ({figure.source}, {figure.as_of})"
            return said if figure.replaced_at is None else f"{said}. " + _("A later figure has replaced it.")
        if citation.quote is not None:
            if not citation.quote.may_be_used:
                return _("A quote that waits for its second check.")
            return f"“{citation.quote.words}” ({citation.quote.get_who_display()})"
        return ""


def question_words(framework: Framework, id: str) -> str:
    """A key question by its number and topic."""
    found = next((question for _standard, question in framework.key_questions() if question.id == id), None)
    return f"{id} {found.topic}" if found else id


def offered(exercise: Exercise, live: Live, *, shares: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything in this exercise that can be cited, in groups, as a select wants it; shares of cases if `shares`."""
    items = EvidenceItem.objects.of(exercise)
    quotes = Quote.objects.of(exercise).usable().select_related("item")
    documents = Document.objects.of(exercise).select_related("exercise").prefetch_related("versions")
    there = [one for one in documents if one.missing_because or one.versions.all()]
    figures = ContextFigure.objects.of(exercise).standing()
    return [
        (str(words), choices)
        for words, choices in (
            (_("Documents"), [(f"document:{one.pk}", one.words) for one in there]),
            (_("Meetings and observations"), [(f"item:{one.pk}", f"{one.words}, {one.day:%d.%m.%Y}") for one in items]),
            (
                _("Quotes"),
                [(f"quote:{one.pk}", f"{one.get_who_display()}: “{shortened(one.words)}”") for one in quotes],
            ),
            (
                _("Cases read"),
                [
                    (f"cases:{question}", f"{question_words(live.framework, question)}: {share_words(count)}")
                    for question, count in sorted(live.cases.items())
                    if shares
                ],
            ),
            (_("Surveys"), [(f"survey:{key}", f"{one.title}: {one.words}") for key, one in live.surveys.items()]),
            (_("Context figures"), [(f"figure:{one.pk}", f"{one.label}: {one.words}") for one in figures]),
        )
        if choices
    ]


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text, for a list."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def resolved(exercise: Exercise, key: str) -> dict[str, Any]:
    """The fields of a citation for what a key names. Raises ValidationError for what is not in this exercise."""
    kind, _colon, rest = key.partition(":")
    find = FINDERS.get(kind)
    found = find(exercise, rest) if find else None
    if found is None:
        raise ValidationError(
            {"source": _("This source is not in this inspection, or cannot be cited. Choose another.")}
        )
    return found


def _row(rows: Any, exercise: Exercise, id: str) -> Any:
    try:
        return rows.of(exercise).filter(pk=UUID(id)).first()
    except ValueError:
        return None


def _item(exercise: Exercise, id: str) -> dict[str, Any] | None:
    item = _row(EvidenceItem.objects, exercise, id)
    return {"kind": kind_of_item(item), "item": item} if item else None


def _quote(exercise: Exercise, id: str) -> dict[str, Any] | None:
    quote = _row(Quote.objects, exercise, id)
    if quote is None or not quote.may_be_used:
        return None
    return {"kind": kind_of_item(quote.item), "item": quote.item, "quote": quote}


def kind_of_item(item: EvidenceItem) -> SourceKind:
    """What was seen is another kind of source than what was said."""
    return SourceKind.OBSERVATION if item.kind == ItemKind.OBSERVATION else SourceKind.ITEM


def _document(exercise: Exercise, id: str) -> dict[str, Any] | None:
    document = _row(Document.objects, exercise, id)
    return {"kind": SourceKind.DOCUMENT, "document": document} if document else None


def _figure(exercise: Exercise, id: str) -> dict[str, Any] | None:
    figure = _row(ContextFigure.objects, exercise, id)
    return {"kind": SourceKind.FIGURE, "figure": figure} if figure else None


def _cases(exercise: Exercise, question: str) -> dict[str, Any] | None:
    return {"kind": SourceKind.CASES, "question": question} if question in case_counts(exercise) else None


def _survey(exercise: Exercise, key: str) -> dict[str, Any] | None:
    return {"kind": SourceKind.SURVEY, "question": key} if key in citable(exercise) else None


FINDERS: Mapping[str, Callable[[Exercise, str], dict[str, Any] | None]] = {
    "item": _item,
    "quote": _quote,
    "document": _document,
    "figure": _figure,
    "cases": _cases,
    "survey": _survey,
}
