"""A survey from its opening to a quote: a child on a small telephone without script, another in Welsh, one reader."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import NARROW, watched

pytestmark = pytest.mark.capability("I6", "W9")

Check = Callable[[Page], None]
SignIn = Callable[[Page, str], None]


@pytest.fixture
def small_phone(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[Page]:
    """320 wide, and no script runs."""
    more = {**browser_context_args, "viewport": NARROW, "java_script_enabled": False}
    with browser.new_context(**more) as context:
        yield from watched(context.new_page(), site)


def score(page: Page, question: str, step: int) -> None:
    """Press one of the ten steps."""
    page.get_by_role("group", name=question).get_by_role("radio").nth(step - 1).check()


def links_made(page: Page, room: str, number: int) -> list[str]:
    """Open the survey of children by hand and make links; their addresses."""
    page.goto(f"{room}open/")
    page.get_by_label("Children").check()
    page.get_by_label("Who asks?").fill("The youth inspectors")
    page.get_by_label("Who reads what people write?").select_option(label="Safeguarding")
    closes = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=10)
    for part, value in (("Day", closes.day), ("Month", closes.month), ("Year", closes.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Open the survey").click()
    expect(page.get_by_text("The survey is open. Make its links next.")).to_be_visible()
    page.get_by_label("How many links?").fill(str(number))
    page.get_by_role("button", name="Make links").click()
    return page.get_by_label("Links to copy, one on each line").input_value().split()


def test_from_a_link_to_a_quote(
    page: Page, narrow_page: Page, small_phone: Page, sign_in: SignIn, cast_of_the_site: dict[str, Any], axe: Check,
    fits: Check,
) -> None:  # fmt: skip
    room = f"/work/exercises/{cast_of_the_site['exercise']}/surveys/"
    sign_in(page, "lead")
    page.goto(room)
    axe(page)
    page.goto(f"{room}open/")
    axe(page)
    first, second, third = links_made(page, room, 3)
    axe(page)
    survey = page.get_by_role("link", name="Survey: children").get_attribute("href")

    # A child on a small telephone, without script.
    child = small_phone
    child.goto(first)
    fits(child)
    expect(child.get_by_role("heading", name="Who will see what you say")).to_be_visible()
    expect(child.get_by_text("You can stop when you want")).to_be_visible()
    expect(child.get_by_text("Childline on 0800 1111")).to_be_visible()
    child.get_by_role("button", name="Start").click()
    score(child, "How well does your worker listen to you?", 9)
    child.get_by_label("Yes, one time").check()
    fits(child)
    for step in child.locator(".ts-scale__label").all()[:10]:
        box = step.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    child.get_by_role("button", name="Next").click()
    score(child, "How safe do you feel on the way there?", 2)
    child.get_by_role("button", name="Back").click()
    expect(child.locator("#a-listened-9")).to_be_checked()
    child.get_by_role("button", name="Next").click()
    expect(child.locator("#a-way_safe-2")).to_be_checked()
    child.get_by_role("button", name="Next").click()
    child.get_by_label("What was the best thing?").fill("Miss Ottoline took me fishing.")
    fits(child)
    child.get_by_role("button", name="Next").click()
    child.get_by_role("button", name="Look at your answers").click()
    fits(child)
    expect(child.get_by_text("Miss Ottoline took me fishing.")).to_be_visible()
    child.get_by_role("button", name="Change Your worker").click()
    score(child, "How well does your worker listen to you?", 8)
    child.get_by_role("button", name="Look at your answers").click()
    child.get_by_role("button", name="Send my answers").click()
    expect(child.get_by_role("heading", name="Thank you")).to_be_visible()
    assert first.rsplit("/", 2)[1] not in child.url
    assert child.context.cookies() == []
    fits(child)
    child.goto(first)
    expect(child.get_by_role("heading", name="This link does not work now")).to_be_visible()

    in_welsh(narrow_page, second, axe, fits)
    by_keyboard(narrow_page, third, axe)

    # One reader; nobody else sees the words before.
    page.goto(str(survey))
    expect(page.get_by_text("Nothing has been cleared yet")).to_be_visible()
    expect(page.get_by_text("Ottoline")).to_have_count(0)
    axe(page)
    sign_in(narrow_page, "safeguarding")
    narrow_page.goto(f"{room}texts/")
    axe(narrow_page)
    fits(narrow_page)
    narrow_page.get_by_role("link", name="Read: Children").first.click()
    axe(narrow_page)
    fits(narrow_page)
    narrow_page.get_by_label("The text as others may see it").fill("[…] took me fishing.")
    narrow_page.get_by_role("button", name="Clear it without these words").click()
    expect(narrow_page.get_by_text("The text is cleared, with words taken out.")).to_be_visible()
    axe(narrow_page)

    page.goto(str(survey))
    expect(page.get_by_text("[…] took me fishing.")).to_be_visible()
    expect(page.get_by_text("Ottoline")).to_have_count(0)
    expect(page.get_by_text("3 of 3 gave 7 or more; scores go from 7 to 8")).to_be_visible()
    page.get_by_text("Every answer as a table").first.click()
    axe(page)
    sign_in(narrow_page, "lead")
    narrow_page.goto(str(survey))
    narrow_page.get_by_text("Every answer as a table").first.click()
    axe(narrow_page)
    fits(narrow_page)


def in_welsh(page: Page, link: str, axe: Check, fits: Check) -> None:
    """Another child, with script, in a draft translation: every page is accessible."""
    page.goto(link)
    axe(page)
    page.get_by_role("link", name="Cymraeg").click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Dechrau").click()
    score(page, "Pa mor dda mae dy weithiwr yn gwrando arnat ti?", 7)
    for _part in range(3):
        axe(page)
        fits(page)
        page.get_by_role("button", name="Nesaf").click()
    axe(page)
    page.get_by_role("button", name="Edrych ar dy atebion").click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Anfon fy atebion").click()
    expect(page.get_by_role("heading", name="Diolch")).to_be_visible()
    axe(page)
    page.goto(link)
    axe(page)
    fits(page)


def by_keyboard(page: Page, link: str, axe: Check) -> None:
    """A third, by keyboard alone; what is too long is told where it stands."""
    page.goto(link)
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    page.locator("#a-listened-1").focus()
    for _step in range(7):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#a-listened-8")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your place")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("What was the best thing?").fill("x" * 2_001)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.get_by_label("What was the best thing?").fill("")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Look at your answers").click()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
