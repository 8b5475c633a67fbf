"""The plots of a report as SVG: shares on the bands, movement since last time, ratings at a glance, bars.

One visual language: a share of 'yes' is a dot on one 0–100 line with the bands behind and its interval as a bar,
the deciding question filled and the others hollow; a rating is its mark; movement is an arrow from the old mark to
the new. Labels stand above their line, so that a plot works on a narrow page. Every plot has a title that says its
finding and a description; its table stands beside it in the document.
"""

from dataclasses import replace
from typing import TypeVar

from touchstone.reports.document import Bar, BarPlot, Dot, DotPlot, Figure, Mark, Move, MovementPlot, Plot, RatingsPlot
from touchstone.reports.marks import QUIET_INK, SHAPE_BOX, MarkStyle, style_of
from touchstone.reports.svg import INK, PAPER, Drawing, element, width_of, wrap

LABEL, SMALL = 15, 13  # sizes of words, pixels
BOLD = "600"
LEAD = 20  # from one line of words to the next
MOST_LINES_ON_A_PAGE = 14
Line = TypeVar("Line", Dot, Move, Mark, Bar)
GRID = "#b1b4b6"
BAR_FILL = "#3d5a73"  # 7 to 1 on white


def plot_svg(
    plot: Figure | Plot,
    *,
    id: str = "plot",
    title: str = "",
    description: str = "",
    notice: str = "",
    width: int | None = None,
) -> str:
    """A plot as one SVG element.

    A Figure brings its own id, title and description; a bare plot takes those given. `id` must be unique on the
    page. `notice` (a demonstration, an assumption) is printed inside the plot. Without `width` the drawing is fluid:
    it fills the page it stands on while its words keep their size; with it, it is that many pixels wide, has a view
    box and may be scaled or used as a picture.
    """
    if isinstance(plot, Figure):
        id_, title, description, plot = plot.id, plot.title, plot.description, plot.plot
    else:
        id_ = id
    drawing = _drawn(plot, notice, width)
    return drawing.finished(id=id_, title=title, description=description, css_class=_css_class(plot))


def plot_without_words(figure: Figure, *, notice: str = "", width: int) -> tuple[str, Drawing]:
    """A fixed plot as SVG without any words, and its drawing, whose words a typesetter puts over it."""
    drawing = _drawn(figure.plot, notice, width)
    svg = drawing.finished(id=figure.id, title="", description="", css_class=_css_class(figure.plot), with_words=False)
    return svg, drawing


def in_parts(figure: Figure) -> tuple[Figure, ...]:
    """The figure, cut into several where its plot has more lines than a page of paper can hold."""
    parts = _cut(figure.plot)
    return tuple(
        replace(
            figure,
            id=f"{figure.id}-{at + 1}" if at else figure.id,
            description=f"{figure.title}, continued." if at else figure.description,
            plot=part,
        )
        for at, part in enumerate(parts)
    )


def _cut(plot: Plot) -> list[Plot]:
    match plot:
        case DotPlot(dots=all_of_them):
            return [replace(plot, dots=some) for some in _stretches(all_of_them)]
        case MovementPlot(moves=all_of_them):
            return [replace(plot, moves=some) for some in _stretches(all_of_them)]
        case RatingsPlot(marks=all_of_them):
            return [replace(plot, marks=some) for some in _stretches(all_of_them)]
        case BarPlot(bars=all_of_them):
            return [replace(plot, bars=some) for some in _stretches(all_of_them)]


def _stretches(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    most = MOST_LINES_ON_A_PAGE
    return [lines[at : at + most] for at in range(0, max(len(lines), 1), most)]


def _drawn(plot: Plot, notice: str, width: int | None) -> Drawing:
    drawing = Drawing(width)
    match plot:
        case DotPlot():
            _draw_dots(drawing, plot)
        case MovementPlot():
            _draw_movement(drawing, plot)
        case RatingsPlot():
            _draw_ratings(drawing, plot)
        case BarPlot():
            _draw_bars(drawing, plot)
    if notice:
        _draw_notice(drawing, notice)
    return drawing


def _css_class(plot: Plot) -> str:
    return f"plot-{type(plot).__name__.removesuffix('Plot').lower()}"


# Shares of 'yes' on the bands


def _draw_dots(drawing: Drawing, plot: DotPlot) -> None:
    scale = tuple(rating for rating, _ in plot.bands)
    _draw_key(drawing, [style_of(rating, scale) for rating in scale])
    for dot in plot.dots:
        _draw_dot(drawing, plot, dot)
    _draw_axis(drawing, [start for _, start in plot.bands if 0 < start < 100])
    says = ["A filled dot decides the rating; the others are hollow."] if plot.bands else []
    if any(dot.low is not None for dot in plot.dots):
        says.append("The bar through a dot is its interval.")
    if says:
        _write_lines(drawing, " ".join(says), size=SMALL, fill=QUIET_INK)


def _draw_dot(drawing: Drawing, plot: DotPlot, dot: Dot) -> None:
    _write_lines(drawing, f"{dot.label} – decides" if dot.decides else dot.label, bold=dot.decides)
    percent = _within(dot.percent, 100)
    drawing.write(
        f"{dot.percent}%",
        percent,
        drawing.y + 12,
        font_size=LABEL,
        font_weight=BOLD,
        text_anchor="start" if percent < 5 else "end" if percent > 95 else "middle",
    )
    top, foot = drawing.y + 18, drawing.y + 42
    middle = (top + foot) / 2
    _draw_bands(drawing, plot, top, foot)
    if dot.low is not None and dot.high is not None:
        low, high = _within(dot.low, 100), _within(dot.high, 100)
        drawing.line(middle, middle, low, high, stroke=INK, stroke_width=4, class_="interval")
        for end in (low, high):
            drawing.line(middle - 5, middle + 5, end, end, stroke=INK, stroke_width=2)
    drawing.add(
        "circle",
        cx=drawing.x(percent),
        cy=middle,
        r=6.5,
        fill=INK if dot.decides else PAPER,
        stroke=INK,
        stroke_width=2.5,
        class_="dot decides" if dot.decides else "dot",
    )
    drawing.y = foot + 12


def _draw_bands(drawing: Drawing, plot: DotPlot, top: float, foot: float) -> None:
    """The bands behind a line: a tint for each, and an edge that is seen in black and white too."""
    scale = tuple(rating for rating, _ in plot.bands)
    ends = [*(start for _, start in plot.bands[1:]), 100] if plot.bands else []  # no rule, no bands
    for (rating, start), end in zip(plot.bands, ends, strict=True):
        drawing.add(
            "rect",
            x=drawing.x(start),
            y=top,
            width=drawing.length(max(end - start, 0)),
            height=foot - top,
            fill=style_of(rating, scale).tint,
        )
    for edge in (0, *(start for _, start in plot.bands[1:]), 100):
        drawing.line(top, foot, edge, edge, stroke=QUIET_INK, stroke_width=1)


def _draw_axis(drawing: Drawing, edges: list[int]) -> None:
    """Where the bands begin, in figures, under the last line."""
    foot = drawing.y + 4
    drawing.write("0%", 0, foot, font_size=SMALL, fill=QUIET_INK)
    for edge in edges:
        drawing.write(f"{edge}%", edge, foot, font_size=SMALL, fill=QUIET_INK, text_anchor="middle")
    drawing.write("100%", 100, foot, font_size=SMALL, fill=QUIET_INK, text_anchor="end")
    drawing.y = foot + 12


def _draw_key(drawing: Drawing, styles: list[MarkStyle]) -> None:
    """Which mark stands for which word, worst first as the line runs: two in a row, or all where there is room."""
    widths = [26 + width_of(style.word, SMALL) for style in styles]
    if drawing.width and sum(widths) <= drawing.room:
        spare = (drawing.room - sum(widths)) / max(len(styles) - 1, 1)
        starts = [100 * (sum(widths[:at]) + at * spare) / drawing.room for at in range(len(styles))]
        rows = [list(zip(styles, starts, strict=True))]
    else:
        rows = [list(zip(styles[at : at + 2], (0.0, 38.0), strict=False)) for at in range(0, len(styles), 2)]
    for row in rows:
        for style, start in row:
            drawing.place(_shape(style, 7, 7, 14), start, drawing.y)
            word = wrap(style.word, width=drawing.room * 0.6, size=SMALL, most_lines=1)[0]
            drawing.write(word, start, drawing.y + 12, font_size=SMALL, offset=21)
        drawing.y += LEAD + 2
    drawing.y += 12


# Ratings on the steps of the scale


def _draw_movement(drawing: Drawing, plot: MovementPlot) -> None:
    _draw_steps_heading(drawing, plot.scale)
    for move in plot.moves:
        said = _movement_in_words(move.before, move.now, plot.scale)
        if width_of(move.label, LABEL * 1.12) + width_of(said, SMALL) + LEAD <= drawing.room:
            drawing.write(said, 100, drawing.y + LABEL, font_size=SMALL, text_anchor="end", fill=QUIET_INK)
            _write_lines(drawing, move.label, bold=True)
        else:
            _write_lines(drawing, move.label, bold=True)
            _write_lines(drawing, said, size=SMALL, fill=QUIET_INK)
        middle = drawing.y + 12
        _draw_steps_line(drawing, plot.scale, middle)
        before, now = _step(move.before, plot.scale), _step(move.now, plot.scale)
        if before is not None and before != now:
            drawing.place(_shape(style_of(move.before, plot.scale), 0, 0, 18, hollow=True), before, middle)
        if before is not None and now is not None and before != now:
            _draw_arrow(drawing, before, now, middle)
        if now is not None:
            drawing.place(_shape(style_of(move.now, plot.scale), 0, 0, 20), now, middle)
        drawing.y = middle + 22


def _movement_in_words(before: str, now: str, scale: tuple[str, ...]) -> str:
    if before not in scale or now not in scale:
        return f"Before: {before or 'not known'}. Now: {now or 'not known'}."
    if before == now:
        return f"Still {now}"
    return f"{'Up' if scale.index(now) > scale.index(before) else 'Down'} from {before} to {now}"


def _draw_arrow(drawing: Drawing, before: float, now: float, y: float) -> None:
    """An arrow that leaves room for the marks at both its ends."""
    way = 1 if now > before else -1
    start, end = before + way * 4.5, now - way * 5
    drawing.line(y, y, start, end - way * 1.5, stroke=INK, stroke_width=2.5, class_="movement")
    drawing.place(element("path", d=f"M0 0L{-11 * way} -6.5V6.5Z", fill=INK), end, y)


def _draw_ratings(drawing: Drawing, plot: RatingsPlot) -> None:
    _draw_steps_heading(drawing, plot.scale)
    for mark in plot.marks:
        _write_lines(drawing, f"{mark.id} {mark.title}".strip())
        middle = drawing.y + 12
        _draw_steps_line(drawing, plot.scale, middle)
        step = _step(mark.rating, plot.scale)
        if step is None:
            _write_on_line(drawing, mark.rating or "Not rated yet", 0, middle, offset=0)
        else:
            drawing.place(_shape(style_of(mark.rating, plot.scale), 0, 0, 20), step, middle)
            _write_on_line(drawing, mark.rating, step, middle, offset=17 if step < 50 else -17)
        drawing.y = middle + 24


def _write_on_line(drawing: Drawing, said: str, percent: float, middle: float, *, offset: float) -> None:
    """Words that stand on a line, on a ground that hides it; a negative offset puts them at the left of the place."""
    said = wrap(said, width=drawing.room * 0.55, size=SMALL, most_lines=1)[0]
    wide = width_of(said, SMALL)
    ground = element(
        "rect", x=offset - 4 if offset >= 0 else offset - wide, y=-9, width=wide + 4, height=18, fill=PAPER
    )
    drawing.place(ground, percent, middle)
    anchor = "start" if offset >= 0 else "end"
    drawing.write(said, percent, middle + 5, font_size=SMALL, font_weight=BOLD, text_anchor=anchor, offset=offset)


def _step(rating: str, scale: tuple[str, ...]) -> float | None:
    """Where a rating stands across the page, or None for words that are no rating."""
    return (scale.index(rating) + 0.5) * 100 / len(scale) if rating in scale else None


def _draw_steps_heading(drawing: Drawing, scale: tuple[str, ...]) -> None:
    """The words of the scale, each under its mark, worst at the left."""
    room = drawing.room / max(len(scale), 1)
    deepest = drawing.y
    for rating in scale:
        place = _step(rating, scale) or 0.0
        drawing.place(_shape(style_of(rating, scale), 0, 0, 16), place, drawing.y + 9)
        lines = [rating] if width_of(rating, SMALL) <= room else rating.split(" ")
        for at, line in enumerate(lines):
            foot = drawing.y + 34 + at * 16
            drawing.write(line, place, foot, font_size=SMALL, text_anchor="middle")
            deepest = max(deepest, foot)
    drawing.y = deepest + 10
    drawing.line(drawing.y, drawing.y, 0, 100, stroke=QUIET_INK, stroke_width=1)
    drawing.y += 12


def _draw_steps_line(drawing: Drawing, scale: tuple[str, ...], y: float) -> None:
    drawing.line(y, y, 0, 100, stroke=GRID, stroke_width=1)
    for rating in scale:
        place = _step(rating, scale) or 0.0
        drawing.line(y - 5, y + 5, place, place, stroke=QUIET_INK, stroke_width=1)


# Bars


def _draw_bars(drawing: Drawing, plot: BarPlot) -> None:
    top = max(plot.top, 1)
    for bar in plot.bars:
        long_words = width_of(bar.words, LABEL) > drawing.room * 0.45
        _write_lines(drawing, f"{bar.label}: {bar.words}" if long_words else bar.label)
        reach = 100 * _within(bar.value, top) / top
        drawing.add("rect", x=drawing.x(0), y=drawing.y, width=drawing.length(100), height=22, fill="#f3f2f1")
        drawing.add("rect", x=drawing.x(0), y=drawing.y, width=drawing.length(reach), height=22, fill=BAR_FILL)
        drawing.line(drawing.y - 2, drawing.y + 24, 0, 0, stroke=INK, stroke_width=1.5)
        if not long_words:
            inside = reach > 50
            drawing.write(
                bar.words,
                reach,
                drawing.y + 16.5,
                font_weight=BOLD,
                text_anchor="end" if inside else "start",
                offset=-8 if inside else 8,
                fill=PAPER if inside else INK,
            )
        drawing.y += 38


# What several plots draw


def _write_lines(drawing: Drawing, text: str, *, size: int = LABEL, bold: bool = False, fill: str = INK) -> None:
    """Words in as many lines as they need, from the left edge."""
    for line in wrap(text, width=drawing.room, size=size * 1.12 if bold else size, most_lines=6):
        drawing.write(line, 0, drawing.y + size, font_size=size, font_weight=BOLD if bold else "", fill=fill)
        drawing.y += LEAD if size == LABEL else LEAD - 2
    drawing.y += 4


def _draw_notice(drawing: Drawing, notice: str) -> None:
    """What must not be missed, inside the plot, so that it stays when the picture is copied out."""
    drawing.y += 4
    drawing.line(drawing.y, drawing.y, 0, 100, stroke=INK, stroke_width=2)
    drawing.y += 6
    _write_lines(drawing, notice, size=SMALL, bold=True)


def _shape(style: MarkStyle, x: float, y: float, size: float, *, hollow: bool = False) -> str:
    """A rating's shape, its centre at (x, y)."""
    times = size / SHAPE_BOX
    return element(
        "path",
        d=style.shape,
        transform=f"translate({x - size / 2:g} {y - size / 2:g}) scale({times:.4g})",
        fill=PAPER if hollow else style.fill,
        stroke=style.edge,
        stroke_width=f"{(2 if hollow else 1.2) / times:.3g}",
        class_=style.css_class,
    )


def _within(value: float, top: float) -> float:
    return min(max(value, 0), top)
