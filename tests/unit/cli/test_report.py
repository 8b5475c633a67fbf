"""`touchstone report` writes everything or nothing, and never over anybody's files."""

import json
import shutil
import zipfile
from pathlib import Path

import jsonschema
import pytest

from tests.factories.generated_inspections import HOW_MANY, oddity_of, written
from touchstone.cli import whole_folder
from touchstone.cli.commands import run
from touchstone.dossier import inspection as dossier
from touchstone.dossier.keys import new_key
from touchstone.dossier.verification import verify_bundle

EXAMPLE = Path(dossier.__file__).parent / "examples" / "birmingham-2023"
DATA = {
    "open-data.json",
    "open-data.schema.json",
    "standards.csv",
    "key-questions.csv",
    "recommendations.csv",
    "context.csv",
}


@pytest.fixture
def inspection(tmp_path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("inspection.json", "cases.csv"):
        shutil.copy(EXAMPLE / name, folder)
    return folder / "inspection.json"


def report(inspection: Path, out: Path, *words: str) -> int:
    return run(["report", str(inspection), "--out", str(out), *words])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.capability("I9", "I11")
def test_one_command_writes_everything(inspection, tmp_path, capsys):
    out = tmp_path / "out"
    assert report(inspection, out) == 0
    documents = {f"{name}.{kind}" for name in ("report", "press-notice") for kind in ("html", "pdf", "docx")}
    assert set(content(out)) == documents | DATA
    assert capsys.readouterr().out == f"12 files in {out}\n"
    assert content(out)["report.pdf"].startswith(b"%PDF-")
    data, schema = (json.loads(content(out)[name]) for name in ("open-data.json", "open-data.schema.json"))
    jsonschema.validate(data, schema)


def test_the_same_file_gives_the_same_bytes(inspection, tmp_path):
    for name in ("first", "second"):
        assert report(inspection, tmp_path / name, "--formats", "html,docx,csv,json") == 0
    assert content(tmp_path / "first") == content(tmp_path / "second")


def test_only_the_formats_asked_for(inspection, tmp_path):
    assert report(inspection, tmp_path / "out", "--formats", "csv,json") == 0
    assert set(content(tmp_path / "out")) == DATA


def test_the_panel_paper_is_written_only_when_asked_for(inspection, tmp_path):
    assert report(inspection, tmp_path / "out", "--formats", "html", "--panel") == 0
    assert set(content(tmp_path / "out")) == {"report.html", "press-notice.html", "panel-paper.html"}
    for name in ("report.html", "press-notice.html"):
        assert b"B-C-0" not in content(tmp_path / "out")[name]
    assert b"B-C-001" in content(tmp_path / "out")["panel-paper.html"]


@pytest.mark.capability("N6")
@pytest.mark.parametrize("kind", ["public", "sealed"])
def test_a_bundle_is_signed_and_verifies(inspection, tmp_path, monkeypatch, kind):
    monkeypatch.setenv("TOUCHSTONE_KEYS", str(tmp_path / "keys"))
    key = new_key("inspectorate")
    out = tmp_path / "out"
    assert report(inspection, out, "--formats", "html,csv,json", "--panel", "--bundle", kind) == 0
    path = out / f"{kind}-bundle.zip"
    assert verify_bundle(path, [key]).outcome == "trusted"
    with zipfile.ZipFile(path) as bundle:
        names = bundle.namelist()
        assert bundle.read("outputs/open-data.json") == (out / "open-data.json").read_bytes()
        assert any("panel-paper" in name for name in names) is (kind == "sealed")
        assert any(b"B-C-0" in bundle.read(name) for name in names) is (kind == "sealed")


@pytest.mark.parametrize(
    "words", [("--bundle", "public"), ("--bundle", "public", "--key", "nobody"), ("--key", "nobody")]
)
def test_a_bundle_that_nobody_can_sign_writes_nothing(inspection, tmp_path, monkeypatch, capsys, words):
    monkeypatch.setenv("TOUCHSTONE_KEYS", str(tmp_path / "keys"))
    assert report(inspection, tmp_path / "out", *words) == 2
    assert "1 problem found" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_shares_of_very_few_cases_are_pointed_out(tmp_path, capsys):
    number = next(it for it in range(HOW_MANY) if oddity_of(it) == "one case" and it % 3 == 1)
    assert report(written(number, tmp_path), tmp_path / "out", "--formats", "json") == 0
    assert "fewer than 5 cases" in capsys.readouterr().err
    assert report(EXAMPLE / "inspection.json", tmp_path / "other", "--formats", "json") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("formats", ["pdf,odt", "", " , "])
def test_a_format_there_is_not_is_told(inspection, tmp_path, capsys, formats):
    assert report(inspection, tmp_path / "out", "--formats", formats) == 2
    assert "html, pdf, docx, csv, json" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_wrong_file_writes_nothing_and_tells_everything(inspection, tmp_path, capsys):
    told = json.loads(inspection.read_text(encoding="utf-8"))
    told["standards"]["1.1"]["rating"] = "Godo"
    told["recommendations"][3]["number"] = 7
    inspection.write_text(json.dumps(told), encoding="utf-8")
    assert report(inspection, tmp_path / "out") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "2 problems found" in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_a_case_reference_in_published_words_writes_nothing(inspection, tmp_path, capsys):
    told = json.loads(inspection.read_text(encoding="utf-8"))
    told["recommendations"][0]["text"] = "look again at B-C-007"
    inspection.write_text(json.dumps(told), encoding="utf-8")
    assert report(inspection, tmp_path / "out") == 2
    assert "B-C-007" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_earlier_run_is_replaced_only_when_asked(inspection, tmp_path, capsys):
    out = tmp_path / "out"
    assert report(inspection, out, "--formats", "csv") == 0
    assert report(inspection, out, "--formats", "json") == 2
    assert "--replace" in capsys.readouterr().err
    assert report(inspection, out, "--formats", "json", "--replace") == 0
    assert set(content(out)) == {"open-data.json", "open-data.schema.json"}


def test_nobody_elses_files_are_ever_replaced(inspection, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work", encoding="utf-8")
    assert report(inspection, out, "--replace") == 2
    assert "thesis.docx" in capsys.readouterr().err
    assert (out / "thesis.docx").read_text(encoding="utf-8") == "years of work"


@pytest.mark.parametrize("place", ["a file", "nowhere/out"])
def test_a_place_that_is_no_folder_is_told(inspection, tmp_path, capsys, place):
    (tmp_path / "a file").write_text("", encoding="utf-8")
    assert report(inspection, tmp_path / place) == 2
    assert "1 problem found" in capsys.readouterr().err


def test_an_empty_folder_is_used(inspection, tmp_path):
    (tmp_path / "out").mkdir()
    assert report(inspection, tmp_path / "out", "--formats", "csv") == 0


def test_a_disk_that_fails_leaves_nothing_behind(inspection, tmp_path, monkeypatch, capsys):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_folder.os, "fsync", full)
    assert report(inspection, tmp_path / "out", "--formats", "csv") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_a_rename_that_fails_puts_the_old_folder_back(inspection, tmp_path, monkeypatch):
    out = tmp_path / "out"
    assert report(inspection, out, "--formats", "csv") == 0
    before = content(out)
    rename = whole_folder.os.rename

    def refuse_new(source: Path, target: Path) -> None:
        if source.name.endswith(".new"):
            raise OSError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(whole_folder.os, "rename", refuse_new)
    assert report(inspection, out, "--formats", "json", "--replace") == 2
    assert content(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
