"""More than sixty lists as services get them wrong: each is refused, by row and column, with what to do about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.spreadsheets import inline, ods, ods_parts, sheet_xml, table_xml, xlsx, xlsx_parts, zipped
from touchstone.sampling.eligibility import Window
from touchstone.sampling.frame import read_frame
from touchstone.standards.loading import load_framework
from touchstone.web.samples.reading import DryRun, look
from touchstone.web.samples.rules import Rules

FRAMEWORK = load_framework("hmip-youth-2021")
WINDOW = Rules(Window("2026-01-01", "2026-10-01"))
HEAD = "reference,kind,started,ended\n"
GOOD = "A1,Community sentence,2026-02-01,\n"
CELLS = [["reference", "kind", "started"], ["A1", "Community sentence", "2026-02-01"]]


def looked(content: bytes | str, kind: str = "csv", dates: str = "iso") -> DryRun:
    """The dry run of a list, without a database and without a child."""
    raw = content.encode() if isinstance(content, str) else content
    return look(raw, kind=kind, dates=dates, framework=FRAMEWORK, rules=WINDOW, names=("north-fell", "North Fell"),
                reader=read_frame)  # fmt: skip


def test_a_good_list_passes_in_every_form() -> None:
    for content, kind in ((HEAD + GOOD, "csv"), (xlsx(CELLS), "xlsx"), (ods(CELLS), "ods")):
        found = looked(content, kind)
        assert found.problems == (), kind
        assert [group["eligible"] for group in found.groups] == [1, 0, 0]


# (what the list is, a part of what is said, the row, the column)
ROWS: list[tuple[str, str, int | None, str]] = [
    ("", "empty", None, ""),
    ("\n\n\n", "empty", None, ""),
    (HEAD, "holds no case", None, ""),
    ("A1,Community sentence,2026-02-01,\n", "is missing", 1, ""),
    ("kind,started\nCommunity sentence,2026-02-01\n", "'reference' is missing", 1, ""),
    ("reference,started\nA1,2026-02-01\n", "'kind' is missing", 1, ""),
    ("reference,kind\nA1,Community sentence\n", "'started' is missing", 1, ""),
    ("reference,kind,kind,started\n" + GOOD, "is there twice", 1, "kind"),
    ("reference,kind,started,hair colour\nA1,Community sentence,2026-02-01,red\n", "is not known", 1, "hair colour"),
    ("refrence,kind,started\nA1,Community sentence,2026-02-01\n", "is not known", 1, "refrence"),
    ("List of North Fell\nreference,kind,started\n" + GOOD, "The headings stand in row 2", 1, ""),
    *((f"reference,kind,started,{name}\nA1,Community sentence,2026-02-01,x\n", "looks as if it holds", 1, "")
      for name in ("Name", "Surname", "First name", "Child's name", "Initials", "DOB", "Date of Birth", "Birthday",
                   "Address", "Postcode", "Mobile phone", "Email", "NHS number", "UPN", "PNC")),
    (HEAD + ",Community sentence,2026-02-01,\n", "It is blank.", 2, "reference"),
    (HEAD + "Kim Example,Community sentence,2026-02-01,\n", "looks like a name", 2, "reference"),
    (HEAD + '"Example, K",Community sentence,2026-02-01,\n', "looks like a name", 2, "reference"),
    (HEAD + "KE 12/03/2011,Community sentence,2026-02-01,\n", "holds a date", 2, "reference"),
    (HEAD + "2011-03-12,Community sentence,2026-02-01,\n", "holds a date", 2, "reference"),
    (HEAD + "A" * 61 + ",Community sentence,2026-02-01,\n", "longer than 60", 2, "reference"),
    (HEAD + "A1,,2026-02-01,\n", "It is blank.", 2, "kind"),
    (HEAD + "A1,Community sentence,,\n", "It is blank.", 2, "started"),
    *((HEAD + f"A1,Community sentence,{day},\n", "is not a date", 2, "started")
      for day in ("01/02/2026", "1.2.2026", "2026-13-01", "2026-02-30", "20260201", "today", "02-2026", "26-02-01")),
    (HEAD + "A1,Community sentence,2026-02-01,unknown\n", "is not a date", 2, "ended"),
    (HEAD + "A1,Community sentence,2026-02-01,2026-01-01\n", "before it started", 2, "ended"),
    (HEAD + GOOD + "A1,Custodial sentence,2026-02-01,\n", "is also in row 2", 3, "reference"),
    (HEAD + GOOD + "a1,Community sentence,2026-02-02,\n", "is also in row 2", 3, "reference"),
    (HEAD + "=1+1,Community sentence,2026-02-01,\n", "formula", 2, "reference"),
    (HEAD + "A1,Community sentence,2026-02-01,,extra\n", "no heading", 2, ""),
    (HEAD + '"A1,Community sentence,2026-02-01,\n', "quot", None, ""),
    (HEAD + "A1\x07,Community sentence,2026-02-01,\n", "", 2, "reference"),
    (HEAD + '"A\t1",Community sentence,2026-02-01,\n', "tab", 2, "reference"),
    ("service," + HEAD + "South Mere," + GOOD, "row of another service", 2, "service"),
    ("service," + HEAD + "North Fell," + GOOD + "Sea," + GOOD.replace("A1", "A2"), "of another service", 3, "service"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "says", "row", "column"), ROWS)
def test_a_bad_list_is_refused_by_row_and_column(content: str, says: str, row: int | None, column: str) -> None:
    found = looked(content)
    assert found.frame is None
    told = [problem for problem in found.problems if says in problem.what]
    assert told, found.problems
    assert any(row in (None, problem.row) and column in ("", problem.column) for problem in told), told
    for problem in found.problems:
        assert problem.do
        assert problem.file == ""
        assert "--" not in problem.do, "words of the terminal have no place on a page"


DECLARED = xlsx_parts(sheet_xml(CELLS))
FILES: list[tuple[bytes, str, str]] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "csv", "old Excel workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "xlsx", "old Excel workbook"),
    (b"%PDF-1.7 reference,kind", "csv", "PDF"),
    (b"<html><table>", "csv", "web page"),
    (b"MZ\x90", "csv", "a program"),
    (b"PK\x03\x04 not an archive", "xlsx", ""),
    (xlsx(CELLS), "csv", "a spreadsheet or an archive"),
    (b"reference,kind\n", "xlsx", "not what its ending"),
    (xlsx(CELLS)[:-40], "xlsx", ""),
    (xlsx(CELLS), "ods", ""),
    (zipped({"mimetype": "nothing"}), "ods", ""),
    (zipped({**DECLARED, "xl/../../etc/passwd": "x"}), "xlsx", ""),
    (zipped({**DECLARED, "xl/vbaProject.bin": b"x"}), "xlsx", ""),
    (xlsx([*CELLS, ["A2", "Community sentence", '<c r="C3"><f>NOW()</f></c>']]), "xlsx", "formula"),
    (xlsx([*CELLS, ["A2", "Community sentence", '<c r="C3" t="e"><v>#REF!</v></c>']]), "xlsx", ""),
    (zipped(xlsx_parts("<sheetData/>")), "xlsx", "empty"),
    (zipped(ods_parts(table_xml([["reference"]]))), "ods", "is missing"),
    (zipped({**DECLARED, "xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}), "xlsx", ""),
    ((HEAD + GOOD).encode("utf-16-be"), "csv", ""),
    ((HEAD + "A£1,Community sentence,2026-02-01,\n").encode("cp1252"), "csv", ""),
    (b"reference,kind\n\x00\x00\x00", "csv", ""),
    ((HEAD + "A1,Community sentence,2026-02-01,\n" * 20_001).encode(), "csv", "20,000"),
    ((HEAD + "A1," + "x" * 10_001 + ",2026-02-01,\n").encode(), "csv", ""),
    ((",".join(["reference", *map(str, range(300))]) + "\n").encode(), "csv", ""),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind", "says"), FILES)
def test_what_is_no_list_at_all_is_refused_in_words(content: bytes, kind: str, says: str) -> None:
    found = looked(content, kind)
    assert found.frame is None
    assert found.problems
    assert any(says in problem.what for problem in found.problems), found.problems
    assert all(problem.do and len(problem.what) < 400 for problem in found.problems)


def test_there_are_more_than_sixty() -> None:
    assert len(ROWS) + len(FILES) > 60


def test_dates_are_read_as_they_were_declared_and_a_row_out_of_the_window_is_told() -> None:
    content = HEAD + "A1,Community sentence,3/4/2026,\nA2,Community sentence,01/11/2026,\nA3,Bail,01/02/2026,\n"
    found = looked(content, dates="day-first")
    assert found.problems == ()
    assert [each["row"] for each in found.not_eligible] == [3, 4]
    assert "after the window" in found.not_eligible[0]["why"]
    assert "does not inspect" in found.not_eligible[1]["why"]


def test_the_name_of_a_service_may_be_written_as_people_do() -> None:
    for name in ("North Fell", "north-fell", " NORTH  FELL ", ""):
        assert looked(f"service,{HEAD}{name},{GOOD}").problems == ()


def test_inline_texts_are_what_they_are() -> None:
    assert inline("=1").startswith(' t="inlineStr"')
    rows = [*CELLS, ["=A2", "Community sentence", "2026-02-01"]]
    assert looked(xlsx(rows), "xlsx").frame is not None, "a text that begins with a sign is a text in a spreadsheet"


cell = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)


@given(st.lists(st.tuples(cell, cell, cell), max_size=8))
def test_whatever_stands_in_the_cells_comes_out_as_a_list_or_as_problems(rows: list[tuple[str, ...]]) -> None:
    import csv
    import io

    out = io.StringIO(newline="")
    csv.writer(out).writerows([("reference", "kind", "started"), *rows])
    found = looked(out.getvalue())
    assert (found.frame is None) == bool(found.problems)
    if found.frame is not None and found.eligible is not None:
        assert len(found.eligible.cases) + len(found.not_eligible) == len(found.frame.rows)
