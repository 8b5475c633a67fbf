"""Eight writers on the same case at a real server: nothing acknowledged is lost, no retry is shown as a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contention.site import site
from tests.contention.writers import Writer, faults, writers
from tests.postgresql import postgresql

WRITERS = 8
FEW, MANY = 200, 2_000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server for this module."""
    with postgresql() as address:
        yield address


def emptied(address: str, name: str) -> str:
    """The address of a new database there."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return address.rpartition("/")[0] + f"/{name}"


def edited(folder: Path, *, edits: int, database: str = "", plant: str = "", questions: int = 8
           ) -> tuple[list[Writer], list[str]]:  # fmt: skip
    """The writers after so many edits, and what does not hold."""
    with site(folder, database=database, plant=plant) as running:
        load = writers(running, count=WRITERS, edits=edits, questions=questions)
        for writer in load:
            writer.start()
        for writer in load:
            writer.join()
        return load, faults(running, load)


@pytest.mark.capability("I5", "W5")
def test_no_acknowledged_edit_is_lost(tmp_path: Path) -> None:
    load, found = edited(tmp_path, edits=FEW)
    assert not found, "\n".join(found[:20])
    assert sum(len(writer.conflicts) for writer in load) > 10  # or they were not in each other's way


def test_no_acknowledged_edit_is_lost_on_postgresql(tmp_path: Path, server: str) -> None:
    load, found = edited(tmp_path, edits=FEW, database=emptied(server, "few"))
    assert not found, "\n".join(found[:20])
    assert sum(len(writer.conflicts) for writer in load) > 10


@pytest.mark.slow
def test_none_of_two_thousand_is_lost(tmp_path: Path) -> None:
    _load, found = edited(tmp_path, edits=MANY, questions=16)
    assert not found, "\n".join(found[:20])


@pytest.mark.slow
def test_none_of_two_thousand_is_lost_on_postgresql(tmp_path: Path, server: str) -> None:
    _load, found = edited(tmp_path, edits=MANY, database=emptied(server, "many"), questions=16)
    assert not found, "\n".join(found[:20])


@pytest.mark.slow
@pytest.mark.parametrize("plant", ["last_write_wins", "skipped_audit", "acknowledged_early"])
def test_a_planted_fault_is_found(tmp_path: Path, plant: str) -> None:
    _load, found = edited(tmp_path, edits=FEW // 2, plant=plant, questions=2)
    assert found
