"""A small 2021 framework written as values, so that these tests depend on nothing but the rating room."""

import pytest

from touchstone.rating.answers import CaseAnswers, Count, Evidence, Judgement, Share
from touchstone.standards.framework import (
    CaseKind,
    Discretion,
    Domain,
    Fact,
    Framework,
    KeyQuestion,
    OverallBand,
    QuestionBand,
    RatingRule,
    SampleGroup,
    SampleRule,
    Standard,
)

FACT = Fact("assumed", "written for the tests")
TOPICS = ("desistance", "safety of the child", "safety of others")


def key_questions(standard, how_many=3):
    return tuple(
        KeyQuestion(f"{standard}.{place}", TOPICS[(place - 1) % 3], "Is it sufficient?", FACT)
        for place in range(1, how_many + 1)
    )


def counted(number, group, **changed):
    given = {"counts": True, "not_counted_because": "", "questions": 3} | changed
    return Standard(
        number,
        f"Standard {number}",
        "States what good looks like.",
        "counting",
        given["counts"],
        group,
        key_questions(number, given["questions"]),
        FACT,
        given["not_counted_because"],
    )


def judged(number, *, counts=True, group="", because=""):
    return Standard(
        number, f"Standard {number}", "States it.", "judging", counts, group, key_questions(number), FACT, because
    )


def make_rule(**changed):
    given = {
        "scale": (("Inadequate", 0), ("Requires improvement", 1), ("Good", 2), ("Outstanding", 3)),
        "question_bands": (
            QuestionBand("Inadequate", 0, "minority"),
            QuestionBand("Requires improvement", 50, "too few"),
            QuestionBand("Good", 65, "reasonable majority"),
            QuestionBand("Outstanding", 80, "large majority"),
        ),
        "rounding": "half_up",
        "band_on": "rounded",
        "not_applicable_leaves": False,
        "overall_bands": (
            OverallBand("Inadequate", 6, 36),
            OverallBand("Requires improvement", 18, 36),
            OverallBand("Good", 30, 36),
            OverallBand("Outstanding", 36, 36),
        ),
        "discretion": Discretion(5, True, 5, 1, FACT),
        "facts": (),
        "assumed": False,
    } | changed
    return RatingRule(**given)


def group(name, *kinds):
    return SampleGroup(name, name, tuple(CaseKind(kind, kind) for kind in kinds), (), None, None, None, None, FACT)


def make_framework(standards=None, rule=None, **changed):
    given = {"id": "hmip-youth-2021", "rating": rule if rule is not None else make_rule()} | changed
    standards = standards if standards is not None else THIRTEEN
    return Framework(
        id=given["id"],
        revision=1,
        title="Youth 2021",
        inspectorate="The inspectorate",
        in_force_from="",
        in_force_to="",
        source="",
        notes=(),
        domains=(Domain("1", "All", tuple(standards)),),
        rating=given["rating"],
        sample=SampleRule(
            None,
            None,
            FACT,
            (
                group("court", "community_sentence", "custodial_sentence"),
                group("out_of_court", "youth_caution", "outcome_22"),
                group("resettlement"),
            ),
        ),
        publishes_fragility=False,
    )


THIRTEEN = (
    *(judged(number) for number in ("1.1", "1.2", "1.3", "1.4")),
    *(counted(number, "court") for number in ("2.1", "2.2", "2.3", "2.4")),
    *(counted(number, "out_of_court") for number in ("3.1", "3.2", "3.3")),
    judged("3.4"),
    judged("4.1", counts=False, group="resettlement", because="Resettlement is rated and never counted."),
)

BIRMINGHAM_COUNTS = {
    "2.1": ((27, 39), (23, 39), (20, 39)),
    "2.2": ((27, 39), (23, 39), (23, 39)),
    "2.3": ((17, 39), (17, 39), (16, 39)),
    "2.4": ((17, 39), (17, 39), (17, 39)),
    "3.1": ((28, 38), (22, 38), (22, 38)),
    "3.2": ((33, 38), (28, 38), (31, 38)),
    "3.3": ((26, 38), (19, 38), (24, 38)),
}


def counts(by_standard):
    """{"2.1": ((27, 39), …)} → shares by key question."""
    return {
        f"{standard}.{place}": Share(count=Count(*tally))
        for standard, tallies in by_standard.items()
        for place, tally in enumerate(tallies, start=1)
    }


def cases(rows, group="court", kind="community_sentence", standard="2.1"):
    """Case rows from text: one line a case, one letter a key question (y, n, -)."""
    words = {"y": "yes", "n": "no", "-": "not applicable"}
    return tuple(
        CaseAnswers(
            f"{group}-{place}",
            group,
            kind,
            {f"{standard}.{number}": words[letter] for number, letter in enumerate(row, start=1)},
        )
        for place, row in enumerate(rows.split(), start=1)
    )


@pytest.fixture
def youth_2021():
    return make_framework()


@pytest.fixture
def birmingham():
    judged_ratings = dict.fromkeys(("1.1", "1.2", "1.3", "1.4", "3.4", "4.1"), "Requires improvement")
    return Evidence(
        shares=counts(BIRMINGHAM_COUNTS),
        judgements={number: Judgement(rating, "Reasons.") for number, rating in judged_ratings.items()},
    )
