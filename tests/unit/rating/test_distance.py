"""Distances to the next band, against trying every change there is."""

import itertools
import random

from tests.factories.rating import make_rule
from touchstone.rating import distance
from touchstone.rating.distance import (
    Cover,
    Distance,
    band_of_tallies,
    by_the_most_helpful,
    distance_from_tallies,
    fewest_answers_down,
    fewest_cases_up,
    lacks_of,
)

RULE = make_rule()


def every_change(tallies):
    """Every way to change the numbers of yes, with how many answers it takes."""
    for after in itertools.product(*[range(of + 1) for _, of in tallies]):
        changed = [(yes, of) for yes, (_, of) in zip(after, tallies, strict=True)]
        answers = sum(abs(new - old) for new, (old, _) in zip(after, tallies, strict=True))
        cases = max(abs(new - old) for new, (old, _) in zip(after, tallies, strict=True))
        yield band_of_tallies(RULE, changed), answers, cases


def test_birminghams_assessment():
    assert distance_from_tallies(RULE, [(27, 39), (23, 39), (20, 39)]) == Distance(6, 9, 1, 1)


def test_there_is_no_band_beyond_the_best_and_the_worst():
    assert distance_from_tallies(RULE, [(39, 39)]) == Distance(None, None, 8, 8)
    assert distance_from_tallies(RULE, [(0, 39)]) == Distance(20, 20, None, None)


def test_no_change_is_smaller():
    drawn = random.Random(7)
    for _ in range(150):
        tallies = [(drawn.randint(0, of), of) for of in [drawn.randint(1, 7) for _ in range(drawn.randint(1, 3))]]
        band = band_of_tallies(RULE, tallies)
        changes = list(every_change(tallies))
        better = [(answers, cases) for place, answers, cases in changes if place > band]
        worse = [(answers, cases) for place, answers, cases in changes if place < band]
        found = distance_from_tallies(RULE, tallies)
        assert found.answers_up == min((answers for answers, _ in better), default=None), tallies
        assert found.cases_up == min((cases for _, cases in better), default=None), tallies
        assert found.answers_down == min((answers for answers, _ in worse), default=None), tallies
        assert found.cases_down == min((cases for _, cases in worse), default=None), tallies


def test_lacks_and_falls_for_every_band():
    tallies = [(27, 39), (23, 39), (20, 39)]
    assert [lacks_of(RULE, tallies, band) for band in range(5)] == [
        [0, 0, 0],
        [0, 0, 0],
        [0, 3, 6],
        [5, 9, 12],  # 31 of 39 is 79%
        None,
    ]
    assert [fewest_answers_down(RULE, [(33, 38), (28, 38)], band) for band in (-1, 0, 1, 2)] == [None, 10, 4, 0]


def fewest_by_trying(lacks, liftable):
    """The same by trying every set of cases, the small ones first."""
    each = [pattern for pattern, cases in liftable.items() for _ in range(cases)]
    for size in range(len(each) + 1):
        for chosen in itertools.combinations(each, size):
            if all(sum(place in pattern for pattern in chosen) >= lack for place, lack in enumerate(lacks)):
                return size
    raise AssertionError("no set of cases is enough")


def some_cover(drawn, questions, cases):
    """Patterns of cases, and lacks that all cases together could fill."""
    liftable = {}
    for _ in range(cases):
        pattern = tuple(place for place in range(questions) if drawn.random() < 0.5)
        liftable[pattern] = liftable.get(pattern, 0) + 1
    there_are = [sum(count for pattern, count in liftable.items() if place in pattern) for place in range(questions)]
    return [drawn.randint(0, most) for most in there_are], liftable


def test_fewest_cases_up_is_exact():
    drawn = random.Random(3)
    for _ in range(800):
        lacks, liftable = some_cover(drawn, drawn.randint(1, 6), drawn.randint(0, 9))
        assert fewest_cases_up(lacks, liftable) == (fewest_by_trying(lacks, liftable), True), (lacks, liftable)


def test_the_search_itself_is_exact_where_the_quick_way_would_do():
    drawn = random.Random(5)
    for _ in range(600):
        questions = drawn.randint(1, 6)
        lacks, liftable = some_cover(drawn, questions, drawn.randint(1, 8))
        useful = {}
        for pattern, count in liftable.items():
            if pattern:
                useful[pattern] = useful.get(pattern, 0) + count
        found = Cover(useful, questions).fewest(0, tuple(lacks))
        assert found == fewest_by_trying(lacks, liftable), (lacks, liftable)


def test_the_most_helpful_case_first_is_not_always_best():
    # Taking the case that lifts three first leaves three more to take; the three pairs are enough.
    lacks, liftable = [1, 1, 1, 1, 1, 1], {(0, 2, 4): 1, (0, 1): 1, (2, 3): 1, (4, 5): 1}
    assert by_the_most_helpful(tuple(lacks), liftable) == 4
    assert fewest_cases_up(lacks, liftable) == (3, True)


def test_one_case_may_lift_several_key_questions():
    assert fewest_cases_up([2, 2, 0], {(0, 1): 2, (0,): 5}) == (2, True)
    assert fewest_cases_up([2, 2, 0], {(0,): 5, (1,): 5}) == (4, True)
    assert fewest_cases_up([0, 0, 0], {(0,): 5}) == (0, True)


def test_large_samples_are_quick_enough_to_be_exact():
    drawn = random.Random(11)
    for questions in (3, 4):
        lacks, liftable = some_cover(drawn, questions, 125)
        cases, exact = fewest_cases_up(lacks, liftable)
        assert exact
        assert cases >= max(lacks)


def test_a_search_that_would_take_too_long_gives_a_lower_bound_and_says_so(monkeypatch):
    lacks, liftable = [1, 1, 1, 1, 1, 1], {(0, 2, 4): 1, (0, 1): 1, (2, 3): 1, (4, 5): 1}
    monkeypatch.setattr(distance.Cover, "MOST_BOUNDS", 2)
    cases, exact = fewest_cases_up(lacks, liftable)
    assert (cases, exact) == (3, False)
    assert cases <= fewest_by_trying(lacks, liftable)
