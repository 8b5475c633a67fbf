"""The idea in ten seconds: one inspection's marks, how near its ratings were to others, and one answer changed.

Everything shown is worked out from a published inspection while the page is made; nothing is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.rating.answers import Count, Evidence, Share
from touchstone.rating.working import RatedInspection, RatedQuestion, RatedStandard
from touchstone.standards.framework import Framework, KeyQuestion, Standard
from touchstone.standards.loading import framework_ids
from touchstone.web.public.models import PublishedInspection
from touchstone.web.public.rerating import evidence_of, framework_of, has_counts, rated_again

MORE, FEWER = "more", "fewer"


@dataclass(frozen=True)
class MarkedStandard:
    """One standard and its rating."""

    standard: Standard
    rating: str


@dataclass(frozen=True)
class Line:
    """One counted standard as a dot on the bands: its deciding question, and how near the next bands are."""

    standard: Standard
    question: KeyQuestion
    rated: RatedQuestion
    rating: str
    below: str  # the rating one band down, "" where there is none
    cases_down: int | None
    cases_up: int | None


@dataclass(frozen=True)
class Idea:
    """What the first page shows of one inspection."""

    inspection: PublishedInspection
    framework: Framework
    rated: RatedInspection
    groups: tuple[tuple[str, tuple[MarkedStandard, ...]], ...]  # of the standards that count, by domain
    uncounted: tuple[MarkedStandard, ...]
    lines: tuple[Line, ...]

    @property
    def bands(self) -> tuple[tuple[str, int], ...]:
        """The bands behind the dots, worst first: (rating, from percent)."""
        rule = self.framework.rating
        return tuple((band.rating, band.at_least) for band in rule.question_bands) if rule else ()

    @property
    def hanging(self) -> tuple[Line, ...]:
        """The lines that the fewest cases would move a band down."""
        known = [line.cases_down for line in self.lines if line.cases_down is not None]
        return tuple(line for line in self.lines if known and line.cases_down == min(known))

    @property
    def questions(self) -> tuple[tuple[Standard, tuple[KeyQuestion, ...]], ...]:
        """Every key question whose count is public, by standard: what the form offers."""
        return tuple((line.standard, line.standard.key_questions) for line in self.lines if line.rated.yes is not None)

    @property
    def offered(self) -> dict[str, tuple[Standard, KeyQuestion]]:
        """The same by the question's number."""
        return {question.id: (standard, question) for standard, questions in self.questions for question in questions}


@dataclass(frozen=True)
class Change:
    """One answer changed, and what came of it."""

    standard: Standard
    question: KeyQuestion
    direction: str
    before: RatedInspection
    after: RatedInspection

    @property
    def shares(self) -> tuple[RatedQuestion, RatedQuestion]:
        """The question before and after."""
        found = [question_in(rated.standard(self.standard.id), self.question.id) for rated in (self.before, self.after)]
        return found[0], found[1]

    @property
    def ratings(self) -> tuple[str, str]:
        """The standard's rating before and after."""
        return self.before.standard(self.standard.id).rating, self.after.standard(self.standard.id).rating

    @property
    def moves(self) -> bool:
        """Did the standard's rating move?"""
        return self.ratings[0] != self.ratings[1]


class NothingToChange(Exception):
    """The answer cannot be changed that way: every case, or none, already says yes."""


def featured() -> PublishedInspection | None:
    """The newest published inspection whose counts are public; None where there is none."""
    newest = PublishedInspection.objects.visible().filter(has_report=True).without_report().newest_first()[:20]
    here = set(framework_ids())
    return next((row for row in newest if row.framework in here and has_counts(row)), None)


def idea_of(inspection: PublishedInspection) -> Idea:
    """Everything the first page shows of an inspection."""
    framework = framework_of(inspection)
    rated = rated_again(inspection)
    groups = []
    for domain in framework.domains:
        counted = [standard for standard in domain.standards if standard.counts]
        if counted:
            groups.append((domain.title, marked(counted, rated)))
    return Idea(
        inspection=inspection,
        framework=framework,
        rated=rated,
        groups=tuple(groups),
        uncounted=marked([standard for standard in framework.standards if not standard.counts], rated),
        lines=tuple(line for line in (line_of(framework, standard, rated) for standard in framework.standards) if line),
    )


def marked(standards: Sequence[Standard], rated: RatedInspection) -> tuple[MarkedStandard, ...]:
    """Standards with their ratings."""
    return tuple(MarkedStandard(standard, rated.standard(standard.id).rating) for standard in standards)


def line_of(framework: Framework, standard: Standard, rated: RatedInspection) -> Line | None:
    """A standard's deciding question as a line; None where no count decided it."""
    result = rated.standard(standard.id)
    decides = result.deciding_question
    question = next((question for question in standard.key_questions if question.id == result.decided_by), None)
    if decides is None or question is None or decides.percent is None:
        return None
    words = framework.rating.words if framework.rating else ()
    step = words.index(result.computed) if result.computed in words else 0
    return Line(
        standard=standard,
        question=question,
        rated=decides,
        rating=result.rating,
        below=words[step - 1] if step else "",
        cases_down=result.cases_down,
        cases_up=result.cases_up,
    )


def change_one_answer(idea: Idea, question_id: str, direction: str) -> Change:
    """Rate the inspection again with one case more, or fewer, answered yes.

    Raises KeyError for a question that is not offered, NothingToChange where no case is left to change.
    """
    standard, question = idea.offered[question_id]
    evidence = evidence_of(idea.inspection)
    count = evidence.shares[question_id].count
    if count is None:
        raise KeyError(question_id)
    yes = count.yes + (1 if direction == MORE else -1)
    if not 0 <= yes <= count.of:
        raise NothingToChange(question_id)
    shares = {**evidence.shares, question_id: Share(count=Count(yes, count.of))}
    changed = Evidence(shares=shares, judgements=evidence.judgements)
    return Change(standard, question, direction, idea.rated, rated_again(idea.inspection, changed))


def question_in(standard: RatedStandard, question_id: str) -> RatedQuestion:
    """The rated question with this number. Raises StopIteration where there is none."""
    return next(question for question in standard.questions if question.id == question_id)
