"""A ratings panel may depart from the computed band.

That is a decision of people with a reason; it is recorded apart from what was computed and never happens by itself.
"""

import pytest

from tests.spec.tables import rate_shares
from touchstone.intake.problems import ProblemsFound

PANEL = ("A lead inspector", "A deputy")


def standard(first, **how):
    return rate_shares(f"2.1.1 {first}\n2.1.2 100%\n2.1.3 100%", "2.1", **how).standard("2.1")


def test_when_the_panel_may_consider_it():
    """Within five points of an edge, where one case would change the rating, or where it rests on five cases or fewer.

    So says the framework of 2021. The reasons that are met are shown beside the rating.
    """
    assert standard("45%").discretion_open
    assert standard("44%").discretion_open == ()
    one_case = rate_shares("2.1.1 20 of 39\n2.1.2 39 of 39\n2.1.3 39 of 39", "2.1").standard("2.1")
    assert "One case fewer with a yes would lower the rating." in one_case.discretion_open
    few = rate_shares("2.1.1 1 of 5\n2.1.2 5 of 5\n2.1.3 5 of 5", "2.1").standard("2.1")
    assert few.discretion_open == ("2.1.1 rests on 5 cases (5 or fewer).",)


@pytest.mark.capability("I3")
def test_both_bands_are_kept():
    """The final rating counts; the computed one stays beside it, with who decided and why."""
    rated = standard("62%", discretion=("Good", "The cases of the last six months are better.", PANEL))
    assert (rated.rating, rated.computed, rated.points) == ("Good", "Requires improvement", 2)
    assert (rated.discretion.reason, rated.discretion.by) == ("The cases of the last six months are better.", PANEL)


def test_one_band_at_most():
    """How far it may go is data of the framework, and is enforced."""
    with pytest.raises(ProblemsFound, match="Discretion may move a rating by 1 at most"):
        standard("62%", discretion=("Outstanding", "We liked it.", PANEL))


def test_a_reason_and_people():
    """Without a reason, or without anybody who answers for it, it is refused.

    Where only one person is named the working says that a panel is at least two.
    """
    with pytest.raises(ProblemsFound, match="has no reason"):
        standard("62%", discretion=("Good", "", PANEL))
    with pytest.raises(ProblemsFound, match="names nobody"):
        standard("62%", discretion=("Good", "Why.", ()))
    alone = standard("62%", discretion=("Good", "Why.", PANEL[:1]))
    assert alone.steps[-1] == "Only one person is named for this decision; a panel is at least two."


def test_where_none_of_the_reasons_is_met():
    """The panel also weighs what no number tells: the decision stands, and the working says that it is its own."""
    rated = standard("57%", discretion=("Good", "Why.", PANEL))
    assert rated.rating == "Good"
    assert (
        rated.steps[-1]
        == "None of the framework's reasons for discretion is met here; the decision is the panel's own."
    )
