"""The first page: everything on it is worked out from the published inspection, and one answer can be changed."""

import re
from html import unescape

import pytest
from django.test import Client

from touchstone.web.public.first_page import NothingToChange, change_one_answer, featured, idea_of
from touchstone.web.public.models import PublishedInspection

MARKS = {
    "Inadequate": ["2.3", "2.4"],
    "Good": ["3.2"],
    "Requires improvement": ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "3.1", "3.3", "3.4"],
}


def words_of(page: bytes) -> str:
    """What a reader sees, without the markup."""
    text = re.sub(r"<[^>]+>", " ", page.decode())
    return " ".join(unescape(text).split()).replace(" .", ".")


@pytest.mark.capability("I11", "N1")
def test_it_shows_the_twelve_marks_the_score_and_what_hangs_on_one_case(
    client: Client, seeded: PublishedInspection
) -> None:
    page = words_of(client.get("/").content)
    assert "Touchstone shows how a youth justice service was rated, why, and how nearly it was rated otherwise." in page
    assert "Requires improvement 11 /36" in page
    assert "2.1 Assessment: one case fewer and this is Inadequate." in page
    assert "3.3 Implementation and delivery hangs on as little." in page


def test_the_marks_are_those_published(seeded: PublishedInspection) -> None:
    idea = idea_of(seeded)
    marks = {mark.standard.id: mark.rating for _domain, group in idea.groups for mark in group}
    assert len(marks) == 12
    assert {rating: [number for number in marks if marks[number] == rating] for rating in MARKS} == MARKS
    assert [(mark.standard.id, mark.rating) for mark in idea.uncounted] == [("4.1", "Requires improvement")]


def test_seven_dots_stand_where_the_lowest_shares_are(seeded: PublishedInspection) -> None:
    lines = {line.standard.id: (line.rated.yes, line.rated.of, line.rated.percent) for line in idea_of(seeded).lines}
    assert lines == {
        "2.1": (20, 39, 51),
        "2.2": (23, 39, 59),
        "2.3": (16, 39, 41),
        "2.4": (17, 39, 44),
        "3.1": (22, 38, 58),
        "3.2": (28, 38, 74),
        "3.3": (19, 38, 50),
    }


def test_nothing_is_typed_other_counts_give_other_words(client: Client, seeded: PublishedInspection) -> None:
    seeded.standards["2.1"]["questions"]["2.1.3"]["yes"] = 22
    seeded.standards["3.3"]["questions"]["3.3.2"]["yes"] = 24
    seeded.save()
    page = words_of(client.get("/").content)
    assert "2.1 Assessment: 3 cases fewer and this is Inadequate." in page
    assert "hangs on as little" not in page
    assert "one case fewer and this is" not in page


def test_one_case_fewer_moves_the_rating_and_the_score(client: Client, seeded: PublishedInspection) -> None:
    page = words_of(client.get("/", {"question": "2.1.3", "direction": "fewer"}).content)
    assert "2.1 Assessment moves from Requires improvement to Inadequate." in page
    assert "20 of 39, 51% → becomes 19 of 39, 49%" in page
    assert "11/36 → becomes 10/36" in page


def test_one_case_more_may_move_nothing_and_says_so(client: Client, seeded: PublishedInspection) -> None:
    page = words_of(client.get("/", {"question": "2.1.3", "direction": "more"}).content)
    assert "2.1 Assessment stays Requires improvement." in page
    assert "11/36 unchanged" in page


def test_every_question_can_be_changed_either_way(seeded: PublishedInspection) -> None:
    idea = idea_of(seeded)
    assert len(idea.offered) == 21
    for question in idea.offered:
        for direction in ("more", "fewer"):
            was, now = change_one_answer(idea, question, direction).shares
            assert was.yes is not None
            assert now.yes == was.yes + (1 if direction == "more" else -1)


def test_no_more_than_every_case_can_say_yes(client: Client, seeded: PublishedInspection) -> None:
    question = seeded.standards["2.1"]["questions"]["2.1.1"]
    question["yes"] = question["of"]
    seeded.save()
    with pytest.raises(NothingToChange):
        change_one_answer(idea_of(seeded), "2.1.1", "more")
    page = client.get("/", {"question": "2.1.1", "direction": "more"}).content.decode()
    assert "No case is left to change that way" in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"question": "9.9.9", "direction": "fewer"}, "Choose a key question from the list"),
        ({"question": "2.1.3", "direction": "sideways"}, "Choose whether one case more"),
        ({"question": "2.1.3"}, "Choose whether one case more"),
        ({"question": "2.1.3\0", "direction": "fewer"}, "Choose a key question from the list"),
    ],
)
def test_what_cannot_be_done_is_said_at_the_top_and_at_the_field(
    client: Client, seeded: PublishedInspection, query: dict[str, str], says: str
) -> None:
    page = client.get("/", query).content.decode()
    assert page.count(says) == 2
    assert "There is a problem" in page


def test_what_was_chosen_stays_chosen(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/", {"question": "3.2.1", "direction": "more"}).content.decode()
    assert '<option value="3.2.1" selected>' in page
    assert re.search(r'value="more" checked', page)


def test_the_demonstration_says_what_it_is_and_leads_to_the_official_report(
    client: Client, seeded: PublishedInspection
) -> None:
    page = client.get("/").content.decode()
    assert seeded.demonstration
    assert unescape(page).count(seeded.demonstration) == 1
    assert f'href="{seeded.demonstration_link}"' in page


def test_an_inspection_without_counts_is_never_featured(seeded: PublishedInspection) -> None:
    assert featured() == seeded
    PublishedInspection.objects.filter(slug=seeded.slug).update(standards={"2.1": {"rating": "Good"}})
    assert featured() is None


def test_it_leads_to_the_reports_and_results(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/").content.decode()
    assert "Read the reports and results" in page
    newest = list(PublishedInspection.objects.newest_first()[:6])
    assert len(newest) == 6
    for row in newest:
        assert f'href="{row.get_absolute_url()}"' in page
    assert f'href="{seeded.get_absolute_url()}"' in page
