"""Every single answer and every single case, against rating the whole inspection again for each."""

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
    some_evidence,
)
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import CaseAnswers, DiscretionUsed, Evidence, Judgement
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.sensitivity import CHANGES, DecidingAnswers, DecidingCase, Sensitivity, sensitivity

TWO = (counted("2.1"), counted("2.2"), judged("1.1"))
JUDGED = {"1.1": Judgement("Requires improvement", "Why.")}
RULES = {
    "stays": make_rule(),
    "leaves": make_rule(not_applicable_leaves=True),
    "exact": make_rule(band_on="exact"),
}


def flipped(evidence, place, question, instead):
    """The evidence with one answer of one case changed."""
    case = evidence.cases[place]
    changed = CaseAnswers(case.reference, case.group, case.kind, {**case.answers, question: instead})
    return Evidence((*evidence.cases[:place], changed, *evidence.cases[place + 1 :]), judgements=evidence.judgements)


def answers_by_rating_again(framework, evidence, rated):
    found = {}
    for place, case in enumerate(evidence.cases):
        for question, answered in case.answers.items():
            for instead in [after for before, after in CHANGES if before == answered]:
                again = rate_inspection(framework, flipped(evidence, place, question, instead))
                standard = question.rpartition(".")[0]
                becomes = again.standard(standard).rating
                if becomes != rated.standard(standard).rating:
                    found[case.reference, question, answered, instead] = (becomes, again.overall)
    return found


def cases_by_rating_again(framework, evidence, rated):
    found = {}
    for place, case in enumerate(evidence.cases):
        left = Evidence(evidence.cases[:place] + evidence.cases[place + 1 :], judgements=evidence.judgements)
        try:
            again = rate_inspection(framework, left)
        except ProblemsFound:  # nothing is left that counts for a key question
            continue
        changes = tuple(
            (one.id, one.rating)
            for one, before in zip(again.standards, rated.standards, strict=True)
            if one.rating != before.rating
        )
        if changes:
            found[case.reference] = (changes, again.overall)
    return found


def spread_out(found):
    """The deciding answers, a row for each case."""
    return {
        (case, each.question, each.answered, each.instead): (each.standard_becomes, each.overall_becomes)
        for each in found.answers
        for case in each.cases
    }


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("seed", range(25))
def test_nothing_else_would_change_a_rating(seed, rule):
    framework = make_framework(*TWO, rule=rule)
    evidence = dataclasses.replace(some_evidence(seed), judgements=JUDGED)
    try:
        rated = rate_inspection(framework, evidence)
    except ProblemsFound:  # a key question applies to no case
        return
    found = sensitivity(framework, evidence, rated)
    assert spread_out(found) == answers_by_rating_again(framework, evidence, rated)
    by_case = {each.case: (each.standards, each.overall_becomes) for each in found.cases}
    for reference, expected in cases_by_rating_again(framework, evidence, rated).items():
        assert by_case.pop(reference) == expected
    for changes, _ in by_case.values():  # what is left could not be rated again: some standard has nothing left
        assert "" in [rating for _, rating in changes]


def test_the_whole_of_birmingham():
    framework, evidence = make_framework(), birmingham_from_cases()
    rated = rate_inspection(framework, evidence)
    found = sensitivity(framework, evidence, rated)
    assert [(each.question, each.answered, each.instead, each.standard_becomes) for each in found.answers] == [
        ("2.1.3", "yes", "no", "Inadequate"),
        ("3.3.2", "yes", "no", "Inadequate"),
    ]
    assert [len(each.cases) for each in found.answers] == [20, 19]
    assert {each.overall_becomes for each in found.answers} == {"Requires improvement"}
    expected = cases_by_rating_again(framework, evidence, rated)
    assert {each.case: (each.standards, each.overall_becomes) for each in found.cases} == expected
    assert len(expected) == 19  # without a yes to 3.3.2 it is 18 of 37, 49%; 19 of 38 without a yes to 2.1.3 is 50%


def test_one_answer_may_decide_the_overall_rating():
    framework = make_framework(counted("2.1", questions=1))
    evidence = Evidence(cases=cases("y n", "2.1"))
    found = sensitivity(framework, evidence, rate_inspection(framework, evidence))
    assert found == Sensitivity(
        (
            DecidingAnswers("2.1.1", "yes", "no", "Inadequate", "Inadequate", ("court-1",)),
            DecidingAnswers("2.1.1", "no", "yes", "Outstanding", "Outstanding", ("court-2",)),
        ),
        (
            DecidingCase("court-1", (("2.1", "Inadequate"),), "Inadequate"),
            DecidingCase("court-2", (("2.1", "Outstanding"),), "Outstanding"),
        ),
    )


def test_cases_of_every_group_may_decide():
    framework = make_framework(counted("2.1", questions=1), counted("3.1", "out_of_court", questions=1))
    both = (*cases("y n", "2.1"), *cases("y n", "3.1", group="out_of_court"))
    evidence = Evidence(cases=both)
    found = sensitivity(framework, evidence, rate_inspection(framework, evidence))
    assert [each.case for each in found.cases] == ["court-1", "court-2", "out_of_court-1", "out_of_court-2"]


def test_the_only_case_leaves_nothing_to_rate_on():
    for letter, rule in (("y", make_rule()), ("n", make_rule()), ("-", make_rule())):
        framework = make_framework(counted("2.1", questions=1), judged("1.1"), rule=rule)
        evidence = Evidence(cases=cases(letter, "2.1"), judgements=JUDGED)
        found = sensitivity(framework, evidence, rate_inspection(framework, evidence))
        assert found.cases == (DecidingCase("court-1", (("2.1", ""),), "Requires improvement"),)


def test_the_only_case_of_all():
    framework = make_framework(counted("2.1", questions=1))
    evidence = Evidence(cases=cases("y", "2.1"))
    found = sensitivity(framework, evidence, rate_inspection(framework, evidence))
    assert found.cases == (DecidingCase("court-1", (("2.1", ""),), ""),)


def test_the_only_case_that_a_question_applies_to():
    framework = make_framework(counted("2.1", questions=1), rule=make_rule(not_applicable_leaves=True))
    evidence = Evidence(cases=cases("y -", "2.1"))
    found = sensitivity(framework, evidence, rate_inspection(framework, evidence))
    assert found.cases == (DecidingCase("court-1", (("2.1", ""),), ""),)


def test_a_standard_that_never_counts_changes_alone():
    framework = make_framework(counted("2.1", questions=1, counts=False), judged("1.1"))
    evidence = Evidence(cases=cases("y n", "2.1"), judgements=JUDGED)
    found = sensitivity(framework, evidence, rate_inspection(framework, evidence))
    assert [(each.standard_becomes, each.overall_becomes) for each in found.answers] == [
        ("Inadequate", "Requires improvement"),
        ("Outstanding", "Requires improvement"),
    ]


def test_what_the_panel_decided_no_answer_decides():
    framework = make_framework(counted("2.1", questions=1))
    used = Judgement(discretion=DiscretionUsed("Good", "Why.", ("A", "B")))
    evidence = Evidence(cases=cases("y n", "2.1"), judgements={"2.1": used})
    assert sensitivity(framework, evidence, rate_inspection(framework, evidence)) == Sensitivity((), ())


def test_nothing_is_told_of_counts_or_without_a_rule():
    framework = make_framework()
    assert sensitivity(framework, birmingham(), rate_inspection(framework, birmingham())) == Sensitivity((), ())
    ruleless = dataclasses.replace(framework, rating=None)
    evidence = birmingham_from_cases()
    assert sensitivity(ruleless, evidence, rate_inspection(ruleless, evidence)) == Sensitivity((), ())


def test_a_standard_left_unrated_takes_no_part():
    framework = make_framework(counted("2.1", questions=1), counted("2.2", questions=1))
    left = {"2.2": Judgement(not_rated_because="not asked")}
    evidence = Evidence(cases=cases("yy nn", "2.1", "2.2"), judgements=left)
    found = sensitivity(framework, evidence, rate_inspection(framework, evidence))
    assert {each.question for each in found.answers} == {"2.1.1"}
    assert found.cases[0].standards == (("2.1", "Inadequate"),)
