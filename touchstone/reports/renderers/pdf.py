"""A Document as a tagged, accessible PDF (PDF/UA-1), set by typst from data.

What a document says goes to typst as JSON and is never read as markup. The compiler sees one empty folder, no packages,
no system fonts and no clock, so the same document gives the same bytes. Why typst: docs/decisions/0004-pdf-by-typst.md
"""

import json
import re
import tempfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.reports.document import (
    Block,
    Box,
    Bullets,
    Document,
    Figure,
    Notice,
    Panel,
    Paragraph,
    Quote,
    Section,
    Table,
)
from touchstone.reports.document import Mark as Rated
from touchstone.reports.marks import is_rating, shape_svg, style_of
from touchstone.reports.plots import in_parts, plot_without_words
from touchstone.reports.printing import language_tag, printable, runs_right_to_left, safe_link
from touchstone.reports.renderers.glyphs import families, font_folder, named_box, without_glyph
from touchstone.reports.renderers.row_headings import with_row_headings
from touchstone.reports.svg import Drawing, PlacedWords

TEMPLATES = Path(__file__).parent.parent / "templates"

MOST_CHARACTERS = 8_000_000  # of the whole document as data: some 2,000 pages, 10 s; more is a mistake or an attack
MOST_TRIES = 25  # compilations, each with one more character replaced

SHORT, LONGEST_MARK = 14, len("Requires improvement")  # characters of a cell that needs a narrow column
PLOT_WIDTH = 720  # pixels, on a line of 160 mm: words of 15 px come out at 9.4 points

# A word that no line can hold: without a place to break it would run off the page.
_ENDLESS = re.compile(r"[!-\u024f]{60,}")
_EVERY_THIRTY = re.compile(r"(.{30})")

Node = dict[str, object]


def render_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1. Raises ProblemsFound where it is too large or the fonts are not installed."""
    return render_pdf_with_report(document)[0]


def render_pdf_with_report(document: Document) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and the characters that no font could print; a named box such as [U+1F9FF] stands for each."""
    content = json.dumps(_report(document), ensure_ascii=False)
    if len(content) > MOST_CHARACTERS:
        what = f"The document '{document.title[:80]}' is too large for a PDF: {len(content):,} characters as data."
        raise ProblemsFound([Problem(what, f"Shorten it to {MOST_CHARACTERS:,} or take the HTML instead.")])
    boxed = without_glyph(set(content))
    for _ in range(MOST_TRIES):
        told = content.translate({ord(character): named_box(character) for character in boxed})
        try:
            return _compile(told, document.modified), tuple(sorted(boxed))
        except RuntimeError as refused:
            more = _characters_refused(refused) - boxed
            if not more:
                raise
            boxed = boxed | more
    raise RuntimeError(f"more than {MOST_TRIES} characters could not be printed: {sorted(boxed)}")


def render_picture(figure: Figure, notice: str) -> bytes:
    """A plot as PNG at twice its size, for formats that hold no SVG. `notice` is what every plot must say."""
    content = json.dumps({"plot": _plot(figure, notice), "families": families()}, ensure_ascii=False)
    boxed = without_glyph(set(content))
    told = content.translate({ord(character): named_box(character) for character in boxed})
    return _typst(_source("plot.typ") + _source("picture.typ"), {"picture": told}, format="png", ppi=144.0)


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _compile(content: str, modified: str) -> bytes:
    day = date.fromisoformat(modified)
    made = _typst(
        _source("plot.typ") + _source("report.typ"),
        {"report": content},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    return with_row_headings(made)


def _typst(source: str, inputs: dict[str, str], **options: Any) -> bytes:
    """One run of the compiler, whose root is an empty folder that is gone afterwards."""
    import typst

    with tempfile.TemporaryDirectory(prefix="touchstone-") as empty:
        compiler = typst.Compiler(
            input=source.encode(),
            root=empty,
            font_paths=_fonts(),
            package_path=empty,
            package_cache_path=empty,
            sys_inputs=inputs,
        )
        made = compiler.compile(**options)
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])


def _characters_refused(refused: RuntimeError) -> set[str]:
    """The characters that typst says it cannot print, from its message."""
    found = re.search(r'the text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`', str(refused))
    if not found:
        return set()
    said = found[1] or found[2]
    plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), said)
    return {character for character in plain if not character.isascii()}


# The document as data


def _report(document: Document) -> Node:
    day = date.fromisoformat(document.modified)
    notice = " ".join(notice.text for notice in document.notices)
    return {
        "title": _say(document.title) or _say(document.id) or "Report",
        "running_title": _shortened(_say(document.title), 90),
        "subtitle": _say(document.subtitle),
        "publisher": _say(document.publisher),
        "date": _say(document.date),
        "modified": [day.year, day.month, day.day],
        "language": _language(document.language),
        "families": families(),
        "cover": document.contents,
        "running_notices": [_shortened(_say(shown.text), 240) for shown in document.notices[:4]],
        "notices": [_block(shown, notice) for shown in document.notices],
        "blocks": [_block(block, notice) for block in document.blocks],
    }


def _block(block: Block, notice: str) -> Node:
    """One block as data; `notice` is what every plot must say."""
    match block:
        case Paragraph(text, language):
            return {"block": "paragraph", "words": _words(text, language)}
        case Bullets(items, numbered_from):
            return {"block": "bullets", "items": [_words(item) for item in items], "numbered_from": numbered_from}
        case Quote(said, who, language):
            return {"block": "quote", "words": _words(said, language), "who": _say(who)}
        case Notice(text, kind, link, link_text):
            address = safe_link(link)
            shown = _say(link_text or address)
            return {"block": "notice", "text": _say(text), "kind": kind, "link": address, "link_text": shown}
        case Box(title, blocks):
            return {"block": "box", "title": _say(title), "blocks": [_block(inner, notice) for inner in blocks]}
        case Section(_, title, blocks, mark, page_break):
            return {
                "block": "section",
                "title": _say(title),
                "mark": _mark(mark.rating) if mark else None,
                "page_break": page_break,
                "blocks": [_block(inner, notice) for inner in blocks],
            }
        case Figure(_, title, _, _, table):
            return {
                "block": "figure",
                "title": _say(title),
                "plots": [_plot(part, notice) for part in in_parts(block)],
                "table": _table(table),
            }
        case Panel():
            return _panel(block)
        case Table():
            return _table(block)


def _plot(figure: Figure, notice: str) -> Node:
    svg, drawing = plot_without_words(figure, notice=notice, width=PLOT_WIDTH)
    description = _say(figure.description) or _say(figure.title) or "A plot; its table follows."
    words = [_placed(words) for words in drawing.words]
    return {"description": description, "svg": svg, "wide": PLOT_WIDTH, "high": drawing.y, "words": words}


def _placed(words: PlacedWords) -> Node:
    return {
        "said": _words(words.text),
        "x": Drawing.EDGE + words.across * (PLOT_WIDTH - 2 * Drawing.EDGE) / 100 + words.offset,
        "y": words.y,
        "size": words.font_size,
        "weight": int(words.font_weight or 400),
        "anchor": words.text_anchor,
        "fill": words.fill,
    }


def _table(table: Table) -> Node:
    rows = [[_cell(cell, table.marks) for cell in row] for row in table.rows]
    return {
        "block": "table",
        "caption": _say(table.caption),
        "columns": [_say(column.title) for column in table.columns],
        # A heading so long that it fills a page would leave no room for rows if it came again on the next one.
        "repeat_header": sum(len(column.title) for column in table.columns) < 400,
        "numeric": [column.numeric for column in table.columns],
        "widths": [_column_width(table, at) for at in range(len(table.columns))],
        "rows": rows,
        "bold_rows": table.bold_rows,
    }


def _column_width(table: Table, at: int) -> str | int:
    """As narrow as its words where all of them are short, else a share of the line; twice as much for headings."""
    longest = [max((len(row[column]) for row in table.rows), default=0) for column in range(len(table.columns))]
    titled = max(map(len, printable(table.columns[at].title).split()), default=0)
    with_marks = sum(SHORT < long <= LONGEST_MARK for long in longest)
    marks_stay_whole = table.marks and (with_marks == 1 or len(table.columns) <= 3)
    if at and longest[at] <= (LONGEST_MARK if marks_stay_whole else SHORT) and titled <= SHORT:
        return "auto"
    return 2 if at == 0 and len(table.columns) > 2 else 1


def _cell(cell: str, marks: bool) -> str | Node:
    return _mark(cell) if marks and is_rating(cell) else _say(cell)


def _panel(panel: Panel) -> Node:
    return {
        "block": "panel",
        "overall": _rated(panel.overall),
        "score": _say(panel.score),
        "groups": [_panel_group(title, marks) for title, marks in panel.groups],
        "notes": [_say(note) for note in panel.notes],
    }


def _panel_group(title: str, marks: tuple[Rated, ...]) -> Node:
    """The marks of one domain, set as a table of standards and ratings."""
    return {
        "block": "table",
        "caption": _say(title),
        "columns": ["Standard", "Rating"],
        "repeat_header": True,
        "numeric": [False, False],
        "widths": [1, 1],
        "rows": [[_say(f"{mark.id} {mark.title}".strip()), _mark(mark.rating or "Not rated yet")] for mark in marks],
        "bold_rows": [],
    }


def _rated(mark: Rated) -> Node:
    return {"title": _say(f"{mark.id} {mark.title}".strip()), "mark": _mark(mark.rating or "Not rated yet")}


def _mark(rating: str) -> Node:
    style = style_of(rating)
    shape = shape_svg(style, size=24, ink=style.ink)
    return {"word": _say(style.word), "shape": shape, "fill": style.fill, "edge": style.edge, "ink": style.ink}


def _words(text: str, language: str = "") -> Node:
    """A text, with its language and direction where they are not the report's own."""
    said = _say(text)
    return {"text": said, "rtl": runs_right_to_left(said, language), **_language(language)}


def _language(language: str) -> Node:
    """A language as typst takes it: two or three letters, and a region of two."""
    parts = language_tag(language).split("-")
    if not parts[0]:
        return {}
    region = next((part for part in parts[1:] if len(part) == 2), "")
    named: Node = {"lang": parts[0].lower()}
    return named | {"region": region.upper()} if region else named


def _say(text: str) -> str:
    """A text as it is printed; endless words get places where a line may break."""
    return _ENDLESS.sub(lambda word: _EVERY_THIRTY.sub("\\1\u200b", word[0]), printable(text)).strip()


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
