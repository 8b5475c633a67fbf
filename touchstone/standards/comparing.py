"""Which standard of one framework can be set beside which of another, and why not where it cannot."""

import os
from collections.abc import Iterator

from touchstone.standards.compiled import facts_from
from touchstone.standards.crosswalk import Comparison, Crosswalk, Row
from touchstone.standards.framework import Fact, Framework
from touchstone.standards.stamp import COMPILED, CROSSWALKS, keep_compiled, read_compiled

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from typing import Any

OVERALL = ""  # stands for the overall rating where a standard is asked for

loaded: list[Crosswalk] = []


def comparable(framework_a: Framework, standard: str, framework_b: Framework) -> Comparison:
    """What `standard` of the one framework is in the other, whichever of the two is the earlier.

    Where it is comparable, `to` names exactly one standard of `framework_b` ("" for the overall rating).
    Raises KeyError where `framework_a` has no such standard.
    """
    if standard != OVERALL and framework_a.standard(standard) is None:
        raise KeyError(standard)
    if framework_a.id == framework_b.id:
        return present(Comparison(standard, (standard,), True, "The framework is the same."), framework_b)
    crosswalk = crosswalk_between(framework_a.id, framework_b.id)
    if crosswalk is None:
        return Comparison(standard, (), False, unsaid(framework_a, framework_b))
    if standard == OVERALL:
        row = crosswalk.overall
        return Comparison(OVERALL, (OVERALL,) if row.comparable else (), row.comparable, row.why, row.fact)
    for here, there, row in rows_from(crosswalk, framework_a.id):
        if standard in here:
            return present(Comparison(standard, there, row.comparable, row.why, row.fact), framework_b)
    return Comparison(standard, (), False, unsaid(framework_a, framework_b))


def present(comparison: Comparison, framework: Framework) -> Comparison:
    """The comparison, unless the framework in use lacks a standard it leads to (somebody's own folder may)."""
    absent = [number for number in comparison.to if number != OVERALL and framework.standard(number) is None]
    if not absent:
        return comparison
    why = f"The framework in use, {framework.id} revision {framework.revision}, has no standard {', '.join(absent)}."
    return Comparison(comparison.standard, (), False, why)


def unsaid(framework_a: Framework, framework_b: Framework) -> str:
    """Why two frameworks without a crosswalk cannot be compared."""
    return f"How the standards of {framework_a.id} and {framework_b.id} answer to each other has not been written down."


def rows_from(crosswalk: Crosswalk, framework: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Row]]:
    """Every row as seen from one of its two frameworks: its standards, the other's, the row."""
    for row in crosswalk.rows:
        yield (row.earlier, row.later, row) if crosswalk.earlier == framework else (row.later, row.earlier, row)


def crosswalk_between(one: str, other: str) -> Crosswalk | None:
    """The crosswalk of two frameworks, in whichever order they are named; None where there is none."""
    for crosswalk in crosswalks():
        if {crosswalk.earlier, crosswalk.later} == {one, other}:
            return crosswalk
    return None


def crosswalks() -> tuple[Crosswalk, ...]:
    """Every crosswalk of the package, from the compiled file where that still fits. Read once per program."""
    if not loaded:
        path = os.path.join(COMPILED, "crosswalks.json")
        document = read_compiled(path, CROSSWALKS)
        if document is None:
            from touchstone.standards.compiling_crosswalks import compile_crosswalks, crosswalk_document

            document = crosswalk_document(compile_crosswalks(CROSSWALKS))
            keep_compiled(document, path, CROSSWALKS)
        loaded[:] = crosswalks_from(document)
    return tuple(loaded)


def crosswalks_from(document: "dict[str, Any]") -> list[Crosswalk]:
    """The crosswalks of a compiled file."""
    facts = facts_from(document)

    return [
        Crosswalk(
            row["earlier"],
            row["later"],
            row_from(row["overall"], facts),
            tuple([row_from(inner, facts) for inner in row["rows"]]),
        )
        for row in document["value"]
    ]


def row_from(row: "dict[str, Any]", facts: list[Fact]) -> Row:
    """One row of a crosswalk."""
    return Row(tuple(row["earlier"]), tuple(row["later"]), row["comparable"], row["why"], facts[row["fact"]])
