"""Cases are read: one by hand with script, one by plain forms, the rest by the same addresses; one twice, blind."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.journeys.inspection.acts import choose, press, told
from tests.journeys.inspection.people import NAMES, People
from tests.journeys.inspection.sampling import BY_HAND, GIVEN, WITHOUT_SCRIPT
from touchstone.forms.answers import Answer, applicable_sections, check_answer, lack_of
from touchstone.forms.case_assessment import case_form
from touchstone.forms.form import Form, Question
from touchstone.standards.loading import load_framework

FRAMEWORK = "hmip-youth-2021"
# The key questions that are answered no, and in which cases; every other answer is yes.
NO = {
    "2.2.3": ("Court 02",),  # 3 of 4
    "2.3.1": ("Court 02", "Court 03"),  # 2 of 4
    "2.4.2": ("Court 01", "Court 02", "Court 03"),  # 1 of 4
    "3.1.2": ("Out of court 02",),  # 1 of 2
    "3.3.3": ("Out of court 01", "Out of court 02"),  # none
}
SECOND_SEES_OTHERWISE = "2.1.2"  # the blind second marker of one case answers no
SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")


def form_of(page: Page) -> Form:
    """The form of the case whose contents are shown: of its group and kind, as its heading says."""
    framework = load_framework(FRAMEWORK)
    group_and_kind = page.get_by_role("heading", name="Case assessment: ", level=1).inner_text()
    for group in framework.sample.groups:
        for kind in group.kinds:
            if group_and_kind == f"Case assessment: {group.title}, {kind.title}":
                return case_form(framework, group.id, kind.id)
    raise AssertionError(f"No form is called '{group_and_kind}'.")


def answer_to(question: Question, case: str) -> Answer:
    """What is answered: key questions as above, of everything else what is least."""
    value: object = {
        "yes_no": "no",
        "number": question.smallest or 0,
        "date": date.today().isoformat(),  # noqa: DTZ011
        "prose": "Seen in the record.",
        "words": "Seen in the record.",
    }.get(question.kind)
    if question.key_question:
        value = "no" if case in NO.get(question.id, ()) else "yes"
    elif question.kind in ("choice", "choices"):
        first = question.offered[0].id
        value = (first,) if question.kind == "choices" else first
    return Answer(check_answer(question, value, "-"), "Seen in the record." if question.key_question else "")


def next_asked(form: Form, answers: dict[str, Answer], section: str) -> Question | None:
    """The next question of a part that lacks its answer."""
    for part, questions in applicable_sections(form, answers):
        if part.id == section:
            return next((each for each in questions if lack_of(each, answers.get(each.id))), None)
    return None


def opens(page: Page, place: str, case: str) -> Form:
    """Somebody finds their case among those they were given; its form."""
    page.goto(f"{place}cases/")
    page.get_by_role("table", name="Your cases").get_by_role("link", name=case, exact=True).click()
    expect(page.get_by_role("heading", name="Contents")).to_be_visible()
    return form_of(page)


def answers_by_hand(page: Page, form: Form, case: str, *, script: bool) -> None:
    """Every part in turn, every question in its place, as the page asks it; ends on the contents of the case."""
    answers: dict[str, Answer] = {}
    titles = {part.id: part.title for part in form.sections}
    section: str | None = form.sections[0].id
    page.get_by_role("link", name=titles[form.sections[0].id]).click()
    while section is not None:
        expect(page.get_by_role("heading", name=titles[section], level=1)).to_be_visible()
        while (question := next_asked(form, answers, section)) is not None:
            block = page.locator(f"[data-question='{question.id}']")
            if not script and block.is_hidden():  # what an answer opens comes with the next saving
                press(page, "Save")
            answers[question.id] = answer_to(question, case)
            answers_one(block, question, answers[question.id])
        press(page, "Save and go on")
        after = [part.id for part, _asked in applicable_sections(form, answers)]
        section = next(iter(after[after.index(section) + 1 :]), None)
    expect(page.get_by_role("heading", name="Contents")).to_be_visible()


def answers_one(block: Locator, question: Question, answer: Answer) -> None:
    """Choose or write one answer, and its evidence."""
    given = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    if question.offered:
        says = {option.id: option.says for option in question.offered}
        group = block.get_by_role("group", name=question.asks)
        for each in given:
            group.get_by_label(says[str(each)], exact=True).check()
    else:
        block.get_by_label(question.asks).fill(str(given[0]))
    if answer.evidence:
        block.get_by_label("Evidence: what you saw").fill(answer.evidence)


def reads_by_hand(people: People, place: str) -> None:
    """With script each answer is saved as it is given; what is missing is told at submission; then it is submitted."""
    page = people("inspector")
    form = opens(page, place, BY_HAND)
    page.get_by_role("link", name="What was read").click()
    page.get_by_role("group", name="Was anything that you needed missing").get_by_label("No", exact=True).check()
    expect(page.locator("[data-saving] [data-words]")).to_have_text(SAVED)
    page.get_by_role("link", name="Contents of this case").click()
    press(page, "Submit this assessment")
    expect(page.get_by_role("heading", name="This cannot be submitted yet")).to_be_visible()
    expect(page.get_by_role("link", name="Question 2.1.1: Answer yes or no.")).to_be_visible()
    answers_by_hand(page, form, BY_HAND, script=True)
    submits(page)


def reads_without_script(people: People, place: str) -> None:
    """By ordinary forms, sent whole."""
    page = people("second_inspector", script=False)
    form = opens(page, place, WITHOUT_SCRIPT)
    answers_by_hand(page, form, WITHOUT_SCRIPT, script=False)
    submits(page)


def submits(page: Page) -> None:
    """Hand the case in."""
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    press(page, "Submit this assessment")
    told(page, "The assessment is submitted.")


def reads_the_rest(people: People, place: str) -> None:
    """Every other case, by the addresses that the pages themselves ask, in the window of whoever reads it."""
    for case, (first, second) in GIVEN.items():
        if case not in (BY_HAND, WITHOUT_SCRIPT):
            reads(people(first), place, case)
        if second:
            is_blind(people(second), place, case)
            reads(people(second), place, case, otherwise=SECOND_SEES_OTHERWISE)


def answers_of(form: Form, case: str) -> dict[str, Answer]:
    """Every answer that a case needs."""
    answers: dict[str, Answer] = {}
    for part in form.sections:
        while (question := next_asked(form, answers, part.id)) is not None:
            answers[question.id] = answer_to(question, case)
    return answers


def reads(page: Page, place: str, case: str, otherwise: str = "") -> None:
    """One case: each answer sent as the script sends it, then submitted on its page."""
    answers = answers_of(opens(page, place, case), case)
    if otherwise:
        answers[otherwise] = Answer("no", "Nothing of it was found.")
    token = page.request.get(f"{page.url}answers/").json()["token"]
    for question, answer in answers.items():
        sent = {"question": question, "value": answer.value, "evidence": answer.evidence, "reason": "",
                "base": 0, "save": str(uuid4())}  # fmt: skip
        headers = {"X-CSRFToken": token, "Referer": page.url}
        saved = page.request.post(f"{page.url}answers/", data=sent, headers=headers)
        assert saved.ok, f"{case} {question}: {saved.status} {saved.text()}"
        assert saved.json()["version"] == 1
    page.reload()
    submits(page)


def is_blind(page: Page, place: str, case: str) -> None:
    """Whoever marks a case a second time finds nothing of the first marking, though that one is submitted."""
    page.goto(f"{place}cases/")
    of_the_team = page.get_by_role("table", name="Cases of the team").get_by_role("link", name=case, exact=True)
    expect(of_the_team).to_have_count(0)
    assert page.goto(f"{place}cases/agreement/").status == 403  # type: ignore[union-attr]


def lead_settles_the_difference(people: People, place: str) -> None:
    """The two markings differ in one answer: the lead sees both, and decides."""
    page = people("lead")
    page.goto(f"{place}cases/agreement/")
    expect(page.get_by_role("row", name=SECOND_SEES_OTHERWISE)).to_contain_text("0 of 1")
    page.goto(f"{place}cases/")
    row = page.get_by_role("table", name="Cases of the team").get_by_role("row", name=NAMES[GIVEN[BY_HAND][0]])
    row.get_by_role("link", name=BY_HAND, exact=True).click()
    page.get_by_role("link", name="Moderate, settle differences").click()
    expect(page.get_by_role("row", name=SECOND_SEES_OTHERWISE)).to_contain_text("They differ")
    choose(page.get_by_label("Which question?"), SECOND_SEES_OTHERWISE)
    page.get_by_role("group", name="What is the answer?").get_by_label("Yes", exact=True).check()
    page.get_by_label("Why?").fill("The plan of March has it.")
    press(page, "Record my answer")
    told(page, "Your answer is recorded.")
