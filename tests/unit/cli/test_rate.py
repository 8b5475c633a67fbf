"""`touchstone rate`: the machine contract to the letter, the page for people, and nothing that is not needed."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.inspections import LEFT_OUT, changed, counted, full, short, written
from touchstone.cli import rate
from touchstone.cli.commands import run
from touchstone.dossier.file import read_inspection, write_inspection

ROOT = Path(__file__).resolve().parents[3]
BIRMINGHAM = ROOT / "touchstone/dossier/examples/birmingham-2023/inspection.json"
STANDARD_KEYS = {"rating", "decided_by", "percent", "yes", "of", "cases_up", "answers_up", "cases_down", "answers_down"}


@pytest.fixture
def file(tmp_path):
    """Writes a tree as a file and gives its path."""

    def write(tree, name="service.json"):
        path = tmp_path / name
        path.write_bytes(tree if isinstance(tree, bytes) else written(tree))
        return str(path)

    return write


@pytest.fixture
def rated(capsys):
    """Runs `touchstone rate` in JSON and gives the objects it printed."""

    def run_it(*words):
        status = run(["rate", *words, "--format", "json"])
        told = capsys.readouterr()
        assert status == 0, told.err
        assert told.err == ""
        return [json.loads(line) for line in told.out.splitlines()]

    return run_it


@pytest.mark.capability("I2", "I3", "N1")
def test_the_machine_contract(file, rated):
    (result,) = rated(file(short()))
    assert result["service"] == "X"
    assert result["framework"] == "hmip-youth-2021"
    assert {key: it for key, it in result["standards"]["2.1"].items() if key in STANDARD_KEYS} == {
        "rating": "Requires improvement",
        "decided_by": "2.1.3",
        "percent": 51,
        "yes": 20,
        "of": 39,
        "cases_up": 6,
        "answers_up": 9,
        "cases_down": 1,
        "answers_down": 1,
    }
    assert (result["score"], result["score_of"], result["overall"], result["provisional"]) == (5, 9, "Good", True)
    assert result["not_counted"] == {"4.1": "no resettlement cases"}
    assert "2.2" in result["not_rated_yet"]
    assert "2.2" not in result["standards"]
    assert len(result["assumptions"]) == 1


def test_every_standard_has_the_same_keys_with_null_where_nothing_is_known(file, rated):
    (result,) = rated(file(short()))
    first, *others = [set(standard) for standard in result["standards"].values()]
    assert first >= STANDARD_KEYS
    assert all(keys == first for keys in others)
    percentages = result["standards"]["3.2"]
    assert (percentages["decided_by"], percentages["percent"]) == ("3.2.2", 74)
    assert [percentages[key] for key in ("yes", "of", "cases_up", "answers_up", "cases_down")] == [None] * 5
    assert result["standards"]["1.1"]["decided_by"] is None
    assert result["standards"]["4.1"]["rating"] == "Not rated"


@pytest.mark.capability("I2", "N1")
def test_birmingham(rated):
    (result,) = rated(str(BIRMINGHAM))
    ratings = [standard["rating"] for standard in result["standards"].values()]
    ri, good, bad = "Requires improvement", "Good", "Inadequate"
    assert ratings == [ri, ri, ri, ri, ri, ri, bad, bad, ri, good, ri, ri, ri]
    assert (result["score"], result["score_of"], result["overall"]) == (11, 36, ri)
    assert [number for number, it in result["standards"].items() if it["cases_down"] == 1] == ["2.1", "3.3"]
    assert result["provisional"] is False
    assert list(result["not_counted"]) == ["4.1"]
    assert "invented" in result["demonstration"]


def test_not_rated_with_a_reason_is_not_provisional(file, rated):
    tree = short()
    judged = {"rating": "Good"}
    tree["standards"] = dict.fromkeys(("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"), judged)
    tree["standards"] |= dict.fromkeys(("3.1", "3.2", "3.3"), judged)
    tree["standards"]["3.4"] = {"rating": "Not rated", "reason": "nothing to inspect"}
    (result,) = rated(file(tree))
    assert (result["provisional"], result["score"], result["score_of"]) == (False, 22, 33)
    assert result["not_rated_yet"] == ["4.1"]  # which never counts, so the score is not provisional
    assert result["not_counted"]["3.4"] == "nothing to inspect"


def test_nothing_that_counts_is_rated(file, rated):
    tree = changed(short(), "standards", to={"4.1": {"rating": "Good"}})
    (result,) = rated(file(tree))
    assert (result["overall"], result["score"], result["score_of"]) == (None, 0, 0)


def test_discretion_stands_beside_what_was_computed(file, rated):
    used = {"rating": "Good", "reason": "All but one case were close.", "by": ["A. Person", "B. Person"]}
    (result,) = rated(file(changed(short(), "standards", "2.1", "discretion", to=used)))
    assert result["standards"]["2.1"]["rating"] == "Good"
    assert result["standards"]["2.1"]["computed"] == "Requires improvement"
    assert result["standards"]["2.1"]["discretion"] == used


def test_several_files_give_one_object_a_line_in_their_order(file, rated):
    names = ["Île de Ré", "Ł", "\N{SLIGHTLY SMILING FACE}"]
    paths = [file(changed(short(), "service", to=name), f"{place}.json") for place, name in enumerate(names)]
    assert [result["service"] for result in rated(*paths)] == names


def test_public_form_rates_as_its_cases_do(file, rated):
    (result,) = rated(file(counted()))
    assert result["standards"]["2.1"]["exact_cases"] is False
    (result,) = rated(file(full()))
    assert result["standards"]["2.1"]["exact_cases"] is True


def test_explained_down_to_the_cases(rated, capsys):
    (result,) = rated(str(BIRMINGHAM), "--explain", "2.1")
    working = result["explained"]["2.1"]
    cases = {
        row[0]
        for row in (
            line.split(",") for line in BIRMINGHAM.with_name("cases.csv").read_text(encoding="utf-8").splitlines()
        )
    }
    for question in working["key_questions"]:
        assert len(question["yes_cases"]) == question["yes"]
        assert len(question["yes_cases"]) + len(question["no_cases"]) == question["of"] == 39
        assert {*question["yes_cases"], *question["no_cases"]} <= cases
    assert run(["rate", str(BIRMINGHAM), "--explain", "2.1"]) == 0
    page = capsys.readouterr().out
    for reference in working["key_questions"][2]["yes_cases"]:
        assert reference in page
    assert "The lowest key question decides: 2.1.3 at 51%" in page


def test_figures_that_reasons_name_are_printed(file, capsys):
    tree = changed(
        full(), "standards", "1.1", "reasons", to="There are {context:staff} staff and {activity:meetings} meetings."
    )
    assert run(["rate", file(tree), "--explain", "1.1"]) == 0
    assert "There are 41 staff and seven meetings." in capsys.readouterr().out


def test_braces_in_reasons_are_printed_once(file, capsys):
    assert run(["rate", file(changed(full(), "standards", "1.1", "reasons", to="So :}}")), "--explain", "1.1"]) == 0
    assert "Reasons: So :}\n" in capsys.readouterr().out


def test_what_is_known_without_cases_is_said(file, capsys):
    assert run(["rate", file(short()), "--explain", "2.1", "--explain", "3.2"]) == 0
    counts, percentages = capsys.readouterr().out.split("How 3.2 Planning came about")
    assert "Only counts are known, no cases." in counts
    assert "Only the percentage is known, no cases." in percentages


def test_page_for_people(capsys):
    assert run(["rate", str(BIRMINGHAM)]) == 0
    page = capsys.readouterr().out
    assert "Overall: ■■□□ Requires improvement   11/36" in page
    assert "2.1 Assessment: one case fewer and this is Inadequate." in page
    assert "3.3 Implementation and delivery: one case fewer and this is Inadequate." in page
    assert "invented" in page
    assert "4.1 is not counted:" in page


def test_page_is_never_wider_than_a_terminal(file, capsys):
    tree = changed(short(), "service", to="The Youth Justice Service of " + "Very " * 30 + "Long Place")
    assert run(["rate", str(BIRMINGHAM), file(tree), "--explain", "2.1", "--explain", "1.1", "--explain", "3.4"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_rating_one_case_from_a_better_word(file, capsys):
    questions = [{"yes": 24, "of": 30}, {"yes": 24, "of": 30}, {"yes": 19, "of": 30}]
    assert run(["rate", file(changed(short(), "standards", "2.1", to={"key_questions": questions}))]) == 0
    assert "2.1 Assessment: one case more and this is Good." in capsys.readouterr().out


def test_where_nearly_everything_hangs_on_one_case_it_is_told_together(file, capsys):
    of_two = {"key_questions": [{"yes": 1, "of": 2}] * 3}
    tree = changed(short(), "standards", to=dict.fromkeys(("2.1", "2.2", "2.3", "2.4", "3.1", "3.2"), of_two))
    assert run(["rate", file(tree)]) == 0
    printed = capsys.readouterr().out
    assert "  One case fewer and it is Inadequate: 2.1, 2.2, 2.3, 2.4, 3.1, 3.2.\n" in printed
    assert "this is" not in printed


def test_assumed_rule_is_used_only_when_asked_for(file, rated, capsys):
    path = file({"framework": "hmip-youth-2025", "service": "X", "standards": {"2.1": {"rating": "Good"}}})
    assert run(["rate", path]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "is not known here" in told.err
    (result,) = rated(path, "--assume")
    assert any("not the inspectorate's rule" in it for it in result["assumptions"])
    assert run(["rate", path, "--assume"]) == 0
    assert "not the inspectorate's rule" in " ".join(capsys.readouterr().out.split())


def test_standard_to_explain_that_there_is_not(file, capsys):
    assert run(["rate", file(short()), "--explain", "7.7"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "has no standard '7.7'" in told.err


def test_frameworks_folder_that_is_not_there(file, capsys):
    assert run(["rate", file(short()), "--frameworks", "nowhere"]) == 2
    assert "There is no such folder of frameworks" in capsys.readouterr().err


def test_same_inspection_in_every_form_gives_the_same_rating(file, rated):
    inside = write_inspection(read_inspection(BIRMINGHAM))
    assert rated(str(BIRMINGHAM)) == rated(file(inside))


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = [
    "a.json",
    "b c.json",
    "--format",
    "json",
    "text",
    "--format=json",
    "--format=xml",
    "--explain",
    "2.1",
    "--assume",
]
WORDS += ["--frameworks", "DIR", "--frameworks=DIR", "-h", "--help", "--", "-x", "--unknown", "", "-1"]


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_plain_words_are_understood_as_argparse_understands_them(words):
    quick = rate.quickly(words)
    parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False, add_help=False)
    rate.configure(parser)
    try:
        slow = parser.parse_intermixed_args(words)
    except (argparse.ArgumentError, SystemExit):
        assert quick is None
        return
    if quick is not None:
        for name in ("files", "format", "explain", "assume", "frameworks"):
            assert (
                list(getattr(quick, name)) == list(getattr(slow, name))
                if name != "assume"
                else quick.assume == slow.assume
            )


def test_words_nobody_understands(capsys):
    with pytest.raises(SystemExit) as ended:
        run(["rate", "x.json", "--format", "xml"])
    assert ended.value.code == 2
    assert "invalid choice: 'xml'" in capsys.readouterr().err


# ── The process ──────────────────────────────────────────────────────────────────────────────────────────────────

# What `touchstone rate` has no need of; each costs more than the rating itself.
DEAR = {
    "argparse",
    "dataclasses",
    "inspect",
    "typing",
    "pathlib",
    "csv",
    "difflib",
    "datetime",
    "zipfile",
    "yaml",
    "numpy",
}


@pytest.mark.parametrize("form", ["short", "cases inside"])
def test_loads_nothing_dear_and_nothing_from_outside(form, file):
    path = file(short()) if form == "short" else file(write_inspection(read_inspection(BIRMINGHAM)))
    code = f"""
import sys
before = set(sys.modules)
from touchstone.cli.commands import run
status = run(["rate", {path!r}, "--format", "json"])
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
outside = loaded - set(sys.stdlib_module_names) - {{"touchstone"}}
print(status, sorted(loaded & {DEAR!r}), sorted(outside), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.stderr.strip() == "0 [] []"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_any_pipe_will_do(encoding, file):
    path = file(changed(short(), "service", to="Île \N{SLIGHTLY SMILING FACE}"))
    environment = {"PYTHONIOENCODING": encoding, "PATH": ""}
    command = [sys.executable, "-m", "touchstone", "rate", path]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, env=environment, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["service"] == "Île \N{SLIGHTLY SMILING FACE}"
    done = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "■■□□ Requires improvement" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(file):
    command = [sys.executable, "-m", "touchstone", "rate", *[file(full())] * 200, "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


def test_defect_of_ours_is_told_without_a_traceback(file, capsys, monkeypatch):
    monkeypatch.setattr(rate, "as_json", lambda *_: 1 / 0)
    assert run(["rate", file(short()), "--format", "json"]) == 70
    told = capsys.readouterr()
    assert told.out == ""
    assert "Touchstone itself failed (ZeroDivisionError" in told.err
    monkeypatch.setenv("TOUCHSTONE_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run(["rate", file(short()), "--format", "json"])


def test_file_left_out(capsys):
    with pytest.raises(SystemExit):
        run(["rate"])
    assert "FILE" in capsys.readouterr().err
    assert changed(short(), "service", to=LEFT_OUT) != short()
