"""A Document as a Word file: real headings, lists and tables, alternative text, languages, and no trace of the machine.

python-docx writes the package; what it leaves out (bookmarks, alternative text, languages, right-to-left text) is
written here as the elements of the file format. The same document gives the same bytes: dates come from the document,
and the package is packed anew in a fixed order.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

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
from touchstone.reports.marks import is_rating, style_of
from touchstone.reports.plots import in_parts
from touchstone.reports.printing import language_tag, printable, runs_right_to_left, safe_link
from touchstone.reports.renderers.docx_styles import apply_styles
from touchstone.reports.renderers.pdf import render_picture
from touchstone.reports.renderers.word_elements import (
    add_field,
    add_link,
    bookmark,
    count_from,
    describe_picture,
    describe_table,
    leave_out_template_parts,
    mark_right_to_left,
    repeat_header,
    set_language,
    shade,
)

TEXT_WIDTH_CM = 16.0
MOST_PICTURE_HEIGHT_CM = 21.0
DEEPEST_HEADING = 6
NO_ZIP_DATE_BEFORE = 1980


def render_docx(document: Document) -> bytes:
    """The document as a Word file. Raises ProblemsFound where the fonts for its pictures are not installed."""
    writer = _Writer(document)
    writer.write()
    packed = io.BytesIO()
    writer.word.save(packed)
    return _packed_anew(packed.getvalue(), document.modified)


def _packed_anew(package: bytes, modified: str) -> bytes:
    """The same parts in a fixed order with one fixed date, so that equal documents are equal files."""
    day = date.fromisoformat(modified)
    stamp = (max(day.year, NO_ZIP_DATE_BEFORE), day.month, day.day, 0, 0, 0)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        # The list of content types stands first by convention: some readers look for it there.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, date_time=stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(name), compresslevel=6)
    return packed.getvalue()


class _Writer:
    """One Word document being written from one Document."""

    def __init__(self, document: Document) -> None:
        import docx

        self.document = document
        self.word: Any = docx.Document()
        self.notice = " ".join(notice.text for notice in document.notices)
        self.text_style = "Normal"
        self.style_ids: dict[str, str] = {}
        self.places: set[str] = set()

    def write(self) -> None:
        """The whole document, from its properties to its last block."""
        document = self.document
        self.style_ids = apply_styles(self.word, language_tag(document.language) or "en-GB")
        self._set_properties()
        self._set_page()
        self._paragraph(document.publisher, "Publisher")
        self._paragraph(document.title, "Title")
        if printable(document.subtitle).strip():
            self._paragraph(document.subtitle, "Subtitle")
        self._paragraph(document.date, "Date")
        self._blocks(document.notices, 1)
        if document.contents:
            self._write_contents()
        self._blocks(document.blocks, 1)

    # The document around its content

    def _set_properties(self) -> None:
        document = self.document
        properties = self.word.core_properties
        day = datetime.fromisoformat(document.modified)
        properties.title = printable(document.title)[:255]
        properties.subject = printable(document.subtitle)[:255]
        properties.author = properties.last_modified_by = printable(document.publisher)[:255]
        properties.language = language_tag(document.language) or "en-GB"
        properties.created = properties.modified = day
        properties.comments = properties.keywords = properties.category = ""
        properties.revision = 1
        leave_out_template_parts(self.word)

    def _set_page(self) -> None:
        from docx.shared import Cm

        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.5)
        page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.3)
        head = page.header.paragraphs[0]
        for at, notice in enumerate(self.document.notices):
            line = head if at == 0 else page.header.add_paragraph()
            self._dress(line, "Running notice")
            self._write(line, notice.text)
        foot = page.footer.paragraphs[0]
        self._dress(foot, "Footer")
        foot.add_run("Page ")
        add_field(foot, "PAGE", "1")
        foot.add_run(" of ")
        add_field(foot, "NUMPAGES", "1")

    def _write_contents(self) -> None:
        """A contents list of links; Word fills in the page numbers when asked to update it."""
        title = self._paragraph("Contents", "Contents title")
        title.paragraph_format.page_break_before = True
        for depth, section in _titled_sections(self.document.blocks, 1):
            entry = self._line(f"TOC {depth}")
            add_link(entry, printable(section.title), place=_place(section.id))

    # Blocks

    def _blocks(self, blocks: Sequence[Block], level: int) -> None:
        for block in blocks:
            match block:
                case Paragraph(text, language):
                    if printable(text).strip():
                        self._paragraph(text, self.text_style, language)
                case Bullets():
                    self._bullets(block)
                case Quote(said, who, language):
                    self._paragraph(said, "Quotation", language)
                    if printable(who).strip():
                        self._paragraph(f"— {who}", "Said by", right_to_left=runs_right_to_left(said, language))
                case Notice():
                    self._notice(block)
                case Box(title, inner):
                    self._paragraph(title, "Box title")
                    outside, self.text_style = self.text_style, "Box text"
                    self._blocks(inner, level)
                    self.text_style = outside
                case Panel():
                    self._panel(block)
                case Table():
                    self._table(block)
                case Figure():
                    self._figure(block)
                case Section():
                    self._section(block, level)

    def _section(self, section: Section, level: int) -> None:
        titled = bool(printable(section.title).strip())
        if titled:
            heading = self._paragraph(section.title, f"Heading {min(level, DEEPEST_HEADING)}")
            heading.paragraph_format.page_break_before = section.page_break
            if section.id and section.id not in self.places:
                self.places.add(section.id)
                bookmark(heading, _place(section.id), len(self.places))
        if section.mark is not None:
            self._mark(self._line("Rating"), section.mark.rating or "Not rated yet")
        self._blocks(section.blocks, level + 1 if titled else level)

    def _bullets(self, bullets: Bullets) -> None:
        style = "List Bullet" if bullets.numbered_from is None else "List Number"
        lines = [self._paragraph(item, style) for item in bullets.items]
        if bullets.numbered_from is not None:
            count_from(self.word, lines, bullets.numbered_from)

    def _notice(self, notice: Notice) -> None:
        style = "Warning" if notice.kind == "warning" else "Information"
        line = self._paragraph(notice.text, style)
        if address := safe_link(notice.link):
            line.paragraph_format.keep_with_next = True
            add_link(self._line(style), printable(notice.link_text) or address, address=address)

    def _panel(self, panel: Panel) -> None:
        self._paragraph(panel.overall.title, "Overall title")
        self._mark(self._line("Overall rating"), panel.overall.rating or "Not rated yet")
        if printable(panel.score).strip():
            self._paragraph(f"Score {panel.score}", "Overall score")
        for title, marks in panel.groups:
            rows = [[f"{mark.id} {mark.title}".strip(), mark.rating or "Not rated yet"] for mark in marks]
            self._grid(title, ("Standard", "Rating"), rows, numeric=(False, False), marked=True, every_mark=True)
        for note in panel.notes:
            self._paragraph(note, "Small print")

    def _table(self, table: Table) -> None:
        titles = [column.title for column in table.columns]
        numeric = [column.numeric for column in table.columns]
        self._grid(table.caption, titles, table.rows, numeric=numeric, marked=table.marks, bold_rows=table.bold_rows)

    def _grid(
        self,
        caption: str,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        numeric: Sequence[bool],
        marked: bool,
        bold_rows: Sequence[int] = (),
        every_mark: bool = False,
    ) -> None:
        """A table: heading row that repeats on every page, first column as the rows' headings."""
        if printable(caption).strip():
            self._paragraph(caption, "Caption")
        grid = self.word.add_table(rows=1 + len(rows), cols=len(titles), style="Report table")
        describe_table(grid, printable(caption), _widths(rows, len(titles)))
        lines = list(grid.rows)
        repeat_header(lines[0])
        for cell, title, is_numeric in zip(lines[0].cells, titles, numeric, strict=True):
            self._cell(cell, title, is_numeric, bold=True)
        for at, (line, row) in enumerate(zip(lines[1:], rows, strict=True)):
            for column, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
                if marked and column and (every_mark or is_rating(text)):
                    self._dress(cell.paragraphs[0], "Table text")
                    self._mark(cell.paragraphs[0], text)
                else:
                    self._cell(cell, text, numeric[column], bold=column == 0 or at in bold_rows)
        self._line("After table")

    def _cell(self, cell: Any, text: str, numeric: bool, *, bold: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        line = cell.paragraphs[0]
        self._dress(line, "Table text")
        if numeric:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._write(line, text, bold=bold)

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Cm

        self._paragraph(figure.title, "Figure title")
        for part in in_parts(figure):
            png = io.BytesIO(render_picture(part, self.notice))
            picture = self._line("Figure").add_run().add_picture(png, width=Cm(TEXT_WIDTH_CM))
            if picture.height > Cm(MOST_PICTURE_HEIGHT_CM):
                picture.width = int(picture.width * Cm(MOST_PICTURE_HEIGHT_CM) / picture.height)
                picture.height = Cm(MOST_PICTURE_HEIGHT_CM)
            describe_picture(picture, printable(part.title), printable(part.description) or printable(part.title))
        self._table(figure.table)

    # Words

    def _mark(self, line: Any, rating: str) -> None:
        """A rating as its sign and its word, on the mark's own colour."""
        style = style_of(rating)
        run = line.add_run(f"\u00a0{style.sign}\u00a0{printable(style.word)}\u00a0")
        run.bold = True
        shade(run, fill=style.fill, ink=style.ink)

    def _line(self, style: str) -> Any:
        """A new empty paragraph."""
        line = self.word.add_paragraph()
        self._dress(line, style)
        return line

    def _dress(self, line: Any, style: str) -> None:
        """Give a paragraph its style by id: python-docx looks through every style each time it is told a name."""
        line._p.style = self.style_ids[style]

    def _paragraph(self, text: str, style: str, language: str = "", *, right_to_left: bool = False) -> Any:
        line = self._line(style)
        self._write(line, text, language)
        if right_to_left:
            mark_right_to_left(line, [])
        return line

    def _write(self, line: Any, text: str, language: str = "", *, bold: bool = False) -> None:
        """Words on a line, with their language and direction where these are not the document's own."""
        said = printable(text)
        run = line.add_run(said)
        if bold:
            run.bold = True
        right_to_left = runs_right_to_left(said, language)
        if language_tag(language):
            set_language(run, language_tag(language), right_to_left=right_to_left)
        if right_to_left:
            mark_right_to_left(line, [run])


def _titled_sections(blocks: Sequence[Block], depth: int) -> list[tuple[int, Section]]:
    """The sections of the contents list, two levels deep."""
    found: list[tuple[int, Section]] = []
    for block in blocks:
        if isinstance(block, Section) and block.id and printable(block.title).strip():
            found.append((depth, block))
            if depth < 2:
                found += _titled_sections(block.blocks, depth + 1)
    return found


def _widths(rows: Sequence[Sequence[str]], columns: int) -> list[float]:
    """The width of each column in centimetres: short columns as narrow as they may be, the rest shared."""
    longest = [max((len(row[at]) for row in rows), default=0) for at in range(columns)]
    narrow = [2.2 if at and long <= 8 else 0.0 for at, long in enumerate(longest)]
    shares = [0.0 if wide else 1.25 if at == 0 and columns > 2 else 1.0 for at, wide in enumerate(narrow)]
    rest = max(TEXT_WIDTH_CM - sum(narrow), 1.0)
    return [wide or rest * share / sum(shares) for wide, share in zip(narrow, shares, strict=True)]


def _place(id: str) -> str:
    """A section's id as Word names a bookmark: letters, digits and underscores, 40 at most."""
    plain = "".join(character if character.isalnum() else "_" for character in id)
    return f"s_{plain}"[:40]
