"""The report holds everything the published ones hold, says what is not known, and computes every number."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories.generated_inspections import HOW_MANY, generated, is_assumed, oddity_of
from touchstone.dossier import inspection as dossier
from touchstone.dossier.file import inspection_from, read_inspection
from touchstone.dossier.inspection import Recommendation
from touchstone.rating.answers import DiscretionUsed, Judgement
from touchstone.rating.fragility import fragility
from touchstone.rating.inspection import rate_inspection
from touchstone.reports.document import Block, Box, Bullets, Figure, Notice, Panel, Paragraph, Quote, Section, Table
from touchstone.reports.inspection_report import inspection_report
from touchstone.reports.panel_paper import panel_paper
from touchstone.reports.press_notice import press_notice
from touchstone.standards.loading import load_framework

BIRMINGHAM = Path(dossier.__file__).parent / "examples" / "birmingham-2023" / "inspection.json"


@pytest.fixture(scope="module")
def birmingham():
    return read_inspection(BIRMINGHAM)


def made(inspection, *, assume=False, framework=None):
    framework = framework or load_framework(inspection.framework)
    return inspection, rate_inspection(framework, inspection.evidence, assume=assume), framework


def report_of(inspection, **kind):
    return inspection_report(*made(inspection, **kind))


def every_block(blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Box):
            yield from every_block(block.blocks)
        if isinstance(block, Figure):
            yield block.table


def sections(document) -> dict[str, Section]:
    return {block.id: block for block in every_block(document.blocks) if isinstance(block, Section)}


def words(blocks) -> str:
    """Everything that is said, in the order of the document."""
    said = []
    for block in every_block(blocks):
        match block:
            case Paragraph(text) | Notice(text):
                said.append(text)
            case Bullets(items):
                said += items
            case Quote(text, who):
                said += [text, who]
            case Table():
                said += [block.caption, *(cell for row in block.rows for cell in row)]
            case Section() | Box() | Figure():
                said.append(block.title)
    return "\n".join(said)


def table(document, id) -> Table:
    return next(block for block in every_block(document.blocks) if isinstance(block, Table) and block.id == id)


@pytest.mark.capability("I9")
def test_it_has_every_part_of_the_published_reports_in_their_order(birmingham):
    titles = [block.title for block in report_of(birmingham).blocks]
    assert titles == [
        "Foreword",
        "Ratings",
        "Recommendations",
        "Background",
        "1. Organisational delivery",
        "Involvement of children and their parents or carers",
        "Diversity",
        "2. Court disposals",
        "3. Out-of-court disposals",
        "4. Resettlement",
        "Movement since the last inspection",
        "Further information",
        "Methodology",
        "Glossary",
        "Acknowledgements",
    ]


@pytest.mark.capability("I2", "I9")
def test_the_ratings_page_shows_the_score_and_says_what_does_not_count(birmingham):
    panel = next(block for block in every_block(report_of(birmingham).blocks) if isinstance(block, Panel))
    assert (panel.overall.rating, panel.score) == ("Requires improvement", "11/36")
    assert [len(marks) for _, marks in panel.groups] == [4, 4, 4, 1]
    assert panel.notes == ("4.1: Resettlement is rated on its own; its rating does not influence the overall rating.",)


@pytest.mark.capability("I2")
def test_a_counted_standard_shows_its_key_questions_and_which_decides(birmingham):
    report = report_of(birmingham)
    shown = table(report, "key-question-table-2-1")
    assert [row[1:4] for row in shown.rows] == [("69%", "27", "39"), ("59%", "23", "39"), ("51%", "20", "39")]
    assert shown.rows[2][4:] == ("36% to 66%", "Too few: Requires improvement")
    assert shown.bold_rows == (2,)
    plot = next(it for it in every_block(report.blocks) if isinstance(it, Figure) and it.id == "key-questions-2-1")
    assert plot.title == "Assessment: safety of others is lowest, at 51%"
    assert [(dot.percent, dot.decides) for dot in plot.plot.dots] == [(69, False), (59, False), (51, True)]
    assert [edge for _, edge in plot.plot.bands] == [0, 50, 65, 80]
    assert "Safety of others 51% (interval 36% to 66%), Requires improvement, decides" in plot.description


@pytest.mark.capability("I7")
def test_strengths_and_areas_for_improvement_stand_under_their_standard(birmingham):
    found = sections(report_of(birmingham))
    assert len(found["standard-1-1-strengths"].blocks[0].items) == 5
    assert "gulf" in found["standard-1-1-areas-for-improvement"].blocks[0].items[0]
    assert any(isinstance(block, Box) for block in found["standard-2-3"].blocks)  # a practice example


@pytest.mark.capability("I7")
def test_involvement_and_diversity_have_their_own_sections(birmingham):
    found = sections(report_of(birmingham))
    voices = [block for block in found["involvement"].blocks if isinstance(block, Quote)]
    assert {voice.language for voice in voices} == {"en", "pl"}
    assert "Five people answered; scores go from 2 to 10" in words(found["involvement"].blocks)
    assert "Girls have a team" in words(found["diversity"].blocks)


@pytest.mark.capability("I8")
def test_recommendations_are_numbered_through_under_those_who_must_act(birmingham):
    groups = [
        block for block in sections(report_of(birmingham))["recommendations"].blocks if isinstance(block, Section)
    ]
    assert [(group.title, group.blocks[0].numbered_from, len(group.blocks[0].items)) for group in groups] == [
        ("The Birmingham Youth Offending Service should:", 1, 7),
        ("The Director of Children's Services should:", 8, 1),
        ("The partnership board should:", 9, 3),
    ]


def test_numbers_stay_right_where_addressees_alternate(birmingham):
    mixed = tuple(Recommendation(number, f"Body {number % 2}", "act") for number in range(1, 5))
    groups = sections(report_of(replace(birmingham, recommendations=mixed)))["recommendations"].blocks[1:]
    assert [(group.title, group.blocks[0].numbered_from) for group in groups] == [
        ("Body 1 should:", 1),
        ("Body 0 should:", 2),
        ("Body 1 should:", 3),
        ("Body 0 should:", 4),
    ]


@pytest.mark.capability("I10")
def test_movement_says_not_known_and_not_comparable_where_that_is_the_truth(birmingham):
    shown = {row[0]: row[1:] for row in table(report_of(birmingham), "movement-table").rows}
    assert shown["1.1 Governance and leadership"] == ("not known", "Requires improvement", "cannot be said")
    assert shown["3.4 Out-of-court disposal policy and provision"][0] == "not comparable"
    assert shown["3.2 Planning"] == ("Inadequate", "Good", "up two bands")
    assert shown["2.3 Implementation and delivery"][2] == "down one band"
    assert shown["Overall"] == ("Requires improvement", "Requires improvement", "stayed")


def test_context_figures_stand_with_the_number_of_their_source(birmingham):
    report = report_of(birmingham)
    rows = {row[0]: row[1:] for row in table(report, "context-table").rows}
    assert rows["Staff employed by the service"] == ("141 people", "December 2022", "2")
    sources = sections(report)["background"].blocks[-1]
    assert "ISBN 978-1-915468-40-6" in sources.items[1]
    assert "It employs 141 people in four area teams." in words(report.blocks)


@pytest.mark.capability("I11")
def test_methodology_lets_a_reader_check_the_ratings_by_hand(birmingham):
    report = report_of(birmingham)
    assert ("Court disposals", "All", "39") in table(report, "sample-table").rows
    assert [row[0] for row in table(report, "overall-bands").rows] == ["0 to 6", "7 to 18", "19 to 30", "31 to 36"]
    assert table(report, "question-bands").rows[1] == ("50% to 64%", "Too few", "Requires improvement")
    assert "Question bands: recollected." in words(report.blocks)
    assert ("Police partners", "Meeting", "1.1, 1.3, 2.3 and 3.4") in table(report, "evidence-table").rows
    assert table(report, "glossary-table").rows


def test_every_page_of_a_demonstration_says_so_and_nobody_is_taken_for_the_inspectorate(birmingham):
    for document in (report_of(birmingham), press_notice(*made(birmingham))):
        assert document.notices[0].text == birmingham.demonstration.says
        assert document.notices[0].link == birmingham.demonstration.link
        assert document.publisher == "Touchstone demonstration"
    real = report_of(replace(birmingham, demonstration=None))
    assert (real.publisher, real.notices) == ("HM Inspectorate of Probation", ())


@pytest.mark.capability("N1")
def test_fragility_is_printed_only_where_the_framework_publishes_it(birmingham):
    inspection, rated, framework = made(birmingham)
    known = fragility(framework, inspection.evidence, rated, replicates=100)
    silent = words(inspection_report(inspection, rated, framework, known).blocks)
    assert "case fewer" not in silent
    assert "How fragile" not in silent
    open_framework = replace(framework, publishes_fragility=True)
    assert "How fragile the ratings are" in words(inspection_report(inspection, rated, open_framework, known).blocks)


def test_a_published_report_never_points_at_a_case(birmingham):
    inspection, rated, framework = made(birmingham)
    known = fragility(framework, inspection.evidence, rated, replicates=100)
    open_framework = replace(framework, publishes_fragility=True)
    for document in (
        inspection_report(inspection, rated, open_framework, known),
        press_notice(inspection, rated, open_framework),
    ):
        said = repr(document)
        assert not any(case.reference in said for case in inspection.evidence.cases)


@pytest.mark.capability("N1", "N4")
def test_the_panel_paper_shows_what_each_rating_hangs_on_and_rests_on(birmingham):
    inspection, rated, framework = made(birmingham)
    known = fragility(framework, inspection.evidence, rated, replicates=1_000)
    paper = panel_paper(inspection, rated, framework, known)
    said = words(paper.blocks)
    assert "One case fewer would lower it; six cases more would raise it." in said
    assert "2.1.3: any one of 20 cases answered 'yes'" in said
    assert "Findings and their evidence (no findings without)" in said
    assert "Not for publication" in paper.notices[0].text
    bare = replace(birmingham, sections=(), evidence_items=())
    assert "No evidence items are listed." in words(panel_paper(bare, rated, framework, known).blocks)


@pytest.mark.capability("I3")
def test_discretion_is_shown_apart_from_what_the_rule_computed(tmp_path):
    number = next(it for it in range(HOW_MANY) if oddity_of(it) == "discretion")
    report = report_of(inspection_from(generated(number), file="generated"))
    row = table(report, "discretion-table").rows[0]
    assert row[1] != row[2]
    assert row[3].startswith("One case rested on a record")
    assert "A deputy chief inspector" in row[4]


def test_the_framework_of_2025_is_rated_only_when_the_assumption_is_asked_for():
    inspection = inspection_from(generated(2), file="generated")
    assert inspection.framework == "hmip-youth-2025"
    silent = report_of(inspection)
    panel = next(block for block in every_block(silent.blocks) if isinstance(block, Panel))
    assert (panel.overall.rating, panel.score) == ("Not rated", "")
    assert {mark.rating for _, marks in panel.groups for mark in marks} == {"Not rated"}  # no rule will come "yet"
    assert "nothing is rated" in silent.notices[1].text
    assumed = report_of(inspection, assume=True)
    assert "not the inspectorate's rule" in assumed.notices[1].text
    assert next(block for block in every_block(assumed.blocks) if isinstance(block, Panel)).score


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_every_generated_inspection_gives_all_its_documents(number):
    inspection, rated, framework = made(inspection_from(generated(number), file="x"), assume=is_assumed(number))
    report = inspection_report(inspection, rated, framework)
    ids = [block.id for block in every_block(report.blocks) if isinstance(block, Section | Figure | Table) and block.id]
    assert len(ids) == len(set(ids)), "an id is used twice"
    assert all(one.replace("-", "").isalnum() and one.isascii() for one in ids)
    for blocks in (report.blocks, press_notice(inspection, rated, framework).blocks):
        said = words(blocks)
        assert "{context" not in said
        assert "None" not in said
    panel_paper(inspection, rated, framework, fragility(framework, inspection.evidence, rated, replicates=50))


def test_the_words_around_what_was_entered_make_whole_sentences(birmingham):
    """A reason without a full stop, one recommendation, one point, one standard: nothing reads like a form."""
    reason = "no child left custody"
    judgements = birmingham.evidence.judgements | {"4.1": Judgement(not_rated_because=reason)}
    counted = {"2.1": DiscretionUsed("Inadequate", "Records came late", ("A. Ward, lead inspector", "B. Lee"))}
    judgements |= {number: Judgement(discretion=used) for number, used in counted.items()}
    evidence = replace(birmingham.evidence, judgements=judgements)
    previous = replace(birmingham.previous, published="2020-10", score=1, source="An older report")
    changed = replace(birmingham, evidence=evidence, previous=previous, recommendations=birmingham.recommendations[:1])
    report = report_of(changed)
    said = words(report.blocks)
    panel = next(block for block in every_block(report.blocks) if isinstance(block, Panel))
    assert panel.notes == (f"4.1 is not rated: {reason}.",)
    assert f"Not rated: {reason}." in said
    assert "Records came late. Decided by: A. Ward, lead inspector; B. Lee." in said
    assert "One recommendation is made. If it is acted on" in said
    assert "The standard: Staff are enabled" in said  # under a rating the bare statement would read as a finding
    (table,) = [it for it in every_block(report.blocks) if isinstance(it, Figure) and it.id == "ratings-at-a-glance"]
    assert [row[3] for row in table.table.rows if row[0].startswith(("1.1", "4.1"))] == ["judged", ""]
    assert "was published in October 2020. It was rated" in said
    assert "Inadequate, 1 point. It" in said or "improvement, 1 point. It" in said


def test_every_standard_is_told_once_in_the_title_of_the_movement(birmingham):
    report = report_of(birmingham)
    plot = next(it for it in every_block(report.blocks) if isinstance(it, Figure) and it.id == "movement-plot")
    assert plot.title == "Of 13 standards: three rose, one stayed, one fell, six not known and two not comparable"


def test_where_no_mark_is_known_there_is_no_plot_of_movement():
    report = report_of(inspection_from(generated(2), file="generated"))
    said = {block.id for block in every_block(report.blocks) if isinstance(block, Figure | Table)}
    assert "movement-table" in said
    assert "movement-plot" not in said


def test_a_framework_with_one_judged_standard_has_it_in_the_singular():
    report = report_of(inspection_from(generated(5), file="generated"), assume=True)
    assert "Standard V1 is judged by inspectors" in words(report.blocks)


def test_two_hundred_recommendations_are_all_there():
    number = next(it for it in range(HOW_MANY) if oddity_of(it) == "many recommendations")
    report = report_of(inspection_from(generated(number), file="generated"), assume=is_assumed(number))
    groups = [it.blocks[0] for it in sections(report)["recommendations"].blocks if isinstance(it, Section)]
    assert sum(len(group.items) for group in groups) == 200
    assert groups[-1].numbered_from + len(groups[-1].items) - 1 == 200


def test_nothing_rated_is_said_in_words():
    number = next(it for it in range(HOW_MANY) if oddity_of(it) == "nothing rated")
    inspection, rated, framework = made(inspection_from(generated(number), file="generated"))
    assert "No standard is rated" in words(inspection_report(inspection, rated, framework).blocks)
    assert press_notice(inspection, rated, framework).title.endswith("inspected, not rated")


@pytest.mark.capability("I9")
def test_the_press_notice_has_the_result_and_the_notes_to_editors(birmingham):
    notice = press_notice(*made(birmingham))
    said = words(notice.blocks)
    assert notice.title == "Birmingham Youth Offending Service rated 'Requires improvement'"
    assert "11 points of 36" in said
    assert (
        "The 12 standards that count were rated: one 'Good', nine 'Requires improvement' and two 'Inadequate'." in said
    )
    assert "seven to the Birmingham Youth Offending Service, one to the Director of Children's Services" in said
    notes = notice.blocks[-1]
    assert notes.title == "Notes to editors"
    assert notes.blocks[0].numbered_from == 1
    assert "Inspectors read 77 cases whose answers are counted." in said
    assert notice.date == "21 March 2023"


def test_a_notice_under_embargo_names_the_minute(birmingham):
    timed = replace(birmingham, dates=replace(birmingham.dates, published="2023-03-21T00:01"))
    assert "from 00.01 on 21 March 2023 (London time)" in words(press_notice(*made(timed)).blocks)


def test_the_public_form_with_counts_alone_gives_the_same_figures(birmingham):
    """What the public bundle holds, counts per key question, reports as the case rows do."""
    content = json.loads(BIRMINGHAM.read_text(encoding="utf-8"))
    rated = made(birmingham)[1]
    del content["cases"]
    content["counts"] = {
        question.id: {"yes": question.yes, "of": question.of} for it in rated.standards for question in it.questions
    }
    public = report_of(inspection_from(content, file="public"))
    for standard in ("2-1", "3-3"):
        shown = f"key-question-table-{standard}"
        assert table(public, shown).rows == table(report_of(birmingham), shown).rows
