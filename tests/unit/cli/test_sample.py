"""`touchstone sample` in a terminal: draw, check, commit; and nothing printed where anything is wrong."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.factories.spreadsheets import xlsx
from touchstone.cli.commands import run
from touchstone.intake.cells import plain_cell

KINDS = ["Community sentence", "custodial_sentence", "Youth caution", "outcome_22", "bail support"]


def rows(count: int = 100) -> list[list[str]]:
    head = ["reference", "kind", "sex", "started", "ended"]
    return [
        head,
        *(
            [f"=A{n}" if n == 7 else f"A{n}", KINDS[n % 5], "fm"[n % 2], f"2022-{1 + n % 12:02}-03", ""]
            for n in range(count)
        ),
    ]


@pytest.fixture
def frame(tmp_path: Path) -> Path:
    file = tmp_path / "frame.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["'=A7" if cell == "=A7" else cell for cell in row] for row in rows()])
    return file


def printed(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> str:
    assert run(["sample", *map(str, words)]) == status
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert run(["sample", *map(str, words)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


@pytest.mark.capability("I4")
def test_a_list_a_framework_and_a_number_are_enough(frame: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(capsys, frame, "--framework", "hmip-youth-2021", "--seed", 7)
    assert "Court disposals (court): 33 of 40 eligible cases" in page
    assert "Window       not checked" in page
    assert "Birmingham does not bear it out" in " ".join(page.split())
    assert "Not parted by risk of serious harm or safety and wellbeing" in page
    assert "Substitutes, in order: " in page
    assert "cases would have to be others for the sample to mirror the caseload exactly." in page
    assert "Not eligible: 20 rows" in page
    assert "row 6    A4   this framework does not inspect the kind 'bail support'" in page
    assert printed(capsys, frame, "--framework", "hmip-youth-2021", "--seed", 7) == page


@pytest.mark.parametrize("framework", ["hmip-youth-2018", "hmip-youth-2021"])
def test_every_framework_with_these_kinds(frame: Path, framework: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "of 40 eligible cases" in printed(capsys, frame, "--framework", framework, "--seed", 7)


def test_a_framework_whose_size_is_not_known_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "frame.csv"
    file.write_text("reference,kind\n" + "".join(f"A{n},court_disposal\n" for n in range(200)), encoding="utf-8")
    page = printed(capsys, file, "--framework", "hmip-youth-2025", "--seed", 1)
    assert "91 of 200 eligible cases" in page
    assert "by a rule that is not known" in page
    page = printed(capsys, file, "--framework", "hmip-youth-2025", "--seed", 1, "--size", "children=20")
    assert "20 of 200 eligible cases" in page
    assert "Set to 20 by hand." in page


@pytest.mark.capability("I4")
def test_the_window_is_kept(frame: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (frame, "--framework", "hmip-youth-2021", "--seed", 7)
    counted = printed(capsys, *words, "--fieldwork", "2022-12-05")
    assert "2021-12-06 to 2022-09-30, counted back from fieldwork on 2022-12-05" in counted
    assert "it started on 2022-12-03, after the window (2021-12-06 to 2022-09-30)" in counted
    given = printed(capsys, *words, "--from", "2021-12-06", "--to", "2022-09-30")
    assert given == counted.replace(", counted back from fieldwork on 2022-12-05", "")


@pytest.mark.capability("N2")
def test_anyone_draws_it_again(frame: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "draw.json"
    words = (frame, "--framework", "hmip-youth-2021", "--seed", 7, "--fieldwork", "2022-12-05", "--size", "court=9")
    record.write_text(printed(capsys, *words, "--format", "json"), encoding="utf-8")
    says = json.loads(record.read_text(encoding="utf-8"))
    assert len(says["draw"]["groups"][0]["sample"]) == 9
    assert says["rows"] == 100
    assert {"group": "court", "column": "sex"}.items() <= says["likeness"][1].items()
    assert printed(capsys, frame, "--check", record).startswith("The same draw")
    as_xlsx = tmp_path / "frame.xlsx"
    as_xlsx.write_bytes(xlsx(rows()[:1] + rows()[:0:-1]))  # another kind of file, rows in another order
    assert printed(capsys, as_xlsx, "--check", record).startswith("The same draw")
    frame.write_text(frame.read_text(encoding="utf-8").replace("A12,", "A1200,"), encoding="utf-8")
    assert printed(capsys, frame, "--check", record, status=1).startswith(
        "Not the same draw. list_hash: the record says"
    )


@pytest.mark.capability("N2")
def test_a_number_is_committed_to_and_checked(frame: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "--commit").splitlines()
    number, commitment = lines[0].split()[-1], lines[1].split()[-1]
    assert len(number) >= 30
    words = (frame, "--framework", "hmip-youth-2021", "--commitment", commitment, "--seed")
    assert f"{number} (keeps the commitment)" in printed(capsys, *words, number)
    assert "not the one that was committed to" in refused(capsys, *words, "7")
    assert printed(capsys, "--commit").splitlines()[0] != lines[0]


def test_a_short_number_is_told_to_be_one(frame: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from touchstone.sampling.draw import commitment

    page = printed(capsys, frame, "--framework", "hmip-youth-2021", "--seed", 7, "--commitment", commitment(7))
    assert "so short a number can be found out by trying" in page


def test_a_redraw_has_its_number_and_reason(frame: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (frame, "--framework", "hmip-youth-2021", "--seed", 7)
    again = printed(capsys, *words, "--draw", 2, "--because", "Three cases were closed by mistake.")
    assert "Draw         2, drawn again because: Three cases were closed by mistake." in again
    assert "without a reason" in refused(capsys, *words, "--draw", 2)


def test_the_csv_holds_every_row_and_runs_nothing(frame: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, frame, "--framework", "hmip-youth-2021", "--seed", 7, "--format", "csv")
    [head, *body] = csv.reader(io.StringIO(text, newline=""))
    assert head == ["group", "use", "order", "reference", "kind", "sex", "why"]
    assert sorted(plain_cell(row[3]) for row in body) == sorted(row[0] for row in rows()[1:])
    assert {row[1] for row in body} == {"sample", "substitute", "not eligible"}
    assert "'=A7" in [row[3] for row in body]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in body for cell in row)


def test_out_writes_the_whole_file_or_nothing(frame: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sample.json"
    words = ["sample", str(frame), "--framework", "hmip-youth-2021", "--format", "json", "--out", str(out), "--seed"]
    assert run([*words, "7"]) == 0
    assert capsys.readouterr() == ("", f"Written to {out}.\n")
    before = out.read_bytes()
    assert json.loads(before)["draw"]["number"] == "7"
    assert run([*words, "x"]) == 2
    assert out.read_bytes() == before
    assert run([*words[:-2], str(tmp_path / "nowhere" / "x.json"), "--seed", "7"]) == 2
    assert "The file cannot be written" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["frame.csv", "sample.json"]


@pytest.mark.parametrize(
    ("words", "messages"),
    [
        ([], ["There is no list of cases", "--framework is missing", "--seed is missing"]),
        (["FRAME"], ["--framework is missing", "--seed is missing"]),
        (["FRAME", "--framework", "hmip-youth-2099", "--seed", "1"], ["hmip-youth-2021"]),
        (
            [
                "FRAME",
                "--framework",
                "hmip-youth-2021",
                "--seed",
                "x",
                "--size",
                "court",
                "--draw",
                "1.5",
                "--from",
                "2022",
            ],
            ["5 problems", "--seed", "--size court", "--draw", "--from"],
        ),
        (["FRAME", "--framework", "hmip-youth-2021", "--seed", "9" * 81], ["at most 80"]),
        (
            ["FRAME", "--framework", "hmip-youth-2021", "--seed", "1", "--to", "2022-01-01"],
            ["A window needs both its days"],
        ),
        (
            [
                *("FRAME", "--framework", "hmip-youth-2021", "--seed", "1", "--fieldwork", "2022-12-05"),
                *("--from", "2022-01-01", "--to", "2022-02-02"),
            ],
            ["There are two windows"],
        ),
        (
            ["FRAME", "--framework", "hmip-youth-2021", "--seed", "1", "--from", "2022-02-02", "--to", "2022-01-01"],
            ["The window begins (2022-02-02) after it ends"],
        ),
        (
            ["FRAME", "--framework", "hmip-youth-2025", "--seed", "1", "--fieldwork", "2025-05-05"],
            ["has no window to count back"],
        ),
        (
            ["FRAME", "--framework", "hmip-youth-2021", "--seed", "1", "--fieldwork", "0001-01-01"],
            ["There is no day 364 days before"],
        ),
        (["FRAME", "--framework", "hmip-youth-2021", "--seed", "1", "--size", "courts=3"], ["no group 'courts'"]),
        (
            ["FRAME", "--framework", "hmip-youth-2021", "--seed", "1", "--size", "court=2", "--size", "court=3"],
            ["1 problem", "--size: The group 'court' is given twice. Give it once."],
        ),
        (["missing.csv", "--framework", "hmip-youth-2021", "--seed", "1"], ["missing.csv: There is no such file"]),
        ([".", "--framework", "hmip-youth-2021", "--seed", "1"], ["This is a folder"]),
        (["FRAME", "--check", "FRAME"], ["frame.csv", "A value was expected here"]),
        (["--check", "FRAME"], ["There is no list of cases"]),
    ],
)
def test_bad_arguments_are_told_all_at_once(
    words: list[str], messages: list[str], frame: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, *(str(frame) if word == "FRAME" else word for word in words))
    assert all(message in told for message in messages), told


def test_a_file_that_is_far_too_large_is_not_even_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "frame.csv"
    with file.open("wb") as out:
        out.truncate(10**10)  # takes no room on the disk
    told = refused(capsys, file, "--framework", "hmip-youth-2021", "--seed", 1)
    assert "The file has 10,000,000,000 bytes; at most 20,000,000 are read." in told


def test_what_is_no_plain_file_is_not_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "/dev/zero", "--framework", "hmip-youth-2021", "--seed", 1)
    assert "This is not a plain file." in told


def test_a_bad_list_is_told_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "frame.csv"
    file.write_text("reference,kind,Child's name,sex\n,x,Jo,f\n12/03/2009,x,Jo,f\n", encoding="utf-8")
    told = refused(capsys, file, "--framework", "hmip-youth-2021", "--seed", 1)
    assert "frame.csv, row 1, Child's name: The column \"Child's name\" looks as if it holds names" in told.replace(
        "'Child's name'", '"Child\'s name"'
    )
    file.write_text("reference,kind,sex\n,x,f\n12/03/2009,x,f\n", encoding="utf-8")
    told = refused(capsys, file, "--framework", "hmip-youth-2021", "--seed", 1)
    assert "2 problems found; nothing was done." in told
    assert "frame.csv, row 2, reference: It is blank." in told
    assert "frame.csv, row 3, reference: The reference holds a date." in told
