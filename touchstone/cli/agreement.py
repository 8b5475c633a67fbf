"""`touchstone agreement`: how far inspectors who read the same cases gave the same answers."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from touchstone.cli.agreement_page import Agreement, agreement_json, agreement_page
from touchstone.dossier.cases import Place, cases_of_table, check_cases
from touchstone.dossier.opening import named
from touchstone.dossier.reading import Reading
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.rating.answers import CaseAnswers
from touchstone.standards.framework import Framework
from touchstone.standards.loading import framework_ids, load_framework

EPILOG = """\
A table is CSV, XLSX or ODS with the columns reference, group and kind and one
for each key question answered, as beside an inspection file. Cases are the same
where their reference is. Of two tables, Cohen's kappa and Krippendorff's alpha
are told; of more, alpha. The output names cases: it is not for publication.

Exit status: 0 measured, 2 something is wrong with a table."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The words `touchstone agreement` understands."""
    add = parser.add_argument
    add("tables", nargs="+", metavar="TABLE", help="the cases that one inspector answered; one table for each")
    add("--framework", metavar="ID", help="the framework they answered by (default: the newest that fits the tables)")
    add("--format", choices=("text", "json"), default="text", help="what to print (default: text)")
    add(
        "--frameworks", action="append", type=Path, default=[], metavar="DIR", help="a folder of frameworks of your own"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read every table, then measure. Raises ProblemsFound, and then nothing is printed."""
    check_tables(arguments.tables)
    read = read_tables(arguments.tables, arguments.framework, tuple(arguments.frameworks))
    if read.problems:
        raise ProblemsFound(read.problems)
    measured = Agreement(read.framework, file_names(arguments.tables), read.inspectors)
    sys.stdout.write((agreement_json if arguments.format == "json" else agreement_page)(measured))
    return 0


def check_tables(paths: Sequence[str]) -> None:
    """There are two tables at least, and no file stands for two inspectors. Raises ProblemsFound."""
    if len(paths) < 2:
        what = "Only one table is given, and agreement is between inspectors."
        raise ProblemsFound([Problem(what, "Name the tables of two inspectors, or of more.")])
    problems = []
    for place, path in enumerate(paths):
        if any(same_file(path, other) for other in paths[:place]):
            do = "Name the table of another inspector; everybody agrees with themselves."
            problems.append(Problem("This file is given twice.", do, named(path)))
    if problems:
        raise ProblemsFound(problems)


def same_file(one: str, other: str) -> bool:
    """Are these two ways to one file? A file that is not there is like no other; reading it tells why."""
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def file_names(paths: Sequence[str]) -> tuple[str, ...]:
    """What the tables are called: the names of the files; with their folders where two have the same name."""
    names = [os.path.basename(path) for path in paths]
    return tuple(named(word) for word in (names if len(set(names)) == len(names) else paths))


@dataclass(frozen=True, slots=True)
class Tables:
    """Every table as it is read under one framework, and everything that is wrong with them."""

    framework: Framework
    inspectors: tuple[tuple[CaseAnswers, ...], ...]
    problems: tuple[Problem, ...]


def read_tables(paths: Sequence[str], framework: str | None, folders: tuple[Path, ...]) -> Tables:
    """The tables under the framework asked for; else under the newest that fits, or that fits best."""
    if framework is not None:
        return tables_under(load_framework(framework, folders=folders), paths)
    best: Tables | None = None
    for name in reversed(framework_ids(folders=folders)):
        read = tables_under(load_framework(name, folders=folders), paths)
        if not read.problems:
            return read
        if best is None or len(read.problems) < len(best.problems):
            best = read
    if best is None:
        raise ProblemsFound([Problem("There is no framework.", "Name a folder with one: --frameworks DIR.")])
    return best


def tables_under(framework: Framework, paths: Sequence[str]) -> Tables:
    """Every table, checked by itself and beside the others. Nobody need have answered every key question."""
    nothing_must_be = frozenset(standard.id for standard in framework.standards)
    problems: list[Problem] = []
    inspectors: list[tuple[CaseAnswers, ...]] = []
    first_read: dict[str, tuple[Place, CaseAnswers]] = {}
    for path, name in zip(paths, file_names(paths), strict=True):
        reading = Reading(name)
        placed = cases_of_table(path, name, framework, reading)
        inspectors.append(check_cases(placed, framework, nothing_must_be, reading))
        for reference, (place, case) in {case.reference: (place, case) for place, case in reversed(placed)}.items():
            check_same(case, place, first_read.setdefault(reference, (place, case)), framework, reading)
        problems += reading.told()
    every = [case.reference for cases in inspectors for case in cases]
    if not problems and len(set(every)) == len(every):
        what = "No case is in two of the tables, so there is nothing to compare."
        problems.append(Problem(what, "Check that everybody wrote the same references.", column="reference"))
    return Tables(framework, tuple(inspectors), tuple(problems))


def check_same(
    case: CaseAnswers, place: Place, before: tuple[Place, CaseAnswers], framework: Framework, reading: Reading
) -> None:
    """A case has one group and one kind, whoever reads it; one that the framework does not have is told already."""
    other_place, other = before
    if framework.group(case.group) is None or framework.group(other.group) is None:
        return
    column, here, there = "group", case.group, other.group
    if here == there:
        column, here, there = "kind", case.kind, other.kind
    if here != there:
        what = f"The case {shown(case.reference)} has the {column} {shown(here)} here and {shown(there)} in "
        what += f"{other_place.file}, {other_place}."
        reading.add(column, what, f"Correct the one that is wrong: a case has one {column}.", row=place.row)
