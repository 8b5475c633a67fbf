"""`touchstone agreement`: the tables of inspectors who read the same cases, and how far they answered alike."""

import json
import os

import pytest

from tests.factories.inspections import case, table
from tests.factories.spreadsheets import xlsx
from touchstone.cli.commands import run
from touchstone.rating.agreement import cohens_kappa, krippendorffs_alpha

HEAD = ["reference", "group", "kind", "2.1.1", "2.1.2", "2.1.3"]
WARD = ["yes yes yes", "yes no yes", "no no yes", "yes yes yes", "no no yes", "yes yes yes"]
LAKE = ["yes yes yes", "yes yes yes", "no yes yes", "yes yes yes", "no no yes"]


def rows(answers, first=1):
    """A table with a court case for each word of answers."""
    cases = [
        [f"LS-{n:02}", "court", "community_sentence", *["n/a" if word == "na" else word for word in said.split()]]
        for n, said in enumerate(answers, start=first)
    ]
    return [HEAD, *cases]


@pytest.fixture
def file(tmp_path):
    """Writes rows as a CSV and gives its path."""

    def write(name, lines):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{','.join(line)}\n" for line in lines), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def told(capsys):
    """Runs `touchstone agreement` and gives what it printed."""

    def run_it(*words):
        status = run(["agreement", *words])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        return out

    return run_it


@pytest.fixture
def refused(capsys):
    """Runs `touchstone agreement`, which must print nothing, and gives its complaint."""

    def run_it(*words):
        assert run(["agreement", *words]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return run_it


@pytest.mark.capability("N3")
def test_two_inspectors_are_compared_by_key_question(file, told):
    page = told(file("ward.csv", rows(WARD)), file("lake.csv", rows([*LAKE, "yes"])[:-1]))
    assert page == (
        "For the inspectors and whoever trains them. Not for publication: it names cases\n"
        "by their references.\n\n"
        "Agreement between two inspectors\n"
        "Youth offending services, 2021 to 2025 (hmip-youth-2021, revision 1)\n\n"
        "  1. ward.csv: six cases\n"
        "  2. lake.csv: five cases\n"
        "  Five cases read by both.\n\n"
        "  Key question                       Cases   Agreed         Kappa         Alpha\n"
        "2.1 Assessment\n"
        "  2.1.1   desistance                     5   100.0%          1.00          1.00\n"
        "  2.1.2   safety of the child            5    60.0%          0.29          0.25\n"
        "  2.1.3   safety of others               5   100.0%   not defined   not defined\n"
        "  All answers                           15    86.7%\n\n"
        "1 is full agreement, 0 is no better than chance, below 0 is worse.\n"
        "Not defined: everybody gave one and the same answer to all of these cases, so\n"
        "chance alone would agree just as fully.\n\n"
        "Where they differ: two answers in two cases, answers in the order of the tables\n"
        "  - LS-02: 2.1.2 (no, yes)\n"
        "  - LS-03: 2.1.2 (no, yes)\n\n"
        "Cases that only one of them read, which tell nothing here\n"
        "  - Only in ward.csv: LS-06\n"
    )
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.capability("N3")
def test_agreement_of_two_inspectors_for_another_program(file, told):
    found = json.loads(told(file("ward.csv", rows(WARD)), file("lake.csv", rows(LAKE)), "--format", "json"))
    assert (found["framework"], found["revision"], found["cases_read_by_two"]) == ("hmip-youth-2021", 1, 5)
    assert found["inspectors"] == [
        {"file": "ward.csv", "cases": 6, "read_by_this_one_alone": ["LS-06"]},
        {"file": "lake.csv", "cases": 5, "read_by_this_one_alone": []},
    ]
    first, second = ([said.split()[1] for said in answers] for answers in (WARD[:5], LAKE))
    assert found["key_questions"][1] == {
        "id": "2.1.2",
        "cases": 5,
        "same": 3,
        "percent_agreed": 60.0,
        "kappa": round(cohens_kappa(first, second), 4),
        "alpha": round(krippendorffs_alpha(zip(first, second, strict=True)), 4),
    }
    assert (found["key_questions"][2]["kappa"], found["key_questions"][2]["alpha"]) == (None, None)
    assert found["differences"] == [
        {"case": reference, "key_question": "2.1.2", "answers": ["no", "yes"]} for reference in ("LS-02", "LS-03")
    ]


@pytest.mark.capability("N3")
def test_of_more_than_two_inspectors_alpha_is_told(file, told):
    third = rows(["na yes", "yes yes", "yes yes"])
    third = [line[:5] for line in third]
    paths = [file("ward.csv", rows(WARD)), file("lake.csv", rows(LAKE)), file("mill.csv", third)]
    page = told(*paths)
    assert "Agreement between three inspectors" in page
    assert "Five cases read by at least two of them." in page
    assert "Kappa" not in page
    assert "Agreed" not in page
    said = [("yes", "yes", "not applicable"), ("yes", "yes", "yes"), ("no", "no", "yes"), ("yes", "yes"), ("no", "no")]
    alpha = krippendorffs_alpha(said)
    assert f"  2.1.1   desistance                     5          {alpha:.2f}\n" in page
    assert "  - LS-01: 2.1.1 (yes, yes, not applicable)\n" in page
    found = json.loads(told(*paths, "--format", "json"))["key_questions"][0]
    assert found == {
        "id": "2.1.1",
        "cases": 5,
        "same": None,
        "percent_agreed": None,
        "kappa": None,
        "alpha": round(alpha, 4),
    }


def test_what_one_left_unanswered_is_a_dash(file, told):
    two = [file("a.csv", rows(["yes yes yes"])), file("b.csv", rows(["no yes yes"]))]
    third = [HEAD[:3] + HEAD[4:], ["LS-01", "court", "community_sentence", "yes", "yes"]]
    assert "  - LS-01: 2.1.1 (yes, no, –)\n" in told(*two, file("c.csv", third))


def test_full_agreement_and_nothing_answered_by_both(file, told):
    ward = file("ward.csv", rows(["yes no yes", "no yes no"]))
    page = told(ward, file("same.csv", rows(["Yes N yes", "no y NO"])))
    assert "They differ in no answer." in page
    assert "Not defined" not in page
    assert "Cases that only one" not in page
    one, other = (file(f"{n}.csv", [[*HEAD[:3], n], ["A", "court", "community_sentence", "no"]]) for n in HEAD[3:5])
    page = told(one, other)
    assert "They answered no key question of the same case." in page
    assert "They differ" not in page


def test_tables_as_they_stand_beside_inspection_files(file, told, tmp_path):
    cases = [case("A"), case("B", "out_of_court", "youth_caution")]
    (tmp_path / "full.csv").write_text(table(cases), encoding="utf-8")
    (tmp_path / "other.xlsx").write_bytes(xlsx([HEAD, ["A", "court", "community_sentence", "no", "yes", "yes"]]))
    page = told(str(tmp_path / "full.csv"), str(tmp_path / "other.xlsx"))
    assert "One case read by both." in page
    assert "  - Only in full.csv: B" in page


def test_the_framework_that_fits_is_found_or_named(file, told, refused):
    def of_2025(name, answer):
        return file(name, [[*HEAD[:3], "2.1.1"], ["A", "children", "court_disposal", answer]])

    paths = [of_2025("one.csv", "yes"), of_2025("other.csv", "no")]
    assert "(hmip-youth-2025, revision" in told(*paths)
    assert "hmip-youth-2021 has no sample group 'children'" in refused(*paths, "--framework", "hmip-youth-2021")
    assert "hmip-youth-2018" in refused(*paths, "--framework", "hmip-youth-2099")
    both = [file("ward.csv", rows(WARD)), file("lake.csv", rows(LAKE))]
    assert "(hmip-youth-2018, revision" in told(*both, "--framework", "hmip-youth-2018")
    assert "There is no such folder of frameworks" in refused(*both, "--frameworks", "nowhere")


def test_two_files_of_one_name_are_told_apart_by_their_folders(file, told):
    paths = [file("ward/cases.csv", rows(WARD)), file("lake/cases.csv", rows(LAKE))]
    names = [each["file"] for each in json.loads(told(*paths, "--format", "json"))["inspectors"]]
    assert names == paths


def test_every_problem_at_once(file, refused):
    lake = file("lake.csv", rows(LAKE))
    bad = rows(WARD)
    bad[2][2:4] = ["custodial_sentence", "maybe"]
    bad[4][0] = "LS-03"
    bad[5][1:3] = ["out_of_court", "youth_caution"]
    problems = refused(lake, file("bad.csv", bad), "nowhere.csv")
    for said in (
        "8 problems",
        "bad.csv, row 3, 2.1.1: 'maybe' is not an answer.",
        "bad.csv, row 3, kind: The case 'LS-02' has the kind 'custodial_sentence' here and 'community_sentence' in "
        "lake.csv, row 3.",
        "bad.csv, row 5, reference: The reference 'LS-03' is used twice, first in row 4.",
        "bad.csv, row 6, 2.1.1: Key question 2.1.1 is not asked of the group 'out_of_court'.",
        "bad.csv, row 6, group: The case 'LS-05' has the group 'out_of_court' here and 'court' in lake.csv, row 6.",
        "nowhere.csv: There is no such file.",
    ):
        assert said in problems


def test_there_must_be_two_inspectors_and_a_case_in_common(file, refused):
    ward = file("ward.csv", rows(WARD))
    assert "Only one table is given" in refused(ward)
    again = os.path.join(os.path.dirname(ward), ".", "ward.csv")
    assert "This file is given twice." in refused(ward, again)
    assert "No case is in two of the tables" in refused(ward, file("far.csv", rows(LAKE, first=50)))
