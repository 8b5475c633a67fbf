"""Somebody who was told nothing opens the first page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.capability("N1")
def test_a_board_member_sees_the_idea_at_once(page: Page, axe: Callable[[Page], None]) -> None:
    """Given a running site, when the first page opens, then the ratings and what hangs on one case are there."""
    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("11/36").first).to_be_visible()
    expect(page.get_by_text("one case fewer").first).to_be_visible()
    axe(page)


def test_it_reads_on_a_small_telephone(
    narrow_page: Page, axe: Callable[[Page], None], fits: Callable[[Page], None]
) -> None:
    narrow_page.goto("/")

    expect(narrow_page.get_by_text("11/36").first).to_be_visible()
    fits(narrow_page)
    axe(narrow_page)


def test_it_needs_no_script(page_without_script: Page) -> None:
    page_without_script.goto("/")

    expect(page_without_script.get_by_text("one case fewer").first).to_be_visible()
