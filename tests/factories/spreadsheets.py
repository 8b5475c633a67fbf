"""Spreadsheets written by hand, part by part, so that a test can make any of them wrong in one place."""

import struct
import zipfile
import zlib
from io import BytesIO
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def zipped(parts: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """A zip archive with these parts, in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    return out.getvalue()


def xlsx_parts(*sheets: str, shared: str = "", styles: str = "", book_kind: str = BOOK_KIND) -> dict[str, bytes | str]:
    """The parts of a workbook; each of `sheets` is the XML within its <worksheet>."""
    numbers = range(1, len(sheets) + 1)
    relations = [
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    ]
    if shared:
        relations.append(f'<Relationship Id="rs" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>')
    if styles:
        relations.append(f'<Relationship Id="rt" Type="{OFFICE}/styles" Target="styles.xml"/>')
    names = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{book_kind}"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(relations)
        + "</Relationships>",
    }
    for n, sheet in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return parts


def sheet_xml(rows: list[list[str]]) -> str:
    """A worksheet's XML with these texts in its cells; a text that begins with '<' is taken as the cell's own XML."""
    written = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            text if text.startswith("<c") else f'<c r="{chr(65 + column)}{number}"{inline(text)}'
            for column, text in enumerate(row)
            if text
        )
        written.append(f'<row r="{number}">{cells}</row>')
    return f"<sheetData>{''.join(written)}</sheetData>"


def inline(text: str) -> str:
    """The rest of a cell that holds its own text."""
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet with these texts (see `sheet_xml`)."""
    return zipped(xlsx_parts(sheet_xml(rows)))


def ods_parts(*tables: str, mimetype: str = "application/vnd.oasis.opendocument.spreadsheet") -> dict[str, bytes | str]:
    """The parts of an ODS spreadsheet; each of `tables` is the XML within its <table:table>."""
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = "".join(f' xmlns:{name}="{base}{name}:1.0"' for name in ("office", "table", "text"))
    within = "".join(
        f'<table:table table:name="Sheet{n}">{table}</table:table>' for n, table in enumerate(tables, start=1)
    )
    return {
        "mimetype": mimetype,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{base}manifest:1.0"/>',
        "content.xml": f"<office:document-content{spaces}><office:body><office:spreadsheet>{within}"
        "</office:spreadsheet></office:body></office:document-content>",
    }


def table_xml(rows: list[list[str]]) -> str:
    """An ODS table's XML with these texts in its cells; a text that begins with '<' is taken as the cell's own XML."""
    return "".join(
        "<table:table-row>"
        + "".join(
            text
            if text.startswith("<")
            else f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
            if text
            else "<table:table-cell/>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )


def ods(rows: list[list[str]]) -> bytes:
    """An ODS spreadsheet of one sheet with these texts (see `table_xml`)."""
    return zipped(ods_parts(table_xml(rows)))


def raw_zip(entries: list[tuple[str, bytes, dict[str, int]]], *, share_first: bool = False) -> bytes:
    """A zip archive whose headers may lie: each entry is (name, content, headers to put in place of the true ones).

    `share_first` gives every entry of the list the place of the first one: the overlapping bomb of CVE-2024-0450.
    """
    body = b""
    directory = b""
    for name, content, lies in entries:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        true = {"flags": 0, "packing": 8, "crc": zlib.crc32(content), "packed": len(packed), "size": len(content)}
        told = {**true, "attributes": 0, "offset": len(body), **lies}
        local = {**true, **{key[6:]: value for key, value in lies.items() if key.startswith("local_")}}
        encoded = name.encode()
        fields = ("flags", "packing", "crc", "packed", "size")
        if not (share_first and body):
            body += (
                struct.pack("<4sHHHHHLLLHH", b"PK\x03\x04", 20, *_header(local, fields), len(encoded), 0)
                + encoded
                + packed
            )
        offset = 0 if share_first else told["offset"]
        directory += struct.pack(
            "<4sHHHHHHLLLHHHHHLL",
            *(b"PK\x01\x02", 0x314, 20, *_header(told, fields), len(encoded), 0, 0, 0, 0, told["attributes"], offset),
        )
        directory += encoded
    count = len(entries)
    return body + directory + struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)


def _header(told: dict[str, int], fields: tuple[str, ...]) -> tuple[int, ...]:
    flags, packing, crc, packed, size = (told[field] for field in fields)
    return (flags, packing, 0, 33, crc, packed, size)  # 0 and 33: midnight of 1 January 1980
