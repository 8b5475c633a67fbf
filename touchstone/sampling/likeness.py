"""How like its caseload a sample is: counts and shares side by side, and one plain measure of how far they differ."""

from collections.abc import Sequence
from fractions import Fraction

from touchstone.intake.values import dataclass
from touchstone.sampling.draw import GroupDraw
from touchstone.sampling.eligibility import EligibleCase
from touchstone.sampling.frame import KIND


@dataclass(frozen=True, slots=True)
class Share:
    """One value of a column: how many eligible cases have it, and how many of those drawn."""

    value: str  # "" where the list does not say
    caseload: int
    sample: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """Caseload and sample of one group by one column of its strata."""

    group: str
    column: str
    shares: tuple[Share, ...]

    @property
    def caseload(self) -> int:
        """How many cases were eligible."""
        return sum(share.caseload for share in self.shares)

    @property
    def sample(self) -> int:
        """How many were drawn."""
        return sum(share.sample for share in self.shares)

    @property
    def cases_apart(self) -> Fraction:
        """How many drawn cases would have to have another value for the sample to mirror the caseload exactly.

        Half the sum of the differences between what was drawn and what an exact share would be (the index of
        dissimilarity, in cases). No test of significance belongs here: the sample was drawn by chance, and whatever
        difference there is came by chance.
        """
        if not self.caseload:
            return Fraction(0)
        exact = [Fraction(self.sample * share.caseload, self.caseload) for share in self.shares]
        return sum((abs(share.sample - part) for share, part in zip(self.shares, exact, strict=True)), Fraction(0)) / 2


def likeness(drawn: GroupDraw, kinds: Sequence[str] = ()) -> tuple[Likeness, ...]:
    """For each column of the group's strata how like the caseload the sample is.

    `kinds` gives the order of the framework's kinds, and brings in a kind of which there is no case at all.
    """
    found = []
    for at, column in enumerate(drawn.strata_by):
        caseload = _count((*drawn.sample, *drawn.substitutes), at)
        sample = _count(drawn.sample, at)
        values = [*kinds, *sorted(set(caseload) - set(kinds))] if column == KIND else sorted(caseload)
        shares = tuple(Share(value, caseload.get(value, 0), sample.get(value, 0)) for value in values)
        found.append(Likeness(drawn.group, column, shares))
    return tuple(found)


def _count(cases: Sequence[EligibleCase], at: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    for case in cases:
        counts[case.stratum[at]] = counts.get(case.stratum[at], 0) + 1
    return counts
