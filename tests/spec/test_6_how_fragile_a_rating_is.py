"""A rating is one of four words. How near the next word is, and what it hangs on, is worked out exactly."""

import pytest

from tests.spec.tables import cases_of, framework_of, rate_cases, rate_judged, rate_shares, shares_of
from touchstone.rating.answers import Evidence
from touchstone.rating.fragility import fragility
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.smallest_change import smallest_change


def test_one_case_fewer():
    """Birmingham's 2.1 rests on 20 of 39. With 19 it would be 49%, Inadequate: one case."""
    rated = rate_shares("2.1.1 27 of 39\n2.1.2 23 of 39\n2.1.3 20 of 39", "2.1").standard("2.1")
    assert (rated.cases_down, rated.answers_down) == (1, 1)


def test_how_many_more():
    """To be Good every key question needs 26 of 39.

    One lacks 3, another 6: nine answers. Six cases could be enough, if three of them lack both; from counts alone
    that is the least it can be.
    """
    rated = rate_shares("2.1.1 27 of 39\n2.1.2 23 of 39\n2.1.3 20 of 39", "2.1").standard("2.1")
    assert (rated.answers_up, rated.cases_up, rated.exact_cases) == (9, 6, False)


def test_from_case_rows_it_is_exact():
    """Both services have 67% three times and lack three answers.

    In one a single case lacks all three; in the other three cases lack one each.
    """
    together = rate_cases(
        """
        case  2.1.1  2.1.2  2.1.3
        A     no     no     no
        B     yes    yes    yes
        C     yes    yes    yes
        """,
        "2.1",
    ).standard("2.1")
    apart = rate_cases(
        """
        case  2.1.1  2.1.2  2.1.3
        A     no     yes    yes
        B     yes    no     yes
        C     yes    yes    no
        """,
        "2.1",
    ).standard("2.1")
    assert (together.answers_up, together.cases_up) == (3, 1)
    assert (apart.answers_up, apart.cases_up) == (3, 3)
    assert together.exact_cases


def test_at_the_ends_of_the_scale():
    """There is no band above Outstanding and none below Inadequate."""
    best = rate_shares("2.1.1 39 of 39\n2.1.2 39 of 39\n2.1.3 39 of 39", "2.1").standard("2.1")
    worst = rate_shares("2.1.1 0 of 39\n2.1.2 0 of 39\n2.1.3 0 of 39", "2.1").standard("2.1")
    assert (best.cases_up, best.cases_down) == (None, 8)
    assert (worst.cases_up, worst.cases_down) == (20, None)


@pytest.mark.capability("N1")
def test_which_cases_decide():
    """Two of four cases said yes to 2.1.1.

    Had either said no, it would be 25%, Inadequate; had either of the others said yes, 75%, Good.
    """
    framework = framework_of("2.1")
    evidence = Evidence(
        cases=cases_of(
            """
            case  2.1.1  2.1.2  2.1.3
            A     yes    yes    yes
            B     yes    yes    yes
            C     no     yes    yes
            D     no     yes    yes
            """
        )
    )
    found = fragility(framework, evidence, rate_inspection(framework, evidence), replicates=100)
    assert [(each.answered, each.standard_becomes, each.cases) for each in found.standard("2.1").deciding_answers] == [
        ("yes", "Inadequate", ("A", "B")),
        ("no", "Good", ("C", "D")),
    ]
    assert found.standard("2.1").driven_by == ("2.1.1",)


def test_the_interval_of_a_share():
    """20 of 39 is 51%.

    Had other cases been drawn, it could as well have been anything from 36% to 66%; if the caseload was only 50, from
    44% to 59%.
    """
    framework = framework_of("2.1")
    shares = shares_of("2.1.1 20 of 39\n2.1.2 39 of 39\n2.1.3 39 of 39")
    for caseloads, expected in (({}, (36, 66)), ({"court": 50}, (44, 59))):
        evidence = Evidence(shares=shares, caseloads=caseloads)
        found = fragility(framework, evidence, rate_inspection(framework, evidence))
        interval = found.standard("2.1").questions[0].interval
        assert (round(interval.low), round(interval.high)) == expected


def test_the_smallest_change_of_the_whole():
    """Four standards at Requires improvement are 4 of 12, and Good begins above 6.

    Three points are needed, and each band of a judged standard is one change.
    """
    framework = framework_of("1.1", "1.2", "1.3", "1.4")
    rated = rate_judged(
        "\n".join(f"{number} Requires improvement" for number in ("1.1", "1.2", "1.3", "1.4")), framework
    )
    change = smallest_change(framework, rated, up=True)
    assert (change.becomes, change.changes) == ("Good", 3)
