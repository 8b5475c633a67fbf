"""The inspection is planned, a team is appointed, and the service hears of it."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.journeys.inspection.acts import fill_day, moves_to, press, told
from tests.journeys.inspection.people import NAMES, People
from touchstone.practice.working_days import add_working_days

SERVICE = "Northfell (invented)"
FIRST = add_working_days(date.today(), 30)  # noqa: DTZ011  a page of this very day
LAST = add_working_days(FIRST, 4)
PANEL = add_working_days(LAST, 10)
TEAM = {
    "inspector": "Inspector",
    "second_inspector": "Inspector",
    "assessor": "Local assessor",
    "partner": "Inspector of another inspectorate",
    "safeguarding": "Safeguarding reader",
    "chair": "Chair of the ratings panel",
    "member": "Ratings-panel member",
}


def declares_a_conflict(people: People, who: str) -> None:
    """Somebody who worked at the service says so."""
    page = people(who)
    page.goto("/work/people/conflicts/mine/")
    page.get_by_label("Youth justice service").select_option(label=SERVICE)
    page.get_by_label("What the conflict is").fill("Worked there until last year.")
    press(page, "Declare it")
    told(page, "Your conflict of interest is declared.")


def plans(people: People) -> str:
    """The chief inspector plans the inspection; its address."""
    page = people("chief")
    page.goto("/work/")
    page.get_by_role("button", name="Plan an inspection").click()
    page.get_by_label("Youth justice service").select_option(label=SERVICE)
    press(page, "Continue")
    people.look(page)
    page.get_by_label("Youth offending services, 2021 to 2025").check()
    page.get_by_label("Lead inspector").select_option(label=NAMES["lead"])
    fill_day(page, "First day of fieldwork", FIRST)
    fill_day(page, "Last day of fieldwork", LAST)
    fill_day(page, "Day of the ratings panel", PANEL)
    press(page, "Plan it")
    told(page, "The service does not know of it yet.")
    return page.url.removeprefix(people.site)


def appoints_the_team(people: People, place: str) -> None:
    """The chief inspector takes everybody in; whoever declared a conflict is not to be chosen."""
    page = people("chief")
    page.goto(f"{place}team/")
    expect(page.get_by_role("region", name="Conflict of interest")).to_contain_text(NAMES["publisher"])
    assert not any(
        NAMES["publisher"] in words for words in page.get_by_label("Who").locator("option").all_inner_texts()
    )
    for who, role in TEAM.items():
        page.get_by_label("Who", exact=True).select_option(label=f"{NAMES[who]}, Demonstration")
        page.get_by_label(role, exact=True).check()
        press(page, "Take them into the team")
        told(page, f"{NAMES[who]} is in the team.")


def announces(people: People, place: str) -> None:
    """Until the inspection is announced its service sees nothing of it; nor ever does whoever has a conflict."""
    contact = people("contact")
    assert contact.goto(place).status == 404  # type: ignore[union-attr]
    moves_to(people("chief"), place, "Announced")
    contact.goto(place)
    expect(contact.get_by_text("The service knows the dates and is told what to hand in.")).to_be_visible()
    assert people("publisher").goto(place).status == 404  # type: ignore[union-attr]
    moves_to(people("lead"), place, "Evidence in advance")
