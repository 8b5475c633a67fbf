"""The whole method: every kind of standard, what is not rated, and what every output must say."""

import dataclasses

import pytest

from tests.factories.rating import (
    birmingham,
    birmingham_from_cases,
    cases,
    counted,
    judged,
    make_framework,
    make_rule,
    shares,
)
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import CaseAnswers, DiscretionUsed, Evidence, Judgement
from touchstone.rating.inspection import rate_inspection, rule_in_force
from touchstone.rating.working import RatedStandard

TWO = make_framework(judged("1.1"), counted("2.1"))
ASSUMED = make_framework(judged("1.1"), counted("2.1"), rule=make_rule(assumed=True))
RULELESS = dataclasses.replace(TWO, rating=None)


def test_birmingham_gets_its_published_ratings():
    rated = rate_inspection(make_framework(), birmingham())
    assert {each.id: each.rating for each in rated.standards} == {
        "1.1": "Requires improvement",
        "1.2": "Requires improvement",
        "1.3": "Requires improvement",
        "1.4": "Requires improvement",
        "2.1": "Requires improvement",
        "2.2": "Requires improvement",
        "2.3": "Inadequate",
        "2.4": "Inadequate",
        "3.1": "Requires improvement",
        "3.2": "Good",
        "3.3": "Requires improvement",
        "3.4": "Requires improvement",
        "4.1": "Requires improvement",
    }
    assert (rated.score, rated.score_of, rated.overall) == (11, 36, "Requires improvement")
    assert (rated.framework, rated.provisional, rated.not_rated_yet, rated.assumptions) == (
        "hmip-youth-2021",
        False,
        (),
        (),
    )
    assert rated.not_counted == {"4.1": "Resettlement is rated and never counted."}
    assert rated.steps == (
        "Points of 1.1, 1.2, 1.3, 1.4, 2.1, 2.2, 2.3, 2.4, 3.1, 3.2, 3.3, 3.4: "
        "1 + 1 + 1 + 1 + 1 + 1 + 0 + 0 + 1 + 2 + 1 + 1 = 11 of 36.",
        "11 of 36 is Requires improvement.",
    )


def test_two_of_birminghams_ratings_hang_on_one_case():
    rated = rate_inspection(make_framework(), birmingham())
    assert [each.id for each in rated.standards if each.cases_down == 1] == ["2.1", "3.3"]
    assessment = rated.standard("2.1")
    assert (assessment.decided_by, assessment.deciding_question.percent) == ("2.1.3", 51)
    assert (assessment.cases_up, assessment.answers_up, assessment.cases_down, assessment.answers_down) == (6, 9, 1, 1)


def test_cases_and_their_counts_give_the_same_ratings():
    from_counts = rate_inspection(make_framework(), birmingham())
    for seed in range(5):
        from_cases = rate_inspection(make_framework(), birmingham_from_cases(seed))
        assert (from_cases.score, from_cases.overall) == (from_counts.score, from_counts.overall)
        for one, other in zip(from_cases.standards, from_counts.standards, strict=True):
            assert (one.rating, one.decided_by, one.answers_up, one.cases_down) == (
                other.rating,
                other.decided_by,
                other.answers_up,
                other.cases_down,
            )
            assert (one.cases_up or 0) >= (other.cases_up or 0)


def test_a_standard_that_is_not_there():
    with pytest.raises(KeyError, match=r"5\.1"):
        rate_inspection(make_framework(), birmingham()).standard("5.1")


# -- judged, published, not rated ---------------------------------------------------------------------------------


def test_a_judged_standard_keeps_its_reasons():
    rated = rate_inspection(TWO, Evidence(judgements={"1.1": Judgement("Good", "The board leads.")})).standard("1.1")
    assert rated == RatedStandard(
        "1.1",
        "Good",
        points=2,
        reasons="The board leads.",
        steps=("1.1 is rated by weighing evidence, not by counting: Good.", "Reasons: The board leads."),
    )


def test_a_judged_standard_without_reasons_says_so():
    rated = rate_inspection(TWO, Evidence(judgements={"1.1": Judgement("Good")})).standard("1.1")
    assert rated.steps == ("1.1 is rated by weighing evidence, not by counting: Good.", "No reasons were recorded.")


def test_a_published_rating_of_a_counted_standard():
    evidence = Evidence(judgements={"2.1": Judgement("Good", "As published.")})
    rated = rate_inspection(TWO, evidence).standard("2.1")
    assert rated == RatedStandard(
        "2.1",
        "Good",
        points=2,
        reasons="As published.",
        steps=("2.1 is Good as given; its key questions are not known, so nothing was computed.",),
    )
    assert rated.deciding_question is None


def test_a_published_rating_that_never_counts():
    framework = make_framework(judged("1.1"), counted("2.1", counts=False))
    rated = rate_inspection(framework, Evidence(judgements={"2.1": Judgement("Good"), "1.1": Judgement("Good")}))
    assert rated.standard("2.1").points is None
    assert rated.not_counted == {"2.1": "The rating of 2.1 does not enter the overall score."}


def test_not_rated_for_a_reason():
    judgements = {"1.1": Judgement("Good"), "2.1": Judgement(not_rated_because="no court cases")}
    rated = rate_inspection(TWO, Evidence(judgements=judgements))
    assert rated.standard("2.1") == RatedStandard(
        "2.1", "Not rated", not_counted_because="no court cases", steps=("2.1 is not rated: no court cases",)
    )
    assert not rated.standard("2.1").is_rated
    assert (rated.score, rated.score_of, rated.overall, rated.provisional) == (2, 3, "Good", False)
    assert rated.not_counted == {"2.1": "no court cases"}
    assert len(rated.assumptions) == 1


def test_not_rated_still_shows_the_shares_that_are_known():
    judgements = {"2.1": Judgement("Not rated", not_rated_because="too few cases")}
    rated = rate_inspection(TWO, Evidence(cases=cases("yyn yyy", "2.1"), judgements=judgements)).standard("2.1")
    assert (rated.rating, rated.points, rated.computed) == ("Not rated", None, "")
    assert [(question.yes, question.of, question.rating) for question in rated.questions] == [
        (2, 2, ""),
        (2, 2, ""),
        (1, 2, ""),
    ]


def test_not_rated_shows_no_question_that_nobody_answered():
    unanswered = CaseAnswers("court-1", "court", "community_sentence", {"2.1.2": "yes"})
    evidence = Evidence(cases=(unanswered,), judgements={"2.1": Judgement(not_rated_because="not asked")})
    assert [question.id for question in rate_inspection(TWO, evidence).standard("2.1").questions] == ["2.1.2"]


def test_everything_not_rated():
    judgements = {number: Judgement(not_rated_because="nothing to inspect") for number in ("1.1", "2.1")}
    rated = rate_inspection(TWO, Evidence(judgements=judgements))
    assert (rated.score, rated.score_of, rated.overall, rated.provisional) == (0, 0, "", False)
    assert rated.assumptions == ()
    assert rated.steps == ("No standard that counts is rated, so there is no score.",)


def test_what_is_absent_is_not_rated_yet():
    rated = rate_inspection(TWO, Evidence(judgements={"1.1": Judgement("Good"), "2.1": Judgement(reasons="So far.")}))
    assert rated.standard("2.1") == RatedStandard("2.1", "", reasons="So far.", steps=("2.1 is not rated yet.",))
    assert (rated.provisional, rated.not_rated_yet, rated.score_of) == (True, ("2.1",), 3)


def test_a_group_without_cases_is_not_rated_yet():
    framework = make_framework(counted("2.1"), counted("3.1", "out_of_court"))
    rated = rate_inspection(framework, Evidence(cases=cases("yyy", "2.1")))
    assert (rated.standard("2.1").rating, rated.not_rated_yet) == ("Outstanding", ("3.1",))


def test_a_standard_that_never_counts_never_makes_a_score_provisional():
    framework = make_framework(judged("1.1"), judged("4.1", counts=False, because="Never."))
    rated = rate_inspection(framework, Evidence(judgements={"1.1": Judgement("Good")}))
    assert (rated.provisional, rated.not_rated_yet, rated.assumptions) == (False, (), ())
    assert rated.standard("4.1").rating == ""
    assert rated.not_counted == {"4.1": "Never."}


def test_cases_speak_for_their_group_and_counts_for_the_others():
    framework = make_framework(counted("2.1"), counted("3.1", "out_of_court"))
    rated = rate_inspection(framework, Evidence(cases=cases("yyy", "2.1"), shares=shares(s3_1="1/2 1/2 1/2")))
    assert [each.rating for each in rated.standards] == ["Outstanding", "Requires improvement"]
    assert [each.is_from_cases for each in rated.standards] == [True, False]


def test_cases_may_illustrate_a_judged_standard_without_rating_it():
    framework = make_framework(judged("1.1"), judged("4.1", group="resettlement"))
    illustrating = CaseAnswers("r-1", "resettlement", "", {"4.1.1": "no"})
    evidence = Evidence(cases=(illustrating,), judgements={"1.1": Judgement("Good"), "4.1": Judgement("Good")})
    assert rate_inspection(framework, evidence).standard("4.1").rating == "Good"


# -- problems -----------------------------------------------------------------------------------------------------


def test_problems_of_evidence_and_of_rating_are_told_together():
    framework = make_framework(judged("1.1"), counted("2.1"), counted("2.2"), counted("3.1", "out_of_court"))
    evidence = Evidence(
        cases=cases("yyn", "3.1", group="out_of_court"),
        shares=shares(s2_1="1/2 1/2 1/2", s2_2="9/2 1/2 1/2"),
        judgements={"2.1": Judgement("Good"), "2.2": Judgement("Good"), "3.1": Judgement("Good")},
    )
    with pytest.raises(ProblemsFound) as found:
        rate_inspection(framework, evidence)
    # 2.2 cannot be rated at all, so nothing is said of its rating.
    assert [each.column for each in found.value.problems] == ["2.2.1", "2.1", "3.1"]


def test_an_empty_inspection_is_a_problem():
    with pytest.raises(ProblemsFound, match="no standard at all"):
        rate_inspection(make_framework(), Evidence())


# -- the rule in force --------------------------------------------------------------------------------------------

KNOWN = Evidence(cases=cases("yy- ynn", "2.1"), judgements={"1.1": Judgement("Good", "Why.")})


def test_an_assumed_rule_rates_nothing_unless_it_is_asked_for():
    rated = rate_inspection(ASSUMED, KNOWN)
    assert [each.rating for each in rated.standards] == ["", ""]
    assert (rated.score, rated.score_of, rated.overall, rated.provisional, rated.not_rated_yet) == (0, 0, "", False, ())
    assert rated.assumptions == (
        "Youth 2021: the inspectorate's rule for turning answers into ratings is not known, so nothing is rated. "
        "The framework carries an assumed rule, which is used only when it is asked for.",
    )
    assert rated.steps == rated.assumptions
    assert [(question.percent, question.rating) for question in rated.standard("2.1").questions] == [
        (100, ""),
        (50, ""),
        (0, ""),
    ]
    assert rated.standard("2.1").steps == (
        "2.1.1 (desistance): yes in 2 of 2 cases, 100%.",
        "2.1.2 (safety of the child): yes in 1 of 2 cases, 50%.",
        "2.1.3 (safety of others): yes in 0 of 2 cases, 0%. Not applicable to 1 case: by the framework they stay in "
        "the share and do not count as yes.",
    )
    assert rated.standard("1.1") == RatedStandard("1.1", "", reasons="Why.")


def test_an_assumed_rule_that_is_asked_for_says_so():
    rated = rate_inspection(ASSUMED, KNOWN, assume=True)
    assert [each.rating for each in rated.standards] == ["Good", "Inadequate"]
    assert rated.assumptions == (
        "Youth 2021: these ratings follow an assumed rule. It is not the inspectorate's rule.",
    )


def test_no_rule_at_all():
    for assume in (False, True):
        rated = rate_inspection(RULELESS, KNOWN, assume=assume)
        assert [each.rating for each in rated.standards] == ["", ""]
        assert rated.assumptions == (
            "Youth 2021: the inspectorate's rule for turning answers into ratings is not known, so nothing is rated.",
        )
        assert rated.standard("2.1").questions[2].of == 2
        assert rated.framework == "hmip-youth-2021"


def test_counts_and_percentages_are_shown_without_a_rule():
    framework = dataclasses.replace(make_framework(counted("2.1", questions=2)), rating=None)
    rated = rate_inspection(framework, Evidence(shares=shares(s2_1="20/39 50%"))).standard("2.1")
    assert [(question.yes, question.percent, question.rating) for question in rated.questions] == [
        (20, 51, ""),
        (None, 50, ""),
    ]
    assert rated.steps == (
        "2.1.1 (desistance): yes in 20 of 39 cases, 51%.",
        "2.1.2 (safety of the child): 50% yes; the count is not known.",
    )


def test_not_rated_is_said_without_a_rule_too():
    evidence = dataclasses.replace(KNOWN, judgements={"1.1": Judgement(not_rated_because="not looked at")})
    assert rate_inspection(RULELESS, evidence).standard("1.1").rating == "Not rated"


def test_a_standard_that_never_counts_says_so_without_a_rule_too():
    framework = dataclasses.replace(make_framework(judged("4.1", counts=False, because="Never.")), rating=None)
    rated = rate_inspection(framework, Evidence(judgements={"4.1": Judgement("Good")}))
    assert rated.not_counted == {"4.1": "Never."}


def test_discretion_is_not_looked_at_without_a_rule():
    used = DiscretionUsed("Outstanding", "", ())
    evidence = dataclasses.replace(KNOWN, judgements={"2.1": Judgement(discretion=used)})
    assert rate_inspection(ASSUMED, evidence).standard("2.1").rating == ""


def test_not_applicable_leaves_as_the_assumed_rule_says_even_where_it_rates_nothing():
    framework = make_framework(counted("2.1"), rule=make_rule(assumed=True, not_applicable_leaves=True))
    rated = rate_inspection(framework, Evidence(cases=cases("yy- ynn", "2.1"))).standard("2.1")
    assert [(question.yes, question.of) for question in rated.questions] == [(2, 2), (1, 2), (0, 1)]
    empty = rate_inspection(framework, Evidence(cases=cases("yy- yn-", "2.1"))).standard("2.1")
    assert (empty.questions[2].percent, empty.questions[2].of) == (None, 0)
    assert empty.steps[2] == (
        "2.1.3 (safety of others): applies to none of the cases read. Not applicable to 2 cases, left out of the share."
    )


def test_a_rule_this_method_does_not_know_is_refused():
    with pytest.raises(ProblemsFound, match="half_even"):
        rate_inspection(make_framework(rule=make_rule(rounding="half_even")), birmingham())


def test_rule_in_force():
    assert rule_in_force(TWO, assume=False) == (TWO.rating, ())
    assert rule_in_force(TWO, assume=True) == (TWO.rating, ())
    assert rule_in_force(ASSUMED, assume=False)[0] is None
    assert rule_in_force(ASSUMED, assume=True)[0] is ASSUMED.rating
    assert rule_in_force(RULELESS, assume=True)[0] is None
