"""Everything that pages of work are made of, in a real browser: wide, narrow, by keyboard, without script, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

HERE = "/work/design/"
PAGES = (HERE, f"{HERE}?form=problems", f"{HERE}confirm/")
Check = Callable[[Page], None]

# What a pointer has to hit (WCAG 2.2, 2.5.8); a link inside a sentence may be smaller.
TARGETS = (
    "button, summary, input:not([type=hidden]), select, .ts-top a, .ts-rooms a, .ts-tabs a, .ts-chips a, "
    ".ts-table__sort, .ts-pager a, .ts-tap"
)
TOO_SMALL = f"""() => [...document.querySelectorAll('{TARGETS}')]
  .map((it) => [it.getBoundingClientRect(), it])
  .filter(([box]) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(([box, it]) => `${{it.outerHTML.slice(0, 80)}} ${{box.width}}×${{box.height}}`)"""


@pytest.mark.parametrize("address", PAGES)
def test_every_component_is_accessible_wide(page: Page, axe: Check, fits: Check, address: str) -> None:
    page.goto(address)
    fits(page)
    assert page.evaluate(TOO_SMALL) == []
    axe(page)


@pytest.mark.parametrize("address", PAGES)
def test_every_component_is_accessible_narrow(narrow_page: Page, axe: Check, fits: Check, address: str) -> None:
    narrow_page.goto(address)
    for fold in narrow_page.locator("details:visible > summary:visible").all():
        if fold.evaluate("it => !it.parentElement.open"):
            fold.click()
    fits(narrow_page)
    assert narrow_page.evaluate(TOO_SMALL) == []
    axe(narrow_page)


def test_the_error_summary_is_read_first_and_leads_to_each_field(page: Page) -> None:
    page.goto(f"{HERE}?form=problems")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="A day: the year has four figures").click()
    expect(page.locator("#id_day-year")).to_be_focused()


def test_a_choice_reveals_its_part_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto(HERE)
    expect(page.get_by_label("Telephone number")).to_be_hidden()
    page.get_by_label("By telephone").check()
    expect(page.get_by_label("Telephone number")).to_be_visible()
    expect(page.get_by_text("At most 200 characters.")).to_be_visible()
    expect(page.get_by_label("Find a case")).to_be_hidden()
    page.get_by_role("link", name="Reader", exact=True).click()
    expect(page.get_by_role("columnheader", name="Reader")).to_have_attribute("aria-sort", "ascending")


def test_a_table_sorts_filters_and_turns_its_pages(page: Page) -> None:
    page.goto(HERE)
    page.get_by_role("link", name="Answers").last.click()
    page.get_by_role("link", name="Answers").last.click()
    expect(page.get_by_role("columnheader", name="Answers")).to_have_attribute("aria-sort", "descending")
    assert page.locator("tbody th").all_inner_texts() == ["A-004", "A-001", "A-002"]
    page.get_by_label("Find a case").fill("elodie")
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    expect(page.get_by_text("1 of 3 shown")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()


def test_characters_are_counted_while_one_types(page: Page) -> None:
    page.goto(HERE)
    page.get_by_label("Prose (optional)").fill("é🙂")
    expect(page.get_by_text("198 characters left.")).to_be_visible()
    page.get_by_label("Prose (optional)").fill("x" * 203)
    expect(page.locator("#id_note-info")).to_have_text("3 characters too many.")


def test_words_that_are_not_saved_are_asked_about(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.goto(HERE)
    page.get_by_role("link", name="About Touchstone").click()
    page.wait_for_url("**/about/")
    assert asked == []
    page.goto(HERE)
    page.get_by_label("A line").click()
    page.keyboard.type("half a sentence")
    page.get_by_role("link", name="About Touchstone").click()
    page.wait_for_url("**/about/")
    assert asked == ["beforeunload"]


def test_a_button_pressed_twice_sends_once(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.goto(f"{HERE}confirm/")
    page.get_by_label("Why?").fill("It was held twice.")
    page.get_by_role("button", name="Yes, remove it").dblclick()
    expect(page.get_by_text("It would be gone now.")).to_be_visible()
    assert sent == ["POST"]


def test_the_end_of_a_session_is_told_and_can_be_put_off(page: Page) -> None:
    stayed: list[str] = []

    def answer(route: Route) -> None:
        stayed.append(route.request.headers["x-csrftoken"])
        route.fulfill(status=204)

    page.route("**/stay-here", answer)
    page.clock.install()
    page.goto(HERE)
    notice = page.locator("[data-session]")
    page.clock.run_for(1_600_000)
    expect(notice).to_be_hidden()
    page.clock.run_for(100_000)
    expect(notice).to_contain_text("You will be signed out in two minutes")
    page.get_by_role("button", name="Stay signed in").click()
    expect(notice).to_be_hidden()
    assert len(stayed[0]) > 20
    page.clock.run_for(1_900_000)
    expect(notice).to_contain_text("You have been signed out")
    expect(notice.get_by_role("link", name="Sign in")).to_be_visible()


def test_the_menu_and_the_rooms_open_by_keyboard(narrow_page: Page) -> None:
    narrow_page.goto(HERE)
    narrow_page.locator(".ts-menu__name").focus()
    narrow_page.keyboard.press("Enter")
    expect(narrow_page.get_by_role("button", name="Sign out")).to_be_visible()
    narrow_page.keyboard.press("Escape")
    expect(narrow_page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(narrow_page.locator(".ts-menu__name")).to_be_focused()
    rooms = narrow_page.locator(".ts-rooms--narrow summary")
    rooms.focus()
    narrow_page.keyboard.press("Enter")
    expect(narrow_page.get_by_role("link", name="Safety concerns 1")).to_be_visible()


@pytest.mark.parametrize("how", [{"media": "print"}, {"forced_colors": "active"}])
def test_it_reads_on_paper_and_in_high_contrast(page: Page, fits: Check, how: dict[str, str]) -> None:
    page.emulate_media(**how)  # type: ignore[arg-type]
    page.goto(HERE)
    expect(page.get_by_role("heading", name="Components")).to_be_visible()
    expect(page.locator(".ts-stages__today")).to_be_visible()
    fits(page)
