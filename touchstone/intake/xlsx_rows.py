"""The rows of an XLSX workbook, read from its XML: texts as they are, no formula, no macro, one sheet.

We read the XML ourselves. It has to be walked in any case to find formulas, which reading libraries hide behind the
value that somebody's spreadsheet last saved; and what is walked once need not be read a second time by another.
"""

from collections.abc import Iterator

from touchstone.intake.archives import Archive, open_archive
from touchstone.intake.spreadsheet_numbers import NotANumber, date_text, leading_zeros, number_text, shows_dates
from touchstone.intake.table_problems import MOST_CELLS, MOST_CHARACTERS, TableProblems, column_letters
from touchstone.intake.text import shown
from touchstone.intake.xml_parts import MOST_PIECES, read_xml, stream_xml

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # "strict" workbooks
)
_ELEMENTS = {
    f"{namespace} {name}": name
    for namespace in _NAMESPACES
    for name in (
        *("workbookPr", "sheet", "si", "t", "rPh", "numFmt", "cellXfs", "xf", "row", "c", "f", "v", "is"),
        "mergeCell",
    )
}
# Number formats that every program knows without being told: dates and times.
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_MOST_SHARED_CHARACTERS = 40_000_000


def xlsx_rows(data: bytes, problems: TableProblems) -> Iterator[tuple[int, dict[int, str]]]:
    """Each row that is not blank: its number and its cells that are not empty, by column counted from 0.

    Exactly one sheet may hold anything; which one does not matter. Dates come as ISO dates, numbers without exponent,
    with the leading zeros that their format shows. Formulas, errors and merged cells are noted as problems.
    """
    archive = open_archive(data, file=problems.file)
    workbook = _workbook_part(archive, problems)
    sheets, from_1904 = _sheets(archive, workbook, problems)
    filled = [(name, part) for name, part in sheets if _holds_anything(archive, part)]
    if len(filled) > 1:
        names = ", ".join(shown(name) for name, _ in filled)
        problems.stop(
            f"{len(filled)} sheets hold something: {names}.", "Keep one and put the others in files of their own."
        )
    if filled:
        formats = _formats(archive, workbook, from_1904)
        yield from _Sheet(problems, _shared_texts(archive, workbook, problems), formats).rows(archive, filled[0][1])


def _workbook_part(archive: Archive, problems: TableProblems) -> str:
    """The name of the workbook's own part, by the archive's list of content types; anything but plain is refused."""
    types: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Override"):
            types[attributes.get("PartName", "").lstrip("/")] = attributes.get("ContentType", "")

    if "[Content_Types].xml" not in archive:
        problems.stop("The file is an archive but no XLSX workbook.", "Save it as 'Excel Workbook (.xlsx)'.")
    read_xml(archive, "[Content_Types].xml", start=start)
    macros = any("macro" in kind.lower() or "vba" in kind.lower() for kind in types.values())
    if macros or any(name.lower().endswith(("vbaproject.bin", ".xlm")) for name in archive.names):
        problems.stop("The workbook holds macros.", "Save it as 'Excel Workbook (.xlsx)', which has none.")
    parts = [name for name, kind in types.items() if kind == _WORKBOOK]
    if len(parts) != 1:
        problems.stop("The file is not an XLSX workbook.", "Save it as 'Excel Workbook (.xlsx)'.")
    return parts[0]


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What `part` refers to: id → (kind, name of the part)."""
    folder, _, own_name = part.rpartition("/")
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            full = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, full)

    read_xml(archive, f"{folder}/_rels/{own_name}.rels".lstrip("/"), start=start)
    return found


def _sheets(archive: Archive, workbook: str, problems: TableProblems) -> tuple[list[tuple[str, str]], bool]:
    """The workbook's worksheets as (name, part), and whether its days are counted from 1904."""
    relations = _relations(archive, workbook)
    sheets: list[tuple[str, str]] = []
    from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        element = _ELEMENTS.get(name)
        if element == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif element == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith("/relationships id")), "")
            kind, part = relations.get(relation, ("", ""))
            if kind == "worksheet":
                sheets.append((attributes.get("name", ""), part))
            elif kind != "chartsheet":
                what = f"The sheet {shown(attributes.get('name', ''))} is not a plain worksheet."
                problems.stop(what, "Keep worksheets only.")

    read_xml(archive, workbook, start=start)
    return sheets, from_1904


def _holds_anything(archive: Archive, part: str) -> bool:
    """Does the sheet have a cell with a value or a formula? Looks no further than the first."""
    found = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal found
        found = found or _ELEMENTS.get(name) in ("v", "f", "is")

    return any(found for _ in stream_xml(archive, part, start=start))


def _shared_texts(archive: Archive, workbook: str, problems: TableProblems) -> list[str]:
    """The texts that cells refer to by number. What East Asian editions add on pronunciation is left out."""
    part = next((part for kind, part in _relations(archive, workbook).values() if kind == "sharedStrings"), "")
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []
    kept = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(_ELEMENTS.get(name, ""))

    def end(name: str) -> None:
        nonlocal kept
        inside.pop()
        if _ELEMENTS.get(name) == "si":
            text = _unescaped("".join(pieces))[: MOST_CHARACTERS + 1]
            pieces.clear()
            kept += len(text)
            texts.append(text)
            if len(texts) > MOST_CELLS or kept > _MOST_SHARED_CHARACTERS:
                problems.stop("The workbook holds too much text.", "Keep only the sheet with the list.")

    def text(piece: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside and len(pieces) <= MOST_PIECES:
            pieces.append(piece)

    if part:
        read_xml(archive, part, start=start, end=end, text=text)
    return texts


def _formats(archive: Archive, workbook: str, from_1904: bool) -> list[str]:
    """For each cell style what it makes of a number: 'date', 'date from 1904', how many digits it shows, or ''."""
    part = next((part for kind, part in _relations(archive, workbook).values() if kind == "styles"), "")
    codes: dict[str, str] = {}
    styles: list[str] = []
    in_cell_styles = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_cell_styles
        element = _ELEMENTS.get(name)
        if element == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element == "cellXfs":
            in_cell_styles = True
        elif element == "xf" and in_cell_styles:
            styles.append(attributes.get("numFmtId", ""))

    def end(name: str) -> None:
        nonlocal in_cell_styles
        if _ELEMENTS.get(name) == "cellXfs":
            in_cell_styles = False

    if part:
        read_xml(archive, part, start=start, end=end)
    as_date = "date from 1904" if from_1904 else "date"
    dates = {str(number) for number in _DATE_FORMATS} | {number for number, code in codes.items() if shows_dates(code)}
    return [as_date if number in dates else str(leading_zeros(codes.get(number, "")) or "") for number in styles]


class _Sheet:
    """Walks through one worksheet and gathers its cells."""

    def __init__(self, problems: TableProblems, shared: list[str], formats: list[str]) -> None:
        self.problems = problems
        self.shared = shared
        self.formats = formats
        self.row = 0
        self.column = -1
        self.count = 0
        self.cells: dict[int, str] = {}
        self.finished: list[tuple[int, dict[int, str]]] = []
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.inside: list[str] = []

    def rows(self, archive: Archive, part: str) -> Iterator[tuple[int, dict[int, str]]]:
        """Every row that is not blank, as soon as it has been walked through."""
        for _ in stream_xml(archive, part, start=self.start, end=self.end, text=self.text):
            yield from self.finished
            self.finished.clear()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: a row or cell says where it is, a formula is refused."""
        element = _ELEMENTS.get(name, "")
        self.inside.append(element)
        if element == "c":
            self.column = self._column_of(attributes.get("r"))
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.pieces.clear()
        elif element == "row":
            self._begin_row(attributes.get("r"))
        elif element == "f":
            what = f"The cell {self._address()} holds a formula; only its writer's spreadsheet knows what it gives."
            self.problems.note(what, "Copy the column and paste it as values.", self.row, self.column)
        elif element == "mergeCell":
            area = shown(attributes.get("ref", ""))
            self.problems.note(f"The cells {area} are merged.", "Unmerge them and fill in every cell.")

    def text(self, piece: str) -> None:
        """Text arrives in pieces; only that of a value or of a cell's own text counts."""
        if self.inside[-1] in ("v", "t") and "rPh" not in self.inside and len(self.pieces) <= MOST_PIECES:
            self.pieces.append(piece)

    def end(self, name: str) -> None:
        """An element has ended: a cell is given its text, a row is finished."""
        element = self.inside.pop()
        if element == "c" and self.pieces:
            text = self._meant("".join(self.pieces))
            if text.strip():
                self.problems.check_place(self.row, self.column)
                self.count += 1
                if self.count > MOST_CELLS:
                    self.problems.stop(f"More than {MOST_CELLS:,} cells hold something.", "Split the list.", self.row)
                self.cells[self.column] = text
        elif element == "row" and self.cells:
            self.finished.append((self.row, self.cells))

    def _begin_row(self, stated: str | None) -> None:
        row = _whole(stated) if stated else self.row + 1
        if row <= self.row:
            self.problems.stop("The rows of the sheet are out of order.", "Save the file again.", self.row or None)
        self.row, self.column, self.cells = row, -1, {}

    def _column_of(self, address: str | None) -> int:
        """The column that a cell's address names (counted from 0); the next one where it has none."""
        if not address:
            return self.column + 1
        column = 0
        for letter in address.rstrip("0123456789"):
            if not "A" <= letter <= "Z" or column > 20_000:
                break
            column = column * 26 + ord(letter) - 64
        if f"{column_letters(column - 1)}{self.row}" != address or column - 1 <= self.column:
            what = f"The cell address {shown(address)} is wrong or out of order."
            self.problems.stop(what, "Save the file again.", self.row)
        return column - 1

    def _address(self) -> str:
        return f"{column_letters(max(self.column, 0))}{self.row}"

    def _meant(self, raw: str) -> str:
        """What a cell's raw value means, by the cell's kind and format."""
        if self.kind == "s":
            index = _whole(raw)
            if index < len(self.shared):
                return self.shared[index]
            self.problems.stop(
                f"The cell {self._address()} refers to a text that is not there.", "Save the file again."
            )
        if self.kind in ("str", "inlineStr"):
            return _unescaped(raw)
        if self.kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if self.kind == "d":
            return raw.strip().removesuffix("T00:00:00")
        if self.kind == "e":
            what = f"The cell {self._address()} shows the error {shown(raw)}."
            self.problems.note(what, "Write the value itself.", self.row, self.column)
            return ""
        return self._number(raw)

    def _number(self, raw: str) -> str:
        style = _whole(self.style) if self.style else 0
        shown_as = self.formats[style] if style < len(self.formats) else ""
        try:
            if shown_as.startswith("date"):
                return date_text(raw, from_1904=shown_as.endswith("1904"))
            text = number_text(raw)
            return text.zfill(int(shown_as)) if shown_as and text.isdigit() else text
        except NotANumber as why:
            what = f"The number {shown(raw)} in the cell {self._address()} {why}."
            self.problems.note(what, "Format the cell as text and type it again.", self.row, self.column)
            return ""


def _whole(digits: str) -> int:
    """A small whole number from an attribute; anything else is as if it lay beyond every limit."""
    digits = digits.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 999_999_999


def _unescaped(text: str) -> str:
    """Undo the format's own way to write characters that XML cannot hold: _x000D_ is a carriage return."""
    if "_x" not in text:
        return text
    import re

    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
