"""Services over the years: each inspection's overall mark on one line of time, left to right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from touchstone.reports.document import Column, Table
from touchstone.reports.marks import INK, QUIET_INK, SHAPE_BOX, style_of
from touchstone.reports.svg import Drawing, element, words, wrap
from touchstone.web.design.words import day
from touchstone.web.public.models import PublishedInspection
from touchstone.web.public.side_by_side import overall_comparable

MARK = 22  # pixels across
SMALL = 13
MOST_YEARS_NAMED = 6  # more, and every second year is named


@dataclass(frozen=True)
class TimeFigure:
    """The plot with its finding, its text alternative and its table."""

    id: str
    title: str
    description: str
    svg: Markup
    table: Table


def figure_of(
    by_service: Mapping[str, Sequence[PublishedInspection]], scale: Sequence[str], notice: str = ""
) -> TimeFigure | None:
    """The plot of the services chosen, each with its inspections newest first; None where no date is known.

    `notice` is printed inside the plot.
    """
    dated = {slug: [row for row in reversed(rows) if row.year and row.overall] for slug, rows in by_service.items()}
    years = [row.year for rows in dated.values() for row in rows if row.year]
    if not years:
        return None
    title = finding(dated, scale)
    description = "; ".join(in_words(rows) for rows in dated.values() if rows) + "."
    drawing = Drawing(None)
    first, last = min(years), max(years) + 1
    draw_key(drawing, scale)
    for rows in by_service.values():
        draw_service(drawing, rows, first, last, tuple(scale))
    draw_years(drawing, first, last)
    draw_notice(drawing, notice)
    svg = drawing.finished(id="over-time", title=title, description=description, css_class="plot-time")
    table = Table(
        "Overall ratings over the years",
        (Column("Service"), Column("Published"), Column("Overall rating"), Column("Score", numeric=True)),
        tuple(
            (row.service_name, day(row.published), row.overall, score_words(row))
            for rows in by_service.values()
            for row in reversed(rows)
        ),
        marks=True,
    )
    return TimeFigure("over-time", title, description, Markup(svg), table)


def finding(dated: Mapping[str, Sequence[PublishedInspection]], scale: Sequence[str]) -> str:
    """What the plot shows, in one sentence."""
    latest = [rows[-1] for rows in dated.values() if rows]
    if len(latest) == 1:
        row = latest[0]
        return f"{row.service_name} was last rated {row.overall}, {day(row.published)}"
    ranks = {row.service_name: scale.index(row.overall) for row in latest if row.overall in scale}
    best = max(ranks.values(), default=0)
    names = [name for name, rank in ranks.items() if rank == best]
    if len(names) == len(ranks):
        return f"All were last rated {scale[best]}"
    if not overall_comparable(latest):
        each = "; ".join(f"{row.service_name}: {row.overall}" for row in latest)
        return f"Last rated under different standards, so none is highest. {each}"
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{listed} {'was' if len(names) == 1 else 'were'} last rated highest: {scale[best]}"


def in_words(rows: Sequence[PublishedInspection]) -> str:
    """One service's line for those who hear it."""
    return f"{rows[0].service_name}: " + ", then ".join(f"{row.overall} in {day(row.published)}" for row in rows)


def score_words(row: PublishedInspection) -> str:
    """The score as it is printed, "" where it is not known."""
    return f"{row.score}/{row.score_of}" if row.score is not None else "not known"


def draw_key(drawing: Drawing, scale: Sequence[str]) -> None:
    """Which shape stands for which word, worst first, two in a row so that a narrow page holds them."""
    for at in range(0, len(scale), 2):
        for word, start in zip(scale[at : at + 2], (0.0, 38.0), strict=False):
            drawing.place(shape(word, tuple(scale), 8, 8, 16), start, drawing.y)
            drawing.place(element("text", words(word), x=23, y=13, font_size=SMALL), start, drawing.y)
        drawing.y += 22
    drawing.y += 8


def draw_service(
    drawing: Drawing, rows: Sequence[PublishedInspection], first: int, last: int, scale: tuple[str, ...]
) -> None:
    """One service: its name, a line of time, and its marks in the order of their years."""
    drawing.write(rows[0].service_name, 0, drawing.y + 15, font_size=15, font_weight="600")
    undated = [row for row in rows if not row.year]
    if undated:
        note = ", ".join(f"{row.overall}, date not known" for row in undated)
        drawing.write(note, 0, drawing.y + 32, font_size=SMALL, fill=QUIET_INK)
        drawing.y += 17
    middle = drawing.y + 40
    drawing.line(middle, middle, 0, 100, stroke="#b1b4b6", stroke_width=2)
    for year in range(first, last + 1):
        place = 100 * (year - first) / (last - first)
        drawing.line(middle - 6, middle + 6, place, place, stroke="#b1b4b6", stroke_width=1)
    places = [(100 * (moment(row.published) - first) / (last - first), row) for row in reversed(rows) if row.year]
    for (start, before), (end, after) in pairwise(places):
        if overall_comparable([before, after]):  # ratings under different standards are no movement
            drawing.line(middle, middle, start, end, stroke=INK, stroke_width=2.5)
    for place, row in places:
        drawing.place(shape(row.overall, scale, 0, 0, MARK), place, middle)
        if row.score is not None:
            drawing.write(score_words(row), place, middle + 29, font_size=SMALL, text_anchor="middle", fill=QUIET_INK)
    drawing.y = middle + 44


def draw_years(drawing: Drawing, first: int, last: int) -> None:
    """The years under the last line; a mark stands where its year has come to."""
    step = 1 if last - first <= MOST_YEARS_NAMED else 2
    for year in range(first, last + 1, step):
        place = 100 * (year - first) / (last - first)
        anchor = "start" if year == first else "end" if year == last else "middle"
        drawing.write(str(year), place, drawing.y + 8, font_size=SMALL, fill=QUIET_INK, text_anchor=anchor)
    drawing.y += 16


def draw_notice(drawing: Drawing, notice: str) -> None:
    """What must not be missed, under a rule."""
    if not notice:
        return
    drawing.line(drawing.y + 10, drawing.y + 10, 0, 100, stroke=INK, stroke_width=2)
    drawing.y += 16
    for line in wrap(notice, width=drawing.room, size=SMALL, most_lines=40):
        drawing.write(line, 0, drawing.y + SMALL, font_size=SMALL, font_weight="600")
        drawing.y += 18


def moment(published: str) -> float:
    """A date as a year and its part that has gone: 2023.22. A month or a year alone stands in its middle."""
    parts = [int(part) for part in published[:10].split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    if len(parts) == 2:
        return parts[0] + (parts[1] - 0.5) / 12
    return parts[0] + (date(*parts).timetuple().tm_yday - 1) / 366


def shape(word: str, scale: tuple[str, ...], x: float, y: float, size: float) -> str:
    """A rating's shape, its centre at (x, y)."""
    style = style_of(word, scale)
    times = size / SHAPE_BOX
    return element(
        "path",
        d=style.shape,
        transform=f"translate({x - size / 2:g} {y - size / 2:g}) scale({times:.4g})",
        fill=style.fill,
        stroke=style.edge,
        stroke_width="1.5",
    )
