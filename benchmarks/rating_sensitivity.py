"""Which answers and cases decide, exactly, beside rating Birmingham again for every single change."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, calls
from touchstone.dossier.file import read_inspection
from touchstone.rating.answers import CaseAnswers, Evidence
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.sensitivity import CHANGES, sensitivity
from touchstone.rating.working import RatedInspection
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

BIRMINGHAM = Path(__file__).resolve().parent.parent / "touchstone/dossier/examples/birmingham-2023/inspection.json"
RUNS = 25
MOST_OF_RATING_AGAIN = 1 / 1000
MOST_MILLISECONDS = 2  # told, not a floor: machines differ


def figures() -> Iterator[Figure]:
    """The time of the exact answer, and its share of the time of rating again for every change."""
    inspection = read_inspection(BIRMINGHAM)
    framework = load_framework(inspection.framework)
    evidence = inspection.evidence
    rated = rate_inspection(framework, evidence)
    changes = list(every_change(evidence))
    deciding = sum(changes_a_rating(framework, changed, rated) for changed in changes)
    found = sensitivity(framework, evidence, rated)
    assert deciding == sum(len(each.cases) for each in found.answers) + len(found.cases)
    ours = calls(lambda: sensitivity(framework, evidence, rated), runs=RUNS)
    again = calls(lambda: [rate_inspection(framework, changed) for changed in changes], runs=5)
    how = f"{len(evidence.cases)} cases, {len(changes)} changes, {deciding} of them decide; medians of {RUNS}"
    yield Figure(f"exact sensitivity (goal: {MOST_MILLISECONDS} ms)", 1000 * ours, "ms", None, how)
    how = f"rating again took {again:.2f} s; one {again / ours:,.0f}th of it"
    yield Figure("exact sensitivity / rating again for every change", ours / again, "×", MOST_OF_RATING_AGAIN, how)


def every_change(evidence: Evidence) -> Iterator[Evidence]:
    """The evidence with every single answer changed, and with every single case left out."""
    for place, case in enumerate(evidence.cases):
        before, after = evidence.cases[:place], evidence.cases[place + 1 :]
        yield Evidence(before + after, judgements=evidence.judgements)
        for question, answered in case.answers.items():
            for instead in [new for old, new in CHANGES if old == answered]:
                changed = CaseAnswers(case.reference, case.group, case.kind, {**case.answers, question: instead})
                yield Evidence((*before, changed, *after), judgements=evidence.judgements)


def changes_a_rating(framework: Framework, changed: Evidence, rated: RatedInspection) -> bool:
    """Is any standard rated otherwise?"""
    again = rate_inspection(framework, changed)
    return any(one.rating != other.rating for one, other in zip(again.standards, rated.standards, strict=True))
