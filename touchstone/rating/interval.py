"""How sure a share is: the interval in which the share of the whole caseload lies, from the cases that were read.

The cases read are a sample; another sample of the same caseload would have given somewhat other shares. This shows
how far. It decides nothing: bands are worked out in whole numbers, and only here are there fractions.
"""

from math import sqrt

from touchstone.intake.values import dataclass

CONFIDENCE = 95
NORMAL_QUANTILE = 1.959963984540054  # 97.5% of a standard normal distribution lies below it


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, in percent; `caseload` is the number of cases it was corrected for, if known."""

    low: float
    high: float
    caseload: int | None = None


def wilson_interval(yes: int, of: int, *, read: int | None = None, caseload: int | None = None) -> Interval:
    """The 95 % Wilson score interval of a share, in percent.

    All shares P with (p - P)² <= z² P(1 - P) / n, where p is the share read, n the cases and z NORMAL_QUANTILE:

        (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n)

    Where the `caseload` N is known, n is replaced by n (N - 1) / (N - m), m being the cases `read` of it (`of`, if
    not said: they differ where a question did not apply to every case). That puts the variance of drawing without
    replacement, P(1 - P)/n · (N - m)/(N - 1), in the place of P(1 - P)/n. The interval then shrinks as more of the
    caseload is read, and is the share itself when all of it was. It never leaves what the unread cases could still
    make of it.

    Sources: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212; the variance without
    replacement: W. G. Cochran, Sampling Techniques, 3rd edition (1977), section 3.2. Raises ValueError for a
    share of no cases, and for a caseload that is smaller than the cases read of it.
    """
    read = of if read is None else read
    if not 0 <= yes <= of or of < 1 or read < of or (caseload is not None and caseload < read):
        raise ValueError(f"{yes} yes of {of} answers in {read} cases of a caseload of {caseload}")
    share = yes / of
    least, most = 0.0, 1.0
    effective = float(of)
    if caseload is not None:
        if caseload == read:
            return Interval(100 * share, 100 * share, caseload)
        effective = of * (caseload - 1) / (caseload - read)
        unread = (caseload - read) * of / read  # as far as the question applies to the unread as to the read
        least, most = yes / (of + unread), (yes + unread) / (of + unread)
    spread = NORMAL_QUANTILE**2 / effective
    centre = share + spread / 2
    half = sqrt(spread * share * (1 - share) + spread**2 / 4)
    low = (centre - half) / (1 + spread)
    # Nothing but yes reaches the end of the scale exactly; arithmetic would miss it by a hair.
    high = (centre + half) / (1 + spread) if yes < of else 1.0
    return Interval(100 * max(least, low), 100 * min(most, high), caseload)
