"""What is gathered beside the cases: people met, a quote, a figure, claims with their sources, a safety concern."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.inspection.acts import choose, fill_day, press, told
from tests.journeys.inspection.people import People

STRENGTH = "Case managers know the children they work with, and speak of them with respect."
ALONE = "Managers do not see how heavy workloads are."
QUOTE = "I like it that somebody rings me back."


def meets(page: Page, place: str, group: str, whom: str, heard: str) -> None:
    """Somebody of the team writes down a group they met."""
    page.goto(f"{place}evidence/record/")
    page.get_by_label("Focus group").check()
    fill_day(page, "Day", date.today())  # noqa: DTZ011
    page.get_by_label("Whom did you meet?").select_option(label=group)
    page.get_by_label("With whom, in words of their roles").fill(whom)
    page.get_by_label("How many took part").fill("5")
    page.get_by_label("What did you hear and see?").fill(heard)
    page.get_by_label("1.2 Staff").check()
    press(page, "Save")
    expect(page.get_by_role("heading", name=whom)).to_be_visible()


def people_are_met(people: People, place: str) -> None:
    """Two groups by two people, one of them of another inspectorate; a quote that a second person looks at."""
    partner, inspector = people("partner"), people("inspector")
    meets(partner, place, "Parents and carers", "five parents", "They like the workers.")
    partner.get_by_label("Their words, made anonymous").fill(QUOTE)
    partner.get_by_label("A parent or carer").check()
    press(partner, "Add the quote")
    expect(partner.get_by_text("Waits for a second person")).to_be_visible()
    meets(inspector, place, "Case managers and other practitioners", "five case managers", "They speak with respect.")
    inspector.goto(f"{place}evidence/")
    inspector.get_by_role("link", name="Look at it").click()
    inspector.get_by_label("No: they lead to nobody").check()
    press(inspector, "Save what I found")
    expect(inspector.get_by_text(QUOTE)).to_be_visible()


def figure_is_entered(people: People, place: str) -> None:
    """A context figure, once, with its source."""
    page = people("contact")
    page.goto(f"{place}evidence/figures/enter/")
    for label, value in (
        ("What is the figure of?", "Case managers"),
        ("Value", "14"),
        ("Unit", "people"),
        ("Source", "Our list of staff"),
        ("As of", "March 2026"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Our list of staff")).to_be_visible()


def writes_a_claim(page: Page, place: str, text: str, kind: str) -> None:
    """A draft of a strength or an area for improvement."""
    page.goto(f"{place}matrix/write/?standard=1.2")
    page.get_by_label(kind).check()
    page.get_by_label("The claim, in one or two sentences").fill(text)
    press(page, "Save the draft")
    told(page, "The draft is kept.")


def cites(page: Page, source: str) -> None:
    """A source for the claim."""
    choose(page.get_by_label("Source", exact=True), source)
    page.get_by_label("For the claim").check()
    press(page, "Cite it")
    told(page, "The source is cited.")


def claims_are_settled(people: People, place: str) -> None:
    """On one source without a reason no claim is settled; on two it is, or with a reason that was approved."""
    inspector, lead = people("inspector"), people("lead")
    writes_a_claim(inspector, place, STRENGTH, "Strength")
    cites(inspector, "Focus group: five case managers")
    press(inspector, "Settle the claim")
    told(inspector, "This claim stands on one source without a reason")
    people.look(inspector)
    cites(inspector, "Focus group: five parents")
    press(inspector, "Settle the claim")
    told(inspector, "The claim is settled.")

    writes_a_claim(inspector, place, ALONE, "Area for improvement")
    cites(inspector, "Focus group: five case managers")

    press(inspector, "Settle the claim")
    told(inspector, "This claim stands on one source without a reason")
    inspector.get_by_label("Why is one source enough here?").fill("Only they can say how it is for them.")
    press(inspector, "Keep the reason")
    told(inspector, "The reason is kept.")
    inspector.get_by_role("link", name="Change the claim").click()
    people.look(inspector)
    inspector.go_back()
    lead.goto(inspector.url)
    press(lead, "Approve this reason")
    told(lead, "The reason is approved.")
    press(lead, "Settle the claim")
    told(lead, "The claim is settled.")
