"""The heart of a report: a section for every domain and, in it, one for every standard."""

from touchstone.dossier.inspection import StandardSection
from touchstone.dossier.prose import filled
from touchstone.rating.answers import Judgement
from touchstone.rating.interval import CONFIDENCE
from touchstone.rating.working import NOT_RATED, RatedQuestion, RatedStandard
from touchstone.reports.document import (
    Block,
    Box,
    Column,
    Dot,
    DotPlot,
    Figure,
    Notice,
    Paragraph,
    Section,
    Table,
)
from touchstone.reports.material import Material
from touchstone.reports.sections_front import mark_of
from touchstone.reports.wording import (
    band_range,
    band_words,
    capital,
    counted,
    interval,
    listed,
    people,
    safe_id,
    sentence,
)
from touchstone.standards.framework import Domain, KeyQuestion, RatingRule, Standard


def domain(material: Material, it: Domain) -> Section:
    """A domain: its introduction and its standards."""
    introductions = dict(material.inspection.domain_introductions)
    opening = material.paragraphs(introductions.get(it.id, ()))
    sections = tuple(standard_section(material, standard) for standard in it.standards)
    return Section(safe_id("domain", it.id), f"{it.id}. {it.title}", (*opening, *sections), page_break=True)


def standard_section(material: Material, standard: Standard) -> Section:
    """A standard: what it asks, how it was rated, what inspectors found."""
    rated = material.rated.standard(standard.id)
    written = material.inspection.section(standard.id)
    # Under a rating the bare statement would read as what was found.
    blocks: list[Block] = [Paragraph(f"The standard: {standard.statement}"), *why(material, standard, rated)]
    if rated.questions:
        blocks.append(key_questions(material, standard, rated))
    blocks += material.paragraphs(written.narrative)
    blocks += found(material, written)
    return Section(
        safe_id("standard", standard.id),
        f"{standard.id} {standard.title}",
        tuple(blocks),
        mark_of(material, standard.id),
    )


def why(material: Material, standard: Standard, rated: RatedStandard) -> tuple[Block, ...]:
    """How the rating came about, in a sentence or two; or why there is none."""
    judgement = material.inspection.evidence.judgements.get(standard.id, Judgement())
    if rated.rating == NOT_RATED:
        return (Notice(f"Not rated: {sentence(judgement.not_rated_because)}", kind="information"),)
    blocks: list[Block] = []
    if not rated.rating:
        blocks.append(Paragraph("There is no rule to rate by." if material.rule is None else "Not rated yet."))
    deciding = rated.deciding_question
    if deciding is not None:
        blocks.append(Paragraph(why_counted(material.rule, standard, rated, deciding)))
    used = rated.discretion
    if used is not None:
        blocks.append(
            Notice(
                f"The panel used its discretion: {rated.rating} instead of the computed {rated.computed}. "
                f"{sentence(used.reason)} Decided by: {sentence(people(used.by))}",
                kind="information",
            )
        )
    if rated.reasons:
        blocks.append(Paragraph(filled(rated.reasons, material.inspection)))
    return tuple(blocks)


def why_counted(rule: RatingRule | None, standard: Standard, rated: RatedStandard, deciding: RatedQuestion) -> str:
    """Which key question decides, with its share and band."""
    topic = asked(standard, deciding.id).topic
    place = [band.rating for band in rule.question_bands].index(deciding.rating) if rule else 0
    bounds = f", '{band_words(rule, deciding.rating)}' ({band_range(rule, place)})" if rule else ""
    several = len(rated.questions) > 1
    decides = f"The lowest of the {counted(len(rated.questions), 'key question')}" if several else "Its key question"
    return (
        f"{decides} decides: {topic}, {share_in_words(deciding)}{bounds}. "
        f"That makes it {rated.computed or rated.rating}."
    )


def share_in_words(question: RatedQuestion) -> str:
    """A share in a sentence: "yes in 20 of 39 cases, 51%"."""
    if question.percent is None:
        return "applies to none of the cases read"
    if question.yes is None:
        return f"yes in {question.percent}% of cases"
    return f"yes in {question.yes} of {question.of} {'case' if question.of == 1 else 'cases'}, {question.percent}%"


def asked(standard: Standard, number: str) -> KeyQuestion:
    """The key question with this number."""
    return next(question for question in standard.key_questions if question.id == number)


def key_questions(material: Material, standard: Standard, rated: RatedStandard) -> Figure | Table:
    """The key questions against the bands with their intervals, and their table; the deciding row stands out.

    Where no share has a percentage there is nothing to plot, and the table stands alone.
    """
    table = key_question_table(material, standard, rated)
    dots = tuple(dot(material, standard, rated, it) for it in rated.questions if it.percent is not None)
    if not dots:
        return table
    rule = material.rule
    bands = tuple((band.rating, band.at_least) for band in rule.question_bands) if rule else ()
    described = "; ".join(dot_in_words(it) for it in dots)
    return Figure(
        safe_id("key-questions", standard.id),
        key_question_title(standard, rated),
        f"{described}.",
        DotPlot(bands, dots),
        table,
    )


def key_question_title(standard: Standard, rated: RatedStandard) -> str:
    """The finding: which questions lie lowest."""
    shown = [it for it in rated.questions if it.percent is not None]
    lowest = min(it.percent or 0 for it in shown)
    topics = [asked(standard, it.id).topic for it in shown if it.percent == lowest]
    if len(topics) == len(shown):
        return f"{standard.title}: {'every key question' if len(shown) > 1 else topics[0]} is at {lowest}%"
    return f"{standard.title}: {listed(topics)} {'is' if len(topics) == 1 else 'are'} lowest, at {lowest}%"


def dot(material: Material, standard: Standard, rated: RatedStandard, question: RatedQuestion) -> Dot:
    """One key question on the line."""
    known = material.interval(standard, question)
    return Dot(
        capital(asked(standard, question.id).topic),
        question.percent or 0,
        known.low if known else None,
        known.high if known else None,
        question.id == rated.decided_by,
        question.rating,
    )


def dot_in_words(it: Dot) -> str:
    """What the dot shows, for people who do not see it."""
    words = f"{it.label} {it.percent}%"
    if it.low is not None and it.high is not None:
        words += f" (interval {interval(it.low, it.high)})"
    if it.rating:
        words += f", {it.rating}"
    return f"{words}, decides" if it.decides else words


def key_question_table(material: Material, standard: Standard, rated: RatedStandard) -> Table:
    """The key-question table: share, count, interval and band."""
    rows = tuple(key_question_row(material, standard, it) for it in rated.questions)
    bold = tuple(place for place, it in enumerate(rated.questions) if it.id == rated.decided_by)
    columns = (
        Column("Key question"),
        Column("% 'Yes'", numeric=True),
        Column("Yes", numeric=True),
        Column("Of", numeric=True),
        Column(f"{CONFIDENCE}% interval", numeric=True),
        Column("Band"),
    )
    return Table(
        f"{standard.id} {standard.title}: key questions",
        columns,
        rows,
        bold_rows=bold,
        id=safe_id("key-question-table", standard.id),
    )


def key_question_row(material: Material, standard: Standard, question: RatedQuestion) -> tuple[str, ...]:
    """One row; what is not known is said so."""
    known = material.interval(standard, question)
    words = band_words(material.rule, question.rating)
    not_applicable = f" (not applicable to {question.not_applicable})" if question.not_applicable else ""
    return (
        f"{question.id} {asked(standard, question.id).asks}{not_applicable}",
        "none" if question.percent is None else f"{question.percent}%",
        "not known" if question.yes is None else str(question.yes),
        "not known" if question.of is None else str(question.of),
        interval(known.low, known.high) if known else "not known",
        f"{capital(words)}: {question.rating}" if question.rating else "no rule",
    )


def found(material: Material, written: StandardSection) -> tuple[Block, ...]:
    """Strengths, areas for improvement and practice examples, each only where there is something."""
    blocks: list[Block] = []
    for title, findings in (("Strengths", written.strengths), ("Areas for improvement", written.areas_for_improvement)):
        if findings:
            address = safe_id("standard", written.standard, title)
            blocks.append(Section(address, title, material.findings(findings)))
    for example in written.examples:
        blocks.append(Box(f"Practice example: {example.title}", material.paragraphs(example.paragraphs)))
    return tuple(blocks)
