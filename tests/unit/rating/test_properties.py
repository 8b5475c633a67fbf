"""What holds of any inspection: more yes never lowers, order never matters, cases and their counts agree."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.rating import WORDS, counted, judged, make_framework, make_rule
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import CaseAnswers, Count, Evidence, Judgement, Share
from touchstone.rating.inspection import rate_inspection

NUMBERS = tuple(f"{standard}.{place}" for standard in ("2.1", "2.2") for place in (1, 2, 3))
ANSWER = st.sampled_from(["yes", "no", "not applicable"])
CASES = st.lists(st.tuples(*[ANSWER] * len(NUMBERS)), min_size=1, max_size=12)
RULE = st.builds(make_rule, not_applicable_leaves=st.booleans(), band_on=st.sampled_from(["rounded", "exact"]))
TALLY = st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
TALLIES = st.tuples(TALLY, TALLY, TALLY)


def evidence_of(rows, word="Good"):
    cases = [
        CaseAnswers(f"c-{place}", "court", "community_sentence", dict(zip(NUMBERS, row, strict=True)))
        for place, row in enumerate(rows)
    ]
    return Evidence(cases=tuple(cases), judgements={"1.1": Judgement(word, "Why.")})


def framework_of(rule):
    return make_framework(judged("1.1"), counted("2.1"), counted("2.2"), rule=rule)


def rate(rows, rule):
    """The rated inspection; None where a key question applies to no case."""
    try:
        return rate_inspection(framework_of(rule), evidence_of(rows))
    except ProblemsFound:
        return None


def rank(rated):
    """The overall rating and every standard's, as places on the scale."""
    return [WORDS.index(word) for word in (rated.overall, *[standard.rating for standard in rated.standards])]


@given(CASES, RULE, st.randoms(use_true_random=False))
def test_one_more_yes_never_lowers_a_rating(rows, rule, drawn):
    before = rate(rows, rule)
    place, question = drawn.randrange(len(rows)), drawn.randrange(len(NUMBERS))
    better = list(rows)
    better[place] = (*rows[place][:question], "yes", *rows[place][question + 1 :])
    after = rate(better, rule)
    if before is not None and after is not None:
        assert all(new >= old for old, new in zip(rank(before), rank(after), strict=True))
        assert after.score >= before.score


@given(CASES, RULE, st.randoms(use_true_random=False))
def test_the_order_of_cases_never_matters(rows, rule, drawn):
    shuffled = drawn.sample(rows, len(rows))
    before, after = rate(rows, rule), rate(shuffled, rule)
    if before is None:
        assert after is None
        return
    assert (before.score, before.overall) == (after.score, after.overall)
    for one, other in zip(before.standards, after.standards, strict=True):
        assert (one.rating, one.decided_by, one.steps) == (other.rating, other.decided_by, other.steps)
        assert (one.cases_up, one.answers_up, one.cases_down) == (other.cases_up, other.answers_up, other.cases_down)


@given(CASES, RULE)
def test_cases_and_their_counts_agree(rows, rule):
    from_cases = rate(rows, rule)
    if from_cases is None:
        return
    shares = {
        question.id: Share(count=Count(question.yes, question.of))
        for standard in from_cases.standards
        for question in standard.questions
    }
    judgements = {"1.1": Judgement("Good", "Why.")}
    from_counts = rate_inspection(framework_of(rule), Evidence(shares=shares, judgements=judgements))
    assert (from_cases.score, from_cases.score_of, from_cases.overall) == (
        from_counts.score,
        from_counts.score_of,
        from_counts.overall,
    )
    for one, other in zip(from_cases.standards, from_counts.standards, strict=True):
        assert (one.rating, one.decided_by, one.answers_up, one.answers_down, one.cases_down) == (
            other.rating,
            other.decided_by,
            other.answers_up,
            other.answers_down,
            other.cases_down,
        )
        if one.cases_up is not None:
            assert other.cases_up <= one.cases_up <= one.answers_up


@given(TALLIES)
def test_the_rating_is_the_band_of_the_lowest_share(tallies):
    rated = rate_tallies(tallies)
    lowest = min(100 * yes / of for yes, of in tallies)
    assert 100 * rated.deciding_question.yes / rated.deciding_question.of == lowest
    assert rated.rating == WORDS[sum(int(lowest + 0.5) >= edge for edge in (50, 65, 80))]


def rate_tallies(tallies):
    shares = {f"2.1.{place}": Share(count=Count(*tally)) for place, tally in enumerate(tallies, start=1)}
    return rate_inspection(make_framework(counted("2.1")), Evidence(shares=shares)).standard("2.1")


@given(TALLIES, st.randoms(use_true_random=False))
def test_the_distances_are_kept(tallies, drawn):
    """Making the changes it names moves the rating; making one fewer does not, in whatever order they are made."""
    rated = rate_tallies(tallies)
    place = WORDS.index(rated.rating)
    if rated.answers_down is not None:
        lowest = [
            WORDS.index(rate_tallies(fewer(tallies, question, rated.answers_down)).rating) for question in range(3)
        ]
        assert min(lowest) < place
        almost = [
            WORDS.index(rate_tallies(fewer(tallies, question, rated.answers_down - 1)).rating) for question in range(3)
        ]
        assert min(almost) == place
    if rated.answers_up is not None:
        assert WORDS.index(rate_tallies(lifted(tallies, rated.answers_up, drawn)).rating) > place
        assert WORDS.index(rate_tallies(lifted(tallies, rated.answers_up - 1, drawn)).rating) == place


def fewer(tallies, question, answers):
    """The tallies with so many yes of one key question turned to no."""
    changed = list(tallies)
    yes, of = changed[question]
    changed[question] = (max(0, yes - answers), of)
    return tuple(changed)


def lifted(tallies, answers, drawn):
    """The tallies with so many no turned to yes, each where the share is lowest at that moment."""
    changed = list(tallies)
    for _ in range(answers):
        lowest = min(range(3), key=lambda question: (changed[question][0] / changed[question][1], drawn.random()))
        yes, of = changed[lowest]
        changed[lowest] = (min(of, yes + 1), of)
    return tuple(changed)


@given(st.randoms(use_true_random=False))
def test_the_same_evidence_gives_the_same_result(drawn):
    rows = [tuple(drawn.choice(("yes", "no")) for _ in NUMBERS) for _ in range(5)]
    random.seed(drawn.random())
    assert rate(rows, make_rule()) == rate(rows, make_rule())
