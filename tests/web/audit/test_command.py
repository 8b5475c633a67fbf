"""`touchstone audit`: says in one line what is lacking, verifies and anchors."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def touchstone(*words: str, var: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOUCHSTONE_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "touchstone", "audit", *words],
        cwd=ROOT,
        env={**kept, "TOUCHSTONE_VAR": str(var)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_site_that_is_not_prepared_is_told_so(tmp_path: Path) -> None:
    ran = touchstone("verify", var=tmp_path)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "There is no database" in ran.stderr


def test_it_asks_for_one_of_two_things(tmp_path: Path) -> None:
    assert touchstone("mend", var=tmp_path).returncode == 2
