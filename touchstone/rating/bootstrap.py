"""What other samples of the same size might have given: the cases drawn again, with replacement, many times.

Each replicate draws as many cases as were read, from those that were read, within each sample group, and is rated
by the same rule. The share of replicates with each rating shows how much a rating owes to which cases were drawn.
Judged standards have no cases and stay as they are.

The draw is written out so that anybody can do it again: PCG64 of SeedSequence([seed, place of the group]) gives
64-bit numbers; each gives two 32-bit ones, the lower half first; case number (n x number) >> 32 of the n is drawn,
counting from 0 in the order given. (The bias of that is n / 2^32, far below one replicate.)
"""

from collections.abc import Iterator, Sequence

from touchstone.intake.values import dataclass
from touchstone.rating.answers import NOT_APPLICABLE, YES, CaseAnswers, Evidence
from touchstone.rating.overall import rating_of_score
from touchstone.rating.scale import fewest_yes, most_points, points_of
from touchstone.rating.working import RatedInspection, RatedStandard
from touchstone.standards.framework import Framework, RatingRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Whole = NDArray[numpy.int64]

BLOCK = 1000  # replicates at a time; an even number, so that no half of a random number is left over
Spread = tuple[tuple[str, int], ...]  # (rating, in how many replicates), worst first; "" could not be rated


@dataclass(frozen=True, slots=True)
class Replicates:
    """In how many of `count` replicates each overall rating, and each standard's rating, came out."""

    seed: int
    count: int
    overall: Spread
    standards: tuple[tuple[str, Spread], ...]

    def of_standard(self, number: str) -> Spread:
        """The spread of one standard; empty where it was not rated from cases."""
        return dict(self.standards).get(number, ())


def bootstrap(
    framework: Framework, evidence: Evidence, rated: RatedInspection, *, seed: int, replicates: int
) -> Replicates | None:
    """Rate `replicates` samples drawn from the cases read; None where no standard was rated from case rows.

    Standards decided by the panel's discretion, or not rated from cases, keep their rating in the overall one;
    each standard's own spread is of its computed rating.
    """
    import numpy as np

    rule = framework.rating
    drawn_from = [standard for standard in rated.standards if standard.is_from_cases]
    if rule is None or not drawn_from:
        return None
    counted = {standard.id for standard in framework.counted_standards}
    free = {each.id: each for each in drawn_from if each.discretion is None and each.id in counted}
    score = np.full(replicates, rated.score - sum(each.points or 0 for each in free.values()), dtype=np.int64)
    score_of = np.full(replicates, rated.score_of, dtype=np.int64)
    # Place 0 of these tables is a replicate in which nothing was left to rate on; place 1 the worst band.
    ratings = ["", *(band.rating for band in rule.question_bands)]
    points = np.array([0, *(points_of(rule, word) for word in ratings[1:])], dtype=np.int64)
    spreads: dict[str, Spread] = {}
    for place, group in enumerate(dict.fromkeys(case.group for case in evidence.cases)):
        asked = {standard.id for standard in framework.standards if standard.cases == group}
        standards = [standard for standard in drawn_from if standard.id in asked]
        if not standards:  # cases that only illustrate
            continue
        cases = [case for case in evidence.cases if case.group == group]
        draws = _draws(seed, place, len(cases), replicates)
        for standard, bands in zip(standards, _bands(rule, standards, cases, draws, replicates), strict=True):
            in_each = np.bincount(bands, minlength=len(ratings)).tolist()
            spreads[standard.id] = tuple([pair for pair in zip(ratings, in_each, strict=True) if pair[1]])
            if standard.id in free:
                score += points[bands]
                score_of -= np.where(bands == 0, most_points(rule), 0)
    in_order = [(standard.id, spreads[standard.id]) for standard in drawn_from]
    return Replicates(seed, replicates, _overall_spread(rule, score, score_of), tuple(in_order))


def cases_drawn(seed: int, place: int, how_many: int, replicates: int) -> "Whole":
    """Which cases each replicate drew from the group at this place: a row a replicate, a column a draw."""
    import numpy as np

    return np.concatenate(list(_draws(seed, place, how_many, replicates)))


def _draws(seed: int, place: int, how_many: int, replicates: int) -> Iterator["Whole"]:
    """The draws in blocks of replicates: small arrays stay near the processor, and that is ten times faster."""
    import numpy as np

    generator = np.random.PCG64(np.random.SeedSequence([seed, place]))
    for first in range(0, replicates, BLOCK):
        rows = min(BLOCK, replicates - first)
        numbers = generator.random_raw((rows * how_many + 1) // 2)
        drawn = numbers.astype("<u8").view("<u4")[: rows * how_many].astype(np.int64)
        drawn *= how_many
        drawn >>= 32
        yield drawn.reshape(rows, how_many)


def _bands(
    rule: RatingRule,
    standards: Sequence[RatedStandard],
    cases: Sequence[CaseAnswers],
    draws: Iterator["Whole"],
    replicates: int,
) -> list["Whole"]:
    """For each standard its band in every replicate: 0 where nothing is left to rate on, 1 the worst band."""
    import numpy as np

    numbers = [question.id for standard in standards for question in standard.questions]
    answers = [[case.answers[number] for number in numbers] for case in cases]
    # Sums of whole numbers far below 2^53: exact, and matrices of floats are multiplied many times faster.
    says_yes = np.array([[answer == YES for answer in row] for row in answers], dtype=np.float64)
    applies = np.array([[answer != NOT_APPLICABLE for answer in row] for row in answers], dtype=np.float64)
    some_leave = rule.not_applicable_leaves and not applies.all()
    enough = [
        np.array([1] + [fewest_yes(rule, place, left) for left in range(1, len(cases) + 1)])
        for place in range(1, len(rule.question_bands))
    ]
    firsts = np.cumsum([0] + [len(standard.questions) for standard in standards])[:-1]
    found = np.empty((len(standards), replicates), dtype=np.int64)
    done = 0
    for drawn in draws:
        weights = _weights(drawn)
        yes = (weights @ says_yes).astype(np.int64)
        of = (weights @ applies).astype(np.int64) if some_leave else np.full((1, len(numbers)), len(cases))
        band = np.where(of == 0, 0, np.ones_like(yes))
        for least in enough:
            band += yes >= least[of]
        found[:, done : done + len(drawn)] = np.minimum.reduceat(band, firsts, axis=1).T
        done += len(drawn)
    return list(found)


def _weights(drawn: "Whole") -> "Whole":
    """How often each replicate drew each case: a row a replicate, a column a case."""
    import numpy as np

    rows, how_many = drawn.shape
    # Cases of one replicate get numbers of their own, so that one count serves them all.
    apart = drawn + np.arange(rows, dtype=np.int64)[:, None] * how_many
    return np.bincount(apart.reshape(-1), minlength=rows * how_many).reshape(rows, how_many)


def _overall_spread(rule: RatingRule, score: "Whole", score_of: "Whole") -> Spread:
    import numpy as np

    step = int(score_of.max()) + 1
    in_each: dict[str, int] = {}
    for together, count in enumerate(np.bincount(score * step + score_of).tolist()):
        if count:
            rating = rating_of_score(rule, together // step, together % step)
            in_each[rating] = in_each.get(rating, 0) + count
    return tuple([(word, in_each[word]) for word in ("", *rule.words) if word in in_each])
