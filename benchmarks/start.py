"""`touchstone rate` as somebody at a prompt has it: whole processes beside a bare Python."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import BARE_PYTHON, Figure, processes

BIRMINGHAM = Path(__file__).resolve().parent.parent / "touchstone/dossier/examples/birmingham-2023/inspection.json"
RUNS = 15
MOST_TIMES_A_BARE_PYTHON = 5


def figures() -> Iterator[Figure]:
    """Birmingham's 77 cases rated, and only the overview printed, as multiples of `python -c pass`."""
    rate = (sys.executable, "-m", "touchstone", "rate", str(BIRMINGHAM))
    taken = processes({"bare": BARE_PYTHON, "rate": rate, "help": (*rate[:3], "--help")}, runs=RUNS)
    how = f"whole processes in turn, medians of {RUNS}; a bare Python took {taken['bare'] * 1000:.0f} ms"
    yield Figure("rate Birmingham / python -c pass", taken["rate"] / taken["bare"], "×", MOST_TIMES_A_BARE_PYTHON, how)
    yield Figure("touchstone --help / python -c pass", taken["help"] / taken["bare"], "×", None, how)
