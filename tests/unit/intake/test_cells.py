"""Cells: nothing that goes out can be run, and what comes back is what went out."""

import csv
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.intake.cells import is_date, plain_cell, safe_cell

RUNS = ["=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
UNSEEN = [
    "",
    " ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u2060",
    "\u00ad",
    "\u034f",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\x01",
    "  \u200b ",
]

# Texts made mostly of what matters here: signs, apostrophes and unseen characters.
spiked = st.lists(st.sampled_from([*RUNS, *UNSEEN, "'", "a", "1"]), max_size=8).map("".join)
anything = st.text(st.characters(max_codepoint=sys.maxunicode), max_size=30)


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("sign", RUNS)
def test_every_start_of_a_formula_is_disarmed(unseen: str, sign: str) -> None:
    assert safe_cell(unseen + sign + "1+1") == "'" + unseen + sign + "1+1"


@pytest.mark.parametrize(
    "text", ["", "A-104", "yes", "5 = 5", "'quoted'", "‘=’", "née", "10%", "a\t=b", "Über-mann", "–dash", "(=1)"]
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text


@given(spiked | anything)
def test_the_way_back_is_exact(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(spiked | anything)
def test_nothing_that_goes_out_starts_a_formula(text: str) -> None:
    cell = safe_cell(text)
    seen = cell.lstrip("".join({*UNSEEN} - {""}))
    assert not seen.startswith(tuple("=+-@|%＝＋－＠"))


@given(st.lists(spiked.filter(lambda text: "\0" not in text), min_size=2, max_size=5))
def test_a_row_comes_back_from_a_csv_file(row: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([safe_cell(text) for text in row])
    [back] = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert [plain_cell(cell) for cell in back] == row


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-06", True),
        ("06/10/2025", True),
        ("6/1/2025", True),
        ("2025/00417/2", False),
        ("14-32-2025", False),
        ("L-01", False),
        ("2025-10", False),
        ("2.1.1", False),
        ("", False),
    ],
)
def test_a_day_is_known_as_spreadsheets_show_it_and_references_are_not(text: str, expected: bool) -> None:
    assert is_date(text) is expected
