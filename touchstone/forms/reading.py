"""Sections and questions out of YAML, strictly: a key that is unknown, doubled or of the wrong kind is a problem."""

from touchstone.forms.form import KINDS, MAY_NOT_APPLY, Condition, Option, Question, Section
from touchstone.intake.problems import ProblemsFound
from touchstone.standards.entries import Entry, Notes, kind_of
from touchstone.standards.framework import STANDINGS, Fact


def read_section(entry: Entry) -> Section:
    """One section with its questions."""
    section = Section(
        id=entry.text("id"),
        title=entry.text("title"),
        introduction=entry.text("introduction", default=""),
        questions=read_questions(entry),
        shown_when=read_conditions(entry),
        safeguarding=entry.flag("safeguarding", default=False),
    )
    entry.finish()
    return section


def read_questions(entry: Entry) -> tuple[Question, ...]:
    """The questions of a section; none where it only says something."""
    if not entry.has("questions"):
        entry.asked.add("questions")
        return ()
    return tuple([read for item in entry.entries("questions") if (read := read_question(item)) is not None])


def read_question(entry: Entry) -> Question | None:
    """One question; None, with notes, where it is wrong."""
    given: dict[str, object] = {
        "id": entry.text("id"),
        "asks": entry.text("asks"),
        "kind": entry.choice("kind", tuple(KINDS)),
        "options": read_options(entry),
        "guidance": entry.text("guidance", default=""),
        "required": entry.flag("required", default=False),
        "not_applicable": entry.choice("not_applicable", MAY_NOT_APPLY) if entry.has("not_applicable") else "no",
        "evidence": entry.flag("evidence", default=False),
        "shown_when": read_conditions(entry),
        "most": entry.whole("most", least=1, most=20_000) if entry.has("most") else 0,
        "low": entry.text("low", default=""),
        "high": entry.text("high", default=""),
        "smallest": entry.whole("smallest", least=-1_000_000) if entry.has("smallest") else None,
        "largest": entry.whole("largest", least=-1_000_000) if entry.has("largest") else None,
        "safeguarding": entry.flag("safeguarding", default=False),
        "fact": read_fact(entry) if entry.has("standing") else None,
    }
    entry.asked |= {"not_applicable", "most", "smallest", "largest", "standing"}
    entry.finish()
    try:
        return Question(**given)  # type: ignore[arg-type]
    except ProblemsFound as found:
        for problem in found.problems:
            entry.note("", problem.what, problem.do)
        return None


def read_options(entry: Entry) -> tuple[Option, ...]:
    """The options under `options`, a mapping from the id that is stored to what it says."""
    if not entry.has("options"):
        entry.asked.add("options")
        return ()
    options = entry.entry("options")
    return tuple([Option(name, options.text(name)) for name in options.values])


def read_conditions(entry: Entry) -> tuple[Condition, ...]:
    """The conditions under `shown_when`, a mapping from a question to the answer, or list of answers, waited for."""
    if not entry.has("shown_when"):
        entry.asked.add("shown_when")
        return ()
    conditions = entry.entry("shown_when")
    return tuple([Condition(name, read_awaited(conditions, name)) for name in conditions.values])


def read_awaited(conditions: Entry, id: str) -> tuple[str | int, ...]:
    """The answers that one condition waits for."""
    value = conditions.take(id)
    answers = value if isinstance(value, list) else [value]
    awaited: list[str | int] = []
    for answer in answers:
        if isinstance(answer, str | int) and not isinstance(answer, bool):
            awaited.append(answer)
        else:
            conditions.note(id, f"Here is {kind_of(answer)}, not an answer.", 'Write an answer; put "yes" in quotes.')
    return tuple(awaited)


def read_fact(entry: Entry) -> Fact:
    """Standing, source and note of the entry they stand in."""
    return Fact(entry.choice("standing", tuple(STANDINGS)), entry.text("source"), entry.text("note", default=""))


def note_all(notes: Notes, found: ProblemsFound) -> None:
    """Note problems that a value found in itself."""
    for problem in found.problems:
        notes.add(problem.column, problem.what, problem.do)
