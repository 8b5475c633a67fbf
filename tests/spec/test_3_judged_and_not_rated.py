"""Not everything is counted.

Leadership, staff, partnerships, facilities, out-of-court provision and resettlement are judged: people weigh the
evidence and give a rating with their reasons. And some things are not rated at all.
"""

import pytest

from tests.spec.tables import framework_of, rate_judged, ratings
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import Evidence, Judgement
from touchstone.rating.inspection import rate_inspection


def test_a_judged_rating_is_given_with_its_reasons():
    """Nothing is computed, and the reasons stand in the working."""
    judged = {"1.1": Judgement("Good", "The board sees what the cases show.")}
    rated = rate_inspection(framework_of("1.1"), Evidence(judgements=judged)).standard("1.1")
    assert (rated.rating, rated.computed) == ("Good", "")
    assert rated.steps[-1] == "Reasons: The board sees what the cases show."


def test_a_rating_word_is_the_frameworks_own():
    """Two-word ratings are often misspelt. That is said, with the word that was probably meant."""
    with pytest.raises(ProblemsFound, match=r"Did you mean 'Requires improvement'\?"):
        rate_judged("1.1 Requires Improvement")


def test_a_published_rating_without_its_shares():
    """Of many published results only the rating is known.

    It counts; how it came about is not known, and is not made up.
    """
    rated = rate_judged("2.1 Good").standard("2.1")
    assert (rated.rating, rated.decided_by, rated.cases_down) == ("Good", "", None)


def test_not_rated_because_there_was_nothing_to_inspect():
    """Where a service had no resettlement case, 4.1 is not rated, with the reason.

    That is a result, and nothing is missing.
    """
    rated = rate_judged("1.1 Good\n4.1 Not rated: no resettlement cases", framework_of("1.1", "4.1"))
    assert ratings(rated) == {"1.1": "Good", "4.1": "Not rated"}
    assert (rated.not_counted["4.1"], rated.provisional) == ("no resettlement cases", False)


def test_not_rated_yet_is_another_thing():
    """A standard about which nothing is known yet makes the score provisional.

    What is there is scored, and it says of how many standards.
    """
    rated = rate_judged("1.1 Good", framework_of("1.1", "1.2"))
    assert (rated.provisional, rated.not_rated_yet) == (True, ("1.2",))
    assert (rated.score, rated.score_of, rated.overall) == (2, 3, "Good")


def test_nothing_at_all_is_a_mistake():
    """An inspection of which nothing is known is not rated 0: it is refused."""
    with pytest.raises(ProblemsFound, match="no standard at all"):
        rate_judged("")


def test_everything_not_rated_has_no_overall_rating():
    """With reasons for each it is a result: no score, no rating, and no zero."""
    rated = rate_judged("1.1 Not rated: closed\n1.2 Not rated: closed", framework_of("1.1", "1.2"))
    assert (rated.overall, rated.score_of) == ("", 0)
