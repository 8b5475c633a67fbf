"""A corpus of hostile files handed in: each is taken and clean, or refused in plain words; none breaks anything."""

import pytest

from tests.factories.files import (
    chunk,
    core,
    docx,
    exif,
    jpeg,
    odt,
    pdf,
    pdf_stream,
    photograph,
    png,
    relations,
    segment,
)
from tests.factories.spreadsheets import ods, raw_zip, sheet_xml, xlsx, xlsx_parts, zipped
from touchstone.intake.problems import ProblemsFound
from touchstone.web.files.checking import look_through

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
ROWS = [["reference", "kind"], ["A1", "x"]]
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(10))
BOMB = f"<!DOCTYPE x [{ENTITIES}]><x>&e9;</x>"
FETCH = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
FOUR_GIGAPIXELS = chunk(b"IHDR", b"\0\0\xff\xff\0\0\xff\xff\x08\x00\x00\x00\x00")
SOF_HUGE = segment(0xC0, b"\x08\xff\xff\xff\xff\x01\x01\x11\x00")
MACRO_KIND = "application/vnd.ms-word.document.macroEnabled.main+xml"


# A picture of 9 by 9 in seven passes: (width, height) of each.
PASSES = ((2, 2), (1, 2), (3, 1), (2, 3), (5, 2), (4, 5), (9, 4))
LACED = b"".join((b"\0" + b"\x80" * width) * height for width, height in PASSES)


def with_image(name: str, content: bytes) -> bytes:
    return docx({f"word/media/{name}": content})


# name of the file → (its bytes, what the refusal says)
REFUSED: dict[str, tuple[bytes, str]] = {
    # Containers
    "zip-bomb.docx": (raw_zip([("[Content_Types].xml", bytes(50_000_000), {})]), "more than 100 times its size"),
    "declared-5-gb.docx": (
        raw_zip([(f"p{n}", b"x", {"size": 25_000_000, "packed": 300_000}) for n in range(200)]),
        "unpacks to 5,000,000,000 bytes",
    ),
    "overlapping.odt": (raw_zip([(f"p{n}", b"z" * 9_000, {}) for n in range(100)], share_first=True), "overlaps"),
    "lying-size.docx": (
        raw_zip([("[Content_Types].xml", b"x" * 90, {"size": 9, "local_size": 9})]),
        "is not as long as it says",
    ),
    "nested.docx": (docx({"word/media/a.zip": zipped({"a": b"b"})}), "is itself an archive"),
    "nested-unnamed.docx": (with_image("image1.png", zipped({"a": b"b"})), "is itself an archive"),
    "traversal.docx": (docx({"../../etc/cron.d/x": "x"}), "leads out of the archive"),
    "absolute.odt": (odt({"/etc/passwd": "x"}), "leads out of the archive"),
    "symlink.docx": (raw_zip([("a", b"/etc/passwd", {"attributes": 0o120777 << 16})]), "is a link"),
    "same-name.docx": (docx({"WORD/Document.xml": "<x/>"}), "is there twice"),
    "encrypted-part.docx": (raw_zip([("a", b"x", {"flags": 1, "local_flags": 1})]), "password"),
    "many-parts.docx": (docx({f"word/p{n}.xml": "<x/>" for n in range(300)}), "at most 200 are allowed"),
    "truncated.docx": (docx()[:-30], "cut short"),
    "polyglot-front.docx": (b"GIF89a" + docx(), "is not what its ending"),
    "polyglot-back.docx": (docx() + b"<script>alert(1)</script>", "something follows it"),
    # XML
    "entities.docx": (docx({"word/document.xml": BOMB}), "declares a document type"),
    "entities-in-a-corner.docx": (docx({"docProps/app.xml": BOMB}), "declares a document type"),
    "fetches-a-file.odt": (odt({"meta.xml": FETCH}), "declares a document type"),
    "entities.odt": (odt({"content.xml": BOMB}), "declares a document type"),
    "not-xml.docx": (docx({"word/document.xml": "<a><b></a>"}), "not well-formed"),
    # What acts by itself
    "macros.xlsm": (xlsx(ROWS), "can hold macros"),
    "macros.docm": (docx(), "can hold macros"),
    "macros.docx": (docx({"word/vbaProject.bin": b"\0"}), "holds macros"),
    "macros-renamed.docx": (docx({"word/x.bin": b"\0"}, kind=MACRO_KIND), "holds macros"),
    "macros.xlsx": (zipped({**xlsx_parts(sheet_xml(ROWS)), "xl/vbaProject.bin": b"\0"}), "holds macros"),
    "old-macros.xlsx": (zipped({**xlsx_parts(sheet_xml(ROWS)), "xl/macrosheets/sheet1.xml": "<x/>"}), "holds macros"),
    "macros.odt": (odt({"Basic/Standard/Module1.xml": "<x/>"}), "holds macros"),
    "listener.odt": (odt(body="<script:event-listener/>"), "holds macros"),
    "embedded.docx": (docx({"word/embeddings/oleObject1.bin": OLE}), "an object of another program"),
    "active-x.docx": (docx({"word/activeX/activeX1.xml": "<x/>"}), "controls that run programs"),
    "remote-template.docx": (
        docx({"word/_rels/settings.xml.rels": relations(kind="attachedTemplate", target="https://192.0.2.1/x.dotm")}),
        "fetches something from elsewhere",
    ),
    "remote-picture.docx": (
        docx({"word/_rels/document.xml.rels": relations(kind="image", target="https://192.0.2.1/x.png")}),
        "fetches something from elsewhere",
    ),
    "remote-picture.odt": (odt(body='<drawing:image xlink:href="http://192.0.2.1/x"/>'), "fetches something"),
    "dde.xlsx": (
        zipped({**xlsx_parts(sheet_xml(ROWS)), "xl/externalLinks/externalLink1.xml": "<x><ddeLink/></x>"}),
        "calls another program",
    ),
    "connection.xlsx": (zipped({**xlsx_parts(sheet_xml(ROWS)), "xl/connections.xml": "<x/>"}), "data elsewhere"),
    "stranger-inside.docx": (docx({"evil/run.exe": b"MZ"}), "does not belong in it"),
    # What the ending does not say
    "old.xls": (OLE, "old Excel workbook"),
    "old.docx": (OLE, "protected by a password"),
    "program.pdf": (b"MZ\x90\0", "a program"),
    "program.txt": (b"\x7fELF\x02", "a program"),
    "script.txt": (b"#!/bin/sh\n", "a program"),
    "page.txt": (b"<!DOCTYPE html><script>alert(1)</script>", "a web page"),
    "page.csv": (b"\xef\xbb\xbf  <html></html>", "a web page"),
    "drawing.svg": (b"<svg/>", "can hold programs"),
    "really-png.jpg": (png(), "is not what its ending"),
    "really-jpg.png": (jpeg(), "is not what its ending"),
    "really-pdf.txt": (pdf(), "is no text"),
    "really-xlsx.docx": (xlsx(ROWS), "is no Word document"),
    "really-docx.xlsx": (docx(), "is no Excel workbook"),
    "really-ods.odt": (ods(ROWS), "is no OpenDocument text"),
    "really-docx.odt": (docx(), "is no OpenDocument text"),
    "two-endings.pdf.exe": (pdf(), "cannot be handed in"),
    "no-ending": (pdf(), "no ending"),
    "~$report.docx": (b"x" * 162, "only marks"),
    "empty.pdf": (b"", "is empty"),
    "large.txt": (b"x" * 20_000_001, "at most 20,000,000"),
    "latin.txt": ("naïve".encode("latin-1"), "no text in UTF-8"),
    "binary.txt": (bytes(range(256)), "no text in UTF-8"),
    "nul.csv": (b"a,b\0\n", "characters that are no text"),
    # PDF
    "password.pdf": (pdf(trailer=b"/Encrypt 4 0 R"), "protected by a password"),
    "script.pdf": (pdf(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"), "holds a program"),
    "script-in-disguise.pdf": (pdf(b"<</S/J#61vaScript/#4AS(x)>>"), "holds a program"),
    "script-packed.pdf": (pdf(pdf_stream(b"/Type/ObjStm/N 1/First 4", b"9 0 <</S/JavaScript>>")), "holds a program"),
    "launch.pdf": (pdf(b"<</S/Launch/F(cmd.exe)>>"), "starts another program"),
    "attached.pdf": (pdf(b"<</Type/EmbeddedFile>>"), "holds other files"),
    "truncated.pdf": (pdf()[:200], "cut short"),
    "polyglot.pdf": (pdf(behind=zipped({"a": b"b"})), "hidden behind"),
    "polyglot-inside.pdf": (pdf(behind=b"\n" + b"A" * 2_000), "hidden behind"),
    "object-bomb.pdf": (
        pdf(*[pdf_stream(b"/Type/ObjStm", bytes(30_000_000))] * 4),
        "unpacks to more than any document",
    ),
    # Pictures
    "four-gigapixels.png": (b"\x89PNG\r\n\x1a\n" + FOUR_GIGAPIXELS + chunk(b"IEND", b""), "65,535 by 65,535 pixels"),
    "huge.jpg": (jpeg(SOF_HUGE), "pixels; at most"),
    "bomb.png": (png(2, 2, data=bytes(20_000_000)), "unpacks to more than its size says"),
    "too-little.png": (png(200, 200, data=b"\0\0"), "not as long as its size says"),
    "damaged.png": (png().replace(b"IDAT", b"IDAU"), "changed"),
    "truncated.png": (png()[:-14], "cut short"),
    "unknown-part.png": (png(extra=chunk(b"EVIL", b"x")), "of a kind that is not known"),
    "no-such-colour.png": (png(colour=5), "does not exist"),
    "polyglot.png": (png() + zipped({"a": b"b"}), "hidden behind"),
    "polyglot.jpg": (jpeg() + zipped({"a": b"b"}), "hidden behind"),
    "page-behind.jpg": (jpeg() + b"<script>alert(1)</script>", "hidden behind"),
    "truncated.jpg": (jpeg()[:-10], "cut short"),
    "only-a-start.jpg": (b"\xff\xd8\xff\xe0", "cut short"),
    "no-picture.jpg": (b"\xff\xd8" + segment(0xFE, b"x") + b"\xff\xd9", "holds no data"),
    "endless-scans.jpg": (jpeg()[:-2] + segment(0xDA, b"\x01\x01\0\0\x3f\0") * 200 + b"\xff\xd9", "keep a viewer busy"),
    "arithmetic.jpg": (jpeg(segment(0xC9, b"\x08\0\x08\0\x08\x01\x01\x11\0")), "no camera makes"),
}  # fmt: skip

# name of the file → (its bytes, what is found inside)
TAKEN: dict[str, tuple[bytes, set[str]]] = {
    "plain.pdf": (pdf(), set()),
    "author.pdf": (pdf(b"<</Author(A. Body)>>"), {"author"}),
    "notes.pdf": (pdf(b"<</Type/Annot/Subtype /FreeText>>", b"<</AcroForm 4 0 R>>"), {"comments", "form fields"}),
    "words-in-a-stream.pdf": (pdf(pdf_stream(b"", b"(/JavaScript)")), set()),
    "plain.docx": (docx(), set()),
    "author.docx": (docx({"docProps/core.xml": core("A. Body")}), {"author"}),
    "no-author.docx": (docx({"docProps/core.xml": core(" ")}), set()),
    "changes.docx": (
        docx(body="<w:p><w:del><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:del></w:p>"),
        {"tracked changes", "hidden text"},
    ),
    "comments.docx": (docx({"word/comments.xml": "<x/>"}), {"comments"}),
    "link.docx": (
        docx({"word/_rels/document.xml.rels": relations(kind="hyperlink", target="https://example.org")}),
        set(),
    ),
    "own-template.docx": (
        docx({"word/_rels/settings.xml.rels": relations(kind="attachedTemplate", target="file:///C:\\T\\Normal.dotm")}),
        {"links to other files"},
    ),
    "photograph.docx": (with_image("image1.jpeg", photograph(gps=True)), {"photographs with a place"}),
    "plain.odt": (odt(), set()),
    "comments.odt": (odt(body="<office:annotation/><text:tracked-changes/>"), {"comments", "tracked changes"}),
    "as-libreoffice-writes.odt": (odt({"Configurations2/accelerator/current.xml": ""}), set()),
    "formula.xlsx": (xlsx([["a"], ["<c><f>1+1</f><v>2</v></c>"]]), set()),
    "hidden.xlsx": (
        zipped(
            {
                **(two := xlsx_parts(sheet_xml(ROWS), '<sheetData><row r="1" hidden="1"/></sheetData>')),
                "xl/workbook.xml": str(two["xl/workbook.xml"]).replace('sheetId="2"', 'sheetId="2" state="veryHidden"'),
            }
        ),
        {"hidden sheets", "hidden rows or columns"},
    ),
    "plain.ods": (ods(ROWS), set()),
    "plain.csv": (b"\xef\xbb\xbfa,b\r\n1,2\r\n", set()),
    "formula.csv": (b"a\n=1+1\n", set()),  # kept as it is; whoever reads it as a table is told
    "utf16.txt": ("words\n".encode("utf-16"), set()),
    "plain.png": (png(), set()),
    "traces.png": (
        png(extra=chunk(b"eXIf", exif(gps=True)) + chunk(b"tEXt", b"Comment\0A. Body")),
        {"place", "texts"},
    ),
    "animated.png": (png(extra=chunk(b"acTL", bytes(8))), set()),
    "laced.png": (png(9, 9, data=LACED, laced=1), set()),
    "plain.jpeg": (jpeg(), set()),
    "telephone.jpg": (photograph(gps=True, turned=6), {"place"}),
    "camera.jpg": (photograph(order=">"), {"camera"}),
    "comment.jpg": (jpeg(segment(0xFE, b"A. Body"), segment(0xED, b"Photoshop")), {"texts"}),
    "film-behind.jpg": (jpeg() + b"\0\0\0\x18ftypmp42" + bytes(40), {"more behind the picture"}),
    "mad-exif.jpg": (jpeg(segment(0xE1, b"Exif\0\0II*\0" + b"\xff" * 40)), {"camera"}),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_plain_words(name: str) -> None:
    content, says = REFUSED[name]
    with pytest.raises(ProblemsFound) as found:
        look_through(content=content, name=name)
    assert says in str(found.value)
    assert all(problem.file and problem.do for problem in found.value.problems)
    assert all(character.isprintable() or character == "\n" for character in str(found.value))


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_that_does_nothing_is_taken_and_what_it_carries_is_told(name: str) -> None:
    content, inside = TAKEN[name]
    checked = look_through(content=content, name=name)
    assert set(checked.found_inside) == inside
    if checked.kind.ending not in ("png", "jpg"):
        assert checked.content == content
    for trace in (b"A. Body", b"Invented", b"Exif\0\0II", b"Photoshop", b"ftyp"):
        if checked.kind.ending in ("png", "jpg"):
            assert trace not in checked.content


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(TAKEN) > 100


@pytest.mark.parametrize("kind", ["docx", "pdf", "png", "jpg", "odt"])
def test_a_file_broken_anywhere_breaks_nothing(kind: str) -> None:
    """Bytes changed, taken out and put in at steady places: read, or refused; never anything else."""
    from touchstone.web.files.allowed import ALLOWED
    from touchstone.web.files.kinds import KINDS

    whole = {"docx": docx(), "pdf": pdf(), "png": png(), "jpg": photograph(gps=True), "odt": odt()}[kind]
    function = ALLOWED[KINDS[kind].inspected_by]
    outcomes = set()
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        for broken in (
            whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :],
            whole[:place] + whole[place + 3 :],
            whole[:place] + b"\xff\xd8\0\xff" + whole[place:],
            whole[:place],
        ):
            try:
                function(broken, {"kind": kind, "file": f"x.{kind}"})
                outcomes.add("read")
            except ProblemsFound as found:
                outcomes.add("refused" if found.problems else "refused without a word")
    assert outcomes <= {"read", "refused"}
    assert "refused" in outcomes


def test_the_parts_of_the_factories_are_what_real_programs_read() -> None:
    """Other people's readers, which are in the tests alone, open what these tests call whole."""
    from io import BytesIO

    import docx as word
    import pypdf
    from PIL import Image

    assert word.Document(BytesIO(docx())).paragraphs[0].text == "Words"
    assert len(pypdf.PdfReader(BytesIO(pdf())).pages) == 1
    for content in (png(), png(9, 9, data=LACED, laced=1), photograph(gps=True)):
        Image.open(BytesIO(content)).load()
