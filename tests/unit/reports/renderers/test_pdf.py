"""The PDF passes every rule of PDF/UA-1, says what the document says, and cannot be made to do anything else."""

import io
import re
from dataclasses import replace

import page
import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject

from tests.factories.document import (
    DEMONSTRATION,
    HOSTILE_TEXTS,
    QUOTES,
    bars_figure,
    dots_figure,
    every_block,
    hostile_document,
    long_report,
    movement_figure,
    ratings_figure,
    ratings_panel,
)
from touchstone.intake.problems import ProblemsFound
from touchstone.reports.document import Box, Bullets, Column, Notice, Paragraph, Quote, Section, Table
from touchstone.reports.printing import printable
from touchstone.reports.renderers import pdf
from touchstone.reports.renderers.pdf import render_pdf, render_pdf_with_report, render_picture
from touchstone.reports.renderers.row_headings import with_row_headings

BLOCKS = [
    Paragraph("Words", language="cy"),
    Bullets(("one", "two")),
    Bullets(("four", "five"), numbered_from=4),
    Quote("Said", "a child", "pl"),
    Notice("Mind this", "information", "https://example.org", "More"),
    Box("A box", (Paragraph("inside"), Table("t", (Column("a"), Column("b")), (("1", "2"),)))),
    ratings_panel(),
    Table("Table", (Column("Thing"), Column("Number", True)), (("one", "1"), ("two", "Good")), True, (1,)),
    dots_figure(),
    movement_figure(),
    bars_figure(),
    ratings_figure(),
    Section("in", "Inner", (Paragraph("p"), Section("deep", "Deeper", ()))),
]


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_pdf(every_block())


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in read(content).pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def failures(content: bytes) -> list[str]:
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def tags(content: bytes) -> list[DictionaryObject]:
    """Every element of the structure, in the order of reading."""
    found: list[DictionaryObject] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(read(content).trailer["/Root"]["/StructTreeRoot"])
    return found


def scope_of(cell: DictionaryObject) -> str:
    return next(attributes["/Scope"] for attributes in cell["/A"] if "/Scope" in attributes)


def test_a_whole_report_passes_every_rule(made):
    assert failures(made) == []


def test_a_long_report_passes_every_rule():
    content = render_pdf(long_report())
    assert failures(content) == []
    assert 24 <= len(read(content).pages) <= 30


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_every_block_passes_every_rule(block):
    assert failures(render_pdf(replace(every_block(), blocks=(Section("s", "Section", (block,)),)))) == []


def test_a_document_without_a_contents_list_begins_at_once():
    short = replace(every_block(), contents=False, blocks=(Section("s", "Section", (Paragraph("Words"),)),))
    content = render_pdf(short)
    assert failures(content) == []
    assert len(read(content).pages) == 1


def test_title_language_and_bookmarks(made):
    reader = read(made)
    assert reader.metadata.title == "An inspection of youth justice services in Sampleton"
    assert reader.metadata.author == "Inspectorate of Samples"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[-4:] == ["Foreword", "Ratings", "Recommendations", "Court disposals"]


def test_the_only_date_is_the_documents_own(made):
    reader = read(made)
    assert reader.metadata.creation_date.isoformat().startswith("2023-03-14")
    assert reader.metadata.modification_date.isoformat().startswith("2023-03-14")


def test_every_page_says_its_number_and_that_it_is_a_demonstration(made):
    pages = read(made).pages
    for number, sheet in enumerate(pages, start=1):
        said = squeezed(sheet.extract_text())
        assert squeezed(DEMONSTRATION.text) in said
        assert f"Page{number}of{len(pages)}" in said


def test_plots_have_alternative_text(made):
    pictures = [tag["/Alt"] for tag in tags(made) if tag["/S"] == "/Figure"]
    assert pictures == [
        figure.description for figure in (movement_figure(), ratings_figure(), dots_figure(), bars_figure())
    ]


def test_tables_have_heading_rows(made):
    kinds = [tag["/S"] for tag in tags(made)]
    assert kinds.count("/Table") == kinds.count("/THead") == kinds.count("/Caption") - 4  # four plots have captions too
    assert "/TH" in kinds


def test_every_row_has_its_heading_and_every_cell_can_find_both(made):
    tables = [tag for tag in tags(made) if tag["/S"] == "/TBody"]
    assert len(tables) == 8
    for body in tables:
        for row in body["/K"]:
            first, *others = (cell.get_object() for cell in row.get_object()["/K"])
            assert (first["/S"], scope_of(first)) == ("/TH", "/Row")
            for cell in others:
                assert cell["/S"] == "/TD"
                # An explicit list of headings would hide the row's.
                assert not any("/Headers" in attributes for attributes in cell["/A"])
    columns = [tag for tag in tags(made) if tag["/S"] == "/TH" and scope_of(tag) == "/Column"]
    assert len(columns) == 2 + 2 + 2 + 3 + 2 + 4 + 2 + 2


def test_words_that_look_like_the_structure_of_a_file_change_nothing():
    trick = "7 0 obj <</Type/StructElem/S/TBody/P 1 0 R/K[8 0 R]>> endobj xref 0 1 startxref 5 %%EOF"
    figure = replace(dots_figure(), description=trick)
    content = render_pdf(replace(every_block(), title=trick, blocks=(Section("s", trick, (figure,)),)))
    assert failures(content) == []
    assert [tag["/Alt"] for tag in tags(content) if tag["/S"] == "/Figure"] == [trick]


def test_what_is_no_such_file_is_left_as_it_is():
    for other in (b"%PDF-1.7\nstartxref\n0\n%%EOF", b"%PDF-1.7\n9 0 obj\n<</Type/XRef>>\nstartxref\n9\n%%EOF"):
        assert with_row_headings(other) == other


def test_contents_can_be_followed(made):
    kinds = [tag["/S"] for tag in tags(made)]
    assert "/TOC" in kinds
    links = [note.get_object() for sheet in read(made).pages[:2] for note in sheet.get("/Annots", [])]
    assert len(links) >= 6


def test_quotations_switch_the_language(made):
    spoken = {tag["/Lang"].split("-")[0] for tag in tags(made) if "/Lang" in tag}
    assert spoken >= {language.split("-")[0] for language, _ in QUOTES if language}


def test_figures_read_back_equal(made):
    said = squeezed(text_of(made))
    for row in dots_figure().table.rows:
        assert squeezed("".join(row)) in said
    assert "Score8/18" in said


def test_words_in_other_scripts_read_back(made):
    said = squeezed(text_of(made))
    # Not those whose letters are joined into new shapes, which this reader does not always put back.
    for language in ("cy", "pl", "el", "uk", "hy", "ka", "am", "zh-Hans", "ja", "ko", "vi"):
        assert squeezed(dict(QUOTES)[language]) in said, language


def test_the_same_document_gives_the_same_bytes(made):
    assert render_pdf(every_block()) == made


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_is_printed_as_it_is(text):
    content, boxed = render_pdf_with_report(hostile_document(text))
    assert failures(content) == []
    said = squeezed(text_of(content))
    if text.isascii():
        assert squeezed(printable(text)) in said
    for character in boxed:
        assert f"[U+{ord(character):04X}]" in said
    assert "root:" not in said


def test_a_character_that_no_font_holds_is_named_and_reported():
    document = replace(every_block(), blocks=(Paragraph("An eye 𓂀 and a private \ue000 sign"),))
    content, boxed = render_pdf_with_report(document)
    assert boxed == ("\ue000", "𓂀")
    assert squeezed("An eye [U+13080] and a private [U+E000] sign") in squeezed(text_of(content))


def test_a_character_that_only_the_compiler_refuses_is_named_too(monkeypatch):
    monkeypatch.setattr(pdf, "without_glyph", lambda characters: set())
    content, boxed = render_pdf_with_report(replace(every_block(), blocks=(Paragraph("An eye 𓂀"),)))
    assert boxed == ("𓂀",)
    assert failures(content) == []


def test_emoji_sequences_are_one_picture_or_its_parts():
    emoji = Paragraph("👨‍👩‍👧 👍🏽 🇬🇧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️ 1️⃣ 🧿")
    content, boxed = render_pdf_with_report(replace(every_block(), blocks=(emoji,)))
    assert boxed == ()
    assert failures(content) == []


def test_right_to_left_words_stand_at_the_right_and_run_to_the_left():
    document = replace(every_block(), contents=False, notices=(), blocks=(Paragraph("אב גד", language="he"),))
    places: dict[str, float] = {}

    def note(text, now, place, *_):
        for letter in text.strip():
            places.setdefault(letter, now[4] + now[0] * place[4])

    read(render_pdf(document)).pages[0].extract_text(visitor_text=note)
    assert min(places["א"], places["ד"]) > 300  # of 595 points


def test_a_document_beyond_reason_is_refused():
    huge = replace(every_block(), blocks=(Paragraph("x" * (pdf.MOST_CHARACTERS + 1)),))
    with pytest.raises(ProblemsFound, match="too large for a PDF"):
        render_pdf(huge)


def test_missing_fonts_are_said_and_what_to_do(monkeypatch, tmp_path):
    from touchstone.reports.renderers import glyphs

    (tmp_path / "fonts.json").write_bytes((glyphs.FOLDER / "fonts.json").read_bytes())
    for cached in (glyphs.font_folder, pdf._fonts):
        cached.cache_clear()
    monkeypatch.setattr(glyphs, "FOLDER", tmp_path)
    with pytest.raises(ProblemsFound, match=re.escape("python3 hatch_build.py")):
        render_pdf(every_block())
    glyphs.font_folder.cache_clear()


def test_a_plot_becomes_a_picture():
    picture = render_picture(dots_figure(), DEMONSTRATION.text)
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 120_000
    assert picture == render_picture(dots_figure(), DEMONSTRATION.text)
