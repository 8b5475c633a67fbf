"""ODS: values as they were meant, repeats within limits, formulas named; checked against another reader."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.factories.spreadsheets import ods, ods_parts, table_xml, zipped
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.tables import read_table

HEADING = ["reference", "kind"]


def column(data: bytes) -> list[str]:
    return [row.cells["kind"] for row in read_table(data, file="c.ods", wanted=HEADING).rows]


def told(data: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        column(data)
    places = [f"{problem.row or ''} {problem.column}".strip() for problem in found.value.problems if problem.do]
    return [
        f"{place}: {each.what}".removeprefix(": ") for place, each in zip(places, found.value.problems, strict=True)
    ]


def cell(kind: str, value: str = "", seen: str = "", **more: str) -> str:
    name = {"date": "date-value", "boolean": "boolean-value", "time": "time-value", "string": "string-value"}.get(
        kind, "value"
    )
    attributes = "".join(f' table:{key.replace("_", "-")}="{text}"' for key, text in more.items())
    stated = f' office:{name}="{value}"' if value else ""
    inside = f"<text:p>{seen}</text:p>" if seen else ""
    return f'<table:table-cell office:value-type="{kind}"{stated}{attributes}>{inside}</table:table-cell>'


@pytest.mark.parametrize(
    ("xml", "meant"),
    [
        (cell("float", "7", "7"), "7"),
        (cell("float", "1234", "0001234"), "0001234"),
        (cell("float", "1234", "1,234"), "1234"),
        (cell("float", "0.1", "0.10"), "0.1"),
        (cell("percentage", "0.5", "50%"), "0.5"),
        (cell("date", "2022-12-05", "05/12/22"), "2022-12-05"),
        (cell("date", "2022-12-05T00:00:00", "05/12/22"), "2022-12-05"),
        (cell("boolean", "true", "TRUE"), "TRUE"),
        (cell("time", "PT12H30M", "12:30"), "PT12H30M"),
        (cell("string", "", "a<text:s text:c='2'/>b<text:tab/>c"), "a  b\tc"),
        (cell("string", "", "one</text:p><text:p>two<text:line-break/>three"), "one\ntwo\nthree"),
        (cell("string", "stated"), "stated"),
        (cell("string", "", "a<text:span>b<text:a>c</text:a></text:span>"), "abc"),
        (
            '<table:table-cell office:value-type="string">'
            "<office:annotation><text:p>a comment</text:p></office:annotation>"
            "<text:p>x<office:annotation><text:p>another</text:p></office:annotation>y</text:p></table:table-cell>",
            "xy",
        ),
    ],
)
def test_what_a_cell_means(xml: str, meant: str) -> None:
    assert column(ods([HEADING, ["A1", xml]])) == [meant]


def test_every_formula_is_named_with_its_cell() -> None:
    formula = cell("float", "2", "2", formula="of:=1+1")
    assert told(ods([HEADING, ["A1", formula], ["A2", formula]])) == [
        f"{row} kind: The cell B{row} holds a formula; only its writer's spreadsheet knows what it gives."
        for row in (2, 3)
    ]


def test_repeats_are_counted_and_blank_ones_cost_nothing() -> None:
    table = (
        table_xml([HEADING])
        + '<table:table-row table:number-rows-repeated="3">'
        + '<table:table-cell table:number-columns-repeated="2"/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="2">'
        + cell("string", "", "x", number_columns_repeated="2")
        + '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    rows = read_table(zipped(ods_parts(table)), file="c.ods", wanted=HEADING).rows
    assert [(row.number, row.cells["reference"], row.cells["kind"]) for row in rows] == [(5, "x", "x"), (6, "x", "x")]


@pytest.mark.parametrize(("way", "message"), [("rows", "more than 20,000 rows"), ("columns", "more than 200 columns")])
def test_a_repeated_value_beyond_the_limits_is_told(way: str, message: str) -> None:
    repeat = f'table:number-{way}-repeated="1048576"'
    on_row, on_cell = (repeat, "") if way == "rows" else ("", repeat)
    text = f'<table:table-cell {on_cell} office:value-type="string"><text:p>x</text:p></table:table-cell>'
    table = table_xml([HEADING]) + f"<table:table-row {on_row}>{text}</table:table-row>"
    assert message in told(zipped(ods_parts(table)))[0]


def test_a_number_that_has_lost_digits_is_told() -> None:
    assert told(ods([HEADING, ["A1", cell("float", "1234567890123456")], ["A2", cell("float", "x")]])) == [
        "2 kind: The number '1234567890123456' in the cell B2 has more than 15 digits, "
        "and a spreadsheet keeps no more of a number.",
        "3 kind: The number 'x' in the cell B3 is not a number.",
    ]


def test_too_many_cells_are_told_before_they_are_kept() -> None:
    wide = cell("string", "", "x", number_columns_repeated="198")
    table = table_xml([HEADING]) + f'<table:table-row table:number-rows-repeated="3000">{wide}</table:table-row>'
    assert told(zipped(ods_parts(table))) == ["2: More than 500,000 cells hold something."]


def test_merged_cells_are_told() -> None:
    merged = cell("string", "", "x", number_rows_spanned="2")
    assert told(ods([HEADING, ["A1", merged]])) == ["2 kind: The cell B2 is merged with others."]


def test_one_sheet_is_read_wherever_it_lies_and_two_are_refused() -> None:
    rows = table_xml([HEADING, ["A1", "x"]])
    assert column(zipped(ods_parts(table_xml([[""]]), rows, table_xml([[""]])))) == ["x"]
    assert told(zipped(ods_parts(rows, rows))) == ["The sheets 'Sheet1' and 'Sheet2' both hold something."]


def test_other_kinds_macros_and_passwords_are_refused() -> None:
    parts = ods_parts(table_xml([HEADING]))
    text = "application/vnd.oasis.opendocument.text"
    assert told(zipped({**parts, "mimetype": text})) == ["The file is not an ODS spreadsheet."]
    assert told(zipped({**parts, "Basic/Standard/Module1.xml": "<x/>"})) == ["The spreadsheet holds macros."]
    manifest = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    locked = {**parts, "META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02\x03"}
    assert told(zipped(locked)) == ["The spreadsheet is protected by a password."]
    bomb = '<!DOCTYPE x [<!ENTITY a "a">]>' + str(parts["content.xml"])
    assert "declares a document type" in told(zipped({**parts, "content.xml": bomb}))[0]


def test_a_table_within_a_cell_is_refused() -> None:
    inner = f"<table:table-cell><table:table>{table_xml([['x']])}</table:table></table:table-cell>"
    assert told(ods([HEADING, ["A1", inner]])) == ["2 column B: The cell B2 holds a table of its own."]


def test_another_reader_sees_the_same() -> None:
    data = ods(
        [HEADING, ["A1", cell("float", "12.5", "12.50")], ["A2", "née\u00a0x"], ["A3", cell("date", "2022-12-05")]]
    )
    other = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [str(row[1]) for row in other[1:]] == column(data)
