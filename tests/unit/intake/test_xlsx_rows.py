"""XLSX: values as they were meant, formulas named, macros and tricks refused; checked against another reader."""

import datetime
import unicodedata
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.factories.spreadsheets import inline, sheet_xml, xlsx, xlsx_parts, zipped
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.tables import read_table

HEADING = ["reference", "kind"]


def column(data: bytes) -> list[str]:
    return [row.cells["kind"] for row in read_table(data, file="c.xlsx", wanted=HEADING).rows]


def told(data: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        column(data)
    places = [f"{problem.row or ''} {problem.column}".strip() for problem in found.value.problems if problem.do]
    return [
        f"{place}: {each.what}".removeprefix(": ") for place, each in zip(places, found.value.problems, strict=True)
    ]


def with_cells(*cells: str) -> bytes:
    return xlsx([HEADING, *[[f"A{n}", cell] for n, cell in enumerate(cells)]])


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("<c><v>7</v></c>", "7"),
        ("<c><v>7.0</v></c>", "7"),
        ("<c><v>1E3</v></c>", "1000"),
        ("<c><v>0.10000000000000001</v></c>", "0.1"),
        ("<c><v>1.5E-7</v></c>", "0.00000015"),
        ("<c><v>-3.25</v></c>", "-3.25"),
        ("<c><v>123456789012345</v></c>", "123456789012345"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="b"><v>0</v></c>', "FALSE"),
        ('<c t="str"><v>007</v></c>', "007"),
        ('<c t="d"><v>2022-12-05T00:00:00</v></c>', "2022-12-05"),
        (
            '<c t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></is></c>',
            "two runs",
        ),
        ('<c t="str"><v>line_x000D__x000A_two _x005F_x000D_</v></c>', "line\ntwo _x000D_"),
    ],
)
def test_what_a_cell_means(cell: str, meant: str) -> None:
    assert column(with_cells(cell)) == [meant]


def test_styles_make_dates_of_numbers_and_keep_leading_zeros() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0000000"/>'
        '<numFmt numFmtId="171" formatCode="[$-809]dd\\ mmmm\\ yyyy"/>'
        '<numFmt numFmtId="172" formatCode="&quot;days&quot; 0"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        + "".join(["<cellXfs>", *(f'<xf numFmtId="{number}"/>' for number in (0, 14, 170, 171, 172)), "</cellXfs>"])
    )
    cells = [
        f'<c s="{style}"><v>{value}</v></c>'
        for style, value in [(0, 44900), (1, 44900), (2, 1234), (3, "44900.5"), (4, 9)]
    ]
    data = zipped(xlsx_parts(sheet_xml([HEADING, *[["A", cell] for cell in cells]]), styles=styles))
    assert column(data) == ["44900", "2022-12-05", "0001234", "2022-12-05T12:00:00", "9"]


@pytest.mark.parametrize("value", ["60", "0", "-1", "2958466", "x", "1e400"])
def test_a_day_that_no_calendar_has_is_told(value: str) -> None:
    sheet = sheet_xml([HEADING, ["A", f'<c s="0"><v>{value}</v></c>']])
    data = zipped(xlsx_parts(sheet, styles='<cellXfs><xf numFmtId="14"/></cellXfs>'))
    assert told(data) == [f"2 kind: The number '{value}' in the cell B2 is not a date."]


def test_a_text_in_a_cell_for_numbers_is_told() -> None:
    assert told(with_cells("<c><v>seven</v></c>")) == ["2 kind: The number 'seven' in the cell B2 is not a number."]


def test_too_many_cells_are_told() -> None:
    wide = "".join('<c t="b"><v>1</v></c>' for _ in range(100))
    sheet = f"<sheetData>{''.join(f'<row>{wide}</row>' for _ in range(5_001))}</sheetData>"
    parts = xlsx_parts(sheet)
    with pytest.raises(ProblemsFound) as found:
        column(zipped(parts, packed=False))
    assert "2,000,000 tags" in str(found.value) or "500,000 cells" in str(found.value)


def test_days_may_be_counted_from_1904() -> None:
    parts = xlsx_parts(
        sheet_xml([HEADING, ["A", '<c s="0"><v>43438</v></c>']]), styles='<cellXfs><xf numFmtId="14"/></cellXfs>'
    )
    book = str(parts["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert column(zipped({**parts, "xl/workbook.xml": book})) == ["2022-12-05"]


def test_shared_texts_are_looked_up() -> None:
    shared = "<si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>spoken</t></rPh></si>"
    rows = sheet_xml([HEADING, ["A", '<c t="s"><v>1</v></c>'], ["B", '<c t="s"><v>0</v></c>']])
    assert column(zipped(xlsx_parts(rows, shared=shared))) == ["two", "one"]
    missing = sheet_xml([HEADING, ["A", '<c t="s"><v>2</v></c>']])
    assert "a text that is not there" in told(zipped(xlsx_parts(missing, shared=shared)))[0]


def test_every_formula_is_named_with_its_cell() -> None:
    cells = [
        "<c><f>1+1</f><v>2</v></c>",
        "<c><f>A1</f></c>",
        '<c t="str"><f>"x"</f><v>x</v></c>',
        "<c><f/><v>2</v></c>",
    ]
    assert told(with_cells(*cells)) == [
        f"{row} kind: The cell B{row} holds a formula; only its writer's spreadsheet knows what it gives."
        for row in (2, 3, 4, 5)
    ]


def test_a_formula_cannot_hide_behind_a_prefix() -> None:
    parts = xlsx_parts("")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = '<z:row><z:c t="str"><z:f>1</z:f><z:v>x</z:v></z:c></z:row>'
    hidden = f'<z:worksheet xmlns:z="{main}"><z:sheetData>{rows}</z:sheetData></z:worksheet>'
    assert "holds a formula" in told(zipped({**parts, "xl/worksheets/sheet1.xml": hidden}))[0]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('<c t="e"><v>#REF!</v></c>', "2 kind: The cell B2 shows the error '#REF!'."),
        (
            "<c><v>1234567890123456</v></c>",
            "2 kind: The number '1234567890123456' in the cell B2 has more than 15 digits",
        ),
        ("<c><v>nan</v></c>", "2 kind: The number 'nan' in the cell B2 is not a number."),
        ("<c><v>1e-300</v></c>", "2 kind: The number '1e-300' in the cell B2 has too many places."),
        ('<c r="B9" t="str"><v>x</v></c>', "2: The cell address 'B9' is wrong or out of order."),
        ('<c r="A2" t="str"><v>x</v></c>', "2: The cell address 'A2' is wrong or out of order."),
        ('<c r="ZZZZZZZ2" t="str"><v>x</v></c>', "2: The cell address 'ZZZZZZZ2' is wrong"),
        ('<c r="é2" t="str"><v>x</v></c>', "2: The cell address 'é2' is wrong"),
    ],
)
def test_a_wrong_cell_is_told(cell: str, message: str) -> None:
    assert told(with_cells(cell))[0].startswith(message)


def test_merged_cells_are_told() -> None:
    sheet = sheet_xml([HEADING, ["A1", "x"], ["A2", ""]]) + '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
    assert told(zipped(xlsx_parts(sheet))) == ["The cells 'B2:B3' are merged."]


def test_rows_out_of_order_are_told() -> None:
    sheet = f'<sheetData><row r="2"><c{inline("reference")}</row><row r="1"><c{inline("kind")}</row></sheetData>'
    assert told(zipped(xlsx_parts(sheet))) == ["2: The rows of the sheet are out of order."]


def test_one_sheet_is_read_wherever_it_lies_and_two_are_refused() -> None:
    rows, blank = sheet_xml([HEADING, ["A1", "x"]]), sheet_xml([["", ""]])
    assert column(zipped(xlsx_parts(rows, blank))) == ["x"]
    assert column(zipped(xlsx_parts(blank, blank, rows))) == ["x"]
    assert told(zipped(xlsx_parts(rows, rows))) == ["2 sheets hold something: 'Sheet1', 'Sheet2'."]


def test_a_lying_dimension_is_not_believed() -> None:
    sheet = '<dimension ref="A1:XFD1048576"/>' + sheet_xml([HEADING, ["A1", "x"]])
    assert column(zipped(xlsx_parts(sheet))) == ["x"]


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    parts = xlsx_parts(sheet_xml([HEADING, ["A1", "x"]]))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "declares a document type" in told(zipped({**parts, part: bomb + str(parts[part])}))[0]


def test_macros_and_other_kinds_of_workbook_are_refused() -> None:
    plain = xlsx_parts(sheet_xml([HEADING, ["A1", "x"]]))
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert told(zipped(xlsx_parts("", book_kind=macro))) == ["The workbook holds macros."]
    assert told(zipped({**plain, "xl/vbaProject.bin": b"x"})) == ["The workbook holds macros."]
    assert told(zipped(xlsx_parts("", book_kind="application/vnd.ms-excel.template"))) == [
        "The file is not an XLSX workbook."
    ]
    assert told(zipped({"word/document.xml": "<x/>"})) == ["The file is an archive but no XLSX workbook."]
    odd = str(plain["xl/_rels/workbook.xml.rels"]).replace("/worksheet", "/xlMacrosheet", 1)
    assert told(zipped({**plain, "xl/_rels/workbook.xml.rels": odd})) == [
        "The sheet 'Sheet1' is not a plain worksheet."
    ]


def test_damaged_xml_and_missing_parts_are_told() -> None:
    plain = xlsx_parts(sheet_xml([HEADING, ["A1", "x"]]))
    assert "is not well-formed XML" in told(zipped({**plain, "xl/worksheets/sheet1.xml": "<worksheet><row>"}))[0]
    del plain["xl/worksheets/sheet1.xml"]
    assert told(zipped(plain)) == ["The part 'xl/worksheets/sheet1.xml' is missing."]


def test_a_tag_without_end_is_refused_early() -> None:
    plain = xlsx_parts(sheet_xml([HEADING]))
    endless = '<worksheet junk="' + "".join(f"{n:x}" for n in range(400_000))
    assert "has a tag of more than 1,000,000 bytes" in told(zipped({**plain, "xl/worksheets/sheet1.xml": endless}))[0]


def test_a_cell_without_end_costs_no_memory_and_is_refused() -> None:
    text = "".join(f"{n:06x}" for n in range(300_000))
    assert told(with_cells(f'<c t="str"><v>{text}</v></c>'))[0].startswith("2 kind: It is ")


# What another reader makes of a workbook that a third program wrote.
values = st.one_of(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zs", "Zl", "Zp")), min_size=1, max_size=10
    ),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
    st.dates(datetime.date(1900, 3, 2), datetime.date(2100, 1, 1)),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(values, min_size=1, max_size=6))
def test_another_reader_sees_the_same(cells: list[object]) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADING)
        for row, value in enumerate(cells, start=1):
            sheet.write_string(row, 0, f"A{row}")
            if isinstance(value, datetime.date):
                sheet.write_datetime(row, 1, datetime.datetime.combine(value, datetime.time()), day)
            elif isinstance(value, str):
                sheet.write_string(row, 1, value)
            else:
                sheet.write(row, 1, value)
    other = [
        row[1] for row in CalamineWorkbook.from_filelike(BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()
    ][1:]
    ours = column(out.getvalue())
    for mine, theirs in zip(ours, other, strict=True):
        if isinstance(theirs, bool):
            assert mine == str(theirs).upper()
        elif isinstance(theirs, float):
            assert float(mine) == theirs
            assert "e" not in mine.lower()
        elif isinstance(theirs, datetime.date):
            assert mine == theirs.isoformat()[:10]
        else:
            assert mine == unicodedata.normalize("NFC", str(theirs)).strip()
