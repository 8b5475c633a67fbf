"""Every form as a page of Markdown: what it asks, of whom, in which languages, and where it comes from."""

from collections.abc import Iterable, Iterator

from touchstone.forms.case_assessment import load_parts
from touchstone.forms.checklists import load_checklists
from touchstone.forms.form import KINDS, STATUSES, Condition, Question, Section
from touchstone.forms.loading import form_ids, languages_of, load_form
from touchstone.standards.framework import Fact
from touchstone.standards.reference import table

HEADINGS = ("Question", "Answer", "Asked when", "Needed")


def forms_page() -> str:
    """All forms, the parts of our own in a case assessment, and the documents asked for in advance."""
    parts = ["# The forms\n\nWhat each form asks, as it is held in `touchstone/forms/definitions/`.\n"]
    for name in form_ids():
        form = load_form(name)
        parts.append(f"\n## {form.title}\n\n`{name}`, revision {form.revision}. {standing(form.fact)}\n")
        parts.append("\n" + "; ".join(language_words(name)) + ".\n")
        parts += [section_part(section) for section in form.sections]
    parts += case_part()
    parts += checklist_part()
    return "".join(parts)


def case_part() -> Iterator[str]:
    """What stands around the key questions when a case is read."""
    read = load_parts()
    yield f"\n## {read.title}\n\n`case-assessment`, revision {read.revision}. {standing(read.fact)}\n"
    yield "\nThe key questions and their prompts are those of the framework; around them stand these parts.\n"
    for part in read.parts:
        limits = [f"groups: {', '.join(part.groups)}"] if part.groups else []
        limits += [f"kinds: {', '.join(part.kinds)}"] if part.kinds else []
        where = "After the standards" if part.after else "Before the standards"
        yield section_part(part.section, f"{where}; {'; '.join(limits) or 'every case'}.\n\n")


def checklist_part() -> Iterator[str]:
    """The documents asked for, with the standards that each bears on in each framework."""
    read = load_checklists()
    yield f"\n## {read.title}\n\n`{read.id}`, revision {read.revision}. {standing(read.fact)}\n\n"
    rows = []
    for asked in read.asked:
        bears_on = "; ".join(f"{name}: {', '.join(numbers)}" for name, numbers in asked.bears_on.items())
        rows.append((asked.document.what, asked.document.why, bears_on, asked.document.fact.standing))
    yield table(("Document", "Why", "Bears on", "Standing"), rows)


def section_part(section: Section, before: str = "") -> str:
    """One section with its questions."""
    shown = f"Shown when {conditions(section.shown_when)}.\n\n" if section.shown_when else ""
    said = f"{section.introduction}\n" if section.introduction else ""
    rows = [
        (question.asks, answer_words(question), conditions(question.shown_when), "yes" if question.required else "")
        for question in section.questions
    ]
    asked = ("\n" if said else "") + table(HEADINGS, rows) if rows else ""
    return f"\n### {section.title}\n\n{before}{shown}{said}{asked}"


def answer_words(question: Question) -> str:
    """How a question is answered."""
    words = KINDS[question.kind]
    if question.kind == "scale":
        words += f", {question.low} – {question.high}"
    if question.kind in ("choice", "choices"):
        words += ": " + "; ".join(option.says for option in question.options)
    if question.may_not_apply:
        words += ", or not applicable" + (" with a reason" if question.not_applicable == "with_reason" else "")
    return words + (", with evidence" if question.evidence else "")


def conditions(conditions: Iterable[Condition]) -> str:
    """What has to be answered before, in words."""
    return " and ".join(f"`{one.question}` is {' or '.join(map(str, one.answers))}" for one in conditions)


def language_words(name: str) -> list[str]:
    """Each language with what may be said of its text."""
    return [f"{language.name} ({language.code}): {STATUSES[language.status]}" for language in languages_of(name)]


def standing(fact: Fact | None) -> str:
    """How far the form may be trusted to be the inspectorate's, and its source."""
    if fact is None:
        return ""
    return f"*{fact.standing}* – {fact.source}." + (f" {fact.note}" if fact.note else "")
