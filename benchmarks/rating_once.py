"""Rating one inspection that is in memory, beside reading the JSON of the same one; and agreement by patterns."""

import json
import random
import warnings
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, calls
from touchstone.dossier.file import read_inspection
from touchstone.rating.agreement import krippendorffs_alpha
from touchstone.rating.answers import ANSWERS
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.interval import wilson_interval
from touchstone.standards.loading import load_framework

BIRMINGHAM = Path(__file__).resolve().parent.parent / "touchstone/dossier/examples/birmingham-2023/inspection.json"
RUNS = 51
UNITS, INSPECTORS = 7200, 3


def figures() -> Iterator[Figure]:
    """Nothing here is promised in milliseconds; the ratios tell what is worth keeping in a cache (nothing is)."""
    inspection = read_inspection(BIRMINGHAM)
    framework = load_framework(inspection.framework)
    evidence = inspection.evidence
    cases = [
        {"reference": case.reference, "group": case.group, "kind": case.kind, "answers": dict(case.answers)}
        for case in evidence.cases
    ]
    text = json.dumps({**json.loads(BIRMINGHAM.read_bytes()), "cases": cases})
    rate = calls(lambda: rate_inspection(framework, evidence), runs=RUNS)
    read = calls(lambda: json.loads(text), runs=RUNS)
    yield Figure(
        "rate Birmingham / json.loads of it", rate / read, "×", None, f"{1000 * rate:.2f} ms; {len(text):,} bytes"
    )
    rated = rate_inspection(framework, evidence)
    tallies = [(each.yes or 0, each.of or 1) for standard in rated.standards for each in standard.questions]
    intervals = calls(lambda: [wilson_interval(yes, of, caseload=200) for yes, of in tallies], runs=RUNS)
    yield Figure("intervals of its shares", 1000 * intervals, "ms", None, f"{len(tallies)} with a known caseload")
    yield from agreement()


def agreement() -> Iterator[Figure]:
    """Krippendorff's alpha beside the published library, on the same answers."""
    try:
        import krippendorff
    except ImportError:  # a peer for developers only
        return
    drawn = random.Random(1)
    rows = [tuple(drawn.choices(ANSWERS, (6, 3, 1), k=INSPECTORS)) for _ in range(UNITS)]
    values = [[ANSWERS.index(answer) for answer in column] for column in zip(*rows, strict=True)]

    def theirs() -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return float(krippendorff.alpha(reliability_data=values, level_of_measurement="nominal"))

    ours = krippendorffs_alpha(rows)
    assert ours is not None
    assert abs(ours - theirs()) < 1e-9
    by_us, by_them = calls(lambda: krippendorffs_alpha(rows)), calls(theirs)
    how = f"{UNITS:,} answers by {INSPECTORS} inspectors in {1000 * by_us:.1f} ms; the library {1000 * by_them:.1f} ms"
    yield Figure("Krippendorff's alpha / the krippendorff library", by_us / by_them, "×", 1, how)
