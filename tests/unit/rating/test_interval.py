"""Wilson's interval, against the inequality it solves and figures published elsewhere."""

from math import sqrt

import pytest

from touchstone.rating.interval import CONFIDENCE, NORMAL_QUANTILE, Interval, wilson_interval


def edges_by_bisection(yes, of, effective):
    """The shares at which (p - P)² = z² P (1 - P) / n, found without solving it."""
    share = yes / of

    def is_inside(guess):
        return (share - guess) ** 2 <= NORMAL_QUANTILE**2 * guess * (1 - guess) / effective

    def edge(inside, outside):
        for _ in range(200):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if is_inside(middle) else (inside, middle)
        return 100 * inside

    return edge(share, 0.0), edge(share, 1.0)


@pytest.mark.parametrize("of", [1, 2, 5, 38, 39, 77, 500])
def test_solves_its_inequality(of):
    for yes in {0, 1, of // 2, of - 1, of}:
        found = wilson_interval(yes, of)
        assert (found.low, found.high) == pytest.approx(edges_by_bisection(yes, of, of), abs=1e-6)


def test_figures_published_elsewhere():
    # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3 (score without correction).
    for yes, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        assert wilson_interval(yes, of).low == pytest.approx(100 * low, abs=0.005)
        assert wilson_interval(yes, of).high == pytest.approx(100 * high, abs=0.005)
    assert CONFIDENCE == 95


def test_without_a_caseload_it_names_none():
    assert wilson_interval(20, 39).caseload is None
    assert wilson_interval(20, 39, caseload=148).caseload == 148


@pytest.mark.parametrize(("yes", "of", "caseload"), [(20, 39, 148), (19, 38, 2000), (3, 5, 50)])
def test_a_caseload_makes_it_narrower_as_the_variance_without_replacement_does(yes, of, caseload):
    found, wide = wilson_interval(yes, of, caseload=caseload), wilson_interval(yes, of)
    assert wide.low < found.low < 100 * yes / of < found.high < wide.high
    effective = of / ((caseload - of) / (caseload - 1))
    assert (found.low, found.high) == pytest.approx(edges_by_bisection(yes, of, effective), abs=1e-6)


def test_a_large_caseload_changes_nothing():
    found, wide = wilson_interval(20, 39, caseload=10**9), wilson_interval(20, 39)
    assert (found.low, found.high) == pytest.approx((wide.low, wide.high), abs=1e-4)


def test_a_caseload_read_whole_is_certain():
    assert wilson_interval(20, 39, caseload=39) == Interval(100 * (20 / 39), 100 * (20 / 39), 39)
    assert wilson_interval(20, 30, read=39, caseload=39) == Interval(100 * (20 / 30), 100 * (20 / 30), 39)


def test_it_never_leaves_what_the_unread_cases_could_still_make_of_it():
    # 39 of 40 were read, 20 of them yes: the caseload has 20 or 21 yes.
    assert wilson_interval(20, 39, caseload=40) == Interval(50.0, 52.5, 40)
    assert wilson_interval(0, 39, caseload=40).low == 0.0
    assert wilson_interval(39, 39, caseload=40).high == 100.0
    # 30 of the 39 read count, so of the one unread three quarters are taken to.
    unread = 30 / 39
    found = wilson_interval(20, 30, read=39, caseload=40)
    assert (found.low, found.high) == pytest.approx((2000 / (30 + unread), 100 * (20 + unread) / (30 + unread)))


def test_cases_that_do_not_count_make_it_wider():
    """Thirty answers from 39 cases of 148 are corrected for the 39 that were read."""
    found = wilson_interval(15, 30, read=39, caseload=148)
    effective = 30 * 147 / (148 - 39)
    half = NORMAL_QUANTILE * sqrt(0.25 / effective + NORMAL_QUANTILE**2 / (4 * effective**2))
    half /= 1 + NORMAL_QUANTILE**2 / effective
    assert (found.low, found.high) == pytest.approx((50 - 100 * half, 50 + 100 * half))


def test_stays_between_0_and_100():
    assert wilson_interval(0, 3).low == 0.0
    assert wilson_interval(3, 3).high == 100.0


@pytest.mark.parametrize(
    ("yes", "of", "how"),
    [
        (-1, 39, {}),
        (40, 39, {}),
        (0, 0, {}),
        (20, 39, {"caseload": 38}),
        (20, 30, {"read": 29}),
        (20, 30, {"read": 39, "caseload": 38}),
    ],
)
def test_what_cannot_be_is_refused(yes, of, how):
    with pytest.raises(ValueError, match=f"{yes} yes of {of} answers in .* cases of a caseload of"):
        wilson_interval(yes, of, **how)
    assert wilson_interval(0, 1, caseload=1) == Interval(0.0, 0.0, 1)
