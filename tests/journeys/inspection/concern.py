"""A concern about a child's immediate safety."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.inspection.acts import press, told
from tests.journeys.inspection.people import People
from tests.journeys.inspection.sampling import TELEPHONE


def concern_is_raised_and_received(people: People, place: str) -> None:
    """It counts as raised on the receipt of whoever is on duty, and is closed with what keeps the child safe now."""
    page, on_duty = people("assessor"), people("safeguarding")
    page.goto(f"{place}concerns/raise/")
    expect(page.get_by_role("link", name=TELEPHONE)).to_be_visible()
    page.get_by_label("Which case?").select_option(label="Court 04")
    page.get_by_label("What did you see").fill("The diary speaks of a threat for tonight.")
    page.get_by_label("Whom have you rung").fill("The person on duty, a minute ago")
    press(page, "Send to whoever is on duty")
    expect(page.get_by_text("It does not count as raised.")).to_be_visible()

    on_duty.goto(page.url)
    press(on_duty, "I have it: give receipt")
    page.reload()
    expect(page.get_by_text("It does not count as raised.")).to_have_count(0)
    on_duty.get_by_label("What was done?").first.fill("Social care was told and sees the child today.")
    press(on_duty, "Record")
    told(on_duty, "It is recorded.")
