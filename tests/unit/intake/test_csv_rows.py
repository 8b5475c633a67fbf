"""CSV: encodings that are certain, quotes that close, rows as wide as the heading."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.intake.problems import ProblemsFound
from touchstone.intake.tables import read_table

TEXT = "reference,kind\nA1,caf\u00e9 \u00a35\n"


def references(data: bytes) -> list[str]:
    return [row.cells["reference"] for row in read_table(data, file="c.csv", wanted=("reference", "kind")).rows]


def told(data: bytes) -> str:
    with pytest.raises(ProblemsFound) as found:
        references(data)
    return "\n".join(f"{problem.row} {problem.column}: {problem.what} {problem.do}" for problem in found.value.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str) -> None:
    sheet = read_table(TEXT.encode(encoding), file="c.csv", wanted=("reference", "kind"))
    assert sheet.rows[0].cells["kind"] == "café £5"


def test_big_endian_utf16_with_its_mark() -> None:
    assert references(b"\xfe\xff" + TEXT.encode("utf-16-be")) == ["A1"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1250", "mac-roman"])
def test_other_encodings_are_not_guessed(encoding: str) -> None:
    message = told(TEXT.replace("\u00a3", "").encode(encoding))
    assert message.startswith("2 : The byte 0x")
    assert "near 'A1,caf" in message
    assert "CSV UTF-8" in message


def test_utf16_without_its_mark_utf32_and_half_a_character() -> None:
    assert "NUL" in told(TEXT.replace("\u00e9", "").replace("\u00a3", "").encode("utf-16-le"))
    assert "UTF-32" in told(TEXT.encode("utf-32"))
    assert "cut or damaged" in told(TEXT.encode("utf-16")[:-1])


def test_line_ends_may_be_mixed() -> None:
    assert references(b"reference,kind\r\nA1,x\nA2,x\rA3,x") == ["A1", "A2", "A3"]


def test_a_quoted_line_break_does_not_move_the_row_numbers() -> None:
    sheet = read_table(b'reference,kind\nA1,"two\nlines"\nA2,x\n', file="c.csv", wanted=("reference", "kind"))
    assert [(row.number, row.cells["kind"]) for row in sheet.rows] == [(2, "two\nlines"), (3, "x")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'reference,kind\nA1,x\nA2,"open\nA3,x\n', "3 : A text in this row begins with a quotation mark"),
        (b'reference,kind\nA2,"open\nA3,"x"\n', "2 : A quotation mark within a quoted text stands alone"),
        (b'reference,kind\nA1,"' + b"x" * 131_073 + b'"\n', "2 : A cell is longer than 131,072"),
        (b"reference,kind\nA1\n", "2 : The row has 1 cells; the heading has 2."),
        (b"reference,kind\nA1,x,y\n", "2 : The row has 3 cells; the heading has 2."),
        (b"reference;kind\nA1;x\n", "1 : The columns are parted by semicolons."),
        (b"reference\tkind\nA1\tx\n", "1 : The columns are parted by tabs."),
        (b"reference,kind\nA1,=1+1\n", "2 kind: The cell holds a formula, '=1+1'."),
        (b'reference,kind\n="001",x\n', "2 reference: The cell holds a formula"),
        (b"reference,kind\nA\x001,x\n", "2 reference: It holds the NUL character, U+0000 (character 2)."),
        (b"reference,kind\nA1,\x1b[31m\n", "2 kind: It holds a control character"),
    ],
)
def test_what_is_wrong_is_told_by_row(data: bytes, message: str) -> None:
    assert told(data).startswith(message)


def test_extra_blank_cells_do_no_harm() -> None:
    assert references(b"reference,kind\nA1,x,,\n,,,\n\nA2,x\n") == ["A1", "A2"]


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ProblemsFound):
        references(b"reference,kind\n" + data)
