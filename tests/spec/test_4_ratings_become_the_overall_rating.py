"""Each rating is worth points, the points of the standards that count add up to a score, and the score has a band."""

from tests.spec.tables import framework_of, rate_judged
from touchstone.rating.overall import rating_of_score
from touchstone.standards.loading import load_framework


def test_points():
    """Inadequate 0, Requires improvement 1, Good 2, Outstanding 3. No standard weighs more than another."""
    for word, points in (("Inadequate", 0), ("Requires improvement", 1), ("Good", 2), ("Outstanding", 3)):
        assert rate_judged(f"1.1 {word}", framework_of("1.1")).score == points


def test_twelve_standards_make_36_points():
    """Resettlement, 4.1, is rated and shown, and never enters the score."""
    numbers = ("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "4.1")
    rated = rate_judged("\n".join(f"{number} Good" for number in numbers))
    assert (rated.score, rated.score_of, rated.overall) == (24, 36, "Good")
    assert list(rated.not_counted) == ["4.1"]


def test_the_bands_of_the_score():
    """0 to 6 is Inadequate, 7 to 18 Requires improvement, 19 to 30 Good, 31 to 36 Outstanding."""
    rule = load_framework("hmip-youth-2021").rating
    bands = {}
    for score in range(37):
        bands.setdefault(rating_of_score(rule, score, 36), []).append(score)
    assert {word: (min(scores), max(scores)) for word, scores in bands.items()} == {
        "Inadequate": (0, 6),
        "Requires improvement": (7, 18),
        "Good": (19, 30),
        "Outstanding": (31, 36),
    }


def test_fewer_standards_keep_the_same_fractions():
    """With eight standards rated there are 24 points to be had.

    A sixth of 24 is 4, so 4 is Inadequate and 5 is not. How the inspectorate scales its bands is not known: every
    output says that this is an assumption.
    """
    rule = load_framework("hmip-youth-2021").rating
    assert [rating_of_score(rule, score, 24) for score in (4, 5, 12, 13, 20, 21)] == [
        *("Inadequate", "Requires improvement"),
        *("Requires improvement", "Good"),
        *("Good", "Outstanding"),
    ]
    rated = rate_judged("1.1 Good\n1.2 Not rated: closed", framework_of("1.1", "1.2"))
    assert "which is our assumption" in rated.assumptions[0]


def test_a_standard_that_never_counts_leaves_no_gap():
    """Without 4.1 the score is whole and not provisional."""
    rated = rate_judged("1.1 Good", framework_of("1.1", "4.1"))
    assert (rated.provisional, rated.score_of, rated.assumptions) == (False, 3, ())
