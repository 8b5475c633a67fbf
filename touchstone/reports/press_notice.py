"""The press notice with its notes to editors: what a newsroom needs on one page, from the same data as the report."""

from touchstone.dossier.inspection import Inspection
from touchstone.dossier.movement import movement
from touchstone.dossier.prose import filled, in_words
from touchstone.rating.working import RatedInspection
from touchstone.reports.document import Block, Bullets, Document, Paragraph, Quote, Section
from touchstone.reports.inspection_report import LANGUAGE, NO_DATE
from touchstone.reports.material import Material
from touchstone.reports.wording import counted, counted_points, listed, printed_date, printed_month
from touchstone.standards.framework import Framework

END = "ENDS"


def press_notice(inspection: Inspection, rated: RatedInspection, framework: Framework) -> Document:
    """The notice: the result first, then what was entered for the press, then the notes, numbered."""
    material = Material(inspection, rated, framework, movement(inspection, rated, framework))
    body: list[Block] = [Paragraph(first_sentence(material)), *result(material)]
    body += [Quote(filled(it.words, inspection), said_by(it.by, it.office)) for it in inspection.press.quotes]
    body += material.paragraphs(inspection.press.paragraphs)
    body += [Paragraph(recommended(material)), Paragraph(END)]
    notes = Section("notes-to-editors", "Notes to editors", (Bullets(tuple(notes_to_editors(material)), 1),))
    return Document(
        id=f"{inspection.id}-press-notice",
        title=headline(material),
        subtitle="Press notice",
        publisher=material.publisher,
        date=printed_date(inspection.dates.published.partition("T")[0]) if inspection.dates.published else "",
        language=LANGUAGE,
        blocks=(*body, notes),
        notices=material.notices,
        contents=False,
        modified=inspection.dates.published.partition("T")[0] or NO_DATE,
    )


def headline(material: Material) -> str:
    """Who was rated what."""
    name, overall = material.inspection.service.name, material.rated.overall
    return f"{name} rated '{overall}'" if overall else f"{name} inspected, not rated"


def first_sentence(material: Material) -> str:
    """The result in a sentence."""
    inspection, rated = material.inspection, material.rated
    after = f"after {'a reinspection' if inspection.kind == 'reinspection' else 'an inspection'} under the standards of"
    if not rated.overall:
        return f"{inspection.service.name} has received no overall rating {after} {material.framework.inspectorate}."
    kind = "a provisional overall rating" if rated.provisional else "an overall rating"
    points = f"{counted_points(rated.score)} of {rated.score_of}"
    return (
        f"{inspection.service.name} has received {kind} of '{rated.overall}', {points}, {after} "
        f"{material.framework.inspectorate}."
    )


def result(material: Material) -> tuple[Paragraph, ...]:
    """How many aspects have which rating, best first; and how the service was rated last time."""
    rated, rule, previous = material.rated, material.rule, material.inspection.previous
    counting = {standard.id for standard in material.framework.counted_standards}
    words = [it.rating for it in rated.standards if it.id in counting and it.is_rated]
    sentences = []
    if words and rule:
        parts = [f"{in_words(words.count(word))} '{word}'" for word in reversed(rule.words) if word in words]
        noun = "standard that counts was" if len(words) == 1 else f"{in_words(len(words))} standards that count were"
        sentences.append(f"The {noun} rated: {listed(parts)}.")
    if previous and previous.overall:
        when = f", in a report of {printed_month(previous.published)}" if previous.published else ""
        again = "also " if previous.overall == rated.overall else ""
        sentences.append(f"Last time{when}, the service was {again}rated '{previous.overall}'.")
    return (Paragraph(" ".join(sentences)),) if sentences else ()


def said_by(who: str, office: str) -> str:
    """Who says the words, with their office."""
    return f"{who}, {office}" if office else who


def recommended(material: Material) -> str:
    """How many recommendations were made, and to whom."""
    made = material.inspection.recommendations
    if not made:
        return "The inspection made no recommendations."
    to = dict.fromkeys(it.to for it in made)
    parts = [f"{in_words(sum(it.to == body for it in made))} to {lower_the(body)}" for body in to]
    return f"The inspection made {counted(len(made), 'recommendation')}: {listed(parts)}."


def lower_the(body: str) -> str:
    """A body's name inside a sentence: "The partnership board" → "the partnership board"."""
    return f"the {body[4:]}" if body.startswith("The ") else body


def notes_to_editors(material: Material) -> list[str]:
    """The notes, in the order of the inspectorate's own notices; what is not known is left out."""
    inspection, framework = material.inspection, material.framework
    notes = [
        f"{inspection.service.name} works with children aged 10 to 17 who have offended or are at risk of it.",
        *(filled(note, inspection) for note in inspection.press.notes),
    ]
    if framework.rating:
        words = listed([f"'{word}'" for word in reversed(framework.rating.words)])
        notes.append(
            f"There are {in_words(len(framework.rating.words))} ratings, given to each standard and overall: {words}."
        )
    notes += [looked_at(material), *apart(material)]
    published = inspection.dates.published
    if published:
        when = f"from {printed_date(published)}" if "T" in published else f"on {printed_date(published)}"
        notes.append(
            f"The report is public {when} (London time)." if "T" in published else f"The report is public {when}."
        )
    if not inspection.demonstration:
        notes.append(f"{framework.inspectorate} is the independent inspector of youth justice and probation services.")
    else:
        notes.append(f"{framework.inspectorate} has no part in this notice. The official report is published by it.")
    if inspection.dates.fieldwork_began:
        notes.append(f"Fieldwork for this inspection began in {printed_month(inspection.dates.fieldwork_began)}.")
    if inspection.press.contact:
        notes.append(inspection.press.contact)
    return notes


def looked_at(material: Material) -> str:
    """What the inspection looked at, domain by domain, and how many cases were read."""
    domains = listed([domain.title.lower() for domain in material.framework.domains])
    counted_from = {it.cases for it in material.framework.standards if it.is_counted_from_cases}
    cases = sum(count.cases for count in material.inspection.sample if count.group in counted_from)
    read = f" Inspectors read {counted(cases, 'case')} whose answers are counted." if cases else ""
    return f"The inspection looked at {domains}.{read}"


def apart(material: Material) -> list[str]:
    """What is rated and does not enter the overall rating."""
    notes = []
    for rated in material.rated.standards:
        standard = material.framework.standard(rated.id)
        if standard and not standard.counts and rated.is_rated:
            notes.append(f"{standard.title} was rated apart, as '{rated.rating}'. {rated.not_counted_because}")
    return notes
