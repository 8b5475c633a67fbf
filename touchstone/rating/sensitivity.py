"""Which single answers and which single cases decide: every one of them changed in turn, exactly.

What a changed answer does depends only on the key question and on what was answered, never on which case it was.
So a handful of outcomes is worked out and every case looks its own up, instead of rating the whole inspection
again a thousand times.
"""

from collections.abc import Sequence

from touchstone.intake.values import dataclass
from touchstone.rating.answers import NO, NOT_APPLICABLE, YES, CaseAnswers, Evidence
from touchstone.rating.overall import rating_of_score
from touchstone.rating.scale import band_of_count, most_points, points_of
from touchstone.rating.working import RatedInspection, RatedQuestion, RatedStandard
from touchstone.standards.framework import Framework, RatingRule

NOTHING_LEFT = -1  # in the place of a band where no case is left to rate on
CHANGES = ((YES, NO), (NO, YES), (NOT_APPLICABLE, YES), (NOT_APPLICABLE, NO))


@dataclass(frozen=True, slots=True)
class DecidingAnswers:
    """Cases of which any one, had this answer been the other, would have changed a rating.

    `standard_becomes` is the standard's rating then, `overall_becomes` the overall rating (the same as it is, where
    only the standard would change).
    """

    question: str
    answered: str
    instead: str
    standard_becomes: str
    overall_becomes: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecidingCase:
    """A case without which some rating would be another: the standards that would change, and the overall rating.

    A standard that rests on this case alone becomes "" (nothing left to rate on).
    """

    case: str
    standards: tuple[tuple[str, str], ...]  # (standard, its rating without the case)
    overall_becomes: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Everything that one answer or one case decides. Empty where no single one changes anything."""

    answers: tuple[DecidingAnswers, ...]
    cases: tuple[DecidingCase, ...]


def sensitivity(framework: Framework, evidence: Evidence, rated: RatedInspection) -> Sensitivity:
    """Every single answer flipped and every single case left out, exactly.

    Only standards rated from case rows take part. One that the panel's discretion decided keeps the panel's rating.
    """
    rule = framework.rating
    taking_part = [standard for standard in rated.standards if standard.is_from_cases and standard.discretion is None]
    if rule is None:
        return Sensitivity((), ())
    whole = _Whole(rule, rated, {standard.id for standard in framework.counted_standards})
    answers = [found for standard in taking_part for found in _deciding_answers(rule, standard, whole)]
    cases = []
    for group in dict.fromkeys(case.group for case in evidence.cases):
        asked = {standard.id for standard in framework.standards if standard.cases == group}
        cases += _deciding_cases(
            rule,
            [standard for standard in taking_part if standard.id in asked],
            [case for case in evidence.cases if case.group == group],
            whole,
        )
    return Sensitivity(tuple(answers), tuple(cases))


class _Whole:
    """The overall rating, ready to be asked what it would be if some standards were rated otherwise."""

    def __init__(self, rule: RatingRule, rated: RatedInspection, counted: set[str]) -> None:
        self.rule = rule
        self.rated = rated
        self.points = {each.id: each.points or 0 for each in rated.standards if each.id in counted and each.is_rated}
        self.known: dict[tuple[int, int], str] = {(rated.score, rated.score_of): rated.overall}

    def becomes(self, changes: Sequence[tuple[str, str]]) -> str:
        """The overall rating if each of these standards had that rating ("" for none)."""
        score, score_of = self.rated.score, self.rated.score_of
        for standard, rating in changes:
            if standard in self.points:
                score -= self.points[standard]
                if rating:
                    score += points_of(self.rule, rating)
                else:
                    score_of -= most_points(self.rule)
        if (score, score_of) not in self.known:
            self.known[score, score_of] = rating_of_score(self.rule, score, score_of)
        return self.known[score, score_of]


def _deciding_answers(rule: RatingRule, standard: RatedStandard, whole: _Whole) -> list[DecidingAnswers]:
    bands = [band_of_count(rule, each.yes or 0, each.of or 1) for each in standard.questions]
    best = len(rule.question_bands) - 1
    found = []
    for place, question in enumerate(standard.questions):
        others = min([best, *bands[:place], *bands[place + 1 :]])
        for answered, instead in CHANGES:
            cases = _cases_that_said(question, answered)
            if not cases:
                continue
            band = band_of_count(rule, *_tally_after(rule, question, answered, instead))
            rating = rule.question_bands[min(others, band)].rating
            if rating != standard.rating:
                overall = whole.becomes([(standard.id, rating)])
                found.append(DecidingAnswers(question.id, answered, instead, rating, overall, cases))
    return found


def _cases_that_said(question: RatedQuestion, answer: str) -> tuple[str, ...]:
    if answer == YES:
        return question.yes_cases
    return question.no_cases if answer == NO else question.not_applicable_cases


def _tally_after(rule: RatingRule, question: RatedQuestion, answered: str, instead: str) -> tuple[int, int]:
    """How many yes of how many, once one answer has changed."""
    yes = (question.yes or 0) + (instead == YES) - (answered == YES)
    joins = answered == NOT_APPLICABLE and rule.not_applicable_leaves
    return yes, (question.of or 0) + joins


def _deciding_cases(
    rule: RatingRule, standards: list[RatedStandard], cases: list[CaseAnswers], whole: _Whole
) -> list[DecidingCase]:
    """The cases of one group without which a rating would be another."""
    ratings = [band.rating for band in rule.question_bands]
    without = [
        (standard, [(question.id, _bands_without(rule, question)) for question in standard.questions])
        for standard in standards
    ]
    found = []
    for case in cases:
        changes = []
        for standard, questions in without:
            band = min([bands[case.answers[number]] for number, bands in questions])
            rating = "" if band == NOTHING_LEFT else ratings[band]
            if rating != standard.rating:
                changes.append((standard.id, rating))
        if changes:
            found.append(DecidingCase(case.reference, tuple(changes), whole.becomes(changes)))
    return found


def _bands_without(rule: RatingRule, question: RatedQuestion) -> dict[str, int]:
    """The band of a key question without one case, by what that case answered."""
    yes, no, of = question.yes or 0, len(question.no_cases), question.of or 0
    left = of - 1
    bands = {}
    if yes:
        bands[YES] = band_of_count(rule, yes - 1, left) if left else NOTHING_LEFT
    if no:
        bands[NO] = band_of_count(rule, yes, left) if left else NOTHING_LEFT
    if question.not_applicable:
        if rule.not_applicable_leaves:
            bands[NOT_APPLICABLE] = band_of_count(rule, yes, of)
        else:
            bands[NOT_APPLICABLE] = band_of_count(rule, yes, left) if left else NOTHING_LEFT
    return bands
