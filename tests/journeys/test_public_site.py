"""A board member, a researcher and a reader without a mouse find what they came for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Check = Callable[[Page], None]

PAGES = (
    "/",
    "/?question=2.1.3&direction=fewer",
    "/?question=9&direction=up",
    "/services/",
    "/services/?q=mon&rating=Good",
    "/services/?q=nowhere",
    "/services/?page=none&year=1066",
    "/services/birmingham/",
    "/services/derby/",
    "/reports/birmingham-2023/",
    "/compare/",
    "/compare/?service=birmingham&service=cardiff&service=blackpool&service=derby&service=camden&service=slough",
    "/compare/?service=nowhere",
    "/frameworks/",
    "/frameworks/hmip-youth-2018/",
    "/frameworks/hmip-youth-2021/",
    "/frameworks/hmip-youth-2025/",
    "/data/",
    "/about/",
    "/accessibility/",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_accessible_and_fits_wide_and_narrow(
    page: Page, narrow_page: Page, axe: Check, fits: Check, address: str
) -> None:
    for shown in (page, narrow_page):
        shown.goto(address)
        expect(shown.get_by_role("heading", level=1)).to_have_count(1)
        fits(shown)
        axe(shown)


def test_a_page_that_is_not_there_is_accessible_too(page: Page, site: str, axe: Check, fits: Check) -> None:
    other = page.context.new_page()  # not watched: a browser writes a 404 to its console as an error
    answer = other.goto(f"{site}/nothing")
    assert answer is not None
    assert answer.status == 404
    expect(other.get_by_role("heading", level=1)).to_have_text("Page not found")
    fits(other)
    axe(other)


@pytest.mark.capability("I2", "I9", "N1")
def test_a_board_member_sees_the_idea_and_reaches_the_report(page: Page, axe: Check) -> None:
    # Given a board member who was told nothing
    page.goto("/")
    # Then one look shows the rating, the score and what hangs on one case, without moving the page
    for words in (
        "Touchstone shows how a youth justice service was rated, why, and how nearly it was rated otherwise.",
        "2.1 Assessment: one case fewer and this is Inadequate.",
    ):
        expect(page.get_by_role("heading", name=words)).to_be_in_viewport()
    expect(page.locator(".ts-overall")).to_contain_text("Requires improvement")
    expect(page.locator(".ts-overall")).to_contain_text("11/36")
    expect(page.locator(".ts-overall")).to_be_in_viewport()
    expect(page.locator(".ts-card .ts-marks li")).to_have_count(13)  # twelve that count, and resettlement
    expect(page.locator(".ts-lines circle")).to_have_count(7)
    expect(page.locator(".ts-lines circle").last).to_be_in_viewport()
    # When one answer is changed
    page.get_by_label("Key question").select_option("3.3.2")
    page.get_by_label("one case fewer says yes").check()
    page.get_by_role("button", name="Rate again").click()
    # Then the rating moves, and so does the score
    result = page.locator(".ts-result")
    expect(result).to_contain_text("3.3 Implementation and delivery moves from Requires improvement to Inadequate.")
    expect(result).to_contain_text("10/36")
    expect(result).to_be_in_viewport()
    axe(page)
    # And the way leads to the report, where the same is said
    page.get_by_role("link", name="Read the whole report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Birmingham")
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="2.1 Assessment").click()
    expect(page.locator("#main-content").get_by_role("heading", name="2.1 Assessment")).to_be_in_viewport()


@pytest.mark.capability("I11", "N5")
def test_a_researcher_finds_compares_and_takes_the_data(page: Page, axe: Check, tmp_path: Path) -> None:
    # Given a researcher who looks for the services that were rated lowest
    page.goto("/")
    page.get_by_role("link", name="Inspections", exact=True).click()
    page.get_by_label("Overall rating").select_option("Inadequate")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Ceredigion")).to_be_visible()
    expect(page.get_by_role("link", name="Barnsley")).to_have_count(0)
    # When a service is opened, every inspection says where it was read
    page.get_by_role("link", name="Ceredigion").click()
    expect(page.get_by_text("We hold the result only. It was read here:").first).to_be_visible()
    axe(page)
    # And it can be set beside another
    page.get_by_role("link", name="Compare with other services").click()
    page.get_by_label("Add a service").select_option("Birmingham")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("img", name="Birmingham")).to_be_visible()
    expect(page.get_by_text("Demonstration.").first).to_be_visible()
    page.get_by_text("Show as a table").click()
    expect(page.get_by_role("table", name="Overall ratings over the years")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Remove Ceredigion").click()
    expect(page.get_by_role("link", name="Remove Ceredigion")).to_have_count(0)
    # Then the data are there to take
    page.get_by_role("link", name="Open data").first.click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="/data/inspections.csv").click()
    taken.value.save_as(tmp_path / "inspections.csv")
    assert "birmingham-2023" in (tmp_path / "inspections.csv").read_text(encoding="utf-8")
    listed = page.request.get(f"{page.url}inspections.json")
    assert any(row["id"] == "ceredigion-2024" for row in json.loads(listed.text())["inspections"])


def test_a_report_is_taken_home_in_every_form(page: Page, tmp_path: Path) -> None:
    page.goto("/reports/birmingham-2023/")
    begins = {"Report (PDF)": b"%PDF-", "Report (Word)": b"PK", "Report (one web page)": b"<!DOCTYPE html>"}
    for name, start in begins.items():
        with page.expect_download() as taken:
            page.get_by_role("link", name=name).click()
        taken.value.save_as(tmp_path / "file")
        assert (tmp_path / "file").read_bytes().lower().startswith(start.lower())


def test_everything_works_with_the_keyboard_alone(page: Page) -> None:
    # Given a reader without a mouse, the first thing reached leads past the header
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    # When they go on to the form, change the answer and send it
    for _press in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    expect(page.get_by_label("Key question")).to_be_focused()
    page.keyboard.type("2.1.3")
    page.keyboard.press("Tab")
    expect(page.get_by_label("one case fewer says yes")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Rate again")).to_be_focused()
    page.keyboard.press("Enter")
    # Then the result is there
    expect(page.locator(".ts-result")).to_contain_text("moves from Requires improvement to Inadequate")


@pytest.mark.parametrize("address", ["/services/birmingham/", "/compare/?service=birmingham&service=slough"])
def test_a_phone_shows_every_rating_side_by_side_without_moving_the_table(narrow_page: Page, address: str) -> None:
    narrow_page.goto(address)
    marks = narrow_page.locator(".ts-side .ts-mark")
    assert marks.count() > 13
    width = narrow_page.evaluate("innerWidth")
    for box in (marks.nth(number).bounding_box() for number in range(marks.count())):
        assert box is not None
        assert box["x"] + box["width"] <= width
    heads = narrow_page.eval_on_selector_all(".ts-side td", "cells => cells.map(it => it.dataset.head)")
    assert all(heads)
    expect(narrow_page.get_by_role("rowheader", name="2.2 Planning")).to_have_count(1)  # still a table to the ear


@pytest.mark.parametrize("address", ["/", "/services/", "/services/birmingham/", "/compare/?service=cardiff", "/data/"])
def test_whatever_has_the_focus_shows_it(page: Page, address: str) -> None:
    page.goto(address)
    seen: set[str] = set()
    for _press in range(25):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
                const it = document.activeElement
                if (it === document.body) return ["", true, true]
                const styles = getComputedStyle(it)
                const label = it.labels && it.labels[0] ? getComputedStyle(it.labels[0], "::before") : styles
                const visible = [styles, label].some(s => s.outlineStyle !== "none" || s.boxShadow !== "none")
                const box = it.getBoundingClientRect()
                return [it.outerHTML.slice(0, 120), visible, box.bottom > 0 && box.top < innerHeight]
            }"""
        )
        assert shown[1], f"nothing shows that this has the focus: {shown[0]}"
        assert shown[2], f"the focus is out of sight: {shown[0]}"
        seen.add(shown[0])
    assert len(seen) > 5


@pytest.mark.capability("I10")
def test_everything_works_where_no_script_runs(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/")
    page.get_by_label("one case more").check()
    page.get_by_role("button", name="Rate again").click()
    expect(page.locator(".ts-result")).to_contain_text("2.1 Assessment stays Requires improvement.")
    page.get_by_role("link", name="All inspected services").click()
    page.get_by_label("Name of the service").fill("birm")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Birmingham").click()
    expect(page.get_by_role("figure", name="3 rose, 1 fell, 1 stayed, of 5 that can be compared")).to_be_visible()
    expect(page.get_by_role("cell", name="not comparable").first).to_be_visible()
    page.get_by_text("Why some ratings cannot be set side by side").click()
    expect(page.get_by_text("They share a number and nothing else.")).to_be_visible()
    page.get_by_role("link", name="Read the report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Birmingham")


def test_a_mistake_in_a_form_leads_to_its_field(page: Page, axe: Check) -> None:
    page.goto("/services/?rating=Splendid")
    page.get_by_role("link", name="Choose a rating from the list").click()
    expect(page.get_by_label("Overall rating")).to_be_focused()
    axe(page)


def test_a_report_prints_without_what_is_for_the_screen(page: Page) -> None:
    page.goto("/reports/birmingham-2023/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator(".ts-contents")).to_be_hidden()
    expect(page.get_by_role("heading", name="Recommendations").first).to_be_visible()
