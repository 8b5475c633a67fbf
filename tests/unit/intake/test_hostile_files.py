"""A corpus of hostile files, made here: each is read for what it is or refused in plain words, quickly and small."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories.spreadsheets import ods, ods_parts, raw_zip, sheet_xml, table_xml, xlsx, xlsx_parts, zipped
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.tables import read_table

ROOT = Path(__file__).resolve().parents[3]
ROWS = [["reference", "kind"], ["A1", "x"]]
GOOD = xlsx_parts(sheet_xml(ROWS))
CSV = b"reference,kind\nA1,x\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
MOST_SECONDS, MOST_MEGABYTES = 10, 300


def with_part(name: str, content: str | bytes) -> bytes:
    return zipped({**GOOD, name: content})


def many(parts: int) -> bytes:
    return zipped({**GOOD, **{f"xl/worksheets/sheet{n}.xml": "<x/>" for n in range(10, 10 + parts)}})


def noise(count: int) -> str:
    """Text that does not pack well, so that it is not refused for its ratio alone."""
    value, pieces = 1, []
    for _ in range(count):
        value = value * 6364136223846793005 + 1442695040888963407 & 0xFFFFFFFFFFFFFFFF
        pieces.append(f"{value >> 20:x}")
    return " ".join(pieces)


def repeated(way: str, times: int, text: str) -> str:
    told = f'table:number-{way}-repeated="{times}" office:value-type="string"'
    return f"<table:table-cell {told}><text:p>{text}</text:p></table:table-cell>"


BLANK_ROWS = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(10))

# name of the file → (its bytes, what the refusal says; "" where it must be read as the one case A1)
HOSTILE: dict[str, tuple[bytes, str]] = {
    "zip-bomb.xlsx": (raw_zip([("[Content_Types].xml", bytes(50_000_000), {})]), "more than 100 times its size"),
    "declared-5-gb.xlsx": (
        raw_zip([(f"p{n}", b"x", {"size": 25_000_000, "packed": 300_000}) for n in range(200)]),
        "unpacks to 5,000,000,000 bytes",
    ),
    "overlapping.xlsx": (raw_zip([(f"p{n}", b"z" * 9_000, {}) for n in range(100)], share_first=True), "overlaps"),
    "lying-size.xlsx": (
        raw_zip([("[Content_Types].xml", noise(4_000).encode(), {"size": 100, "local_size": 100})]),
        "is not as long as it says",
    ),
    "nested.xlsx": (with_part("xl/embeddings/a.zip", zipped({"a": b"b"})), "is itself an archive"),
    "nested-unnamed.xlsx": (with_part("xl/media/image1.png", zipped({"a": b"b"})), "is itself an archive"),
    "traversal.xlsx": (with_part("../../etc/cron.d/x", "x"), "leads out of the archive"),
    "absolute.xlsx": (with_part("/etc/passwd", "x"), "leads out of the archive"),
    "symlink.xlsx": (raw_zip([("a", b"/etc/passwd", {"attributes": 0o120777 << 16})]), "is a link"),
    "same-name.xlsx": (with_part("XL/Workbook.xml", "<x/>"), "is there twice"),
    "many-parts.xlsx": (many(300), "at most 200 are allowed"),
    "encrypted-part.xlsx": (raw_zip([("a", b"x", {"flags": 1, "local_flags": 1})]), "password"),
    "password.xlsx": (OLE, "protected by a password"),
    "old.xls": (OLE, "cannot be read as a table"),
    "binary.xlsb": (zipped(dict(GOOD)), "cannot be read as a table"),
    "macros.xlsm": (zipped(dict(GOOD)), "cannot be read as a table"),
    "macros.xlsx": (with_part("xl/vbaProject.bin", b"\0"), "holds macros"),
    "no-ending": (CSV, "no ending"),
    "polyglot-front.xlsx": (b"GIF89a" + zipped(dict(GOOD)), "is not what its ending"),
    "polyglot-back.xlsx": (zipped(dict(GOOD)) + b"<script>alert(1)</script>", "something follows it"),
    "truncated.xlsx": (zipped(dict(GOOD))[:-30], "cut short"),
    "really-a-csv.xlsx": (CSV, "is not what its ending .xlsx says"),
    "really-ods.xlsx": (ods(ROWS), "no XLSX workbook"),
    "really-xlsx.ods": (zipped(dict(GOOD)), "is not an ODS spreadsheet"),
    "really-xlsx.csv": (zipped(dict(GOOD)), "a spreadsheet or an archive"),
    "really-pdf.csv": (b"%PDF-1.7\n", "is a PDF"),
    "really-html.csv": (b"<table><tr><td>reference</td></tr></table>", "a web page"),
    "really-a-program.csv": (b"MZ\x90\0", "is a program"),
    "entities.xlsx": (
        with_part("xl/worksheets/sheet1.xml", f"<!DOCTYPE x [{ENTITIES}]><worksheet>&e9;</worksheet>"),
        "declares a document type",
    ),
    "fetches-a-file.xlsx": (
        with_part("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        "declares a document type",
    ),
    "entities.ods": (
        zipped({**ods_parts(), "content.xml": f"<!DOCTYPE x [{ENTITIES}]><x>&e9;</x>"}),
        "declares a document type",
    ),
    "formula.xlsx": (xlsx([["reference", "kind"], ["A1", "<c><f>1+1</f><v>2</v></c>"]]), "B2 holds a formula"),
    "dde.xlsx": (xlsx([["reference", "kind"], ["A1", "<c><f>cmd|'/C calc'!A0</f></c>"]]), "B2 holds a formula"),
    "formula.csv": (CSV + b"=HYPERLINK(1),x\n", "row 3, reference: The cell holds a formula"),
    "formula-full-width.csv": (CSV + "＝1,x\n".encode(), "row 3, reference: The cell holds a formula"),
    "formula.ods": (
        ods([["reference", "kind"], ["A1", '<table:table-cell table:formula="of:=1"/>']]),
        "B2 holds a formula",
    ),
    "vast-dimension.xlsx": (zipped(xlsx_parts('<dimension ref="A1:XFD1048576"/>' + sheet_xml(ROWS))), ""),
    "last-cell.xlsx": (
        zipped(xlsx_parts('<sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>')),
        "more than 20,000 rows",
    ),
    "million-columns.ods": (
        ods([["reference", "kind"], [repeated("columns", 1_000_000, "x")]]),
        "more than 200 columns",
    ),
    "blank-tail.ods": (
        zipped(ods_parts(table_xml(ROWS) + BLANK_ROWS)),
        "",
    ),
    "hidden-sheet.xlsx": (
        zipped(
            {
                **(two := xlsx_parts(sheet_xml(ROWS), sheet_xml(ROWS))),
                "xl/workbook.xml": str(two["xl/workbook.xml"]).replace('sheetId="2"', 'sheetId="2" state="veryHidden"'),
            }
        ),
        "2 sheets hold something",
    ),
    "endless-tag.xlsx": (with_part("xl/workbook.xml", '<x a="' + noise(120_000)), "has a tag of more than"),
    "endless-cell.xlsx": (
        xlsx([["reference", "kind"], ["A1", f'<c t="str"><v>{noise(100_000)}</v></c>']]),
        "characters long",
    ),
    "deep-xml.xlsx": (with_part("xl/workbook.xml", "".join(f"<a{n}>" for n in range(50_000))), "not well-formed XML"),
    "utf16.csv": ("reference,kind\nA1,x\n".encode("utf-16"), ""),
    "utf16-unmarked.csv": ("reference,kind\nA1,x\n".encode("utf-16-le"), "NUL character"),
    "cp1252.csv": (CSV + "A2,café\n".encode("cp1252"), "row 3: The byte 0xe9 is not UTF-8"),
    "shift-jis.csv": (CSV + "A2,日本\n".encode("shift-jis"), "is not UTF-8"),
    "unclosed-quote.csv": (CSV + b'A2,"x\n' + b"A3,x\n" * 1_000, "row 3: A text in this row begins"),
    "long-field.csv": (CSV + b"A2," + b"x" * 131_073 + b"\n", "longer than 131,072 characters"),
    "long-heading.csv": (b"x" * 20_000 + b",kind\n", "20,000 characters long"),
    "million-columns.csv": (b"reference,kind" + b"," * 1_000_000 + b"far\n", "more than 200 columns"),
    "million-blank-columns.csv": (b"reference,kind" + b"," * 1_000_000 + b"\nA1,x" + b"," * 1_000_000 + b"\n", ""),
    "many-rows.csv": (CSV + b"A1,x\n" * 30_000, "more than 20,000 rows"),
    "nul.csv": (CSV + b"A\0,x\n", "row 3, reference: It holds the NUL character"),
    "escape.csv": (CSV + b"A\x1b[2J,x\n", "control character"),
    "bidi.csv": (b"reference,kind\nA\xe2\x80\xae1,x\n", ""),
    "surrogate.csv": (CSV + b"A\xed\xa0\xbd,x\n", "is not UTF-8"),
    "combining-storm.csv": (CSV + ("a" + "\u0301\u0316" * 4_000 + ",x\n").encode(), "accents are stacked"),
    "same-heading.csv": (b"reference,kind,Reference\nA1,x,A2\n", "is there twice"),
    "only-blanks.csv": (b" \n\t\n\xef\xbb\xbf\n", "'reference' is missing"),
    "empty.csv": (b"", "The file is empty"),
    "mixed-line-ends.csv": (b"reference,kind\r\nA1,x\r\r\n\n", ""),
}  # fmt: skip


def read(name: str, data: bytes) -> list[tuple[str, str]]:
    sheet = read_table(data, file=name, wanted=("reference", "kind"))
    return [(row.cells["reference"], row.cells["kind"]) for row in sheet.rows]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_for_what_it_is_or_refused(name: str) -> None:
    data, told = HOSTILE[name]
    if not told:
        assert read(name, data) == [("A1", "x")]
        return
    with pytest.raises(ProblemsFound) as found:
        read(name, data)
    assert told in str(found.value)
    assert all(problem.file == name and problem.do for problem in found.value.problems)
    assert all(character.isprintable() or character == "\n" for character in str(found.value))


# The largest that get past the first look, built to cost as much as they can.
COLUMNS = [f"h{n}" for n in range(24)]


def full_sheet() -> bytes:
    texts = iter(noise(20_000 * len(COLUMNS)).split())
    rows = [COLUMNS, *([next(texts) for _ in COLUMNS] for _ in range(20_000))]
    cells = ("".join(f'<c t="str"><v>{text}</v></c>' for text in row) for row in rows)
    return zipped(xlsx_parts(f"<sheetData><row>{'</row><row>'.join(cells)}</row></sheetData>"))


def blank_rows() -> bytes:
    rows = "".join(f'<row r="{n}"/>' for n in range(1, 3_000_000))
    return zipped(xlsx_parts(f"<sheetData>{rows}</sheetData>"))


def shared_texts() -> bytes:
    return zipped(xlsx_parts(sheet_xml(ROWS), shared="".join(f"<si><t>{n:x}</t></si>" for n in range(480_000))))


def blank_cells() -> bytes:
    row = "<table:table-row>" + "<table:table-cell/>" * 50 + "<!-- {} --></table:table-row>"
    return zipped(ods_parts("".join(row.format(piece) for piece in noise(60_000).split())))


def blank_lines() -> bytes:
    return CSV + b"\n" * 19_000_000


HEAVY: dict[str, Callable[[], bytes]] = {
    "full-sheet.xlsx": full_sheet,
    "blank-rows.xlsx": blank_rows,
    "shared-texts.xlsx": shared_texts,
    "blank-cells.ods": blank_cells,
    "blank-lines.csv": blank_lines,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_the_heaviest_files_stay_within_time_and_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(HEAVY[name]())
    program = """
import sys, time
from pathlib import Path
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.tables import read_table
started = time.process_time()
try:
    read_table(Path(sys.argv[1]).read_bytes(), file=sys.argv[1], wanted=sys.argv[2:])
except ProblemsFound as found:
    assert found.problems
spent = time.process_time() - started
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(spent, int(peak) // 1024)
"""
    words = [sys.executable, "-c", program, str(file), *(COLUMNS if name == "full-sheet.xlsx" else ROWS[0])]
    spent, megabytes = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert float(spent) < MOST_SECONDS
    assert int(megabytes) < MOST_MEGABYTES
