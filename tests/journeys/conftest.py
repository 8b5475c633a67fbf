"""A real browser at the real site: started once as a user starts it, on a database of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import dev

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "axe" / "axe.min.js"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Playwright leaves an event loop in this thread, and Django then takes every query for one made inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if "journeys" in Path(item.nodeid.partition("::")[0]).parts:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Touchstone, filled as `dev.py run` fills it."""
    files = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "TOUCHSTONE_MODE": "local", "TOUCHSTONE_VAR": str(files)}
    environment["DJANGO_SETTINGS_MODULE"] = "touchstone.web.settings"  # not the settings of the tests
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
    port = dev.first_free_port(8400)
    log = files / "server.log"
    with log.open("wb") as sink:
        words = [sys.executable, "-m", "touchstone", "serve", "--port", str(port)]
        server = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=sink, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 60
        while not dev.page_is_served(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The site did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        dev.end(server)


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Addresses in journeys are written without the host: `page.goto("/")`."""
    return site


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium, talking to nobody but the site."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": dev.find_browser(), "args": [*QUIET, *(["--no-sandbox"] if root else [])]}


@pytest.fixture(scope="session")
def browser_context_args(site: str) -> dict[str, Any]:
    """Every page opens wide, in English, at the site."""
    return {"viewport": WIDE, "locale": "en-GB", "timezone_id": "Europe/London", "base_url": site}


def watched(page: Page, site: str) -> Iterator[Page]:
    """A page that fails its test when it asks anything of another machine or says an error to the console."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((site, "data:", "blob:")) else complaints.append(asked.url),
    )
    yield page
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[Page]:
    """A page 1280 wide."""
    with browser.new_context(**browser_context_args) as context:
        yield from watched(context.new_page(), site)


@pytest.fixture
def narrow_page(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[Page]:
    """A page 320 wide: a small telephone, or a big screen enlarged four times."""
    with browser.new_context(**{**browser_context_args, "viewport": NARROW}) as context:
        yield from watched(context.new_page(), site)


@pytest.fixture
def page_without_script(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[Page]:
    """A page where no script runs."""
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        yield from watched(context.new_page(), site)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Ends a journey: fails with every breach of WCAG 2.2 AA that axe finds on the page as it stands."""
    source = AXE.read_text(encoding="utf-8")

    def no_breaches(page: Page) -> None:
        page.evaluate(source)
        options = json.dumps({"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
        result = page.evaluate(f"axe.run(document, {options})")
        found = [
            f"{breach['id']} ({breach['impact']}): {breach['help']}\n    "
            + "\n    ".join(node["html"] for node in breach["nodes"])
            for breach in result["violations"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)
        assert result["passes"], "axe looked at nothing"

    return no_breaches


@pytest.fixture(scope="session")
def fits() -> Callable[[Page], None]:
    """Fails where a page has to be moved sideways to be read."""

    def no_sideways_scroll(page: Page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} pixels wider than its window"

    return no_sideways_scroll
