"""The server is killed again and again under load: no acknowledged save is lost, and there is an act for each save."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.contention.site import site
from tests.contention.writers import faults, writers

WRITERS = 6
FEW, MANY = 8, 100
ENOUGH = 1_000_000  # edits; they stop when the killing is over


def killed(folder: Path, times: int, plant: str = "") -> tuple[int, list[str]]:
    """How many saves were acknowledged through so many kills, and what does not hold."""
    chance = random.Random(times)
    with site(folder, plant=plant) as running:
        load = writers(running, count=WRITERS, edits=ENOUGH, questions=24)
        for writer in load:
            writer.start()
        for _kill in range(times):
            time.sleep(0.1 + chance.random() * 0.4)
            running.kill()
            running.start()
        for writer in load:
            writer.stop.set()
        for writer in load:
            writer.join()
        acknowledged = sum(len(w.acknowledged.read_text(encoding="utf-8").splitlines()) for w in load)
        return acknowledged, faults(running, load)


@pytest.mark.capability("I5", "W5")
def test_no_acknowledged_save_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    acknowledged, found = killed(tmp_path, FEW)
    assert not found, "\n".join(found[:20])
    assert acknowledged > FEW


@pytest.mark.slow
def test_nor_when_it_is_killed_a_hundred_times(tmp_path: Path) -> None:
    acknowledged, found = killed(tmp_path, MANY)
    assert not found, "\n".join(found[:20])
    assert acknowledged > MANY


@pytest.mark.slow
@pytest.mark.parametrize("plant", ["skipped_audit", "acknowledged_early"])
def test_a_planted_fault_is_found(tmp_path: Path, plant: str) -> None:
    _acknowledged, found = killed(tmp_path, 2, plant)
    assert found
