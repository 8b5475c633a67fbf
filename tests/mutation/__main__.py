"""Breaks the rating method on purpose, a few thousand times, and writes down which breaks the tests do not notice.

`python -m tests.mutation` works in a copy of the repository, takes some ten minutes on two cores, and writes
docs/evidence/mutation-rating.md. It ends with 1 where fewer than 95 in a hundred mutants are noticed, or where one
that is not has no reason in survivors.yaml.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
REASONS = Path(__file__).with_name("survivors.yaml")
EVIDENCE = ROOT / "docs" / "evidence" / "mutation-rating.md"
LEAST_NOTICED = 0.95
NOTICED = ("killed", "timeout", "segfault")
UNEXPLAINED = "No reason is recorded."


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test noticed: where it is, the line as it was and as it became."""

    place: str  # "counted.py, deciding"
    before: str
    after: str


def main() -> int:
    """Run mutmut in a copy, then tell."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        copy_repository(copy)
        mutmut("run", "--max-children", str(os.cpu_count() or 2), folder=copy, shown=sys.stdout.isatty())
        outcomes = dict(line.split(": ") for line in lines_of(mutmut("results", "--all", "true", folder=copy)))
        survivors = [told(name, copy) for name, outcome in outcomes.items() if outcome not in NOTICED]
    noticed = len(outcomes) - len(survivors)
    reasons = [reason_for(survivor) for survivor in survivors]
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    EVIDENCE.write_text(page(noticed, len(outcomes), survivors, reasons), encoding="utf-8", newline="\n")
    print(f"{noticed} of {len(outcomes)} noticed; see {EVIDENCE.relative_to(ROOT)}")
    for survivor, reason in zip(survivors, reasons, strict=True):
        if reason == UNEXPLAINED:
            print(f"{survivor.place}\n  - {survivor.before}\n  + {survivor.after}", file=sys.stderr)
    return int(noticed < LEAST_NOTICED * len(outcomes) or UNEXPLAINED in reasons)


def copy_repository(folder: Path) -> None:
    """Every file that is in the repository, or would be, and the compiled frameworks."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def mutmut(*words: str, folder: Path, shown: bool = False) -> str:
    """Run mutmut in a folder and give what it said."""
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": "."}
    ran = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=folder,
        env=environment,
        stdout=None if shown else subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return ran.stdout or ""


def lines_of(text: str) -> list[str]:
    """The lines with something in them, without the spaces around."""
    return [line.strip() for line in text.splitlines() if ": " in line]


def told(name: str, folder: Path) -> Survivor:
    """What a mutant changed."""
    changed = [line for line in mutmut("show", name, folder=folder).splitlines() if line[:1] in "+-"]
    before = [line[1:].strip() for line in changed if line[0] == "-" and not line.startswith("---")]
    after = [line[1:].strip() for line in changed if line[0] == "+" and not line.startswith("+++")]
    module, _, function = name.removeprefix("touchstone.rating.").partition(".")
    function = function.rpartition("__mutmut_")[0].removeprefix("x").replace("ǁ", ".").strip(".").removeprefix("_")
    return Survivor(f"{module}.py, {function}", " ".join(before), " ".join(after))


def reason_for(survivor: Survivor) -> str:
    """The recorded reason: that of the first group whose place and text fit."""
    for group in yaml.safe_load(REASONS.read_text(encoding="utf-8")):
        for where, texts in group["survivors"].items():
            if where in ("anywhere", survivor.place) and any(text in survivor.after for text in texts):
                return str(group["because"])
    return UNEXPLAINED


def page(noticed: int, mutants: int, survivors: list[Survivor], reasons: list[str]) -> str:
    """The evidence as a page: the figure, then every survivor under its reason."""
    lines = [
        "# Mutation run of the rating room",
        "",
        "`python -m tests.mutation` breaks `touchstone/rating/` on purpose, one small change at a time, and runs the",
        "unit tests of the room on each. A change that no test notices survives; each is listed here with the reason.",
        "",
        f"**{noticed} of {mutants} mutants are noticed: {100 * noticed / mutants:.1f}%.** At least 95% is promised.",
    ]
    for reason, count in Counter(reasons).most_common():
        lines += ["", f"## {reason}", "", f"{count} of them.", "", "| Where | Was | Became |", "| --- | --- | --- |"]
        for survivor, its in zip(survivors, reasons, strict=True):
            if its == reason:
                lines.append(f"| {survivor.place} | {cell(survivor.before)} | {cell(survivor.after)} |")
    return "\n".join([*lines, ""])


def cell(code: str) -> str:
    """Code in a cell of a Markdown table."""
    return f"`{code.replace('|', chr(92) + '|')}`"


if __name__ == "__main__":
    raise SystemExit(main())
