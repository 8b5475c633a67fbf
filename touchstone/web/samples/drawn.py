"""What a record of a draw says, as values: its groups, its file, and who stands in for a case that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from touchstone.sampling.draw import GroupDraw, Stratum, substitute_for
from touchstone.sampling.eligibility import EligibleCase
from touchstone.sampling.frame import REFERENCE, Frame
from touchstone.web.samples.models import CaseState, Draw, SampledCase


class Placed(NamedTuple):
    """A case with its place in the draw: the sample first, from 1, then the substitutes in their order."""

    case: EligibleCase
    position: int
    strata: dict[str, str]


def record_file(record: Mapping[str, object]) -> bytes:
    """The record as its file: what `touchstone sample --check` reads, and what its hash is taken of."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def record_hash(record: Mapping[str, object]) -> str:
    """The SHA-256 of that file."""
    return sha256(record_file(record)).hexdigest()


def group_draws(record: Mapping[str, Any]) -> tuple[GroupDraw, ...]:
    """The groups of a record as the sampling room made them."""
    return tuple(
        GroupDraw(
            group=told["group"],
            strata_by=tuple(told["strata_by"]),
            eligible=told["eligible"],
            because=told["because"],
            strata=tuple(Stratum(tuple(each["values"]), each["eligible"], each["drawn"]) for each in told["strata"]),
            sample=cases_of(told["group"], told["sample"]),
            substitutes=cases_of(told["group"], told["substitutes"]),
        )
        for told in record["groups"]
    )


def cases_of(group: str, told: Iterable[Mapping[str, Any]]) -> tuple[EligibleCase, ...]:
    """Cases of a record."""
    return tuple(EligibleCase(each["reference"], group, each["kind"], tuple(each["stratum"])) for each in told)


def sample_of(drawn: GroupDraw) -> list[Placed]:
    """The cases drawn, in their places."""
    return [placed(drawn, case, at) for at, case in enumerate(drawn.sample, start=1)]


def placed(drawn: GroupDraw, case: EligibleCase, position: int) -> Placed:
    """A case with its place and its strata by column."""
    return Placed(case, position, dict(zip(drawn.strata_by, case.stratum, strict=True)))


def next_for(drawn: GroupDraw, missing: SampledCase, taken: Sequence[str]) -> Placed | None:
    """Who is read in place of `missing` by the recorded order; None where nobody is left.

    `taken` are the references of every case that has been in the sample, replaced ones too.
    """
    stratum = tuple(missing.strata.get(column, "") for column in drawn.strata_by)
    case = substitute_for(drawn, EligibleCase(missing.reference, missing.group, missing.kind, stratum), taken)
    if case is None:
        return None
    return placed(drawn, case, len(drawn.sample) + drawn.substitutes.index(case) + 1)


def drawn_group(draw: Draw, group: str) -> GroupDraw | None:
    """One group of a draw."""
    return next((each for each in group_draws(draw.record) if each.group == group), None)


def as_read(drawn: GroupDraw, cases: Iterable[SampledCase]) -> GroupDraw:
    """The group with the sample that is read, substitutes in and replaced cases out, to see how like it still is."""
    read = {case.reference for case in cases if case.group == drawn.group and case.state != CaseState.REPLACED}
    everybody = (*drawn.sample, *drawn.substitutes)
    return GroupDraw(
        group=drawn.group,
        strata_by=drawn.strata_by,
        eligible=drawn.eligible,
        because=drawn.because,
        strata=drawn.strata,
        sample=tuple(case for case in everybody if case.reference in read),
        substitutes=tuple(case for case in everybody if case.reference not in read),
    )


class Changes(NamedTuple):
    """What a later version of the list says otherwise than an earlier one (SAMP-2). Rows are numbers of the file."""

    came: list[tuple[int, str]]  # (row of the later list, reference)
    went: list[tuple[int, str]]  # (row of the earlier list, reference)
    altered: list[tuple[int, str, list[str]]]  # (row of the later list, reference, the columns that differ)

    @property
    def cases(self) -> int:
        """How many cases are not as they were."""
        return len(self.came) + len(self.went) + len(self.altered)


def changes(earlier: Frame, later: Frame) -> Changes:
    """Set two versions side by side, case by case; the order of rows and columns makes no difference."""
    before, after = by_case(earlier), by_case(later)
    columns = sorted({*earlier.columns, *later.columns})
    altered = []
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        differing = [column for column in columns if old[1].get(column, "") != new[1].get(column, "")]
        if differing:
            altered.append((new[0], new[1][REFERENCE], differing))
    return Changes(
        sorted((after[key][0], after[key][1][REFERENCE]) for key in after.keys() - before.keys()),
        sorted((before[key][0], before[key][1][REFERENCE]) for key in before.keys() - after.keys()),
        sorted(altered),
    )


def by_case(frame: Frame) -> dict[tuple[str, int], tuple[int, dict[str, str]]]:
    """Each case by its reference; one that stands in several rows is told apart by how often it stood before."""
    found: dict[tuple[str, int], tuple[int, dict[str, str]]] = {}
    seen: dict[str, int] = {}
    for row in frame.rows:
        reference = row[REFERENCE].casefold()
        seen[reference] = seen.get(reference, 0) + 1
        found[reference, seen[reference]] = (row.number, dict(row.cells))
    return found
