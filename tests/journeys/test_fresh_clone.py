"""The first command of the README, on a machine that has Python and git and nothing else."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house_rules.source import ROOT

MOST_SECONDS_OF_A_SECOND_START = 5  # on a busy machine; alone it is two, most of it Django's


def bare_machine(folder: Path) -> dict[str, str]:
    """An environment whose programs are Python and git: no Node.js, no uv."""
    folder.mkdir()
    for name, program in {"python3": getattr(sys, "_base_executable"), "git": shutil.which("git")}.items():  # noqa: B009
        (folder / name).symlink_to(str(program))
    ours = ("TOUCHSTONE_", "DATABASE_URL", "DJANGO_", "VIRTUAL_ENV", "PYTHONPATH")
    return {**{name: value for name, value in os.environ.items() if not name.startswith(ours)}, "PATH": str(folder)}


def start(clone: Path, environment: dict[str, str], folder: Path) -> tuple[subprocess.Popen[str], str, float]:
    """Type `python3 dev.py run` and wait for the address; gives the process, the address and the seconds it took."""
    began = time.monotonic()
    complaints = (folder / "stderr").open("w+", encoding="utf-8")
    running = subprocess.Popen(
        [str(folder / "bin" / "python3"), "dev.py", "run"],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=complaints,
        encoding="utf-8",
    )
    assert running.stdout is not None
    said = running.stdout.readline().strip()
    complaints.close()
    assert said.startswith("http://localhost:"), (folder / "stderr").read_text(encoding="utf-8")
    return running, said, time.monotonic() - began


def fetch(address: str) -> str:
    """The words of a page, without its marks."""
    with urlopen(address) as page:
        return " ".join(re.sub("<[^>]*>", "", page.read().decode()).split())


def stop(running: subprocess.Popen[str]) -> None:
    """Ctrl-C. Nothing was printed after the address, and nothing answers there any more."""
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert said == ""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are not sent so on Windows")
def test_the_first_command_ends_with_the_site_up_and_the_report_on_it(tmp_path: Path) -> None:
    """Given a fresh clone, when the command is typed, then Birmingham is there; typed again, it is there at once."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    environment = bare_machine(tmp_path / "bin")

    running, address, _ = start(clone, environment, tmp_path)
    try:
        first_page = fetch(address)
        report = fetch(f"{address}/reports/birmingham-2023/")
    finally:
        stop(running)
    assert "11/36" in first_page
    assert "one case fewer" in first_page
    assert "Birmingham" in report
    assert "11/36" in report

    running, address, seconds = start(clone, environment, tmp_path)
    stop(running)
    assert seconds < MOST_SECONDS_OF_A_SECOND_START

    left = subprocess.run(["git", "status", "--short"], cwd=clone, capture_output=True, encoding="utf-8", check=True)
    assert left.stdout == ""
