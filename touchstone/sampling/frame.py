"""The list of cases that a service hands in: read, checked row by row, and frozen by a hash that anyone can repeat."""

from hashlib import sha256

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.tables import Row, Sheet, folded, read_table
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.sampling.dates import NotADate, iso_date
from touchstone.sampling.placing import place
from touchstone.standards.framework import Framework

REFERENCE, GROUP, KIND, STARTED, ENDED = "reference", "group", "kind", "started", "ended"
DATES = (STARTED, ENDED)
SERVICE = "service"  # optional: whose case it is, so that rows of another service can be told

# Words in a heading that show that the column says who a child is. A case list carries the service's own reference and
# nothing that names or finds a person; the inspectorate needs no more to draw a sample.
_NAMES = ("name", "names", "forename", "surname", "firstname", "lastname", "fullname", "initials", "alias", "aka")
_BIRTH = ("dob", "d.o.b", "d.o.b.", "birth", "birthdate", "birthday", "born")
_FINDS = (
    *("address", "postcode", "street", "phone", "telephone", "mobile", "email", "e-mail"),
    *("nhs", "upn", "pnc", "passport", "nino"),
)
_HOW_TO_WRITE = {
    "iso": "Write year-month-day; or say that all dates are written day first (--dates day-first).",
    "day-first": "Write day/month/year, with four digits for the year.",
}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One case of the list: the row of the file, and its cells by column ("" where blank). Dates are ISO dates."""

    number: int
    cells: tuple[tuple[str, str], ...]  # in the order of Frame.columns

    def __getitem__(self, column: str) -> str:
        """The cell of a column; "" where the list has no such column."""
        return next((text for name, text in self.cells if name == column), "")


@dataclass(frozen=True, slots=True)
class Frame:
    """A case list that has passed the check. `columns` are those it has, in alphabetical order."""

    columns: tuple[str, ...]
    rows: tuple[FrameRow, ...]


def frame_columns(framework: Framework) -> tuple[str, ...]:
    """Every column that a case list for this framework may have; only `reference` and one of group and kind must."""
    strata = {name for group in framework.sample.groups for name in group.strata}
    return (REFERENCE, GROUP, KIND, *DATES, *sorted(strata - {REFERENCE, GROUP, KIND, *DATES, SERVICE}), SERVICE)


def read_frame(data: bytes, *, file: str, framework: Framework, dates: str = "iso") -> Frame:
    """The case list in a CSV, XLSX or ODS file, every row checked.

    `dates` says how dates are written, one of DATE_FORMS; spreadsheets' own dates come as ISO dates and are taken too.
    Raises ProblemsFound with every problem by row: columns that say who a child is, references that are missing, hold
    a date or look like a name, dates that are none or end before they began, and one reference with two different rows.
    """
    columns = frame_columns(framework)
    sheet = read_table(data, file=file, wanted=(REFERENCE,), optional=columns[1:], refuse=refuse_personal)
    problems: list[Problem] = []
    if not {GROUP, KIND} & set(sheet.headings):
        what = "The column 'kind' is missing."
        problems.append(Problem(what, "Say what kind of disposal each case is, or its group.", file, 1))
    if not sheet.rows:
        problems.append(Problem("The list holds no case.", "Add a row for every case.", file))
    rows = [_checked(row, sheet, dates, file, problems) for row in sheet.rows]
    problems += _contradictions(rows, framework, file)
    if problems:
        raise ProblemsFound(sorted(problems, key=lambda problem: problem.row or 0))
    return Frame(tuple(sorted(sheet.headings)), tuple(rows))


def refuse_personal(heading: str) -> tuple[str, str] | None:
    """Why a column must not be in a case list (what, what to do); None for every other heading."""
    words = set(folded(heading).replace("'", "_").replace("’", "_").replace("-", "_").split("_")) | {folded(heading)}
    words |= {"name" for word in words if word.endswith("name")}  # ClientName
    for kind, forbidden in (("names", _NAMES), ("dates of birth", _BIRTH), ("what finds a person", _FINDS)):
        if words & set(forbidden):
            what = f"The column {shown(heading)} looks as if it holds {kind}."
            return what, "Delete it and send the list again: a case list carries the service's own reference only."
    return None


def list_bytes(frame: Frame) -> bytes:
    """The list in its one canonical form, whatever the order of its rows and columns and whatever file it came in.

    One line each for the form's name, the columns, and every row; cells parted by tabs; rows sorted by their bytes.
    The exact rule is in docs/reference/sampling.md, so that another program can do the same.
    """
    rows = sorted("\t".join(text for _, text in row.cells).encode() for row in frame.rows)
    return b"\n".join([b"touchstone list 1", "\t".join(frame.columns).encode(), *rows, b""])


def list_hash(frame: Frame) -> str:
    """The SHA-256 of the canonical list, as 64 hexadecimal digits: the list is frozen once this is known."""
    return sha256(list_bytes(frame)).hexdigest()


def _checked(row: Row, sheet: Sheet, dates: str, file: str, problems: list[Problem]) -> FrameRow:
    """One row with its dates made ISO; what is wrong with it goes to `problems`."""
    cells = dict(row.cells)
    for column, text in cells.items():
        if "\t" in text or "\n" in text:
            problems.append(Problem("It holds a tab or line break.", "Write it on one line.", file, row.number, column))
    wrong = _wrong_with_reference(cells[REFERENCE])
    if wrong:
        problems.append(Problem(*wrong, file, row.number, REFERENCE))
    if not cells.get(GROUP) and not cells.get(KIND) and {GROUP, KIND} & set(sheet.headings):
        column = KIND if KIND in sheet.headings else GROUP
        problems.append(Problem("It is blank.", "Say what kind of disposal it is.", file, row.number, column))
    days = {}
    for column in DATES:
        if cells.get(column):
            try:
                cells[column] = days[column] = iso_date(cells[column], dates)
            except NotADate as told:
                problems.append(Problem(str(told), _HOW_TO_WRITE[dates], file, row.number, column))
    if len(days) == 2 and days[STARTED] > days[ENDED]:
        what = f"It ended ({days[ENDED]}) before it started ({days[STARTED]})."
        problems.append(Problem(what, "Correct one of the dates.", file, row.number, ENDED))
    return FrameRow(row.number, tuple((column, cells[column]) for column in sorted(cells)))


def _wrong_with_reference(text: str) -> tuple[str, str] | None:
    """What is wrong with a reference (what, what to do). A reference that says who the child is is refused."""
    if not text:
        return "It is blank.", "Write the service's own reference of the case."
    if len(text) > 60:
        return "The reference is longer than 60 characters.", "Write the service's own reference of the case."
    if _holds_date(text):
        return "The reference holds a date.", "Use the service's own reference, never a date of birth."
    words = text.replace(",", " ").split()
    letters = [set(word.casefold().replace("'", "").replace("-", "")) <= _LETTERS for word in words]
    if len(words) > 1 and all(letters) and (all(len(word) > 1 for word in words) or "," in text):
        return "The reference looks like a name.", "Use the service's own reference, never a child's name."
    return None


def _holds_date(text: str) -> bool:
    """Does a text hold day, month and year (or year, month and day), parted by signs? "AB 12/03/2009" does."""
    for sign in "/.-_":
        text = text.replace(sign, " ")
    parts = [int(part) if part.isascii() and part.isdigit() and len(part) <= 4 else 0 for part in text.split()]
    for one, two, three in zip(parts, parts[1:], parts[2:], strict=False):
        for day, month, year in ((one, two, three), (three, two, one)):
            if 1 <= day <= 31 and 1 <= month <= 12 and 1980 <= year <= 2050:
                return True
    return False


def _contradictions(rows: list[FrameRow], framework: Framework, file: str) -> list[Problem]:
    """A reference that stands in two rows of one group which do not say the same: nobody can know which is right."""
    first: dict[tuple[str, str], FrameRow] = {}
    found = []
    for row in rows:
        group = place(row[GROUP], row[KIND], framework).group
        other = first.setdefault((row[REFERENCE].casefold(), group), row)
        if row[REFERENCE] and other.cells != row.cells:
            what = f"The reference {shown(row[REFERENCE])} is also in row {other.number}, with other details."
            found.append(Problem(what, "Keep the row that is right.", file, row.number, REFERENCE))
    return found
