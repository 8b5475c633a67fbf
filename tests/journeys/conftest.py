"""A real browser at the real site: started once as a user starts it, on a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

import dev

if TYPE_CHECKING:
    from tests.journeys.inspection.story import Story

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

expect.set_options(timeout=15_000)  # milliseconds; machines are shared

# Playwright leaves an event loop in this thread, and Django then takes every query for one made inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if "journeys" in Path(item.nodeid.partition("::")[0]).parts:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def site_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the site: files and a database of its own, filled as `dev.py run` fills it."""
    environment = {**os.environ, "TOUCHSTONE_MODE": "local", "TOUCHSTONE_VAR": str(tmp_path_factory.mktemp("site"))}
    environment["DJANGO_SETTINGS_MODULE"] = "touchstone.web.settings"  # not the settings of the tests
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
    return environment


@pytest.fixture(scope="session")
def cast_of_the_site(site_environment: dict[str, str]) -> dict[str, Any]:
    """The cast in the database of the site: the id of their exercise, and a session cookie for each (signing_in.py)."""
    words = [sys.executable, "-m", "tests.journeys.signing_in"]
    made = subprocess.run(words, cwd=ROOT, env=site_environment, check=True, capture_output=True, encoding="utf-8")
    told: dict[str, Any] = json.loads(made.stdout)
    return told


@pytest.fixture
def sign_in(site: str, cast_of_the_site: dict[str, Any]) -> Callable[[Page, str], None]:
    """Let a page be somebody of the cast: `sign_in(page, "lead")`."""

    def signed_in(page: Page, name: str) -> None:
        cookie = {"name": cast_of_the_site["cookie"], "value": cast_of_the_site["people"][name], "url": site}
        page.context.clear_cookies()
        page.context.add_cookies([cookie])  # type: ignore[list-item]

    return signed_in


@pytest.fixture(scope="session")
def site(site_environment: dict[str, str]) -> Iterator[str]:
    """The address of a running Touchstone."""
    port = dev.first_free_port(8400 + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]))  # no race
    log = Path(site_environment["TOUCHSTONE_VAR"]) / "server.log"
    with log.open("wb") as sink:
        words = [sys.executable, "-m", "touchstone", "serve", "--port", str(port)]
        server = subprocess.Popen(words, cwd=ROOT, env=site_environment, stdout=sink, stderr=subprocess.STDOUT)
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


def listening(page: Page, site: str) -> Callable[[], list[str]]:
    """What a page complains of from now on: anything asked of another machine, every error it says to the console.

    That a page itself came with a status such as 400, because something was typed wrongly, is no error.
    """
    complaints: list[tuple[str, str]] = []  # (where, what)
    refused: set[str] = set()  # pages that came with such a status

    def on_response(response: Response) -> None:
        if response.request.is_navigation_request() and 400 <= response.status < 500:
            refused.add(response.url)

    def on_console(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append((str(said.location.get("url", "")), said.text))

    def on_request(asked: Request) -> None:
        if not asked.url.startswith((site, "data:", "blob:")):
            complaints.append((asked.url, "another machine was asked"))

    page.on("response", on_response)
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(("", str(error))))
    page.on("request", on_request)
    return lambda: [
        f"{where}: {what}" for where, what in complaints if not (where in refused and "status of 4" in what)
    ]


def watched(page: Page, site: str) -> Iterator[Page]:
    """A page that fails its test when it complains of anything."""
    complaints = listening(page, site)
    yield page
    assert not complaints(), "\n".join(complaints())


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
def inspection(
    browser: Browser, browser_context_args: dict[str, Any], site: str, axe: Callable[[Page], None],
    fits: Callable[[Page], None],
) -> Iterator[Story]:  # fmt: skip
    """One inspection from its plan to its ratings, as far as a test asks for it: `inspection.reach("decided")`."""
    from tests.journeys.inspection.people import People
    from tests.journeys.inspection.story import Story

    people = People(browser, browser_context_args, site, axe, fits)
    yield Story(people)
    people.leave()


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
