"""A list that was handed in, read in the limited child and held against framework, window and service: the dry run.

Nothing here changes anything. What comes out is what the page shows before anybody confirms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.tables import folded
from touchstone.intake.text import shown
from touchstone.sampling.eligibility import Eligibility, eligibility
from touchstone.sampling.frame import SERVICE, Frame, list_hash
from touchstone.sampling.size import sample_size
from touchstone.standards.framework import Framework
from touchstone.web.exercises.models import Exercise
from touchstone.web.files.child import read_frame_limited
from touchstone.web.samples.rules import Rules, rules_of

Reader = Callable[..., Frame]
SMALL = 150_000  # bytes; some two thousand rows of CSV, read within a second: larger lists are read by a job
SMALL_ROWS = 2_000

# What the plain room says to somebody at a terminal, and what it means on a page.
ON_A_PAGE = {" (--dates day-first)": ""}


@dataclass(frozen=True)
class DryRun:
    """What there is to say of a list before it is confirmed. `frame` is None where it has problems."""

    frame: Frame | None = None
    eligible: Eligibility | None = None
    problems: tuple[Problem, ...] = ()
    groups: tuple[dict[str, Any], ...] = ()
    other_services_rows: int = 0  # rows that carry another service's code
    list_hash: str = ""
    not_eligible: tuple[dict[str, Any], ...] = field(default=(), repr=False)


def dry_run(
    content: bytes, *, kind: str, dates: str, exercise: Exercise, reader: Reader = read_frame_limited
) -> DryRun:
    """Read a list and say everything that is to be said of it. Takes up to some seconds; asks, changes nothing.

    `kind` is the file's ending. The file's own name is never passed on: people put names into names.
    """
    rules, framework = rules_of(exercise), exercise.framework()
    return look(
        content, kind=kind, dates=dates, framework=framework, rules=rules, names=names_of(exercise), reader=reader
    )


def look(content: bytes, *, kind: str, dates: str, framework: Framework, rules: Rules, names: tuple[str, ...],
         reader: Reader) -> DryRun:  # fmt: skip
    """The same of a list whose framework, rules and service are known."""
    try:
        frame = reader(content, file=f"list.{kind}", framework=framework, dates=dates)
    except ProblemsFound as found:
        return DryRun(problems=tuple(map(for_a_page, found.problems)))
    return held_against(frame, framework=framework, rules=rules, names=names)


def held_against(frame: Frame, *, framework: Framework, rules: Rules, names: tuple[str, ...]) -> DryRun:
    """A list that could be read, held against the framework, the window and the service it must be of."""
    foreign = rows_of_others(frame, names)
    if foreign:
        return DryRun(problems=tuple(foreign), other_services_rows=len(foreign))
    try:
        eligible = eligibility(frame, framework, rules.window)
    except ProblemsFound as found:
        return DryRun(problems=tuple(map(for_a_page, found.problems)))
    refused = tuple({"row": each.row, "reference": each.reference, "why": each.why} for each in eligible.refused)
    return DryRun(frame, eligible, (), groups_of(eligible, framework, rules), 0, list_hash(frame), refused)


def groups_of(eligible: Eligibility, framework: Framework, rules: Rules) -> tuple[dict[str, Any], ...]:
    """For each sample group how many may be drawn, how many will be, and why so many."""
    found = []
    absent = dict(eligible.absent)
    for group in framework.sample.groups:
        count = len(eligible.of(group.id))
        size = sample_size(group, count)
        set_by_hand = rules.sizes.get(group.id)
        cases = min(set_by_hand, count) if set_by_hand is not None else size.cases
        because = _("set by the lead inspector") if set_by_hand is not None else size.because
        found.append(
            {
                "group": group.id,
                "title": group.title,
                "eligible": count,
                "cases": cases,
                "because": because,
                "absent": list(absent[group.id]) if count else [],
            }
        )
    return tuple(found)


def kind_titles(framework: Framework) -> dict[str, str]:
    """What each kind of case is called."""
    return {kind.id: kind.title for group in framework.sample.groups for kind in group.kinds}


def rows_of_others(frame: Frame, names: tuple[str, ...]) -> list[Problem]:
    """Rows that say they are of another service than the one that is inspected (IMP-11)."""
    if SERVICE not in frame.columns:
        return []
    ours = {as_code(name) for name in names}
    do = _("Take the rows of other services out. The whole list was refused, and that was written down.")
    return [
        Problem(
            _("It is a row of another service: %(code)s.") % {"code": shown(row[SERVICE])}, do, "", row.number, SERVICE
        )
        for row in frame.rows
        if row[SERVICE] and as_code(row[SERVICE]) not in ours
    ]


def names_of(exercise: Exercise) -> tuple[str, ...]:
    """What a list may call the service that is inspected."""
    return (exercise.service.slug, exercise.service.name)


def as_code(name: str) -> str:
    """A service's name or code as it is compared: "North-Fell " and "north fell" are the same."""
    return folded(name).replace("-", "_")


def for_a_page(problem: Problem) -> Problem:
    """A problem in the words of a page: no file name (there is one file), no option of a command."""
    do = problem.do
    for said, instead in ON_A_PAGE.items():
        do = do.replace(said, instead)
    return Problem(problem.what, do, "", problem.row, problem.column)


def as_rows(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """Problems as they are kept with the list."""
    return [{"row": each.row, "column": each.column, "what": each.what, "do": each.do} for each in problems]
