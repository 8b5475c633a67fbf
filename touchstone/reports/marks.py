"""The mark of a rating: one word, one shape and one colour, the same wherever a rating is shown.

Colour never stands alone: each mark has its own shape, and the word is always printed beside it. The four fills
differ in hue and in lightness, so that they stay apart in black and white and for colour-blind readers
(tests/unit/reports/test_marks.py measures both). White or black ink on them has a contrast of at least 4.5 to 1.
"""

from dataclasses import dataclass

from touchstone.reports.svg import INK as INK
from touchstone.reports.svg import PAPER as PAPER
from touchstone.reports.svg import element

QUIET_INK = "#484d50"  # smaller words; 8.5 to 1 on white, 6 to 1 or better on every tint

SHAPE_BOX = 24  # every shape is drawn in a square of this side


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """How one rating word looks. `shape` is an SVG path in a square of SHAPE_BOX; `sign` its nearest character.

    `fill` stands behind words in `ink`; `edge` outlines the shape on white (3 to 1 or better);
    `tint` is the light ground of a band.
    """

    word: str
    css_class: str
    shape: str
    sign: str
    fill: str
    ink: str
    tint: str
    edge: str


MARKS = {
    mark.word: mark
    for mark in (
        MarkStyle(
            word="Outstanding",
            css_class="mark-outstanding",
            shape="M12 .8 15.5 8.4 23.8 9.3 17.6 14.9 19.3 23 12 18.9 4.7 23 6.4 14.9 .2 9.3 8.5 8.4Z",
            sign="★",
            fill="#16325c",
            ink="#ffffff",
            tint="#d3dcea",
            edge="#16325c",
        ),
        MarkStyle(
            word="Good",
            css_class="mark-good",
            shape="M12 .8 23.2 12 12 23.2 .8 12Z",
            sign="◆",
            fill="#1a7a81",
            ink="#ffffff",
            tint="#d5ebec",
            edge="#1a7a81",
        ),
        MarkStyle(
            word="Requires improvement",
            css_class="mark-requires-improvement",
            shape="M12 1.8 23.4 22.4H.6Z",
            sign="▲",
            fill="#f7bd45",
            ink="#0b0c0c",
            tint="#fdeecb",
            edge="#7a5200",
        ),
        MarkStyle(
            word="Inadequate",
            css_class="mark-inadequate",
            shape="M2.5 2.5H21.5V21.5H2.5Z",
            sign="■",
            fill="#a3262a",
            ink="#ffffff",
            tint="#f3d6d7",
            edge="#a3262a",
        ),
    )
}

_BAR = "M3 10H21V14H3Z"


def style_of(word: str, scale: tuple[str, ...] = ()) -> MarkStyle:
    """The mark of a rating word. `scale` is the framework's, worst first.

    A word that is not one of the four but stands in `scale` gets a neutral mark by its position: as many filled
    steps as it has words below it, and one. Any other word ("Not rated", "not known") gets a plain bar.
    """
    if word in MARKS:
        return MARKS[word]
    if word in scale:
        return _neutral(word, f"mark-step-{scale.index(word) + 1}", _steps(scale.index(word), len(scale)), "▮")
    return _neutral(word, "mark-none", _BAR, "–")


def is_rating(word: str) -> bool:
    """True for the words a table cell shows as a mark."""
    return word in MARKS or word == "Not rated"


def shape_svg(mark: MarkStyle, *, size: int = 16, ink: str = "") -> str:
    """The mark's shape alone, for use beside its word: hidden from readers who hear the page.

    `ink` paints the shape in one colour (inside a filled label); otherwise it has its own fill and edge.
    """
    path = element("path", d=mark.shape, fill=ink or mark.fill, stroke=ink or mark.edge, stroke_width="1.5")
    return element(
        "svg",
        path,
        xmlns="http://www.w3.org/2000/svg",
        class_="mark-shape",
        viewBox=f"-1 -1 {SHAPE_BOX + 2} {SHAPE_BOX + 2}",
        width=size,
        height=size,
        aria_hidden="true",
        focusable="false",
    )


def _neutral(word: str, css_class: str, shape: str, sign: str) -> MarkStyle:
    return MarkStyle(
        word=word,
        css_class=css_class,
        shape=shape,
        sign=sign,
        fill="#f3f2f1",
        ink=INK,
        tint="#f3f2f1",
        edge=QUIET_INK,
    )


def _steps(position: int, of: int) -> str:
    """Rising steps as a path: those up to `position` filled from the ground, the others only their tops."""
    width = SHAPE_BOX / max(of, 1)
    path = ""
    for step in range(of):
        left, right = step * width + 0.5, (step + 1) * width - 0.5
        top = SHAPE_BOX - (step + 1) * SHAPE_BOX / of
        bottom = SHAPE_BOX if step <= position else top + 1.5
        path += f"M{left:.2f} {top:.2f}H{right:.2f}V{bottom:.2f}H{left:.2f}Z"
    return path
