"""The smallest change that moves the overall rating, against trying every change there is."""

import dataclasses
import itertools
import random

import pytest

from tests.factories.rating import WORDS, birmingham, counted, judged, make_framework, make_rule, shares
from touchstone.rating.answers import Count, DiscretionUsed, Evidence, Judgement, Share
from touchstone.rating.distance import band_of_tallies
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.overall import rating_of_score
from touchstone.rating.smallest_change import (
    ANSWERS,
    BANDS,
    SmallestChange,
    StandardChange,
    cheapest,
    points_wanted,
    smallest_change,
    why_fixed,
)

RULE = make_rule()


def of_birmingham(**how):
    framework = make_framework()
    return smallest_change(framework, rate_inspection(framework, birmingham()), **how)


def test_birmingham_down():
    """Five judgements would make it Inadequate; two of them are single answers in 2.1 and 3.3."""
    assert of_birmingham(up=False) == SmallestChange(
        "Inadequate",
        5,
        (
            StandardChange("1.1", "Requires improvement", "Inadequate", 1, BANDS),
            StandardChange("1.2", "Requires improvement", "Inadequate", 1, BANDS),
            StandardChange("1.3", "Requires improvement", "Inadequate", 1, BANDS),
            StandardChange("2.1", "Requires improvement", "Inadequate", 1, ANSWERS),
            StandardChange("3.3", "Requires improvement", "Inadequate", 1, ANSWERS),
        ),
    )


def test_birmingham_down_by_answers_alone():
    change = of_birmingham(up=False, judged_may_change=False)
    assert (change.becomes, change.changes) == ("Inadequate", 14)
    assert [(each.standard, each.changes, each.unit) for each in change.standards] == [
        ("2.1", 1, ANSWERS),
        ("2.2", 4, ANSWERS),
        ("3.1", 4, ANSWERS),
        ("3.2", 4, ANSWERS),
        ("3.3", 1, ANSWERS),
    ]


def test_birmingham_up():
    change = of_birmingham(up=True)
    assert (change.becomes, change.changes) == ("Good", 8)
    assert {each.unit for each in change.standards} == {BANDS}
    assert of_birmingham(up=True, judged_may_change=False).changes == 65


# -- against every change -----------------------------------------------------------------------------------------


def every_outcome(tallies):
    """Every band a standard can be brought to by changing answers, with the fewest answers it takes."""
    fewest = {}
    for after in itertools.product(*[range(of + 1) for _, of in tallies]):
        band = band_of_tallies(RULE, [(yes, of) for yes, (_, of) in zip(after, tallies, strict=True)])
        answers = sum(abs(new - old) for new, (old, _) in zip(after, tallies, strict=True))
        fewest[band] = min(answers, fewest.get(band, answers))
    return fewest


def fewest_by_trying(rated, outcomes, up):
    """The fewest changes over every combination of bands; `outcomes` has for each standard band → price."""
    best = None
    now = WORDS.index(rated.overall)
    for bands in itertools.product(*outcomes):
        becomes = WORDS.index(rating_of_score(RULE, sum(bands), rated.score_of))
        price = sum(outcome[band] for outcome, band in zip(outcomes, bands, strict=True))
        if (becomes > now if up else becomes < now) and (best is None or price < best):
            best = price
    return best


@pytest.mark.parametrize("seed", range(40))
def test_no_change_is_smaller(seed):
    drawn = random.Random(seed)
    tallies = [[(drawn.randint(0, of), of) for of in (drawn.randint(1, 6), drawn.randint(1, 6))] for _ in range(3)]
    word = drawn.choice(WORDS)
    standards = [counted(f"2.{place}", questions=2) for place in (1, 2, 3)]
    framework = make_framework(*standards, judged("1.1"))
    known = {
        f"2.{standard}.{question}": Share(count=Count(*tally))
        for standard, pair in enumerate(tallies, start=1)
        for question, tally in enumerate(pair, start=1)
    }
    rated = rate_inspection(framework, Evidence(shares=known, judgements={"1.1": Judgement(word, "Why.")}))
    by_answers = [every_outcome(pair) for pair in tallies]
    by_judgement = {band: abs(band - WORDS.index(word)) for band in range(4)}
    for up in (True, False):
        for judged_may_change in (True, False):
            outcomes = [*by_answers, by_judgement if judged_may_change else {WORDS.index(word): 0}]
            expected = fewest_by_trying(rated, outcomes, up)
            found = smallest_change(framework, rated, up=up, judged_may_change=judged_may_change)
            assert (found.changes if found else None) == expected
            if found:
                check_that_it_can_be_done(rated, found, by_answers, up)


def check_that_it_can_be_done(rated, found, by_answers, up):
    """What it tells is possible at the price it tells, and gives the rating it tells."""
    score = rated.score
    for change in found.standards:
        before, after = WORDS.index(change.rating), WORDS.index(change.becomes)
        assert rated.standard(change.standard).rating == change.rating
        assert (after > before) is up
        if change.unit == ANSWERS:
            assert by_answers[int(change.standard[-1]) - 1][after] == change.changes
        else:
            assert change.changes == abs(after - before)
        score += after - before
    assert rating_of_score(RULE, score, rated.score_of) == found.becomes
    assert sum(change.changes for change in found.standards) == found.changes


# -- what is held fixed -------------------------------------------------------------------------------------------


def held(evidence, framework=None):
    framework = framework or make_framework(counted("2.1", questions=1), judged("1.1"))
    rated = rate_inspection(framework, evidence)
    return why_fixed(framework.standards[0], rated.standard("2.1")), rated, framework


def test_percentages_alone_are_held():
    reason, rated, framework = held(Evidence(shares=shares(s2_1="50%"), judgements={"1.1": Judgement("Good")}))
    assert reason == "2.1 is held as it is: of its key questions only percentages are known, not the counts."
    assert held(Evidence(shares=shares(s2_1="50%/200")))[0] == reason
    assert smallest_change(framework, rated, up=False, judged_may_change=False) is None
    assert [each.standard for each in smallest_change(framework, rated, up=False).standards] == ["1.1"]


def test_a_published_rating_is_held():
    reason, _, _ = held(Evidence(judgements={"2.1": Judgement("Good")}))
    assert reason == "2.1 is held as published: its key questions are not known."


def test_what_the_panel_decided_is_held():
    used = Judgement(discretion=DiscretionUsed("Good", "Why.", ("A", "B")))
    reason, rated, framework = held(Evidence(shares=shares(s2_1="20/39"), judgements={"2.1": used}))
    assert reason == "2.1 is held as the panel's discretion made it."
    assert smallest_change(framework, rated, up=True) is None


def test_what_is_not_rated_is_held():
    reason, _, _ = held(Evidence(judgements={"2.1": Judgement(not_rated_because="no cases"), "1.1": Judgement("Good")}))
    assert reason == "2.1 is not rated."


def test_counts_may_change():
    assert held(Evidence(shares=shares(s2_1="20/39")))[0] == ""
    assert why_fixed(judged("1.1"), held(Evidence(judgements={"1.1": Judgement("Good")}))[1].standard("1.1")) == ""


def test_standards_that_never_count_do_not_help():
    framework = make_framework(judged("1.1"), counted("2.1", questions=1, counts=False))
    evidence = Evidence(shares=shares(s2_1="20/39"), judgements={"1.1": Judgement("Good")})
    change = smallest_change(framework, rate_inspection(framework, evidence), up=True)
    assert [each.standard for each in change.standards] == ["1.1"]


# -- edges --------------------------------------------------------------------------------------------------------


def test_no_band_beyond():
    framework = make_framework(judged("1.1"))
    best = rate_inspection(framework, Evidence(judgements={"1.1": Judgement("Outstanding")}))
    worst = rate_inspection(framework, Evidence(judgements={"1.1": Judgement("Inadequate")}))
    assert smallest_change(framework, best, up=True) is None
    assert smallest_change(framework, worst, up=False) is None
    assert smallest_change(framework, best, up=False).changes == 1
    assert smallest_change(framework, worst, up=True).changes == 1
    assert (points_wanted(RULE, best, up=True), points_wanted(RULE, worst, up=False)) == (None, None)


def test_nothing_rated_has_nothing_to_change():
    framework = make_framework(judged("1.1"))
    nothing = rate_inspection(framework, Evidence(judgements={"1.1": Judgement(not_rated_because="closed")}))
    assert smallest_change(framework, nothing, up=True) is None
    rated = rate_inspection(framework, Evidence(judgements={"1.1": Judgement("Good")}))
    assert smallest_change(dataclasses.replace(framework, rating=None), rated, up=True) is None


def test_an_answer_is_told_before_a_band_of_judgement_where_both_cost_the_same():
    framework = make_framework(judged("1.1"), counted("2.1", questions=1))
    evidence = Evidence(shares=shares(s2_1="20/39"), judgements={"1.1": Judgement("Requires improvement")})
    change = smallest_change(framework, rate_inspection(framework, evidence), up=False)
    assert [(each.standard, each.unit) for each in change.standards] == [("2.1", ANSWERS)]


def test_the_fewest_standards_are_told_where_several_ways_cost_the_same():
    framework = make_framework(*[judged(f"1.{place}") for place in range(1, 5)])
    judgements = {f"1.{place}": Judgement("Requires improvement") for place in range(1, 5)}
    rated = rate_inspection(framework, Evidence(judgements=judgements))  # 4 of 12; 7 is Good
    change = smallest_change(framework, rated, up=True)
    assert [(each.standard, each.becomes) for each in change.standards] == [("1.1", "Good"), ("1.2", "Outstanding")]


def test_one_answer_may_pass_over_a_band():
    framework = make_framework(counted("2.1", questions=1))
    rated = rate_inspection(framework, Evidence(shares=shares(s2_1="1/1")))
    change = smallest_change(framework, rated, up=False)
    assert change == SmallestChange("Inadequate", 1, (StandardChange("2.1", "Outstanding", "Inadequate", 1, ANSWERS),))


def test_cheapest_of_nothing():
    assert cheapest([], 1) is None
    assert cheapest([[]], 0) == []
