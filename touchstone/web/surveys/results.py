"""What came of the surveys of an exercise: counts, scores and cleared words, for pages, evidence and the portable file.

Each function is called inside an operation, or on a page opened for somebody who may see the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from touchstone.dossier.inspection import Survey as FileSurvey
from touchstone.dossier.inspection import Voice
from touchstone.forms.form import HIGHEST, LOWEST, Form, Question
from touchstone.web.exercises.models import Exercise
from touchstone.web.surveys.models import Answer, Audience, ClearedText, FreeText, Invitation, Response, State, Survey
from touchstone.web.surveys.plot import columns
from touchstone.web.surveys.taking_out import ALL_TAKEN_OUT

# Fewer answers than this to one question are shown to nobody, in a team or outside it: with two, each of the two knows
# what the other said. Standing: local default; published survey results of inspections go down to five.
FEWEST_SHOWN = 3
GOOD_FROM = 7  # of ten; the example report tells how many gave 7 to 10

# Who said something, as a report says it.
VOICES = {Audience.CHILD: "a child", Audience.PARENT: "a parent or carer", Audience.VICTIM: "a victim"}
MOST_VOICES = 200  # that the portable file takes


@dataclass(frozen=True)
class Result:
    """How many gave each answer to one question; `counts` has every possible answer, in order."""

    question: Question
    counts: tuple[tuple[str, str, int], ...]  # id, words, how many

    @property
    def answered(self) -> int:
        """How many answered the question."""
        return sum(many for _id, _words, many in self.counts)

    @property
    def shown(self) -> bool:
        """Did enough answer for anybody to see how?"""
        return self.answered >= FEWEST_SHOWN

    @property
    def scores(self) -> tuple[tuple[int, int], ...]:
        """(score, how many) of a scale."""
        return tuple((int(step), many) for step, _words, many in self.counts if self.question.kind == "scale")

    @property
    def finding(self) -> str:
        """The result in a sentence."""
        if self.question.kind == "scale":
            good = sum(many for score, many in self.scores if score >= GOOD_FROM)
            given = [score for score, many in self.scores if many]
            words = _("%(good)s of %(n)s gave %(from)s or more; scores go from %(low)s to %(high)s")
            return words % {"good": good, "n": self.answered, "from": GOOD_FROM, "low": given[0], "high": given[-1]}
        most = max(self.counts, key=lambda one: one[2])
        return _("%(many)s of %(n)s said: %(words)s") % {"many": most[2], "n": self.answered, "words": most[1]}

    def plot(self) -> Markup:
        """A scale as columns."""
        return columns(self.scores)


def labels(question: Question) -> Iterator[tuple[str, str]]:
    """(id, words) of every answer that can be given."""
    if question.kind == "scale":
        for score in range(LOWEST, HIGHEST + 1):
            end = {LOWEST: f" – {question.low}", HIGHEST: f" – {question.high}"}.get(score, "")
            yield str(score), f"{score}{end}"
        return
    for option in question.offered:
        yield option.id, option.says


def results(survey: Survey) -> list[Result]:
    """Every question of a survey that is answered from a list, with how many gave each answer."""
    rows = Answer.objects.of(survey.exercise).filter(response__survey=survey).order_by()
    counted: Counter[tuple[str, str]] = Counter()
    for question, value, many in rows.values_list("question", "value").annotate(n=models.Count("id")):
        counted[question, value] = many
    return [
        Result(question, tuple((value, words, counted[question.id, value]) for value, words in labels(question)))
        for question in survey.form().questions
        if question.offered or question.kind == "scale"
    ]


def cleared_words(survey: Survey) -> list[tuple[Question, list[ClearedText]]]:
    """What was cleared, by question in the order of the form."""
    rows = list(ClearedText.objects.of(survey.exercise).filter(survey=survey))
    by_question = [(question, [row for row in rows if row.question == question.id]) for question in questions(survey)]
    return [(question, texts) for question, texts in by_question if texts]


def questions(survey: Survey) -> tuple[Question, ...]:
    """The questions of a survey's form."""
    form: Form = survey.form()
    return form.questions


class Counts(NamedTuple):
    """How far a survey is."""

    links: int  # how many may answer
    responses: int
    waiting: int
    late: int


def counts(survey: Survey, today: date) -> Counts:
    """How many were asked, answered, and wait to be read. Numbers alone; no text is read for them."""
    links = Invitation.objects.of(survey.exercise).filter(survey=survey)
    could = links.aggregate(n=models.Sum(models.Case(models.When(ended_on=None, then="most"), default="used")))["n"]
    texts = FreeText.objects.of(survey.exercise).filter(survey=survey, state=State.WAITING)
    responses = Response.objects.of(survey.exercise).filter(survey=survey).count()
    return Counts(could or 0, responses, texts.count(), texts.filter(due_on__lt=today).count())


def responses_count(exercise: Exercise) -> int:
    """How many have answered a survey of this exercise, for progress."""
    return Response.objects.of(exercise).count()


def texts_waiting(exercise: Exercise) -> int:
    """How many texts nobody has read yet."""
    return FreeText.objects.of(exercise).filter(state=State.WAITING).count()


def texts_late(exercise: Exercise, today: date | None = None) -> int:
    """How many texts nobody has read although the working day for it is over; for progress."""
    today = today or timezone.localdate()
    return FreeText.objects.of(exercise).filter(state=State.WAITING, due_on__lt=today).count()


def closed_results(exercise: Exercise) -> Iterator[tuple[Survey, Result]]:
    """Every result that may leave the room: of surveys that nobody can answer any more, with enough answers."""
    today = timezone.localdate()
    for survey in Survey.objects.of(exercise).select_related("exercise"):
        if not survey.is_open(today):
            yield from ((survey, result) for result in results(survey) if result.shown)


def survey_results(exercise: Exercise) -> list[FileSurvey]:
    """The scores of closed surveys, as the portable file holds them: one entry for each question with a scale."""
    return [
        FileSurvey(f"{survey.audience}-{result.question.id}", f"{survey.label}. {result.question.asks}", result.scores)
        for survey, result in closed_results(exercise)
        if result.question.kind == "scale"
    ]


def voices(exercise: Exercise) -> list[Voice]:
    """What children, parents and victims wrote and a reader has cleared, as the portable file holds it."""
    rows = ClearedText.objects.of(exercise).filter(survey__audience__in=VOICES).exclude(words=ALL_TAKEN_OUT)
    ordered = rows.select_related("survey").order_by("survey__audience", "question", "id")[:MOST_VOICES]
    return [Voice(VOICES[row.survey.group], row.words, row.language) for row in ordered]


class Cited(NamedTuple):
    """One result that a claim may cite: who was asked, what, and the result in words."""

    who: str
    title: str
    words: str


def citable(exercise: Exercise) -> Mapping[str, Cited]:
    """Results of closed surveys by "<who was asked>:<question>", for evidence."""
    return {
        f"{survey.audience}:{result.question.id}": Cited(
            survey.audience, f"{survey.label}. {result.question.asks}", result.finding
        )
        for survey, result in closed_results(exercise)
    }
