"""The smallest change of judgements that would move the overall rating, found exactly.

Changes are counted as people make them: one answer of one case in a standard rated by counting is 1, and one band
of a judged standard is 1. Every standard is left as it is or brought to one of its other ratings, at the price of
so many changes for so many points; the cheapest way to enough points is found by dynamic programming over the
standards, so nothing is missed.
"""

from collections.abc import Sequence

from touchstone.intake.values import dataclass
from touchstone.rating.distance import Tally, band_of_tallies, fewest_answers_down, lacks_of
from touchstone.rating.overall import rating_of_score
from touchstone.rating.scale import points_of
from touchstone.rating.working import RatedInspection, RatedStandard
from touchstone.standards.framework import Framework, RatingRule, Standard

ANSWERS, BANDS = "answers", "bands"

Price = tuple[int, int, int]  # changes, bands of judgement among them, standards touched


@dataclass(frozen=True, slots=True)
class StandardChange:
    """One standard brought from one rating to another by so many answers, or bands of judgement."""

    standard: str
    rating: str
    becomes: str
    changes: int
    unit: str  # ANSWERS or BANDS


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The fewest changes after which the overall rating is another, and one way to make them.

    Where several ways cost the same, the one with the fewest bands of judgement is told (an answer is the smaller
    thing to have got wrong), then one that touches the fewest standards; always the same one.
    """

    becomes: str
    changes: int
    standards: tuple[StandardChange, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A standard's way to another rating: what it costs and how many points it brings (or takes)."""

    change: StandardChange
    points: int


def smallest_change(
    framework: Framework, rated: RatedInspection, *, up: bool, judged_may_change: bool = True
) -> SmallestChange | None:
    """The fewest changes that bring the overall rating at least one band up (or down); None where none can."""
    rule = framework.rating
    if rule is None or not rated.overall:
        return None
    wanted = points_wanted(rule, rated, up=up)
    if wanted is None:
        return None
    ways = [
        ways_of(rule, standard, rated.standard(standard.id), up=up)
        for standard in framework.counted_standards
        if judged_may_change or standard.is_counted_from_cases
    ]
    changes = cheapest(ways, wanted)
    if changes is None:
        return None
    points = sum(way.points for way in changes)
    return SmallestChange(
        rating_of_score(rule, rated.score + (points if up else -points), rated.score_of),
        sum(way.change.changes for way in changes),
        tuple([way.change for way in changes]),
    )


def points_wanted(rule: RatingRule, rated: RatedInspection, *, up: bool) -> int | None:
    """How many points more (or fewer) give another overall rating; None where there is none beyond."""
    room = rated.score_of - rated.score if up else rated.score
    for points in range(1, room + 1):
        score = rated.score + points if up else rated.score - points
        if rating_of_score(rule, score, rated.score_of) != rated.overall:
            return points
    return None


def why_fixed(standard: Standard, rated: RatedStandard) -> str:
    """Why a standard that counts is held as it is in these changes; "" where it may change."""
    if not rated.is_rated:
        return f"{standard.id} is not rated."
    if rated.discretion is not None:
        return f"{standard.id} is held as the panel's discretion made it."
    if not standard.is_counted_from_cases:
        return ""
    if not rated.questions:
        return f"{standard.id} is held as published: its key questions are not known."
    if _tallies(rated) is None:
        return f"{standard.id} is held as it is: of its key questions only percentages are known, not the counts."
    return ""


def ways_of(rule: RatingRule, standard: Standard, rated: RatedStandard, *, up: bool) -> list[Way]:
    """Every rating above (or below) the present one that this standard could be brought to."""
    if why_fixed(standard, rated):
        return []
    if standard.is_counted_from_cases:
        return _ways_by_answers(rule, rated, _tallies(rated) or [], up=up)
    words = rule.words
    place = words.index(rated.rating)
    others = words[place + 1 :] if up else words[:place]
    return [_way(rule, rated, other, abs(words.index(other) - place), BANDS) for other in others]


def _ways_by_answers(rule: RatingRule, rated: RatedStandard, tallies: list[Tally], *, up: bool) -> list[Way]:
    band = band_of_tallies(rule, tallies)
    ways = []
    for place in range(band + 1, len(rule.question_bands)) if up else range(band):
        if up:
            lacks = lacks_of(rule, tallies, place) or []
            answers = sum(lacks)
            after = [(yes + lack, of) for (yes, of), lack in zip(tallies, lacks, strict=True)]
        else:
            answers = fewest_answers_down(rule, tallies, place) or 0
            after = [(yes - answers, of) for yes, of in tallies if yes >= answers]
        # In a small sample one answer may pass over a band; the rating beyond it is listed at the same price.
        if band_of_tallies(rule, after) == place:
            ways.append(_way(rule, rated, rule.question_bands[place].rating, answers, ANSWERS))
    return ways


def _way(rule: RatingRule, rated: RatedStandard, becomes: str, changes: int, unit: str) -> Way:
    points = abs(points_of(rule, becomes) - points_of(rule, rated.rating))
    return Way(StandardChange(rated.id, rated.rating, becomes, changes, unit), points)


def _tallies(rated: RatedStandard) -> list[Tally] | None:
    tallies = [(each.yes, each.of) for each in rated.questions if each.yes is not None and each.of is not None]
    return tallies if len(tallies) == len(rated.questions) else None


def cheapest(standards: Sequence[Sequence[Way]], wanted: int) -> list[Way] | None:
    """One way at most from each standard, with at least the wanted points, for the fewest changes.

    `best[points]` holds the cheapest choice among the standards seen so far that brings that many points; more than
    wanted counts as wanted.
    """
    best: dict[int, tuple[Price, list[Way]]] = {0: ((0, 0, 0), [])}
    for ways in standards:
        so_far = list(best.items())
        for points, ((changes, judged, touched), chosen) in so_far:
            for way in ways:
                bands = way.change.changes if way.change.unit == BANDS else 0
                price = (changes + way.change.changes, judged + bands, touched + 1)
                reached = min(wanted, points + way.points)
                if reached not in best or price < best[reached][0]:
                    best[reached] = (price, [*chosen, way])
    return best[wanted][1] if wanted in best else None
