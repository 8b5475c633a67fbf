"""The Word file has real headings, lists and tables, is the same twice, and carries nothing of the machine."""

import io
import re
import time
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.factories.document import (
    DEMONSTRATION,
    HOSTILE_TEXTS,
    QUOTES,
    bars_figure,
    dots_figure,
    every_block,
    hostile_document,
    movement_figure,
    ratings_figure,
)
from touchstone.reports.document import Paragraph, Section
from touchstone.reports.printing import printable
from touchstone.reports.renderers.docx import render_docx


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_docx(every_block())


@pytest.fixture
def word(made):
    return docx.Document(io.BytesIO(made))


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def rows_of(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_headings_are_headings(word):
    headings = [(line.style.name, line.text) for line in word.paragraphs if line.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Foreword")
    assert ("Heading 2", "2.1 Assessment") in headings
    assert ("Heading 3", "Strengths") in headings
    assert next(line.text for line in word.paragraphs if line.style.name == "Title").startswith("An inspection")


def test_sections_deeper_than_word_goes_stay_at_the_sixth_level():
    deep = Section("s8", "Level 8", (Paragraph("words"),))
    for level in range(7, 0, -1):
        deep = Section(f"s{level}", f"Level {level}", (deep,))
    word = docx.Document(io.BytesIO(render_docx(replace(every_block(), blocks=(deep,)))))
    assert [line.style.name for line in word.paragraphs if line.text in ("Level 6", "Level 8")] == [
        "Heading 6",
        "Heading 6",
    ]


def test_contents_lead_to_bookmarks(made):
    body = part(made, "word/document.xml")
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert len(links) == 6
    assert set(links) <= places


def test_figures_read_back_equal(word):
    tables = [rows_of(table) for table in word.tables]
    wanted = dots_figure().table
    assert [["Key question", "Yes", "Of", "Share"], *map(list, wanted.rows)] in tables


def test_heading_rows_repeat_and_first_columns_are_headings(word):
    assert len(word.tables) == 8
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        assert all(row.cells[0].paragraphs[0].runs[0].bold for row in table.rows)


def test_tables_have_captions_before_them(made):
    body = part(made, "word/document.xml").find(qn("w:body"))
    for table in body.findall(qn("w:tbl")):
        before = table.getprevious()
        assert before.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) == "Caption"
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val"))


def test_plots_are_pictures_with_alternative_text(made):
    body = part(made, "word/document.xml")
    said = [picture.get("descr") for picture in body.iter(qn("wp:docPr"))]
    assert said == [
        figure.description for figure in (movement_figure(), ratings_figure(), dots_figure(), bars_figure())
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        pictures = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
    assert len(pictures) == 4
    assert all(picture.startswith(b"\x89PNG") and len(picture) < 120_000 for picture in pictures)


def test_ratings_are_sign_and_word(word):
    marks = [row[1] for table in word.tables for row in rows_of(table) if row[0] == "2.3 Implementation and delivery"]
    assert "\u00a0■\u00a0Inadequate\u00a0" in marks


def test_numbered_lists_begin_where_they_should(made, word):
    numbering = part(made, "word/numbering.xml")
    starts = {
        num.get(qn("w:numId")): num.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for num in numbering.findall(qn("w:num"))
        if num.find(f".//{qn('w:startOverride')}") is not None
    }
    lines = [line for line in word.paragraphs if line.style.name == "List Number"]
    assert [starts[str(line._p.pPr.numPr.numId.val)] for line in lines] == ["1", "1", "3"]


def test_every_page_says_that_it_is_a_demonstration(word):
    head, foot = word.sections[0].header, word.sections[0].footer
    assert [line.text for line in head.paragraphs] == [DEMONSTRATION.text]
    assert [code.text.strip() for code in foot._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_the_link_of_a_notice_can_be_followed(word):
    targets = [made.target_ref for made in word.part.rels.values() if made.is_external]
    assert targets == ["https://example.org/official-report"]


def test_quotations_carry_their_language_and_direction(made):
    body = part(made, "word/document.xml")
    said = {}
    for run in body.iter(qn("w:r")):
        language = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        if language is not None:
            text = "".join(run.itertext())
            said[text] = language.get(qn("w:val")) or language.get(qn("w:bidi"))
    for language, words in QUOTES:
        if language:
            assert said[words] == language
    right_to_left = [line for line in body.iter(qn("w:p")) if line.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None]
    assert len(right_to_left) == 4  # two quotations, and who said them


def test_properties_come_from_the_document(word):
    properties = word.core_properties
    assert properties.title == "An inspection of youth justice services in Sampleton"
    assert properties.author == properties.last_modified_by == "Inspectorate of Samples"
    assert properties.created.date().isoformat() == properties.modified.date().isoformat() == "2023-03-14"
    assert properties.comments == properties.keywords == ""
    assert properties.language == "en-GB"


def test_the_file_carries_nothing_of_the_machine_or_the_template(made):
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = package.namelist()
        assert not [name for name in names if re.search(r"thumbnail|comments|customXml|stylesWithEffects", name)]
        assert {info.date_time for info in package.infolist()} == {(2023, 3, 14, 0, 0, 0)}
        everything = b"".join(package.read(name) for name in names)
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert not re.search(rb"python-docx|Macintosh|w:rsidR?\b|w:ins |w:del ", everything)


def test_the_same_document_gives_the_same_bytes_later(made):
    time.sleep(2.1)  # a zip counts time in steps of two seconds
    assert render_docx(every_block()) == made


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_stays_text(text):
    content = render_docx(hostile_document(text))
    word = docx.Document(io.BytesIO(content))
    said = printable(text)
    assert rows_of(word.tables[0])[0] == [said, said]
    assert said in [line.text for line in word.paragraphs] or not said.strip()
    body = part(content, "word/document.xml")
    assert not list(body.iter(qn("w:br")))
    assert not list(body.iter(qn("w:object")))


def test_children_of_properties_are_in_the_order_of_the_schema(made):
    """Word refuses a file whose paragraph properties are out of order; other readers are kinder."""
    from touchstone.reports.renderers.word_elements import PARAGRAPH_ORDER, RUN_ORDER

    for name in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"):
        for tag, order in ((qn("w:pPr"), PARAGRAPH_ORDER), (qn("w:rPr"), RUN_ORDER)):
            for properties in part(made, name).iter(tag):
                names = [child.tag.rsplit("}", 1)[1] for child in properties]
                assert names == sorted(names, key=order.index), (name, names)
