"""The facts of the inspectorate's frameworks that were read, computed or settled, held to what the YAML says."""

import pytest

from touchstone.standards.framework import STANDINGS, Framework
from touchstone.standards.loading import framework_ids, load_framework
from touchstone.standards.reference import facts_of

FRAMEWORKS = ("hmip-youth-2018", "hmip-youth-2021", "hmip-youth-2025")
FOUR_WORDS = ("Inadequate", "Requires improvement", "Good", "Outstanding")


@pytest.fixture(params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest) -> Framework:
    return load_framework(request.param)


def numbers(framework: Framework) -> list[str]:
    return [standard.id for standard in framework.standards]


@pytest.mark.capability("I1")
def test_there_are_three_frameworks() -> None:
    assert framework_ids() == FRAMEWORKS


@pytest.mark.capability("I1")
def test_thirteen_standards_are_rated_since_2021_and_twelve_of_them_make_36_points() -> None:
    framework = load_framework("hmip-youth-2021")
    one_to_three = [f"{domain}.{place}" for domain in (1, 2, 3) for place in (1, 2, 3, 4)]
    assert numbers(framework) == [*one_to_three, "4.1"]
    assert [standard.id for standard in framework.counted_standards] == one_to_three
    assert framework.rating is not None
    assert max(points for _, points in framework.rating.scale) * len(framework.counted_standards) == 36
    assert framework.rating.overall_bands[-1].of == 36


def test_resettlement_is_rated_and_never_counts() -> None:
    resettlement = load_framework("hmip-youth-2021").standard("4.1")
    assert resettlement is not None
    assert not resettlement.counts
    assert "does not influence the overall rating" in resettlement.not_counted_because
    assert resettlement.cases == "resettlement"
    assert not any(question.asked_of_cases for question in resettlement.key_questions)


def test_seven_standards_of_2021_are_counted_from_cases_with_the_same_three_questions() -> None:
    framework = load_framework("hmip-youth-2021")
    counted = [standard for standard in framework.standards if standard.is_counted_from_cases]
    assert [standard.id for standard in counted] == ["2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"]
    for standard in counted:
        assert [question.topic for question in standard.key_questions] == [
            "desistance",
            "safety of the child",
            "safety of others",
        ]
        assert [question.id for question in standard.key_questions] == [f"{standard.id}.{place}" for place in (1, 2, 3)]
        assert all(question.asked_of_cases for question in standard.key_questions)
        assert standard.cases == ("court" if standard.id.startswith("2") else "out_of_court")


def test_3_4_was_joint_working_from_cases_and_became_policy_and_provision() -> None:
    before = load_framework("hmip-youth-2018").standard("3.4")
    after = load_framework("hmip-youth-2021").standard("3.4")
    assert before is not None
    assert after is not None
    assert (before.title, before.rated_by, len(before.key_questions)) == ("Joint working", "counting", 2)
    assert (after.rated_by, after.cases, len(after.key_questions)) == ("judging", "", 3)


def test_the_2018_framework_has_twelve_standards_and_no_resettlement() -> None:
    framework = load_framework("hmip-youth-2018")
    assert len(framework.standards) == len(framework.counted_standards) == 12
    assert "4.1" not in numbers(framework)


@pytest.mark.parametrize("name", ["hmip-youth-2018", "hmip-youth-2021"])
def test_the_settled_bands(name: str) -> None:
    rule = load_framework(name).rating
    assert rule is not None
    assert rule.scale == tuple(zip(FOUR_WORDS, (0, 1, 2, 3), strict=True))
    assert [band.at_least for band in rule.question_bands] == [0, 50, 65, 80]
    assert [(band.up_to, band.of) for band in rule.overall_bands] == [(6, 36), (18, 36), (30, 36), (36, 36)]
    assert (rule.rounding, rule.band_on) == ("half_up", "rounded")
    assert not rule.assumed
    discretion = rule.discretion
    assert (discretion.within_points, discretion.one_case, discretion.few_cases) == (5, True, 5)
    assert discretion.most_bands == 1
    assert discretion.fact.standing == "recollected"


def test_answers_not_applicable_leave_only_where_sub_samples_are_recollected() -> None:
    leaves = {}
    for name in FRAMEWORKS:
        rule = load_framework(name).rating
        assert rule is not None
        leaves[name] = (rule.not_applicable_leaves, dict(rule.facts)["not_applicable"].standing)
    assert leaves == {
        "hmip-youth-2018": (True, "recollected"),
        "hmip-youth-2021": (False, "computed"),
        "hmip-youth-2025": (False, "assumed"),
    }


@pytest.mark.capability("I1")
def test_of_2025_only_what_is_known_and_its_rule_is_marked_as_assumed() -> None:
    framework = load_framework("hmip-youth-2025")
    assert [domain.title for domain in framework.domains] == ["Work with children", "Work with victims"]
    assert numbers(framework) == ["2.1", "2.2", "2.3", "V1"]
    for standard in framework.domains[0].standards:
        topics = [question.topic for question in standard.key_questions]
        assert topics == ["positive change", "safety of the child", "safety of the community"]
        assert standard.fact.standing == "assumed"
    assert framework.rating is not None
    assert framework.rating.assumed
    assert framework.rating.overall_bands[-1].of == 12
    standings = {name: fact.standing for name, fact in framework.rating.facts}
    assert standings.pop("scale") == "verified"  # the four words were read
    assert set(standings.values()) == {"assumed"}
    assert framework.rating.discretion.fact.standing == "assumed"


def test_the_assumed_bands_are_the_earlier_ones_in_the_same_fractions() -> None:
    earlier, assumed = load_framework("hmip-youth-2021").rating, load_framework("hmip-youth-2025").rating
    assert earlier is not None
    assert assumed is not None
    assert [band.up_to * 3 for band in assumed.overall_bands] == [band.up_to for band in earlier.overall_bands]


def test_of_the_victims_standard_one_question_is_asked_of_cases_and_one_of_the_organisation() -> None:
    victims = load_framework("hmip-youth-2025").standard("V1")
    assert victims is not None
    assert [(question.id, question.asked_of_cases) for question in victims.key_questions] == [
        ("V1.1", True),
        ("V1.2", False),
    ]
    assert (victims.rated_by, victims.cases, victims.fact.standing) == ("judging", "victims", "verified")


def test_how_many_cases_are_read() -> None:
    sizes = {
        (name, group.id): (group.confidence, group.margin, group.least, group.most)
        for name in FRAMEWORKS
        for group in load_framework(name).sample.groups
    }
    assert sizes == {
        ("hmip-youth-2018", "court"): (80, 5, None, None),
        ("hmip-youth-2018", "out_of_court"): (80, 5, None, None),
        ("hmip-youth-2021", "court"): (80, 5, None, None),
        ("hmip-youth-2021", "out_of_court"): (80, 5, None, None),
        ("hmip-youth-2021", "resettlement"): (None, None, None, None),
        ("hmip-youth-2025", "children"): (None, None, 14, 91),
        ("hmip-youth-2025", "victims"): (None, None, 9, 24),
    }


def test_the_window_of_2021_is_birminghams() -> None:
    """Delivered from 6 December 2021 to 30 September 2022; fieldwork from 5 December 2022."""
    from datetime import date, timedelta

    rule = load_framework("hmip-youth-2021").sample
    assert rule.window_from_days is not None
    assert rule.window_to_days is not None
    fieldwork = date(2022, 12, 5)
    assert fieldwork - timedelta(days=rule.window_from_days) == date(2021, 12, 6)
    assert fieldwork - timedelta(days=rule.window_to_days) == date(2022, 9, 30)


def test_kinds_of_case_are_those_that_birmingham_names() -> None:
    framework = load_framework("hmip-youth-2021")
    kinds = {group.id: {kind.id for kind in group.kinds} for group in framework.sample.groups}
    assert kinds == {
        "court": {"community_sentence", "custodial_sentence"},
        "out_of_court": {"youth_conditional_caution", "youth_caution", "community_resolution", "outcome_22"},
        "resettlement": {"detention_and_training_order", "section_91_250"},
    }


@pytest.mark.capability("I1")
def test_every_fact_has_a_standing_and_a_source(framework: Framework) -> None:
    facts = facts_of(framework)
    assert len(facts) > 20
    assert all(fact.standing in STANDINGS and fact.source for fact in facts)


def test_what_was_only_recalled_or_assumed_names_no_document_as_read(framework: Framework) -> None:
    for fact in facts_of(framework):
        recalled = fact.source.startswith(("Recalled by people", "Our own choice"))
        assert recalled == (fact.standing in ("recollected", "assumed")), fact


def test_a_question_without_prompts_says_why_nobody_read_them(framework: Framework) -> None:
    for _, question in framework.key_questions():
        assert bool(question.prompts) != bool(question.prompts_unread), question.id


def test_prompts_that_were_read_are_marked_and_the_others_are_not() -> None:
    verified = {
        question.id: sum(prompt.fact.standing == "verified" for prompt in question.prompts)
        for _, question in load_framework("hmip-youth-2021").key_questions()
    }
    assert {number: count for number, count in verified.items() if count} == {
        "2.1.1": 7,
        "2.1.2": 3,
        "2.2.2": 3,  # the first of its four is recollected
        "2.3.3": 3,
        "2.4.1": 5,
        "2.4.2": 3,
        "2.4.3": 4,
        "3.1.1": 1,
    }


def test_no_published_report_shows_how_fragile_a_rating_is(framework: Framework) -> None:
    assert not framework.publishes_fragility


def test_nobody_counts_prompts_and_reviewing_has_no_standard_in_domain_three() -> None:
    framework = load_framework("hmip-youth-2021")
    titles = {domain.id: [standard.title for standard in domain.standards] for domain in framework.domains}
    assert "Reviewing" in titles["2"]
    assert "Reviewing" not in titles["3"]
