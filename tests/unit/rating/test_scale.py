"""Percentages, bands and points, against arithmetic that is written another way."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from tests.factories.rating import make_rule
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.scale import (
    band_of_count,
    band_of_percent,
    check_rule,
    counts_giving,
    fewest_yes,
    most_points,
    points_of,
    whole_percent,
    words_of_band,
)

EDGES = (50, 65, 80)
PAIRS = [(yes, of) for of in range(1, 61) for yes in range(of + 1)]


def test_rounds_half_up():
    assert [whole_percent(1, 8), whole_percent(1, 200), whole_percent(3, 8), whole_percent(199, 200)] == [
        13,
        1,
        38,
        100,
    ]
    assert [whole_percent(0, 7), whole_percent(7, 7), whole_percent(20, 39), whole_percent(19, 38)] == [0, 100, 51, 50]


def test_rounds_as_decimal_arithmetic_does():
    for yes, of in PAIRS:
        exact = Decimal(100 * yes) / Decimal(of)
        assert whole_percent(yes, of) == int(exact.quantize(Decimal(1), ROUND_HALF_UP)), (yes, of)


def test_bands_the_rounded_percentage_or_the_exact_share():
    rounded, exact = make_rule(), make_rule(band_on="exact")
    for yes, of in PAIRS:
        assert band_of_count(rounded, yes, of) == sum(whole_percent(yes, of) >= edge for edge in EDGES)
        assert band_of_count(exact, yes, of) == sum(Fraction(100 * yes, of) >= edge for edge in EDGES)
    assert (band_of_count(rounded, 99, 199), band_of_count(exact, 99, 199)) == (1, 0)  # 49.75%


def test_bands_a_whole_percentage():
    assert [band_of_percent(make_rule(), percent) for percent in (0, 49, 50, 64, 65, 79, 80, 100)] == [
        *(0, 0),
        *(1, 1),
        *(2, 2),
        *(3, 3),
    ]


@pytest.mark.parametrize("band_on", ["rounded", "exact"])
def test_fewest_yes_is_the_first_count_that_reaches_the_band(band_on):
    rule = make_rule(band_on=band_on)
    for of in range(1, 61):
        for band in range(4):
            reached = [yes for yes in range(of + 1) if band_of_count(rule, yes, of) >= band]
            assert fewest_yes(rule, band, of) == reached[0], (band, of)


def test_counts_giving_are_all_counts_shown_as_that_percentage():
    for of in (1, 2, 3, 38, 39, 100, 101, 200, 250):
        for percent in range(101):
            shown = [yes for yes in range(of + 1) if whole_percent(yes, of) == percent]
            assert list(counts_giving(percent, of)) == shown, (percent, of)


def test_up_to_a_hundred_cases_a_percentage_has_one_count_at_most():
    assert max(len(counts_giving(percent, of)) for of in range(1, 101) for percent in range(101)) == 1
    assert len(counts_giving(50, 101)) == 2


def test_names_a_band_by_its_edges():
    assert [words_of_band(make_rule(), place) for place in range(4)] == [
        "0% to 49%",
        "50% to 64%",
        "65% to 79%",
        "80% to 100%",
    ]


def test_points_come_from_the_scale():
    rule = make_rule(scale=(("Poor", 1), ("Fine", 5)))
    assert (points_of(rule, "Poor"), points_of(rule, "Fine"), most_points(rule)) == (1, 5, 5)
    with pytest.raises(KeyError):
        points_of(rule, "Good")


def test_a_rule_that_is_not_known_is_refused():
    check_rule(make_rule())
    check_rule(make_rule(band_on="exact"))
    with pytest.raises(ProblemsFound) as found:
        check_rule(make_rule(rounding="half_even", band_on="guessed"))
    assert [(each.column, each.what, each.do) for each in found.value.problems] == [
        (
            "rounding",
            "The framework rounds percentages by 'half_even', which is not known here.",
            "Use one of: half_up.",
        ),
        (
            "band_on",
            "The framework bands percentages on 'guessed', which is not known here.",
            "Use one of: rounded, exact.",
        ),
    ]
