"""Small forms by hand, for tests that need one with parts they can set; the real ones are loaded."""

from typing import Any

from touchstone.forms.form import Condition, Form, Option, Question, Section


def question(id: str = "q1", kind: str = "yes_no", **given: Any) -> Question:
    """One question of this kind, with what the kind needs."""
    needs: dict[str, Any] = {"asks": f"What of {id}?"}
    if kind in ("choice", "choices"):
        needs["options"] = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
    if kind == "scale":
        needs |= {"low": "Poor", "high": "Good"}
    return Question(**{"id": id, "kind": kind, **needs, **given})


def form(*questions: Question, **given: Any) -> Form:
    """A form with one section of these questions."""
    sections = given.pop("sections", (Section("s1", "Only section", questions=questions),))
    return Form(
        **{"id": "invented", "revision": 1, "title": "Invented", "language": "en", "sections": sections, **given}
    )


def when(question: str, *answers: str | int) -> tuple[Condition, ...]:
    """The condition that the question is answered with one of these."""
    return (Condition(question, answers),)
