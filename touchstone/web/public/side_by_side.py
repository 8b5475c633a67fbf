"""Inspections side by side: every standard's rating in each of them, and how it moved from one to the next.

Standards of different frameworks are set in one row only where the crosswalk says that they can be; everywhere else
the cell says 'not comparable' and why. What could not be read says 'not known'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchstone.intake.problems import ProblemsFound
from touchstone.rating.working import NOT_RATED
from touchstone.reports.document import Column, Figure, Move, MovementPlot, Table
from touchstone.standards.comparing import OVERALL, comparable
from touchstone.standards.framework import Framework, Standard
from touchstone.standards.loading import framework_ids, load_framework
from touchstone.web.public.models import PublishedInspection
from touchstone.web.public.rerating import framework_of

NOT_KNOWN = "not known"
NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True)
class Cell:
    """A rating word, or the words that say why there is none."""

    words: str
    why: str = ""
    is_rating: bool = False


@dataclass(frozen=True)
class Row:
    """One standard in every inspection shown."""

    number: str
    title: str
    counts: bool
    cells: tuple[Cell, ...]
    framework: str = ""  # said where the standard is of an earlier framework only
    scale: tuple[str, ...] = ()  # of its framework, worst first
    in_order: bool = False  # are the last two inspections known to have come one after the other?

    @property
    def movement(self) -> str:
        """How the rating moved between the last two inspections, in words."""
        pair = self.last_move
        if pair is None:
            return ""
        bands = self.scale.index(pair[1].words) - self.scale.index(pair[0].words)
        if not bands:
            return _("the same")
        if bands > 0:
            return ngettext("up %(bands)s band", "up %(bands)s bands", bands) % {"bands": bands}
        return ngettext("down %(bands)s band", "down %(bands)s bands", -bands) % {"bands": -bands}

    @property
    def last_move(self) -> tuple[Cell, Cell] | None:
        """The last two cells, where both are ratings of one scale."""
        if not self.in_order or not all(cell.words in self.scale for cell in self.cells[-2:]):
            return None
        return self.cells[-2], self.cells[-1]


def with_framework(inspections: Sequence[PublishedInspection]) -> list[PublishedInspection]:
    """Those whose framework is here: an installation's own framework may have been taken away since."""
    here = set(framework_ids())
    return [inspection for inspection in inspections if inspection.framework in here]


def rows_of(inspections: Sequence[PublishedInspection], framework: Framework | None = None) -> tuple[Row, ...]:
    """One row a standard, one cell an inspection. Rows follow `framework`, or that of the last inspection.

    Standards of the other frameworks that no row stands for come after them. Raises ProblemsFound for a framework
    that is not here.
    """
    if not inspections:
        return ()
    shown = framework or framework_of(inspections[-1])
    frameworks = [framework_of(inspection) for inspection in inspections]
    beside = list(zip(inspections, frameworks, strict=True))
    rows = [overall_row(shown, beside), *(row_of(standard, shown, beside) for standard in shown.standards)]
    done = {(shown.id, standard.id) for standard in shown.standards}
    for inspection, other in zip(inspections, frameworks, strict=True):
        for standard in other.standards:
            known = inspection.standards.get(standard.id)
            if known is None or (other.id, standard.id) in done or comparable(other, standard.id, shown).comparable:
                continue
            done.add((other.id, standard.id))
            rows.append(row_of(standard, other, beside, other.title))
    return tuple(rows)


def row_of(
    standard: Standard, framework: Framework, beside: Sequence[tuple[PublishedInspection, Framework]], of: str = ""
) -> Row:
    """One standard through all inspections."""
    cells = tuple(cell_of(standard, framework, inspection, other) for inspection, other in beside)
    scale = framework.rating.words if framework.rating else ()
    return Row(standard.id, standard.title, standard.counts, cells, of, scale, follow(beside))


def overall_row(framework: Framework, beside: Sequence[tuple[PublishedInspection, Framework]]) -> Row:
    """The overall rating through all inspections; a movement only where the frameworks allow one."""
    cells = []
    for row, other in beside:
        compared = comparable(framework, OVERALL, other)
        why = "" if compared.comparable else compared.why
        cells.append(Cell(row.overall, why, is_rating=True) if row.overall else Cell(NOT_RATED))
    scale = framework.rating.words if framework.rating else ()
    moves = follow(beside) and comparable(framework, OVERALL, beside[-2][1]).comparable
    return Row(OVERALL, _("Overall"), True, tuple(cells), "", scale, moves)


def follow(beside: Sequence[tuple[PublishedInspection, Framework]]) -> bool:
    """Are the dates of the last two inspections known, so that one is before the other?"""
    return len(beside) > 1 and all(row.published for row, _framework in beside[-2:])


def cell_of(standard: Standard, framework: Framework, inspection: PublishedInspection, other: Framework) -> Cell:
    """What an inspection under `other` says of a standard of `framework`."""
    compared = comparable(framework, standard.id, other)
    if not compared.comparable:
        return Cell(NOT_COMPARABLE, compared.why)
    result = inspection.standards.get(compared.to[0])
    if result is None or not (result["rating"] or result.get("not_rated_because")):
        return Cell(NOT_KNOWN)
    if result.get("not_rated_because"):
        return Cell(NOT_RATED, result["not_rated_because"])
    return Cell(result["rating"], is_rating=True)


def overall_comparable(inspections: Sequence[PublishedInspection]) -> bool:
    """Do the overall ratings of all these rest on standards that can be set beside each other?"""
    names = {row.framework for row in inspections}
    if len(names) < 2:
        return True
    if not names <= set(framework_ids()):
        return False
    frameworks = [load_framework(name) for name in sorted(names)]
    return all(comparable(later, OVERALL, earlier).comparable for earlier, later in combinations(frameworks, 2))


def movement_figure(rows: Sequence[Row], before: PublishedInspection, now: PublishedInspection) -> Figure | None:
    """How the standards moved between two inspections, as a plot of those that can be compared; None where none can."""
    rule = framework_of(now).rating
    moves = [(row, *pair) for row in rows if row.number and (pair := row.last_move)]
    if rule is None or not moves:
        return None
    scale = rule.words
    changes = [scale.index(after.words) - scale.index(earlier.words) for _row, earlier, after in moves]
    rose, fell = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    finding = f"{rose} rose, {fell} fell, {len(moves) - rose - fell} stayed, of {len(moves)} that can be compared"
    plot = MovementPlot(
        scale, tuple(Move(f"{row.number} {row.title}", earlier.words, after.words) for row, earlier, after in moves)
    )
    table = Table(
        "Movement of each standard",
        (Column("Standard"), Column(before.published or "Before"), Column(now.published or "Now")),
        tuple((f"{row.number} {row.title}", earlier.words, after.words) for row, earlier, after in moves),
        marks=True,
    )
    return Figure("movement", finding, f"Ratings of {len(moves)} standards at two inspections.", plot, table)


def titles_of_frameworks(names: Sequence[str]) -> dict[str, str]:
    """Framework → its title, or its id where it is not here."""
    found = {}
    for name in dict.fromkeys(names):
        try:
            found[name] = load_framework(name).title
        except ProblemsFound:
            found[name] = name
    return found
