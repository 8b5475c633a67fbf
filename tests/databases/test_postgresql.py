"""Every page and every operation once more, on the database that production uses."""

import os
import re
import subprocess
import sys

import pytest

from tests.house_rules.source import ROOT
from tests.postgresql import postgresql

ROOMS = (
    "assessments", "audit/test_anchors.py", "audit/test_command.py", "concerns", "evidence", "ground", "inspections",
    "jobs", "judgements", "messages", "review", "samples", "surveys", "test_database.py",
)  # fmt: skip


@pytest.fixture(scope="module")
def address() -> object:
    """A PostgreSQL server for this module."""
    with postgresql() as url:
        yield url


def test_the_server_is_postgresql(address: str) -> None:
    import psycopg

    with psycopg.connect(address) as connection:
        answer = connection.execute("select version()").fetchone()
    assert answer is not None
    assert answer[0].startswith("PostgreSQL 1")


def test_what_is_stored_passes_on_postgresql(address: str) -> None:
    """The rooms in which people change something; the whole suite, every address for everybody too, is slow."""
    passes([f"tests/web/{room}" for room in ROOMS], address)


@pytest.mark.slow
def test_the_whole_web_suite_passes_on_postgresql(address: str) -> None:
    passes(["tests/web"], address)


def passes(folders: list[str], address: str) -> None:
    """In a run of its own: Django's settings are read once in a process."""
    environment = {**os.environ, "DATABASE_URL": address, "TOUCHSTONE_TESTS_ON": "postgresql"}
    suite = [sys.executable, "-m", "pytest", *folders, "-p", "no:cacheprovider", "-m", "not slow"]
    ran = subprocess.run(suite, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr[-2_000:]
    assert "database: postgresql" in ran.stdout
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed is not None
    assert int(passed.group(1)) > 0
