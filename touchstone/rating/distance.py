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


def fewest_cases_up(lacks: Sequence[int], liftable: Mapping[tuple[int, ...], int]) -> tuple[int, bool]:
    """The fewest cases that, read otherwise, give every key question the yes it lacks.

    `lacks[q]` is the number of yes that key question q lacks; at least so many cases could lift it. `liftable` says
    how many cases there are of each pattern: the places of the key questions which such a case could lift. Gives
    the number and True; or, where the search would take too long, a number that none can be below and False.
    """
    wanted = [place for place, lack in enumerate(lacks) if lack]
    if len(wanted) < 2:
        return max(lacks), True
    counts: dict[tuple[int, ...], int] = {}
    for pattern, cases in liftable.items():
        useful = tuple([wanted.index(place) for place in pattern if lacks[place]])
        if useful:
            counts[useful] = counts.get(useful, 0) + cases
    lacking = tuple([lacks[place] for place in wanted])
    enough = by_the_most_helpful(lacking, counts)
    if enough == max(lacking):
        return enough, True
    cover = Cover(counts, len(wanted))
    bound = cover.bound(0, lacking)
    if enough == bound:
        return enough, True
    try:
        return cover.fewest(0, lacking), True
    except TooLong:
        return bound, False


def by_the_most_helpful(lacks: tuple[int, ...], counts: Mapping[tuple[int, ...], int]) -> int:
    """How many cases it takes if the cases that help most are always taken next: enough, perhaps too many."""
    left, cases = list(lacks), 0
    there_are = dict(counts)
    while any(left):
        helped: list[int] = []
        chosen: tuple[int, ...] = ()
        for pattern in there_are:
            helps = [place for place in pattern if left[place]]
            if len(helps) > len(helped):
                helped, chosen = helps, pattern
        available = there_are.pop(chosen)
        used = min(available, *[left[place] for place in helped])
        for place in helped:
            left[place] -= used
        cases += used
        if used < available:
            there_are[chosen] = available - used
    return cases


class TooLong(Exception):
    """The search is given up: no rating may keep a person waiting."""


class Cover:
    """An exact search for the fewest cases that cover what several key questions lack.

    Cases of one pattern are alike, so the search decides how many of each pattern are used, larger patterns first.
    Every state has a bound: for any set of key questions, the cases that help it most must together bring all that
    the set lacks. Choices are tried in the order of their bounds, and a state is finished as soon as a solution
    meets its own bound or no choice left could beat it.
    """

    MOST_BOUNDS = 10_000  # less than a second; standards of up to five key questions need some hundreds

    def __init__(self, counts: Mapping[tuple[int, ...], int], questions: int) -> None:
        self.patterns = sorted(counts.items(), key=lambda each: (-len(each[0]), each[0]))
        self.sets = _sets_of(questions)
        self.helps: dict[int, list[list[tuple[int, int]]]] = {}
        self.known: dict[tuple[int, tuple[int, ...]], int] = {}
        self.bounds_asked = 0

    def fewest(self, first: int, lacks: tuple[int, ...]) -> int:
        """The fewest cases of the patterns from `first` on that cover `lacks`; IMPOSSIBLE if none do."""
        if not any(lacks):
            return 0
        key = (first, lacks)
        if key not in self.known:
            self.known[key] = self._search(first, lacks)
        return self.known[key]

    def _search(self, first: int, lacks: tuple[int, ...]) -> int:
        bound = self.bound(first, lacks)
        if bound == IMPOSSIBLE:
            return IMPOSSIBLE
        pattern, there_are = self.patterns[first]
        choices = []
        for used in range(min(there_are, max([lacks[place] for place in pattern])) + 1):
            left = list(lacks)
            for place in pattern:
                left[place] = max(0, left[place] - used)
            choices.append((used + self.bound(first + 1, tuple(left)), used, tuple(left)))
        best = IMPOSSIBLE
        for least, used, left_over in sorted(choices):
            if least >= best or best == bound:
                break
            best = min(best, used + self.fewest(first + 1, left_over))
        return best

    def bound(self, first: int, lacks: tuple[int, ...]) -> int:
        """A number of cases that no solution from this state can be below; IMPOSSIBLE where there is none."""
        self.bounds_asked += 1
        if self.bounds_asked > self.MOST_BOUNDS:
            raise TooLong
        if first not in self.helps:
            self.helps[first] = [_helps(self.patterns[first:], places) for places in self.sets]
        most = 0
        for places, helps in zip(self.sets, self.helps[first], strict=True):
            lacking = sum([lacks[place] for place in places])
            cases = 0
            for brings, there_are in helps:
                if lacking <= 0:
                    break
                used = min(there_are, -(-lacking // brings))
                cases += used
                lacking -= used * brings
            if lacking > 0:
                return IMPOSSIBLE
            most = max(most, cases)
        return most


IMPOSSIBLE = 1 << 60  # more cases than there are
ALL_SETS_UP_TO = 5  # key questions; beyond, only the small sets and the whole one are asked


def _sets_of(questions: int) -> list[tuple[int, ...]]:
    """The sets of key questions that bounds are asked of."""
    sets = []
    for bits in range(1, 1 << questions):
        places = tuple([place for place in range(questions) if bits >> place & 1])
        if questions <= ALL_SETS_UP_TO or len(places) in (1, 2, questions):
            sets.append(places)
    return sets


def _helps(patterns: list[tuple[tuple[int, ...], int]], places: tuple[int, ...]) -> list[tuple[int, int]]:
    """How many cases bring how many yes to a set of key questions, those that bring most first."""
    by_size: dict[int, int] = {}
    for pattern, cases in patterns:
        brings = sum([place in places for place in pattern])
        if brings:
            by_size[brings] = by_size.get(brings, 0) + cases
    return sorted(by_size.items(), reverse=True)
