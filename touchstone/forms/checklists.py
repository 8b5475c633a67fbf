"""The documents that a service is asked for before fieldwork: each with what it is, why, and what it bears on."""

import os
from functools import cache

from touchstone.forms.loading import DEFINITIONS
from touchstone.forms.reading import read_fact
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.standards.entries import Entry, Notes, read_file
from touchstone.standards.framework import Fact, Framework

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKLIST_FILE = "evidence-in-advance.yaml"


@dataclass(frozen=True, slots=True)
class DocumentAsked:
    """One document asked for: what it is, why it is asked for, and the standards it is read for."""

    id: str
    what: str
    why: str
    bears_on: tuple[str, ...]
    fact: Fact


@dataclass(frozen=True, slots=True)
class Checklist:
    """Every document asked of a service under one framework, in order."""

    id: str
    revision: int
    title: str
    framework: str
    documents: tuple[DocumentAsked, ...]
    fact: Fact

    def document(self, id: str) -> DocumentAsked | None:
        """The document with this id, or None."""
        return next((document for document in self.documents if document.id == id), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A document as the file has it: for each framework the standards it bears on."""

    document: DocumentAsked
    bears_on: "Mapping[str, tuple[str, ...]]"


@dataclass(frozen=True, slots=True)
class EveryChecklist:
    """Everything that `evidence-in-advance.yaml` says."""

    id: str
    revision: int
    title: str
    fact: Fact
    asked: tuple[Asked, ...]


def checklist_for(framework: Framework) -> Checklist:
    """The documents asked for under this framework; none for a framework that the file does not name.

    A standard that the framework (perhaps one of somebody's own with the same id) does not have is left out.
    """
    read = load_checklists()
    there = {standard.id for standard in framework.standards}
    documents = []
    for asked in read.asked:
        bears_on = tuple([number for number in asked.bears_on.get(framework.id, ()) if number in there])
        if bears_on:
            one = asked.document
            documents.append(DocumentAsked(one.id, one.what, one.why, bears_on, one.fact))
    return Checklist(read.id, read.revision, read.title, framework.id, tuple(documents), read.fact)


@cache
def load_checklists() -> EveryChecklist:
    """The file as it is, read once per program. Raises ProblemsFound."""
    return read_checklists(os.path.join(DEFINITIONS, CHECKLIST_FILE))


def read_checklists(path: str) -> EveryChecklist:
    """The documents in one YAML file. Raises ProblemsFound with everything that is wrong with it."""
    notes = Notes(os.path.basename(path))
    top = Entry(read_file(path, notes.file), notes)
    shared = read_fact(top)
    asked = tuple([read_document(entry, shared) for entry in top.entries("documents")])
    read = EveryChecklist(top.text("id"), top.whole("revision", least=1), top.text("title"), shared, asked)
    top.finish()
    seen = set()
    for one in asked:
        if one.document.id in seen:
            notes.add("documents", f"The id {shown(one.document.id)} stands twice.", "Give each document its own.")
        seen.add(one.document.id)
    if notes.problems:
        raise ProblemsFound(notes.problems)
    return read


def read_document(entry: Entry, shared: Fact) -> Asked:
    """One document; its standing is that of the file where it has none of its own."""
    document = DocumentAsked(
        id=entry.text("id"),
        what=entry.text("what"),
        why=entry.text("why"),
        bears_on=(),
        fact=read_fact(entry) if entry.has("standing") else shared,
    )
    frameworks = entry.entry("bears_on")
    bears_on = {name: frameworks.texts(name) for name in frameworks.values}
    entry.asked.add("standing")
    entry.finish()
    return Asked(document, bears_on)
