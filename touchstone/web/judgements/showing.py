"""A standard as the pages of judgements and of the panel show it: one row, from its dots to what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from touchstone.rating.interval import wilson_interval
from touchstone.rating.working import RatedQuestion, RatedStandard
from touchstone.standards.framework import KeyQuestion, Standard
from touchstone.web.evidence.support import Support, supports
from touchstone.web.exercises.models import Exercise
from touchstone.web.judgements.models import Argument, Decision, Dissent, Proposal
from touchstone.web.judgements.ratings import Rated, newest_decisions, newest_proposals


@dataclass(frozen=True)
class Dot:
    """One key question of a counted standard, on the line with the bands."""

    question: KeyQuestion
    rated: RatedQuestion
    deciding: bool
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Line:
    """One standard."""

    standard: Standard
    computed: RatedStandard
    final: RatedStandard
    dots: tuple[Dot, ...] = ()
    proposal: Proposal | None = None
    decision: Decision | None = None
    arguments: Sequence[Argument] = field(default=())
    dissents: Sequence[Dissent] = field(default=())
    claims: Sequence[Support] = field(default=())

    @property
    def strengths(self) -> list[Support]:
        """Claims that speak for the standard."""
        return [it for it in self.claims if it.claim.kind == "strength"]

    @property
    def areas(self) -> list[Support]:
        """Claims that something is wanting."""
        return [it for it in self.claims if it.claim.kind != "strength"]

    @property
    def contradicted(self) -> int:
        """How much speaks against its claims and nobody has answered."""
        return sum(len(it.unanswered) for it in self.claims)

    @property
    def is_counted(self) -> bool:
        """Is its rating computed from cases?"""
        return self.standard.rated_by == "counting"

    @property
    def departs(self) -> bool:
        """Did the panel depart from what the rule gave?"""
        return self.decision is not None and self.decision.discretion

    @property
    def is_stale(self) -> bool:
        """Was it decided when something else was computed?"""
        return self.decision is not None and self.is_counted and self.decision.computed != self.computed.rating


def lines_of(exercise: Exercise, rated: Rated) -> list[Line]:
    """Every standard of the framework, in its order."""
    decisions, proposals = newest_decisions(exercise), newest_proposals(exercise)
    arguments, dissents = by_standard(exercise)
    claims: dict[str, list[Support]] = {}
    for support in supports(exercise):
        claims.setdefault(support.claim.standard, []).append(support)
    return [
        Line(
            standard=standard,
            computed=rated.computed.standard(standard.id),
            final=rated.final.standard(standard.id),
            dots=dots_of(standard, rated.computed.standard(standard.id), rated),
            proposal=proposals.get(standard.id),
            decision=decisions.get(standard.id),
            arguments=arguments.get(standard.id, []),
            dissents=dissents.get(standard.id, []),
            claims=claims.get(standard.id, []),
        )
        for standard in rated.framework.standards
    ]


def line_of(exercise: Exercise, rated: Rated, number: str) -> Line | None:
    """One of them; None for a number that the framework does not have."""
    return next((line for line in lines_of(exercise, rated) if line.standard.id == number), None)


def by_standard(exercise: Exercise) -> tuple[dict[str, list[Argument]], dict[str, list[Dissent]]]:
    """What was argued, and who dissented from what, by standard."""
    arguments: dict[str, list[Argument]] = {}
    for argument in Argument.objects.of(exercise).select_related("by"):
        arguments.setdefault(argument.standard, []).append(argument)
    dissents: dict[str, list[Dissent]] = {}
    for dissent in Dissent.objects.of(exercise).select_related("by", "decision"):
        dissents.setdefault(dissent.decision.standard, []).append(dissent)
    return arguments, dissents


def dots_of(standard: Standard, rated: RatedStandard, all_rated: Rated) -> tuple[Dot, ...]:
    """Each key question with its share and the interval of the whole caseload."""
    caseload = all_rated.evidence.caseloads.get(standard.cases)
    dots = []
    for question in rated.questions:
        asked = next((one for one in standard.key_questions if one.id == question.id), None)
        if asked is None or question.percent is None:
            continue
        interval = None
        if question.yes is not None and question.of:
            known = caseload if caseload is not None and caseload >= question.of else None
            found = wilson_interval(question.yes, question.of, caseload=known)
            interval = (float(found.low), float(found.high))
        dots.append(Dot(asked, question, question.id == rated.decided_by, interval))
    return tuple(dots)


def bands_of(rated: Rated) -> tuple[tuple[str, int], ...]:
    """The bands behind the dots, worst first: (rating, from percent)."""
    rule = rated.framework.rating
    return tuple((band.rating, band.at_least) for band in rule.question_bands) if rule else ()
