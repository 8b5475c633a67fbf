"""Standards rated by counting: shares, the lowest key question, denominators, distances and the working."""

import pytest

from tests.factories.rating import (
    cases,
    counted,
    make_discretion,
    make_framework,
    make_rule,
    shares,
)
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import Count, Evidence, Judgement, Share
from touchstone.rating.counted import deciding, tally_of
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.working import RatedQuestion

LEAVES = make_rule(not_applicable_leaves=True)


def rate(evidence, *, rule=None, questions=3, counts=True):
    """The one standard 2.1, rated."""
    framework = make_framework(counted("2.1", questions=questions, counts=counts), rule=rule)
    return rate_inspection(framework, evidence).standard("2.1")


def from_cases(rows, **how):
    return rate(Evidence(cases=cases(rows, "2.1")), **how)


def from_shares(text, **how):
    return rate(Evidence(shares=shares(s2_1=text)), **how)


def refused(evidence, **how):
    with pytest.raises(ProblemsFound) as found:
        rate(evidence, **how)
    return [(each.column, each.what, each.do) for each in found.value.problems]


# -- shares -------------------------------------------------------------------------------------------------------


def test_each_case_is_told_beside_the_share_it_made():
    rated = from_cases("yyn yn- y-y")
    assert rated.questions == (
        RatedQuestion("2.1.1", 100, 3, 3, "Outstanding", 0, ("court-1", "court-2", "court-3"), (), ()),
        RatedQuestion("2.1.2", 33, 1, 3, "Inadequate", 1, ("court-1",), ("court-2",), ("court-3",)),
        RatedQuestion("2.1.3", 33, 1, 3, "Inadequate", 1, ("court-3",), ("court-1",), ("court-2",)),
    )


def test_not_applicable_stays_in_the_denominator():
    rated = from_cases("y y - n", questions=1)
    assert (rated.questions[0].yes, rated.questions[0].of, rated.questions[0].percent) == (2, 4, 50)
    assert rated.steps[0] == (
        "2.1.1 (desistance): yes in 2 of 4 cases, 50%; 'too few' (50% to 64%), Requires improvement. Not applicable to "
        "1 case: by the framework they stay in the share and do not count as yes."
    )


def test_not_applicable_leaves_the_denominator_only_where_the_framework_says_so():
    rated = from_cases("y y - - n", questions=1, rule=LEAVES)
    assert (rated.questions[0].yes, rated.questions[0].of, rated.questions[0].percent) == (2, 3, 67)
    assert rated.steps[0] == (
        "2.1.1 (desistance): yes in 2 of 3 cases, 67%; 'reasonable majority' (65% to 79%), Good. Not applicable to "
        "2 cases, left out of the share."
    )


def test_a_question_that_applies_to_no_case_makes_the_standard_a_problem():
    assert refused(Evidence(cases=cases("y-- n--", "2.1")), rule=LEAVES) == [
        (
            "2.1",
            "No case read has an answer that counts for 2.1.2, 2.1.3, so 2.1 cannot be rated.",
            "Say that 2.1 is not rated and why, or read a case that the key question applies to.",
        )
    ]


def test_the_same_question_is_0_percent_where_not_applicable_stays():
    rated = from_cases("y-- n--")
    assert [question.percent for question in rated.questions] == [50, 0, 0]
    assert (rated.rating, rated.decided_by) == ("Inadequate", "2.1.2")


def test_a_percentage_alone_is_banded_as_it_is():
    rated = from_shares("87% 74% 82%")
    assert rated.questions[1] == RatedQuestion("2.1.2", 74, None, None, "Good")
    assert (rated.rating, rated.decided_by) == ("Good", "2.1.2")
    assert (rated.cases_up, rated.answers_up, rated.cases_down, rated.answers_down) == (None, None, None, None)
    assert not rated.exact_cases
    assert rated.steps[1] == (
        "2.1.2 (safety of the child): 74% yes; the count is not known; 'reasonable majority' (65% to 79%), Good."
    )


def test_one_percentage_without_its_count_leaves_the_distance_unknown():
    rated = from_shares("27/39 23/39 51%")
    assert (rated.cases_up, rated.answers_up, rated.cases_down, rated.answers_down) == (None, None, None, None)


def test_a_percentage_of_known_cases_gives_the_count():
    assert from_shares("69%/39 59%/39 51%/39") == from_shares("27/39 23/39 20/39")


def test_a_percentage_of_very_many_cases_does_not_give_the_count():
    assert tally_of(Share(percent=50, of=200)) == (None, 200)
    assert tally_of(Share(percent=50, of=100)) == (50, 100)
    assert tally_of(Share(percent=50)) == (None, None)
    assert tally_of(Share(count=Count(1, 3), percent=33)) == (1, 3)
    rated = from_shares("50%/200 60%/200 70%/200")
    assert (rated.questions[0].yes, rated.questions[0].of, rated.questions[0].percent) == (None, 200, 50)
    assert (rated.rating, rated.cases_up) == ("Requires improvement", None)
    assert rated.steps[0] == (
        "2.1.1 (desistance): 50% yes; the count is not known; 'too few' (50% to 64%), Requires improvement."
    )


def test_cases_and_counts_that_agree():
    evidence = Evidence(cases=cases("y y n", "2.1"), shares={"2.1.1": Share(percent=67, count=Count(2, 3))})
    assert rate(evidence, questions=1) == from_cases("y y n", questions=1)
    for share in (Share(percent=67), Share(count=Count(2, 3))):
        evidence = Evidence(cases=cases("y y n", "2.1"), shares={"2.1.1": share})
        assert rate(evidence, questions=1).rating == "Good"


def test_counts_of_some_key_questions_beside_cases():
    evidence = Evidence(cases=cases("yyy ynn", "2.1"), shares={"2.1.3": Share(count=Count(2, 2))})
    assert [column for column, _, _ in refused(evidence)] == ["2.1.3"]


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Share(count=Count(1, 3)), "1 of 3"),
        (Share(count=Count(4, 6)), "4 of 6"),
        (Share(percent=66), "66%"),
        (Share(percent=50, count=Count(1, 2)), "1 of 2"),
    ],
)
def test_cases_and_counts_that_contradict_each_other(share, shown):
    assert refused(Evidence(cases=cases("y y n", "2.1"), shares={"2.1.1": share}), questions=1) == [
        (
            "2.1.1",
            f"2.1.1 is also given as {shown}, and the cases make it 2 of 3, 67%.",
            "Give the cases or the counts, or correct the one that is wrong.",
        )
    ]


# -- the lowest key question decides ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "decides"),
    [
        ("60% 50% 70%", "2.1.2"),
        ("50% 50% 50%", "2.1.1"),
        ("70% 50% 50%", "2.1.2"),
        ("101/200 51/101 60%", "2.1.2"),  # 50.5% and 50.495…%, shown as 51% and 50%
        ("103/200 104/202 60%", "2.1.2"),  # 51.5% and 51.485…%: 52% and 51%
        ("57/100 58/101 60%", "2.1.1"),  # 57% and 57.4…%: the same percentage, the lower exact share
        ("58/101 57/100 60%", "2.1.2"),
        ("58/101 57% 60%", "2.1.1"),  # the exact share of one is not known: first in order
        ("57% 57/100 60%", "2.1.1"),
        ("50%/200 100/200 60%", "2.1.1"),
        ("100/200 50%/200 60%", "2.1.1"),
        ("0% 1% 2%", "2.1.1"),
    ],
)
def test_which_question_decides(given, decides):
    assert from_shares(given).decided_by == decides


def test_a_question_without_a_percentage_decides_nothing():
    known, unknown = RatedQuestion("1", 50, 1, 2, ""), RatedQuestion("2", None, 0, 0, "")
    for questions in ((known, unknown), (unknown, known)):
        with pytest.raises(ValueError, match=r"^a key question without a percentage decides nothing$"):
            deciding(questions)


def test_the_working_says_who_decides():
    rated = from_shares("27/39 23/39 20/39")
    assert rated.steps == (
        "2.1.1 (desistance): yes in 27 of 39 cases, 69%; 'reasonable majority' (65% to 79%), Good.",
        "2.1.2 (safety of the child): yes in 23 of 39 cases, 59%; 'too few' (50% to 64%), Requires improvement.",
        "2.1.3 (safety of others): yes in 20 of 39 cases, 51%; 'too few' (50% to 64%), Requires improvement.",
        "The lowest key question decides: 2.1.3 at 51% makes 2.1 Requires improvement.",
    )
    assert (rated.computed, rated.rating, rated.points, rated.not_counted_because) == (
        "Requires improvement",
        "Requires improvement",
        1,
        "",
    )


def test_one_case_is_one_case():
    assert from_shares("1/1", questions=1).steps[0] == (
        "2.1.1 (desistance): yes in 1 of 1 case, 100%; 'large majority' (80% to 100%), Outstanding."
    )


def test_a_counted_standard_that_never_enters_the_score():
    framework = make_framework(counted("2.1", counts=False), counted("2.2"))
    rated = rate_inspection(framework, Evidence(shares=shares(s2_1="9/9 9/9 9/9", s2_2="1/9 9/9 9/9")))
    assert (rated.standard("2.1").rating, rated.standard("2.1").points) == ("Outstanding", None)
    assert rated.not_counted == {"2.1": "The rating of 2.1 does not enter the overall score."}
    assert (rated.score, rated.score_of) == (0, 3)


def test_reasons_are_kept():
    evidence = Evidence(shares=shares(s2_1="9/9 9/9 9/9"), judgements={"2.1": Judgement(reasons="As entered.")})
    assert rate(evidence).reasons == "As entered."


# -- rounding at an edge ------------------------------------------------------------------------------------------


def test_the_working_says_where_only_rounding_reaches_a_band():
    assert from_shares("99/199", questions=1).steps[0] == (
        "2.1.1 (desistance): yes in 99 of 199 cases, 50%; 'too few' (50% to 64%), Requires improvement. "
        "The exact share is below 50%; only rounding reaches it."
    )
    assert "rounding" not in from_shares("100/200", questions=1).steps[0]


def test_the_working_says_where_rounding_would_reach_a_band():
    rated = from_shares("99/199", questions=1, rule=make_rule(band_on="exact"))
    assert rated.rating == "Inadequate"
    assert rated.steps[0] == (
        "2.1.1 (desistance): yes in 99 of 199 cases, 50%; 'minority' (0% to 49%), Inadequate. "
        "The exact share is below 50%, and by the framework the exact share is what counts."
    )


# -- distances ----------------------------------------------------------------------------------------------------


def test_one_case_may_change_several_answers():
    rated = from_cases("nnn nnn yyy yyy")
    assert (rated.rating, rated.cases_up, rated.answers_up) == ("Requires improvement", 1, 3)
    assert rated.exact_cases
    spread = from_cases("nyy yny yyn yyn")
    assert (spread.rating, spread.cases_up, spread.answers_up) == ("Requires improvement", 1, 1)


def test_counts_give_a_lower_bound():
    apart = "nyyy ynyy yynn yynn"
    exact = from_cases(apart, questions=4)
    bound = from_shares("3/4 3/4 2/4 2/4", questions=4)
    assert (exact.cases_up, bound.cases_up) == (1, 1)
    apart = "nyny yyny ynyy nyyy ynyn nyyn"
    exact = from_cases(apart, questions=4)
    counts = " ".join(f"{question.yes}/6" for question in exact.questions)
    bound = from_shares(counts, questions=4)
    assert bound.answers_up == exact.answers_up
    assert bound.cases_up <= exact.cases_up
    assert (bound.exact_cases, exact.exact_cases) == (False, True)


def test_cases_that_say_no_to_different_questions_must_all_change():
    rated = from_cases("nyy yny yyn", rule=make_rule())  # 67% each
    assert (rated.rating, rated.answers_up, rated.cases_up) == ("Good", 3, 3)
    assert from_shares("2/3 2/3 2/3").cases_up == 1


def test_not_applicable_can_be_lifted_where_it_counts_against_the_standard():
    stays = from_cases("y y - -", questions=1)
    assert (stays.rating, stays.cases_up, stays.answers_up) == ("Requires improvement", 1, 1)
    leaves = from_cases("y n - -", questions=1, rule=LEAVES)
    assert (leaves.rating, leaves.cases_up) == ("Requires improvement", 1)


def test_only_a_no_can_be_lifted_where_not_applicable_leaves():
    """Two cases said no to one key question each; that a case was not asked the other changes nothing."""
    rated = from_cases("n- -n yy yy yy", questions=2, rule=LEAVES)
    assert (rated.rating, rated.answers_up, rated.cases_up) == ("Good", 2, 2)
    assert (rated.cases_down, rated.answers_down) == (1, 1)


def test_each_case_is_used_once():
    """One case lacks both key questions, and four lack one: three cases are needed for two and two."""
    rated = from_cases("nn ny yn ny yn yy yy yy", questions=2)
    assert (rated.rating, rated.answers_up, rated.cases_up) == ("Requires improvement", 2, 1)
    rated = from_cases("nn ny yn ny yn ny yn yy yy", questions=2)
    assert (rated.rating, rated.answers_up, rated.cases_up) == ("Requires improvement", 2, 1)
    rated = from_cases("nn ny yn ny yn ny yn ny yn yy", questions=2)
    assert (rated.rating, rated.answers_up, rated.cases_up) == ("Requires improvement", 4, 3)


def test_not_applicable_beside_counts():
    stays = rate(Evidence(shares={"2.1.1": Share(count=Count(2, 4), not_applicable=1)}), questions=1)
    assert stays.questions[0].not_applicable == 1
    assert stays.steps[0].endswith(
        " Not applicable to 1 case: by the framework they stay in the share and do not count as yes."
    )
    left = rate(Evidence(shares={"2.1.1": Share(count=Count(2, 4), not_applicable=1)}), questions=1, rule=LEAVES)
    assert left.steps[0].endswith(" Not applicable to 1 case, left out of the share.")


def test_no_yes_at_all_is_0_percent():
    assert from_shares("0%", questions=1).questions[0] == RatedQuestion("2.1.1", 0, None, None, "Inadequate")


def test_the_best_rating_from_cases_has_no_way_up():
    rated = from_cases("yyy yyy")
    assert (rated.rating, rated.cases_up, rated.answers_up, rated.cases_down) == ("Outstanding", None, None, 1)
    assert rated.exact_cases


def test_discretion_is_shown_where_it_is_open():
    rule = make_rule(discretion=make_discretion(within_points=0, few_cases=3))
    assert from_cases("y y n", questions=1, rule=rule).discretion_open == (
        "One case fewer with a yes would lower the rating.",
        "One case more with a yes would raise the rating.",
        "2.1.1 rests on 3 cases (3 or fewer).",
    )
