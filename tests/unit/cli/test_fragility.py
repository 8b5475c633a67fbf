"""`touchstone fragility`: what a rating hangs on, told to the panel and the service, from every form of the file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories.inspections import changed, full, short, written
from touchstone.cli.commands import run
from touchstone.cli.fragility_page import PUBLISHED, PUBLISHED_WITHOUT_CASES, fragility_page
from touchstone.dossier.ratable import Ratable, read_ratable
from touchstone.rating.fragility import fragility
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.interval import wilson_interval

ROOT = Path(__file__).resolve().parents[3]
BIRMINGHAM = str(ROOT / "touchstone/dossier/examples/birmingham-2023/inspection.json")
RI = "Requires improvement"


@pytest.fixture
def file(tmp_path):
    """Writes a tree as a file and gives its path."""

    def write(tree, name="service.json"):
        (tmp_path / name).write_bytes(written(tree))
        return str(tmp_path / name)

    return write


@pytest.fixture
def told(capsys):
    """Runs `touchstone fragility` and gives what it printed."""

    def run_it(*words):
        status = run(["fragility", *words])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        return out

    return run_it


@pytest.fixture
def refused(capsys):
    """Runs `touchstone fragility`, which must print nothing, and gives its complaint."""

    def run_it(*words):
        assert run(["fragility", *words]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return run_it


def plain(page):
    """The page with every run of blanks as one, for sentences that go over lines."""
    return " ".join(page.split())


@pytest.mark.capability("N1")
def test_the_panel_is_told_what_each_rating_hangs_on(told):
    page = told(BIRMINGHAM)
    assert page.startswith("For the panel and the service. Not for publication: it names cases by their\nreferences.\n")
    assert "invented" in page
    assert "Overall: ■■□□ Requires improvement   11/36" in page
    assert "Down from Requires improvement: at least five changed judgements would make it Inadequate" in plain(page)
    assert "Down by answers in cases alone: at least 14 changed judgements" in plain(page)
    assert "Overall rating in 10,000 samples drawn again (seed 2021)" in page
    assert "2.1 Assessment\n  ■■□□ Requires improvement, driven by 2.1.2 and 2.1.3\n" in page
    assert "  Up to Good: six cases, nine answers\n  Down to Inadequate: one case, one answer\n" in page
    row = "  ▸ 2.1.3 safety of others       51%  20 of 39    36% to 66%           1      6\n"
    assert row in page
    assert "    2.1.1 desistance " in page  # which drives nothing and so has no mark
    assert "2.1.3: any one of 20 cases answered 'yes', had it been 'no', would make the standard Inadequate" in plain(
        page
    )
    assert "Down: there is no band below" in page
    assert "Court disposals: not narrowed, since the caseload is not known." in plain(page)
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.capability("N1")
def test_fragility_for_another_program(told):
    found = json.loads(told(BIRMINGHAM, "--format", "json"))
    assert (found["overall"], found["score"], found["score_of"]) == (RI, 11, 36)
    assert (found["for_publication"], found["names_cases"], found["no_replicates_because"]) == (False, True, None)
    assert (found["up"]["changes"], found["up_by_answers"]["changes"]) == (8, 65)
    assert (found["down"]["changes"], found["down"]["becomes"]) == (5, "Inadequate")
    assert found["down"]["standards"][-1] == {
        "standard": "3.3",
        "rating": RI,
        "becomes": "Inadequate",
        "changes": 1,
        "unit": "answers",
    }
    drawn = found["replicates"]
    assert (drawn["seed"], drawn["count"], sum(drawn["overall"].values())) == (2021, 10_000, 10_000)
    standard = found["standards"]["2.1"]
    distances = ("cases_up", "answers_up", "cases_down", "answers_down", "exact_cases")
    assert [standard[key] for key in distances] == [6, 9, 1, 1, True]
    assert standard["driven_by"] == ["2.1.2", "2.1.3"]
    assert sum(standard["replicates"].values()) == 10_000
    lowest = standard["key_questions"][2]
    interval = wilson_interval(20, 39)
    assert lowest == {
        "id": "2.1.3",
        "percent": 51,
        "yes": 20,
        "of": 39,
        "interval": {
            "confidence": 95,
            "low": round(interval.low, 2),
            "high": round(interval.high, 2),
            "caseload": None,
        },
        "drives": True,
        "bands_above": 0,
        "answers_to_spare": 1,
        "answers_lacking": 6,
    }
    (decides,) = standard["deciding_answers"]
    assert (decides["answered"], decides["instead"], decides["standard_becomes"]) == ("yes", "no", "Inadequate")
    assert len(decides["cases"]) == 20
    assert len(found["deciding_cases"]) == 19
    assert found["deciding_cases"][0]["standards"] == {"3.3": "Inadequate"}


def test_a_known_caseload_narrows_the_intervals(told):
    found = json.loads(told(BIRMINGHAM, "--caseload", "court=148", "--format", "json"))
    asked, other = (found["standards"][number]["key_questions"][2]["interval"] for number in ("2.1", "3.1"))
    interval = wilson_interval(20, 39, caseload=148)
    assert (asked["low"], asked["high"], asked["caseload"]) == (round(interval.low, 2), round(interval.high, 2), 148)
    assert other["caseload"] is None
    page = plain(told(BIRMINGHAM, "--caseload", "court=148"))
    assert "Court disposals: narrowed for the known caseload of 148." in page
    assert "Out-of-court disposals: not narrowed" in page


def test_a_caseload_given_here_stands_before_that_of_the_file(file, told):
    path = file(full())
    assert "narrowed for the known caseload of 30." in plain(told(path))
    page = plain(told(path, "--caseload", "court=1400"))
    assert "Court disposals: narrowed for the known caseload of 1,400." in page
    assert "Out-of-court disposals: narrowed for the known caseload of 12." in page


def test_seed_and_number_of_samples(told):
    few = told(BIRMINGHAM, "--seed", "7", "--replicates", "300")
    assert "Overall rating in 300 samples drawn again (seed 7)" in few
    assert few == told(BIRMINGHAM, "--seed", "7", "--replicates", "300")
    assert "Overall rating in 1 sample drawn again (seed 7)" in told(BIRMINGHAM, "--seed", "7", "--replicates", "1")
    assert few != told(BIRMINGHAM, "--seed", "8", "--replicates", "300").replace("seed 8", "seed 7")


def test_counts_and_percentages_have_no_cases_to_name(file, told):
    page = told(file(short()))
    assert page.startswith(
        "For the panel and the service. Not for publication: it shows how near each\nrating is to the next."
    )
    assert "No standard was rated from case answers, so no other sample of cases can be" in page
    assert "Up to Good: at least six cases, nine answers" in page
    assert "How near the next band is cannot be said: only percentages are known." in page
    assert "    3.2.1 desistance             87%              not known            –      –\n" in page
    assert "One answer decides" not in page
    assert "Assumption: 3 of the 12 standards that count are rated" in page
    found = json.loads(told(file(short()), "--format", "json"))
    assert found["replicates"] is None
    assert found["no_replicates_because"].startswith("No standard was rated from case answers")
    assert found["standards"]["3.2"]["key_questions"][0]["interval"] is None


def test_nothing_that_counts_is_rated(file, told):
    path = file(changed(short(), "standards", to={"4.1": {"rating": "Good"}}))
    assert "Overall: nothing could be rated" in told(path)
    assert "What would move" not in told(path)
    assert json.loads(told(path, "--format", "json"))["overall"] is None


def test_discretion_stands_beside_the_distances_of_what_was_computed(file, told):
    used = {"rating": "Good", "reason": "All but one case were close.", "by": ["A. Person"]}
    page = told(file(changed(short(), "standards", "2.1", "discretion", to=used)))
    assert "The panel's discretion made it Good; what follows is of the computed Requires improvement." in plain(page)
    assert "2.1 is held as the panel's discretion made it." in page


@pytest.mark.parametrize(("path", "says"), [(BIRMINGHAM, PUBLISHED_WITHOUT_CASES), ("short", PUBLISHED)])
def test_a_framework_that_publishes_fragility(path, says, file):
    read = read_ratable(file(short()) if path == "short" else path)
    framework = replace(read.framework, publishes_fragility=True)
    ratable = Ratable(read.file, read.service, framework, read.evidence, read.inspection)
    rated = rate_inspection(framework, read.evidence)
    page = fragility_page(ratable, rated, fragility(framework, read.evidence, rated, replicates=10))
    assert plain(page).startswith(f"{says} ")
    assert "Not for publication" not in page


def test_a_long_topic_and_a_long_name_stay_within_the_page(file, told):
    tree = changed(full(), "service", "name", to="The Youth Justice Service of " + "Very " * 30 + "Long Place")
    assert max(map(len, told(file(tree)).splitlines())) <= 80


def test_an_assumed_rule_only_when_asked_for(file, refused, told):
    question = {"yes": 9, "of": 12}
    path = file(
        {"framework": "hmip-youth-2025", "service": "X", "standards": {"2.1": {"key_questions": [question] * 3}}}
    )
    assert "is not known here" in refused(path)
    assert "not the inspectorate's rule" in plain(told(path, "--assume"))


def test_every_problem_at_once(file, refused):
    path = file(short())
    words = ["--seed", "-3", "--replicates", "0", "--caseload", "court=6", "--caseload", "x=3", "--caseload", "court=9"]
    problems = refused(path, *words, "--caseload", "out_of_court=some")
    assert "6 problems" in problems
    for said in (
        "--seed: '-3' is not a whole number.",
        "--replicates: 0 samples cannot be drawn. Ask for 1 to 1,000,000.",
        "--caseload: The group 'court' is given twice.",
        "--caseload out_of_court: 'some' is not a whole number.",
        "--caseload: hmip-youth-2021 has no sample group 'x'. Use one of: court, out_of_court, resettlement.",
        "--caseload: The caseload of 'court' is 9, and 39 of its cases were read.",
    ):
        assert said in problems
    problems = refused("nowhere.json", "--replicates", "1000001")
    assert "2 problems" in problems
    assert "There is no such file" in problems
