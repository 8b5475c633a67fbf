"""Every example of the documentation that is marked `runs` does run, and prints what the page says it prints.

A page is followed from top to bottom in an empty folder. Its fenced blocks say what they are after the language:
`json file=NAME` writes a file, `sh runs` and `python runs` run, `text prints` is what the block before it printed
(`…` alone on a line stands for any number of lines, inside a line for any words).
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house_rules.source import ROOT, every_path, read

BLOCK = re.compile(r"^```(\w+) +(runs|prints|file=[\w./-]+) *\n(.*?)^```", re.MULTILINE | re.DOTALL)
# In a page `python3 dev.py touchstone …` is typed at the root of a clone; here it is the same program without set-up.
SHELL = """set -euo pipefail
python3() {
  if [ "$1 $2" = "dev.py touchstone" ]; then shift 2; "$PYTHON" -m touchstone "$@"; else "$PYTHON" "$@"; fi
}
"""


@dataclass(frozen=True)
class Block:
    """One marked block of a page."""

    language: str
    does: str
    text: str


def blocks(page: str) -> list[Block]:
    """The marked blocks of a page, in order."""
    return [Block(*found.groups()) for found in BLOCK.finditer(page)]


def pages() -> list[str]:
    """Every page with a marked block."""
    return [path for path in every_path() if path.endswith(".md") and blocks(read(path).text)]


def follow(page: str, folder: Path) -> None:
    """Do what a page says. Raises AssertionError with what was printed instead."""
    printed = ""
    for block in blocks(page):
        if block.does.startswith("file="):
            place = folder / block.does.removeprefix("file=")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.text, encoding="utf-8", newline="\n")
        elif block.does == "runs":
            printed = run(block, folder)
        else:
            assert fits(block.text, printed), f"The page says\n{block.text}\nand it printed\n{printed}"


def run(block: Block, folder: Path) -> str:
    """Run a block and give what it printed. Raises AssertionError with its complaint when it fails."""
    words = ["bash", "-c", SHELL + block.text] if block.language == "sh" else [sys.executable, "-c", block.text]
    environment = {**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, f"{block.text}\nended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def fits(expected: str, printed: str) -> bool:
    """Is this what was printed, but for `…` and spaces at the ends of lines?"""
    lines = [re.escape(line.rstrip()).replace("…", ".*") for line in expected.strip().splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line == ".*" else f"{line}\n" for line in lines)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed.strip().splitlines())) is not None


@pytest.mark.parametrize("path", pages())
def test_the_examples_of_a_page_run(path: str, tmp_path: Path) -> None:
    follow(read(path).text, tmp_path)


def test_the_front_page_has_an_example() -> None:
    assert "README.md" in pages()


def test_a_wrong_example_is_found(tmp_path: Path) -> None:
    follow(
        "```text file=x.txt\nhello\n```\n```sh runs\ncat x.txt; echo 2\n```\n```text prints\nhel…\n…\n```\n", tmp_path
    )
    with pytest.raises(AssertionError, match="printed"):
        follow("```sh runs\necho 1\n```\n```text prints\n2\n```\n", tmp_path)
    with pytest.raises(AssertionError, match="ended with 3"):
        follow("```python runs\nraise SystemExit(3)\n```\n", tmp_path)
