"""The cases of an inspection: read from the file or the table beside it, and checked against the framework.

Every problem names the row and column of the table, or the way to the value in the file.
"""

import os

from touchstone.dossier.opening import MOST_TABLE, read_bytes
from touchstone.dossier.reading import ABSENT, Reading, listed, nearest, read
from touchstone.dossier.shape import Text
from touchstone.intake.cells import is_date
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.rating.answers import ANSWERS, NO, NOT_APPLICABLE, YES, CaseAnswers
from touchstone.standards.framework import Framework, SampleGroup

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What people type into a cell for each answer; a cell that is empty is no answer.
TYPED = {
    "yes": YES,
    "y": YES,
    "no": NO,
    "n": NO,
    "not applicable": NOT_APPLICABLE,
    "n/a": NOT_APPLICABLE,
    "na": NOT_APPLICABLE,
}
REFERENCE = Text(most=80)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case was read: the way to it in the inspection file, or the row of the table."""

    file: str
    way: str = ""
    row: int | None = None

    def column(self, name: str) -> str:
        """How a problem names one value of the case."""
        return f"{self.way}.{name}" if self.way else name.removeprefix("answers.")

    def __str__(self) -> str:
        return f"row {self.row}" if self.row is not None else self.way


PlacedCase = tuple[Place, CaseAnswers]


def cases_written(entries: "Sequence[Mapping[str, object]]", reading: Reading) -> list[PlacedCase]:
    """The cases that stand in the inspection file itself, as far as their shape could be read."""
    placed = []
    for number, entry in enumerate(entries):
        if len(entry) == 4:  # otherwise a problem of its shape is told already
            placed.append((Place(reading.file, f"cases[{number}]"), CaseAnswers(**entry)))  # type: ignore[arg-type]
    return placed


def cases_in_table(name: str, beside: str, framework: Framework, reading: Reading) -> list[PlacedCase]:
    """The cases of the table `name`, which stands in the same folder as the file `beside`."""
    return cases_of_table(os.path.join(os.path.dirname(beside), name), name, framework, reading)


def cases_of_table(path: str, file: str, framework: Framework, reading: Reading) -> list[PlacedCase]:
    """The cases of the table at `path`, which problems call `file`."""
    from touchstone.intake.tables import read_table

    questions = [
        question.id for standard in framework.standards if standard.cases for question in standard.key_questions
    ]
    try:
        data = read_bytes(path, most=MOST_TABLE)
        sheet = read_table(data, file=file, wanted=("reference", "group", "kind"), optional=questions)
    except ProblemsFound as found:
        reading.problems.extend(found.problems)
        return []
    placed = []
    for row in sheet.rows:
        place = Place(file, row=row.number)
        reference = read_cell(REFERENCE, row.cells["reference"], "reference", place, reading)
        if is_date(reference):
            what = f"The reference {shown(reference)} is a date."
            do = "Write your own reference, never a date of birth. If Excel made it a date, format the column as Text."
            tell(reading, place, "reference", what, do)
        answers = {}
        for question in questions:
            cell = row.cells.get(question, "").strip()
            if cell:
                answers[question] = TYPED.get(cell.casefold(), cell)
        case = CaseAnswers(reference, row.cells["group"].strip(), row.cells["kind"].strip(), answers)
        placed.append((place, case))
    if not placed:
        reading.add("", "The table has no cases.", "Add one row for each case.", file=file)
    return placed


def read_cell(kind: Text, cell: str, column: str, place: Place, reading: Reading) -> str:
    """The text of one cell, cleaned; "" where it is wrong, and `reading` then knows why."""
    found = Reading(place.file)
    text = read(kind, cell, column, found)
    for problem in found.problems:
        reading.add(column, problem.what, problem.do, row=place.row, file=place.file)
    return str(text) if text is not ABSENT else ""


def check_cases(
    placed: "Sequence[PlacedCase]", framework: Framework, left_unrated: frozenset[str], reading: Reading
) -> tuple[CaseAnswers, ...]:
    """The cases that can be rated; what is wrong with the others is told.

    Every key question of a counted standard must be answered for every case of its group, unless the standard is
    left unrated; key questions of a judged standard may be (resettlement cases illustrate theirs).
    """
    seen: dict[str, Place] = {}
    asked = {group.id: questions_of(group, framework, left_unrated) for group in framework.sample.groups}
    unanswered = questions_nobody_answered(placed, asked, reading)
    sound = []
    for place, case in placed:
        before = len(reading.problems)
        if case.reference in seen:
            what = f"The reference {shown(case.reference)} is used twice, first in {seen[case.reference]}."
            tell(reading, place, "reference", what, "Keep one of the two; each case is read once.")
        elif case.reference:
            seen[case.reference] = place
        group = framework.group(case.group)
        if group is None:
            tell(reading, place, "group", *no_such_group(case.group, framework, reading))
            continue
        check_kind(case, group, place, reading)
        check_answers(case, asked[case.group], unanswered.get(case.group, ()), place, reading)
        if len(reading.problems) == before:
            sound.append(case)
    return tuple(sound)


def questions_of(group: SampleGroup, framework: Framework, left_unrated: frozenset[str]) -> dict[str, bool]:
    """The key questions asked of a group, and whether each must be answered."""
    return {
        question.id: standard.is_counted_from_cases and standard.id not in left_unrated
        for standard in framework.standards
        if standard.cases == group.id
        for question in standard.key_questions
    }


def questions_nobody_answered(
    placed: "Sequence[PlacedCase]", asked: "Mapping[str, Mapping[str, bool]]", reading: Reading
) -> dict[str, tuple[str, ...]]:
    """Group → the questions that must be answered and are in none of its cases: a column left out is told once."""
    found: dict[str, tuple[str, ...]] = {}
    for group, questions in asked.items():
        of_group = [(place, case) for place, case in placed if case.group == group]
        if len(of_group) < 2:
            continue
        missing = [
            question
            for question, must in questions.items()
            if must and not any(question in case.answers for _place, case in of_group)
        ]
        for question in missing:
            place = of_group[0][0]
            what = f"None of the {len(of_group)} cases of the group '{group}' has an answer to {question}."
            do = f"Add {question} and answer it for each, or say under 'standards' why the standard is not rated."
            reading.add("" if place.way else question, what, do, file=place.file)
        found[group] = tuple(missing)
    return found


def no_such_group(group: str, framework: Framework, reading: Reading) -> tuple[str, str]:
    """What is wrong with a sample group, and what to do."""
    groups = [each.id for each in framework.sample.groups]
    if not group:
        return "The case has no group.", f"Write {listed(groups)}; a row that is no case, such as a total, must go."
    what = f"{framework.id} has no sample group {shown(group)}.{meant(group, groups, reading)}"
    return what, f"Write {listed(groups)}."


def check_kind(case: CaseAnswers, group: SampleGroup, place: Place, reading: Reading) -> None:
    """The kind of disposal must be one that the group holds."""
    kinds = [kind.id for kind in group.kinds]
    if case.kind in kinds or not (kinds or case.kind):
        return
    what = f"The group '{group.id}' has no kind {shown(case.kind)}.{meant(case.kind, kinds, reading)}"
    tell(reading, place, "kind", what, f"Write {listed(kinds)}." if kinds else "Leave it empty.")


def check_answers(
    case: CaseAnswers, asked: dict[str, bool], told: "Sequence[str]", place: Place, reading: Reading
) -> None:
    """Every question that must be answered is, no other than those asked, and each in one of three words.

    `told` are the questions that nobody answered, of which one problem speaks already.
    """
    for question, answer in case.answers.items():
        if question not in asked:
            what = f"Key question {question} is not asked of the group '{case.group}'."
            tell(reading, place, f"answers.{question}", what, "Take the answer out, or correct the group.")
        elif answer not in ANSWERS:
            what = f"{shown(answer)} is not an answer.{meant(answer, ANSWERS, reading)}"
            tell(reading, place, f"answers.{question}", what, f"Write {listed(ANSWERS)}.")
    if asked.keys() == case.answers.keys():
        return
    for question, must in asked.items():
        if must and question not in case.answers and question not in told:
            what = f"The case {shown(case.reference)} has no answer to {question}."
            do = "Answer yes, no or not applicable; or say under 'standards' why the standard is not rated."
            tell(reading, place, f"answers.{question}", what, do)


def meant(word: str, words: "Sequence[str]", reading: Reading) -> str:
    """What was probably meant, as a sentence to put behind another; "" where nothing is near."""
    near = nearest(word, words, reading) if words else ""
    return f" Did you mean '{near}'?" if near else ""


def tell(reading: Reading, place: Place, column: str, what: str, do: str) -> None:
    """Note a problem with one value of one case."""
    reading.add(place.column(column), what, do, row=place.row, file=place.file)
