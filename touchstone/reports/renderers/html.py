"""A Document as HTML: one self-contained accessible file, or the same content for the site's own layout.

The file asks for nothing outside itself, and says so in a content security policy of its own: no script, no font,
no picture, and the one style sheet by its hash. What is common to both forms is templates/blocks.html and
templates/report.css; the page around them is templates/report.html and templates/page.css.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from touchstone.reports.document import Block, Document, Figure, Section
from touchstone.reports.marks import MarkStyle, is_rating, shape_svg, style_of
from touchstone.reports.plots import plot_svg
from touchstone.reports.printing import language_tag, printable, runs_right_to_left, safe_link

TEMPLATES = Path(__file__).parent.parent / "templates"
DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents list, with those under it."""

    id: str
    title: str
    entries: tuple["Entry", ...]


def render_html(document: Document) -> bytes:
    """The document as one HTML file that needs nothing beside it. The same document gives the same bytes."""
    page = _environment().get_template("report.html")
    return page.render(
        document=document,
        notice=_every_notice(document),
        contents=contents_of(document),
        language=language_tag(document.language) or "en",
        style=Markup(style_sheet()),
        style_source=style_source(),
    ).encode()


def body_html(document: Document, heading_level: int = 2) -> str:
    """The notices and the content as markup for another page, whose style sheet includes templates/report.css.

    The page has already said the title; the first sections get headings of `heading_level`.
    """
    page = _environment().get_template("body.html")
    return page.render(document=document, notice=_every_notice(document), heading_level=heading_level)


def contents_of(document: Document, depth: int = 2) -> tuple[Entry, ...]:
    """The contents list: the titled sections, and those in them down to `depth`."""
    return _entries(document.blocks, depth)


def style_source() -> str:
    """What a content security policy must allow for the style sheet inside the file, where a server sends one."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style_sheet().encode()).digest()).decode()}'"


@cache
def style_sheet() -> str:
    """The style sheet inside a report: that of its content and that of its page."""
    return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "page.css"))


def _entries(blocks: tuple[Block, ...], depth: int) -> tuple[Entry, ...]:
    sections = (block for block in blocks if isinstance(block, Section) and block.id and printable(block.title).strip())
    return tuple(
        Entry(section.id, section.title, _entries(section.blocks, depth - 1) if depth > 1 else ())
        for section in sections
    )


def _every_notice(document: Document) -> str:
    """What must be said inside every plot."""
    return " ".join(notice.text for notice in document.notices)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "kind": _kind,
        "plot": _plot,
        "shape": _shape,
        "style_of": style_of,
        "is_rating": is_rating,
        "heading": _heading,
        "tag_of": language_tag,
        "right_to_left": runs_right_to_left,
        "safe_link": safe_link,
        "says": _says,
    }
    return environment


def _finalize(value: object) -> object:
    """Every text that a template prints, as it may be printed; markup of our own stays as it is."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _kind(block: Block) -> str:
    return type(block).__name__


def _plot(figure: Figure, notice: str) -> Markup:
    return Markup(plot_svg(figure, notice=notice))


def _shape(style: MarkStyle) -> Markup:
    return Markup(shape_svg(style, ink=style.ink))


def _heading(level: int) -> str:
    return f"h{min(level, DEEPEST_HEADING)}"


def _says(text: str) -> bool:
    """Whether anything is left of a text once it is printed."""
    return bool(printable(text).strip())
