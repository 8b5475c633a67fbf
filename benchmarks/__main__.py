"""Runs every benchmark, or those named: `python -m benchmarks [NAME …] [--floors] [--write FILE]`."""

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.figures import Figure

FOLDER = Path(__file__).resolve().parent
NOT_BENCHMARKS = ("__init__", "__main__", "figures", "site")


def names() -> list[str]:
    """Every benchmark: each module of this folder with a function `figures`; `site` is what one of them serves."""
    return [path.stem for path in sorted(FOLDER.glob("*.py")) if path.stem not in NOT_BENCHMARKS]


def measured(chosen: list[str]) -> Iterator[tuple[str, Figure]]:
    """Each figure with the benchmark that measured it."""
    for name in chosen:
        for figure in import_module(f"benchmarks.{name}").figures():
            yield name, figure


def machine() -> str:
    """What it was measured on. Figures of different machines are not compared; ratios may be."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def page(told: list[tuple[str, Figure]]) -> str:
    """The figures as a page of the documentation."""
    lines = [
        "# Benchmarks\n",
        f"Measured with `python3 dev.py prove` on {machine()}. Ratios are of things measured in one run, in turn.\n",
        "| Benchmark | What | Measured | Promised at most | How |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, figure in told:
        promised = "" if figure.most is None else f"{figure.most:g} {figure.unit}"
        lines.append(f"| {name} | {figure.what} | {figure.value:.3g} {figure.unit} | {promised} | {figure.how} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure, tell, and with --floors fail where a promise is not kept."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Time what we promise to be fast.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}; all without one")
    parser.add_argument("--floors", action="store_true", help="exit with 1 where a promise is not kept")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the figures as a page")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(names()))
    if unknown:
        parser.error(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(names())}.")
    print(machine())
    told = []
    for name, figure in measured(arguments.names or names()):
        told.append((name, figure))
        print(f"{name:<24}{figure}", flush=True)
    if arguments.write:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        arguments.write.write_text(page(told), encoding="utf-8", newline="\n")
    broken = [figure for _, figure in told if not figure.holds]
    if broken and arguments.floors:
        print(f"\n{len(broken)} promises not kept.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
