"""Each share falls in a band, and the lowest key question decides. A standard is as good as its weakest part."""

import pytest

from tests.spec.tables import rate_cases, rate_shares, with_parts
from touchstone.intake.problems import ProblemsFound
from touchstone.standards.loading import load_framework


def rating_of(*percents):
    rows = "\n".join(f"2.1.{place} {percent}%" for place, percent in enumerate(percents, start=1))
    return rate_shares(rows, "2.1").standard("2.1").rating


def test_the_bands():
    """Below 50% is Inadequate, from 50% Requires improvement, from 65% Good, from 80% Outstanding."""
    assert {percent: rating_of(percent, 100, 100) for percent in (0, 49, 50, 64, 65, 79, 80, 100)} == {
        0: "Inadequate",
        49: "Inadequate",
        50: "Requires improvement",
        64: "Requires improvement",
        65: "Good",
        79: "Good",
        80: "Outstanding",
        100: "Outstanding",
    }


def test_the_lowest_key_question_decides():
    """Two key questions at 100% do not lift a third from 49%."""
    assert rating_of(100, 100, 49) == "Inadequate"
    assert rating_of(100, 49, 100) == "Inadequate"
    assert rating_of(66, 82, 95) == "Good"


def test_birminghams_assessment():
    """69%, 59% and 51%: the third decides, and its band is Requires improvement."""
    rated = rate_shares("2.1.1 27 of 39\n2.1.2 23 of 39\n2.1.3 20 of 39", "2.1").standard("2.1")
    assert (rated.rating, rated.decided_by) == ("Requires improvement", "2.1.3")
    assert rated.steps[-1] == "The lowest key question decides: 2.1.3 at 51% makes 2.1 Requires improvement."


def test_of_two_equal_percentages_the_lower_exact_share_decides():
    """57 of 100 and 58 of 101 are both shown as 57%; 57 of 100 is the lower.

    Where even that is equal, the first does.
    """
    tied = rate_shares("2.1.1 58 of 101\n2.1.2 57 of 100\n2.1.3 90 of 100", "2.1").standard("2.1")
    equal = rate_shares("2.1.1 90 of 100\n2.1.2 57 of 100\n2.1.3 57 of 100", "2.1").standard("2.1")
    assert (tied.decided_by, equal.decided_by) == ("2.1.2", "2.1.2")


def test_the_rounded_percentage_is_banded():
    """99 of 199 is 49.7…%, shown as 50%, and 50% is Requires improvement.

    Of the 20,300 shares of up to 200 cases this choice decides 228. The working says where it does.
    """
    rounded = rate_shares("2.1.1 99 of 199\n2.1.2 199 of 199\n2.1.3 199 of 199", "2.1").standard("2.1")
    assert rounded.rating == "Requires improvement"
    assert rounded.steps[0].endswith("The exact share is below 50%; only rounding reaches it.")


def test_a_framework_may_band_the_exact_share():
    """Then 99 of 199 is Inadequate, though 50% is printed."""
    exact = with_parts(load_framework("hmip-youth-2021").rating, band_on="exact")
    rated = rate_shares("2.1.1 99 of 199\n2.1.2 199 of 199\n2.1.3 199 of 199", "2.1", rule=exact).standard("2.1")
    assert (rated.rating, rated.deciding_question.percent) == ("Inadequate", 50)


def test_a_key_question_that_applies_to_no_case():
    """Where 'not applicable' leaves the denominator and nothing is left, there is no share.

    That is never a rating: the standard is a problem until people say that it is not rated, and why.
    """
    leaves = with_parts(load_framework("hmip-youth-2021").rating, not_applicable_leaves=True)
    table = """
        case  2.1.1  2.1.2  2.1.3
        A     yes    yes    n/a
        B     yes    yes    n/a
        """
    with pytest.raises(
        ProblemsFound, match=r"No case read has an answer that counts for 2\.1\.3, so 2\.1 cannot be rated"
    ):
        rate_cases(table, "2.1", rule=leaves)
