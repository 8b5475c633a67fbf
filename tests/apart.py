"""A database of a test's own, in which what is committed stays: for tests that start processes, and kill them.

It is a copy of the test database, a file or a database beside it, and for as long as the test lasts this process reads
and writes there too.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_WAIT = 60
OURS = ("TOUCHSTONE_", "DATABASE_URL", "DJANGO_")


class Apart:
    """The copy: how other processes reach it, and those that were started."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []

    def environment(self, **more: str) -> dict[str, str]:
        """What a process needs to work on the copy."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        ours = {"TOUCHSTONE_MODE": "local", "TOUCHSTONE_VAR": str(self.folder), "DATABASE_URL": self.url}
        return {**clean, **ours, "DJANGO_SETTINGS_MODULE": "touchstone.web.settings", **more}

    def start(self, code: str, *words: str, **more: str) -> subprocess.Popen[str]:
        """Run Python code in a process of its own; it is ended with the test at the latest."""
        child = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            cwd=ROOT,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.started.append(child)
        return child

    def end(self) -> None:
        """End what still runs."""
        for child in self.started:
            if child.poll() is None:
                child.kill()
            child.communicate()


def eventually(true: Callable[[], Any], *, child: subprocess.Popen[str] | None = None) -> Any:
    """Wait until something is so, and give it. Fails with what `child` said when that ends first."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while not (found := true()):
        if child is not None and child.poll() is not None:
            raise AssertionError(f"The process ended: {child.communicate()}")
        assert time.monotonic() < deadline, "It did not happen."
        time.sleep(0.05)
    return found


@contextmanager
def apart(folder: Path) -> Iterator[Apart]:
    """Copy the test database, and work there. Outside of any transaction."""
    ours = connections["default"]
    copy, url, forget = copied(ours, folder)
    there = type(ours)(copy, "default")
    connections["default"] = there
    made = Apart(url, folder)
    try:
        yield made
    finally:
        made.end()
        there.close()
        connections["default"] = ours
        forget()


def copied(ours: Any, folder: Path) -> tuple[dict[str, Any], str, Callable[[], object]]:
    """The copy's settings, its address, and how to be rid of it."""
    if ours.vendor == "sqlite":
        file = folder / "apart.sqlite3"
        ours.ensure_connection()
        with sqlite3.connect(file) as target:
            ours.connection.backup(target)
        target.close()
        return {**ours.settings_dict, "NAME": str(file)}, f"sqlite:///{file}", lambda: None
    import psycopg

    settings = ours.settings_dict
    name = f"apart_{uuid.uuid4().hex}"
    who = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
    server = f"postgresql://{who}@{settings['HOST']}:{settings['PORT']}"

    def tell(sql: str) -> None:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(sql.encode())

    ours.close()  # a database that somebody uses cannot be copied
    tell(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
    return {**settings, "NAME": name}, f"{server}/{name}", lambda: tell(f'DROP DATABASE "{name}" WITH (FORCE)')
