"""A table somebody hands in – CSV, XLSX or ODS – as rows of texts under known headings; every problem told at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice

from touchstone.intake.cells import is_date
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.table_problems import MOST_CHARACTERS, TableProblems, column_letters
from touchstone.intake.text import UNSEEN, TextRefused, clean, shown
from touchstone.intake.values import dataclass

MOST_BYTES = 20_000_000
MOST_ABOVE = 10  # rows that are looked through for the headings, where a title stands above them

# How files begin that are not what their name says: (first bytes, what the file is, what to do).
_STARTS = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel workbook (.xls), or one protected by a password",
        "Remove the password, and save it as 'Excel Workbook (.xlsx)'.",
    ),
    (
        b"PK",
        "a spreadsheet or an archive",
        "Give it the ending that it was saved with (.xlsx or .ods), or save it as CSV.",
    ),
    (b"%PDF", "a PDF", "Ask for the list as CSV, XLSX or ODS."),
    (b"<", "a web page or XML", "Open it in a spreadsheet and save it as CSV or XLSX."),
    (b"{\\rtf", "a text document", "Put the list in a spreadsheet and save it as CSV or XLSX."),
    (b"\x1f\x8b", "a packed file", "Unpack it first."),
    (b"MZ", "a program", "Choose the file with the list."),
    (b"\x7fELF", "a program", "Choose the file with the list."),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts, and its cells by heading ("" where blank)."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that has been read: its headings as they were wanted, in the file's order, and its rows."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(
    data: bytes,
    *,
    file: str,
    wanted: Sequence[str],
    optional: Sequence[str] = (),
    refuse: Callable[[str], tuple[str, str] | None] | None = None,
) -> Sheet:
    """The rows of a `.csv`, `.xlsx` or `.ods` file, every cell through the text gateway and without blanks around it.

    The first row that is not blank is the heading; capitals, and blanks or underscores, make no difference in it. All
    of `wanted` must be there, `optional` may be, others are problems. `refuse` may give a better reason for a heading
    that must not be there: what is wrong and what to do. Blank rows are passed over. At most 20,000 rows, 200 columns,
    10,000 characters in a cell. Raises ProblemsFound with every problem, by row and heading.
    """
    problems = TableProblems(file)
    rows = _rows(data, problems)
    number, heading = next(rows, (0, {}))
    if not heading:
        problems.tell()
        problems.stop("The file is empty.", "The first row must hold the headings.")
    rows = _checked_start(heading, number, rows, problems, wanted)
    headings = _headings(heading, number, problems, wanted, optional, refuse)
    read: list[Row] = []
    for number, cells in rows:
        row = _row(number, cells, headings, problems)
        if row:
            read.append(row)
    problems.tell()
    return Sheet(tuple(headings.values()), tuple(read))


def _rows(data: bytes, problems: TableProblems) -> Iterator[tuple[int, dict[int, str]]]:
    """The rows by the kind that the name says, once the file begins as that kind does."""
    kind = problems.file.rpartition(".")[2].lower() if "." in problems.file else ""
    if len(data) > MOST_BYTES:
        what = f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} are read."
        problems.stop(what, "Take out what is not needed.")
    begins = next((start for start in _STARTS if data.startswith(start[0])), None)
    if problems.file.startswith("~$"):
        what = "This file only marks that the workbook is open in Excel."
        problems.stop(what, f"Name the workbook itself: {shown(problems.file[2:])}.")
    if kind in ("xlsx", "ods") and begins and begins[0] == b"PK":
        begins = None
    elif kind in ("xlsx", "ods") and not begins:
        problems.stop(f"The file is not what its ending .{kind} says.", "Save it again from the spreadsheet program.")
    if kind not in ("csv", "xlsx", "ods"):
        ending = shown("." + kind) if kind else "no ending"
        problems.stop(f"A file with {ending} cannot be read as a table.", "Save it as CSV, XLSX or ODS.")
    if begins:
        problems.stop(f"The file is {begins[1]}.", begins[2])
    # Imported here: only the kind at hand is paid for.
    if kind == "csv":
        from touchstone.intake.csv_rows import csv_rows

        return csv_rows(data, problems)
    if kind == "xlsx":
        from touchstone.intake.xlsx_rows import xlsx_rows

        return xlsx_rows(data, problems)
    from touchstone.intake.ods_rows import ods_rows

    return ods_rows(data, problems)


def _checked_start(
    first: dict[int, str],
    number: int,
    rows: Iterator[tuple[int, dict[int, str]]],
    problems: TableProblems,
    wanted: Sequence[str],
) -> Iterator[tuple[int, dict[int, str]]]:
    """The rows as they were, where the first one begins the table.

    Raises ProblemsFound with that alone where a title stands above the headings: what else would be told (merged cells,
    columns without a heading) goes with the title.
    """
    names = {folded(name) for name in wanted}
    if names & {folded(text) for text in first.values()}:
        return rows
    looked_through = list(islice(rows, MOST_ABOVE))
    for below, cells in looked_through:
        if names <= {folded(text) for text in cells.values()}:
            what = f"The headings stand in row {below}; above them is {shown(next(iter(first.values())))}."
            raise ProblemsFound([Problem(what, "Delete the rows above the headings.", problems.file, number)])
    return chain(looked_through, rows)


def _headings(
    cells: dict[int, str],
    row: int,
    problems: TableProblems,
    wanted: Sequence[str],
    optional: Sequence[str],
    refuse: Callable[[str], tuple[str, str] | None] | None,
) -> dict[int, str]:
    """Which column holds what: column → the name it was wanted by. Everything wrong with the heading is noted."""
    known = {folded(name): name for name in (*wanted, *optional)}
    found: dict[int, str] = {}
    unknown: list[tuple[int, str]] = []
    for column, text in sorted(cells.items()):
        problems.check_place(row, column)
        heading = _cleaned(text, row, column, problems)
        if not heading:
            continue
        problems.headings[column] = heading if len(heading) <= 60 else heading[:59] + "…"
        name = known.get(folded(heading))
        if name is None:
            unknown.append((column, heading))
        elif name in found.values():
            problems.note(f"The heading {shown(heading)} is there twice.", "Delete or rename one column.", row, column)
        else:
            found[column] = name
    absent = [name for name in wanted if name not in found.values()]
    for column, heading in unknown:
        what, do = (refuse and refuse(heading)) or _unknown(heading, known, found)
        problems.note(what, do, row, column)
    for name in absent:
        problems.note(f"The column {shown(name)} is missing.", "Add it, with its heading in the first row.", row)
    return found


def _unknown(heading: str, known: dict[str, str], found: dict[int, str]) -> tuple[str, str]:
    import difflib  # only for somebody's mistake

    free = {key: name for key, name in known.items() if name not in found.values()}
    near = difflib.get_close_matches(folded(heading), free, n=1)
    if near:
        return f"The heading {shown(heading)} is not known.", f"Did you mean {shown(free[near[0]])}?"
    if is_date(heading):
        do = "If a number such as 2.1.1 was made a date, format the headings as Text and type it again."
        return f"The heading {shown(heading)} is a date.", do
    others = ", ".join(known.values())
    return f"The heading {shown(heading)} is not known.", f"Delete the column; known are: {others}."


def _row(number: int, cells: dict[int, str], headings: dict[int, str], problems: TableProblems) -> Row | None:
    """The row by heading, or None where it turns out to be blank."""
    texts = dict.fromkeys(headings.values(), "")
    anything = False
    for column, cell in cells.items():
        problems.check_place(number, column)
        text = _cleaned(cell, number, column, problems)
        anything = anything or bool(text)
        if column in headings:
            texts[headings[column]] = text
        elif text and column not in problems.headings:
            problems.headings[column] = f"column {column_letters(column)}"
            problems.note("The column has no heading.", "Give it one, or delete it.", number, column)
    return Row(number, texts) if anything else None


def _cleaned(text: str, row: int, column: int, problems: TableProblems) -> str:
    if not text.isascii():
        # Unseen marks go from within, too: a reference with one and the same without it are the same case.
        text = text.translate(UNSEEN)
    try:
        return clean(text, most=MOST_CHARACTERS).strip()
    except TextRefused as refused:
        problems.note(refused.what, refused.do, row, column)
        return ""


def folded(heading: str) -> str:
    """A heading as it is compared: small letters, every run of blanks and underscores one underscore."""
    return "_".join(heading.casefold().replace("_", " ").split())
