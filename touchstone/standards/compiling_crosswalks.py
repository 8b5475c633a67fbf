"""YAML of the crosswalks → checked values; see `comparing.py` for what they are asked."""

import os

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.standards.compiled import plain_from
from touchstone.standards.crosswalk import Crosswalk, Row
from touchstone.standards.entries import Entry, Notes, read_file
from touchstone.standards.framework import Framework
from touchstone.standards.reading import Sources


def compile_crosswalks(folder: str) -> tuple[Crosswalk, ...]:
    """Every crosswalk in `folder`. Raises ProblemsFound with everything that is wrong with any of them."""
    crosswalks = []
    problems: list[Problem] = []
    pairs: set[frozenset[str]] = set()
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".yaml"):
            continue
        notes = Notes(f"crosswalks/{name}")
        try:
            entry = Entry(read_file(os.path.join(folder, name), notes.file), notes)
        except ProblemsFound as found:
            problems += found.problems
            continue
        crosswalk = read_crosswalk(entry)
        pair = frozenset((crosswalk.earlier, crosswalk.later))
        if pair in pairs:
            entry.note("earlier", "Another file compares the same two frameworks.", "Keep one file for each pair.")
        pairs.add(pair)
        problems += notes.problems
        crosswalks.append(crosswalk)
    if problems:
        raise ProblemsFound(problems)
    return tuple(crosswalks)


def read_crosswalk(entry: Entry) -> Crosswalk:
    """One file."""
    names = entry.entry("sources")
    sources = Sources({name: names.text(name) for name in names.values})
    overall = entry.entry("overall")
    crosswalk = Crosswalk(
        earlier=entry.text("earlier"),
        later=entry.text("later"),
        overall=Row((), (), overall.flag("comparable"), overall.text("why"), sources.fact(overall)),
        rows=tuple(read_row(row, sources) for row in entry.entries("standards")),
    )
    overall.finish()
    entry.finish()
    sources.note_unused(names)
    for side in ("earlier", "later"):
        numbers = [number for row in crosswalk.rows for number in getattr(row, side)]
        for double in sorted({number for number in numbers if numbers.count(number) > 1}):
            entry.note(
                "standards", f"Standard '{double}' of the {side} framework is there twice.", "Keep one row for it."
            )
    return crosswalk


def read_row(entry: Entry, sources: Sources) -> Row:
    """One row; only what is one for one can be comparable."""
    row = Row(
        earlier=entry.texts("earlier", may_be_empty=True),
        later=entry.texts("later", may_be_empty=True),
        comparable=entry.flag("comparable"),
        why=entry.text("why"),
        fact=sources.fact(entry),
    )
    if row.comparable and (len(row.earlier), len(row.later)) != (1, 1):
        entry.note(
            "comparable", "Only one standard and one other can be compared.", "Write false, or name one on each side."
        )
    if not row.earlier and not row.later:
        entry.note("", "The row names no standard.", "Name one, or take the row out.")
    entry.finish()
    return row


def standards_missing(crosswalk: Crosswalk, earlier: Framework, later: Framework) -> list[Problem]:
    """A problem for every standard of either framework without a row, and for every number that is no standard."""
    problems = []
    file = f"crosswalks, {crosswalk.earlier} to {crosswalk.later}"
    for framework, side in ((earlier, "earlier"), (later, "later")):
        there = {standard.id for standard in framework.standards}
        named = {number for row in crosswalk.rows for number in getattr(row, side)}
        for number in sorted(there - named):
            problems.append(Problem(f"Standard {number} of {framework.id} has no row.", "Add one.", file))
        for number in sorted(named - there):
            problems.append(Problem(f"{framework.id} has no standard {number}.", "Take it out.", file))
    return problems


def crosswalk_document(crosswalks: tuple[Crosswalk, ...]) -> dict[str, object]:
    """The crosswalks as the compiled file holds them."""
    return plain_from(crosswalks)
