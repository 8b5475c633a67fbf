"""The panel's discretion: when it is open, what is refused, and what the working says of it."""

import pytest

from tests.factories.rating import counted, make_discretion, make_framework, make_rule, shares
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import DiscretionUsed, Evidence, Judgement
from touchstone.rating.inspection import rate_inspection

FRAMEWORK = make_framework(counted("2.1", questions=1))
TWO_PEOPLE = ("Ann Lead", "Bo Deputy")


def rate(share, judgement=None, rule=None):
    framework = make_framework(counted("2.1", questions=1), rule=rule) if rule else FRAMEWORK
    judgements = {"2.1": judgement} if judgement else {}
    return rate_inspection(framework, Evidence(shares=shares(s2_1=share), judgements=judgements))


def used(rating, reason="Recent cases were better.", by=TWO_PEOPLE, given=""):
    return Judgement(rating=given, discretion=DiscretionUsed(rating, reason, by))


def refused(share, judgement, rule=None):
    with pytest.raises(ProblemsFound) as found:
        rate(share, judgement, rule)
    return [(each.column, each.what, each.do) for each in found.value.problems]


# -- when it is open ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "because"),
    [
        ("44%", ()),
        ("45%", ("2.1.1 is at 45%, 5 points from the edge of a band at 50% (within 5 points).",)),
        ("49%", ("2.1.1 is at 49%, 1 point from the edge of a band at 50% (within 5 points).",)),
        ("50%", ("2.1.1 is at 50%, on the edge of a band at 50% (within 5 points).",)),
        ("55%", ("2.1.1 is at 55%, 5 points from the edge of a band at 50% (within 5 points).",)),
        ("56%", ()),
        ("59%", ()),
        ("60%", ("2.1.1 is at 60%, 5 points from the edge of a band at 65% (within 5 points).",)),
        ("85%", ("2.1.1 is at 85%, 5 points from the edge of a band at 80% (within 5 points).",)),
        ("86%", ()),
        ("4%", ()),  # 0% and 100% are no edges between bands
        ("100%", ()),
    ],
)
def test_near_an_edge(share, because):
    assert rate(share).standard("2.1").discretion_open == because


@pytest.mark.parametrize(
    ("share", "because"),
    [
        ("20/39", ("One case fewer with a yes would lower the rating.",)),
        ("25/39", ("One case more with a yes would raise the rating.",)),
        ("22/39", ()),
        (
            "2/3",
            ("One case fewer with a yes would lower the rating.", "One case more with a yes would raise the rating."),
        ),
    ],
)
def test_one_case_decides(share, because):
    rule = make_rule(discretion=make_discretion(within_points=-1, few_cases=0))
    assert rate(share, rule=rule).standard("2.1").discretion_open == because


@pytest.mark.parametrize(
    ("share", "because"),
    [
        ("0/1", ("2.1.1 rests on 1 case (5 or fewer).",)),
        ("1/5", ("2.1.1 rests on 5 cases (5 or fewer).",)),
        ("1/6", ()),
        ("17%", ()),
    ],
)
def test_few_cases(share, because):
    rule = make_rule(discretion=make_discretion(within_points=-1, one_case=False))
    assert rate(share, rule=rule).standard("2.1").discretion_open == because


def test_nothing_is_near_an_edge_where_there_is_none():
    one_band = make_rule(question_bands=make_rule().question_bands[:1])
    assert rate("50%", rule=one_band).standard("2.1").discretion_open == ()


def test_no_yes_at_all_is_0_percent():
    rule = make_rule(discretion=make_discretion(within_points=50, one_case=False, few_cases=0))
    assert rate("0%", rule=rule).standard("2.1").discretion_open == (
        "2.1.1 is at 0%, 50 points from the edge of a band at 50% (within 50 points).",
    )


def test_all_reasons_together():
    assert len(rate("2/4").standard("2.1").discretion_open) == 4


# -- what it does -------------------------------------------------------------------------------------------------


def test_the_computed_band_is_kept_beside_the_final_rating():
    rated = rate("20/39", used("Good"))
    standard = rated.standard("2.1")
    assert (standard.rating, standard.computed, standard.points) == ("Good", "Requires improvement", 2)
    assert (rated.score, rated.score_of, rated.overall) == (2, 3, "Good")
    assert standard.discretion == DiscretionUsed("Good", "Recent cases were better.", TWO_PEOPLE)
    assert (standard.cases_down, standard.decided_by) == (1, "2.1.1")  # of the computed band
    assert standard.steps[-2:] == (
        "The lowest key question decides: 2.1.1 at 51% makes 2.1 Requires improvement.",
        "The panel used its discretion and made it Good instead of Requires improvement, decided by Ann Lead and "
        "Bo Deputy: Recent cases were better.",
    )


def test_it_may_lower_a_rating_too():
    assert rate("20/39", used("Inadequate")).standard("2.1").rating == "Inadequate"


def test_it_may_confirm_the_computed_band():
    standard = rate("20/39", used("Requires improvement", by=("Ann", "Bo", "Cy"))).standard("2.1")
    assert standard.rating == "Requires improvement"
    assert standard.steps[-1] == (
        "The panel used its discretion and kept Requires improvement, decided by Ann, Bo and Cy: "
        "Recent cases were better."
    )


def test_where_it_is_not_open_the_working_says_so():
    standard = rate("22/39", used("Good")).standard("2.1")
    assert standard.discretion_open == ()
    assert standard.rating == "Good"
    assert standard.steps[-1] == (
        "None of the framework's reasons for discretion is met here; the decision is the panel's own."
    )


def test_one_person_is_accepted_and_the_working_says_so():
    standard = rate("20/39", used("Good", by=("Ann Lead",))).standard("2.1")
    assert standard.rating == "Good"
    assert standard.steps[-2:] == (
        "The panel used its discretion and made it Good instead of Requires improvement, decided by Ann Lead: "
        "Recent cases were better.",
        "Only one person is named for this decision; a panel is at least two.",
    )


def test_names_that_are_only_blanks_are_nobody():
    standard = rate("20/39", used("Good", by=("Ann Lead", "  "))).standard("2.1")
    assert standard.steps[-1] == "Only one person is named for this decision; a panel is at least two."


# -- what is refused ----------------------------------------------------------------------------------------------


def test_more_than_one_band():
    assert refused("20/39", used("Outstanding")) == [
        (
            "2.1",
            "The panel's discretion moves 2.1 from Requires improvement to Outstanding, 2 bands.",
            "Discretion may move a rating by 1 at most.",
        )
    ]


def test_more_bands_where_the_framework_lets_it():
    rule = make_rule(discretion=make_discretion(most_bands=2))
    assert rate("20/39", used("Outstanding"), rule).standard("2.1").rating == "Outstanding"


@pytest.mark.parametrize("reason", ["", " \n"])
def test_no_reason(reason):
    assert refused("20/39", used("Good", reason=reason)) == [
        ("2.1", "The panel's discretion on 2.1 has no reason.", "Record the panel's reason.")
    ]


@pytest.mark.parametrize("by", [(), ("",), (" ", "")])
def test_nobody_named(by):
    assert refused("20/39", used("Good", by=by)) == [
        ("2.1", "The panel's discretion on 2.1 names nobody.", "Record who decided it.")
    ]


def test_a_rating_that_the_key_questions_do_not_give():
    assert refused("20/39", Judgement("Good")) == [
        (
            "2.1",
            "2.1 is given as Good, and its key questions make it Requires improvement.",
            "Correct the key questions or the rating, or record the panel's discretion with reason and people.",
        )
    ]
    assert rate("20/39", Judgement("Requires improvement")).standard("2.1").rating == "Requires improvement"


def test_a_rating_that_the_discretion_does_not_give():
    problems = refused("20/39", used("Good", given="Requires improvement"))
    assert [what for _, what, _ in problems] == ["2.1 is given as Requires improvement, and the panel makes it Good."]
    assert rate("20/39", used("Good", given="Good")).standard("2.1").rating == "Good"


def test_every_problem_at_once():
    assert len(refused("20/39", used("Outstanding", reason="", by=(), given="Inadequate"))) == 4


def test_discretion_without_anything_to_depart_from():
    with pytest.raises(ProblemsFound) as found:
        rate_inspection(FRAMEWORK, Evidence(judgements={"2.1": used("Good")}))
    assert [(each.column, each.what, each.do) for each in found.value.problems] == [
        (
            "2.1",
            "The panel's discretion is recorded for 2.1, and nothing is known that a band could follow from.",
            "Give the cases or counts of its key questions, or only the rating as published.",
        )
    ]
