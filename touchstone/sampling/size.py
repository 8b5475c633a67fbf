"""How many cases are read, by the framework's confidence, margin, least and most; exact fractions throughout."""

from fractions import Fraction
from statistics import NormalDist

from touchstone.intake.values import dataclass
from touchstone.standards.framework import SampleGroup


@dataclass(frozen=True, slots=True)
class Size:
    """How many cases to draw, and the reckoning in words."""

    cases: int
    because: str


def sample_size(group: SampleGroup, eligible: int) -> Size:
    """The number of cases to draw of `eligible` ones.

    n₀ = z²·p(1−p)/e² with p = ½ (the least favourable share), z for the confidence and e the margin; then, because
    the caseload is finite, n = n₀·N/(n₀ + N − 1), rounded up so that the margin is kept. (Cochran, Sampling
    Techniques, 3rd edition, 1977, sections 4.3 to 4.5.) For 80 per cent and five points n₀ is 164, and of 50 eligible
    cases 39 are read. `least` and `most` hold last; there are never more than are eligible. Where the framework gives
    no confidence and margin, all are drawn, up to `most`, and the words say that the rule is not known.
    """
    if eligible == 0:
        return Size(0, "no case is eligible")
    if group.confidence is None or group.margin is None:
        return _without_rule(group, eligible)
    endless = cases_of_an_endless_caseload(group.confidence, group.margin)
    cases = -(-endless * eligible // (endless + eligible - 1))  # rounded up
    because = (
        f"{group.confidence} per cent confidence and a margin of {group.margin} points ask for {round(endless)} of an "
        f"endless caseload, and {cases} of {eligible}"
    )
    return _within(group, Size(cases, because), eligible)


def cases_of_an_endless_caseload(confidence: int, margin: int) -> Fraction:
    """n₀ for a confidence in per cent and a margin in percentage points, before it is rounded."""
    return normal_deviate(confidence) ** 2 / 4 / Fraction(margin, 100) ** 2


def normal_deviate(confidence: int) -> Fraction:
    """How many standard deviations to either side hold `confidence` per cent: 1.281552 for 80.

    Cut to six places, where every machine agrees on it, so that a size never depends on the machine.
    """
    if not 0 < confidence < 100:
        raise ValueError("A confidence lies between 0 and 100 per cent.")
    return Fraction(round(NormalDist().inv_cdf(0.5 + confidence / 200) * 1_000_000), 1_000_000)


def _without_rule(group: SampleGroup, eligible: int) -> Size:
    if group.most is None:
        return Size(eligible, f"the framework gives no number for this group, so all {eligible} are drawn")
    cases = min(eligible, group.most)
    between = f"between {group.least or 1} and {group.most}"
    if cases <= (group.least or 0):
        return Size(cases, f"the framework asks for at least {group.least}, and {eligible} are eligible")
    return Size(cases, f"the framework asks for a number {between} by a rule that is not known; {cases} are drawn")


def _within(group: SampleGroup, size: Size, eligible: int) -> Size:
    cases, because = size.cases, size.because
    if group.least is not None and cases < group.least:
        cases, because = group.least, f"{because}; the framework asks for at least {group.least}"
    if group.most is not None and cases > group.most:
        cases, because = group.most, f"{because}; the framework asks for at most {group.most}"
    if cases > eligible:
        cases, because = eligible, f"{because}; there are only {eligible}"
    return Size(cases, because)
