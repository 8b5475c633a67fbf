"""Sample beside caseload: counts that add up, and one measure anyone can follow."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.framework import sample_group
from touchstone.sampling.draw import draw_group
from touchstone.sampling.eligibility import EligibleCase
from touchstone.sampling.likeness import Likeness, Share, likeness


def test_counts_stand_side_by_side() -> None:
    eligible = tuple(
        EligibleCase(f"A{n}", "court", kind, (kind, "fm"[n % 2]))
        for n, kind in enumerate(["community_sentence"] * 30 + ["custodial_sentence"] * 10)
    )
    drawn = draw_group(sample_group(), ("kind", "sex"), eligible, "seed", 12)
    kinds, sexes = likeness(drawn, ("community_sentence", "custodial_sentence", "referral_order"))
    assert kinds.shares == (
        Share("community_sentence", 30, 9),
        Share("custodial_sentence", 10, 3),
        Share("referral_order", 0, 0),
    )
    assert kinds.cases_apart == 0
    assert (sexes.column, sexes.caseload, sexes.sample) == ("sex", 40, 12)


def test_cases_apart_is_how_many_would_have_to_be_others() -> None:
    # Three quarters and one quarter of a caseload; of eight drawn six and two would mirror it.
    mirrored = Likeness("court", "sex", (Share("f", 75, 6), Share("m", 25, 2)))
    one_off = Likeness("court", "sex", (Share("f", 75, 5), Share("m", 25, 3)))
    all_off = Likeness("court", "sex", (Share("f", 75, 0), Share("m", 25, 8)))
    assert [each.cases_apart for each in (mirrored, one_off, all_off)] == [0, 1, 6]
    uneven = Likeness("court", "sex", (Share("f", 2, 2), Share("m", 1, 0)))
    assert uneven.cases_apart == Fraction(2, 3)
    assert Likeness("court", "sex", ()).cases_apart == 0


@given(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=1, max_size=60), st.data())
def test_it_adds_up_and_a_drawn_stratum_is_never_a_case_apart(values: list[str], data: st.DataObject) -> None:
    eligible = tuple(EligibleCase(f"A{n}", "court", "", (value,)) for n, value in enumerate(values))
    size = data.draw(st.integers(1, len(values)))
    drawn = draw_group(sample_group(strata=("sex",)), ("sex",), eligible, str(size), size)
    [found] = likeness(drawn)
    assert (found.caseload, found.sample) == (len(values), size)
    assert {share.value for share in found.shares} == set(values)
    assert 0 <= found.cases_apart < len(found.shares)
