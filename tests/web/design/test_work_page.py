"""Pages of work: what stands around them, their components, lists that sort, differences between two texts."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template.loader import get_template
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from touchstone.web.design import lines, words
from touchstone.web.design.differences import differences
from touchstone.web.design.sorting import ordered_query, page_of, sort_of, sorted_rows
from touchstone.web.public.models import PublishedInspection

HERE = "/work/design/"
PAGES = (HERE, f"{HERE}?form=problems", f"{HERE}?sort=-done&page=2", f"{HERE}confirm/")
BANDS = (("Inadequate", 0), ("Requires improvement", 50), ("Good", 65), ("Outstanding", 80))


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_what_is_named_is_there(client: Client, db: None, address: str) -> None:
    page = client.get(address).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"', page)
    assert {one for names in named for one in names.split()} <= set(ids)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_and_scripts_are_ours(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert re.findall(r"<script[^>]*>", page) == ['<script type="module" src="/static/design/work.js">']
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "{{" not in page


def test_who_and_where_one_is_stands_at_the_top(client: Client, db: None) -> None:
    page = client.get(HERE).content.decode()
    for said in ("Marion Okafor-Llewellyn", "Sign out", "Ambleford Youth Justice Service", "Demonstration"):
        assert said in page
    assert page.count('aria-current="page"') >= 2
    assert page.count('name="csrfmiddlewaretoken"') >= 2


def test_confirming_asks_first_and_needs_a_reason(client: Client, db: None) -> None:
    page = client.get(f"{HERE}confirm/").content.decode()
    assert "Yes, remove it" in page
    assert "No, go back" in page
    refused = client.post(f"{HERE}confirm/", {"reason": ""})
    assert refused.status_code == 400
    assert "Why: nothing is filled in." in refused.content.decode()
    assert client.post(f"{HERE}confirm/", {"reason": "It was held twice."}).status_code == 302


def test_a_list_is_sorted_by_what_is_allowed_alone() -> None:
    def asked(query: str) -> tuple[str, bool]:
        sort = sort_of(RequestFactory().get("/", QueryDict(query)), allowed=("name", "day"), default="-day")
        return sort.key, sort.descending

    assert asked("sort=name") == ("name", False)
    assert asked("sort=-name") == ("name", True)
    assert asked("sort=password") == ("day", True)
    assert asked("") == ("day", True)


def test_a_head_turns_the_order_round_and_keeps_the_filters() -> None:
    sort = sort_of(RequestFactory().get("/?sort=name&q=a%26b&page=3"), allowed=("name", "day"), default="name")
    assert sort.link("name") == "?sort=-name&q=a%26b"
    assert sort.link("day") == "?sort=day&q=a%26b"


def test_nothing_comes_last_either_way() -> None:
    rows = [SimpleNamespace(day=day) for day in (2, None, 1)]
    keys = {"day": lambda row: row.day}
    for query, order in (("sort=day", [1, 2, None]), ("sort=-day", [2, 1, None])):
        sort = sort_of(RequestFactory().get(f"/?{query}"), allowed=("day",), default="day")
        assert [row.day for row in sorted_rows(rows, sort, keys)] == order


def test_a_query_is_sorted_by_the_database_ties_by_id() -> None:
    sort = sort_of(RequestFactory().get("/?sort=-name"), allowed=("name",), default="name")
    said = str(ordered_query(PublishedInspection.objects.all(), sort, {"name": "service_name"}).query)
    assert said.endswith('"service_name" DESC NULLS LAST, "public_publishedinspection"."id" ASC')


@pytest.mark.parametrize(
    ("asked", "number", "rows"),
    [("", 1, [0, 1]), ("2", 2, [2, 3]), ("99", 3, [4]), ("-1", 1, [0, 1]), ("٣", 1, [0, 1])],
)
def test_a_page_is_the_nearest_there_is(asked: str, number: int, rows: list[int]) -> None:
    page = page_of(RequestFactory().get("/", {"page": asked}), [0, 1, 2, 3, 4], size=2)
    assert (page.number, page.rows, page.last, page.total) == (number, rows, 3, 5)
    assert page_of(RequestFactory().get("/"), [], size=2).last == 1


def test_what_differs_is_marked_and_markup_is_text() -> None:
    old, new = differences("The plan of <May> is here.", "The plan of June is here.")
    assert old == "The plan of <del>&lt;May&gt;</del> is here."
    assert new == "The plan of <ins>June</ins> is here."


@given(old=st.text(alphabet="ab \n<&", max_size=80), new=st.text(alphabet="ab \n<&", max_size=80))
def test_no_word_is_lost_between_two_texts(old: str, new: str) -> None:
    left, right = differences(old, new)
    assert Markup(re.sub(r"</?del>", "", left)) == Markup.escape(old)
    assert Markup(re.sub(r"</?ins>", "", right)) == Markup.escape(new)


def test_two_long_texts_are_set_beside_each_other_too() -> None:
    old, new = differences("a b " * 40_000, "a c " * 40_000)
    assert old.count("<del>") == 1
    assert new.count("<ins>") == 1


def test_an_interval_is_a_bar_and_no_share_is_no_dot() -> None:
    assert lines.dot_line(BANDS, 59, interval=(43, 73)).count("<line") > lines.dot_line(BANDS, 59).count("<line")
    assert "<circle" not in lines.dot_line(BANDS, None)
    assert lines.dot_line(BANDS, 59, filled=False) != lines.dot_line(BANDS, 59)


def test_a_moment_is_said_in_this_countrys_time() -> None:
    assert words.moment(datetime.datetime(2026, 7, 1, 9, 42, tzinfo=datetime.UTC)) == "1 July 2026 at 10:42"
    assert words.moment(datetime.date(2026, 7, 1)) == "1 July 2026"
    assert words.moment(None) == "not yet"


def test_words_that_come_from_data_are_escaped_in_every_component() -> None:
    macros = get_template("design/work_macros.html").template.module
    bad = "<script>x</script>"
    made = [
        macros.tag(bad),
        macros.facts([(bad, bad)]),
        macros.task_list([{"words": bad, "state": bad, "hint": bad, "href": "#"}]),
        macros.stage_line([{"words": bad, "state": "now", "date": bad}]),
        macros.progress(bad, 1, 2, bad),
        macros.timeline([{"title": bad, "by": bad, "text": bad, "day": bad}]),
        macros.sortable_table(bad, [{"words": bad}], [{"cells": [bad]}], filter=bad),
        macros.sortable_table(bad, [{"words": bad}], [], empty=bad),
        macros.key_figures([{"figure": bad, "words": bad, "note": bad}]),
        macros.alert(bad, bad),
        macros.comparison(bad, bad, bad, bad + "x", bad, bad),
        macros.tabs([{"href": "#", "words": bad, "note": bad}], bad),
        macros.empty_state(bad, bad, "#", bad),
    ]
    for markup in made:
        assert "<script>" not in markup
        assert "&lt;script&gt;" in markup
