"""Agreement, against the published libraries, and where it cannot be told."""

import random
import warnings

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask

from touchstone.rating.agreement import (
    Difference,
    QuestionAgreement,
    QuestionAlpha,
    agreement_by_question,
    alpha_by_question,
    cohens_kappa,
    differences,
    krippendorffs_alpha,
)
from touchstone.rating.answers import ANSWERS, CaseAnswers


def some_answers(drawn, units, inspectors, missing=0.0):
    """Rows of answers that agree more than by chance, some of them missing."""
    rows = []
    for _ in range(units):
        usual = drawn.choice(ANSWERS)
        row = [usual if drawn.random() < 0.6 else drawn.choice(ANSWERS) for _ in range(inspectors)]
        rows.append(tuple(None if drawn.random() < missing else answer for answer in row))
    return rows


def alpha_by_library(rows):
    values = [
        [np.nan if answer is None else ANSWERS.index(answer) for answer in column] for column in zip(*rows, strict=True)
    ]
    return krippendorff.alpha(reliability_data=values, value_domain=[0, 1, 2], level_of_measurement="nominal")


@pytest.mark.parametrize("seed", range(30))
def test_kappa_as_nltk_has_it(seed):
    drawn = random.Random(seed)
    rows = some_answers(drawn, drawn.randint(2, 60), 2)
    first, second = [one for one, _ in rows], [other for _, other in rows]
    theirs = AnnotationTask(
        data=[
            (who, case, answer)
            for who, answers in (("first", first), ("second", second))
            for case, answer in enumerate(answers)
        ]
    )
    found = cohens_kappa(first, second)
    if found is None:
        assert len({*first, *second}) == 1
    else:
        assert found == pytest.approx(theirs.kappa())


@pytest.mark.parametrize("missing", [0.0, 0.3])
@pytest.mark.parametrize("inspectors", [2, 3, 5])
@pytest.mark.parametrize("seed", range(10))
def test_alpha_as_the_library_has_it(seed, inspectors, missing):
    drawn = random.Random(seed)
    rows = some_answers(drawn, drawn.randint(5, 60), inspectors, missing)
    found = krippendorffs_alpha(rows)
    assert found is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert found == pytest.approx(alpha_by_library(rows))


def test_full_agreement_and_its_opposite():
    assert cohens_kappa(["yes", "no"], ["yes", "no"]) == 1.0
    assert cohens_kappa(["yes", "no"], ["no", "yes"]) == -1.0
    assert krippendorffs_alpha([("yes", "yes"), ("no", "no")]) == 1.0
    assert krippendorffs_alpha([("yes", "no"), ("no", "yes")]) == pytest.approx(-0.5)


def test_no_better_than_chance():
    assert cohens_kappa(["yes", "yes", "no", "no"], ["yes", "no", "yes", "no"]) == 0.0


def test_everybody_always_said_the_same_and_nothing_can_be_told():
    assert cohens_kappa(["yes", "yes"], ["yes", "yes"]) is None
    assert krippendorffs_alpha([("yes", "yes"), ("yes", "yes")]) is None
    assert cohens_kappa([], []) is None
    assert krippendorffs_alpha([]) is None
    # One always yes and the other always no is not that: chance would never agree, and they never did.
    assert cohens_kappa(["yes", "yes"], ["no", "no"]) == 0.0
    assert krippendorffs_alpha([("yes", "no"), ("yes", "no")]) == pytest.approx(-0.5)


def test_what_only_one_inspector_read_tells_nothing():
    rows = [("yes", "yes"), ("no", "no"), ("yes", "no")]
    alone = [("yes", None), (None, "no"), (None, None)]
    assert krippendorffs_alpha([*rows, *alone]) == krippendorffs_alpha(rows)
    assert krippendorffs_alpha(alone) is None


def test_kappa_needs_the_same_cases():
    with pytest.raises(ValueError, match="one answered 2 cases and the other 1"):
        cohens_kappa(["yes", "no"], ["yes"])


def case(reference, **answers):
    named = {name.removeprefix("q").replace("_", "."): answer for name, answer in answers.items()}
    return CaseAnswers(reference, "court", "community_sentence", named)


def test_by_question_over_the_cases_both_read():
    first = [
        case("a", q2_1_1="yes", q2_1_2="no"),
        case("b", q2_1_1="no", q2_1_2="no"),
        case("c", q2_1_1="no", q2_1_2="no", q2_1_3="yes"),
        case("only the first", q2_1_1="yes"),
    ]
    second = [
        case("c", q2_1_1="yes", q2_1_2="no"),
        case("b", q2_1_1="no", q2_1_2="no"),
        case("a", q2_1_1="yes", q2_1_2="no"),
        case("only the second", q2_1_1="no"),
    ]
    assert agreement_by_question(first, second) == (
        QuestionAgreement(
            "2.1.1",
            2,
            3,
            cohens_kappa(["yes", "no", "no"], ["yes", "no", "yes"]),
            krippendorffs_alpha([("yes", "yes"), ("no", "no"), ("no", "yes")]),
        ),
        QuestionAgreement("2.1.2", 3, 3, None, None),
    )


def test_no_case_read_by_both():
    assert agreement_by_question([case("a", q2_1_1="yes")], [case("b", q2_1_1="yes")]) == ()


def test_several_inspectors_over_what_two_of_them_answered():
    first = [case("a", q2_1_1="yes", q2_1_2="no"), case("b", q2_1_1="no")]
    second = [case("b", q2_1_1="yes"), case("a", q2_1_1="yes")]
    third = [case("a", q2_1_1="no", q2_1_2="no"), case("alone", q2_1_1="no", q2_1_2="yes")]
    found = krippendorffs_alpha([("yes", "yes", "no"), ("no", "yes", None)])
    assert alpha_by_question([first, second, third]) == (
        QuestionAlpha("2.1.1", 2, found),
        QuestionAlpha("2.1.2", 1, None),
    )
    assert differences([first, second, third]) == (
        Difference("a", "2.1.1", ("yes", "yes", "no")),
        Difference("b", "2.1.1", ("no", "yes", None)),
    )


def test_nothing_that_two_answered_has_no_alpha_and_no_difference():
    alone = [[case("a", q2_1_1="yes")], [case("b", q2_1_1="no")], [case("a", q2_1_2="no")]]
    assert alpha_by_question(alone) == ()
    assert differences(alone) == ()
