"""How fragile each rating is: how sure the shares are, how near the next band, and which answers and cases decide.

For the panel and the service. Whether a published report prints it is framework data (`publishes_fragility`).
Nothing here changes a rating.
"""

from touchstone.intake.values import dataclass
from touchstone.rating.answers import Evidence
from touchstone.rating.bootstrap import Replicates, Spread, bootstrap
from touchstone.rating.distance import fewest_answers_down, lacks_of
from touchstone.rating.interval import Interval, wilson_interval
from touchstone.rating.sensitivity import DecidingAnswers, Sensitivity, sensitivity
from touchstone.rating.smallest_change import SmallestChange, smallest_change, why_fixed
from touchstone.rating.working import RatedInspection, RatedQuestion, RatedStandard
from touchstone.standards.framework import Framework, RatingRule

SEED = 2021  # any number does; the same one gives the same replicates
REPLICATES = 10_000
NO_CASE_ROWS = "No standard was rated from case answers, so no other sample of cases can be drawn from them."


@dataclass(frozen=True, slots=True)
class QuestionFragility:
    """One key question of a counted standard.

    `interval` is None where the count is not known. `drives`: its band is the standard's, so it holds the rating
    where it is; other key questions are `bands_above` it. `answers_to_spare`: the fewest of its yes that must become
    no for the standard to fall; `answers_lacking`: the fewest of its no that must become yes before the standard
    can rise (0 where it stands in no way). None where that cannot be said or there is no band beyond.
    """

    id: str
    percent: int
    interval: Interval | None
    drives: bool
    bands_above: int
    answers_to_spare: int | None
    answers_lacking: int | None


@dataclass(frozen=True, slots=True)
class StandardFragility:
    """One standard rated by counting. The distances are those of its computed rating."""

    id: str
    rating: str
    computed: str
    questions: tuple[QuestionFragility, ...]
    driven_by: tuple[str, ...]  # the key questions in the band that decides
    cases_up: int | None
    answers_up: int | None
    cases_down: int | None
    answers_down: int | None
    exact_cases: bool
    deciding_answers: tuple[DecidingAnswers, ...]  # any one of these, answered otherwise, changes the rating
    replicates: Spread  # in how many replicates each rating came out; empty without case rows


@dataclass(frozen=True, slots=True)
class InspectionFragility:
    """How fragile the ratings of one inspection are.

    `up` and `down` are the smallest changes of judgements that move the overall rating; those `by_answers` hold the
    judged standards as they are. None where no change of those that may change is enough, or no band is beyond.
    `held` says which standards that count were held fixed and why.
    """

    standards: tuple[StandardFragility, ...]
    up: SmallestChange | None
    down: SmallestChange | None
    up_by_answers: SmallestChange | None
    down_by_answers: SmallestChange | None
    held: tuple[str, ...]
    sensitivity: Sensitivity
    replicates: Replicates | None
    no_replicates_because: str

    def standard(self, number: str) -> StandardFragility | None:
        """The fragility of one standard; None where it was not rated by counting."""
        return next((each for each in self.standards if each.id == number), None)


def fragility(
    framework: Framework,
    evidence: Evidence,
    rated: RatedInspection,
    *,
    seed: int = SEED,
    replicates: int = REPLICATES,
) -> InspectionFragility:
    """How fragile the ratings are that `rate_inspection` gave for this evidence.

    Where no rule is in force nothing is rated, and so nothing is fragile: every part is then empty.
    """
    drawn = bootstrap(framework, evidence, rated, seed=seed, replicates=replicates)
    decides = sensitivity(framework, evidence, rated)
    return InspectionFragility(
        standards=tuple(_standards(framework, evidence, rated, decides, drawn)),
        up=smallest_change(framework, rated, up=True),
        down=smallest_change(framework, rated, up=False),
        up_by_answers=smallest_change(framework, rated, up=True, judged_may_change=False),
        down_by_answers=smallest_change(framework, rated, up=False, judged_may_change=False),
        held=tuple(_held(framework, rated)),
        sensitivity=decides,
        replicates=drawn,
        no_replicates_because="" if drawn is not None else NO_CASE_ROWS,
    )


def _held(framework: Framework, rated: RatedInspection) -> list[str]:
    reasons = [why_fixed(standard, rated.standard(standard.id)) for standard in framework.counted_standards]
    return [reason for reason in reasons if reason]


def _standards(
    framework: Framework,
    evidence: Evidence,
    rated: RatedInspection,
    decides: Sensitivity,
    drawn: Replicates | None,
) -> list[StandardFragility]:
    rule = framework.rating
    if rule is None:
        return []
    return [
        _standard(rule, rated.standard(standard.id), evidence.caseloads.get(standard.cases), decides, drawn)
        for standard in framework.standards
        if rated.standard(standard.id).computed
    ]


def _standard(
    rule: RatingRule,
    rated: RatedStandard,
    caseload: int | None,
    decides: Sensitivity,
    drawn: Replicates | None,
) -> StandardFragility:
    ratings = [band.rating for band in rule.question_bands]
    band = ratings.index(rated.computed)
    questions = []
    for question in rated.questions:
        spare, lacking = _distances(rule, question, band)
        questions.append(
            QuestionFragility(
                question.id,
                question.percent or 0,
                _interval(rule, question, caseload),
                drives=question.rating == rated.computed,
                bands_above=ratings.index(question.rating) - band,
                answers_to_spare=spare,
                answers_lacking=lacking,
            )
        )
    return StandardFragility(
        rated.id,
        rated.rating,
        rated.computed,
        tuple(questions),
        tuple([each.id for each in questions if each.drives]),
        rated.cases_up,
        rated.answers_up,
        rated.cases_down,
        rated.answers_down,
        rated.exact_cases,
        tuple([each for each in decides.answers if each.question in {question.id for question in rated.questions}]),
        drawn.of_standard(rated.id) if drawn is not None else (),
    )


def _interval(rule: RatingRule, question: RatedQuestion, caseload: int | None) -> Interval | None:
    if question.yes is None or question.of is None:
        return None
    left_out = question.not_applicable if rule.not_applicable_leaves else 0
    return wilson_interval(question.yes, question.of, read=question.of + left_out, caseload=caseload)


def _distances(rule: RatingRule, question: RatedQuestion, band: int) -> tuple[int | None, int | None]:
    """Answers to spare and answers lacking of one key question, seen from the band of its standard."""
    if question.yes is None or question.of is None:
        return None, None
    tally = [(question.yes, question.of)]
    lacks = lacks_of(rule, tally, band + 1)
    return fewest_answers_down(rule, tally, band - 1), lacks[0] if lacks is not None else None
