"""The rows of a CSV file: UTF-8 or UTF-16 with its mark, commas, every row as wide as the heading."""

import csv
from collections.abc import Iterator
from io import StringIO

from touchstone.intake.cells import plain_cell
from touchstone.intake.table_problems import TableProblems
from touchstone.intake.text import shown

MOST_LINES = 1_048_576  # blank or not; no spreadsheet has more
_SAVE_AS = "In Excel choose 'Save as' and 'CSV UTF-8 (comma delimited)'; in LibreOffice the character set UTF-8."
_FORMULA_SIGNS = ("=", "＝")


def csv_rows(data: bytes, problems: TableProblems) -> Iterator[tuple[int, dict[int, str]]]:
    """Each row that is not blank: its number (as a spreadsheet counts) and its cells that are not empty, by column.

    The apostrophe that our own CSV puts before a risky start is taken away. A cell that begins with '=' is refused:
    it is a formula to whoever opens the file in a spreadsheet.
    """
    reader = csv.reader(StringIO(_decoded(data, problems), newline=""), strict=True)
    number = width = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_LINES:
                problems.stop(f"The file has more than {MOST_LINES:,} rows.", "Delete the blank ones.", number)
            if not any(map(str.strip, cells)):
                continue
            if not width:
                width = len(cells)
                _check_separator(cells, number, problems)
            _check_width(cells, width, number, problems)
            yield number, _cells(cells, number, problems)
    except csv.Error as error:
        _stop_at(error, number + 1, problems)


def _cells(cells: list[str], number: int, problems: TableProblems) -> dict[int, str]:
    found = {}
    for column, cell in enumerate(cells):
        if cell.lstrip().startswith(_FORMULA_SIGNS):
            what = f"The cell holds a formula, {shown(cell)}."
            problems.note(what, "Write the value itself, or an apostrophe before the sign.", number, column)
        elif cell:
            found[column] = plain_cell(cell)
    return found


def _check_width(cells: list[str], width: int, number: int, problems: TableProblems) -> None:
    if len(cells) < width or any(map(str.strip, cells[width:])):
        what = f"The row has {len(cells)} cells; the heading has {width}."
        do = "Check for a missing or extra comma, and put a text that holds a comma in double quotes."
        problems.note(what, do, number)


def _check_separator(cells: list[str], number: int, problems: TableProblems) -> None:
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(cells) == 1 and mark in cells[0]:
            problems.stop(f"The columns are parted by {name}.", f"They must be parted by commas. {_SAVE_AS}", number)


def _stop_at(error: csv.Error, row: int, problems: TableProblems) -> None:
    message = str(error)
    if "field larger" in message:
        what = "A cell is longer than 131,072 characters; a quotation mark is probably never closed."
        problems.stop(what, "Close the quotation mark, or shorten the text.", row)
    if "unexpected end" in message:
        what = "A text in this row begins with a quotation mark that is never closed."
        problems.stop(what, "Close it with a double quote.", row)
    what = "A quotation mark within a quoted text stands alone."
    problems.stop(what, 'Close the text before it, or write two of them ("") for one.', row)


def _decoded(data: bytes, problems: TableProblems) -> str:
    """The text of the file. The encoding is never guessed: a wrong guess turns £ into Ł and nobody sees it."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        problems.stop("The file is UTF-32.", f"Save it as UTF-8. {_SAVE_AS}")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.encoding.startswith("utf-16"):
            problems.stop("The file says that it is UTF-16, and is cut or damaged.", f"Save it again. {_SAVE_AS}")
        row = data.count(b"\n", 0, error.start) + 1
        what = f"The byte {data[error.start]:#04x} is not UTF-8; near {shown(_around(data, error.start))}."
        problems.stop(what, f"Save the file as UTF-8. {_SAVE_AS}", row)


def _around(data: bytes, at: int) -> str:
    line_start = data.rfind(b"\n", 0, at) + 1
    return data[max(line_start, at - 20) : at + 10].decode("ascii", "replace").partition("\n")[0].rstrip("\r")
