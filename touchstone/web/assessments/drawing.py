"""Draws the questions of a page: all that is the same for everybody once, and into its slots what was answered.

A page has a hundred inputs, and is asked for all day long. Its template runs once for each form and language, with a
slot wherever an answer shows; a request only fills the slots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup, escape

from touchstone.forms.answers import Answer as Given
from touchstone.web.assessments.asking import Asked, Page

# Only what the template draws is cut at these, never what a person wrote: that goes into the slots afterwards.
OPENS, CLOSES, PARTS = "\ue0f0", "\ue0f1", "\ue0f2"
SLOT = re.compile(f"{OPENS}([^{CLOSES}]*){CLOSES}")
NOTHING = Given()

Pieces = tuple[tuple[str, tuple[str, ...]], ...]  # text, and the slot after it

_pages: dict[tuple[int, str], tuple[Page, Pieces]] = {}


def slot(*parts: str) -> Markup:
    """A place for something of an answer: what it is, of which question, and (for a choice) of which option."""
    return Markup(OPENS + PARTS.join(parts) + CLOSES)


def template() -> Any:
    """The macros that draw questions with slots."""
    environment: Any = engines["jinja2"].env  # type: ignore[attr-defined]
    return environment.get_template("assessments/question.html", globals={"slot": slot}).module


def in_pieces(drawn: str) -> Pieces:
    """What was drawn, cut at its slots."""
    cut = SLOT.split(drawn)
    slots = [tuple(name.split(PARTS)) for name in cut[1::2]] + [()]
    return tuple(zip(cut[0::2], slots, strict=True))


def pieces_of(page: Page) -> Pieces:
    """A page's questions, drawn once for each language."""
    key = (id(page), get_language() or "")
    kept = _pages.get(key)
    if kept is None or kept[0] is not page:
        macros = template()
        kept = _pages[key] = (page, in_pieces("\n".join(str(macros.question(each)) for each in page.questions)))
    return kept[1]


def drawn(page: Page, answers: Mapping[str, Given], versions: Mapping[str, int],
          hints: Mapping[str, Sequence[Any]], asked_now: frozenset[str]) -> Markup:  # fmt: skip
    """The questions of a page with what was answered to them. Every text of a person is escaped."""
    return filled(pieces_of(page), answers, versions, hints, asked_now)


def drawn_alone(question: Asked, answers: Mapping[str, Given]) -> Markup:
    """The fields of one question, with what was typed."""
    return filled(in_pieces(str(template().answer(question))), answers, {}, {}, frozenset({question.id}))


def filled(pieces: Pieces, answers: Mapping[str, Given], versions: Mapping[str, int],
           hints: Mapping[str, Sequence[Any]], asked_now: frozenset[str]) -> Markup:  # fmt: skip
    """The pieces with every slot filled."""
    ways: dict[str, Callable[..., object]] = {
        "chosen": lambda name, option: " checked" if is_chosen(answers.get(name), option) else "",
        "value": lambda name: escape(answers.get(name, NOTHING).value),
        "evidence": lambda name: escape(answers.get(name, NOTHING).evidence),
        "reason": lambda name: escape(answers.get(name, NOTHING).reason),
        "version": lambda name: versions.get(name, 0),
        "hidden": lambda name: "" if name in asked_now else " hidden",
        "no_hints": lambda name: "" if hints.get(name) else " hidden",
        "hints": lambda name: "".join(one_hint(hint) for hint in hints.get(name, ())),
    }
    made = []
    for text, name in pieces:
        made.append(text)
        if name:
            made.append(str(ways[name[0]](*name[1:])))
    return Markup("".join(made))


def is_chosen(given: Given | None, option: str) -> bool:
    """Is this option (one of) the answer?"""
    if given is None or given.value == "":
        return False
    if isinstance(given.value, tuple):
        return option in given.value
    return option == str(given.value)


def one_hint(hint: Any) -> str:
    """What others say, in a line of its own."""
    return str(Markup('<p class="govuk-body-s"><strong>{}:</strong> {}</p>').format(hint.source, hint.says))
