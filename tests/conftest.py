"""What holds for every test: loopback only, and a record of the capabilities that were proved."""

import json
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down which marked tests passed; the page of capabilities is made from it."""
    outcomes = session.config.stash.get(OUTCOMES, {})
    marked = {item.nodeid.partition("[")[0] for item in session.items if item.get_closest_marker("capability")}
    fresh = {name: passed for name, passed in outcomes.items() if name in marked}
    if fresh:
        before = json.loads(PROVED.read_text(encoding="utf-8")) if PROVED.exists() else {}
        PROVED.parent.mkdir(exist_ok=True)
        PROVED.write_text(json.dumps({**before, **fresh}, indent=1, sort_keys=True), encoding="utf-8")
