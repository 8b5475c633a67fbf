"""A problem with what somebody handed in, and how all of them are told at once."""

from collections.abc import Iterable

from touchstone.intake.values import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file, where it is, and what the person can do about it.

    `row` counts as a person does, the heading being row 1; `column` is the heading of a column or,
    in JSON and YAML, the way to the value (`standards.2.1.key_questions[0].yes`).
    """

    what: str
    do: str
    file: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        where = ", ".join(place)
        return f"{where}: {self.what} {self.do}" if where else f"{self.what} {self.do}"


class ProblemsFound(Exception):
    """What was handed in cannot be used; holds every problem found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(tell(self.problems))


def tell(problems: Iterable[Problem]) -> str:
    """All problems as text for a terminal, one a line, with their number first."""
    listed = list(problems)
    count = "1 problem" if len(listed) == 1 else f"{len(listed)} problems"
    return "\n".join([f"{count} found; nothing was done.", *(f"- {problem}" for problem in listed)])
