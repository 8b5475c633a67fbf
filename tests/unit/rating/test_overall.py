"""Points, score and overall rating."""

import pytest

from tests.factories.rating import counted, judged, make_framework, make_rule
from touchstone.rating.overall import (
    Overall,
    points_entering,
    rate_overall,
    rating_of_score,
    why_never_counted,
)
from touchstone.rating.working import NOT_RATED, RatedStandard
from touchstone.standards.framework import OverallBand

RULE = make_rule()


@pytest.mark.parametrize(
    ("score", "of", "rating"),
    [
        (6, 36, "Inadequate"),
        (7, 36, "Requires improvement"),
        (18, 36, "Requires improvement"),
        (19, 36, "Good"),
        (30, 36, "Good"),
        (31, 36, "Outstanding"),
        (4, 24, "Inadequate"),  # a sixth exactly
        (5, 24, "Requires improvement"),
        (0, 3, "Inadequate"),
        (1, 3, "Requires improvement"),
        (2, 3, "Good"),
        (3, 3, "Outstanding"),
        (0, 0, ""),
    ],
)
def test_rating_of_score(score, of, rating):
    assert rating_of_score(RULE, score, of) == rating


def test_what_lies_beyond_the_last_band_is_of_the_best():
    rule = make_rule(
        overall_bands=(OverallBand("Inadequate", 1, 6), OverallBand("Good", 2, 6), OverallBand("Fine", 3, 6))
    )
    assert rating_of_score(rule, 6, 6) == "Fine"


def test_only_standards_that_count_have_points():
    assert points_entering(RULE, judged("1.1"), "Good") == 2
    assert points_entering(RULE, judged("4.1", counts=False), "Good") is None


def test_why_a_standard_never_counts():
    assert why_never_counted(judged("1.1")) == ""
    assert why_never_counted(judged("4.1", counts=False, because="It never did.")) == "It never did."
    said = why_never_counted(counted("4.1", counts=False))
    assert said == "The rating of 4.1 does not enter the overall score."


def rated(**ratings):
    return [
        RatedStandard(name.removeprefix("s").replace("_", "."), word, points=None) for name, word in ratings.items()
    ]


def test_adds_up_what_counts_and_is_rated():
    framework = make_framework(judged("1.1"), judged("1.2"), judged("1.3"), judged("4.1", counts=False))
    overall = rate_overall(
        framework, RULE, rated(s1_1="Good", s1_2="Inadequate", s1_3="Requires improvement", s4_1="Outstanding")
    )
    assert overall == Overall(
        3,
        9,
        "Requires improvement",
        (),
        ("Points of 1.1, 1.2, 1.3: 2 + 0 + 1 = 3 of 9.", "3 of 9 is Requires improvement."),
    )


def test_says_that_scaling_the_bands_is_an_assumption():
    framework = make_framework(judged("1.1"), judged("1.2"), judged("1.3"))
    overall = rate_overall(framework, RULE, rated(s1_1="Good", s1_2=NOT_RATED, s1_3=""))
    assert (overall.score, overall.score_of, overall.rating) == (2, 3, "Good")
    assert overall.assumptions == (
        "1 of the 3 standards that count is rated, so the score is out of 3. The bands of the overall rating are "
        "scaled to that by the same fractions, which is our assumption: how the inspectorate scales them is not known.",
    )


def test_says_it_in_the_plural_of_several_standards():
    framework = make_framework(judged("1.1"), judged("1.2"), judged("1.3"))
    (assumption,) = rate_overall(framework, RULE, rated(s1_1="Good", s1_2="Good", s1_3="")).assumptions
    assert assumption.startswith("2 of the 3 standards that count are rated, so the score is out of 6.")


def test_nothing_rated_is_no_score():
    framework = make_framework(judged("1.1"), judged("4.1", counts=False))
    assert rate_overall(framework, RULE, rated(s1_1=NOT_RATED, s4_1="Good")) == Overall(
        0, 0, "", (), ("No standard that counts is rated, so there is no score.",)
    )
