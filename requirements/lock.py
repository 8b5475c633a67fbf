"""Writes the requirements: every version and hash, and no address. `python3 dev.py lock` runs it.

run.txt and dev.txt open with a mark of the dependencies they were made from, so that a house rule can tell when they
are out of date without asking anybody. node.txt holds Node.js as a wheel, for machines without npm.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOW = (
    "--universal --python-version 3.11 --generate-hashes "
    "--no-emit-find-links --no-emit-index-url --no-annotate --no-header"
)
FROM_PYPROJECT = {"run.txt": "--extra postgres", "dev.txt": "--extra postgres --group dev"}


def dependencies_mark(pyproject: str) -> str:
    """A short hash of every dependency named in the text of pyproject.toml."""
    named = tomllib.loads(pyproject)
    project = named["project"]
    every = [project["dependencies"], project["optional-dependencies"], named["dependency-groups"]]
    return hashlib.sha256(json.dumps(every, sort_keys=True).encode()).hexdigest()[:16]


def node_wheel(hatch_build: str) -> str:
    """The Node.js wheel that the build asks for, as its text names it."""
    found = re.search(r'^NODE_WHEEL = "([^"]+)"', hatch_build, re.MULTILINE)
    if found is None:
        raise SystemExit("hatch_build.py names no NODE_WHEEL.")
    return found.group(1)


def resolve(name: str, source: str, how: str, more: list[str], first_line: str = "") -> None:
    """Write requirements/NAME. `source` is a file's name or the requirement itself; `more` goes to uv."""
    place = ROOT / "requirements" / name
    uv = shutil.which("uv")
    if uv is None:
        raise SystemExit("Locking needs uv. Install it: pip install uv.")
    is_file = (ROOT / source).is_file()
    # with -o uv keeps the versions that are already in the file, unless it is told --upgrade
    command = [uv, "pip", "compile", "--quiet", *HOW.split(), *how.split(), *more, "-o", str(place)]
    given = None if is_file else source
    subprocess.run([*command, source if is_file else "-"], cwd=ROOT, check=True, input=given, encoding="utf-8")
    text = place.read_text(encoding="utf-8")
    place.write_text(first_line + text, encoding="utf-8", newline="\n")


def main(more: list[str]) -> int:
    """Resolve and write every file. Words given to it go to uv (`--upgrade`)."""
    mark = dependencies_mark((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name, how in FROM_PYPROJECT.items():
        resolve(name, "pyproject.toml", how, more, f"# Written by `python3 dev.py lock` for dependencies {mark}\n")
    resolve("node.txt", node_wheel((ROOT / "hatch_build.py").read_text(encoding="utf-8")), "", more)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
