#!/usr/bin/env python3
"""The one way to do anything here: `python3 dev.py run`, `test`, `check` and the others below.

Standard library only, and a step that has nothing to do costs nothing. This file must be readable by any Python
from 3.8 on, so that an old one can say what is needed instead of failing on the grammar.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

NEEDS = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VAR = Path(os.environ.get("TOUCHSTONE_VAR", ROOT / "var"))
WINDOWS = os.name == "nt"
PYTHON = VENV / "Scripts" / "python.exe" if WINDOWS else VENV / "bin" / "python"
MADE_FROM = VENV / "made-from.json"  # what the environment was made from: when nothing changed nothing is done
EVERYTHING_REQUIRED = os.environ.get("TOUCHSTONE_REQUIRE_ALL") == "1"
BROWSERS = (
    "chromium",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
TRIAL = {"TOUCHSTONE_MODE": os.environ.get("TOUCHSTONE_MODE", "local")}  # plain http, on this machine alone
advice = []  # what the machine lacks and the one thing to install, told at the end


def stop(sentence):
    """End with a sentence a person can act on."""
    sys.exit("\n" + sentence)


def say(sentence):
    """One line of progress, on standard error so that a command's own output stays clean."""
    print(sentence, file=sys.stderr, flush=True)


def call(*words, env=None, quiet=False, cwd=ROOT):
    """Run a program to its end and give its exit status. Ctrl-C reaches it too: we let it end by itself."""
    sink = subprocess.DEVNULL if quiet else None
    child = subprocess.Popen(
        [str(word) for word in words], cwd=str(cwd), env={**os.environ, **(env or {})}, stdout=sink
    )
    try:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
    finally:
        end(child)


def end(child):
    """End a child that still runs, by force only when it does not listen."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def must(*words, env=None, why="", quiet=True):
    """Run a program that has to succeed."""
    if call(*words, env=env, quiet=quiet) != 0:
        stop(f"{why or 'This step failed'}: {' '.join(str(word) for word in words)}")


def ensure_new_python():
    """Go on under a newer Python where this one is too old and the machine has one."""
    if sys.version_info >= NEEDS:
        return
    newer = [found for minor in range(20, NEEDS[1] - 1, -1) for found in [shutil.which(f"python3.{minor}")] if found]
    if not newer:
        stop("Touchstone needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info[:2]))
    sys.exit(call(newer[0], __file__, *sys.argv[1:], cwd=os.getcwd()))


def install_for_machine(*packages):
    """Install Debian packages where we are root on such a machine; True when that worked."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    say(f"Installing {' '.join(packages)} …")
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    call("apt-get", "update", "-qq", env=quietly, quiet=True)
    return call("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=quietly, quiet=True) == 0


def lacking(what, install):
    """Note a missing part of the machine: an error where everything is required, else a line of advice at the end."""
    if EVERYTHING_REQUIRED:
        stop(f"{what} Install {install}.")
    advice.append(f"{what} Install {install}.")


def find_browser():
    """The Chromium that browser journeys drive: $CHROMIUM, else the first of the usual ones; None without one."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else BROWSERS
    return next((found for found in map(shutil.which, names) if found), None)


def ensure_browser():
    """A browser for the journeys; None (and advice) where there is none to be had."""
    browser = find_browser() or (install_for_machine("chromium", "fonts-liberation") and find_browser()) or None
    if browser is None:
        lacking("The browser journeys did not run: there is no Chromium.", "Chromium (Debian: apt install chromium)")
    return browser


def fingerprint(*paths):
    """One hash of the names and contents of files, and of every file in folders."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def read_state():
    """What was done before, by step."""
    try:
        return dict(json.loads(MADE_FROM.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def record(**marks):
    """Remember what steps were done from."""
    MADE_FROM.write_text(json.dumps({**read_state(), **marks}, indent=1, sort_keys=True), encoding="utf-8")


def make_environment():
    """Make .venv, with uv where there is one because it is quicker, else with Python's own venv."""
    say("Making .venv …")
    uv = shutil.which("uv")
    if uv:
        must(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV, why="uv could not make .venv")
        return
    try:
        import ensurepip  # noqa: F401  Debian leaves it out of python3
    except ImportError:
        if not install_for_machine("python3-venv"):
            stop("Python here cannot make an environment. Install python3-venv (Debian: apt install python3-venv).")
    must(sys.executable, "-m", "venv", "--clear", VENV, why="Python could not make .venv")


def install_requirements(name):
    """Install requirements/NAME, every file checked against its hash. dev.txt holds all of run.txt."""
    say(f"Installing requirements/{name} …")
    listed = ROOT / "requirements" / name
    uv = shutil.which("uv")
    if uv:
        installer = [uv, "pip", "install", "--quiet", "--python", PYTHON]
    else:
        installer = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
        if call(PYTHON, "-m", "pip", "--version", quiet=True) != 0:
            must(PYTHON, "-m", "ensurepip", why="The environment has no pip")
    must(*installer, "--no-deps", "--require-hashes", "-r", listed, why="Installing failed", quiet=False)


def link_package():
    """Put this folder on the environment's path.

    A .pth file, not an editable install: that would run a build in an environment of its own, download the build
    requirements once more, and end in a .pth file just like this one.
    """
    places = [VENV / "Lib" / "site-packages"] if WINDOWS else sorted(VENV.glob("lib/python3*/site-packages"))
    for place in places:
        (place / "touchstone-here.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def prepare(name):
    """The environment with requirements/NAME, and everything git does not hold; nothing is done twice."""
    python = "{}.{} {}".format(*sys.version_info[:2], sys.base_prefix)
    if not PYTHON.exists() or read_state().get("python", python) != python:
        make_environment()
    wanted = fingerprint(ROOT / "requirements" / name)
    if read_state().get(name) != wanted:
        install_requirements(name)
        record(**{"python": python, name: wanted})
        if name == "dev.txt":
            record(**{"run.txt": fingerprint(ROOT / "requirements" / "run.txt")})
    link_package()
    build(name)


def build(name):
    """The style sheet, the fonts and the compiled frameworks; for developers the accessibility checker too."""
    package = ROOT / "touchstone"
    made_from = [ROOT / "hatch_build.py", ROOT / "package-lock.json", package / "reports" / "fonts" / "fonts.json"]
    mark = fingerprint(*made_from, package / "standards" / "frameworks", *package.glob("standards/*.py"))
    built = package / "web" / "design" / "static" / "vendor"
    if read_state().get(f"built for {name}") == mark and built.is_dir():
        return
    say("Building style sheet, fonts and frameworks …")
    if shutil.which("npm") is None:
        install_requirements("node.txt")  # Node.js as a wheel; hatch_build.py finds it in the environment
    must(PYTHON, ROOT / "hatch_build.py", *(["tests"] if name == "dev.txt" else []), why="The build failed")
    record(**{f"built for {name}": mark})


def first_free_port(first):
    """The first port from `first` on that nobody listens on, at 127.0.0.1 and at ::1 (where 'localhost' may lead)."""
    for port in range(first, first + 200):
        if not any(answers(host, port) for host in ("127.0.0.1", "::1")):
            return port
    return stop(f"Every port from {first} to {first + 199} is taken. Choose another: dev.py run --port 9000.")


def answers(host, port):
    """Does anything listen there?"""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as caller:
        caller.settimeout(0.2)
        return caller.connect_ex((host, port)) == 0


def page_is_served(port):
    """Does the first page of the site come, whole?"""
    from http.client import HTTPConnection, HTTPException

    caller = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        caller.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return caller.getresponse().status == 200
    except (HTTPException, OSError):
        return False
    finally:
        caller.close()


def prepare_site():
    """Bring the database up to date, and the demonstration into it; what somebody published there is never touched."""
    package = ROOT / "touchstone"
    made_from = [
        *sorted(package.rglob("*.py")),
        package / "dossier" / "examples",
        package / "web" / "design" / "static",
    ]
    mark = f"{fingerprint(*made_from)} {VAR} {os.environ.get('DATABASE_URL', '')}"
    made = os.environ.get("DATABASE_URL") or (VAR / "touchstone.sqlite3").exists()
    if not made or not (VAR / "static").is_dir() or read_state().get("site") != mark:
        say("Preparing the site …")
        must(PYTHON, "manage.py", "prepare", "--verbosity", "0", env=TRIAL, why="The site could not be prepared")
        record(site=mark)


def run(words):
    """Start the site, print its address once it answers, and stay until Ctrl-C."""
    first = int(words[words.index("--port") + 1]) if "--port" in words[:-1] else 8000
    prepare("run.txt")
    VAR.mkdir(exist_ok=True)
    prepare_site()
    port = first_free_port(first)
    with (VAR / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [str(PYTHON), "-m", "touchstone", "serve", "--port", str(port)],
            cwd=str(ROOT), env={**os.environ, **TRIAL}, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while not page_is_served(port):
            if server.poll() is not None or time.monotonic() > deadline:
                end(server)
                tail = (VAR / "server.log").read_text(encoding="utf-8", errors="replace")[-3000:]
                stop(f"{tail}\nThe site did not start; all it said is in var/server.log.")
            time.sleep(0.05)
        print(f"http://localhost:{port}", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        end(server)


def test(words):
    """Run the tests: the quick ones, or all; other words go to pytest."""
    prepare("dev.txt")
    chosen = [] if "--all" in words or "-m" in words else ["-m", "not slow"]
    words = [word for word in words if word != "--all"]
    chosen += [] if any("tests/" in word for word in words) else ["-n2", "--dist=loadfile", "--no-loadscope-reorder"]
    browser = ensure_browser()
    if browser is None:
        chosen += ["--ignore=tests/journeys"]
    status = call(PYTHON, "-m", "pytest", *chosen, *words, env={"CHROMIUM": browser} if browser else None)
    for sentence in advice:
        say(f"\n  ! {sentence}")
    return status


def check(words):
    """Everything that can be said about the code without running its tests; all of it, then what failed."""
    prepare("dev.txt")
    production = {
        "TOUCHSTONE_MODE": "production",
        "TOUCHSTONE_SECRET_KEY": "only for this check 0123456789 abcdefghijklmnopqrstuvwxyz",
        "TOUCHSTONE_HOSTS": "example.org",
        "TOUCHSTONE_SCANNING": "off",
        "DATABASE_URL": "postgresql://localhost/touchstone",
    }
    tools = VENV / ("Scripts" if WINDOWS else "bin")
    steps = {
        "format": ([tools / "ruff", "format", "--check", "."], None),
        "lint": ([tools / "ruff", "check", "."], None),
        "types": ([PYTHON, "-m", "mypy"], None),
        "import contracts": ([tools / "lint-imports"], None),
        "house rules": ([PYTHON, "-m", "pytest", "-q", "tests/house_rules"], None),
        "migrations": ([PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], TRIAL),
        "deployment": ([PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], production),
    }
    failed = []
    for name, (command, env) in steps.items():
        say(f"── {name}")
        if call(*command, env=env) != 0:
            failed.append(name)
    if failed:
        stop(f"Failed: {', '.join(failed)}. `python3 dev.py fix` and `python3 dev.py docs` mend what can be mended.")
    say("Everything holds.")
    return 0


def fix(words):
    """Format, and mend what the linter can mend."""
    prepare("dev.txt")
    ruff = VENV / ("Scripts" if WINDOWS else "bin") / "ruff"
    return max(call(ruff, "check", "--fix", "."), call(ruff, "format", "."))


def docs(words):
    """Write every generated page again."""
    prepare("dev.txt")
    return call(PYTHON, "-m", "docs.pages", *words)


def lock(words):
    """Write requirements/*.txt again from pyproject.toml (needs uv)."""
    return call(sys.executable, ROOT / "requirements" / "lock.py", *words)


def bench(words):
    """Time what we promise to be fast; with --floors, fail where a promise is not kept."""
    prepare("dev.txt")
    return call(PYTHON, "-m", "benchmarks", *words)


def prove(words):
    """The long runs: other inputs, the method broken on purpose, what is promised to be fast; writes docs/evidence/."""
    prepare("dev.txt")
    search = ["pytest", "-q", "--hypothesis-profile=searching", "tests/unit", "tests/spec", *words]
    timing = ["benchmarks", "--write", ROOT / "docs" / "evidence" / "benchmarks.md"]
    return max(call(PYTHON, "-m", *run) for run in (search, ["tests.mutation"], timing))


def touchstone(words):
    """The touchstone command, from wherever the person stands."""
    prepare("run.txt")
    return call(PYTHON, "-m", "touchstone", *words, cwd=os.getcwd())


COMMANDS = (run, test, check, fix, docs, lock, bench, prove, touchstone)


def usage():
    """Every command with its sentence."""
    return "python3 dev.py COMMAND …\n\n" + "\n".join(f"  {c.__name__:12}{c.__doc__.splitlines()[0]}" for c in COMMANDS)


def main(words):
    """Do what the first word says."""
    ensure_new_python()
    chosen = [command for command in COMMANDS if words and command.__name__ == words[0]]
    if not chosen:
        print(usage())
        return 0 if words[:1] in ([], ["-h"], ["--help"]) else 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that children are ended with us
    return chosen[0](words[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
