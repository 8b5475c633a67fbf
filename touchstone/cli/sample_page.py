"""What `touchstone sample` writes: a page for a terminal, the record as JSON, the list of cases as CSV."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from textwrap import wrap

from touchstone.intake.values import dataclass
from touchstone.sampling.draw import ENOUGH_DIGITS, Draw, GroupDraw
from touchstone.sampling.eligibility import Eligibility
from touchstone.sampling.likeness import Likeness, likeness
from touchstone.standards.framework import STANDINGS, Framework, SampleGroup

SHOWN_SUBSTITUTES = 10  # on the page; JSON and CSV have all


@dataclass(frozen=True, slots=True)
class Sampled:
    """A draw with everything that is said beside it."""

    file: str
    rows: int
    framework: Framework
    eligible: Eligibility
    draw: Draw
    fieldwork: str  # the day that the window was counted back from, or ""

    def likeness(self, drawn: GroupDraw) -> tuple[Likeness, ...]:
        """How like its caseload the sample of one group is."""
        group = self.framework.group(drawn.group)
        return likeness(drawn, tuple(kind.id for kind in group.kinds) if group else ())


def sample_text(sampled: Sampled) -> str:
    """The page for a terminal."""
    lines = [*_heading(sampled)]
    for drawn in sampled.draw.groups:
        lines += ["", *_group(sampled, drawn)]
    lines += ["", *_not_eligible(sampled)]
    return "\n".join(lines) + "\n"


def sample_json(sampled: Sampled) -> str:
    """The record of the draw, and beside it who is not eligible and how like the caseload the sample is."""
    import json

    from touchstone.sampling.record import record

    says = {
        "draw": record(sampled.draw),
        "file": sampled.file,
        "rows": sampled.rows,
        "not_eligible": [
            {"row": each.row, "reference": each.reference, "why": each.why} for each in sampled.eligible.refused
        ],
        "likeness": [
            {
                "group": each.group,
                "column": each.column,
                "shares": [
                    {"value": share.value, "caseload": share.caseload, "sample": share.sample} for share in each.shares
                ],
                "cases_apart": _one_place(each.cases_apart),
            }
            for drawn in sampled.draw.groups
            for each in sampled.likeness(drawn)
        ],
    }
    return json.dumps(says, ensure_ascii=False, indent=1) + "\n"


def sample_csv(sampled: Sampled) -> str:
    """A row for each case: sample, substitutes, not eligible. No cell can be run by a spreadsheet."""
    import csv
    from io import StringIO

    from touchstone.intake.cells import safe_cell

    columns: list[str] = []
    for drawn in sampled.draw.groups:
        columns += [name for name in drawn.strata_by if name not in (*columns, "kind")]
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["group", "use", "order", "reference", "kind", *columns, "why"])
    for drawn in sampled.draw.groups:
        for use, cases in (("sample", drawn.sample), ("substitute", drawn.substitutes)):
            for order, case in enumerate(cases, start=1):
                values = dict(zip(drawn.strata_by, case.stratum, strict=True))
                cells = [
                    drawn.group,
                    use,
                    order,
                    case.reference,
                    case.kind,
                    *(values.get(name, "") for name in columns),
                    "",
                ]
                writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    for refused in sampled.eligible.refused:
        cells = [
            "",
            "not eligible",
            "",
            refused.reference,
            "",
            *([""] * len(columns)),
            f"row {refused.row}: {refused.why}",
        ]
        writer.writerow([safe_cell(str(cell)) for cell in cells])
    return out.getvalue()


FORMS: dict[str, Callable[[Sampled], str]] = {"text": sample_text, "json": sample_json, "csv": sample_csv}


def _heading(sampled: Sampled) -> Iterator[str]:
    draw = sampled.draw
    yield f"Sample from {sampled.file}, {_plural(sampled.rows, 'row')}"
    yield f"Framework    {draw.framework}, revision {draw.revision}"
    yield f"Draw         {draw.count}" + (f", drawn again because: {draw.reason}" if draw.reason else "")
    yield f"Window       {_window(sampled)}"
    yield f"List         {draw.list_hash}"
    yield f"Number       {draw.number} ({_kept(draw)})"
    yield f"Seed         {draw.seed}"


def _kept(draw: Draw) -> str:
    if not draw.commitment:
        return "no commitment was given"
    if len(str(draw.number)) < ENOUGH_DIGITS:
        return "keeps the commitment, but so short a number can be found out by trying"
    return "keeps the commitment"


def _window(sampled: Sampled) -> str:
    window = sampled.draw.window
    if window is None:
        return "not checked; give --fieldwork DATE, or --from DATE and --to DATE"
    counted = f", counted back from fieldwork on {sampled.fieldwork}" if sampled.fieldwork else ""
    return f"{window.first} to {window.last}{counted}"


def _group(sampled: Sampled, drawn: GroupDraw) -> Iterator[str]:
    group = sampled.framework.group(drawn.group)
    title = group.title if group else drawn.group
    yield f"{title} ({drawn.group}): {len(drawn.sample)} of {_plural(drawn.eligible, 'eligible case')}"
    yield f"  {drawn.because[:1].upper()}{drawn.because[1:]}."
    if group and drawn.eligible and drawn.group not in dict(sampled.draw.sizes):
        yield from _standing(group)
    absent = dict(sampled.eligible.absent)[drawn.group]
    if drawn.eligible and absent:
        yield f"  Not parted by {' or '.join(absent).replace('_', ' ')}: the list has no such column."
    if not drawn.eligible:
        return
    rows = [("", "reference", *(name.replace("_", " ") for name in drawn.strata_by))]
    rows += [(str(at), case.reference, *map(_said, case.stratum)) for at, case in enumerate(drawn.sample, start=1)]
    yield ""
    yield from _columns(rows)
    if drawn.substitutes:
        names = [case.reference for case in drawn.substitutes[:SHOWN_SUBSTITUTES]]
        more = len(drawn.substitutes) - len(names)
        yield ""
        yield f"  Substitutes, in order: {', '.join(names)}{f' and {more} more' if more else ''}"
        if drawn.strata_by:
            yield "  In place of a case take the first that is like it in the most columns, from the left."
    for each in sampled.likeness(drawn):
        yield ""
        yield from _likeness(each)


def _standing(group: SampleGroup) -> Iterator[str]:
    """How far the framework's rule for the size may be trusted, where that is not beyond question."""
    fact = group.size_fact
    if fact and fact.standing != "verified":
        yield from wrap(
            f"This rule is {fact.standing}: {STANDINGS[fact.standing]}. {fact.note}",
            width=98,
            initial_indent="  ",
            subsequent_indent="  ",
        )


def _likeness(each: Likeness) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [(each.column.replace("_", " "), "caseload", "", "sample", "")]
    for share in each.shares:
        rows.append(
            (
                _said(share.value),
                *(str(share.caseload), _percent(share.caseload, each.caseload)),
                *(str(share.sample), _percent(share.sample, each.sample)),
            )
        )
    yield from _columns(rows)
    apart = _one_place(each.cases_apart)
    cases = _plural(each.sample, "case")
    yield f"  {apart} of {cases} would have to be others for the sample to mirror the caseload exactly."


def _not_eligible(sampled: Sampled) -> Iterator[str]:
    refused = sampled.eligible.refused
    if not refused:
        yield "Every row of the list is eligible."
        return
    yield f"Not eligible: {_plural(len(refused), 'row')}"
    yield from _columns([(f"row {each.row}", each.reference, each.why) for each in refused])


def _columns(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows as text, every column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _said(value: str) -> str:
    return value or "(not recorded)"


def _percent(part: int, whole: int) -> str:
    return f"{(200 * part + whole) // (2 * whole)}%" if whole else "–"


def _one_place(number: Fraction) -> str:
    """A fraction with one decimal, half up."""
    tenths = (number * 20 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"


def _plural(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
