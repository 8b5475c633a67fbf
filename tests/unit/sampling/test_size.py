"""How many cases are read: the worked example, the limits, and what is said where the rule is not known."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.framework import sample_group
from touchstone.sampling.size import cases_of_an_endless_caseload, normal_deviate, sample_size
from touchstone.standards.loading import load_framework


def test_the_worked_example() -> None:
    # 80 per cent and five points: 164 of an endless caseload; ten points: 41. See the note in the framework of 2021.
    assert float(cases_of_an_endless_caseload(80, 5)) == pytest.approx(164.237, abs=0.001)
    assert float(cases_of_an_endless_caseload(80, 10)) == pytest.approx(41.059, abs=0.001)
    assert float(cases_of_an_endless_caseload(95, 5)) == pytest.approx(384.146, abs=0.001)  # the textbook's 385
    size = sample_size(sample_group(), 50)
    assert size.cases == 39
    assert size.because == (
        "80 per cent confidence and a margin of 5 points ask for 164 of an endless caseload, and 39 of 50"
    )


@pytest.mark.parametrize(
    ("eligible", "cases"), [(0, 0), (1, 1), (2, 2), (10, 10), (50, 39), (100, 63), (1_000, 142), (10**9, 165)]
)
def test_a_finite_caseload_needs_fewer(eligible: int, cases: int) -> None:
    assert sample_size(sample_group(), eligible).cases == cases


def test_birmingham_does_not_bear_out_what_is_recalled() -> None:
    # 39 and 38 cases were read there; by the recalled rule that would be fifty or so eligible ones in each group.
    court = load_framework("hmip-youth-2021").group("court")
    assert court is not None
    assert court.size_fact is not None
    assert (court.confidence, court.margin, court.size_fact.standing) == (80, 5, "recollected")
    assert "Birmingham does not bear it out" in court.size_fact.note
    assert [n for n in range(1, 500) if sample_size(court, n).cases == 39] == [50]
    ten_points = [n for n in range(1, 2_000) if sample_size(sample_group(margin=10), n).cases == 39]
    assert (ten_points[0], ten_points[-1]) == (498, 758)


def test_least_and_most_hold_last() -> None:
    bounded = sample_group(least=15, most=30)
    assert [sample_size(bounded, n).cases for n in (5, 15, 16, 30, 500)] == [5, 15, 15, 26, 30]
    assert "there are only 5" in sample_size(bounded, 5).because
    assert sample_size(sample_group(margin=20, least=15), 40).cases == 15
    assert "at least 15" in sample_size(sample_group(margin=20, least=15), 40).because
    assert "at most 30" in sample_size(bounded, 500).because


def test_without_a_rule_it_says_so() -> None:
    no_rule = sample_group(confidence=None, margin=None)
    assert sample_size(no_rule, 9).because == "the framework gives no number for this group, so all 9 are drawn"
    bounded = sample_group(confidence=None, margin=None, least=14, most=91)
    assert sample_size(bounded, 10).cases == 10
    assert sample_size(bounded, 60).cases == 60
    assert sample_size(bounded, 400).cases == 91
    assert "by a rule that is not known" in sample_size(bounded, 400).because


@given(st.integers(1, 100_000), st.integers(1, 99), st.integers(1, 50))
def test_it_is_the_textbook_formula_rounded_up(eligible: int, confidence: int, margin: int) -> None:
    z = NormalDist().inv_cdf(0.5 + confidence / 200)
    endless = z * z * 0.25 / (margin / 100) ** 2
    exact = endless / (1 + (endless - 1) / eligible)
    cases = sample_size(sample_group(confidence=confidence, margin=margin), eligible).cases
    assert cases in {max(1, min(math.ceil(exact + slack), eligible)) for slack in (-1e-4, 0, 1e-4)}
    assert 1 <= cases <= eligible


def test_the_normal_deviate_is_the_tables() -> None:
    assert [float(normal_deviate(c)) for c in (80, 90, 95, 99)] == [1.281552, 1.644854, 1.959964, 2.575829]
    for outside in (0, 100, -5):
        with pytest.raises(ValueError, match="between 0 and 100"):
            normal_deviate(outside)
