"""The rows of an ODS spreadsheet, read from its XML: texts as they are, no formula, no macro, one sheet."""

from collections.abc import Iterator

from touchstone.intake.archives import Archive, open_archive
from touchstone.intake.spreadsheet_numbers import NotANumber, number_text
from touchstone.intake.table_problems import MOST_CELLS, MOST_CHARACTERS, TableProblems, column_letters
from touchstone.intake.text import shown
from touchstone.intake.xml_parts import MOST_PIECES, read_xml, stream_xml

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = f"{_BASE}table:1.0 ", f"{_BASE}text:1.0 ", f"{_BASE}office:1.0 "
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_BLANKS = {_TEXT + "s": " ", _TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_NUMBERS = ("float", "percentage", "currency")


def ods_rows(data: bytes, problems: TableProblems) -> Iterator[tuple[int, dict[int, str]]]:
    """Each row that is not blank: its number and its cells that are not empty, by column counted from 0.

    Exactly one sheet may hold anything; which one does not matter. Dates come as ISO dates, numbers without exponent,
    with the leading zeros that they are shown with. Formulas and merged cells are noted as problems.
    """
    archive = open_archive(data, file=problems.file)
    _refuse_other_kinds(archive, problems)
    yield from _Content(problems).rows(archive)


def _refuse_other_kinds(archive: Archive, problems: TableProblems) -> None:
    if "mimetype" not in archive or archive.size("mimetype") > 100 or archive.read("mimetype").strip() != _MIMETYPE:
        problems.stop("The file is not an ODS spreadsheet.", "Save it as 'ODF Spreadsheet (.ods)'.")
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        problems.stop("The spreadsheet holds macros.", "Delete them and save it again.")
    encrypted = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal encrypted
        encrypted = encrypted or name.endswith(" encryption-data")

    read_xml(archive, "META-INF/manifest.xml", start=start)
    if encrypted:
        problems.stop("The spreadsheet is protected by a password.", "Remove the password and save it again.")


class _Content:
    """Walks through the sheets of a spreadsheet and gathers their cells."""

    def __init__(self, problems: TableProblems) -> None:
        self.problems = problems
        self.sheet = ""  # the sheet we are in
        self.filled: list[str] = []  # sheets that hold something
        self.row = self.column = self.count = 0
        self.row_repeats = self.cell_repeats = 1
        self.cells: dict[int, str] = {}
        self.attributes: dict[str, str] = {}
        self.pieces: list[str] = []
        self.paragraphs = 0
        self.in_cell = self.in_note = self.in_paragraph = 0  # how deep
        self.finished: list[tuple[int, dict[int, str]]] = []

    def rows(self, archive: Archive) -> Iterator[tuple[int, dict[int, str]]]:
        """Every row that is not blank, as soon as it has been walked through."""
        for _ in stream_xml(archive, "content.xml", start=self.start, end=self.end, text=self.text):
            yield from self.finished
            self.finished.clear()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: sheets, rows and cells say where we are and how often they repeat."""
        if name in _CELLS:
            self.in_cell += 1
            self._begin_cell(attributes)
        elif name == _TABLE + "table-row":
            self.cells, self.column = {}, 0
            self.row_repeats = self._repeats(attributes, "rows")
        elif name == _TABLE + "table":
            if self.in_cell:
                what = f"The cell {self._address()} holds a table of its own."
                self.problems.stop(what, "Take it out.", self.row + 1, self.column)
            self.sheet, self.row = attributes.get(_TABLE + "name", ""), 0
        elif name == _OFFICE + "annotation":
            self.in_note += 1
        elif self.in_cell and not self.in_note:
            if name in (_TEXT + "p", _TEXT + "h"):
                self.pieces.append("\n" if self.paragraphs else "")
                self.paragraphs += 1
                self.in_paragraph += 1
            elif name in _BLANKS:
                count = attributes.get(_TEXT + "c", "1")
                self.pieces.append(_BLANKS[name] * min(_whole(count), MOST_CHARACTERS + 1))

    def text(self, piece: str) -> None:
        """Text arrives in pieces; only that of a cell's own paragraphs counts, not that of its comments."""
        if self.in_paragraph and not self.in_note and len(self.pieces) <= MOST_PIECES:
            self.pieces.append(piece)

    def end(self, name: str) -> None:
        """An element has ended: a cell is given its text, a row is finished."""
        if name in _CELLS:
            self.in_cell -= 1
            self._end_cell()
        elif name == _TABLE + "table-row":
            self._end_row()
        elif name == _OFFICE + "annotation":
            self.in_note -= 1
        elif name in (_TEXT + "p", _TEXT + "h") and self.in_paragraph and not self.in_note:
            self.in_paragraph -= 1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.pieces, self.paragraphs, self.cell_repeats = [], 0, 1
        if not attributes:  # blank, as most cells of a large sheet are
            return
        self.cell_repeats = self._repeats(attributes, "columns")
        row, column = self.row + 1, self.column
        if _TABLE + "formula" in attributes:
            what = f"The cell {self._address()} holds a formula; only its writer's spreadsheet knows what it gives."
            self.problems.note(what, "Copy the column and paste it as values.", row, column)
        spans = [attributes.get(f"{_TABLE}number-{way}-spanned", "1") for way in ("rows", "columns")]
        if spans != ["1", "1"]:
            what = f"The cell {self._address()} is merged with others."
            self.problems.note(what, "Unmerge them and fill in every cell.", row, column)

    def _end_cell(self) -> None:
        text = self._meant("".join(self.pieces)) if self.pieces or self.attributes else ""
        if text.strip():
            last = self.column + self.cell_repeats - 1
            self.problems.check_place(self.row + self.row_repeats, last)
            self.cells.update(dict.fromkeys(range(self.column, last + 1), text))
        self.column += self.cell_repeats

    def _end_row(self) -> None:
        if self.cells:
            if self.sheet not in self.filled:
                self.filled.append(self.sheet)
            if len(self.filled) > 1:
                names = " and ".join(map(shown, self.filled))
                self.problems.stop(f"The sheets {names} both hold something.", "Keep one in the file.")
            self.count += len(self.cells) * self.row_repeats
            if self.count > MOST_CELLS:
                self.problems.stop(f"More than {MOST_CELLS:,} cells hold something.", "Split the list.", self.row + 1)
            self.finished += [(self.row + 1 + more, self.cells) for more in range(self.row_repeats)]
        self.row += self.row_repeats

    def _meant(self, text: str) -> str:
        """What a cell means, by its kind; of numbers and dates the value counts, not how it is shown."""
        kind = self.attributes.get(_OFFICE + "value-type", "string")
        if kind == "date":
            return self.attributes.get(_OFFICE + "date-value", text).removesuffix("T00:00:00")
        if kind == "time":
            return self.attributes.get(_OFFICE + "time-value", text)
        if kind == "boolean":
            return self.attributes.get(_OFFICE + "boolean-value", text).upper()
        if kind in _NUMBERS:
            return self._number(self.attributes.get(_OFFICE + "value", ""), text)
        return text if self.pieces else self.attributes.get(_OFFICE + "string-value", "")

    def _number(self, raw: str, seen: str) -> str:
        try:
            number = number_text(raw)
        except NotANumber as why:
            what = f"The number {shown(raw)} in the cell {self._address()} {why}."
            do = "Format the cell as text and type it again."
            self.problems.note(what, do, self.row + 1, self.column)
            return ""
        shows_zeros = seen.isascii() and seen.isdigit() and seen.lstrip("0") == number.lstrip("0")
        return seen if shows_zeros else number

    def _repeats(self, attributes: dict[str, str], what: str) -> int:
        return max(1, _whole(attributes.get(f"{_TABLE}number-{what}-repeated", "1")))

    def _address(self) -> str:
        return f"{column_letters(self.column)}{self.row + 1}"


def _whole(digits: str) -> int:
    """A count from an attribute; anything but a small whole number is as if it lay beyond every limit."""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 999_999_999
