"""A share of 'yes' as a dot on the 0–100 line with the bands behind, small enough for a row of a table.

The row's own cells say the same in words and figures, so the drawing is hidden from readers who hear the page.
"""

from collections.abc import Sequence

from markupsafe import Markup

from touchstone.reports.marks import INK, PAPER, QUIET_INK, SHAPE_BOX, style_of
from touchstone.reports.svg import element, words

HEIGHT = 36  # pixels
MARGIN = 2.4  # percent of the width on either side, so that a dot at 0 or 100 is whole
RADIUS = 8
EDGE_SIZE = 13  # of the figures under the bands, pixels


def dot_line(
    bands: Sequence[tuple[str, int]],
    percent: float | None,
    *,
    before: float | None = None,
    interval: tuple[float, float] | None = None,
    filled: bool = True,
    others: Sequence[float] = (),
) -> Markup:
    """One line: the bands, worst first as (rating, from percent), and a dot; no dot where there is no share yet.

    `before` is where the dot was, `interval` from where to where (percent) the share of all lies; a hollow dot is of a
    question that does not decide. `others` are shares on the same line that do not decide: hollow dots behind it.
    """
    parts = [*ground(bands, 4, HEIGHT - 4)]
    middle = HEIGHT / 2
    parts += [dot(other, middle, filled=False) for other in others]
    if percent is None:
        return drawing(HEIGHT, parts)
    if interval is not None:
        parts += whisker(interval, middle)
    if before is not None and before != percent:
        parts.append(
            element("line", x1=across(before), x2=across(percent), y1=middle, y2=middle, stroke=INK, stroke_width=2)
        )
        parts.append(dot(before, middle, filled=False))
    parts.append(dot(percent, middle, filled=filled))
    return drawing(HEIGHT, parts)


def whisker(interval: tuple[float, float], y: float) -> list[str]:
    """The interval as a bar with ends, on a light rim that keeps it apart from the bands."""
    low, high = interval
    rim = element("line", x1=across(low), x2=across(high), y1=y, y2=y, stroke=PAPER, stroke_width=7)
    bar = element("line", x1=across(low), x2=across(high), y1=y, y2=y, stroke=INK, stroke_width=3)
    ends = [
        element("line", x1=across(end), x2=across(end), y1=y - 6, y2=y + 6, stroke=INK, stroke_width=2)
        for end in interval
    ]
    return [rim, bar, *ends]


def band_heads(bands: Sequence[tuple[str, int]]) -> Markup:
    """The shape of each rating above its band."""
    scale = tuple(rating for rating, _start in bands)
    ends = [*(start for _rating, start in bands[1:]), 100]
    parts = []
    for (rating, start), end in zip(bands, ends, strict=True):
        style = style_of(rating, scale)
        times = 16 / SHAPE_BOX
        shape = element(
            "path",
            d=style.shape,
            transform=f"translate(-8 0) scale({times:.4g})",
            fill=style.fill,
            stroke=style.edge,
            stroke_width="1.5",
        )
        parts.append(element("svg", shape, x=across((start + end) / 2), y=3, overflow="visible"))
    return drawing(22, parts)


def band_edges(bands: Sequence[tuple[str, int]]) -> Markup:
    """The percentages where bands begin, and the ends of the line."""
    parts = [edge("0%", 0, "start"), edge("100%", 100, "end")]
    parts += [edge(f"{start}%", start, "middle") for _rating, start in bands if 0 < start < 100]
    return drawing(18, parts)


def edge(text: str, percent: int, anchor: str) -> str:
    """One percentage under the line."""
    return element(
        "text", words(text), x=across(percent), y=14, font_size=EDGE_SIZE, fill=QUIET_INK, text_anchor=anchor
    )


def ground(bands: Sequence[tuple[str, int]], top: float, foot: float) -> list[str]:
    """The bands as tints, with edges that are seen in black and white too."""
    scale = tuple(rating for rating, _start in bands)
    ends = [*(start for _rating, start in bands[1:]), 100]
    parts = []
    for (rating, start), end in zip(bands, ends, strict=True):
        tint = style_of(rating, scale).tint
        parts.append(element("rect", x=across(start), y=top, width=stretch(end - start), height=foot - top, fill=tint))
    for place in (0, *(start for _rating, start in bands[1:]), 100):
        parts.append(element("line", x1=across(place), x2=across(place), y1=top, y2=foot, stroke=QUIET_INK))
    return parts


def dot(percent: float, y: float, *, filled: bool) -> str:
    """One dot."""
    return element(
        "circle",
        cx=across(percent),
        cy=y,
        r=RADIUS if filled else RADIUS - 2,
        fill=INK if filled else PAPER,
        stroke=PAPER if filled else INK,
        stroke_width=2,
    )


def across(percent: float) -> str:
    """Where a place on the 0–100 scale is."""
    return f"{MARGIN + percent * (100 - 2 * MARGIN) / 100:.2f}%"


def stretch(percent: float) -> str:
    """How long a stretch of the scale is."""
    return f"{percent * (100 - 2 * MARGIN) / 100:.2f}%"


def drawing(height: int, parts: Sequence[str]) -> Markup:
    """The parts as one fluid drawing: as wide as its cell, its words always the same size."""
    svg = element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="ts-line",
        width="100%",
        height=height,
        aria_hidden="true",
        focusable="false",
        font_family="arial, sans-serif",
    )
    return Markup(svg)
