"""Inspection files that are wrong, each in its way: a clear message, status 2, nothing on standard output.

Each row of the tables: what is wrong, the file, and words that the message must hold: where, and what to do.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.factories.inspections import LEFT_OUT, case, changed, counted, full, short, table, written
from tests.factories.spreadsheets import raw_zip, xlsx
from touchstone.cli.commands import run

QUESTIONS_2_1 = ("standards", "2.1", "key_questions")
MANY = {"yes": 1, "of": 10**12}


def rated(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """What `touchstone rate` gives: status, standard output, standard error."""
    status = run(["rate", str(path), "--format", "json"])
    told = capsys.readouterr()
    return status, told.out, told.err


def expect_refused(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> None:
    """The file is refused, and the message holds the words."""
    status, out, err = rated(path, capsys)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert err.splitlines()[0].endswith("found; nothing was done.")
    missing = [word for word in words if word not in err]
    assert not missing, f"{missing} not in:\n{err}"


SHORT_FORMS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "unknown framework": (
        changed(short(), "framework", to="hmip-youth-1999"),
        ("framework: There is no framework 'hmip-youth-1999'", "hmip-youth-2021"),
    ),
    "no framework": (changed(short(), "framework", to=LEFT_OUT), ("framework: The key 'framework' is missing",)),
    "framework is a list": (changed(short(), "framework", to=["a"]), ("framework: A list cannot be an id",)),
    "framework is a way into a folder": (
        changed(short(), "framework", to="../../etc"),
        ("framework:", "cannot be an id"),
    ),
    "service is a number": (changed(short(), "service", to=7), ("service: Text is wanted here, not the number 7",)),
    "service is blank": (changed(short(), "service", to="  "), ("service: The text is empty",)),
    "NUL in the service": (
        changed(short(), "service", to="X\0Y"),
        ("service: It holds the NUL character", "Delete it"),
    ),
    "escape codes in the service": (
        changed(short(), "service", to="X\x1b[31mY"),
        ("service: It holds a control character",),
    ),
    "unknown key": (changed(short(), "servce", to="X"), ("servce: There is no such key here. Write 'service'",)),
    "standards is a list": (changed(short(), "standards", to=[]), ("standards: An object is wanted here, not a list",)),
    "no standard at all": (changed(short(), "standards", to={}), ("standards: There is no standard at all",)),
    "unknown standard": (
        changed(short(), "standards", "9.9", to={"rating": "Good"}),
        ("standards.9.9: hmip-youth-2021 has no standard '9.9'", "1.1"),
    ),
    "standard says nothing": (changed(short(), "standards", "1.1", to={}), ("standards.1.1:", "Give one of them")),
    "requires improvement, small": (
        changed(short(), "standards", "1.1", "rating", to="requires improvement"),
        ("standards.1.1:", "Requires improvement", "Inadequate, Requires improvement, Good, Outstanding"),
    ),
    "Requires Improvement, two capitals": (
        changed(short(), "standards", "1.1", "rating", to="Requires Improvement"),
        ("standards.1.1:", "Did you mean 'Requires improvement'?"),
    ),
    "Needs improvement": (
        changed(short(), "standards", "1.1", "rating", to="Needs improvement"),
        ("standards.1.1: 'Needs improvement'", "Inadequate, Requires improvement, Good, Outstanding"),
    ),
    "Requires  improvement, two blanks": (
        changed(short(), "standards", "1.1", "rating", to="Requires  improvement"),
        ("standards.1.1:", "Did you mean 'Requires improvement'?"),
    ),
    "rating is a number": (
        changed(short(), "standards", "1.1", "rating", to=2),
        ("standards.1.1.rating: Text is wanted",),
    ),
    "not rated without a reason": (
        changed(short(), "standards", "4.1", to={"rating": "Not rated"}),
        ("standards.4.1:", "no reason is given", "Say why"),
    ),
    "reason for a rating": (
        changed(short(), "standards", "1.1", "reason", to="because"),
        ("standards.1.1.reason: A reason is for a standard that is not rated",),
    ),
    "yes of nothing": (
        changed(short(), *QUESTIONS_2_1, 0, to={"yes": 1}),
        (".key_questions[0].yes: 'yes' is given without",),
    ),
    "of: 0": (changed(short(), *QUESTIONS_2_1, 0, to={"yes": 0, "of": 0}), (".key_questions[0].of: The number 0",)),
    "more yes than cases": (
        changed(short(), *QUESTIONS_2_1, 1, to={"yes": 40, "of": 39}),
        ("standards.2.1.key_questions[1]: 2.1.2 has 40 yes of 39 cases, which cannot be",),
    ),
    "negative count": (changed(short(), *QUESTIONS_2_1, 0, "yes", to=-1), (".key_questions[0].yes: The number -1",)),
    "count is text": (changed(short(), *QUESTIONS_2_1, 0, "yes", to="27"), ("not the text '27'", "without quotes")),
    "count is a fraction": (changed(short(), *QUESTIONS_2_1, 0, "yes", to=27.5), ("A whole number is wanted",)),
    "count is true": (
        changed(short(), *QUESTIONS_2_1, 0, "yes", to=True),
        ("A whole number is wanted here, not the word true",),
    ),
    "count is null": (
        changed(short(), *QUESTIONS_2_1, 0, "yes", to=None),
        ("A whole number is wanted here, not the word null",),
    ),
    "huge count": (changed(short(), *QUESTIONS_2_1, 0, to=MANY), (".of: The number 1000000000000", "at least 1")),
    "huger count": (changed(short(), *QUESTIONS_2_1, 0, "of", to=10**400), ("401 digits", "too large")),
    "percentage over 100": (changed(short(), *QUESTIONS_2_1, 0, to={"percent": 101}), ("[0].percent: The number 101",)),
    "percentage that no count gives": (
        changed(short(), *QUESTIONS_2_1, 0, to={"percent": 52, "of": 39}),
        ("standards.2.1.key_questions[0]: 2.1.1 is 52%, which no count of 39 cases gives", "20 is 51%", "21 is 54%"),
    ),
    "percentage that disagrees": (
        changed(short(), *QUESTIONS_2_1, 2, to={"yes": 20, "of": 39, "percent": 52}),
        ("2.1.3 is 52%, which no count of 39 cases gives",),
    ),
    "percentage of another count": (
        changed(short(), *QUESTIONS_2_1, 2, to={"yes": 20, "of": 39, "percent": 54}),
        ("standards.2.1.key_questions[2]: 2.1.3 is 20 of 39 cases, which is 51%, not 54%",),
    ),
    "too few key questions": (
        changed(short(), *QUESTIONS_2_1, to=[{"yes": 1, "of": 2}] * 2),
        ("standards.2.1.key_questions: 2.1 has 3 key questions, and 2 are given", "2.1.1, 2.1.2 and 2.1.3"),
    ),
    "too many key questions": (
        changed(short(), *QUESTIONS_2_1, to=[{"yes": 1, "of": 2}] * 4),
        ("standards.2.1.key_questions: 2.1 has 3 key questions, and 4 are given",),
    ),
    "key questions of a judged standard": (
        changed(short(), "standards", "1.1", to={"key_questions": [{"yes": 1, "of": 2}]}),
        ("standards.1.1.key_questions: 1.1 is judged by people", "Give its rating"),
    ),
    "share says nothing": (changed(short(), *QUESTIONS_2_1, 0, to={}), (".key_questions[0]:", "'yes' or 'percent'")),
    "discretion of two bands": (
        changed(
            short(),
            "standards",
            "2.1",
            "discretion",
            to={"rating": "Outstanding", "reason": "We felt so.", "by": ["A", "B"]},
        ),
        ("standards.2.1:", "bands"),
    ),
    "discretion without anybody": (
        changed(short(), "standards", "2.1", "discretion", to={"rating": "Good", "reason": "We felt so.", "by": []}),
        ("standards.2.1.discretion.by: The list has 0 items",),
    ),
    "the rule of 2025 is not known": (
        {"framework": "hmip-youth-2025", "service": "X", "standards": {"2.1": {"rating": "Good"}}},
        ("framework: The rule", "is not known here", "--assume", "--frameworks"),
    ),
}

FULL_FORMS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "version of another day": (changed(full(), "version", to=2), ("version: The number 2 stands here. Write 1",)),
    "version is true": (changed(full(), "version", to=True), ("version: The word true stands here. Write 1",)),
    "another format": (changed(full(), "format", to="spreadsheet"), ("format: The text 'spreadsheet' stands here",)),
    "revision of another day": (changed(full(), "revision", to=99), ("revision: Framework 'hmip-youth-2021' has no",)),
    "cases and counts": (changed(full(), "counts", to={}), ("'cases' and 'counts' are both given",)),
    "no cases in the list": (changed(full(), "cases", to=[]), ("cases: The list has no cases",)),
    "duplicate cases": (
        changed(full(), "cases", 1, "reference", to="NS-001"),
        ("cases[1].reference: The reference 'NS-001' is used twice, first in cases[0]",),
    ),
    "answer misspelt": (
        changed(full(), "cases", 0, "answers", "2.1.1", to="Yes"),
        ("cases[0].answers.2.1.1: 'Yes' is not one of the words allowed. Did you mean 'yes'?",),
    ),
    "answer missing": (
        changed(full(), "cases", 0, "answers", "2.1.3", to=LEFT_OUT),
        ("cases[0].answers.2.1.3: The case 'NS-001' has no answer to 2.1.3",),
    ),
    "answer to another group's question": (
        changed(full(), "cases", 0, "answers", "3.1.1", to="yes"),
        ("cases[0].answers.3.1.1: Key question 3.1.1 is not asked of the group 'court'",),
    ),
    "unknown group": (
        changed(full(), "cases", 0, "group", to="courts"),
        ("cases[0].group: hmip-youth-2021 has no sample group 'courts'. Did you mean 'court'?",),
    ),
    "unknown kind": (
        changed(full(), "cases", 2, "kind", to="youth-caution"),
        ("cases[2].kind: The group 'out_of_court' has no kind 'youth-caution'. Did you mean 'youth_caution'?",),
    ),
    "sample does not agree": (
        changed(full(), "sample", to=[{"group": "court", "kind": "community_sentence", "cases": 3}]),
        ("sample[0].cases: The sample says 3 of 'community_sentence' in 'court'; 2 are listed", "sample:"),
    ),
    "counts of more than were read": (
        changed(counted(), "counts", "2.1.1", to={"yes": 12, "of": 21}),
        ("counts.2.1.1.of: 21 cases are counted, and the sample says that 20 were read",),
    ),
    "lone percentage that no count gives": (
        changed(counted(), "counts", "2.1.1", to={"percent": 52}),
        ("counts.2.1.1.percent: 52% is a share that no count of the 20 cases read gives",),
    ),
    "impossible count": (
        changed(counted(), "counts", "2.1.1", to={"yes": 21, "of": 20}),
        ("counts.2.1.1: 2.1.1 has 21 yes of 20 cases, which cannot be",),
    ),
    "caseload smaller than the sample": (
        changed(full(), "caseloads", "court", to=1),
        ("caseloads.court: The caseload of 'court' is 1, and 2 of its cases were read",),
    ),
    "fieldwork ends before it begins": (
        changed(full(), "dates", "fieldwork_ended", to="2024-02-01"),
        ("dates.fieldwork_ended: 2024-02-01 is before fieldwork_began",),
    ),
    "no such day": (changed(full(), "dates", "published", to="2023-02-29"), ("dates.published:", "is not a date")),
    "day of another country": (
        changed(full(), "dates", "published", to="02/05/2024"),
        ("dates.published:", "2022-12-05"),
    ),
    "recommendations out of order": (
        changed(full(), "recommendations", 1, "number", to=3),
        ("recommendations[1].number: The number is 3, and this is recommendation 2",),
    ),
    "evidence that is not listed": (
        changed(full(), "standards", "2.1", "strengths", 0, "evidence", to=["court-case"]),
        (
            "standards.2.1.strengths[0].evidence[0]: No evidence item has the id 'court-case'",
            "Did you mean 'court-cases'?",
        ),
    ),
    "figure that nothing has": (
        changed(full(), "standards", "2.1", "narrative", 0, to="There are {context:stuff} staff."),
        ("standards.2.1.narrative[0]: No figure is named 'context:stuff'. Did you mean {context:staff}?",),
    ),
    "lone brace": (changed(full(), "background", 0, to="a { b"), ("background[0]: A brace '{' stands alone",)),
    "previous rating misspelt": (
        changed(full(), "previous", "overall", to="Requires Improvement"),
        ("previous.overall: 'Requires Improvement' is not a rating of hmip-youth-2018",),
    ),
    "previous framework unknown": (
        changed(full(), "previous", "framework", to="hmip-youth-2017"),
        ("previous.framework: There is no framework 'hmip-youth-2017'",),
    ),
    "previous score beyond the best": (changed(full(), "previous", "score", to=37), ("previous.score: A score of 37",)),
    "half a character": (changed(full(), "title", to="\\ud800"), ("title: The text holds half a character",)),
    "text too long": (
        changed(full(), "background", 0, to="a" * 20_001),
        ("background[0]: It is 20,001 characters long",),
    ),
    "a language by its name": (
        changed(full(), "voices", 0, "language", to="Urdu"),
        ("voices[0].language: The text 'Urdu' is not the tag of a language", "ur"),
    ),
    "a link that runs": (
        changed(full(), "demonstration", "link", to="javascript:alert(1)"),
        ("demonstration.link: The text 'javascript:alert(1)' is not a web address", "https://"),
    ),
    "a link with a blank": (
        changed(full(), "demonstration", "link", to="https://example.org/a report"),
        ("demonstration.link:", "is not a web address"),
    ),
    "a table in another folder": (
        changed(full(), "cases", to={"file": "../cases.csv"}),
        ("cases.file: '../cases.csv' is not a plain file name",),
    ),
    "a table of no known kind": (
        changed(full(), "cases", to={"file": "cases.xls"}),
        ("cases.file: 'cases.xls' is not a table that can be read", ".xlsx"),
    ),
    "a table that is not there": (
        changed(full(), "cases", to={"file": "cases.csv"}),
        ("cases.csv: There is no such file",),
    ),
}

BYTES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("The file is empty",)),
    "not JSON": (b"hello", ("line 1, character 1",)),
    "cut off": (written(short())[:-2], ("bracket",)),
    "binary": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ("The byte 0x89 is not UTF-8",)),
    "UTF-16": ("{}".encode("utf-16"), ("not UTF-8 but looks like UTF-16", "Save it again")),
    "latin-1": ('{"service": "Île"}'.encode("latin-1"), ("is not UTF-8",)),
    "a list": (b"[]", ("This is not an inspection file",)),
    "a word": (b'"rate me"', ("This is not an inspection file",)),
    "an object of another kind": (b'{"type": "FeatureCollection"}', ("This is not an inspection file",)),
    "a key twice": (b'{"framework": "a", "framework": "b"}', ("framework: The key is written 2 times",)),
    "a key twice, deep inside": (
        written(short()).replace(b'"rating": "Good"', b'"rating": "Good", "rating": "Outstanding"'),
        ("standards.1.1.rating: The key is written 2 times",),
    ),
    "NaN": (written(short()).replace(b"27", b"NaN"), ("NaN is not a number that can be used",)),
    "deeply nested": (b"[" * 100_000 + b"]" * 100_000, ("nested more than 64 deep",)),
    "nested beyond what is needed": (b'{"a": ' * 70 + b"1" + b"}" * 70, ("nested more than 64 deep",)),
    "many unknown keys": (
        written({f"key{number}": number for number in range(2_000)} | {"format": "touchstone-inspection"}),
        ("There are", "more problems"),
    ),
}

TABLES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "a formula": (
        "cases.xlsx",
        xlsx(
            [
                ["reference", "group", "kind", "2.1.1"],
                ["A", "court", "community_sentence", '<c r="D2"><f>1+1</f><v>2</v></c>'],
            ]
        ),
        ("cases.xlsx", "formula", "row 2"),
    ),
    "a zip bomb": (
        "cases.xlsx",
        raw_zip([("xl/workbook.xml", b"\0" * 50_000_000, {})]),
        ("cases.xlsx",),
    ),
    "a file that overlaps itself": (
        "cases.xlsx",
        raw_zip([(f"{number}.xml", b"\0" * 1_000_000, {}) for number in range(20)], share_first=True),
        ("cases.xlsx",),
    ),
    "a workbook by name only": ("cases.xlsx", b"reference,group,kind\n", ("cases.xlsx",)),
    "a workbook called CSV": ("cases.csv", xlsx([["reference"]]), ("cases.csv",)),
    "no headings": ("cases.csv", b"", ("cases.csv",)),
    "only headings": ("cases.csv", b"reference,group,kind\n", ("cases.csv: The table has no cases",)),
    "a name where a reference belongs": (
        "cases.csv",
        table([case("NS-001")]).replace("reference", "name", 1).encode(),
        ("cases.csv", "reference"),
    ),
    "the same case in two rows": (
        "cases.csv",
        table([case("NS-001"), case("NS-002"), case("NS-001")]).encode(),
        ("cases.csv, row 4, reference: The reference 'NS-001' is used twice, first in row 2",),
    ),
    "an answer of another kind": (
        "cases.csv",
        table([case("NS-001", answer="mostly")]).encode(),
        ("cases.csv, row 2, 2.1.1: 'mostly' is not an answer", "yes, no or not applicable"),
    ),
    "a date in the place of a reference": (
        "cases.csv",
        table([case("2025-10-06")]).encode(),
        ("cases.csv, row 2, reference: The reference '2025-10-06' is a date", "never a date of birth", "as Text"),
    ),
    "a row of totals": (
        "cases.csv",
        (table([case("NS-001")]) + "Total" + "," * 23 + "\n").encode(),
        ("cases.csv, row 3, group: The case has no group", "such as a total, must go"),
    ),
    "a title above the headings": (
        "cases.csv",
        ("Our cases\n" + table([case("NS-001")])).encode(),
        ("1 problem found", "cases.csv, row 1: The headings stand in row 2", "Delete the rows above"),
    ),
    "NUL in a cell": ("cases.csv", table([case("NS\0001")]).encode(), ("cases.csv", "row 2")),
}


@pytest.mark.parametrize(("tree", "words"), SHORT_FORMS.values(), ids=SHORT_FORMS)
def test_short_form(tree, words, tmp_path, capsys):
    path = tmp_path / "service.json"
    path.write_bytes(written(tree))
    expect_refused(path, capsys, "service.json", *words)


@pytest.mark.parametrize(("tree", "words"), FULL_FORMS.values(), ids=FULL_FORMS)
def test_full_form(tree, words, tmp_path, capsys):
    path = tmp_path / "inspection.json"
    path.write_bytes(written(tree).replace(b"\\\\ud800", b"\\ud800"))
    expect_refused(path, capsys, *words)


@pytest.mark.parametrize(("data", "words"), BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_inspection(data, words, tmp_path, capsys):
    path = tmp_path / "inspection.json"
    path.write_bytes(data)
    expect_refused(path, capsys, "inspection.json", *words)


@pytest.mark.parametrize(("name", "data", "words"), TABLES.values(), ids=TABLES)
def test_case_table(name, data, words, tmp_path, capsys):
    path = tmp_path / "inspection.json"
    path.write_bytes(written(changed(full(), "cases", to={"file": name})))
    (tmp_path / name).write_bytes(data)
    expect_refused(path, capsys, *words)


def test_file_that_is_not_there(tmp_path, capsys):
    expect_refused(tmp_path / "nowhere.json", capsys, "nowhere.json: There is no such file")


def test_folder(tmp_path, capsys):
    expect_refused(tmp_path, capsys, "This is a folder")


def test_device(capsys):
    expect_refused(Path("/dev/null"), capsys, "This is not a plain file")


def test_file_too_large_is_not_even_read(tmp_path, capsys):
    path = tmp_path / "inspection.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    expect_refused(path, capsys, "200,000,000 bytes; at most 5,000,000 are read")


def test_every_problem_is_told_at_once(tmp_path, capsys):
    tree = full()
    tree["kind"] = "visit"
    tree["dates"]["fieldwork_ended"] = "2024-01-01"
    tree["cases"][0]["answers"]["2.1.1"] = "maybe"
    tree["recommendations"][0]["standards"] = ["7.7"]
    tree["standards"]["1.1"]["rating"] = "Goood"
    tree["caseloads"]["courts"] = 4
    path = tmp_path / "inspection.json"
    path.write_bytes(written(tree))
    words = ("kind:", "dates.fieldwork_ended:", "cases[0].answers.2.1.1:", "recommendations[0].standards[0]:")
    expect_refused(path, capsys, *words, "standards.1.1:", "Did you mean 'Good'?", "caseloads.courts:")


def test_one_bad_file_of_several_prints_nothing(tmp_path, capsys):
    good, bad, worse = (tmp_path / name for name in ("good.json", "bad.json", "worse.json"))
    good.write_bytes(written(short()))
    bad.write_bytes(written(changed(short(), "service", to="")))
    worse.write_bytes(b"")
    status = run(["rate", str(good), str(bad), str(worse), "--format", "json"])
    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert told.err.startswith("2 problems found")
    assert "bad.json, service:" in told.err
    assert "worse.json: The file is empty" in told.err


@pytest.mark.parametrize("data", [BYTES["deeply nested"][0], BYTES["binary"][0], b'{"service": "\\ud800"}'])
def test_in_a_process_of_its_own(data, tmp_path):
    path = tmp_path / "inspection.json"
    path.write_bytes(data)
    done = subprocess.run([sys.executable, "-m", "touchstone", "rate", str(path)], capture_output=True, timeout=60)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"problem" in done.stderr
    assert b"Traceback" not in done.stderr


def test_there_are_enough_of_them():
    assert len(SHORT_FORMS) + len(FULL_FORMS) + len(BYTES) + len(TABLES) >= 40
