"""Replicates, against drawing the same cases and rating each replicate by the method itself."""

import dataclasses

import numpy as np
import pytest

from tests.factories.rating import (
    birmingham,
    birmingham_from_cases,
    cases,
    counted,
    judged,
    make_framework,
    make_rule,
    some_evidence,
)
from touchstone.rating.answers import CaseAnswers, DiscretionUsed, Evidence, Judgement
from touchstone.rating.bootstrap import BLOCK, bootstrap, cases_drawn
from touchstone.rating.inspection import rate_inspection

SEED = 7


def drawn_again(evidence, seed, count):
    """The evidence of each replicate: its cases under new references, everything else as it was."""
    groups = list(dict.fromkeys(case.group for case in evidence.cases))
    rows = {group: [case for case in evidence.cases if case.group == group] for group in groups}
    draws = {group: cases_drawn(seed, place, len(rows[group]), count) for place, group in enumerate(groups)}
    for replicate in range(count):
        chosen = [
            CaseAnswers(f"{group}-{order}", group, rows[group][place].kind, rows[group][place].answers)
            for group in groups
            for order, place in enumerate(draws[group][replicate])
        ]
        yield dataclasses.replace(evidence, cases=tuple(chosen))


def spreads_by_rating_again(framework, evidence, seed, count):
    overall, standards = {}, {}
    for again in drawn_again(evidence, seed, count):
        rated = rate_inspection(framework, again)
        overall[rated.overall] = overall.get(rated.overall, 0) + 1
        for standard in rated.standards:
            if standard.computed:
                spread = standards.setdefault(standard.id, {})
                spread[standard.computed] = spread.get(standard.computed, 0) + 1
    return overall, standards


def test_birmingham_as_rating_every_replicate_gives_it():
    framework, evidence = make_framework(), birmingham_from_cases()
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=SEED, replicates=400)
    overall, standards = spreads_by_rating_again(framework, evidence, SEED, 400)
    assert dict(found.overall) == overall
    assert {number: dict(spread) for number, spread in found.standards} == standards
    assert [number for number, _ in found.standards] == ["2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"]
    assert (found.seed, found.count) == (SEED, 400)
    assert found.of_standard("2.1") == dict(found.standards)["2.1"]
    assert found.of_standard("1.1") == ()


@pytest.mark.parametrize("band_on", ["rounded", "exact"])
@pytest.mark.parametrize("seed", range(6))
def test_a_few_cases_as_rating_every_replicate_gives_it(seed, band_on):
    framework = make_framework(counted("2.1"), counted("2.2"), judged("1.1"), rule=make_rule(band_on=band_on))
    evidence = dataclasses.replace(some_evidence(seed), judgements={"1.1": Judgement("Good")})
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=seed, replicates=60)
    overall, standards = spreads_by_rating_again(framework, evidence, seed, 60)
    assert dict(found.overall) == overall
    assert {number: dict(spread) for number, spread in found.standards} == standards


def test_ratings_are_told_from_the_worst_to_the_best():
    framework, evidence = make_framework(), birmingham_from_cases()
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=SEED, replicates=2000)
    words = list(framework.rating.words)
    for spread in (found.overall, *[spread for _, spread in found.standards]):
        assert [word for word, _ in spread] == [word for word in words if word in dict(spread)]
        assert sum(count for _, count in spread) == 2000
    assert len(found.of_standard("3.2")) >= 3


def rated_as_far_as_it_goes(framework, evidence):
    """Rate it; a standard with a key question that applies to no case is left unrated."""
    judgements = dict(evidence.judgements)
    for standard in framework.standards:
        for question in standard.key_questions:
            answers = {case.answers.get(question.id) for case in evidence.cases}
            if standard.is_counted_from_cases and answers == {"not applicable"}:
                judgements[standard.id] = Judgement(not_rated_because="nothing left")
    return rate_inspection(framework, dataclasses.replace(evidence, judgements=judgements))


def test_where_not_applicable_leaves():
    """A replicate with nothing left for a key question has no rating there, and a smaller score to be had."""
    rule = make_rule(not_applicable_leaves=True)
    framework = make_framework(counted("2.1"), counted("2.2"), judged("1.1"), rule=rule)
    evidence = Evidence(
        cases=cases("yyyyyn y-ny-n nnyyyy -yn--- y--yny", "2.1", "2.2"), judgements={"1.1": Judgement("Good")}
    )
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=3, replicates=300)
    overall, standards = {}, {"2.1": {}, "2.2": {}}
    for again in drawn_again(evidence, 3, 300):
        rated = rated_as_far_as_it_goes(framework, again)
        overall[rated.overall] = overall.get(rated.overall, 0) + 1
        for standard, spread in standards.items():
            word = rated.standard(standard).computed
            spread[word] = spread.get(word, 0) + 1
    assert dict(found.overall) == overall
    assert {number: dict(spread) for number, spread in found.standards} == standards
    assert "" in standards["2.1"]


def test_every_replicate_may_have_nothing_left():
    framework = make_framework(counted("2.1", questions=1), rule=make_rule(not_applicable_leaves=True))
    evidence = Evidence(cases=cases("y - - - - - -", "2.1"))
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=1, replicates=200)
    assert [word for word, _ in found.overall] == ["", "Outstanding"]
    assert found.overall == found.of_standard("2.1")


def test_the_panels_decision_stands_in_every_replicate():
    framework = make_framework(counted("2.1", questions=1))
    used = Judgement(discretion=DiscretionUsed("Good", "Why.", ("A", "B")))
    evidence = Evidence(cases=cases("y n y n", "2.1"), judgements={"2.1": used})
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=1, replicates=100)
    assert found.overall == (("Good", 100),)
    assert len(found.of_standard("2.1")) > 1


def test_a_standard_that_never_counts_has_a_spread_of_its_own():
    framework = make_framework(counted("2.1", questions=1, counts=False), judged("1.1"))
    evidence = Evidence(cases=cases("y n y n", "2.1"), judgements={"1.1": Judgement("Outstanding")})
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=1, replicates=100)
    assert found.overall == (("Outstanding", 100),)
    assert len(found.of_standard("2.1")) > 1


def test_cases_that_only_illustrate_are_left_alone():
    framework = make_framework(judged("4.1", group="resettlement"), counted("2.1", questions=1))
    illustrating = CaseAnswers("r-1", "resettlement", "", {"4.1.1": "yes"})
    read = cases("y y n", "2.1")
    evidence = Evidence(cases=(illustrating, *read), judgements={"4.1": Judgement("Good")})
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=2, replicates=100)
    assert [number for number, _ in found.standards] == ["2.1"]
    overall, standards = spreads_by_rating_again(framework, evidence, 2, 100)
    assert (dict(found.overall), {"2.1": dict(found.of_standard("2.1"))}) == (overall, standards)


def test_more_replicates_than_one_block():
    framework = make_framework(counted("2.1", questions=1))
    evidence = Evidence(cases=cases("y y n", "2.1"))
    found = bootstrap(framework, evidence, rate_inspection(framework, evidence), seed=2, replicates=2 * BLOCK + 7)
    drawn = cases_drawn(2, 0, 3, 2 * BLOCK + 7)
    assert len(drawn) == 2 * BLOCK + 7 == sum(count for _, count in found.overall)
    assert drawn[: BLOCK + 1].tolist() == cases_drawn(2, 0, 3, BLOCK + 1).tolist()
    yes = [sum(place < 2 for place in row) for row in drawn.tolist()]
    assert dict(found.overall) == {
        "Inadequate": sum(count in (0, 1) for count in yes),
        "Good": yes.count(2),
        "Outstanding": yes.count(3),
    }


def test_the_same_seed_gives_the_same_replicates():
    framework, evidence = make_framework(), birmingham_from_cases()
    rated = rate_inspection(framework, evidence)
    first = bootstrap(framework, evidence, rated, seed=1, replicates=500)
    assert bootstrap(framework, evidence, rated, seed=1, replicates=500) == first
    assert bootstrap(framework, evidence, rated, seed=2, replicates=500) != first


def test_counts_alone_cannot_be_drawn_again():
    framework = make_framework()
    assert bootstrap(framework, birmingham(), rate_inspection(framework, birmingham()), seed=1, replicates=10) is None
    ruleless, evidence = dataclasses.replace(framework, rating=None), birmingham_from_cases()
    assert bootstrap(ruleless, evidence, rate_inspection(ruleless, evidence), seed=1, replicates=10) is None


# -- the draw -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cases_read", "replicates"), [(39, 7), (3, 5), (1, 2), (2, 1007)])
def test_the_draw_is_as_its_description_says(cases_read, replicates):
    raw = np.random.PCG64(np.random.SeedSequence([SEED, 2])).random_raw(1200)
    halves = [half for number in raw.tolist() for half in (number % 2**32, number // 2**32)]
    expected = [half * cases_read // 2**32 for half in halves[: cases_read * replicates]]
    found = cases_drawn(SEED, 2, cases_read, replicates)
    assert found.shape == (replicates, cases_read)
    assert found.reshape(-1).tolist() == expected


def test_the_draw_never_changes():
    """A published figure must come out again with any later version of numpy."""
    assert cases_drawn(2021, 0, 10, 2).tolist() == [[7, 7, 4, 9, 6, 5, 5, 3, 6, 6], [5, 0, 2, 2, 7, 4, 0, 3, 9, 7]]


def test_every_case_is_as_likely():
    found = cases_drawn(1, 0, 13, 20_000)
    often = np.bincount(found.reshape(-1)) / found.size
    assert len(often) == 13
    assert np.abs(often - 1 / 13).max() < 0.002
