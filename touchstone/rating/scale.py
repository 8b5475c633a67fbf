"""The scale ratings are given on: shares in whole percent, bands and points. Whole numbers only."""

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.standards.framework import QuestionBand, RatingRule

ROUNDINGS = ("half_up",)
BANDED_ON = ("rounded", "exact")


def whole_percent(yes: int, of: int) -> int:
    """The share of 'yes' in whole percent, rounded half up: 1 of 8 is 13, not 12. `of` is at least 1.

    Why half up: every percentage in Birmingham's report of March 2023 is one count of the cases read,
    rounded so (41 is 16 of 39, 44 is 17 of 39, 74 is 28 of 38).
    """
    return (200 * yes + of) // (2 * of)


def counts_giving(percent: int, of: int) -> range:
    """Every number of yes of `of` cases that is shown as this whole percentage; up to 100 cases at most one."""
    # whole_percent(yes, of) >= percent and < percent + 1, solved for yes.
    first = max(0, _divide_up((2 * percent - 1) * of, 200))
    after = min(of + 1, _divide_up((2 * percent + 1) * of, 200))
    return range(first, after)


def fewest_yes(rule: RatingRule, band: int, of: int) -> int:
    """The fewest cases of `of` answered 'yes' that reach the band at this place (0 is the worst)."""
    at_least = rule.question_bands[band].at_least
    if rule.band_on == "exact":
        return _divide_up(at_least * of, 100)
    # whole_percent(yes, of) >= at_least, solved for yes.
    return max(0, _divide_up((2 * at_least - 1) * of, 200))


def band_of_count(rule: RatingRule, yes: int, of: int) -> int:
    """The place (0 is the worst) of the band that `yes` of `of` cases falls in.

    The framework says whether the rounded percentage is banded or the exact share.
    """
    if rule.band_on == "exact":
        return _highest(rule, 100 * yes, of)
    return band_of_percent(rule, whole_percent(yes, of))


def band_of_percent(rule: RatingRule, percent: int) -> int:
    """The place (0 is the worst) of the band that a whole percentage falls in."""
    return _highest(rule, percent, 1)


def words_of_band(rule: RatingRule, place: int) -> str:
    """How a band is named in the working: "50% to 64%"."""
    bands = rule.question_bands
    above = bands[place + 1].at_least - 1 if place + 1 < len(bands) else 100
    return f"{bands[place].at_least}% to {above}%"


def points_of(rule: RatingRule, rating: str) -> int:
    """What a rating is worth. Raises KeyError for a word that is not on the scale."""
    return dict(rule.scale)[rating]


def most_points(rule: RatingRule) -> int:
    """What the best rating is worth."""
    return max(points for _, points in rule.scale)


def check_rule(rule: RatingRule) -> None:
    """Refuse a rule that asks for something this method does not know, rather than guess.

    Raises ProblemsFound.
    """
    problems = []
    if rule.rounding not in ROUNDINGS:
        problems.append(
            Problem(
                f"The framework rounds percentages by '{rule.rounding}', which is not known here.",
                f"Use one of: {', '.join(ROUNDINGS)}.",
                column="rounding",
            )
        )
    if rule.band_on not in BANDED_ON:
        problems.append(
            Problem(
                f"The framework bands percentages on '{rule.band_on}', which is not known here.",
                f"Use one of: {', '.join(BANDED_ON)}.",
                column="band_on",
            )
        )
    if problems:
        raise ProblemsFound(problems)


def _highest(rule: RatingRule, share: int, of: int) -> int:
    """The place of the highest band whose lower edge share/of reaches (edges in percent)."""
    bands: tuple[QuestionBand, ...] = rule.question_bands
    place = len(bands) - 1
    while place > 0 and share < bands[place].at_least * of:
        place -= 1
    return place


def _divide_up(number: int, by: int) -> int:
    return -(-number // by)
