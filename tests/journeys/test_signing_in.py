"""Somebody is invited, signs in, sets up an app and a passkey, is signed out while typing, and loses nothing."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, CDPSession, Page, expect

PASSWORD = "nine purple kites at dusk"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code_of(secret: str, steps: int = 0) -> str:
    """What the app on the telephone shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_a_passkey_device(page: Page) -> CDPSession:
    """A telephone of our own that keeps passkeys."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return device


def play(page: Page, name: str) -> None:
    """Be one of the invented cast."""
    page.goto("/demo/")
    page.get_by_role("button", name=f"Be them {name}").click()
    page.wait_for_url("**/work/")


def sign_out(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")


def invited(page: Page, name: str, email: str) -> str:
    """Have the administrator invite somebody; the link to pass on."""
    play(page, "Kit Moss")
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Invite").click()
    link = page.locator("code", has_text="/account/link/").inner_text()
    page.get_by_role("button", name="Give a role").click()
    page.get_by_label("Auditor", exact=True).check()
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_text("has the role now")).to_be_visible()
    return link


@pytest.mark.capability("W1")
def test_from_an_invitation_to_a_passkey(page: Page, axe: Callable[[Page], None], fits: Callable[[Page], None]) -> None:
    link = invited(page, "Ann Journey", "ann.journey@example.org")
    axe(page)
    page.context.clear_cookies()

    page.goto(re.sub(r"^https?://[^/]+", "", link))
    expect(page.get_by_role("heading", name="Welcome, Ann Journey")).to_be_visible()
    page.get_by_label("New password").fill("touchstone12")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("alert")).to_contain_text("made of a name or a word")
    axe(page)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("Your password is set")).to_be_visible()
    axe(page)

    page.get_by_label("Email address").fill("ann.journey@example.org")
    page.get_by_label("Password").fill("wrong password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("The address or the password is not right").first).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/work/")

    page.goto("/account/2fa/")
    axe(page)
    page.get_by_role("button", name="Set up an app").click()
    secret = page.locator("code.ts-key").inner_text()
    axe(page)
    page.get_by_label("Code that the app shows").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    page.get_by_role("button", name="Make recovery codes").click()
    page.get_by_role("button", name="Make recovery codes").click()
    expect(page.locator(".ts-codes li")).to_have_count(10)
    axe(page)
    recovery = page.locator(".ts-codes li").first.inner_text()

    sign_out(page, "Ann Journey")
    page.get_by_label("Email address").fill("ann.journey@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    axe(page)
    page.get_by_label("Code from your app").fill(recovery)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/work/")

    with_a_passkey_device(page)
    page.goto("/account/2fa/webauthn/add/")
    axe(page)
    page.get_by_label("A name for this passkey").fill("my telephone")
    page.get_by_label("Let this passkey sign me in").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("term").filter(has_text="my telephone")).to_be_visible()
    axe(page)
    fits(page)

    sign_out(page, "Ann Journey")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/work/")
    page.goto("/account/sessions/")
    expect(page.get_by_text("this one")).to_be_visible()
    axe(page)


def test_a_passkey_is_the_second_factor_too(page: Page) -> None:
    link = invited(page, "Bo Journey", "bo.journey@example.org")
    page.context.clear_cookies()
    page.goto(re.sub(r"^https?://[^/]+", "", link))
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_label("Email address").fill("bo.journey@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/work/")
    with_a_passkey_device(page)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/2fa/")
    sign_out(page, "Bo Journey")
    page.get_by_label("Email address").fill("bo.journey@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/work/")


def test_what_is_typed_without_script_outlives_the_session(
    page_without_script: Page, site_environment: dict[str, str]
) -> None:
    page = page_without_script
    play(page, "Tomasz Wren")
    page.goto("/work/people/conflicts/mine/")
    page.get_by_label("Youth justice service").select_option(label="Leeds")
    page.get_by_label("What the conflict is").fill("My sister works there")
    session_is_over(site_environment, "Tomasz Wren")
    with page.expect_response("**/mine/") as sent:
        page.get_by_role("button", name="Declare it").click()
    assert sent.value.status == 401
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    other = page.context.new_page()
    play(other, "Tomasz Wren")
    page.get_by_role("button", name="I have signed in").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Leeds: My sister works there")).to_be_visible()


def test_somebody_else_does_not_get_what_was_typed(page_without_script: Page, site_environment: dict[str, str]) -> None:
    page = page_without_script
    play(page, "Joss Pike")
    page.goto("/work/people/conflicts/mine/")
    page.get_by_label("Youth justice service").select_option(label="Leeds")
    page.get_by_label("What the conflict is").fill("Something of my own")
    session_is_over(site_environment, "Joss Pike")
    page.get_by_role("button", name="Declare it").click()
    other = page.context.new_page()
    play(other, "Kit Moss")
    page.get_by_role("button", name="I have signed in").click()
    expect(page.get_by_role("heading", name="You cannot do this")).to_be_visible()
    assert "Something of my own" not in page.content()


def session_is_over(environment: dict[str, str], name: str) -> None:
    """As if somebody had been away for an hour; everybody else of the site stays signed in."""
    whose = "SELECT id FROM accounts_user WHERE name = ?"
    with closing(sqlite3.connect(Path(environment["TOUCHSTONE_VAR"]) / "touchstone.sqlite3", timeout=20)) as database:
        ended = database.execute(
            f"UPDATE accounts_session SET expires = '2020-01-01 00:00:00' WHERE person_id IN ({whose})", [name]
        )
        database.commit()
        assert ended.rowcount


@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/", "/demo/"])
def test_the_ways_in_fit_a_telephone(
    narrow_page: Page, address: str, axe: Callable[[Page], None], fits: Callable[[Page], None]
) -> None:
    narrow_page.goto(address)
    fits(narrow_page)
    axe(narrow_page)


def test_pages_of_people_fit_a_telephone(
    browser: Browser, narrow_page: Page, axe: Callable[[Page], None], fits: Callable[[Page], None]
) -> None:
    play(narrow_page, "Kit Moss")
    for address in (
        "/work/people/", "/work/people/invite/", "/work/people/review/", "/work/people/conflicts/", "/work/services/",
        "/work/roles/", "/work/people/conflicts/mine/", "/account/", "/account/details/", "/account/sessions/",
    ):  # fmt: skip
        narrow_page.goto(address)
        fits(narrow_page)
        axe(narrow_page)
    play(narrow_page, "Mel Ash")
    narrow_page.goto("/work/audit/")
    fits(narrow_page)
    axe(narrow_page)
