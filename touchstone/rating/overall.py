"""Standard ratings become points, points a score, and the score the overall rating."""

from collections.abc import Sequence

from touchstone.intake.values import dataclass
from touchstone.rating.scale import most_points, points_of
from touchstone.rating.working import RatedStandard
from touchstone.standards.framework import Framework, RatingRule, Standard

FEWER_STANDARDS = (
    "{rated} of the {all} standards that count {verb} rated, so the score is out of {of}. "
    "The bands of the overall rating are scaled to that by the same fractions, which is our assumption: "
    "how the inspectorate scales them is not known."
)


@dataclass(frozen=True, slots=True)
class Overall:
    """The score, out of how many points, the overall rating ("" where nothing is rated) and the steps to it."""

    score: int
    score_of: int
    rating: str
    assumptions: tuple[str, ...]
    steps: tuple[str, ...]


def points_entering(rule: RatingRule, standard: Standard, rating: str) -> int | None:
    """What a standard's rating adds to the score; None where the standard never enters it."""
    return points_of(rule, rating) if standard.counts else None


def why_never_counted(standard: Standard) -> str:
    """Why a standard never enters the score, in the framework's words; "" where it does."""
    if standard.counts:
        return ""
    return standard.not_counted_because or f"The rating of {standard.id} does not enter the overall score."


def rating_of_score(rule: RatingRule, score: int, score_of: int) -> str:
    """The overall rating of a score; "" where no point could be had.

    A band up to 6 of 36 points holds every score of at most a sixth of the points that can be had, however many
    standards are rated. Compared by cross-multiplying, so no fraction is ever rounded.
    """
    if not score_of:
        return ""
    for band in rule.overall_bands:
        if score * band.of <= band.up_to * score_of:
            return band.rating
    return rule.overall_bands[-1].rating


def rate_overall(framework: Framework, rule: RatingRule, standards: Sequence[RatedStandard]) -> Overall:
    """Add up the points of the counted standards that are rated."""
    counted = {standard.id for standard in framework.counted_standards}
    rated = [standard for standard in standards if standard.id in counted and standard.is_rated]
    if not rated:
        return Overall(0, 0, "", (), ("No standard that counts is rated, so there is no score.",))
    points = [points_of(rule, standard.rating) for standard in rated]
    score, score_of = sum(points), most_points(rule) * len(rated)
    rating = rating_of_score(rule, score, score_of)
    sums = " + ".join(str(each) for each in points)
    steps = (
        f"Points of {', '.join(standard.id for standard in rated)}: {sums} = {score} of {score_of}.",
        f"{score} of {score_of} is {rating}.",
    )
    assumptions: tuple[str, ...] = ()
    if len(rated) < len(counted):
        verb = "is" if len(rated) == 1 else "are"
        assumptions = (FEWER_STANDARDS.format(rated=len(rated), all=len(counted), verb=verb, of=score_of),)
    return Overall(score, score_of, rating, assumptions, steps)
