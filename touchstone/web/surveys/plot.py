"""How many gave each score from 1 to 10, as ten columns as wide as the page lets them be.

The finding stands above it and its table below, so the drawing is hidden from readers who hear the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from touchstone.reports.svg import INK, element, words

HEIGHT, FOOT, HEAD = 112, 22, 20  # pixels: the whole, room for scores below, room for a count above the highest column
SHARE = 8  # percent of the width that a column fills, of ten
FILL = "#3d5a73"  # 7 to 1 on white
LINE = "#767676"
SIZE = 15


def columns(scores: Sequence[tuple[int, int]]) -> Markup:
    """A drawing of (score, how many), lowest score first."""
    most = max((many for _score, many in scores), default=0) or 1
    step = 100 / max(len(scores), 1)
    ground = HEIGHT - FOOT
    parts = [element("line", x1="0", x2="100%", y1=ground, y2=ground, stroke=LINE)]
    for place, (score, many) in enumerate(scores):
        middle = f"{(place + 0.5) * step:.2f}%"
        tall = round(many / most * (ground - HEAD))
        if many:
            left = f"{(place + 0.5) * step - SHARE / 2:.2f}%"
            parts.append(element("rect", x=left, width=f"{SHARE}%", y=ground - tall, height=tall, fill=FILL))
            parts.append(element("text", words(str(many)), x=middle, y=ground - tall - 5, font_weight="600"))
        parts.append(element("text", words(str(score)), x=middle, y=HEIGHT - 4))
    svg = element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="ts-columns",
        width="100%",
        height=HEIGHT,
        font_size=SIZE,
        fill=INK,
        text_anchor="middle",
        aria_hidden="true",
        focusable="false",
    )
    return Markup(svg)
