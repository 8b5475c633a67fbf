"""The inspector's assessment of one case: a form drawn from the inspection framework, with parts of our own around it.

Of each standard that the group's cases are read for there is one section; each key question asked of cases is a
yes-or-no question in it, with its prompts folded in. The answer to the key question decides and prompts never do.
Around them stand the parts of `definitions/case-assessment.yaml`: facts about the case, what is asked only where it
applies, practice examples, and whether there is a concern for a child's immediate safety.
"""

import os
from functools import cache

from touchstone.forms.answers import Answer, applicable
from touchstone.forms.form import NO, NOT_APPLICABLE, YES, Form, Question, Section
from touchstone.forms.loading import DEFINITIONS, ENGLISH
from touchstone.forms.reading import note_all, read_fact, read_section
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.standards.entries import Entry, Notes, read_file
from touchstone.standards.framework import Fact, Framework, KeyQuestion, Prompt, SampleGroup, Standard

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PARTS_FILE = "case-assessment.yaml"
made: "dict[tuple[str, int, str, str], tuple[Framework, Form]]" = {}
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # more prompts than letters are numbered instead


@dataclass(frozen=True, slots=True)
class Part:
    """A section of our own, for the groups and kinds of cases that it names; for all where it names none."""

    section: Section
    groups: tuple[str, ...]
    kinds: tuple[str, ...]
    after: bool  # does it stand after the standards?


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that `case-assessment.yaml` says."""

    revision: int
    title: str
    guidance: str  # said once in each section of a standard
    strengths: str  # asked of a standard that cases only illustrate …
    improvements: str  # … and this
    fact: Fact
    parts: tuple[Part, ...]


def case_form(framework: Framework, group: str, kind: str = "") -> Form:
    """The form for a case of this sample group, and of this kind where it is known.

    Made once for each framework as it is loaded. Raises ProblemsFound for a group or kind that it does not have.
    """
    key = (framework.id, framework.revision, group, kind)
    kept = made.get(key)
    if kept is None or kept[0] is not framework:
        kept = made[key] = (framework, drawn(framework, group, kind))
    return kept[1]


def drawn(framework: Framework, group: str, kind: str) -> Form:
    """The form, made anew."""
    read = load_parts()
    found = framework.group(group)
    if found is None:
        do = f"Use one of: {', '.join(each.id for each in framework.sample.groups)}."
        raise ProblemsFound([Problem(f"'{framework.id}' has no sample group {shown(group)}.", do)])
    if kind and kind not in [each.id for each in found.kinds]:
        do = f"Use one of: {', '.join(each.id for each in found.kinds)}."
        raise ProblemsFound([Problem(f"The group '{group}' has no kind {shown(kind)}.", do)])
    ours = [part for part in read.parts if belongs(part, group, kind)]
    standards = [section_of(standard, framework, read) for standard in framework.standards if standard.cases == group]
    return Form(
        id=".".join(part for part in ("case-assessment", framework.id, f"r{framework.revision}", group, kind) if part),
        revision=read.revision,
        title=f"{read.title}: {titled(found, kind)}",
        language=ENGLISH,
        sections=(
            *(part.section for part in ours if not part.after),
            *standards,
            *(part.section for part in ours if part.after),
        ),
        fact=read.fact,
    )


def key_question_answers(form: Form, answers: "Mapping[str, Answer]") -> dict[str, str]:
    """What a case says to each key question that was answered, as `touchstone.rating.answers.CaseAnswers` takes it."""
    found = {}
    for question in applicable(form, answers):
        answer = answers.get(question.id)
        if question.key_question and answer is not None and answer.value in (YES, NO, NOT_APPLICABLE):
            found[question.id] = str(answer.value)
    return found


def belongs(part: Part, group: str, kind: str) -> bool:
    """Is the part asked of cases of this group and kind? One for some kinds is left out while the kind is not known."""
    return (not part.groups or group in part.groups) and (not part.kinds or kind in part.kinds)


def titled(group: SampleGroup, kind: str) -> str:
    """The group and kind as a person reads them."""
    return next((f"{group.title}, {each.title}" for each in group.kinds if each.id == kind), group.title)


def section_of(standard: Standard, framework: Framework, read: Parts) -> Section:
    """The section of one standard."""
    asked = [question for question in standard.key_questions if question.asked_of_cases]
    leaves = framework.rating is not None and framework.rating.not_applicable_leaves
    return Section(
        id=standard.id,
        title=f"{standard.id} {standard.title}",
        introduction=f"{standard.statement} {read.guidance}" if asked else standard.statement,
        questions=tuple([decided(question, leaves=leaves) for question in asked] or illustrated(standard, read)),
    )


def decided(question: KeyQuestion, *, leaves: bool) -> Question:
    """A key question as it is asked of a case. It may be not applicable only where such an answer leaves the count."""
    return Question(
        id=question.id,
        asks=question.asks,
        kind="yes_no",
        guidance=question.prompts_unread,
        prompts=tuple([guiding(question.id, place, prompt) for place, prompt in enumerate(question.prompts)]),
        required=True,
        not_applicable="with_reason" if leaves else "no",
        evidence=True,
        key_question=True,
        fact=question.fact,
    )


def guiding(number: str, place: int, prompt: Prompt) -> Question:
    """A prompt: answered or not, it decides nothing."""
    letter = LETTERS[place] if place < len(LETTERS) else str(place + 1)
    return Question(
        id=f"{number}.{letter}",
        asks=prompt.text,
        kind="yes_no",
        not_applicable="without_reason",
        evidence=True,
        fact=prompt.fact,
    )


def illustrated(standard: Standard, read: Parts) -> list[Question]:
    """What is asked of a case that illustrates a judged standard and is not counted."""
    return [
        Question(id=f"{standard.id}.strengths", asks=read.strengths, kind="prose", evidence=True, fact=read.fact),
        Question(id=f"{standard.id}.improvements", asks=read.improvements, kind="prose", evidence=True, fact=read.fact),
    ]


@cache
def load_parts() -> Parts:
    """Our own parts, read once per program. Raises ProblemsFound."""
    return read_parts(os.path.join(DEFINITIONS, PARTS_FILE))


def read_parts(path: str) -> Parts:
    """Our own parts out of YAML. Raises ProblemsFound with everything that is wrong with it."""
    notes = Notes(os.path.basename(path))
    top = Entry(read_file(path, notes.file), notes)
    if top.text("id") != notes.file.removesuffix(".yaml"):
        notes.add("id", f"The file is called {notes.file}.", "Call both alike.")
    read = Parts(
        revision=top.whole("revision", least=1),
        title=top.text("title"),
        guidance=top.text("guidance"),
        strengths=top.text("strengths"),
        improvements=top.text("improvements"),
        fact=read_fact(top),
        parts=(*read_sections(top, "before"), *read_sections(top, "after")),
    )
    top.finish()
    if not notes.problems:
        try:  # all of them together must make a form, so that no condition of one looks for a part that is not there
            Form("parts", 1, read.title, ENGLISH, tuple([part.section for part in read.parts]))
        except ProblemsFound as found:
            note_all(notes, found)
    if notes.problems:
        raise ProblemsFound(notes.problems)
    return read


def read_sections(top: Entry, key: str) -> "Iterator[Part]":
    """The sections that stand before or after the standards."""
    for entry in top.entries(key):
        groups = entry.texts("groups") if entry.has("groups") else ()
        kinds = entry.texts("kinds") if entry.has("kinds") else ()
        entry.asked |= {"groups", "kinds"}
        yield Part(read_section(entry), groups, kinds, after=key == "after")
