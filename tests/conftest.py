"""What holds for every test: loopback only, and a record of the capabilities that were proved."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine must not fail a test: how fast something is, is measured by `benchmarks/`, never by a deadline here.
settings.register_profile("touchstone", deadline=None)
settings.load_profile("touchstone")

ROOT = Path(__file__).resolve().parent.parent
PROVED = ROOT / "var" / "capabilities.json"

# The same inputs in every run, so that nobody's change fails for what somebody else's chance would have found; no
# deadlines, since machines are shared. `dev.py prove` searches on, with other inputs each time and ten times as many.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("steady")


def pytest_report_header() -> str:
    """Say which database the pages are tested on, so that a run can be told from another."""
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"] if settings.configured else "none"
    return f"database: {engine.rpartition('.')[2]}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember, for each marked test function, whether every run of it passed."""
    report: pytest.TestReport = yield  # type: ignore[misc]
    if report.when == "call" or report.outcome != "passed":
        name = item.nodeid.partition("[")[0]
        outcomes = item.config.stash.setdefault(OUTCOMES, {})
        outcomes[name] = outcomes.get(name, True) and report.outcome == "passed"
    return report  # type: ignore[return-value]


OUTCOMES = pytest.StashKey[dict[str, bool]]()


# The longest first, so that two processes end at about the same time; files of these folders are never parted.
LONGEST_FIRST = ("databases", "journeys", "contention")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest at the beginning; nothing else changes its place."""

    def place(item: pytest.Item) -> int:
        folders = Path(item.nodeid.partition("::")[0]).parts
        return next((n for n, name in enumerate(LONGEST_FIRST) if name in folders), len(LONGEST_FIRST))

    items.sort(key=place)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down which marked tests passed; the page of capabilities is made from it.

    Where tests run in several processes each writes a file of its own, and the one that began them puts them together.
    """
    outcomes = session.config.stash.get(OUTCOMES, {})
    marked = {
        item.nodeid.partition("[")[0] for item in getattr(session, "items", ()) if item.get_closest_marker("capability")
    }
    fresh = {name: passed for name, passed in outcomes.items() if name in marked}
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    parts = [] if process else sorted(PROVED.parent.glob("capabilities-*.json"))
    for part in parts:
        fresh |= json.loads(part.read_text(encoding="utf-8"))
        part.unlink()
    if fresh:
        place = PROVED.with_name(f"capabilities-{process}.json") if process else PROVED
        before = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
        place.parent.mkdir(exist_ok=True)
        place.write_text(json.dumps({**before, **fresh}, indent=1, sort_keys=True), encoding="utf-8")
