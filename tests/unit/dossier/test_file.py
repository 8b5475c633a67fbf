"""The inspection file: what is read is what was written, whatever it holds."""

import json
import string
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.inspections import COURT, OUT_OF_COURT, case, changed, counted, full, table, written
from tests.factories.spreadsheets import ods, xlsx
from touchstone.dossier import full_form
from touchstone.dossier.consistency import names
from touchstone.dossier.file import inspection_from, read_inspection, write_inspection
from touchstone.dossier.inspection import (
    Activity,
    ContextFigure,
    Dates,
    Demonstration,
    EarlierRecommendation,
    EvidenceItem,
    Finding,
    Inspection,
    Passage,
    PracticeExample,
    Press,
    PressQuote,
    PreviousInspection,
    Recommendation,
    SampleCount,
    Service,
    Signed,
    StandardSection,
    Survey,
    TeamMember,
    Voice,
)
from touchstone.dossier.prose import figures
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import CaseAnswers, Count, DiscretionUsed, Evidence, Judgement, Share
from touchstone.standards.loading import load_framework

BIRMINGHAM = Path(__file__).resolve().parents[3] / "touchstone/dossier/examples/birmingham-2023/inspection.json"
FRAMEWORK = load_framework("hmip-youth-2021")


@pytest.mark.parametrize("tree", [full(), counted()], ids=["cases", "counts"])
def test_reads_a_file_and_writes_it_again(tree, tmp_path):
    path = tmp_path / "inspection.json"
    path.write_bytes(written(tree))
    inspection = read_inspection(path)
    path.write_bytes(write_inspection(inspection))
    assert read_inspection(path) == inspection


def test_every_part_arrives():
    inspection = inspection_from(full(), file="x.json")
    empty = Inspection("", "", None, "", "", inspection.service, Dates(), Evidence())
    parts = ("team", "context", "sample", "activities", "foreword", "background", "sections", "voices", "surveys")
    parts += ("domain_introductions", "involvement", "evidence_items", "recommendations", "previous", "demonstration")
    for part in parts:
        assert getattr(inspection, part) != getattr(empty, part), part
    assert inspection.section("2.1").strengths == (
        Finding("Children were heard.", ("court-cases",)),
        Finding("Plans were read."),
    )
    assert inspection.evidence.judgements["1.1"] == Judgement("Good", "Evidence was weighed.")
    assert inspection.service.called == "the service"


def test_birmingham_with_its_table_beside_it():
    inspection = read_inspection(BIRMINGHAM)
    assert len(inspection.evidence.cases) == 77
    assert inspection_from(json.loads(write_inspection(inspection)), file="x") == inspection


def test_sample_is_counted_from_the_cases_where_it_is_not_given():
    inspection = inspection_from(full(), file="x.json")
    assert inspection.sample == (
        SampleCount("court", "community_sentence", 2),
        SampleCount("out_of_court", "youth_caution", 1),
        SampleCount("out_of_court", "outcome_22", 1),
    )


def rows_of(cases: list[dict]) -> list[list[str]]:
    return [line.split(",") for line in table(cases).splitlines()]


@pytest.mark.parametrize("name", ["cases.csv", "cases.xlsx", "cases.ods", "Fälle 2024.CSV"])
def test_cases_in_a_table_are_the_cases_written_inside(name, tmp_path):
    cases = full()["cases"]
    inside = inspection_from(full(), file="x.json")
    makers = {"csv": lambda rows: table(cases).encode("utf-8-sig"), "xlsx": xlsx, "ods": ods}
    (tmp_path / name).write_bytes(makers[name.lower().rpartition(".")[2]](rows_of(cases)))
    path = tmp_path / "inspection.json"
    path.write_bytes(written(changed(full(), "cases", to={"file": name})))
    assert read_inspection(path) == inside


@pytest.mark.parametrize(
    ("typed", "meant"), [("YES", "yes"), (" n ", "no"), ("N/A", "not applicable"), ("Na", "not applicable")]
)
def test_answers_as_people_type_them_into_cells(typed, meant, tmp_path):
    (tmp_path / "cases.csv").write_text(table([case("NS-1", answer=typed)]), encoding="utf-8")
    path = tmp_path / "inspection.json"
    path.write_bytes(written(changed(full(), "cases", to={"file": "cases.csv"})))
    assert set(read_inspection(path).evidence.cases[0].answers.values()) == {meant}


def test_a_byte_order_mark_is_no_problem(tmp_path):
    path = tmp_path / "inspection.json"
    path.write_bytes(b"\xef\xbb\xbf" + written(full()))
    assert read_inspection(path).id == "northshire-2024"


def test_names_prose_may_use_are_those_it_can_print():
    for tree in (full(), counted()):
        inspection = inspection_from(tree, file="x.json")
        sample = [{"group": it.group, "kind": it.kind} for it in inspection.sample]
        assert names(tree, sample).keys() == figures(inspection).keys()


def test_a_short_form_is_named_as_such():
    from tests.factories.inspections import short

    with pytest.raises(ProblemsFound, match="This is the short form"):
        inspection_from(short(), file="x.json")


def test_a_table_that_cannot_be_read_is_the_only_problem(tmp_path):
    """The prose names how many cases were read; that the table is damaged is no fault of the prose."""
    path = tmp_path / "inspection.json"
    path.write_bytes(written(changed(full(), "cases", to={"file": "cases.csv"})))
    (tmp_path / "cases.csv").write_text("reference;group;kind\nA;court;custodial_sentence\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as told:
        read_inspection(path)
    assert [problem.file for problem in told.value.problems] == ["cases.csv"]


def test_a_column_left_out_is_told_once_and_not_for_every_case(tmp_path):
    path = tmp_path / "inspection.json"
    path.write_bytes(written(changed(full(), "cases", to={"file": "cases.csv"})))
    rows = [
        [cell for cell, head in zip(row, rows_of(full()["cases"])[0], strict=False) if head != "2.1.3"]
        for row in rows_of(full()["cases"])
    ]
    (tmp_path / "cases.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    with pytest.raises(ProblemsFound) as told:
        read_inspection(path)
    assert [(it.file, it.row, it.column, it.what) for it in told.value.problems] == [
        ("cases.csv", None, "2.1.3", "None of the 2 cases of the group 'court' has an answer to 2.1.3.")
    ]


@pytest.mark.parametrize("name", ["cases.csv", "Cases.XLSX"])
def test_the_table_in_the_place_of_the_inspection_file_is_told(name, tmp_path):
    (tmp_path / name).write_bytes(table(full()["cases"]).encode())
    with pytest.raises(ProblemsFound) as told:
        read_inspection(tmp_path / name)
    (problem,) = told.value.problems
    assert problem.what == "This is a table, not an inspection file."
    assert f'"cases": {{"file": "{name}"}}' in problem.do


SAME_NAMES = [
    (full_form.SERVICE, Service),
    (full_form.DATES, Dates),
    (full_form.TEAM_MEMBER, TeamMember),
    (full_form.CONTEXT_FIGURE, ContextFigure),
    (full_form.SAMPLE_COUNT, SampleCount),
    (full_form.ACTIVITY, Activity),
    (full_form.EXAMPLE, PracticeExample),
    (full_form.PASSAGE_WITH_FINDINGS, Passage),
    (full_form.VOICE, Voice),
    (full_form.SURVEY, Survey),
    (full_form.EVIDENCE_ITEM, EvidenceItem),
    (full_form.RECOMMENDATION, Recommendation),
    (full_form.EARLIER_RECOMMENDATION, EarlierRecommendation),
    (full_form.PREVIOUS, PreviousInspection),
    (full_form.SIGNED, Signed),
    (full_form.PRESS_QUOTE, PressQuote),
    (full_form.PRESS, Press),
    (full_form.DEMONSTRATION, Demonstration),
    (full_form.CASE, CaseAnswers),
]


@pytest.mark.parametrize(("form", "value"), SAME_NAMES, ids=[form.title for form, _ in SAME_NAMES])
def test_every_field_of_a_value_has_its_key_in_the_file(form, value):
    assert {key.name for key in form.keys} == {field.name for field in fields(value)}


def test_every_part_of_an_inspection_has_its_key_in_the_file():
    parts = {field.name for field in fields(Inspection)} - {"evidence", "sections"}
    elsewhere = {"format", "version", "cases", "counts", "caseloads", "standards"}
    assert {key.name for key in full_form.FULL_FORM.keys} == parts | elsewhere


# ── Whatever an inspection holds ─────────────────────────────────────────────────────────────────────────────────

# Everything the gateway lets through unchanged: composed, no controls; braces would be read as names of figures.
SIGNS = "abc XYZ 0129 'quoted' “marks” – … é ñ ß Ω Я ب א 你 日 한 ไ 🙂 & < > \\ / \""
line = st.text(SIGNS, min_size=1, max_size=20).filter(str.strip)
words = st.text(SIGNS + "\n\t", min_size=1, max_size=30).filter(str.strip)
maybe = st.one_of(st.just(""), line)
ids = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=8)
days = st.dates(date(2000, 1, 1), date(2199, 12, 31)).map(date.isoformat)
paragraphs = st.lists(words, max_size=2).map(tuple)
some_paragraphs = st.lists(words, min_size=1, max_size=2).map(tuple)
small = st.integers(0, 500)
ratings = st.sampled_from(FRAMEWORK.rating.words)


def several(strategy, unique=None, most=3):
    return st.lists(strategy, max_size=most, unique_by=unique).map(tuple)


@st.composite
def inspections(draw):
    """Inspections of the 2021 framework that hold anything a file may hold."""
    items = draw(several(st.builds(EvidenceItem, ids, line, line, st.just("2024")), lambda it: it.id))
    cited = st.lists(st.sampled_from([it.id for it in items]), max_size=2).map(tuple) if items else st.just(())
    finding_lists = several(st.builds(Finding, words, cited))
    examples = several(st.builds(PracticeExample, line, some_paragraphs), most=1)
    standards = draw(st.lists(st.sampled_from([it.id for it in FRAMEWORK.standards]), unique=True, max_size=5))
    sections = [
        draw(st.builds(StandardSection, st.just(it), paragraphs, finding_lists, finding_lists, examples))
        for it in sorted(standards)
    ]
    evidence, sample = draw(evidences())
    numbered = draw(st.lists(st.tuples(line, words, st.lists(st.sampled_from(["1.1", "2.1"]), max_size=2)), max_size=3))
    return Inspection(
        id=draw(ids),
        framework=FRAMEWORK.id,
        revision=draw(st.sampled_from([None, FRAMEWORK.revision])),
        title=draw(line),
        kind=draw(st.sampled_from(["inspection", "reinspection"])),
        service=draw(st.builds(Service, ids, line, line, line, maybe, maybe)),
        dates=draw(st.builds(Dates, published=st.one_of(days, days.map(lambda day: f"{day}T23:59")))),
        evidence=evidence,
        team=draw(several(st.builds(TeamMember, line, maybe))),
        context=draw(
            several(
                st.builds(ContextFigure, ids, line, st.one_of(small, st.floats(-1e9, 1e9)), line, line, maybe),
                lambda it: it.id,
            )
        ),
        sample=sample,
        activities=draw(several(st.builds(Activity, ids, line, small), lambda it: it.id)),
        foreword=draw(st.none() | st.builds(Signed, some_paragraphs, maybe, maybe)),
        acknowledgements=draw(paragraphs),
        background=draw(paragraphs),
        sections=tuple(it for it in sections if it != StandardSection(it.standard)),
        domain_introductions=draw(
            several(st.tuples(st.sampled_from(["1", "2", "3"]), some_paragraphs), lambda it: it[0])
        ),
        involvement=draw(st.builds(Passage, paragraphs, finding_lists)),
        voices=draw(several(st.builds(Voice, line, words, st.sampled_from(["en", "cy", "pa-Arab"])))),
        surveys=draw(several(st.builds(Survey, ids, line, st.just(((2, 3), (10, 0)))), lambda it: it.id)),
        diversity=draw(st.builds(Passage, paragraphs, finding_lists)),
        evidence_items=items,
        recommendations=tuple(
            Recommendation(number, to, text, tuple(about)) for number, (to, text, about) in enumerate(numbered, start=1)
        ),
        previous=draw(st.none() | previous_inspections()),
        press=draw(st.builds(Press, paragraphs, several(st.builds(PressQuote, words, line, maybe)), paragraphs, maybe)),
        demonstration=draw(
            st.none() | st.builds(Demonstration, words, st.sampled_from(["", "https://example.org/a?b=1&c=%20"]))
        ),
        further_information=draw(paragraphs),
        isbn=draw(st.sampled_from(["", "978-1-0000-0000-0"])),
    )


def previous_inspections():
    earlier = st.builds(
        EarlierRecommendation, words, st.sampled_from(["some progress", "not known"]), st.one_of(st.just(""), words)
    )
    return st.builds(
        PreviousInspection,
        st.just("hmip-youth-2018"),
        st.sampled_from(["", "1999", "1999-12", "1900-01-31"]),
        st.one_of(st.just(""), ratings),
        st.none() | st.integers(0, 36),
        several(st.tuples(st.sampled_from(["1.1", "2.1", "3.4"]), ratings), lambda it: it[0]),
        several(st.tuples(st.sampled_from(["1.2", "4.1"]), line), lambda it: it[0]),
        line,
        several(earlier),
    )


@st.composite
def evidences(draw):
    """Evidence with the sample that agrees with it: cases, counts, percentages or nothing of the kind."""
    judged = st.builds(Judgement, ratings, st.one_of(st.just(""), words))
    unrated = st.builds(Judgement, not_rated_because=words)
    numbers = st.sampled_from(["1.1", "1.2", "3.4", "4.1"])
    judgements = draw(st.dictionaries(numbers, judged | unrated, min_size=1, max_size=3))
    form = draw(st.sampled_from(["cases", "counts", "percentages", "judgements"]))
    if form == "cases":
        used = st.none() | st.builds(DiscretionUsed, ratings, words, st.lists(line, min_size=1, max_size=2).map(tuple))
        discretion = draw(used)
        if discretion:
            judgements["2.1"] = Judgement(discretion=discretion)
        rows = draw(case_rows())
        kinds = {(row.group, row.kind): None for row in rows}
        order = [(group.id, kind.id) for group in FRAMEWORK.sample.groups for kind in group.kinds]
        counts = {it: sum((row.group, row.kind) == it for row in rows) for it in order if it in kinds}
        return Evidence(rows, {}, judgements), tuple(SampleCount(*it, cases) for it, cases in counts.items())
    shares: dict[str, Share] = {}
    if form == "counts":
        for number in COURT:
            yes = draw(st.integers(0, 7))  # 'not applicable' stays among the seven and is none of the yes
            shares[number] = Share(None, Count(yes, 7), not_applicable=draw(st.integers(0, 7 - yes)))
    if form == "percentages":
        shares = {number: Share(draw(st.integers(0, 100))) for number in OUT_OF_COURT}
    return Evidence((), shares, judgements, {"court": 7}), ()


@st.composite
def case_rows(draw):
    answers = st.sampled_from(["yes", "no", "not applicable"])
    references = draw(st.lists(line, min_size=1, max_size=3, unique=True))
    rows = []
    for reference in references:
        group = draw(st.sampled_from(["court", "out_of_court"]))
        kind = draw(st.sampled_from([it.id for it in FRAMEWORK.group(group).kinds]))
        questions = COURT if group == "court" else OUT_OF_COURT
        rows.append(CaseAnswers(reference, group, kind, {number: draw(answers) for number in questions}))
    return tuple(rows)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(inspections())
def test_whatever_is_written_is_read_again(inspection):
    first = write_inspection(inspection)
    again = inspection_from(json.loads(first), file="x.json")
    assert again == inspection
    assert write_inspection(again) == first
