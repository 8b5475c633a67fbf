"""Ten thousand other samples of Birmingham's cases, beside drawing and rating each one by itself."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, calls
from touchstone.dossier.file import read_inspection
from touchstone.rating.answers import CaseAnswers, Evidence
from touchstone.rating.bootstrap import bootstrap, cases_drawn
from touchstone.rating.fragility import REPLICATES, SEED
from touchstone.rating.inspection import by_group, rate_inspection
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

BIRMINGHAM = Path(__file__).resolve().parent.parent / "touchstone/dossier/examples/birmingham-2023/inspection.json"
RUNS = 15
RATED_AGAIN = 200  # of the replicates; the time of all is in proportion
MOST_OF_RATING_EACH = 1 / 300
MOST_MILLISECONDS = 20  # told, not a floor: machines differ


def figures() -> Iterator[Figure]:
    """The time of the replicates, and its share of the time of drawing and rating each one by itself."""
    inspection = read_inspection(BIRMINGHAM)
    framework = load_framework(inspection.framework)
    evidence = inspection.evidence
    rated = rate_inspection(framework, evidence)
    few = bootstrap(framework, evidence, rated, seed=SEED, replicates=RATED_AGAIN)
    assert few is not None
    assert dict(few.overall) == rated_one_by_one(framework, evidence, RATED_AGAIN)
    ours = calls(lambda: bootstrap(framework, evidence, rated, seed=SEED, replicates=REPLICATES), runs=RUNS)
    each = calls(lambda: rated_one_by_one(framework, evidence, RATED_AGAIN), runs=3) / RATED_AGAIN
    how = f"{REPLICATES:,} replicates of {len(evidence.cases)} cases, medians of {RUNS}"
    yield Figure(f"bootstrap (goal: {MOST_MILLISECONDS} ms)", 1000 * ours, "ms", None, how)
    how = f"one by one they take {each * REPLICATES:.1f} s, from {RATED_AGAIN}; one {each * REPLICATES / ours:,.0f}th"
    yield Figure("bootstrap / rating each replicate", ours / (each * REPLICATES), "×", MOST_OF_RATING_EACH, how)


def rated_one_by_one(framework: Framework, evidence: Evidence, replicates: int) -> dict[str, int]:
    """In how many of the replicates each overall rating comes out, by the method itself."""
    groups = list(by_group(evidence.cases).values())
    drawn = [cases_drawn(SEED, place, len(cases), replicates).tolist() for place, cases in enumerate(groups)]
    counts: dict[str, int] = {}
    for replicate in range(replicates):
        chosen = tuple(
            CaseAnswers(f"{cases[place].group}-{order}", cases[place].group, cases[place].kind, cases[place].answers)
            for cases, rows in zip(groups, drawn, strict=True)
            for order, place in enumerate(rows[replicate])
        )
        overall = rate_inspection(framework, Evidence(chosen, judgements=evidence.judgements)).overall
        counts[overall] = counts.get(overall, 0) + 1
    return counts
