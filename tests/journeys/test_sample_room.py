"""The sample room from the list to the frozen sample: two people, one list with problems, one redraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.samples import HEAD, row, rows

pytestmark = pytest.mark.capability("I4", "W4")

Check = Callable[[Page], None]
SignIn = Callable[[Page, str], None]
GOOD = "\n".join([HEAD, *rows(), row(300, "Bail support"), ""])
BAD = "\n".join(
    [HEAD, *rows()[1:], row(1, "Community sentence", reference=""), row(2, "Youth caution", started="2.3.26"), ""]
)


def file_of(text: str) -> Any:
    """A file as a person picks it."""
    return {"name": "our cases.csv", "mimeType": "text/csv", "buffer": text.encode()}


def room_of(cast: dict[str, Any]) -> str:
    """The address of the room."""
    return f"/work/exercises/{cast['exercise']}/sample/"


def hand_in(page: Page, text: str) -> None:
    """Pick the file and send it."""
    page.get_by_label("The list of cases").set_input_files(file_of(text))
    page.get_by_role("button", name="Check the list").click()


def test_a_list_is_mended_confirmed_drawn_drawn_again_and_frozen(
    page: Page, narrow_page: Page, page_without_script: Page, sign_in: SignIn, cast_of_the_site: dict[str, Any],
    axe: Check, fits: Check,
) -> None:  # fmt: skip
    room = room_of(cast_of_the_site)

    # The service contact, at a telephone, hands in a list with problems.
    sign_in(narrow_page, "contact")
    narrow_page.goto(room)
    expect(narrow_page.get_by_role("heading", name="It is the turn of North Fell")).to_be_visible()
    axe(narrow_page)
    fits(narrow_page)
    narrow_page.get_by_role("button", name="Hand in the list").click()
    axe(narrow_page)
    fits(narrow_page)
    hand_in(narrow_page, BAD)
    expect(narrow_page.get_by_text("There are 2 problems")).to_be_visible()
    expect(narrow_page.get_by_text("is not a date written like")).to_be_visible()
    axe(narrow_page)
    fits(narrow_page)

    # Mended, without script.
    sign_in(page_without_script, "contact")
    page_without_script.goto(room)
    page_without_script.get_by_role("button", name="Go to the list").click()
    page_without_script.get_by_role("button", name="Hand in the mended list").click()
    hand_in(page_without_script, GOOD)
    expect(page_without_script.get_by_text("nothing is stored yet")).to_be_visible()
    expect(page_without_script.get_by_text("this framework does not inspect the kind")).to_be_visible()
    narrow_page.goto(page_without_script.url)
    axe(narrow_page)
    fits(narrow_page)
    page_without_script.get_by_role("button", name="Confirm: this is our list").click()
    expect(page_without_script.get_by_role("heading", name="It is the turn of the lead inspector")).to_be_visible()

    # The lead inspector draws.
    sign_in(page, "lead")
    page.goto(room)
    page.get_by_role("button", name="Go to the draw").click()
    axe(page)
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_role("heading", name="Draw 1", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Is it like the caseload?")).to_be_visible()
    axe(page)
    first = page.url

    # Drawn again, which needs a reason and leaves its trace.
    page.get_by_role("link", name="Draw again, with a reason").click()
    page.get_by_role("button", name="Draw again").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    axe(page)
    page.get_by_label("Why").fill("A kind had been misread in the list")
    page.get_by_role("button", name="Draw again").click()
    expect(page.get_by_role("heading", name="Draw 2", exact=True)).to_be_visible()

    # Until it is frozen, the service sees that it was drawn and nothing of it.
    page_without_script.goto(room)
    expect(page_without_script.get_by_text("The service sees it once it is frozen")).to_be_visible()
    assert page_without_script.goto(first).status == 404  # type: ignore[union-attr]

    page.get_by_role("button", name="Freeze this sample").click()
    axe(page)
    page.get_by_role("button", name="Freeze the sample").click()
    expect(page.get_by_role("rowheader", name="Court 01", exact=True)).to_be_visible()
    axe(page)

    # A case that cannot be read.
    page.get_by_role("link", name="Cannot be read Court 01").click()
    axe(page)
    page.get_by_label("Transferred to another service").check()
    page.get_by_role("button", name="Put the substitute in").click()
    expect(page.get_by_text("is read in its place")).to_be_visible()

    # The service sees the frozen sample and both draws, at a telephone too.
    narrow_page.goto(room)
    expect(narrow_page.get_by_text("Drawn again because: A kind had been misread in the list")).to_be_visible()
    axe(narrow_page)
    fits(narrow_page)
    for address in (first, f"{room}cases/"):
        narrow_page.goto(address)
        axe(narrow_page)
        fits(narrow_page)
    expect(narrow_page.get_by_text("in place of Court 01")).to_be_visible()
