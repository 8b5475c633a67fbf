"""How far a counted standard is from the next band, in answers and in cases.

An *answer* is one key question of one case. A *case* read again may change several of its answers at once, so a
standard can be fewer cases from the next band than answers. Upwards every key question below the next band must
rise; downwards it is enough that one falls. So the fewest answers and the fewest cases down are the same number.
"""

from collections.abc import Mapping, Sequence

from touchstone.intake.values import dataclass
from touchstone.rating.scale import band_of_count, fewest_yes
from touchstone.standards.framework import RatingRule

Tally = tuple[int, int]  # how many yes, of how many cases


@dataclass(frozen=True, slots=True)
class Distance:
    """The fewest cases and answers to the next band up and down; None where there is no band beyond."""

    cases_up: int | None = None
    answers_up: int | None = None
    cases_down: int | None = None
    answers_down: int | None = None


def band_of_tallies(rule: RatingRule, tallies: Sequence[Tally]) -> int:
    """The place of the band of a standard: that of its lowest key question."""
    return min(band_of_count(rule, yes, of) for yes, of in tallies)


def distance_from_tallies(rule: RatingRule, tallies: Sequence[Tally]) -> Distance:
    """The distance as far as counts can tell it.

    The same case could lift several key questions, and counts do not say which cases said no to what. So
    `cases_up` is a lower bound here: the greatest number of answers that one key question lacks.
    """
    band = band_of_tallies(rule, tallies)
    lacks = lacks_of(rule, tallies, band + 1)
    down = fewest_answers_down(rule, tallies, band - 1)
    return Distance(
        cases_up=None if lacks is None else max(lacks),
        answers_up=None if lacks is None else sum(lacks),
        cases_down=down,
        answers_down=down,
    )


def lacks_of(rule: RatingRule, tallies: Sequence[Tally], band: int) -> list[int] | None:
    """For each key question, how many more yes would bring it into this band; None above the best band."""
    if band >= len(rule.question_bands):
        return None
    return [max(0, fewest_yes(rule, band, of) - yes) for yes, of in tallies]


def fewest_answers_down(rule: RatingRule, tallies: Sequence[Tally], band: int) -> int | None:
    """The fewest yes that must become no for the standard to fall to this band or below; None below the worst."""
    if band < 0:
        return None
    return min(max(0, yes - fewest_yes(rule, band + 1, of) + 1) for yes, of in tallies)


def fewest_cases_up(lacks: Sequence[int], liftable: Mapping[tuple[int, ...], int]) -> int | None:
    """The fewest cases that, read otherwise, give every key question the yes it lacks; None if they cannot.

    `lacks[q]` is the number of yes that key question q lacks. `liftable` says how many cases there are of each
    pattern: the places of the key questions which such a case could lift. This is a covering problem, solved
    exactly: a case whose pattern holds another's can always take its place, so larger patterns are tried first,
    and a branch is left as soon as even the best that remains could not beat what was found.
    """
    wanted = frozenset(place for place, lack in enumerate(lacks) if lack)
    counts: dict[frozenset[int], int] = {}
    for pattern, cases in liftable.items():
        useful = wanted.intersection(pattern)
        if useful:
            counts[useful] = counts.get(useful, 0) + cases
    patterns = sorted(counts.items(), key=lambda each: (-len(each[0]), sorted(each[0])))
    if not all(sum(cases for pattern, cases in patterns if place in pattern) >= lacks[place] for place in wanted):
        return None
    return _Cover(patterns).fewest(0, tuple(lacks))


class _Cover:
    """The search behind `fewest_cases_up`: patterns of cases, the largest first."""

    def __init__(self, patterns: list[tuple[frozenset[int], int]]) -> None:
        self.patterns = patterns
        self.known: dict[tuple[int, tuple[int, ...]], int] = {}

    def fewest(self, first: int, lacks: tuple[int, ...]) -> int:
        """The fewest cases of the patterns from `first` on that cover `lacks`; IMPOSSIBLE if none do."""
        if not any(lacks):
            return 0
        if first == len(self.patterns):
            return IMPOSSIBLE
        key = (first, lacks)
        if key not in self.known:
            self.known[key] = self._search(first, lacks)
        return self.known[key]

    def _search(self, first: int, lacks: tuple[int, ...]) -> int:
        pattern, there_are = self.patterns[first]
        useful = min(there_are, max(lacks[place] for place in pattern))
        # Where a pattern covers all that is lacking, no other case can do better: use as many as help.
        least = useful if all(place in pattern for place, lack in enumerate(lacks) if lack) else 0
        best = IMPOSSIBLE
        for used in range(useful, least - 1, -1):
            left = tuple([max(0, lack - used) if place in pattern else lack for place, lack in enumerate(lacks)])
            if used + max(left) < best:
                best = min(best, used + self.fewest(first + 1, left))
        return best


IMPOSSIBLE = 1 << 60
