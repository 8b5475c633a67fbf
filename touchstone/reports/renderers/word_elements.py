"""The elements of the Word format that python-docx has no words for."""

from collections.abc import Sequence
from typing import Any


def add_field(line: Any, code: str, shown: str) -> None:
    """A field that Word works out itself (PAGE, NUMPAGES), with what to show until it has."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = line.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            run._r.append(element("w:fldChar", {"w:fldCharType": kind}))
        else:
            instruction = element("w:instrText", {"xml:space": "preserve"})
            instruction.text = f" {text} "
            run._r.append(instruction)


def add_link(line: Any, text: str, *, address: str = "", place: str = "") -> None:
    """Linked words: to an address outside, or to a bookmark of this document."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    link = element("w:hyperlink", {"w:history": "1"})
    if address:
        link.set(full_name("r:id"), line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(full_name("w:anchor"), place)
    run = line.add_run(text)
    run.style = "Hyperlink"
    link.append(run._r)
    line._p.append(link)


def bookmark(line: Any, name: str, number: int) -> None:
    """A place in the document that links can point to."""
    line._p.insert(1, element("w:bookmarkStart", {"w:id": str(number), "w:name": name}))
    line._p.append(element("w:bookmarkEnd", {"w:id": str(number)}))


def count_from(word: Any, lines: Sequence[Any], start: int) -> None:
    """Make a list of its own of some numbered lines, beginning at `start`."""
    numbering = word.part.numbering_part.numbering_definitions._numbering
    style = word.styles["List Number"].element
    model = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    own = numbering.add_num(model)
    own.add_lvlOverride(ilvl=0).add_startOverride(start)
    for line in lines:
        numbered = line._p.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val = 0
        numbered.get_or_add_numId().val = own.numId


def describe_picture(picture: Any, title: str, description: str) -> None:
    """The alternative text of a picture."""
    properties = picture._inline.docPr
    properties.set("name", f"Figure {properties.get('id')}")
    properties.set("title", title)
    properties.set("descr", description)
    # The picture's own element carries a name and description too, which some readers take instead.
    for own in picture._inline.iter(full_name("pic:cNvPr")):
        own.set("name", f"Figure {properties.get('id')}")
        own.set("descr", description)


def describe_table(table: Any, caption: str, widths_cm: Sequence[float]) -> None:
    """Say what the table is, how wide its columns are, and that its first row and first column are headings."""
    from docx.shared import Cm

    for line, wide in zip(table._tbl.tblGrid.gridCol_lst, widths_cm, strict=True):
        line.w = Cm(wide)
    for row in table._tbl.tr_lst:
        for cell, wide in zip(row.tc_lst, widths_cm, strict=True):
            cell.width = Cm(wide)
    properties = table._tbl.tblPr
    look = properties.find(full_name("w:tblLook"))
    if look is not None:
        properties.remove(look)
    look = {"w:val": "04A0", "w:firstRow": "1", "w:lastRow": "0", "w:firstColumn": "1", "w:lastColumn": "0"}
    properties.append(element("w:tblLook", look | {"w:noHBand": "1", "w:noVBand": "1"}))
    if caption:
        properties.append(element("w:tblCaption", {"w:val": caption[:255]}))


def leave_out_template_parts(word: Any) -> None:
    """Take out what python-docx's template brings along: a preview picture, old styles, the program that made it."""
    package = word.part.package
    for holder in (package, word.part):
        for key, made in list(holder.rels.items()):
            if made.reltype.rsplit("/", 1)[-1] in ("thumbnail", "stylesWithEffects", "customXml"):
                holder.rels.pop(key)
            elif made.reltype.endswith("/extended-properties"):
                made.target_part._blob = _PROGRAM
    # Numbers of somebody's editing sessions.
    for part in (word.settings.element, word.styles.element, word.element):
        for old in [*part.iter(full_name("w:rsids")), *part.iter(full_name("w:rsid"))]:
            old.getparent().remove(old)
        for holder in part.iter(full_name("w:sectPr")):
            for name in [name for name in holder.attrib if "}rsid" in name]:
                del holder.attrib[name]


_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Touchstone</Application></Properties>"
)


def repeat_header(row: Any) -> None:
    """Repeat this row at the head of every page that the table runs over."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", {"w:val": "true"}))


def set_language(run: Any, language: str, *, right_to_left: bool) -> None:
    """The language of some words, for the voice that reads them and the speller."""
    properties = run._r.get_or_add_rPr()
    key = "w:bidi" if right_to_left else "w:val"
    named = {key: language}
    if not right_to_left and language.split("-")[0].lower() in ("zh", "ja", "ko"):
        named["w:eastAsia"] = language
    properties.append(element("w:lang", named))


def mark_right_to_left(line: Any, runs: Sequence[Any]) -> None:
    """A paragraph, and words in it, that run from right to left."""
    line._p.get_or_add_pPr().append(element("w:bidi", {}))
    in_order(line._p.pPr, PARAGRAPH_ORDER)
    for run in runs:
        properties = run._r.get_or_add_rPr()
        properties.append(element("w:rtl", {}))
        in_order(properties, RUN_ORDER)


def shade(run: Any, *, fill: str, ink: str) -> None:
    """Words in a colour on a ground of another."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(ink.removeprefix("#").upper())
    ground = {"w:val": "clear", "w:color": "auto", "w:fill": fill.removeprefix("#").upper()}
    run._r.get_or_add_rPr().append(element("w:shd", ground))


# The schema of the format fixes the order of these children; a strict reader refuses another. Those that a report uses:
PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "bidi"),
    *("spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr"),
)
RUN_ORDER = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "smallCaps", "color", "spacing", "kern", "sz", "szCs", "u", "shd"),
    *("rtl", "cs", "lang"),
)


def in_order(parent: Any, order: Sequence[str]) -> None:
    """Put the children of an element in the order of the schema."""

    def rank(child: Any) -> int:
        name = child.tag.rsplit("}", 1)[-1]
        return order.index(name) if name in order else len(order)

    parent[:] = sorted(parent, key=rank)


def element(name: str, attributes: dict[str, str]) -> Any:
    """One element of the Word format; its name and those of its attributes with their short prefix ("w:val")."""
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(full_name(key), value)
    return made


def full_name(short: str) -> str:
    """A name with its whole namespace, as lxml wants it."""
    from docx.oxml.ns import qn

    return str(qn(short))
