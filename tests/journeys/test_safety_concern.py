"""A concern about a child's immediate safety: sent to whoever is on duty, unanswered, climbing, received, closed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT

pytestmark = pytest.mark.capability("W7", "I5")

Check = Callable[[Page], None]
SignIn = Callable[[Page, str], None]


def time_passes(environment: dict[str, str]) -> None:
    """More than a rung's quarter of an hour."""
    subprocess.run([sys.executable, "-m", "tests.journeys.time_passing"], cwd=ROOT, env=environment, check=True)


def reachable(page: Page, number: str) -> None:
    """Whoever is signed in enters a telephone number."""
    page.goto("/account/details/")
    page.get_by_label("Telephone").fill(number)
    page.get_by_role("button", name="Save").click()


def put_on_duty(page: Page, at: str, person: str, order: str) -> None:
    """The lead inspector puts somebody on duty."""
    page.goto(f"{at}duty/")
    page.get_by_label("Person").select_option(label=person)
    page.get_by_label(order, exact=True).check()
    page.get_by_role("button", name="Put on duty").click()
    expect(page.get_by_text("This person is on duty from now on.")).to_be_visible()


def test_an_unanswered_concern_climbs_until_somebody_gives_receipt(
    page: Page, narrow_page: Page, page_without_script: Page, sign_in: SignIn, cast_of_the_site: dict[str, Any],
    site_environment: dict[str, str], axe: Check, fits: Check,
) -> None:  # fmt: skip
    at = f"/work/exercises/{cast_of_the_site['exercise']}/concerns/"

    # given two people on duty who can be rung
    for name, number in (("safeguarding", "01632 960001"), ("chief", "01632 960002")):
        sign_in(page, name)
        reachable(page, number)
    sign_in(page, "lead")
    put_on_duty(page, at, "Safeguarding", "first")
    put_on_duty(page, at, "Chief", "second")
    axe(page)

    # when an inspector raises a concern, on a small telephone
    sign_in(narrow_page, "inspector")
    narrow_page.goto(f"{at}raise/")
    expect(narrow_page.get_by_text("Ring first.")).to_be_visible()
    expect(narrow_page.get_by_role("link", name="01632 960001")).to_be_visible()
    narrow_page.get_by_role("button", name="Send to whoever is on duty").click()
    expect(narrow_page.get_by_role("alert").get_by_text("nothing is filled in")).to_be_visible()
    axe(narrow_page)
    narrow_page.get_by_label("What did you see").fill("Told me of a threat for tonight.")
    narrow_page.get_by_role("button", name="Send to whoever is on duty").click()

    # then it does not count as raised, and climbs when nobody answers
    expect(narrow_page.get_by_text("It does not count as raised.")).to_be_visible()
    fits(narrow_page)
    axe(narrow_page)
    concern = narrow_page.url
    time_passes(site_environment)
    narrow_page.reload()
    expect(narrow_page.get_by_text("Unanswered: gone up to Chief")).to_be_visible()

    # and the next person finds it without script, and gives receipt
    sign_in(page_without_script, "chief")
    page_without_script.goto("/work/messages/")
    expect(page_without_script.get_by_text("is unanswered").first).to_be_visible()
    expect(page_without_script.get_by_text("threat")).to_have_count(0)
    page_without_script.goto(concern)
    page_without_script.get_by_role("button", name="I have it: give receipt").click()
    page_without_script.get_by_label("What was done?").fill(
        "Rang the head of service; the child is with an aunt tonight."
    )
    page_without_script.get_by_role("button", name="Record").click()
    page_without_script.get_by_label("How is the child safe now").fill("With an aunt; visited daily by the service.")
    page_without_script.get_by_role("button", name="Close the concern").click()
    expect(page_without_script.get_by_text("It stays on record.")).to_be_visible()
    narrow_page.reload()
    expect(narrow_page.get_by_text("Receipt given")).to_be_visible()
    axe(narrow_page)
