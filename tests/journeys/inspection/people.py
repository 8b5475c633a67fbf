"""Several people at once, each in a browser window of their own, signed in with one press on the page of the cast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.conftest import NARROW, WIDE, listening

NAMES = {
    "chief": "Imogen Hale",
    "lead": "Ruth Marlow",
    "inspector": "Tomasz Wren",
    "second_inspector": "Amara Fenn",
    "assessor": "Joss Pike",
    "partner": "Nia Calder",
    "safeguarding": "Priya Stone",
    "contact": "Sam Larkin",
    "chair": "Helen Frost",
    "member": "Owen Brack",
    "publisher": "Dev Rowan",
    "administrator": "Kit Moss",
    "auditor": "Mel Ash",
}
PATIENCE = 30_000  # milliseconds; machines are shared


class People:
    """`people("lead")` is the window of the lead inspector, signed in; asked again it is the same window."""

    def __init__(self, browser: Browser, args: dict[str, Any], site: str, *checks: Callable[[Page], None]) -> None:
        self.browser, self.args, self.site, self.checks = browser, args, site, checks
        self.windows: dict[tuple[str, bool], Page] = {}
        self.complaints: list[Callable[[], list[str]]] = []

    def __call__(self, who: str, *, script: bool = True) -> Page:
        """Somebody's window, with script or without."""
        if (who, script) not in self.windows:
            page = self.window(script=script)
            page.goto("/demo/")
            page.get_by_role("button", name=NAMES[who]).click()
            self.windows[who, script] = page
        return self.windows[who, script]

    def look(self, page: Page) -> None:
        """Check a page as it stands, wide and narrow: for what no link leads to a moment later."""
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            for check in self.checks:
                check(page)

    def without_script(self, who: str) -> Page:
        """A narrow window without script in which somebody who is signed in already is signed in too."""
        state = self(who).context.storage_state()
        narrow = {**self.args, "viewport": NARROW, "java_script_enabled": False, "storage_state": state}
        page = self.browser.new_context(**narrow).new_page()
        page.set_default_timeout(PATIENCE)
        self.complaints.append(listening(page, self.site))
        return page

    def anew(self, who: str) -> Page:
        """Somebody signs in anew, as is asked before what needs a recent sign-in."""
        page = self(who)
        page.goto("/demo/")
        page.get_by_role("button", name=NAMES[who]).click()
        return page

    def window(self, *, script: bool = True) -> Page:
        """A window in which nobody is signed in."""
        page = self.browser.new_context(**{**self.args, "java_script_enabled": script}).new_page()
        page.set_default_timeout(PATIENCE)
        self.complaints.append(listening(page, self.site))
        return page

    def told(self) -> list[str]:
        """Everything that any window complained of so far."""
        return [words for complaints in self.complaints for words in complaints()]

    def leave(self) -> None:
        """Close every window."""
        for page in self.windows.values():
            page.context.close()
