"""How fragile the ratings of an inspection are, put together."""

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
from touchstone.rating.answers import DiscretionUsed, Evidence, Judgement
from touchstone.rating.fragility import (
    NO_CASE_ROWS,
    REPLICATES,
    SEED,
    InspectionFragility,
    QuestionFragility,
    fragility,
)
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.interval import wilson_interval
from touchstone.rating.sensitivity import Sensitivity, sensitivity
from touchstone.rating.smallest_change import smallest_change


def fragile(evidence, framework=None, **how):
    framework = framework or make_framework()
    return fragility(framework, evidence, rate_inspection(framework, evidence), **({"replicates": 200} | how))


def test_birminghams_assessment_from_counts():
    found = fragile(dataclasses.replace(birmingham(), caseloads={"court": 148})).standard("2.1")
    assert found.questions == (
        QuestionFragility("2.1.1", 69, wilson_interval(27, 39, caseload=148), False, 1, 8, 0),
        QuestionFragility("2.1.2", 59, wilson_interval(23, 39, caseload=148), True, 0, 4, 3),
        QuestionFragility("2.1.3", 51, wilson_interval(20, 39, caseload=148), True, 0, 1, 6),
    )
    assert found.driven_by == ("2.1.2", "2.1.3")
    assert (found.rating, found.computed) == ("Requires improvement", "Requires improvement")
    assert (found.cases_up, found.answers_up, found.cases_down, found.answers_down) == (6, 9, 1, 1)
    assert (found.exact_cases, found.deciding_answers, found.replicates) == (False, (), ())


def test_birmingham_from_counts():
    framework = make_framework()
    rated = rate_inspection(framework, birmingham())
    found = fragile(birmingham())
    assert [each.id for each in found.standards] == ["2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"]
    assert found.standard("1.1") is None
    assert found.up == smallest_change(framework, rated, up=True)
    assert found.down == smallest_change(framework, rated, up=False)
    assert found.up_by_answers == smallest_change(framework, rated, up=True, judged_may_change=False)
    assert found.down_by_answers == smallest_change(framework, rated, up=False, judged_may_change=False)
    assert (found.down.changes, found.down_by_answers.changes) == (5, 14)
    assert found.held == ()
    assert (found.replicates, found.no_replicates_because) == (None, NO_CASE_ROWS)
    assert found.sensitivity == Sensitivity((), ())


def test_birmingham_from_cases():
    framework, evidence = make_framework(), birmingham_from_cases()
    rated = rate_inspection(framework, evidence)
    found = fragility(framework, evidence, rated)
    assert (found.replicates.count, found.replicates.seed) == (REPLICATES, SEED)
    assert (REPLICATES, found.no_replicates_because) == (10_000, "")
    assert found.sensitivity == sensitivity(framework, evidence, rated)
    for number in ("2.1", "3.3"):
        assert found.standard(number).replicates == found.replicates.of_standard(number)
    assert [each.question for each in found.standard("2.1").deciding_answers] == ["2.1.3"]
    assert [each.question for each in found.standard("3.3").deciding_answers] == ["3.3.2"]
    assert found.standard("2.2").deciding_answers == ()
    assert found.standard("2.1").exact_cases


def test_at_the_ends_of_the_scale_there_is_no_distance_beyond():
    framework = make_framework(counted("2.1", questions=2))
    best = fragile(Evidence(shares=shares(s2_1="39/39 38/39")), framework).standard("2.1")
    assert [(each.answers_to_spare, each.answers_lacking) for each in best.questions] == [(8, None), (7, None)]
    worst = fragile(Evidence(shares=shares(s2_1="39/39 10/39")), framework).standard("2.1")
    assert [(each.answers_to_spare, each.answers_lacking) for each in worst.questions] == [(None, 0), (None, 10)]
    assert [each.bands_above for each in worst.questions] == [3, 0]


def test_percentages_have_no_interval_and_no_distance():
    found = fragile(
        Evidence(shares=shares(s2_1="87% 74% 82%"), judgements={"1.1": Judgement("Good")}),
        make_framework(judged("1.1"), counted("2.1")),
    )
    assert found.standard("2.1").questions[1] == QuestionFragility("2.1.2", 74, None, True, 0, None, None)
    assert found.held == ("2.1 is held as it is: of its key questions only percentages are known, not the counts.",)


def test_a_percentage_of_too_many_cases_to_tell_the_count():
    framework = make_framework(counted("2.1", questions=2))
    found = fragile(Evidence(shares=shares(s2_1="0%/200 50%/200")), framework)
    assert [(each.percent, each.interval, each.answers_to_spare) for each in found.standard("2.1").questions] == [
        (0, wilson_interval(0, 200), None),
        (50, None, None),
    ]
    assert len(found.held) == 1


def test_no_yes_at_all_is_0_percent():
    framework = make_framework(counted("2.1", questions=1))
    assert fragile(Evidence(shares=shares(s2_1="0%")), framework).standard("2.1").questions[0].percent == 0


def test_the_interval_is_corrected_for_all_cases_read_where_not_applicable_leaves():
    framework = make_framework(counted("2.1", questions=1), rule=make_rule(not_applicable_leaves=True))
    evidence = Evidence(cases=cases("y y n - -", "2.1"), caseloads={"court": 20})
    found = fragile(evidence, framework).standard("2.1").questions[0]
    assert found.interval == wilson_interval(2, 3, read=5, caseload=20)
    framework = make_framework(counted("2.1", questions=1))
    assert fragile(evidence, framework).standard("2.1").questions[0].interval == wilson_interval(2, 5, caseload=20)


def test_distances_are_those_of_the_computed_rating():
    framework = make_framework(counted("2.1", questions=1))
    used = Judgement(discretion=DiscretionUsed("Good", "Why.", ("A", "B")))
    found = fragile(Evidence(shares=shares(s2_1="20/39"), judgements={"2.1": used}), framework)
    standard = found.standard("2.1")
    assert (standard.rating, standard.computed, standard.cases_down) == ("Good", "Requires improvement", 1)
    assert standard.questions[0].drives
    assert found.held == ("2.1 is held as the panel's discretion made it.",)


def test_the_seed_and_the_number_of_replicates_are_the_callers():
    found = fragile(birmingham_from_cases(), seed=5, replicates=50)
    assert (found.replicates.seed, found.replicates.count) == (5, 50)


@pytest.mark.parametrize("ruleless", [False, True])
def test_where_no_rule_is_in_force_nothing_is_fragile(ruleless):
    framework = make_framework(rule=make_rule(assumed=True))
    if ruleless:
        framework = dataclasses.replace(framework, rating=None)
    found = fragile(birmingham_from_cases(), framework)
    assert found == InspectionFragility((), None, None, None, None, found.held, Sensitivity((), ()), None, NO_CASE_ROWS)
