"""The paper for the ratings panel and the service: what the rule says, how fragile it is, and the evidence under it.

Never published: it names cases by their references and shows how near each rating is to the next.
"""

from touchstone.dossier.inspection import Finding, Inspection
from touchstone.dossier.movement import movement
from touchstone.dossier.prose import filled
from touchstone.rating.fragility import InspectionFragility, fragility
from touchstone.rating.sensitivity import DecidingAnswers, DecidingCase
from touchstone.rating.working import RatedInspection, RatedStandard
from touchstone.reports.document import Block, Box, Bullets, Column, Document, Notice, Paragraph, Section, Table
from touchstone.reports.inspection_report import LANGUAGE, NO_DATE
from touchstone.reports.material import Material
from touchstone.reports.sections_fragility import fragility_section, hangs_on, spread_in_words
from touchstone.reports.sections_front import mark_of, ratings_panel
from touchstone.reports.sections_standards import key_questions
from touchstone.reports.wording import capital, counted, listed, people, safe_id, sentence
from touchstone.standards.framework import Framework, Standard

NOT_FOR_PUBLICATION = "For the panel and the service. Not for publication: it names cases by their references."
ONE_ANSWER_DECIDES = "One answer decides"
CASES_THAT_DECIDE = "Cases without which a rating would be another"
NO_EVIDENCE = "none named"


def panel_paper(
    inspection: Inspection,
    rated: RatedInspection,
    framework: Framework,
    known: InspectionFragility | None = None,
) -> Document:
    """The paper. Fragility is worked out where it is not given; here it is shown whatever the framework publishes."""
    known = known or fragility(framework, inspection.evidence, rated)
    material = Material(inspection, rated, framework, movement(inspection, rated, framework), known)
    rated_so = Section("what-the-rule-says", "What the rule says", (ratings_panel(material), *steps(rated.steps)))
    standards = tuple(standard_section(material, standard, known) for standard in framework.standards)
    return Document(
        id=f"{inspection.id}-panel-paper",
        title=f"Panel paper: {inspection.service.name}",
        subtitle=inspection.title,
        publisher=material.publisher,
        date="",
        language=LANGUAGE,
        blocks=(
            rated_so,
            *fragility_section(material),
            Section("standards", "Standard by standard", standards, page_break=True),
            *deciding_cases(known.sensitivity.cases),
            evidence(material),
        ),
        notices=(Notice(NOT_FOR_PUBLICATION), *material.notices),
        modified=inspection.dates.published.partition("T")[0] or NO_DATE,
    )


def working(material: Material, rated: RatedStandard) -> tuple[str, ...]:
    """The steps of a standard's working; the reasons of a judged one as the report prints them."""
    said = tuple(step for step in rated.steps if not (rated.reasons and step.endswith(rated.reasons)))
    return (*said, f"Reasons: {filled(rated.reasons, material.inspection)}") if rated.reasons else said


def steps(sentences: tuple[str, ...]) -> tuple[Block, ...]:
    """The working in sentences."""
    return (Box("The working", (Bullets(sentences),)),) if sentences else ()


def standard_section(material: Material, standard: Standard, known: InspectionFragility) -> Section:
    """One standard: key questions, what it hangs on, the working, open discretion, evidence for and against."""
    rated = material.rated.standard(standard.id)
    blocks: list[Block] = []
    if rated.questions:
        blocks.append(key_questions(material, standard, rated))
    fragile = known.standard(standard.id)
    if fragile is not None:
        blocks.append(Paragraph(hangs_on(fragile)))
        if fragile.replicates:
            blocks.append(Paragraph(f"In samples drawn again: {spread_in_words(fragile.replicates)}."))
        blocks += deciding_answers(fragile.deciding_answers)
    blocks += steps(working(material, rated))
    blocks += discretion_open(rated)
    blocks += matrix(material, standard.id)
    return Section(
        safe_id("standard", standard.id),
        f"{standard.id} {standard.title}",
        tuple(blocks),
        mark_of(material, standard.id),
    )


def deciding_answers(found: tuple[DecidingAnswers, ...]) -> tuple[Block, ...]:
    """Single answers that decide, with the cases in which they were given."""
    if not found:
        return ()
    return (Box(ONE_ANSWER_DECIDES, (Bullets(tuple(deciding_answer(it) for it in found)),)),)


def deciding_answer(it: DecidingAnswers) -> str:
    """What any one of these answers would have changed, and the cases in which it was given."""
    return (
        f"{it.question}: any one of {counted(len(it.cases), 'case')} answered '{it.answered}', had it been "
        f"'{it.instead}', would make the standard {it.standard_becomes or 'not rated'} and the overall rating "
        f"{it.overall_becomes or 'none'}: {', '.join(it.cases)}"
    )


def deciding_cases(found: tuple[DecidingCase, ...]) -> tuple[Section, ...]:
    """Cases without which some rating would be another."""
    if not found:
        return ()
    rows = tuple((it.case, standards_without(it), it.overall_becomes) for it in found)
    columns = (Column("Without case"), Column("These standards would be"), Column("Overall"))
    table = Table(CASES_THAT_DECIDE, columns, rows, marks=True, id="deciding-cases-table")
    return (Section("deciding-cases", "Cases that decide", (table,)),)


def standards_without(it: DecidingCase) -> str:
    """The standards that would be rated otherwise without a case, each with that rating."""
    return listed([f"{standard} {rating or 'nothing left'}" for standard, rating in it.standards])


def discretion_open(rated: RatedStandard) -> tuple[Block, ...]:
    """Why the panel may consider discretion here, and what it decided."""
    blocks: list[Block] = []
    if rated.discretion_open:
        blocks.append(Box("Discretion may be considered", (Bullets(rated.discretion_open),)))
    used = rated.discretion
    if used is not None:
        says = f"Decided: {rated.rating} instead of {rated.computed}. {sentence(used.reason)} By: {people(used.by)}."
        blocks.append(Notice(says, kind="information"))
    return tuple(blocks)


def matrix(material: Material, number: str) -> tuple[Block, ...]:
    """Every finding of a standard with the evidence it rests on; a finding without any says so."""
    written = material.inspection.section(number)
    rows = [
        (filled(it.text, material.inspection), kind, evidence_of(material, it))
        for kind, findings in (("For", written.strengths), ("Against", written.areas_for_improvement))
        for it in findings
    ]
    if not rows:
        return ()
    without = sum(row[2] == NO_EVIDENCE for row in rows)
    caption = f"Findings and their evidence ({counted(without, 'finding')} without)"
    columns = (Column("Finding"), Column("For or against"), Column("Evidence"))
    return (Table(caption, columns, tuple(rows), id=safe_id("matrix", number)),)


def evidence_of(material: Material, finding: Finding) -> str:
    """The titles of the evidence a finding cites."""
    titles = {item.id: item.title for item in material.inspection.evidence_items}
    return "; ".join(titles.get(it, it) for it in finding.evidence) or NO_EVIDENCE


def evidence(material: Material) -> Section:
    """Evidence that no finding cites, and findings outside the standards."""
    inspection = material.inspection
    cited = {
        item
        for section in inspection.sections
        for finding in (*section.strengths, *section.areas_for_improvement)
        for item in finding.evidence
    }
    cited |= {item for it in (*inspection.involvement.findings, *inspection.diversity.findings) for item in it.evidence}
    unused = [item.title for item in inspection.evidence_items if item.id not in cited]
    if not inspection.evidence_items:
        says = "No evidence items are listed."
    elif unused:
        says = f"Cited by no finding: {'; '.join(unused)}."
    else:
        listed_items = counted(len(inspection.evidence_items), "evidence item is", "evidence items are")
        says = f"{capital(listed_items)} listed, each cited."
    return Section("evidence", "Evidence", (Paragraph(says),))
