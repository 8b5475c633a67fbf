"""The sample is drawn and frozen, cases are given out, and fieldwork begins once somebody is on duty for concerns."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.inspection.acts import choose, fill_day, in_the_way, moves_to, press, todo, told
from tests.journeys.inspection.people import NAMES, People
from tests.journeys.inspection.planning import FIRST

SIZES = {"Court disposals": 4, "Out-of-court disposals": 2}
# case → who reads it first, and who a second time, blind
GIVEN = {
    "Court 01": ("inspector", "second_inspector"),
    "Court 02": ("inspector", ""),
    "Court 03": ("second_inspector", ""),
    "Court 04": ("assessor", ""),
    "Out of court 01": ("second_inspector", ""),
    "Out of court 02": ("assessor", ""),
}
TELEPHONE = "01632 960 101"  # of numbers that Ofcom keeps free for drama
BY_HAND = "Court 01"
WITHOUT_SCRIPT = "Out of court 01"


def draws_and_freezes(people: People, place: str) -> None:
    """The lead sets another size with its reason, draws, looks, freezes."""
    page = people("lead")
    moves_to(page, place, "Sample")
    page.goto(f"{place}sample/")
    press(page, "Go to the draw")
    page.get_by_role("link", name="Set another window or size").click()
    people.look(page)
    for group, cases in SIZES.items():
        page.get_by_label(f"Cases of {group}").fill(str(cases))
    page.get_by_label("Why").fill("A small service: so many were agreed with the chief inspector.")
    press(page, "Set the rules")
    expect(page.get_by_role("row", name="Court disposals 8")).to_contain_text("set by the lead inspector")
    press(page, "Draw the sample")
    told(page, "The sample is drawn.")
    expect(page.get_by_role("heading", name="Is it like the caseload?")).to_be_visible()
    press(page, "Freeze this sample")
    people.look(page)
    press(page, "Freeze the sample")
    told(page, "The sample is frozen.")


def enters_a_telephone(page: Page, number: str) -> None:
    """Whoever is on duty can be rung; without a number nobody can be put on duty."""
    page.goto("/account/details/")
    page.get_by_label("Telephone").fill(number)
    press(page, "Save")
    told(page, "Your details are changed.")


def puts_on_duty(people: People, place: str) -> None:
    """Fieldwork waits for a named person with a telephone."""
    lead = people("lead")
    assert "Nobody is on duty for safety concerns" in in_the_way(lead, place)
    enters_a_telephone(people("safeguarding"), "")
    lead.goto(f"{place}concerns/duty/")
    lead.get_by_label("Person").select_option(label=NAMES["safeguarding"])
    press(lead, "Put on duty")
    told(lead, "This person has no telephone number here.")
    enters_a_telephone(people("safeguarding"), TELEPHONE)
    press(lead, "Put on duty")
    told(lead, "This person is on duty from now on.")
    assert "Nothing stands in the way." in in_the_way(lead, place)


def gives_cases_out(people: People, place: str) -> None:
    """Every case to somebody, one of them to a second person who reads it blind."""
    page = people("lead")
    page.goto(f"{place}cases/allocation/")
    for case, readers in GIVEN.items():
        for who, marking in zip(readers, ("first marking", "second marking"), strict=True):
            if who:
                choose(page.locator("form#give").get_by_label("Case", exact=True), f"{case} (")
                page.get_by_label(marking).check()
                page.get_by_label("To", exact=True).select_option(label=NAMES[who])
                press(page, "Give")
                told(page, f"{case} is given to {NAMES[who]}.")


def writes_the_timetable(people: People, place: str) -> None:
    """Who reads one case, when and where."""
    page = people("lead")
    page.goto(f"{place}timetable/new/")
    fill_day(page, "Day", FIRST)
    page.get_by_label("From", exact=True).fill("9:30")
    page.get_by_label("To", exact=True).fill("11:30")
    page.get_by_label("Read a case").check()
    page.get_by_label("Which case").select_option(label=BY_HAND)
    page.get_by_label(NAMES["inspector"]).check()
    page.get_by_label("Where (optional)").fill("Room 2")
    press(page, "Save")
    told(page, "The entry is saved.")


def begins_fieldwork(people: People, place: str) -> None:
    """The lead moves it on, and the inspectors find their cases."""
    moves_to(people("lead"), place, "Fieldwork")
    inspector = people("inspector")
    inspector.goto("/work/")
    expect(todo(inspector, f"{place}cases/")).to_have_text("2 cases to assess")
