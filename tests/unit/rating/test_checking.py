"""Everything that can be wrong with evidence: what is said, what is to be done, and which standards it spoils."""

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
from touchstone.rating.answers import CaseAnswers, Count, DiscretionUsed, Evidence, Judgement, Share
from touchstone.rating.checking import cases_read, check_evidence, closest

TWO = make_framework(judged("1.1"), counted("2.1"))
GOOD_CASES = cases("yyn ynn", "2.1")


def problems(evidence, framework=TWO):
    return [(each.column, each.what, each.do) for each in check_evidence(framework, evidence).problems]


def broken(evidence, framework=TWO):
    return check_evidence(framework, evidence).broken


def judgement(**judgements):
    return Evidence(judgements={name.removeprefix("s").replace("_", "."): each for name, each in judgements.items()})


def test_nothing_is_wrong_with_birmingham():
    assert problems(birmingham(), make_framework()) == []
    assert problems(birmingham_from_cases(), make_framework()) == []


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(),
        Evidence(judgements={"1.1": Judgement(), "2.1": Judgement()}),
        Evidence(caseloads={"court": 40}),
        Evidence(cases=(CaseAnswers("r-1", "resettlement", "", {}),)),
    ],
    ids=["nothing", "empty judgements", "only a caseload", "cases of a group that rates nothing"],
)
def test_no_standard_at_all(evidence):
    assert problems(evidence) == [
        (
            "",
            "There is no standard at all: no cases, no counts and no ratings.",
            "Give at least one of the standards 1.1, 2.1.",
        )
    ]


def test_one_thing_known_is_enough():
    assert problems(judgement(s1_1=Judgement("Good"))) == []
    assert problems(judgement(s2_1=Judgement(not_rated_because="no cases"))) == []
    assert problems(Evidence(cases=GOOD_CASES)) == []
    assert problems(Evidence(shares=shares(s2_1="1/2 1/2 1/2"))) == []


# -- judgements ---------------------------------------------------------------------------------------------------


def test_unknown_standard():
    evidence = judgement(s9_9=Judgement("Good"), s1_1=Judgement("Good"))
    assert problems(evidence) == [
        ("9.9", "The framework hmip-youth-2021 has no standard '9.9'.", "Use one of: 1.1, 2.1.")
    ]
    assert broken(evidence) == set()
    assert len(problems(judgement(s9_9=Judgement("Good"), s1_1=Judgement("Fine")))) == 2


@pytest.mark.parametrize(
    ("word", "guess"),
    [
        ("Requires Improvement", " Did you mean 'Requires improvement'?"),
        ("requires-improvement", " Did you mean 'Requires improvement'?"),
        ("good", " Did you mean 'Good'?"),
        (" Good", " Did you mean 'Good'?"),
        ("Oustanding", " Did you mean 'Outstanding'?"),
        ("not_rated", " Did you mean 'Not rated'?"),
        ("Excellent", ""),
        ("Godly", ""),  # two thirds alike is not near enough to guess
    ],
)
def test_misspelt_rating(word, guess):
    evidence = judgement(s1_1=Judgement(word))
    assert problems(evidence) == [
        (
            "1.1",
            f"'{word}' is not a rating for 1.1.{guess}",
            "Use one of: Inadequate, Requires improvement, Good, Outstanding; or Not rated with a reason.",
        )
    ]
    assert broken(evidence) == {"1.1"}


def test_misspelt_rating_of_discretion():
    used = DiscretionUsed("Godo", "Why.", ("A", "B"))
    evidence = Evidence(cases=GOOD_CASES, judgements={"2.1": Judgement(discretion=used)})
    assert [what for _, what, _ in problems(evidence)] == ["'Godo' is not a rating for 2.1. Did you mean 'Good'?"]
    assert broken(evidence) == {"2.1"}


def test_any_word_goes_where_no_rule_says_which_there_are():
    assert problems(judgement(s1_1=Judgement("Splendid")), dataclasses.replace(TWO, rating=None)) == []


def test_not_rated_needs_a_reason():
    evidence = judgement(s1_1=Judgement("Not rated"))
    assert problems(evidence) == [
        (
            "1.1",
            "1.1 is 'Not rated' and no reason is given.",
            "Say why it is not rated, or leave the standard out if it is not rated yet.",
        )
    ]
    assert broken(evidence) == {"1.1"}
    assert problems(judgement(s1_1=Judgement("Not rated", not_rated_because="no cases"))) == []


@pytest.mark.parametrize(
    "contradictory",
    [
        Judgement("Good", not_rated_because="no cases"),
        Judgement(not_rated_because="no cases", discretion=DiscretionUsed("Good", "Why.", ("A",))),
    ],
)
def test_rated_and_not_rated(contradictory):
    evidence = judgement(s2_1=contradictory)
    assert problems(evidence) == [
        (
            "2.1",
            "2.1 is said to be not rated (no cases) and yet has a rating.",
            "Give either the rating or the reason why there is none.",
        )
    ]
    assert broken(evidence) == {"2.1"}


def test_discretion_on_a_judged_standard():
    evidence = judgement(s1_1=Judgement("Good", discretion=DiscretionUsed("Good", "Why.", ("A",))))
    assert problems(evidence) == [
        (
            "1.1",
            "1.1 is judged, not counted from cases, so there is no computed band to depart from.",
            "Give its rating and the reasons, without discretion.",
        )
    ]
    assert broken(evidence) == {"1.1"}


def test_closest_word():
    assert closest("COMMUNITY-SENTENCE", ["community_sentence"]) == "Did you mean 'community_sentence'?"
    assert closest("zebra", ["community_sentence"]) == ""


# -- cases --------------------------------------------------------------------------------------------------------


def changed_case(**changes):
    return (*GOOD_CASES, dataclasses.replace(GOOD_CASES[0], **({"reference": "court-3"} | changes)))


def test_missing_answers_are_named_with_their_case():
    evidence = Evidence(cases=changed_case(answers={"2.1.2": "yes"}))
    assert problems(evidence) == [
        (
            "answers",
            "Case 'court-3' has no answer to 2.1.1, 2.1.3.",
            "Answer yes, no or not applicable to every key question of its group, or leave the case out.",
        )
    ]
    assert broken(evidence) == {"2.1"}


def test_a_standard_left_unrated_need_not_be_answered():
    framework = make_framework(counted("2.1"), counted("2.2"))
    evidence = Evidence(cases=GOOD_CASES, judgements={"2.2": Judgement(not_rated_because="not asked")})
    assert problems(evidence, framework) == []
    assert [what for _, what, _ in problems(Evidence(cases=GOOD_CASES), framework)] == [
        "Case 'court-1' has no answer to 2.2.1, 2.2.2, 2.2.3.",
        "Case 'court-2' has no answer to 2.2.1, 2.2.2, 2.2.3.",
    ]


def test_a_judged_standard_may_be_illustrated_by_cases():
    framework = make_framework(counted("2.1"), judged("4.1", group="resettlement"))
    for answers in ({}, {"4.1.1": "yes"}):
        illustrating = CaseAnswers("r-1", "resettlement", "", answers)
        assert problems(Evidence(cases=(*GOOD_CASES, illustrating)), framework) == []


def test_questions_that_are_not_asked_of_the_group():
    answers = {"2.1.1": "yes", "2.1.2": "no", "2.1.3": "no", "3.1.1": "yes", "1.1.1": "no"}
    evidence = Evidence(cases=changed_case(answers=answers))
    assert problems(evidence) == [
        (
            "answers",
            "Case 'court-3' answers what is not asked of 'court': 1.1.1, 3.1.1.",
            "Leave it out; asked are 2.1.1, 2.1.2, 2.1.3.",
        )
    ]
    assert broken(evidence) == set()


def test_a_group_of_which_nothing_is_asked():
    asked_nothing = CaseAnswers("o-1", "out_of_court", "outcome_22", {"2.1.1": "yes"})
    assert problems(Evidence(cases=(*GOOD_CASES, asked_nothing))) == [
        (
            "answers",
            "Case 'o-1' answers what is not asked of 'out_of_court': 2.1.1.",
            "Leave it out; nothing is asked of this group.",
        )
    ]


def test_answers_that_are_none():
    evidence = Evidence(cases=changed_case(answers={"2.1.1": "yes", "2.1.2": "Yes", "2.1.3": ""}))
    assert problems(evidence) == [
        ("2.1.2", "Case 'court-3' answers 'Yes' to 2.1.2.", "Use one of: yes, no, not applicable."),
        ("2.1.3", "Case 'court-3' answers '' to 2.1.3.", "Use one of: yes, no, not applicable."),
    ]
    assert broken(evidence) == {"2.1"}


def test_a_case_that_is_there_twice():
    evidence = Evidence(cases=changed_case(reference="court-1"))
    assert problems(evidence) == [
        ("reference", "Case 'court-1' is there more than once.", "Keep one of them; each case counts once.")
    ]
    assert broken(evidence) == {"2.1"}


def test_a_case_in_two_groups():
    framework = make_framework(counted("2.1"), counted("3.1", "out_of_court"))
    twin = dataclasses.replace(cases("yyy", "3.1", group="out_of_court")[0], reference="court-1")
    evidence = Evidence(cases=(*GOOD_CASES, twin))
    assert problems(evidence, framework) == [
        (
            "reference",
            "Case 'court-1' is in two groups, 'court' and 'out_of_court'.",
            "A case belongs to one group; keep it in one of them.",
        )
    ]
    assert broken(evidence, framework) == {"3.1"}


def test_a_case_without_a_reference():
    evidence = Evidence(cases=changed_case(reference=""))
    assert problems(evidence) == [
        ("reference", "A case has no reference.", "Give every case the service's own reference, never a name.")
    ]


def test_an_unknown_group_spoils_every_standard_since_nobody_knows_whose_it_is():
    evidence = Evidence(cases=(*changed_case(group="crown_court")[::-1], GOOD_CASES[0]))
    assert problems(evidence) == [
        (
            "group",
            "Case 'court-3' is in the group 'crown_court', which hmip-youth-2021 does not have.",
            "Use one of: court, out_of_court, resettlement.",
        ),
        ("reference", "Case 'court-1' is there more than once.", "Keep one of them; each case counts once."),
    ]
    assert broken(evidence) == {"1.1", "2.1"}


def test_an_unknown_kind():
    assert problems(Evidence(cases=changed_case(kind="youth_caution"))) == [
        (
            "kind",
            "Case 'court-3' is of the kind 'youth_caution', which the group 'court' does not have.",
            "Use one of: community_sentence, custodial_sentence.",
        )
    ]
    assert len(problems(Evidence(cases=changed_case(kind="")))) == 1


def test_a_kind_where_the_group_has_none():
    framework = make_framework(counted("2.1"), judged("4.1", group="resettlement"))
    odd = CaseAnswers("r-1", "resettlement", "youth_caution", {})
    assert problems(Evidence(cases=(*GOOD_CASES, odd)), framework) == [
        (
            "kind",
            "Case 'r-1' is of the kind 'youth_caution', which the group 'resettlement' does not have.",
            "Leave the kind empty.",
        )
    ]


def test_every_problem_is_told_at_once():
    wrong = CaseAnswers("", "court", "nothing", {"2.1.1": "maybe", "9.9.9": "yes"})
    evidence = Evidence(
        cases=(*GOOD_CASES, wrong),
        judgements={"1.1": Judgement("Fine"), "7.7": Judgement("Good")},
        shares={"2.1.1": Share()},
        caseloads={"nowhere": 3, "court": 2},
    )
    assert [column for column, _, _ in problems(evidence)] == [
        *("1.1", "7.7"),  # judgements
        *("reference", "kind", "answers", "answers", "2.1.1"),  # the case
        "2.1.1",  # the share
        *("nowhere", "court"),  # caseloads
    ]


# -- shares -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "what", "do"),
    [
        (Share(), "2.1.1 has neither a count nor a percentage.", "Give yes and of, or the percentage."),
        (Share(of=39), "2.1.1 has neither a count nor a percentage.", "Give yes and of, or the percentage."),
        (Share(percent=101), "2.1.1 is 101%, which no share can be.", "Give a whole percentage from 0 to 100."),
        (Share(percent=-1), "2.1.1 is -1%, which no share can be.", "Give a whole percentage from 0 to 100."),
        (
            Share(count=Count(0, 0)),
            "2.1.1 is a share of 0 cases.",
            "Give the cases read, at least 1; or say that it is not rated, and why.",
        ),
        (
            Share(percent=50, of=0),
            "2.1.1 is a share of 0 cases.",
            "Give the cases read, at least 1; or say that it is not rated, and why.",
        ),
        (
            Share(count=Count(40, 39)),
            "2.1.1 has 40 yes of 39 cases, which cannot be.",
            "Give a number of yes from 0 to 39.",
        ),
        (
            Share(count=Count(-1, 39)),
            "2.1.1 has -1 yes of 39 cases, which cannot be.",
            "Give a number of yes from 0 to 39.",
        ),
        (
            Share(count=Count(20, 39), of=38),
            "2.1.1 is counted of 39 cases and said to be of 38.",
            "Give the number of cases once.",
        ),
        (
            Share(percent=59, count=Count(20, 39)),
            "2.1.1 is 20 of 39 cases, which is 51%, not 59%.",
            "Correct the one that is wrong, or leave the percentage out.",
        ),
        (
            Share(count=Count(20, 39), not_applicable=-1),
            "2.1.1 has -1 answers 'not applicable', which cannot be.",
            "Give a number from 0 to 19: no yes is among them.",
        ),
        (
            Share(count=Count(20, 39), not_applicable=20),
            "2.1.1 has 20 answers 'not applicable', which cannot be.",
            "Give a number from 0 to 19: no yes is among them.",
        ),
        (
            Share(percent=51, of=39, not_applicable=40),
            "2.1.1 has 40 answers 'not applicable', which cannot be.",
            "Give a number from 0 to 39: no yes is among them.",
        ),
        (
            Share(percent=52, of=39),
            "2.1.1 is 52%, which no count of 39 cases gives: 20 is 51% and 21 is 54%.",
            "Correct the percentage or the number of cases.",
        ),
        (
            Share(percent=99, of=60),
            "2.1.1 is 99%, which no count of 60 cases gives: 59 is 98% and 60 is 100%.",
            "Correct the percentage or the number of cases.",
        ),
        (
            Share(percent=52, count=Count(20, 39)),
            "2.1.1 is 52%, which no count of 39 cases gives: 20 is 51% and 21 is 54%.",
            "Correct the percentage or the number of cases.",
        ),
    ],
)
def test_shares_that_cannot_be(share, what, do):
    evidence = Evidence(shares={"2.1.1": share, "2.1.2": Share(percent=50), "2.1.3": Share(percent=50)})
    assert problems(evidence) == [("2.1.1", what, do)]
    assert broken(evidence) == {"2.1"}


@pytest.mark.parametrize(
    "share",
    [
        Share(percent=0),
        Share(percent=100),
        Share(percent=0, of=1),
        Share(percent=100, of=1),
        Share(percent=51, of=39),
        Share(count=Count(0, 1)),
        Share(count=Count(1, 1)),
        Share(percent=51, count=Count(20, 39), of=39),
        Share(count=Count(20, 39), not_applicable=19),
        Share(percent=51, of=39, not_applicable=39),
    ],
)
def test_shares_that_can_be(share):
    assert problems(Evidence(shares={"2.1.1": share, "2.1.2": share, "2.1.3": share})) == []


def test_not_applicable_may_be_any_number_where_it_leaves():
    framework = make_framework(counted("2.1", questions=1), rule=make_rule(not_applicable_leaves=True))
    assert problems(Evidence(shares={"2.1.1": Share(count=Count(2, 3), not_applicable=40)}), framework) == []
    wrong = Evidence(shares={"2.1.1": Share(count=Count(2, 3), not_applicable=-1)})
    assert problems(wrong, framework) == [
        ("2.1.1", "2.1.1 has -1 answers 'not applicable', which cannot be.", "Give a number that is not negative.")
    ]


def test_too_few_key_questions():
    assert len(problems(Evidence(shares={"2.1.1": Share(percent=50), "2.1.3": Share(percent=50)}))) == 1
    evidence = Evidence(shares={"2.1.1": Share(percent=50)})
    assert problems(evidence) == [
        (
            "2.1",
            "2.1 has 3 key questions; missing: 2.1.2, 2.1.3.",
            "Give all of them: the lowest one decides the rating.",
        )
    ]
    assert broken(evidence) == {"2.1"}


def test_too_few_key_questions_where_other_cases_speak():
    framework = make_framework(counted("3.1", "out_of_court"), counted("2.1"))
    evidence = Evidence(cases=cases("yyn", "3.1", group="out_of_court"), shares={"2.1.1": Share(percent=50)})
    assert [column for column, _, _ in problems(evidence, framework)] == ["2.1"]
    spoken_for = Evidence(cases=GOOD_CASES, shares={"2.1.1": Share(percent=100)})
    assert problems(spoken_for) == []


def test_too_many_key_questions():
    evidence = Evidence(shares=shares(s2_1="1/2 1/2 1/2 1/2"))
    assert problems(evidence) == [
        (
            "2.1.4",
            "hmip-youth-2021 has no key question '2.1.4' that is counted from cases.",
            "Use these: 2.1.1, 2.1.2, 2.1.3.",
        )
    ]
    assert broken(evidence) == {"2.1"}


def test_a_share_of_a_judged_standard():
    evidence = Evidence(shares=shares(s2_1="1/2 1/2 1/2") | {"1.1.1": Share(percent=50)})
    assert [column for column, _, _ in problems(evidence)] == ["1.1.1"]
    assert broken(evidence) == set()


# -- caseloads ----------------------------------------------------------------------------------------------------


def test_caseload_of_an_unknown_group():
    assert problems(Evidence(cases=GOOD_CASES, caseloads={"nowhere": 9})) == [
        (
            "nowhere",
            "A caseload is given for the group 'nowhere', which hmip-youth-2021 does not have.",
            "Use one of: court, out_of_court, resettlement.",
        )
    ]


@pytest.mark.parametrize(("caseload", "wrong"), [(1, True), (2, False), (3, False)])
def test_caseload_that_is_smaller_than_what_was_read(caseload, wrong):
    assert problems(Evidence(cases=GOOD_CASES, caseloads={"court": caseload})) == (
        [
            (
                "court",
                f"The caseload of 'court' is {caseload}, and 2 of its cases were read.",
                "Give the number of cases that could have been read, which holds those that were.",
            )
        ]
        if wrong
        else []
    )


def test_a_caseload_of_nothing():
    assert len(problems(Evidence(cases=GOOD_CASES, caseloads={"out_of_court": 0}))) == 1
    assert problems(Evidence(cases=GOOD_CASES, caseloads={"out_of_court": 1})) == []


def test_cases_read():
    framework = make_framework()
    assert cases_read(framework, Evidence(cases=GOOD_CASES), "court") == 2
    assert cases_read(framework, Evidence(cases=GOOD_CASES), "out_of_court") == 0
    known = Evidence(shares=shares(s2_1="1/7 2/9 50%", s3_1="50%/8 50%/8 50%/8"))
    assert (cases_read(framework, known, "court"), cases_read(framework, known, "out_of_court")) == (9, 8)
    assert cases_read(framework, Evidence(shares=shares(s2_1="50% 50% 50%")), "court") == 0
    with_others = Evidence(shares={"2.1.1": Share(count=Count(1, 7), not_applicable=2), "2.1.2": Share(percent=50)})
    assert cases_read(framework, with_others, "court") == 7
    leaves = make_framework(rule=make_rule(not_applicable_leaves=True))
    assert cases_read(leaves, with_others, "court") == 9
