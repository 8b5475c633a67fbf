"""The page is whole in itself, its headings are in order, its tables are tables, and text stays text."""

import itertools
import re
from dataclasses import replace

import pytest
from lxml import html

from tests.factories.document import DEMONSTRATION, HOSTILE_TEXTS, QUOTES, every_block, hostile_document, long_report
from touchstone.reports.document import Notice, Paragraph, Section
from touchstone.reports.printing import printable
from touchstone.reports.renderers.html import body_html, contents_of, render_html, style_source


def page_of(document=None):
    return html.document_fromstring(render_html(document or every_block()).decode())


def heading_levels(tree) -> list[int]:
    return [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_page_asks_for_nothing_outside_itself():
    page = render_html(every_block()).decode()
    assert not re.search(r"<script|<link|<img|@import|url\(|src=", page)
    assert "default-src 'none'" in page
    assert style_source() in html.document_fromstring(page).xpath("string(//meta[@http-equiv]/@content)")


def test_the_language_the_title_and_the_way_past_the_contents():
    page = page_of()
    assert page.get("lang") == "en-GB"
    assert page.findtext("head/title") == "An inspection of youth justice services in Sampleton"
    assert page.xpath("//body/a[1]")[0].get("href") == "#" + page.xpath("//main")[0].get("id")


def test_headings_are_in_order():
    levels = heading_levels(page_of())
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert max(levels) == 4


def test_sections_deeper_than_html_goes_stay_at_the_sixth_level():
    deep = Section("s9", "Level 9", (Paragraph("words"),))
    for level in range(8, 0, -1):
        deep = Section(f"s{level}", f"Level {level}", (deep,))
    assert max(heading_levels(page_of(replace(every_block(), blocks=(deep,))))) == 6


def test_a_section_without_a_title_takes_no_level():
    inner = Section("b", "Inner", ())
    assert heading_levels(page_of(replace(every_block(), blocks=(Section("a", " ", (inner,)),), contents=False))) == [
        1,
        2,
    ]


def test_the_contents_list_leads_to_every_section():
    page = page_of()
    places = {element.get("id") for element in page.iter() if element.get("id")}
    links = [link.get("href") for link in page.xpath("//nav//a")]
    assert [entry.title for entry in contents_of(every_block())] == [
        "Foreword",
        "Ratings",
        "Recommendations",
        "Court disposals",
    ]
    assert "#standard-2-1" in links
    assert {link[1:] for link in links} <= places


def test_ids_are_unique():
    for document in (every_block(), long_report()):
        ids = [element.get("id") for element in page_of(document).iter() if element.get("id")]
        assert len(ids) == len(set(ids))


def test_tables_have_captions_and_headings_of_columns_and_rows():
    for table in page_of().iter("table"):
        assert table.findtext("caption")
        assert all(cell.get("scope") == "col" for cell in table.xpath("thead/tr/th"))
        for row in table.xpath("tbody/tr"):
            assert row[0].tag == "th"
            assert row[0].get("scope") == "row"


def test_figures_read_back_equal():
    table = page_of().get_element_by_id("table-dots-2-1")
    rows = [[plain(cell.text_content()) for cell in row] for row in table.iter("tr")]
    assert rows == [
        ["Key question", "Yes", "Of", "Share"],
        ["2.1.1 desistance", "27", "39", "69%"],
        ["2.1.2 safety of the child", "23", "39", "59%"],
        ["2.1.3 safety of other people", "20", "39", "51%"],
    ]


def test_a_plot_stands_with_its_finding_and_its_table():
    figure = page_of().get_element_by_id("dots-2-1")
    assert figure.findtext("figcaption") == "Assessment of other people's safety is one case from Inadequate"
    assert len(figure.xpath("svg")) == len(figure.xpath("details[@open]//table")) == 1


def test_ratings_are_word_and_shape():
    marks = page_of().xpath("//table[caption='Court disposals']//td/strong")
    assert [plain(mark.text_content()) for mark in marks] == ["Requires improvement", "Good", "Inadequate"]
    assert all(mark.xpath("svg[@aria-hidden='true']/path") for mark in marks)


def test_the_notice_stands_at_the_top_in_every_plot_and_on_every_printed_page():
    page = page_of()
    assert len(page.xpath("//header//*[@role='note']")) == 1
    assert len(page.xpath("//*[@class='report-running'][@aria-hidden='true']/p")) == 1
    for plot in page.xpath("//figure/svg"):
        said = " ".join(text.text_content() for text in plot.iter("text"))
        assert "every case and every word here is invented." in said


def test_quotations_carry_their_language_and_direction():
    quotes = page_of().xpath("//section[@id='involvement']//blockquote")
    assert [plain(quote.text_content()) for quote in quotes] == [said for _, said in QUOTES]
    assert [quote.get("lang") or "" for quote in quotes] == [language for language, _ in QUOTES]
    assert [language for (language, _), quote in zip(QUOTES, quotes, strict=True) if quote.get("dir") == "rtl"] == [
        "he",
        "ur",
    ]


def test_lists_go_on_counting():
    assert [numbered.get("start") for numbered in page_of().xpath("//main//ol")] == ["1", "3"]


def test_a_link_that_nobody_should_follow_is_not_made():
    notice = Notice("See", link="javascript:alert(1)", link_text="here")
    assert not page_of(replace(every_block(), blocks=(notice,), notices=())).xpath("//a[starts-with(@href, 'java')]")


def test_the_same_document_gives_the_same_bytes():
    assert render_html(every_block()) == render_html(every_block())


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_stays_text(text):
    page = page_of(hostile_document(text))
    assert not page.xpath("//script | //iframe | //*[@onload or @onerror]")
    said = plain(printable(text))
    assert plain(page.findtext("head/title") or "") == said
    if said:
        assert [plain(cell.text_content()) for cell in page.xpath("(//main//table)[1]/thead/tr/*")] == [said, said]
        assert sum(plain(line.text_content()) == said for line in page.xpath("//main//li")) == 2


def test_the_same_content_fits_into_another_page():
    body = html.fragment_fromstring(body_html(every_block(), heading_level=3))
    assert body.get("class") == "report"
    assert body.get("lang") == "en-GB"
    assert min(heading_levels(body)) == 3
    assert not list(body.iter("h1", "style", "html"))
    assert DEMONSTRATION.text in body.text_content()
    assert body.get_element_by_id("standard-2-1") is not None
