"""A form in another language: a translation laid over the English form, and how far it may be trusted.

A translation is a draft until a named role approves it. What keeps people safe is never shown from a draft: there the
English stands, marked as English, and so it does wherever a translation says nothing.
"""

import os

from touchstone.forms.form import Form, Option, Question, Section
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.standards.entries import Entry, Notes, read_file

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping

SECTION_TEXTS = ("title", "introduction")
QUESTION_TEXTS = ("asks", "guidance", "low", "high")


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of one language: of each section and question by name, and of each option by question and option."""

    file: str
    form: str
    revision: int
    language: str
    approved_by: str  # role and date; "" for a draft
    title: str
    sections: "Mapping[str, Mapping[str, str]]"
    questions: "Mapping[str, Mapping[str, str]]"
    options: "Mapping[str, Mapping[str, str]]"


def in_language(form: Form, translation: Translation) -> Form:
    """The form with the translation laid over it. Raises ProblemsFound where the two do not belong together."""
    problems = list(misfits(form, translation))
    if problems:
        raise ProblemsFound(problems)
    return Form(
        id=form.id,
        revision=form.revision,
        title=translation.title,
        language=translation.language,
        sections=tuple([section_in(section, form, translation) for section in form.sections]),
        status="approved" if translation.approved_by else "draft",
        approved_by=translation.approved_by,
        fact=form.fact,
    )


def section_in(section: Section, form: Form, translation: Translation) -> Section:
    """One section in the language; its own texts stay English where they must or where they are not translated."""
    texts = translation.sections.get(section.id, {})
    english = must_be_english(section, translation) or not covers(texts, section, SECTION_TEXTS)
    return Section(
        id=section.id,
        title=section.title if english else texts["title"],
        introduction=section.introduction if english else texts.get("introduction", ""),
        questions=tuple([question_in(question, form, translation) for question in section.questions]),
        shown_when=section.shown_when,
        safeguarding=section.safeguarding,
        language=form.language if english else "",
    )


def question_in(question: Question, form: Form, translation: Translation) -> Question:
    """One question in the language, whole; it stays English where it must or where a part is not translated.

    Prompts and the words 'not applicable' have no translation here, so a question that has them stays English too.
    """
    from dataclasses import replace  # only a translated form needs it

    texts = translation.questions.get(question.id, {})
    options = translation.options.get(question.id, {})
    whole = covers(texts, question, QUESTION_TEXTS) and all(option.id in options for option in question.offered)
    whole = whole and not question.prompts and not question.may_not_apply
    if must_be_english(question, translation) or not whole:
        return replace(question, language=form.language)
    said = tuple([Option(option.id, options[option.id]) for option in question.offered])
    words = {name: texts.get(name, "") for name in QUESTION_TEXTS}
    return replace(
        question, options=said, asks=words["asks"], guidance=words["guidance"], low=words["low"], high=words["high"]
    )


def must_be_english(part: Section | Question, translation: Translation) -> bool:
    """Does this text keep people safe while nobody has approved the translation?"""
    return part.safeguarding and not translation.approved_by


def covers(texts: "Mapping[str, str]", part: Section | Question, names: tuple[str, ...]) -> bool:
    """Is every text that the part has translated?"""
    return all(texts.get(name) for name in names if getattr(part, name))


def untranslated(form: Form) -> tuple[str, ...]:
    """The ids of the sections and questions of a translated form that stand in another language, in order."""
    found = []
    for section in form.sections:
        found += [section.id] if section.language else []
        found += [question.id for question in section.questions if question.language]
    return tuple(found)


def misfits(form: Form, translation: Translation) -> "list[Problem]":
    """Where a translation is of another form or revision, or translates what the form does not have."""
    found = []
    if (translation.form, translation.revision) != (form.id, form.revision):
        what = f"It translates {shown(translation.form)} revision {translation.revision}."
        do = f"Bring it to revision {form.revision} of {shown(form.id)}."
        found.append(Problem(what, do, translation.file))
    parts: dict[str, Section | Question] = {section.id: section for section in form.sections}
    asked: dict[str, Section | Question] = {question.id: question for question in form.questions}
    for key, given, there in (("sections", translation.sections, parts), ("questions", translation.questions, asked)):
        for name, texts in given.items():
            part = there.get(name)
            extra = [text for text in texts if part is None or not getattr(part, text)]
            if part is None or extra:
                what = f"The form has no {', '.join(map(shown, extra)) if part else 'such part'} here."
                found.append(Problem(what, "Take it out.", translation.file, column=f"{key}.{name}"))
    for name, options in translation.options.items():
        question = form.question(name)
        there_are = [option.id for option in question.offered] if question else []
        for option in options:
            if option not in there_are:
                column = f"questions.{name}.options.{option}"
                found.append(Problem("The form has no such option.", "Take it out.", translation.file, column=column))
    return found


def read_translation(path: str) -> Translation:
    """The translation in one YAML file. Raises ProblemsFound with everything that is wrong with it."""
    notes = Notes(os.path.basename(path))
    top = Entry(read_file(path, notes.file), notes)
    questions = top.entry("questions")
    read = Translation(
        file=notes.file,
        form=top.text("form"),
        revision=top.whole("revision", least=1),
        language=top.text("language"),
        approved_by=read_approval(top),
        title=top.text("title"),
        sections=read_texts(top.entry("sections"), SECTION_TEXTS),
        options=read_options(questions),
        questions=read_texts(questions, QUESTION_TEXTS),
    )
    top.finish()
    if notes.file != f"{read.form}.{read.language}.yaml":
        notes.add("form", f"The file is called {notes.file}.", "Call it by form and language.")
    if notes.problems:
        raise ProblemsFound(notes.problems)
    return read


def read_approval(top: Entry) -> str:
    """Who approved the translation and when; "" for a draft. A file says exactly one of the two."""
    top.asked |= {"status", "approved_by"}
    if top.has("status") == top.has("approved_by"):
        do = "Write `status: draft`, or `approved_by` with role and date."
        top.note("status", "It is not clear whether anybody has approved this translation.", do)
    elif top.has("status"):
        top.choice("status", ("draft",))
    else:
        approval = top.entry("approved_by")
        role, date = approval.text("role"), approval.text("date")
        approval.finish()
        return f"{role}, {date}"
    return ""


def read_texts(entry: Entry, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The texts of each part, by its id."""
    found = {}
    for name in entry.values:
        part = entry.entry(name)
        found[name] = {text: part.text(text) for text in names if part.has(text)}
        part.asked |= {*names, "options"} if names is QUESTION_TEXTS else set(names)
        part.finish()
    return found


def read_options(questions: Entry) -> dict[str, dict[str, str]]:
    """The words of each option, by question and option."""
    found = {}
    for name in questions.values:
        part = questions.entry(name)
        if part.has("options"):
            options = part.entry("options")
            found[name] = {option: options.text(option) for option in options.values}
    return found
