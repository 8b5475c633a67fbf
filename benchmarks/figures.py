"""One figure of a benchmark, and how whole processes are timed side by side."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured: a ratio or a time, and the most it may be. A floor is a ratio wherever one can be had.

    `most` is None where nothing is promised and the figure is only told.
    """

    what: str  # "rate one inspection / python -c pass, whole processes"
    value: float
    unit: str = "×"
    most: float | None = None
    how: str = ""  # "medians of 15 runs in turn"

    @property
    def holds(self) -> bool:
        """True where the promise is kept, or there is none."""
        return self.most is None or self.value <= self.most

    def __str__(self) -> str:
        promise = "" if self.most is None else f"  promised at most {self.most:g} {self.unit}"
        return f"{self.what}: {self.value:.3g} {self.unit}{promise}{'' if self.holds else '  NOT KEPT'}"


def processes(commands: Mapping[str, Sequence[str]], *, runs: int = 15) -> dict[str, float]:
    """Median seconds of whole processes, run in turn (A B A B …) so that a noisy moment meets them all.

    Byte code is cached, as it is for a user: PYTHONDONTWRITEBYTECODE would time the compiler.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):  # the first turn fills caches and is not counted
        for name, words in commands.items():
            start = time.perf_counter()
            subprocess.run([*words], check=True, env=environment, stdout=subprocess.DEVNULL)
            if turn:
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def calls(work: Callable[[], object], *, runs: int = 25) -> float:
    """Median seconds of one call, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


BARE_PYTHON = (sys.executable, "-c", "pass")
