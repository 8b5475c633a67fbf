"""Reading a case: two people at once, lost replies, an ended sign-in, no network, no script, keyboard, telephone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.capability("I5", "W5")

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[[Page], None]
SignIn = Callable[[Page, str], None]
SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
PATIENCE = 20_000  # milliseconds; machines are shared


@pytest.fixture(scope="module")
def reading(site_environment: dict[str, str], cast_of_the_site: dict[str, Any]) -> dict[str, Any]:
    """Three cases of the inspector's, and the number of the page with standard 2.1."""
    words = [sys.executable, "-m", "tests.journeys.reading_cases", cast_of_the_site["exercise"]]
    made = subprocess.run(words, cwd=ROOT, env=site_environment, check=True, capture_output=True, encoding="utf-8")
    told: dict[str, Any] = json.loads(made.stdout)
    return told


@contextmanager
def somebody(browser: Browser, args: dict[str, Any], sign_in: SignIn, name: str) -> Iterator[Page]:
    """A browser of somebody's own, in which replies may fail without failing the test."""
    with browser.new_context(**args) as context:
        page = context.new_page()
        sign_in(page, name)
        yield page


def corner(page: Page, words: Any) -> None:
    """The corner says this, soon."""
    expect(page.locator("[data-saving] [data-words]")).to_have_text(words, timeout=PATIENCE)


def evidence(page: Page, question: str) -> Any:
    """The note of evidence beside a question."""
    return page.locator(f"textarea[name='e.{question}']")


def choose(page: Page, question: str, value: str) -> None:
    """Choose an answer."""
    page.locator(f"input[name='v.{question}'][value='{value}']").check(force=True)


def versions_of(page: Page, case: str, question: str) -> int:
    """How many versions the history has of an answer."""
    page.goto(f"{case}history/")
    row = page.get_by_role("row").filter(has_text=question).first
    return int(row.get_by_role("cell").first.inner_text())


def test_two_people_answer_the_same_case_at_once(
    browser: Browser, browser_context_args: dict[str, Any], sign_in: SignIn, reading: dict[str, Any], axe: Check
) -> None:
    at = f"{reading['cases'][0]}pages/{reading['page']}/"
    with (
        somebody(browser, browser_context_args, sign_in, "inspector") as one,
        somebody(browser, browser_context_args, sign_in, "assessor") as other,
    ):
        one.goto(at)
        other.goto(at)

        # Different answers go together.
        choose(one, "2.1.1", "yes")
        evidence(one, "2.1.1").fill("The plan of May names it.")
        choose(other, "2.1.2", "no")
        corner(one, SAVED)
        corner(other, SAVED)

        # The same answer does not: both texts are shown, and a person joins them.
        choose(other, "2.1.1", "no")
        evidence(other, "2.1.1").fill("Nothing after June.")
        both = other.locator("[data-told]")
        expect(both).to_contain_text("Nothing is lost", timeout=PATIENCE)
        expect(both).to_contain_text("The plan of May names it.")
        expect(both).to_contain_text("Inspector")
        axe(other)
        both.get_by_role("button", name="Join both").click()
        expect(evidence(other, "2.1.1")).to_have_value("The plan of May names it.\n\nNothing after June.")
        corner(other, SAVED)
        expect(both).to_have_count(0)

        # Whoever comes later can take the other's too.
        evidence(one, "2.1.1").fill("The plan of May names it, twice.")
        expect(one.locator("[data-told]")).to_be_visible(timeout=PATIENCE)
        one.locator("[data-told]").get_by_role("button", name="Use theirs").click()
        corner(one, SAVED)
        expect(evidence(one, "2.1.1")).to_have_value("The plan of May names it.\n\nNothing after June.")

        one.reload()
        expect(one.locator("input[name='v.2.1.1'][value='no']")).to_be_checked()
        expect(one.locator("input[name='v.2.1.2'][value='no']")).to_be_checked()
        one.goto(f"{reading['cases'][0]}history/")
        one.get_by_role("link", name=re.compile("^2.1.1")).click()
        expect(one.get_by_text("Kept aside").first).to_be_visible()
        axe(one)


def test_a_lost_reply_never_looks_like_a_conflict(
    browser: Browser, browser_context_args: dict[str, Any], sign_in: SignIn, reading: dict[str, Any]
) -> None:
    case = reading["cases"][1]
    lost: list[str] = []

    def lose(route: Route) -> None:
        if len(lost) < 3:
            lost.append(route.request.post_data or "")
            route.fetch()  # the server has it, and answers
            route.abort()  # and nobody hears
        else:
            route.continue_()

    with somebody(browser, browser_context_args, sign_in, "inspector") as page:
        page.goto(f"{case}pages/{reading['page']}/")
        page.route("**/answers/", lose)
        choose(page, "2.1.3", "yes")
        corner(page, re.compile("Not saved – kept on this page|Saved"))
        corner(page, SAVED)
        assert len({json.loads(body)["save"] for body in lost}) == 1
        assert page.locator("[data-told]").count() == 0
        assert versions_of(page, case, "2.1.3") == 1


def test_nothing_typed_is_lost_when_the_sign_in_ends(
    browser: Browser, browser_context_args: dict[str, Any], sign_in: SignIn, reading: dict[str, Any], axe: Check
) -> None:
    case = reading["cases"][1]
    with somebody(browser, browser_context_args, sign_in, "inspector") as page:
        page.goto(f"{case}pages/{reading['page']}/")
        page.context.clear_cookies()  # as if it had ended; the token for forms is another one afterwards too
        evidence(page, "2.1.1").fill("Typed after the sign-in had ended")
        corner(page, re.compile("Your sign-in ended"))
        expect(page.get_by_role("link", name="Sign in (opens a new tab)")).to_be_visible()
        expect(evidence(page, "2.1.1")).to_have_value("Typed after the sign-in had ended")
        axe(page)
        sign_in(page, "inspector")
        corner(page, SAVED)
        page.reload()
        expect(evidence(page, "2.1.1")).to_have_value("Typed after the sign-in had ended")


def test_without_a_network_it_is_said_in_words_and_saved_afterwards(
    browser: Browser, browser_context_args: dict[str, Any], sign_in: SignIn, reading: dict[str, Any]
) -> None:
    case = reading["cases"][1]
    with somebody(browser, browser_context_args, sign_in, "inspector") as page:
        page.goto(f"{case}pages/{reading['page']}/")
        page.context.set_offline(True)
        field = evidence(page, "2.1.2")
        field.fill("Typed in a cellar")
        before = field.bounding_box()
        corner(page, "Not saved – kept on this page")
        page.get_by_role("button", name="Save and go on").click()
        assert page.url.endswith(f"pages/{reading['page']}/")  # the page is not left while something is not saved
        field.press("End")
        page.keyboard.type(" without a network")
        page.context.set_offline(False)
        corner(page, SAVED)
        after = field.bounding_box()
        assert before is not None
        assert after is not None
        assert before["x"] == after["x"]
        page.reload()
        expect(evidence(page, "2.1.2")).to_have_value("Typed in a cellar without a network")


def test_what_was_typed_a_moment_ago_is_sent_when_the_page_is_left(
    browser: Browser, browser_context_args: dict[str, Any], sign_in: SignIn, reading: dict[str, Any]
) -> None:
    case = reading["cases"][1]
    with somebody(browser, browser_context_args, sign_in, "inspector") as page:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{case}pages/{reading['page']}/")
        evidence(page, "2.1.3").fill("Typed and gone")
        page.goto(case)
        page.goto(f"{case}pages/{reading['page']}/")
        expect(evidence(page, "2.1.3")).to_have_value("Typed and gone")


def test_what_was_answered_before_the_script_was_there_is_saved_when_it_comes(
    browser: Browser, browser_context_args: dict[str, Any], sign_in: SignIn, reading: dict[str, Any]
) -> None:
    case = reading["cases"][1]
    with somebody(browser, browser_context_args, sign_in, "inspector") as page:
        held: list[Route] = []
        page.route("**/autosave*.js", lambda route: held.append(route))
        page.goto(f"{case}pages/{reading['page']}/", wait_until="commit")
        evidence(page, "2.1.3").fill("Typed before the script came")
        choose(page, "2.1.3", "yes")
        for route in held:
            route.continue_()
        page.unroute("**/autosave*.js")
        corner(page, SAVED)
        page.reload()
        expect(evidence(page, "2.1.3")).to_have_value("Typed before the script came")
        expect(page.locator("input[name='v.2.1.3'][value='yes']")).to_be_checked()
        expect(page.locator("[data-saving]")).to_be_hidden()  # and what is as it was sent is not saved again


def test_by_keyboard_and_nothing_moves_while_typing(
    page: Page, sign_in: SignIn, reading: dict[str, Any], axe: Check, fits: Check
) -> None:
    case = reading["cases"][2]
    sign_in(page, "inspector")
    page.goto(case)
    axe(page)
    page.get_by_role("link", name=re.compile("^2.1 ")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2.1")
    axe(page)
    fits(page)
    page.locator("input[name='v.2.1.1']").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # yes, then no
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    expect(evidence(page, "2.1.1")).to_be_focused()
    before = page.locator("#q-2-1-2-whole").bounding_box()
    page.keyboard.type("One line, typed.")
    corner(page, SAVED)
    assert page.locator("#q-2-1-2-whole").bounding_box() == before
    expect(evidence(page, "2.1.1")).to_be_focused()
    page.get_by_role("button", name="Save and go on").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2.2")
    page.goto(f"{case}pages/{reading['page']}/")
    expect(page.locator("input[name='v.2.1.1'][value='yes']")).to_be_checked()
    page.get_by_text("Prompts for 2.1.1").click()
    axe(page)


def test_without_script_and_at_a_telephone(
    page_without_script: Page, narrow_page: Page, sign_in: SignIn, reading: dict[str, Any],
    cast_of_the_site: dict[str, Any], axe: Check, fits: Check,
) -> None:  # fmt: skip
    case = reading["cases"][2]
    plain = page_without_script
    sign_in(plain, "assessor")
    plain.goto(f"{case}pages/{reading['page']}/")
    plain.locator("input[name='v.2.1.3'][value='no']").check(force=True)
    evidence(plain, "2.1.3").fill("Sent whole")
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_text(re.compile("Saved "))).to_be_visible()
    expect(evidence(plain, "2.1.3")).to_have_value("Sent whole")

    room = reading["room"]
    sign_in(narrow_page, "lead")
    for address in (room, f"{room}allocation/", f"{room}agreement/", case, f"{case}history/", f"{case}moderate/",
                    f"{case}examples/", f"{case}pages/{reading['page']}/"):  # fmt: skip
        narrow_page.goto(address)
        axe(narrow_page)
        fits(narrow_page)
    sign_in(narrow_page, "inspector")
    for number in (1, reading["page"]):
        narrow_page.goto(f"{case}pages/{number}/")
        axe(narrow_page)
        fits(narrow_page)
