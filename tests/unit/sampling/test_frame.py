"""The service's list: every problem by row, nothing that says who a child is, and one hash whatever its shape."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.framework import framework, sample_group
from tests.factories.spreadsheets import ods, xlsx
from touchstone.intake.problems import ProblemsFound
from touchstone.sampling.frame import Frame, frame_columns, list_bytes, list_hash, read_frame, refuse_personal

FRAMEWORK = framework()
GOOD = """reference,kind,sex,started,ended
A-104,Community sentence,F,2022-01-03,
A-105,custodial_sentence,M,2022-02-01,2022-03-01
"""


def read(text: str, **more: str) -> Frame:
    return read_frame(text.encode(), file="list.csv", framework=FRAMEWORK, **more)


def told(text: str, **more: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read(text, **more)
    assert all(problem.do for problem in found.value.problems)
    return [f"{problem.row or ''} {problem.column}: {problem.what}".lstrip() for problem in found.value.problems]


def test_a_good_list() -> None:
    frame = read(GOOD)
    assert frame.columns == ("ended", "kind", "reference", "sex", "started")
    assert [(row.number, row["reference"], row["ended"], row["group"]) for row in frame.rows] == [
        (2, "A-104", "", ""),
        (3, "A-105", "2022-03-01", ""),
    ]


def test_the_columns_come_from_the_framework() -> None:
    assert frame_columns(FRAMEWORK) == ("reference", "group", "kind", "started", "ended", "sex", "service")
    other = framework(sample_group(strata=("kind", "ethnicity", "risk_of_serious_harm")))
    assert frame_columns(other)[5:] == ("ethnicity", "risk_of_serious_harm", "service")


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Name",
            "Child's name",
            "Child’s Name",
            "Full_Name",
            "Surname",
            "FORENAME",
            "first name",
            "ClientName",
            "Initials",
        ),
        *("DOB", "D.O.B.", "Date of Birth", "birth date", "Birthday"),
        *("Address", "Post code address", "Home Postcode", "Mobile", "E-mail", "NHS number", "UPN", "PNC ID"),
    ],
)
def test_a_column_that_says_who_a_child_is_is_refused_with_the_reason(heading: str) -> None:
    assert refuse_personal(heading)
    [only] = told(f'reference,kind,"{heading}"\nA1,Community sentence,x\n')
    assert "looks as if it holds" in only


@pytest.mark.parametrize(
    "heading", ["reference", "kind", "sex", "ethnicity", "risk of serious harm", "care status", "started"]
)
def test_other_columns_are_not_taken_for_names(heading: str) -> None:
    assert refuse_personal(heading) is None


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("", "It is blank."),
        ("x1" * 31, "longer than 60 characters"),
        ("John Smith", "looks like a name"),
        ('"Smith, J"', "looks like a name"),
        ("Anne-Marie O'Neill", "looks like a name"),
        ("12/03/2009", "holds a date"),
        ("2009-03-12", "holds a date"),
        ("JS 12.03.2009", "holds a date"),
        ("JS_2009_03_12", "holds a date"),
        ('"A\t1"', "holds a tab or line break"),
    ],
)
def test_a_reference_that_cannot_be_kept(reference: str, message: str) -> None:
    assert message in told(f"reference,kind\n{reference},Community sentence\n")[0]


@pytest.mark.parametrize(
    "reference", ["A-104", "YJ/2022/0031", "0001234", "Case A", "ab", "22-10-1234", "BY 2022 14", "Ζ-9", "31.12.99"]
)
def test_a_reference_that_can(reference: str) -> None:
    assert read(f"reference,kind\n{reference},Community sentence\n").rows[0]["reference"] == reference


def test_every_problem_is_told_by_row() -> None:
    text = (
        "reference,kind,started,ended\n"
        "A1,,2022-13-01,\n"
        "A2,Community sentence,03/04/2022,2022-01-01\n"
        ",Community sentence,2022-02-02,2022-02-01\n"
        "A4,Community sentence,2022-W01-1,20220101\n"
        "A5,Community sentence,2022-01-01,\n"
        "a5,Community sentence,2022-01-02,\n"
    )
    assert told(text) == [
        "2 kind: It is blank.",
        "2 started: '2022-13-01' is not a date written like 2022-12-31.",
        "3 started: '03/04/2022' is not a date written like 2022-12-31.",
        "4 reference: It is blank.",
        "4 ended: It ended (2022-02-01) before it started (2022-02-02).",
        "5 started: '2022-W01-1' is not a date written like 2022-12-31.",
        "5 ended: '20220101' is not a date written like 2022-12-31.",
        "7 reference: The reference 'a5' is also in row 6, with other details.",
    ]


def test_a_list_without_cases_kind_or_reference() -> None:
    assert told("reference,kind\n") == [": The list holds no case."]
    assert told("reference\nA1\n") == ["1 : The column 'kind' is missing."]
    assert told("kind\nCommunity sentence\n") == ["1 : The column 'reference' is missing."]
    assert told("reference,group\nA1,\n") == ["2 group: It is blank."]


def test_one_reference_may_stand_in_two_groups() -> None:
    assert len(read("reference,kind\nA1,Community sentence\nA1,youth_caution\n").rows) == 2
    assert len(read("reference,group\nA1,court\nA1,out_of_court\n").rows) == 2


def test_dates_are_read_in_the_form_that_was_declared_and_no_other() -> None:
    text = "reference,kind,started\nA1,Community sentence,3/4/2022\nA2,Community sentence,2022-04-05\n"
    assert [row["started"] for row in read(text, dates="day-first").rows] == ["2022-04-03", "2022-04-05"]
    with pytest.raises(ProblemsFound, match="--dates day-first"):
        read(text)
    assert told(text.replace("3/4/2022", "4/31/2022"), dates="day-first")[0].startswith("2 started: '4/31/2022'")
    assert told(text.replace("3/4/2022", "3/4/22"), dates="day-first")[0].startswith("2 started: '3/4/22'")


def test_the_canonical_form_is_what_the_reference_page_says() -> None:
    assert list_bytes(read(GOOD)) == (
        b"touchstone list 1\n"
        b"ended\tkind\treference\tsex\tstarted\n"
        b"\tCommunity sentence\tA-104\tF\t2022-01-03\n"
        b"2022-03-01\tcustodial_sentence\tA-105\tM\t2022-02-01\n"
    )
    assert list_hash(read(GOOD)) == "3d29d5cabb19480167f4d6cc037ff327ed8eb854baf8d7d5622747a61363fe0a"


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.sampled_from(["csv", "xlsx", "ods", "utf-16"]))
def test_order_of_rows_and_columns_and_kind_of_file_make_no_difference(random, kind: str) -> None:  # type: ignore[no-untyped-def]
    rows = list(csv.reader(io.StringIO(GOOD)))
    order = list(range(len(rows[0])))
    random.shuffle(order)
    body = rows[1:]
    random.shuffle(body)
    shuffled = [[f" {row[at].upper() if row is rows[0] else row[at]}" for at in order] for row in [rows[0], *body]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(shuffled)
    data = (
        {"xlsx": xlsx, "ods": ods}[kind](shuffled)
        if kind in ("xlsx", "ods")
        else out.getvalue().encode("utf-16" if kind == "utf-16" else "utf-8")
    )
    file = f"list.{kind}" if kind in ("xlsx", "ods") else "list.csv"
    assert list_hash(read_frame(data, file=file, framework=FRAMEWORK)) == list_hash(read(GOOD))


@pytest.mark.parametrize(
    "change", [("A-104", "A-106"), (",F,", ",M,"), ("2022-01-03", "2022-01-04"), ("A-105", "a-105")]
)
def test_any_change_of_the_list_changes_its_hash(change: tuple[str, str]) -> None:
    assert list_hash(read(GOOD.replace(*change))) != list_hash(read(GOOD))
