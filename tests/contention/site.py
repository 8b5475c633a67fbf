"""A real server with a database of its own, that can be killed and started again under load."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


@dataclass
class Site:
    """The server: where it is, what was prepared in it, and the process while it runs."""

    folder: Path
    database: str  # the address of a PostgreSQL database, "" for SQLite in the folder
    plant: str = ""
    port: int = 0
    prepared: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """As a site on this machine has it; not the settings of the tests."""
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PLANTED_FAULT")}
        kept |= {
            "TOUCHSTONE_MODE": "local",
            "TOUCHSTONE_VAR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "touchstone.web.settings",
            "PYTHONPATH": str(ROOT),
        }
        kept |= {"DATABASE_URL": self.database} if self.database else {}
        return kept | ({"PLANTED_FAULT": self.plant} if self.plant else {})

    def rows(self, what: str) -> dict[str, Any]:
        """Prepare the database, or report what is in it; in a process of its own."""
        words = [sys.executable, "-m", "tests.contention.rows", what]
        ran = subprocess.run(words, cwd=ROOT, env=self.environment, capture_output=True, encoding="utf-8", check=False)
        assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
        found: dict[str, Any] = json.loads(ran.stdout)
        return found

    def start(self) -> None:
        """Start the server and wait until it answers."""
        words = [sys.executable, "-m", "tests.contention.serve", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                words, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "server.log").read_text(encoding="utf-8")
                raise RuntimeError(f"The server did not start:\n{said[-4000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Does it answer?"""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End the server and its workers at once, as a failing machine does."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def site(folder: Path, *, database: str = "", plant: str = "") -> Iterator[Site]:
    """A prepared site that runs, ended afterwards."""
    made = Site(folder, database, plant, free_port())
    made.prepared = made.rows("prepare")
    made.start()
    try:
        yield made
    finally:
        made.kill()


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
