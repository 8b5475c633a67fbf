"""The styles of a Word report: what a heading, a caption, a quotation or a notice looks like."""

from dataclasses import dataclass
from typing import Any

from touchstone.reports.renderers.word_elements import PARAGRAPH_ORDER, RUN_ORDER, element, full_name, in_order

ACCENT, INK, QUIET, WARNING = "16325C", "0B0C0C", "484D50", "A3262A"
GROUND, BOX_GROUND = "F3F2F1", "F7F8FA"
FONT = "Arial"  # on every machine that has Word; the report brings no font with it


@dataclass(frozen=True, slots=True)
class Look:
    """How one paragraph style looks. Sizes and spaces in points; `bar` colours a rule at the left."""

    name: str
    size: float = 11
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 8
    line: float = 1.3
    stays: bool = False  # on the page of what follows
    bar: str = ""
    top: str = ""  # colour of a rule above
    ground: str = ""
    inset: float = 0


LOOKS = (
    Look("Normal"),
    Look("Publisher", 11, True, QUIET, before=60, after=6),
    Look("Title", 28, True, ACCENT, after=10, line=1.05),
    Look("Subtitle", 15, after=4),
    Look("Date", 12, colour=QUIET, after=18),
    Look("Contents title", 20, True, ACCENT, after=12, stays=True),
    Look("TOC 1", 11, True, after=4, before=6),
    Look("TOC 2", 11, after=3, inset=14),
    Look("Heading 1", 20, True, ACCENT, before=26, after=10, line=1.1, stays=True),
    Look("Heading 2", 15, True, ACCENT, before=20, after=7, line=1.15, stays=True),
    Look("Heading 3", 12, True, INK, before=15, after=5, stays=True),
    Look("Heading 4", 11, True, INK, before=12, after=4, stays=True),
    Look("Heading 5", 11, True, QUIET, before=10, after=4, stays=True),
    Look("Heading 6", 11, True, QUIET, before=10, after=4, stays=True),
    Look("Rating", 12, before=2, after=12, stays=True),
    Look("Overall title", 11, True, QUIET, before=6, after=4, stays=True),
    Look("Overall rating", 20, after=6, stays=True),
    Look("Overall score", 15, True, after=16),
    Look("Small print", 9.5, colour=QUIET),
    Look("List Bullet", after=5),
    Look("List Number", after=5),
    Look("Quotation", 12, before=8, after=2, stays=True, bar=ACCENT, inset=12),
    Look("Said by", 9.5, colour=QUIET, after=12, bar=ACCENT, inset=12),
    Look("Warning", bold=True, after=4, bar=WARNING, ground=GROUND, inset=8),
    Look("Information", bold=True, after=8, bar=ACCENT, ground=GROUND, inset=8),
    Look("Box title", 12, True, ACCENT, before=12, after=0, stays=True, top=ACCENT, ground=BOX_GROUND, inset=8),
    Look("Box text", before=0, after=0, ground=BOX_GROUND, inset=8),
    Look("Caption", 10, True, before=10, after=5, stays=True),
    Look("Figure title", 12, True, before=16, after=6, line=1.2, stays=True),
    Look("Figure", after=6, line=1, stays=True),
    Look("Table text", 10, after=0, line=1.15),
    Look("After table", 6, after=6, line=1),
    Look("Running notice", 8, True, after=2, line=1.1),
    Look("Footer", 8.5, colour=QUIET, line=1),
)


def apply_styles(word: Any, language: str) -> dict[str, str]:
    """Give a new Word document every style of a report, and its language; returns each style's id by its name."""
    _drop_table_styles(word)
    for look in LOOKS:
        _apply(word, look)
    _link_style(word)
    _table_style(word)
    _default_language(word, language)
    return {style.name: style.style_id for style in word.styles}


def _drop_table_styles(word: Any) -> None:
    """Take out the template's own table styles, a hundred that no report uses."""
    for style in list(word.styles.element):
        if style.get(full_name("w:type")) == "table" and style.get(full_name("w:styleId")) != "TableNormal":
            word.styles.element.remove(style)


def _apply(word: Any, look: Look) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    names = {style.name for style in word.styles}
    style = word.styles[look.name] if look.name in names else word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    if look.name != "Normal" and look.name not in ("List Bullet", "List Number"):
        style.base_style = word.styles["Normal"]
    style.hidden = False
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, False
    font.color.rgb = RGBColor.from_string(look.colour)
    _every_script(style)
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), look.line
    form.keep_with_next = look.stays
    if look.inset:
        form.left_indent = Pt(look.inset)
    properties = style.element.get_or_add_pPr()
    for old in [child for child in properties if child.tag.endswith(("}pBdr", "}shd"))]:
        properties.remove(old)
    if look.bar or look.top:
        borders = element("w:pBdr", {})
        for side, colour, size in (("top", look.top, "16"), ("left", look.bar, "24")):
            if colour:
                rule = {"w:val": "single", "w:sz": size, "w:space": "8" if side == "left" else "6", "w:color": colour}
                borders.append(element(f"w:{side}", rule))
        properties.append(borders)
    if look.ground:
        properties.append(element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": look.ground}))
    in_order(properties, PARAGRAPH_ORDER)


def _every_script(style: Any) -> None:
    """The same font for Latin and right-to-left text; no theme font, which another machine may lack."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(full_name(f"w:{script}"), FONT)
    for old in properties.findall(full_name("w:szCs")):
        properties.remove(old)
    size = properties.find(full_name("w:sz"))
    properties.append(element("w:szCs", {"w:val": size.get(full_name("w:val"))}))
    in_order(properties, RUN_ORDER)


def _link_style(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    style = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.underline = True
    style.font.color.rgb = RGBColor.from_string("1D4F91")


def _table_style(word: Any) -> None:
    """Rules between rows, a stronger one under the heading row, nothing else."""
    from docx.enum.style import WD_STYLE_TYPE

    style = word.styles.add_style("Report table", WD_STYLE_TYPE.TABLE)
    style.base_style = word.styles["Normal Table"]
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "B1B4B6"}
    borders = element("w:tblBorders", {})
    for side in ("bottom", "insideH"):
        borders.append(element(f"w:{side}", rule))
    margins = element("w:tblCellMar", {})
    for side, wide in (("top", "60"), ("left", "80"), ("bottom", "60"), ("right", "80")):
        margins.append(element(f"w:{side}", {"w:w": wide, "w:type": "dxa"}))
    properties = element("w:tblPr", {})
    properties.append(borders)
    properties.append(margins)
    style.element.append(properties)
    strong = element("w:tcBorders", {})
    strong.append(element("w:bottom", {"w:val": "single", "w:sz": "12", "w:space": "0", "w:color": INK}))
    cell = element("w:tcPr", {})
    cell.append(strong)
    first_row = element("w:tblStylePr", {"w:type": "firstRow"})
    first_row.append(cell)
    style.element.append(first_row)


def _default_language(word: Any, language: str) -> None:
    """The language of all text that names no other."""
    defaults = word.styles.element.find(full_name("w:docDefaults"))
    for named in defaults.iter(full_name("w:lang")):
        named.attrib.clear()
        for key, value in (("val", language), ("eastAsia", "zh-CN"), ("bidi", "ar-SA")):
            named.set(full_name(f"w:{key}"), value)
