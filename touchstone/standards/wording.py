"""Somebody's own wording laid over a framework: the sentences change, the numbers and the rule do not.

The official sentences are not in the repository. An inspectorate that wants to read its own keeps them in a file of its
own, `<framework>.wording.yaml`, in a folder named with `--frameworks` or TOUCHSTONE_FRAMEWORKS:

    framework: hmip-youth-2021
    source: where the words come from
    words:
      "2.1": the sentence of the standard
      "2.1.1": the key question
"""

import os

from touchstone.intake.problems import ProblemsFound
from touchstone.intake.values import dataclass
from touchstone.standards.entries import Entry, Notes, read_file
from touchstone.standards.framework import Fact, Framework, KeyQuestion, Standard

ENDING = ".wording.yaml"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one file: by number of standard or key question."""

    framework: str
    source: str
    words: tuple[tuple[str, str], ...]


def read_wording(path: str) -> Wording:
    """The wording in a file. Raises ProblemsFound."""
    notes = Notes(os.path.basename(path))
    entry = Entry(read_file(path, notes.file), notes)
    words = entry.entry("words")
    wording = Wording(
        framework=entry.text("framework"),
        source=entry.text("source"),
        words=tuple((number, words.text(number)) for number in words.values),
    )
    entry.finish()
    if entry.has("words") and not wording.words:
        entry.note("words", "There are no words.", 'Write them as `"2.1": the sentence`.')
    if notes.problems:
        raise ProblemsFound(notes.problems)
    return wording


def with_wording(framework: Framework, wording: Wording, *, file: str) -> Framework:
    """The framework with these words in place of ours. Raises ProblemsFound where a number is not in it."""
    from dataclasses import replace

    notes = Notes(file)
    if wording.framework != framework.id:
        notes.add("framework", f"These are words for {wording.framework}.", f"Here only {framework.id} is wanted.")
    numbers = {standard.id for standard in framework.standards}
    numbers |= {question.id for _, question in framework.key_questions()}
    for number, _ in wording.words:
        if number not in numbers:
            notes.add(
                f"words.{number}", f"{framework.id} has no '{number}'.", "Use the number of a standard or question."
            )
    if notes.problems:
        raise ProblemsFound(notes.problems)
    words = dict(wording.words)

    def question_with(question: KeyQuestion) -> KeyQuestion:
        if question.id not in words:
            return question
        return replace(question, asks=words[question.id], fact=Fact("verified", wording.source, question.fact.note))

    def standard_with(standard: Standard) -> Standard:
        standard = replace(standard, key_questions=tuple(map(question_with, standard.key_questions)))
        if standard.id not in words:
            return standard
        return replace(
            standard, statement=words[standard.id], fact=Fact("verified", wording.source, standard.fact.note)
        )

    domains = [replace(one, standards=tuple(map(standard_with, one.standards))) for one in framework.domains]
    return replace(framework, domains=tuple(domains))
