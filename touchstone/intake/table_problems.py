"""How large a table may be, and the notebook in which everything wrong with one is written down."""

from touchstone.intake.problems import Problem, ProblemsFound

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from typing import NoReturn

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 10_000  # in one cell
MOST_CELLS = 500_000  # that are not blank; they take about 100 MB once read
MOST_PROBLEMS = 1_000


class TableProblems:
    """Gathers what is wrong with one table, by row and column, and tells it with the columns' headings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.headings: dict[int, str] = {}  # by column, counted from 0
        self._noted: list[tuple[str, str, int | None, int | None]] = []

    def note(self, what: str, do: str, row: int | None = None, column: int | None = None) -> None:
        """Write down one problem. `row` counts from 1 with the heading, `column` from 0."""
        if len(self._noted) == MOST_PROBLEMS:
            self.stop("There are more problems than can be listed.", "Mend these first, then try again.")
        self._noted.append((what, do, row, column))

    def stop(self, what: str, do: str, row: int | None = None, column: int | None = None) -> "NoReturn":
        """Write down a problem after which reading on makes no sense, and tell all of them."""
        self._noted.append((what, do, row, column))
        raise ProblemsFound(self._told())

    def tell(self) -> None:
        """Raise ProblemsFound if anything was written down."""
        if self._noted:
            raise ProblemsFound(self._told())

    def check_place(self, row: int, column: int) -> None:
        """Stop where a cell that is not blank lies beyond the limits."""
        if row > MOST_ROWS + 1:
            self.stop(f"There are more than {MOST_ROWS:,} rows.", "Split the list, or delete what lies below it.", row)
        if column >= MOST_COLUMNS:
            self.stop(f"There are more than {MOST_COLUMNS} columns.", "Delete what lies right of the table.", row)

    def _told(self) -> list[Problem]:
        return [Problem(what, do, self.file, row, self._called(column)) for what, do, row, column in self._noted]

    def _called(self, column: int | None) -> str:
        if column is None:
            return ""
        return self.headings.get(column) or f"column {column_letters(column)}"


def column_letters(column: int) -> str:
    """What a spreadsheet calls a column counted from 0: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
