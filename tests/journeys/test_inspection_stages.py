"""An inspection from its plan to evidence in advance, and its timetable with a substitute on the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from touchstone.practice.working_days import add_working_days

pytestmark = pytest.mark.slow
Check = Callable[[Page], None]
SignIn = Callable[[Page, str], None]
FIRST = add_working_days(date.today(), 30)  # noqa: DTZ011  a page of this very day
LAST = add_working_days(FIRST, 9)


def fill_day(page: Page, legend: str, day: date) -> None:
    """Type a day into its three fields."""
    group = page.get_by_role("group", name=legend)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def moved(page: Page, to: str) -> None:
    """Move the inspection that the page shows."""
    page.get_by_role("button", name="Move this inspection").click()
    page.get_by_label(to, exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Yes, move it").click()


def test_an_inspection_is_planned_announced_and_timetabled(
    page: Page, narrow_page: Page, page_without_script: Page, sign_in: SignIn, cast_of_the_site: dict[str, Any],
    axe: Check, fits: Check,
) -> None:  # fmt: skip
    # The chief inspector plans it; a date on a Sunday is told, and what was typed is kept.
    sign_in(page, "chief")
    page.goto("/work/")
    axe(page)
    page.get_by_role("button", name="Plan an inspection").click()
    page.get_by_label("Youth justice service").select_option(label="North Fell")
    axe(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Youth offending services, 2021 to 2025", exact=False).first.check()
    page.get_by_label("Lead inspector").select_option(label="Lead")
    fill_day(page, "First day of fieldwork", FIRST)
    fill_day(page, "Last day of fieldwork", date(2027, 8, 1))
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("alert").get_by_text("weekend or a bank holiday")).to_be_visible()
    axe(page)
    fill_day(page, "Last day of fieldwork", LAST)
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("is planned. The service does not know of it yet")).to_be_visible()
    place = page.url
    axe(page)

    # The service does not see it.
    sign_in(narrow_page, "contact")
    answer = narrow_page.goto(place)
    assert answer is not None
    assert answer.status == 404

    # The lead announces it, without script, and is told at once what stands between it and the sample.
    lead = page_without_script
    sign_in(lead, "lead")
    lead.goto(place)
    moved(lead, "Announced")
    expect(lead.get_by_text("The inspection has moved to: Announced.")).to_be_visible()
    moved(lead, "Evidence in advance")
    lead.get_by_role("button", name="Move this inspection").click()
    lead.get_by_label("Sample", exact=True).check()
    lead.get_by_role("button", name="Continue").click()
    expect(lead.get_by_role("alert").get_by_text("has not confirmed its list of cases")).to_be_visible()

    # Now the service sees it, on a telephone: stages, dates, team, an inbox with no name of a child.
    for room in ("", "dates/", "team/", "timetable/"):
        narrow_page.goto(place + room)
        expect(narrow_page.get_by_role("heading", level=1)).to_have_count(1)
        axe(narrow_page)
        fits(narrow_page)

    timetable(page, narrow_page, sign_in, place, axe, fits)


def timetable(page: Page, narrow_page: Page, sign_in: SignIn, place: str, axe: Check, fits: Check) -> None:
    """A team of two, two entries that clash, and somebody else put in with two presses."""
    sign_in(page, "lead")
    page.goto(place + "team/")
    page.get_by_label("Who", exact=True).select_option(label="Inspector")
    page.get_by_label("Inspector", exact=True).check()
    page.get_by_role("button", name="Take them into the team").click()
    expect(page.get_by_text("Inspector is in the team.")).to_be_visible()
    axe(page)
    page.goto(place + "timetable/")
    page.get_by_role("button", name="New entry").click()
    axe(page)
    for begins, ends, button in (("9:00", "10:00", "Save and write another"), ("9:30", "11:00", "Save")):
        page.get_by_label("From", exact=True).fill(begins)
        page.get_by_label("To", exact=True).fill(ends)
        page.get_by_label("Meet somebody").check()
        page.get_by_label("With whom (optional)").fill("the head of service")
        page.get_by_label("Inspector", exact=True).check()
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", name="1 thing does not fit")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Inspector", exact=True).first.click()
    expect(page.get_by_role("heading", name="Days of fieldwork of Inspector")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Put somebody else in").click()
    axe(page)
    page.get_by_role("button", name="Lead", exact=True).click()
    expect(page.get_by_text("2 entries have somebody else now.")).to_be_visible()
    expect(page.get_by_text("Lead instead of Inspector").first).to_be_visible()
    sign_in(narrow_page, "lead")
    for room in ("timetable/", "timetable/new/", "timetable/away/", "move/", "team/", "file/"):
        narrow_page.goto(place + room)
        axe(narrow_page)
        fits(narrow_page)
