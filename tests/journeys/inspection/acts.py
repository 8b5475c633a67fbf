"""What people do again and again on these pages, in words of the field."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect


def fill_day(page: Page, legend: str, day: date) -> None:
    """Type a day into its three fields."""
    group = page.get_by_role("group", name=legend)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def press(page: Page, words: str) -> None:
    """Press the button that says this."""
    page.get_by_role("button", name=words, exact=True).click()


def told(page: Page, words: str) -> None:
    """The page says this in its message."""
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()


def todo(page: Page, address: str) -> Locator:
    """What somebody's own page tells them to do at an address."""
    return page.get_by_role("region", name="Yours to do next").locator(f"a[href='{address}']")


def row_of(page: Page, standard: str) -> Locator:
    """The row of a standard in the table that the page shows."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(rf"^{standard} ")))


def moves_to(page: Page, place: str, stage: str) -> None:
    """Whoever leads the inspection moves it to a stage."""
    page.goto(place)
    page.get_by_role("button", name="Move this inspection").click()
    page.get_by_label(stage, exact=True).check()
    press(page, "Continue")
    press(page, "Yes, move it")
    told(page, f"The inspection has moved to: {stage}.")


def in_the_way(page: Page, place: str) -> str:
    """What the page of the inspection says stands between it and its next stage."""
    page.goto(place)
    return page.get_by_role("region", name="Next:").inner_text()


def file_of(name: str, content: bytes, kind: str) -> Any:
    """A file as a person picks it."""
    return {"name": name, "mimeType": kind, "buffer": content}


def choose(box: Locator, words: str) -> None:
    """Choose the first entry of a list that holds these words."""
    entries = box.locator("option").all_inner_texts()
    box.select_option(index=next(place for place, entry in enumerate(entries) if words in entry))
