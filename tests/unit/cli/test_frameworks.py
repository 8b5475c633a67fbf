"""`touchstone frameworks` in a terminal: what it prints, and that nothing is printed where anything is wrong."""

import json
from pathlib import Path

import pytest

from touchstone.cli.commands import run
from touchstone.standards import loading


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(loading.FOLDERS_VARIABLE, raising=False)
    monkeypatch.setattr(loading, "loaded", {})


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command prints when all is well."""
    assert run(["frameworks", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.capability("I1")
def test_list_says_which_there_are_and_how_far_their_rules_can_be_trusted(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split()[:5] for line in printed(capsys, "list").splitlines()[1:]]
    assert rows == [
        ["hmip-youth-2018", "1", "12", "12", "recollected"],
        ["hmip-youth-2021", "1", "13", "12", "recollected"],
        ["hmip-youth-2025", "1", "4", "4", "assumed"],
    ]
    assert [one["id"] for one in json.loads(printed(capsys, "list", "--format", "json"))] == [row[0] for row in rows]


@pytest.mark.capability("I1")
def test_show_prints_every_question_within_the_width_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "show", "hmip-youth-2021")
    framework = loading.load_framework("hmip-youth-2021")
    joined = " ".join(text.split())
    for _, question in framework.key_questions():
        assert f"{question.id} {question.asks} [{question.fact.standing}]" in joined
    assert "does not count in the score" in joined
    assert max(map(len, text.splitlines())) <= 100


def test_show_prints_the_assumed_rule_as_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Not the inspectorate's rule" in printed(capsys, "show", "hmip-youth-2025")
    assert "Not the inspectorate's rule" not in printed(capsys, "show", "hmip-youth-2021")


def test_show_as_json_holds_everything_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(printed(capsys, "show", "hmip-youth-2021", "--format", "json"))
    assert (told["id"], told["revision"]) == ("hmip-youth-2021", 1)
    question = told["domains"][1]["standards"][0]["key_questions"][0]
    assert question["id"] == "2.1.1"
    assert question["prompts"][0]["fact"]["standing"] == "verified"
    assert told["rating"]["question_bands"][1]["at_least"] == 50


def test_show_as_markdown_is_the_reference_page(capsys: pytest.CaptureFixture[str]) -> None:
    from touchstone.standards.reference import framework_page

    page = printed(capsys, "show", "hmip-youth-2025", "--format", "markdown")
    assert page.rstrip() == framework_page(loading.load_framework("hmip-youth-2025")).rstrip()


@pytest.mark.capability("I1")
def test_compare_names_every_standard_of_both(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "compare", "hmip-youth-2018", "hmip-youth-2021").splitlines()
    assert any(line.startswith("3.4      3.4        not comparable") for line in lines)
    assert any(line.startswith("2.2      2.2        comparable ") for line in lines)
    assert any(line.startswith("–        4.1        not comparable") for line in lines)
    assert any(line.startswith("overall  overall    comparable ") for line in lines)
    assert max(map(len, lines)) <= 100


def test_compare_as_json_and_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(printed(capsys, "compare", "hmip-youth-2021", "hmip-youth-2025", "--format", "json"))
    assert len(told["standards"]) == 13
    assert [row["standard"] for row in told["only_in_b"]] == ["V1"]
    assert told["overall"]["comparable"] is False
    page = printed(capsys, "compare", "hmip-youth-2021", "hmip-youth-2025", "--format", "markdown")
    assert "| – | V1 | no |" in page
    assert "## Sources" in page


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "hmip-youth-2020"], "There is no framework 'hmip-youth-2020'"),
        (["show", "hmip-youth-2021", "--revision", "9"], "has no revision 9"),
        (["compare", "hmip-youth-2021", "x"], "There is no framework 'x'"),
        (["list", "--frameworks", "nowhere-at-all"], "There is no such folder of frameworks"),
        (["wording", "nowhere.yaml"], "The file is not there"),
    ],
)
def test_what_is_wrong_goes_to_standard_error_with_status_2(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert run(["frameworks", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err


@pytest.mark.capability("I1")
def test_an_inspectorate_supplies_the_rule_of_2025(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The steps of docs/how-to/supply-a-rating-rule.md; afterwards a rating needs no assumption."""
    from touchstone.rating.answers import Count, Evidence, Judgement, Share
    from touchstone.rating.inspection import rate_inspection

    own = tmp_path / "ours"
    said = printed(capsys, "copy", "hmip-youth-2025", "--into", str(own))
    assert str(own / "hmip-youth-2025") in said
    rule = own / "hmip-youth-2025" / "rating.yaml"
    text = rule.read_text(encoding="utf-8")
    for old, new in (("assumed: true", "assumed: false"), ("up_to: 6}", "up_to: 7}")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    rule.write_text(text, encoding="utf-8")
    framework_file = own / "hmip-youth-2025" / "framework.yaml"
    text = framework_file.read_text(encoding="utf-8")
    framework_file.write_text(text.replace("revision: 1\n", "revision: 101\n"), encoding="utf-8")
    assert "3 to 7" in printed(capsys, "show", "hmip-youth-2025", "--frameworks", str(own))

    theirs = loading.load_framework("hmip-youth-2025", folders=(own,))
    shares = {f"2.{place}.{question}": Share(count=Count(7, 10)) for place in (1, 2, 3) for question in (1, 2, 3)}
    evidence = Evidence(shares=shares, judgements={"V1": Judgement(rating="Requires improvement", reasons="As seen.")})
    rated = rate_inspection(theirs, evidence)
    assert (rated.score, rated.score_of, rated.overall) == (7, 12, "Requires improvement")
    ours = loading.load_framework("hmip-youth-2025", revision=1, folders=(own,))
    assert rate_inspection(ours, evidence).overall == ""
    assert rate_inspection(ours, evidence, assume=True).overall == "Good"


def test_copy_overwrites_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed(capsys, "copy", "hmip-youth-2018", "--into", str(tmp_path))
    assert run(["frameworks", "copy", "hmip-youth-2018", "--into", str(tmp_path)]) == 2
    assert "It is there already" in capsys.readouterr().err


def test_wording_is_checked_kept_and_used(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file, own = tmp_path / "words.yaml", tmp_path / "ours"
    file.write_text('framework: hmip-youth-2021\nsource: Ours\nwords:\n  "2.1": As we print it.\n', encoding="utf-8")
    said = printed(capsys, "wording", str(file))
    assert "1 sentence of hmip-youth-2021 is replaced: 2.1." in said
    assert not own.exists()
    printed(capsys, "wording", str(file), "--into", str(own))
    assert "As we print it." in printed(
        capsys, "show", "hmip-youth-2021", "--format", "markdown", "--frameworks", str(own)
    )
    assert run(["frameworks", "wording", str(file), "--into", str(own)]) == 2
    assert "It is there already" in capsys.readouterr().err
