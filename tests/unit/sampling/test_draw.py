"""The draw: fair to every case, the same for everybody, and nothing that either side could steer."""

import itertools
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.framework import framework, sample_group
from touchstone.intake.problems import ProblemsFound
from touchstone.sampling.draw import (
    ENOUGH_DIGITS,
    GroupDraw,
    commitment,
    draw_group,
    draw_sample,
    keeps,
    seed_of,
    shares,
    substitute_for,
)
from touchstone.sampling.eligibility import EligibleCase
from touchstone.sampling.frame import Frame, read_frame

FRAMEWORK = framework()
DRAWS = 10_000


def cases(**strata: int) -> tuple[EligibleCase, ...]:
    """So many cases in strata of these names."""
    return tuple(
        EligibleCase(f"{name}{n}", "court", "community_sentence", (name,))
        for name, count in strata.items()
        for n in range(count)
    )


def drawn(eligible: tuple[EligibleCase, ...], seed: object, size: int) -> GroupDraw:
    return draw_group(sample_group(), ("sex",), eligible, str(seed), size)


def chi_square(counts: list[int], expected: float) -> float:
    return sum((count - expected) ** 2 / expected for count in counts)


def listed(count: int = 20) -> Frame:
    rows = "".join(f"A{n},Community sentence,{'FM'[n % 2]}\n" for n in range(count))
    return read_frame(f"reference,kind,sex\n{rows}".encode(), file="list.csv", framework=FRAMEWORK)


# ── Fair ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_sample_of_one_stratum_is_as_likely_as_any_other_and_so_is_every_order() -> None:
    eligible = cases(a=8)
    samples = [tuple(case.reference for case in drawn(eligible, seed, 3).sample) for seed in range(DRAWS)]
    every = [frozenset(f"a{n}" for n in three) for three in itertools.combinations(range(8), 3)]
    seen = Counter(map(frozenset, samples))
    first = Counter(sample[0] for sample in samples)
    # Limits that chance alone passes once in a thousand times: 55 and 7 degrees of freedom. The seeds are fixed.
    assert chi_square([seen[one] for one in every], DRAWS / 56) < 93.2
    assert chi_square([first[f"a{n}"] for n in range(8)], DRAWS / 8) < 24.3


def test_every_case_has_the_same_chance_though_it_be_alone_in_its_stratum() -> None:
    eligible = cases(a=1, b=1, c=2, d=3, e=5)
    seen = Counter(case.reference for seed in range(DRAWS) for case in drawn(eligible, seed, 4).sample)
    expected = DRAWS / 3
    spread = (DRAWS * 1 / 3 * 2 / 3) ** 0.5
    assert set(seen) == {case.reference for case in eligible}
    assert all(abs(count - expected) < 4 * spread for count in seen.values())


def test_largest_remainders_would_never_draw_a_child_alone_in_a_stratum() -> None:
    counts = [1, 1, 1, 6, 6, 6, 6]  # seven of 27: a lone case has a remainder of 0.26, every other stratum 0.56
    exact = [Fraction(7 * count, 27) for count in counts]
    seats = [int(part) for part in exact]
    by_remainder = sorted(range(7), key=lambda at: exact[at] - seats[at], reverse=True)
    for at in by_remainder[: 7 - sum(seats)]:
        seats[at] += 1
    assert seats[:3] == [0, 0, 0]
    chances = [
        sum(shares(counts, 7, start)[0] for start in range(27)),
        sum(shares(counts, 7, start)[6] for start in range(27)),
    ]
    assert chances == [7, 42]  # of 27 starts: 7/27 for the lone case, and six cases' 7/27 for the six


# ── Each stratum its share ───────────────────────────────────────────────────────────────────────────────────────

counts = st.lists(st.integers(1, 30), min_size=1, max_size=12)


@given(counts, st.data())
def test_every_run_of_strata_is_within_one_of_its_share(sizes: list[int], data: st.DataObject) -> None:
    total = sum(sizes)
    n = data.draw(st.integers(0, total))
    given_out = shares(sizes, n, data.draw(st.integers(0, total - 1)))
    assert sum(given_out) == n
    for begin, end in itertools.combinations(range(len(sizes) + 1), 2):
        exact = Fraction(n * sum(sizes[begin:end]), total)
        assert abs(sum(given_out[begin:end]) - exact) < 1
    assert all(0 <= seats <= size for seats, size in zip(given_out, sizes, strict=True))


@given(counts, st.data())
def test_over_all_starts_the_chance_is_exactly_the_share(sizes: list[int], data: st.DataObject) -> None:
    total = sum(sizes)
    n = data.draw(st.integers(0, total))
    sums = [sum(column) for column in zip(*(shares(sizes, n, start) for start in range(total)), strict=True)]
    assert sums == [n * size for size in sizes]


def test_no_cases_no_shares() -> None:
    assert shares([], 0, 0) == []
    nobody = drawn((), 1, 5)
    assert (nobody.sample, nobody.substitutes, nobody.eligible) == ((), (), 0)


def test_a_draw_tells_what_each_stratum_gave() -> None:
    group = drawn(cases(a=10, b=20), 1, 9)
    assert [(each.values, each.eligible, each.drawn) for each in group.strata] == [(("a",), 10, 3), (("b",), 20, 6)]
    assert len(group.sample) == 9
    assert {*group.sample} | {*group.substitutes} == {*cases(a=10, b=20)}
    assert not {*group.sample} & {*group.substitutes}


# ── The same for everybody ───────────────────────────────────────────────────────────────────────────────────────


def test_the_order_of_the_list_makes_no_difference() -> None:
    rows = [f"A{n},Community sentence,{'FM'[n % 2]}" for n in range(30)]
    both = [
        read_frame("\n".join(["reference,kind,sex", *order]).encode(), file="list.csv", framework=FRAMEWORK)
        for order in (rows, rows[::-1])
    ]
    assert draw_sample(both[0], FRAMEWORK, number=5) == draw_sample(both[1], FRAMEWORK, number=5)


def test_one_draw_is_fixed_for_ever() -> None:
    """A release that draws otherwise would make every record of a draw worthless."""
    draw = draw_sample(listed(), FRAMEWORK, number=5, sizes={"court": 5})
    assert draw.list_hash == "772f1d019e0eead8a481fc7a9c78e5a28ed0f62104c568d851829c654dbf4232"
    assert draw.seed == "6d5c59915897828356c9373f4a4c99e49087d83a3458be6b03b97768fa17b9d9"
    assert [case.reference for case in draw.groups[0].sample] == ["A10", "A18", "A17", "A19", "A1"]


def test_number_list_and_count_each_change_the_seed() -> None:
    seeds = {seed_of("a" * 64, 1, 1), seed_of("b" * 64, 1, 1), seed_of("a" * 64, 2, 1), seed_of("a" * 64, 1, 2)}
    assert len(seeds) == 4


def test_a_redraw_is_a_draw_of_its_own_with_its_reason() -> None:
    first = draw_sample(listed(), FRAMEWORK, number=5, sizes={"court": 5})
    second = draw_sample(listed(), FRAMEWORK, number=5, count=2, reason="Three cases were closed.", sizes={"court": 5})
    assert (second.count, second.reason, second.list_hash) == (2, "Three cases were closed.", first.list_hash)
    assert second.groups[0].sample != first.groups[0].sample


# ── Nothing to steer ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_commitment_binds_and_is_checked() -> None:
    number = 10**ENOUGH_DIGITS + 7
    published = commitment(number)
    assert keeps(number, f" {published.upper()}\n")
    assert not keeps(number + 1, published)
    assert draw_sample(listed(), FRAMEWORK, number=number, commitment=published.upper()).commitment == published
    with pytest.raises(ProblemsFound, match="not the one that was committed to"):
        draw_sample(listed(), FRAMEWORK, number=number + 1, commitment=published)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"number": -1}, "negative or has more than 80 digits"),
        ({"number": 10**80}, "negative or has more than 80 digits"),
        ({"number": 1, "count": 0}, "no draw number 0"),
        ({"number": 1, "count": 2}, "without a reason"),
        ({"number": 1, "count": 2, "reason": "  "}, "without a reason"),
        ({"number": 1, "reason": "why"}, "A first draw has no reason"),
        ({"number": 1, "sizes": {"courts": 3}}, "no group 'courts'"),
        ({"number": 1, "sizes": {"court": 0}}, "The size of the group 'court' is 0"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ProblemsFound, match=message):
        draw_sample(listed(), FRAMEWORK, **arguments)  # type: ignore[arg-type]


def test_a_size_set_by_hand_stands_and_is_told() -> None:
    group = draw_sample(listed(20), FRAMEWORK, number=1, sizes={"court": 50}).groups[0]
    assert (len(group.sample), group.because) == (20, "set to 50 by hand")


# ── Substitutes ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_most_alike_comes_first_then_the_next_in_order() -> None:
    def case(reference: str, *stratum: str) -> EligibleCase:
        return EligibleCase(reference, "court", stratum[0], stratum)

    missing = case("M", "custody", "f", "high")
    strata = ("community f high", "custody m high", "custody f low", "custody f low", "custody f high")
    others = tuple(case(f"S{n}", *stratum.split()) for n, stratum in enumerate(strata, start=1))
    group = GroupDraw("court", ("kind", "sex", "risk"), 6, "", (), (missing,), others)
    taken: list[str] = []
    while found := substitute_for(group, missing, taken):
        taken.append(found.reference)
    assert taken == ["S5", "S3", "S4", "S2", "S1"]
    assert substitute_for(group, missing, taken) is None
