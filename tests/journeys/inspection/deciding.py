"""Judgements are proposed, and the ratings panel argues, decides, dissents and closes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.inspection.acts import in_the_way, moves_to, press, row_of, todo, told
from tests.journeys.inspection.people import People

# standard → rating proposed; those not named here are counted from the cases
PROPOSED = {
    "1.1": "Good",
    "1.2": "Requires improvement",
    "1.3": "Good",
    "1.4": "Outstanding",
    "3.4": "Good",
    "4.1": "Requires improvement",
}
COUNTED = {
    "2.1": "Outstanding",
    "2.2": "Good",
    "2.3": "Requires improvement",
    "2.4": "Inadequate",
    "3.1": "Requires improvement",
    "3.2": "Outstanding",
    "3.3": "Inadequate",
}
DISCRETION = ("2.4", "Requires improvement")
DECIDED = {**COUNTED, **PROPOSED, DISCRETION[0]: DISCRETION[1]}


def judgements_are_proposed(people: People, place: str) -> None:
    """Two inspectors weigh each judged standard against its characteristics; until then no panel meets."""
    moves_to(people("lead"), place, "Initial feedback")
    moves_to(people("lead"), place, "Judgements")
    assert "No judgement is proposed for 1.1, 1.2, 1.3, 1.4, 3.4, 4.1." in in_the_way(people("lead"), place)
    for number, (standard, rating) in enumerate(PROPOSED.items()):
        page = people(("inspector", "second_inspector")[number % 2])
        page.goto(f"{place}judgements/{standard}/")
        if number == 0:
            people.look(page)
        form = page.locator("main form")
        for characteristic in form.get_by_role("group", name=standard).all():
            characteristic.get_by_label("Met", exact=True).check()
        form.get_by_role("group", name="Which rating do you propose?").get_by_label(rating, exact=True).check()
        form.get_by_label("Why?").fill("What people told us, and what the documents show, agree.")
        press(page, "Propose")
        told(page, "Your proposal is recorded.")
    moves_to(people("lead"), place, "Ratings panel")


def panel_meets(people: People, place: str) -> None:
    """The chair opens the meeting, a member sits; a standard is argued."""
    chair, member = people("chair"), people("member")
    chair.goto("/work/")
    todo(chair, f"{place}panel/").click()
    press(chair, "Open the meeting")
    told(chair, "The meeting is open.")
    press(chair, "Close the meeting and keep these ratings")
    expect(chair.get_by_role("region", name="The meeting cannot be closed yet")).to_contain_text("1.1 is not decided.")
    people.look(chair)
    member.goto(f"{place}panel/")
    press(member, "Take your seat")
    told(member, "You sit in this meeting.")
    standard, rating = DISCRETION
    member.goto(f"{place}panel/{standard}/")
    member.get_by_label("for a higher rating").check()
    member.get_by_label("Do you propose a rating?").select_option(label=rating)
    member.get_by_label("Your argument").fill("Three of the four reviews were a week late, and good.")
    press(member, "Argue")
    told(member, "Your argument is recorded.")


def decides(page: Page, place: str, standard: str, rating: str, why: str) -> None:
    """The chair records a decision."""
    page.goto(f"{place}panel/{standard}/")
    page.get_by_role("group", name="What did the panel decide?").get_by_label(rating, exact=True).check()
    page.get_by_label("Why?").fill(why)
    press(page, "Record the decision")


def takes_it(page: Page, place: str, standard: str, rating: str) -> None:
    """The same by the address that the page asks, so that thirteen decisions take less time."""
    token = page.locator("main input[name=csrfmiddlewaretoken]").first.input_value()
    fields: dict[str, str | float | bool] = {
        "csrfmiddlewaretoken": token,
        "decide-rating": rating,
        "decide-reason": "As the rule and the evidence say.",
    }
    headers = {"Referer": page.url}
    answer = page.request.post(f"{place}panel/{standard}/decide/", form=fields, headers=headers, max_redirects=0)
    assert answer.status == 302, f"{standard}: {answer.status}"


def everything_is_decided(people: People, place: str) -> None:
    """Each standard; discretion moves one by one band and no further; a member dissents; minutes; the end."""
    chair, member = people("chair"), people("member")
    standard, rating = DISCRETION
    decides(chair, place, standard, "Outstanding", "We like it.")
    told(chair, "Discretion may move a rating by 1 band at most")
    people.look(chair)
    decides(chair, place, standard, rating, "The reviews were late, and good.")
    told(chair, f"The decision about {standard} is recorded.")
    for each, decided in DECIDED.items():
        if each != standard:
            takes_it(chair, place, each, decided)
    member.goto(f"{place}panel/3.3/")
    member.get_by_label("Do you disagree?").fill("One case more would have given another rating.")
    press(member, "Record your dissent")
    told(member, "Your dissent is on the record.")
    chair.goto(f"{place}panel/")
    chair.get_by_label("For the minutes").fill("Everybody had read the evidence.")
    press(chair, "Add to the minutes")
    told(chair, "It is in the minutes.")
    press(chair, "Close the meeting and keep these ratings")
    told(chair, "The meeting is closed.")
    expect(row_of(chair, standard)).to_contain_text("Discretion")
    moves_to(people("lead"), place, "Draft report")
