"""Writing SVG: elements with escaped text, and a drawing whose scale may stretch while its words do not.

A drawing on screen is fluid: it is as wide as the page lets it be, places are percentages of that width, and words
keep their size, so that a plot is as legible at 320 px as at 1,280. A drawing on paper has a fixed width and a
view box, and may be scaled as a whole.

No script, no inline style: presentation attributes and classes only, so that a strict content security policy holds.
"""

from dataclasses import dataclass
from html import escape

from touchstone.reports.printing import printable

INK = "#0b0c0c"
PAPER = "#ffffff"
FONT_FAMILY = "'Noto Sans', system-ui, 'Segoe UI', Roboto, Arial, sans-serif"

# How wide a character is, in parts of the font's size. Fonts differ on screen, so these err on the wide side.
NARROW, USUAL, CAPITAL, WIDE = 0.34, 0.58, 0.72, 1.05
_NARROW_CHARACTERS = frozenset(" .,:;!|'’‘iIjlftr()[]-")
_WIDE_CHARACTERS = frozenset("mwMW@%—…")


def element(name: str, *content: str, **attributes: str | float) -> str:
    """One element as text. Content is markup already; attribute values are escaped here.

    A keyword may end in an underscore (`class_`); other underscores become hyphens, as SVG writes them.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(printable(_number(value)), quote=True)}"'
        for key, value in attributes.items()
        if value != ""
    )
    if not content:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(content)}</{name}>"


def words(text: str) -> str:
    """Text as content: escaped, and without the characters that XML cannot hold."""
    return escape(printable(text), quote=False)


def width_of(text: str, size: float) -> float:
    """About how wide a text is at a font size, in the same unit; never much less than it turns out to be."""
    return size * sum(map(_character_width, text))


def wrap(text: str, *, width: float, size: float, most_lines: int = 4) -> list[str]:
    """A text in lines that fit a width; a word longer than a line is cut, and what exceeds `most_lines` ends in …"""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, width, size):
            if line and width_of(f"{line} {piece}", size) > width:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
        if len(lines) > most_lines:
            break
    lines.append(line)
    if len(lines) > most_lines:
        lines = lines[:most_lines]
        lines[-1] = lines[-1][: max(len(lines[-1]) - 1, 0)].rstrip() + "…"
    return lines


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """Words on one line of a drawing: their foot is at `y`, `offset` pixels beside a percentage of its width."""

    text: str
    across: float
    offset: float
    y: float
    font_size: float
    font_weight: str
    text_anchor: str  # "start", "middle" or "end"
    fill: str

    def markup(self, x: str) -> str:
        """The words as SVG, at a place already worked out for the drawing's width."""
        return element(
            "text",
            words(self.text),
            x=x,
            dx=_number(self.offset) if self.offset else "",
            y=self.y,
            font_size=self.font_size,
            font_weight=self.font_weight,
            text_anchor="" if self.text_anchor == "start" else self.text_anchor,
            fill="" if self.fill == INK else self.fill,
        )


class Drawing:
    """Marks and words on a scale from 0 to 100, one under the other; `y` is where the next thing goes.

    `width` is in pixels for a fixed drawing, or None for a fluid one.
    """

    EDGE = 8  # pixels on either side of a fixed drawing, so that a dot at 0 or 100 is whole; a fluid one overflows
    NARROWEST = 288  # pixels; what a fluid drawing must fit, on a phone of 320

    def __init__(self, width: int | None) -> None:
        self.width = width
        self.y = 0.0
        self.words: list[PlacedWords] = []
        self._parts: list[str] = []

    @property
    def room(self) -> int:
        """The width, in pixels, that words may count on."""
        return self.NARROWEST if self.width is None else self.width - 2 * self.EDGE

    def x(self, percent: float) -> str:
        """Where a place on the 0–100 scale is."""
        return f"{_number(percent)}%" if self.width is None else _number(percent * self.room / 100)

    def length(self, percent: float) -> str:
        """How long a stretch of the scale is."""
        return self.x(percent)

    def add(self, name: str, *content: str, **attributes: str | float) -> None:
        """Draw one element."""
        self._parts.append(element(name, *content, **attributes))

    def line(self, y1: float, y2: float, from_: float, to: float, **attributes: str | float) -> None:
        """A line between two places of the scale."""
        self.add("line", x1=self.x(from_), x2=self.x(to), y1=y1, y2=y2, **attributes)

    def write(
        self,
        text: str,
        percent: float,
        y: float,
        *,
        font_size: float = 15,
        font_weight: str = "",
        text_anchor: str = "start",
        fill: str = INK,
        offset: float = 0,
    ) -> None:
        """Words on one line, whose foot is at `y`; they stand above everything that is drawn.

        `offset` moves them by pixels, whatever the width.
        """
        said = printable(text)
        self.words.append(PlacedWords(said, percent, offset, y, font_size, font_weight, text_anchor, fill))

    def place(self, markup: str, percent: float, y: float) -> None:
        """Draw something made around the point (0, 0) at a place of the scale."""
        self._parts.append(element("svg", markup, x=self.x(percent), y=y, overflow="visible"))

    def finished(self, *, id: str, title: str, description: str, css_class: str, with_words: bool = True) -> str:
        """The whole drawing, with its title and description for those who hear it.

        `with_words` is false where the words are set apart, over the picture, by a better typesetter than SVG has.
        """
        size: dict[str, str | float] = (
            {"width": "100%", "height": self.y}
            if self.width is None
            else {"width": self.width, "height": self.y, "viewBox": f"{-self.EDGE} 0 {self.width} {_number(self.y)}"}
        )
        return element(
            "svg",
            element("title", words(title), id=f"{id}-title"),
            element("desc", words(description), id=f"{id}-description"),
            element("rect", x="" if self.width is None else -self.EDGE, width="100%", height="100%", fill=PAPER),
            *self._parts,
            *(placed.markup(self.x(placed.across)) for placed in self.words if with_words),
            xmlns="http://www.w3.org/2000/svg",
            class_=f"plot {css_class}",
            role="img",
            overflow="visible",
            aria_labelledby=f"{id}-title {id}-description",
            font_family=FONT_FAMILY,
            font_size=15,
            fill=INK,
            **size,
        )


def _number(value: str | float) -> str:
    """A number without needless digits; text as it is."""
    if isinstance(value, str):
        return value
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _character_width(character: str) -> float:
    if character in _NARROW_CHARACTERS:
        return NARROW
    if character in _WIDE_CHARACTERS or character > "\u2e7f":
        return WIDE
    return CAPITAL if character.isupper() else USUAL


def _pieces(word: str, width: float, size: float) -> list[str]:
    """A word whole, or cut where it is wider than a line."""
    if width_of(word, size) <= width:
        return [word]
    most = max(int(width / (size * max(map(_character_width, word)))), 1)
    return [word[start : start + most] for start in range(0, len(word), most)]
