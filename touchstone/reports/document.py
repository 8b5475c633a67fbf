"""A document as content without style: what a renderer walks to make HTML, PDF or Word.

Text is always data: no renderer reads markup in it. Every plot stands with a title that says its
finding, a text alternative and its table.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text. `language` only where it differs from the document's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. `numbered_from` starts a numbered one; `language` as in Paragraph."""

    items: tuple[str, ...]
    numbered_from: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, and who said them."""

    words: str
    who: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that must not be missed (demonstration, assumption). `kind`: "warning" or "information"."""

    text: str
    kind: str = "warning"
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A titled box: a practice example, the working of a rating."""

    title: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One rating mark: what is rated and the word; `id` is the standard's number or ""."""

    id: str
    title: str
    rating: str  # a rating word, "Not rated" or ""


@dataclass(frozen=True, slots=True)
class Panel:
    """The ratings at a glance: the overall mark with the score, then marks grouped by domain."""

    overall: Mark
    score: str  # "11/36", or "" where there is none
    groups: tuple[tuple[str, tuple[Mark, ...]], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `numeric` aligns right."""

    title: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of each row is its heading.

    Cells are text; where `marks` is true a cell that is exactly a rating word is shown as its mark.
    Rows in `bold_rows` stand out.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: bool = False
    bold_rows: tuple[int, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One key question on the 0-100 line: its share, its interval, whether it decides."""

    label: str
    percent: int
    low: float | None  # percent, interval's ends
    high: float | None
    decides: bool
    rating: str


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Shares of 'yes' as dots on a 0-100 line with the bands behind: (rating, from percent) worst first."""

    bands: tuple[tuple[str, int], ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One standard's rating before and now; a side that is no rating word is printed as words."""

    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class MovementPlot:
    """Movement since last time: an arrow from the old mark to the new. `scale` worst first."""

    scale: tuple[str, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a label, a whole number, and the words printed at its end ("67%")."""

    label: str
    value: int
    words: str


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Bars on one line from 0 to `top`."""

    bars: tuple[Bar, ...]
    top: int


@dataclass(frozen=True, slots=True)
class RatingsPlot:
    """Ratings at a glance: every standard as a mark on the four-step scale, worst first."""

    scale: tuple[str, ...]
    marks: tuple[Mark, ...]


Plot = DotPlot | MovementPlot | BarPlot | RatingsPlot


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with a title that says its finding, a text alternative, and its table."""

    id: str
    title: str
    description: str
    plot: Plot
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part; nesting gives the heading's level. `id` is unique and safe in an address.

    `mark` is the rating shown beside the heading.
    """

    id: str
    title: str
    blocks: tuple["Block", ...]
    mark: Mark | None = None
    page_break: bool = False


Block = Paragraph | Bullets | Quote | Notice | Box | Panel | Table | Figure | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `notices` are repeated on every page where there are pages."""

    id: str
    title: str
    subtitle: str
    publisher: str
    date: str  # as printed: "March 2023"
    language: str
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...] = ()
    contents: bool = True
    modified: str = "1970-01-01"  # ISO day; the fixed timestamp of rendered files
