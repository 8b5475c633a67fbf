"""The service hands in its list of cases and a document; a survey goes out and a child answers it."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.factories.files import pdf
from tests.journeys.inspection.acts import file_of, fill_day, press, todo, told
from tests.journeys.inspection.people import NAMES, People
from tests.journeys.inspection.planning import FIRST

STARTED = (FIRST - timedelta(days=120)).isoformat()
HEAD = "reference,kind,sex,risk_of_serious_harm,safety_and_wellbeing,started,ended"
COURT, OUT_OF_COURT = 8, 6


def rows() -> list[str]:
    """Eight children sentenced by a court and six with a disposal out of court, all invented."""
    kinds = [("Community sentence", "Custodial sentence")[number % 4 == 0] for number in range(1, COURT + 1)]
    kinds += [("Youth caution", "Community resolution")[number % 2] for number in range(OUT_OF_COURT)]
    return [
        f"NF-{place:04},{kind},{('male', 'female')[place % 2]},{('low', 'medium', 'high')[place % 3]},"
        f"{('low', 'high')[place % 2]},{STARTED},"
        for place, kind in enumerate(kinds, 1)
    ]


def hands_in_the_list(people: People, place: str) -> None:
    """First a list with problems, told by row; then a good one, looked at and confirmed."""
    page = people("contact")
    page.goto("/work/")
    todo(page, f"{place}sample/").click()
    press(page, "Hand in the list")
    good = rows()
    bad = [good[0].replace("NF-0001", ""), good[1].replace(STARTED, "3.7.26"), *good[2:]]
    for list_of_cases in (bad, [*good, f"NF-0300,Bail support,male,low,low,{STARTED},"]):
        csv = "\n".join([HEAD, *list_of_cases, ""]).encode()
        page.get_by_label("The list of cases").set_input_files(file_of("our cases.csv", csv, "text/csv"))
        press(page, "Check the list")
        if list_of_cases is bad:
            expect(page.get_by_text("There are 2 problems")).to_be_visible()
            people.look(page)
            expect(page.get_by_role("row", name="Row 2 ")).to_contain_text("Write the service's own reference")
            expect(page.get_by_role("row", name="Row 3 ")).to_contain_text("is not a date")
            page.get_by_role("button", name="Hand in the mended list").click()
    expect(page.get_by_text("nothing is stored yet")).to_be_visible()
    expect(page.get_by_role("row", name="NF-0300")).to_contain_text("does not inspect the kind")
    press(page, "Confirm: this is our list")
    told(page, "The list is confirmed.")


def hands_in_a_document(people: People, place: str) -> None:
    """A document of the checklist."""
    page = people("contact")
    page.goto(f"{place}documents/")
    page.get_by_role("link", name="Hand in Minutes and papers").click()
    page.get_by_label("The file").set_input_files(file_of("minutes.pdf", pdf(), "application/pdf"))
    press(page, "Hand in")
    told(page, "The document is handed in.")


def survey_goes_out(people: People, place: str) -> None:
    """The lead opens a survey of children; one of them answers by link, without script, and nobody knows who."""
    page = people("lead")
    page.goto(f"{place}surveys/open/")
    page.get_by_label("Children").check()
    page.get_by_label("Who asks?").fill("The youth inspectors")
    page.get_by_label("Who reads what people write?").select_option(label=NAMES["safeguarding"])
    fill_day(page, "Last day to answer", date.today() + timedelta(days=10))  # noqa: DTZ011
    press(page, "Open the survey")
    page.get_by_label("How many links?").fill("3")
    press(page, "Make links")
    link = page.get_by_label("Links to copy, one on each line").input_value().split()[0]
    child = people.window(script=False)
    child.goto(link)
    press(child, "Start")
    child.get_by_role("group", name="How well does your worker listen to you?").get_by_role("radio").nth(8).check()
    for _part in range(2):
        press(child, "Next")
    child.get_by_label("What was the best thing?").fill("Mister Quill took me fishing.")
    press(child, "Next")
    press(child, "Look at your answers")
    press(child, "Send my answers")
    expect(child.get_by_role("heading", name="Thank you")).to_be_visible()
    child.context.close()


def text_is_cleared(people: People, place: str) -> None:
    """The safeguarding reader takes a name out before anybody else sees the words."""
    page = people("safeguarding")
    page.goto(f"{place}surveys/texts/")
    page.get_by_role("link", name="Read: Children").first.click()
    page.get_by_label("The text as others may see it").fill("[…] took me fishing.")
    press(page, "Clear it without these words")
    told(page, "The text is cleared, with words taken out.")
