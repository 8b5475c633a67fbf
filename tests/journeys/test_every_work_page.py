"""Every page that people work with, full of data: links lead somewhere; axe, keyboard, 320 pixels, without script.

The pages are those of the demonstration, found as people find them: by following links, each of the cast in turn. Of
each kind of page the one with the most to press and to fill in is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.inspection.people import NAMES, People

pytestmark = [pytest.mark.slow, pytest.mark.capability("W1", "W12")]

Check = Callable[[Page], None]
KEYBOARD = (Path(__file__).parent / "keyboard.js").read_text(encoding="utf-8")
LINK = re.compile(r'<a [^>]*?href="(/work/[^"#]*)')
PRESSED = re.compile(r"<(?:a|button|input|select|textarea|summary)\b")
NOBODY = "00000000-0000-4000-8000-000000000000"
POST_ONLY = 405
FEWEST = 75  # kinds of pages; fewer would say that the walk went nowhere
MOST_TABS = 150  # in long tables every row is alike

# Pages that no link of the demonstration leads to, and where they are looked at instead.
ELSEWHERE = {
    "plan_inspection": "a form leads there: the journey of the whole inspection",
    "sample_rules": "until the sample is frozen: the journey of the whole inspection",
    "sample_freeze": "until the sample is frozen: the journey of the whole inspection",
    "sample_new_list": "until the sample is frozen: the journey of the sample room",
    "case_list_changes": "of a list that was handed in twice: the journey of the sample room",
    "case_list_problems": "of a list with problems, a file: the journey of the sample room",
    "change-claim": "of a claim that is not settled: the journey of the whole inspection",
    "benchmark": "of benchmarks, which the demonstration has none of: tests/web/assessments",
    "benchmark-key": "of benchmarks: tests/web/assessments",
    "confirm_bring_in": "after a file was looked through: the journey of the whole inspection",
    "case-answers": "asked by the script alone: the journey of case assessment",
    "interview-answers": "asked by the script alone: the journey of case assessment",
    "survey-text-concern": "of a text that waits: the journey of surveys",
    "job": "while a long list is read: tests/web/jobs",
    "job_progress": "asked by the script alone: tests/web/jobs",
}


# Of which of an address's parts one page each is asked, rather than one of all.
ONE_FOR_EACH: dict[str | tuple[str, str], tuple[str, ...]] = {
    "lead": ("id",),  # each inspection
    ("inspector", "case"): ("assessment",),  # cases not begun, begun, submitted, sent back
    ("inspector", "case-page"): ("assessment",),
}


@dataclass
class Walk:
    """What was found by following links."""

    pages: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # view → (how much is in it, who, address)
    files: set[str] = field(default_factory=set)  # views that answer with a file
    broken: list[str] = field(default_factory=list)
    asked: int = 0

    def follow(self, who: str, page: Page) -> None:
        """Ask one page of each kind, beginning with somebody's own first pages."""
        waiting, seen = ["/work/", "/account/"], set[tuple[str, ...]]()
        while waiting:
            address = waiting.pop(0)
            try:
                found = resolve(address.partition("?")[0])
            except Resolver404:
                self.broken.append(f"{who}: {address} is the address of nothing")
                continue
            view = str(found.view_name)
            parts = ONE_FOR_EACH.get((who, view)) or ONE_FOR_EACH.get(who, ())
            kind = (view, *(str(found.kwargs.get(part)) for part in parts))
            if kind not in seen:
                seen.add(kind)
                waiting += self.ask(who, page, address, view)

    def ask(self, who: str, page: Page, address: str, view: str) -> list[str]:
        """Ask one page, and give the links on it."""
        answer = page.request.get(address)
        self.asked += 1
        if not answer.ok:
            self.broken.append(f"{who}: {address} ({view}) is {answer.status}")
            return []
        if "html" not in answer.headers.get("content-type", ""):
            self.files.add(view)
            return []
        text = answer.text()
        rich = len(PRESSED.findall(text))
        self.pages[view] = max(self.pages.get(view, (0, "", "")), (rich, who, address))
        return [link.replace("&amp;", "&") for link in LINK.findall(text)]


@pytest.fixture(scope="module")
def cast(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[People]:
    """Everybody of the demonstration, each in a window."""
    people = People(browser, browser_context_args, site)
    yield people
    people.leave()


@pytest.fixture(scope="module")
def walk(cast: People) -> Walk:
    """Every page that anybody of the cast finds."""
    found = Walk()
    for who in NAMES:
        found.follow(who, cast(who))
    return found


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Every named address of the site, as its pattern."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        elif each.name:
            yield each.name, before + str(each.pattern)


def test_every_link_leads_somewhere_and_every_page_is_linked(walk: Walk, cast: People) -> None:
    assert not walk.broken, "\n".join(walk.broken)
    assert len(walk.pages) > FEWEST
    not_found = []
    for view, pattern in routes(get_resolver().url_patterns):
        if pattern.startswith("work/") and not pattern.startswith("work/design/") and view not in walk.pages:
            address = "/" + re.sub(r"<uuid:\w+>", NOBODY, pattern)
            address = re.sub(r"<[^>]*>", "1", address)
            if view not in walk.files and cast("lead").request.get(address).status != POST_ONLY:
                not_found.append(view)
    assert set(not_found) <= set(ELSEWHERE), f"no link leads to: {sorted(set(not_found) - set(ELSEWHERE))}"


def test_every_page_by_axe_by_keyboard_and_at_320_pixels(walk: Walk, cast: People, axe: Check, fits: Check) -> None:
    told = []
    for view, (_rich, who, address) in sorted(walk.pages.items()):
        page = cast(who)
        page.set_viewport_size(WIDE)
        page.goto(address)
        told += complaints(view, who, page, axe)
        told += [f"{view} ({who}, {address}): {words}" for words in by_keyboard(page)]
        page.set_viewport_size(NARROW)
        told += complaints(view, who, page, axe, fits)
    told += cast.told()
    assert not told, f"{len(told)} complaints\n" + "\n".join(told)


def complaints(view: str, who: str, page: Page, *checks: Check) -> Iterator[str]:
    """What checks say of a page."""
    for check in checks:
        try:
            check(page)
        except AssertionError as said:
            yield f"{view} ({who}): {said}"


def by_keyboard(page: Page) -> list[str]:
    """Past the link that skips to the content, Tab reaches everything that can be pressed, and shows where it is."""
    page.evaluate(KEYBOARD)
    number = page.evaluate("keyboard.look('main')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _press in range(min(number + 2, MOST_TABS)):
        page.keyboard.press("Tab")
    found = page.evaluate("keyboard.told()")
    missed = found["missed"] if number + 2 <= MOST_TABS else []
    return [f"Tab does not reach: {each}" for each in missed] + [
        f"focus is not seen on: {each}" for each in found["unseen"]
    ]


def test_every_page_without_script(walk: Walk, cast: People, fits: Check) -> None:
    told = []
    windows: dict[str, Page] = {}
    for view, (_rich, who, address) in sorted(walk.pages.items()):
        if who not in windows:
            windows[who] = cast.without_script(who)
        page = windows[who]
        answer = page.goto(address)
        if answer is None or not answer.ok or page.locator("main h1").count() != 1:
            told.append(f"{view} ({who}, {address}): does not come without script")
        told += complaints(view, who, page, fits)
        told += [f"{view} ({who}): no button sends {each}" for each in page.evaluate(FORMS_WITHOUT_BUTTON)]
    told += cast.told()
    assert not told, f"{len(told)} complaints\n" + "\n".join(told)


FORMS_WITHOUT_BUTTON = """[...document.querySelectorAll("main form")].filter((form) => form.checkVisibility()
  && ![...form.elements].some((each) => each.type === "submit" && !each.disabled)).map((form) => form.action)"""


def test_the_keyboard_check_can_fail(page: Page) -> None:
    page.set_content(
        "<style>.dull:focus{outline:none}</style><a href='#main'>Skip</a><main id=main tabindex=-1><a href=/1>One</a>"
        "<a class=dull href=/2>Two</a><button onkeydown='event.preventDefault()'>Three</button><a href=/4>Four</a>"
    )
    assert by_keyboard(page) == ["Tab does not reach: a Four", "focus is not seen on: a Two"]
