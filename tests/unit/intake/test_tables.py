"""Tables: the same rows from CSV, XLSX and ODS; every problem by row and heading."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.spreadsheets import ods, ods_parts, sheet_xml, table_xml, xlsx, xlsx_parts, zipped
from touchstone.intake.cells import safe_cell
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.tables import Sheet, read_table

Writer = Callable[[list[list[str]]], bytes]


def csv_file(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[safe_cell(text) for text in row] for row in rows])
    return out.getvalue().encode()


WRITERS: dict[str, Writer] = {"csv": csv_file, "xlsx": xlsx, "ods": ods}
every_kind = pytest.mark.parametrize("kind", WRITERS)


def read(kind: str, data: bytes, *, optional: tuple[str, ...] = ("note",)) -> Sheet:
    return read_table(data, file=f"cases.{kind}", wanted=("reference", "kind"), optional=optional)


def told(kind: str, data: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read(kind, data)
    assert all(problem.file == f"cases.{kind}" and problem.do for problem in found.value.problems)
    return [
        ", ".join(filter(None, [problem.row and f"row {problem.row}", problem.column])) + f": {problem.what}"
        for problem in found.value.problems
    ]


@every_kind
def test_rows_keep_their_numbers_and_texts(kind: str) -> None:
    rows = [["Reference", " KIND ", "note"], ["007", "youth_caution", "x"], ["", "", ""], ["1E5", " community  ", ""]]
    sheet = read(kind, WRITERS[kind](rows))
    assert sheet.headings == ("reference", "kind", "note")
    assert [(row.number, dict(row.cells)) for row in sheet.rows] == [
        (2, {"reference": "007", "kind": "youth_caution", "note": "x"}),
        (4, {"reference": "1E5", "kind": "community", "note": ""}),
    ]


@every_kind
def test_headings_may_be_capitals_and_blanks_and_in_any_order(kind: str) -> None:
    sheet = read_table(
        WRITERS[kind]([["Risk of  serious HARM", "Reference"], ["high", "A1"]]),
        file=f"cases.{kind}",
        wanted=("reference", "risk_of_serious_harm"),
    )
    assert sheet.headings == ("risk_of_serious_harm", "reference")
    assert sheet.rows[0].cells["risk_of_serious_harm"] == "high"


@every_kind
def test_blank_rows_and_columns_around_the_table_are_passed_over(kind: str) -> None:
    rows = [
        ["", "", "", ""],
        ["", "reference", "kind", ""],
        ["", "A1", "x", ""],
        ["", " ", "\u200b", ""],
        ["", "", "", ""],
    ]
    [row] = read(kind, WRITERS[kind](rows)).rows
    assert (row.number, row.cells["reference"]) == (3, "A1")


@every_kind
def test_every_problem_of_the_heading_is_told_at_once(kind: str) -> None:
    problems = told(kind, WRITERS[kind]([["refrence", "Note", "note ", "colour"], ["A1", "", "", ""]]))
    assert problems == [
        "row 1, note: The heading 'note' is there twice.",
        "row 1, refrence: The heading 'refrence' is not known.",
        "row 1, colour: The heading 'colour' is not known.",
        "row 1: The column 'reference' is missing.",
        "row 1: The column 'kind' is missing.",
    ]


@every_kind
def test_a_nearly_right_heading_is_asked_about(kind: str) -> None:
    with pytest.raises(ProblemsFound, match="Did you mean 'reference'"):
        read(kind, WRITERS[kind]([["refrence", "kind"], ["A1", "x"]]))


@every_kind
def test_a_cell_below_no_heading_is_told_once(kind: str) -> None:
    rows = [["reference", "kind", ""], ["A1", "x", ""], ["A2", "x", "stray"], ["A3", "x", "stray"]]
    assert told(kind, WRITERS[kind](rows)) == ["row 3, column C: The column has no heading."]


@every_kind
def test_texts_pass_the_gateway(kind: str) -> None:
    rows = [["reference", "kind"], ["A\u202e1", "e\u0301"], ["A\u200b2", "\ufdd0"], ["A3", "x" * 10_001]]
    assert (
        told(kind, WRITERS[kind](rows))[-1] == "row 4, kind: It is 10,001 characters long; at most 10,000 can be kept."
    )
    sheet = read(kind, WRITERS[kind](rows[:2]))
    assert sheet.rows[0].cells == {"reference": "A1", "kind": "é"}


def test_rows_have_a_limit() -> None:
    rows = [["reference", "kind"]] + [[f"A{n}", "x"] for n in range(20_000)]
    assert len(read("csv", csv_file(rows)).rows) == 20_000
    beyond = "row 20002: There are more than 20,000 rows."
    assert told("csv", csv_file([*rows, ["one more", "x"]])) == [beyond]
    blank = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>'
    head, last = table_xml(rows[:1]), table_xml([["A1", "x"]])
    assert len(read("ods", zipped(ods_parts(head + blank.format(19_999) + last))).rows) == 1
    assert told("ods", zipped(ods_parts(head + blank.format(20_000) + last))) == [beyond]
    cell = '<row r="{}"><c t="str"><v>A1</v></c></row></sheetData>'
    first = sheet_xml(rows[:1]).removesuffix("</sheetData>")
    assert len(read("xlsx", zipped(xlsx_parts(first + cell.format(20_001)))).rows) == 1
    assert told("xlsx", zipped(xlsx_parts(first + cell.format(20_002)))) == [beyond]


@every_kind
def test_a_heading_that_became_a_date_is_not_told_to_go(kind: str) -> None:
    assert told(kind, WRITERS[kind]([["reference", "kind", "2001-01-02"], ["A", "x", "1"]])) == [
        "row 1, 2001-01-02: The heading '2001-01-02' is a date."
    ]


@every_kind
def test_a_title_above_the_headings_is_the_only_problem(kind: str) -> None:
    rows = [["Cases read in autumn"], [""], ["Reference", "Kind", "What is this?"], ["A", "x", "1"]]
    assert told(kind, WRITERS[kind](rows)) == [
        "row 1: The headings stand in row 3; above them is 'Cases read in autumn'."
    ]


def test_the_mark_of_an_open_workbook_is_told() -> None:
    with pytest.raises(ProblemsFound, match=r"only marks that the workbook is open.*: 'cases.xlsx'"):
        read_table(b"\x05Kim", file="~$cases.xlsx", wanted=("reference",))


def test_columns_have_a_limit() -> None:
    wide = [["reference", "kind", *[""] * 198, "far"], ["A1", "x", *[""] * 199]]
    assert told("csv", csv_file(wide)) == ["row 1: There are more than 200 columns."]
    assert told("ods", ods(wide)) == ["row 1: There are more than 200 columns."]
    cell = '<c r="GS2" t="str"><v>far</v></c>'
    assert told("xlsx", xlsx([["reference", "kind"], ["A1", "x", cell]])) == ["row 2: There are more than 200 columns."]


@every_kind
def test_an_empty_file_is_told(kind: str) -> None:
    assert told(kind, WRITERS[kind]([])) == [": The file is empty."]
    assert told(kind, WRITERS[kind]([["", ""], ["", ""]])) == [": The file is empty."]


def test_a_reason_may_be_given_for_a_heading_that_must_not_be_there() -> None:
    def refuse(heading: str) -> tuple[str, str] | None:
        return ("No names here.", "Delete the column.") if "name" in heading.lower() else None

    with pytest.raises(ProblemsFound, match=r"row 1, Full Name: No names here\. Delete the column\."):
        read_table(b"reference,Full Name\nA1,x\n", file="c.csv", wanted=["reference"], refuse=refuse)


def test_too_large_a_file_is_refused_unread() -> None:
    assert told("csv", b"x" * 20_000_001) == [": The file has 20,000,001 bytes; at most 20,000,000 are read."]


def test_a_million_lines_are_refused_though_they_be_blank() -> None:
    assert told("csv", b"reference,kind\n" + b"\n" * 1_048_576) == [
        "row 1048577: The file has more than 1,048,576 rows."
    ]


def test_a_thousand_problems_are_enough() -> None:
    problems = told("csv", b"reference,kind\n" + b"A1\n" * 5_000)
    assert len(problems) == 1_001
    assert problems[-1].endswith("There are more problems than can be listed.")


cell_texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co"), exclude_characters="<"), max_size=12
)


@settings(max_examples=60)
@given(st.lists(st.lists(cell_texts, min_size=2, max_size=2), min_size=1, max_size=5))
def test_every_kind_of_file_gives_the_same_texts(rows: list[list[str]]) -> None:
    whole = [["reference", "kind"], *rows]
    sheets = [read(kind, write(whole)) for kind, write in WRITERS.items()]
    assert sheets[0] == sheets[1] == sheets[2]


@settings(max_examples=60)
@given(st.lists(st.text("=+-@|%＝＠'\t\n ab\u200b", max_size=8), min_size=1, max_size=6))
def test_our_own_csv_comes_back_as_it_went_out(texts: list[str]) -> None:
    rows = [["reference", "note"], *[[f"A{n}", text] for n, text in enumerate(texts)]]
    sheet = read_table(csv_file(rows), file="c.csv", wanted=("reference", "note"))
    assert [row.cells["note"] for row in sheet.rows] == [text.replace("\u200b", "").strip() for text in texts]
