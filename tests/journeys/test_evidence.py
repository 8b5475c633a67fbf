"""Evidence from the service's documents to a settled claim: five people, one source too few, one contradiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories.files import pdf

pytestmark = [pytest.mark.slow, pytest.mark.capability("I6", "I7", "W8", "W10")]

Check = Callable[[Page], None]
SignIn = Callable[[Page, str], None]
CLAIM = "Case managers know the children they work with, and speak of them with respect."


def looked_at(page: Page, axe: Check, fits: Check) -> None:
    """It is accessible, and fits its window."""
    axe(page)
    fits(page)


def file_of(name: str, content: bytes) -> Any:
    """A file as a person picks it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def record_a_meeting(page: Page, group: str, whom: str, notes: str) -> None:
    """Fill in the form of a meeting and send it."""
    today = timezone.localdate()
    page.get_by_label("Focus group").check()
    page.get_by_label("Day", exact=True).fill(str(today.day))
    page.get_by_label("Month").fill(str(today.month))
    page.get_by_label("Year").fill(str(today.year))
    page.get_by_label("Whom did you meet?").select_option(label=group)
    page.get_by_label("With whom, in words of their roles").fill(whom)
    page.get_by_label("How many took part").fill("5")
    page.get_by_label("What did you hear and see?").fill(notes)
    page.get_by_label("1.2 Staff").check()
    page.get_by_role("button", name="Save").click()


def cite(page: Page, source: str, stance: str = "For the claim", says: str = "") -> None:
    """Cite the source whose choice holds these words."""
    chosen = page.get_by_label("Source", exact=True).locator("option", has_text=source).first.get_attribute("value")
    page.get_by_label("Source", exact=True).select_option(value=chosen)
    page.get_by_label(stance).check()
    page.get_by_label("What in it bears on the claim?").fill(says)
    page.get_by_role("button", name="Cite it").click()
    expect(page.get_by_text("The source is cited.")).to_be_visible()


def test_evidence_from_documents_to_a_settled_claim(
    page: Page, narrow_page: Page, page_without_script: Page, sign_in: SignIn, cast_of_the_site: dict[str, Any],
    axe: Check, fits: Check,
) -> None:  # fmt: skip
    start = f"/work/exercises/{cast_of_the_site['exercise']}/"
    the_service_hands_in_documents(narrow_page, sign_in, start, axe, fits)
    people_are_met(page, sign_in, start, axe, fits)

    # Without script, a claim is written on one meeting, and cannot be settled.
    sign_in(page_without_script, "second_inspector")
    page_without_script.goto(f"{start}matrix/write/?standard=1.2")
    page_without_script.get_by_label("Strength").check()
    page_without_script.get_by_label("The claim, in one or two sentences").fill(CLAIM)
    page_without_script.get_by_role("button", name="Save the draft").click()
    cite(page_without_script, "Focus group: five case managers")
    page_without_script.get_by_role("button", name="Settle the claim").click()
    expect(page_without_script.get_by_role("alert")).to_contain_text("This claim stands on one source without a reason")
    page_without_script.goto(f"{start}matrix/")
    claim = str(page_without_script.get_by_role("link", name=CLAIM).first.get_attribute("href"))

    # Somebody else cites what speaks against it; that stays in sight though the claim is settled.
    page.goto(claim)
    looked_at(page, axe, fits)
    cite(page, "Focus group: five parents", "Against the claim", "They had four workers in a year.")
    cite(page, "Minutes and papers of the last four meetings")
    looked_at(page, axe, fits)
    page.get_by_role("button", name="Settle the claim").click()
    expect(page.get_by_text("The claim is settled.")).to_be_visible()

    # A member of the panel, at a telephone, sees it on the matrix, and what the service handed in by name alone.
    sign_in(narrow_page, "panel_member")
    narrow_page.goto(f"{start}matrix/")
    expect(narrow_page.get_by_role("region", name="contradiction is not answered")).to_contain_text("four workers")
    looked_at(narrow_page, axe, fits)
    narrow_page.goto(claim)
    expect(narrow_page.get_by_text("They had four workers in a year.")).to_be_visible()
    looked_at(narrow_page, axe, fits)

    # The lead inspector weighs it: it is answered, and stands beside the claim.
    sign_in(page, "lead")
    page.goto(claim)
    page.get_by_label("How was it weighed?").fill("All of one team, which has closed since.")
    page.get_by_role("button", name="Keep how it was weighed").click()
    expect(page.get_by_text("They had four workers in a year.")).to_be_visible()
    narrow_page.goto(f"{start}matrix/")
    expect(narrow_page.get_by_role("region", name="contradiction is not answered")).to_have_count(0)
    page.goto(f"{start}matrix/")
    expect(page.get_by_role("rowheader", name="1.2 Staff")).to_be_visible()
    looked_at(page, axe, fits)


def the_service_hands_in_documents(page: Page, sign_in: SignIn, start: str, axe: Check, fits: Check) -> None:
    """At a telephone: a file that is not what it says is refused, another is kept, one document is not there."""
    sign_in(page, "contact")
    page.goto(f"{start}documents/")
    looked_at(page, axe, fits)
    page.get_by_role("link", name="Hand in Minutes and papers").click()
    looked_at(page, axe, fits)
    page.get_by_label("The file").set_input_files(file_of("minutes.pdf", b"MZ\x90 a program"))
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("a program")
    looked_at(page, axe, fits)
    page.get_by_label("The file").set_input_files(file_of("minutes.pdf", pdf()))
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("The document is handed in.")).to_be_visible()
    page.get_by_role("link", name="We do not have it The register of risks").click()
    looked_at(page, axe, fits)
    page.get_by_label("Why not?").fill("It is being written and will be there in spring.")
    page.get_by_role("button", name="Say that we do not have it").click()
    expect(page.get_by_text("It is recorded that you do not have this document.")).to_be_visible()
    page.get_by_role("link", name="Minutes and papers of the last four").first.click()
    looked_at(page, axe, fits)


def people_are_met(page: Page, sign_in: SignIn, start: str, axe: Check, fits: Check) -> None:
    """Two groups, and a quote that a second person looks at."""
    sign_in(page, "inspector")
    page.goto(f"{start}evidence/record/")
    looked_at(page, axe, fits)
    record_a_meeting(page, "Parents and carers", "five parents", "They like the workers and miss the ones who left.")
    page.goto(f"{start}evidence/record/")
    record_a_meeting(page, "Case managers and other practitioners", "five case managers", "They speak with respect.")
    looked_at(page, axe, fits)
    page.get_by_label("Their words, made anonymous").fill("I know when Dennis is having a bad day.")
    page.get_by_label("A case manager").check()
    page.get_by_role("button", name="Add the quote").click()
    expect(page.get_by_text("Waits for a second person")).to_be_visible()
    sign_in(page, "second_inspector")
    page.goto(f"{start}evidence/")
    looked_at(page, axe, fits)
    page.get_by_role("link", name="Look at it").click()
    expect(page.get_by_text("may be a name")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_label("They may: send the quote back").check()
    page.get_by_label("What must go?").fill("A name.")
    page.get_by_role("button", name="Save what I found").click()
    expect(page.get_by_text("Sent back")).to_be_visible()
