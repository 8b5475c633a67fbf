"""Standards rated by weighing evidence: people give the rating and its reasons, and nothing is computed."""

from touchstone.rating.answers import Judgement
from touchstone.rating.overall import points_entering, why_never_counted
from touchstone.rating.working import NOT_RATED, RatedQuestion, RatedStandard
from touchstone.standards.framework import RatingRule, Standard


def rate_judged(standard: Standard, judgement: Judgement, rule: RatingRule) -> RatedStandard:
    """The rating people gave, with their reasons as they entered them."""
    steps = [f"{standard.id} is rated by weighing evidence, not by counting: {judgement.rating}."]
    if judgement.reasons:
        steps.append(f"Reasons: {judgement.reasons}")
    else:
        steps.append("No reasons were recorded.")
    return _given(standard, judgement, rule, tuple(steps))


def as_published(standard: Standard, judgement: Judgement, rule: RatingRule) -> RatedStandard:
    """The rating of a counted standard as it was published, where its key questions are not known."""
    step = f"{standard.id} is {judgement.rating} as given; its key questions are not known, so nothing was computed."
    return _given(standard, judgement, rule, (step,))


def left_unrated(standard: Standard, judgement: Judgement, questions: tuple[RatedQuestion, ...]) -> RatedStandard:
    """A standard that is not rated for a reason; what is known of its key questions is still shown."""
    because = judgement.not_rated_because
    answered = tuple([each for each in questions if each.percent is not None or each.not_applicable])
    return RatedStandard(
        standard.id,
        NOT_RATED,
        questions=answered,
        not_counted_because=because,
        steps=(f"{standard.id} is not rated: {because}",),
    )


def not_rated_yet(standard: Standard, judgement: Judgement) -> RatedStandard:
    """A standard of which no rating is known yet."""
    return RatedStandard(
        standard.id,
        "",
        not_counted_because=why_never_counted(standard),
        reasons=judgement.reasons,
        steps=(f"{standard.id} is not rated yet.",),
    )


def _given(standard: Standard, judgement: Judgement, rule: RatingRule, steps: tuple[str, ...]) -> RatedStandard:
    return RatedStandard(
        standard.id,
        judgement.rating,
        points=points_entering(rule, standard, judgement.rating),
        not_counted_because=why_never_counted(standard),
        reasons=judgement.reasons,
        steps=steps,
    )
