"""Reads figures back out of finished files, as somebody else's program would: HTML, DOCX, PDF, CSV."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser

SHAPES = "■▲◆★– "  # a mark in a cell: the shape before its word
Rows = list[tuple[str, ...]]


def plain(text: str) -> str:
    """Words with single spaces between them."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """Text without any white space: where a line is broken does not matter."""
    return "".join(text.split())


@dataclass(frozen=True)
class ReadBack:
    """What was read: the rows of all tables where the format has tables, and all text without white space."""

    name: str
    rows: Rows
    text: str

    def shows(self, *cells: str) -> bool:
        """Does a row begin with these cells? In a format that is only text: do they stand one after the other?"""
        if self.rows:
            wanted = tuple(plain(cell) for cell in cells)
            return any(row[: len(wanted)] == wanted for row in self.rows)
        return bare("".join(cells)) in self.text

    def says(self, text: str) -> bool:
        """Does this text stand in it?"""
        return bare(text) in self.text


class TablesOfPage(HTMLParser):
    """Every row of every table of a page, and the text that people see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self.words: list[str] = []
        self.cells: list[str] | None = None
        self.cell: list[str] | None = None
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("style", "script", "title"):
            self.hidden += 1
        elif tag == "tr":
            self.cells = []
        elif tag in ("td", "th"):
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self.hidden -= 1
        elif tag in ("td", "th") and self.cells is not None and self.cell is not None:
            self.cells.append(plain("".join(self.cell)))
            self.cell = None
        elif tag == "tr" and self.cells is not None:
            self.rows.append(tuple(self.cells))
            self.cells = None

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)
            if self.cell is not None:
                self.cell.append(data)


def read_html(content: bytes) -> ReadBack:
    """A page."""
    page = TablesOfPage()
    page.feed(content.decode("utf-8"))
    return ReadBack("html", page.rows, bare("".join(page.words)))


def read_docx(content: bytes) -> ReadBack:
    """A Word document. Pictures in it say their text only as descriptions, which are left aside."""
    import docx

    document = docx.Document(io.BytesIO(content))
    rows = [
        tuple(plain(cell.text).lstrip(SHAPES) for cell in row.cells) for table in document.tables for row in table.rows
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return ReadBack("docx", rows, bare(text))


def read_pdf(content: bytes, *, title: str, notices: list[str]) -> ReadBack:
    """A PDF as text; what is repeated on every page is taken out, so that a row may go over two pages."""
    import pypdf

    pages = []
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        text = bare(page.extract_text())
        for notice in notices:
            text = text.replace(bare(notice), "", 1)
        pages.append(re.sub(re.escape(bare(title)) + r"Page\d+of\d+$", "", text))
    return ReadBack("pdf", [], "".join(pages))


def read_csv(text: str) -> list[dict[str, str]]:
    """A table with its headings."""
    return list(csv.DictReader(io.StringIO(text, newline="")))
