"""Files that people hand in, made by hand, so that a test can make any of them wrong in one place."""

import struct
import zlib
from base64 import b64decode

from tests.factories.spreadsheets import OFFICE, zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
# Eight by eight grey pixels; made once.
SMALL_JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgy"
    "PC4zNDL/wAALCAAIAAgBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AL+AD//Z"
)


def chunk(kind: bytes, body: bytes) -> bytes:
    """One part of a PNG with its length and checksum."""
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def png(
    width: int = 2, height: int = 2, *, data: bytes | None = None, extra: bytes = b"", colour: int = 0, laced: int = 0
) -> bytes:
    """A grey picture; `data` are its rows before packing, `extra` stands before them."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if data is None else data
    header = struct.pack(">LLBBBBB", width, height, 8, colour, 0, 0, laced)
    middle = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + middle


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    """The small picture with these segments at its beginning."""
    return SMALL_JPEG[:2] + b"".join(segments) + SMALL_JPEG[2:]


def exif(*, order: str = "<", turned: int = 1, gps: bool = False, camera: bytes = b"Invented 1000\0") -> bytes:
    """What a telephone writes of a photograph: which way up, where it was taken, with what."""
    count = 2 + gps
    after = 8 + 2 + 12 * count + 4
    entries = struct.pack(order + "HHLL", 0x010F, 2, len(camera), after)
    entries += struct.pack(order + "HHLHH", 0x0112, 3, 1, turned, 0)
    if gps:
        entries += struct.pack(order + "HHLL", 0x8825, 4, 1, after + len(camera))
    place = struct.pack(order + "HHHL4sL", 1, 1, 2, 2, b"N\0\0\0", 0) if gps else b""
    start = b"II*\0" if order == "<" else b"MM\0*"
    return start + struct.pack(order + "LH", 8, count) + entries + b"\0\0\0\0" + camera + place


def photograph(**how: object) -> bytes:
    """The small picture as a telephone would hand it in."""
    return jpeg(segment(0xE1, b"Exif\0\0" + exif(**how)))  # type: ignore[arg-type]


def relations(*, kind: str, target: str, outside: bool = True) -> str:
    """One way out of a part of an Office document."""
    mode = ' TargetMode="External"' if outside else ""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def docx_parts(
    body: str = "<w:p><w:r><w:t>Words</w:t></w:r></w:p>", *, kind: str = WORD_KIND
) -> dict[str, bytes | str]:
    """The parts of a Word document with this body."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations(kind="officeDocument", target="word/document.xml", outside=False),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }


def docx(extra: dict[str, bytes | str] | None = None, **how: str) -> bytes:
    """A Word document, with these parts put in or in place of its own."""
    return zipped({**docx_parts(**how), **(extra or {})})


def core(author: str) -> str:
    """The part that names an author."""
    return (
        f'<c:coreProperties xmlns:c="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{author}</dc:creator></c:coreProperties>"
    )


def odt(extra: dict[str, bytes | str] | None = None, *, body: str = "<text:p>Words</text:p>") -> bytes:
    """An OpenDocument text, with these parts put in or in place of its own."""
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = "".join(f' xmlns:{name}="{base}{name}:1.0"' for name in ("office", "text", "table", "drawing", "script"))
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{base}manifest:1.0"/>',
            "content.xml": f"<office:document-content{spaces}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            **(extra or {}),
        }
    )


def pdf(*objects: bytes, trailer: bytes = b"", behind: bytes = b"") -> bytes:
    """A PDF of one empty page, with these objects besides."""
    own = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    )
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, body in enumerate((*own, *objects), start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, start)
    return out + behind


def pdf_stream(told: bytes, content: bytes) -> bytes:
    """An object with a packed stream."""
    packed = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (told, len(packed), packed)
