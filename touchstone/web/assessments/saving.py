"""What is sent when somebody answers, checked against the form: one answer, or all answers of a page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from touchstone.forms.answers import (
    MOST_OF_A_REASON,
    MOST_OF_EVIDENCE,
    Answer,
    AnswerRefused,
    Value,
    check_answer,
    in_words,
)
from touchstone.forms.form import NOT_APPLICABLE, Form, Question

LATER = "later"  # a reason is asked for at submission; a draft without one is saved
FIELDS = frozenset({"question", "value", "evidence", "reason", "base", "save"})
MOST_VERSIONS = 2**31 - 1


@dataclass(frozen=True)
class Sent:
    """One answer as it was sent: to which question, upon which version, under which save id."""

    question: str
    answer: Answer
    base: int
    save_id: UUID


class NotUnderstood(ValueError):
    """What was sent is no answer at all; a mistake of a program, never a person's."""


def read_sent(body: bytes) -> dict[str, Any]:
    """The one JSON object of an autosave. Raises NotUnderstood for anything that is not exactly that."""
    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=once_each, parse_constant=no_constant)
    except (ValueError, RecursionError) as wrong:
        raise NotUnderstood(_("What was sent cannot be read: %(why)s.") % {"why": wrong}) from None
    if not isinstance(found, dict) or set(found) != FIELDS:
        raise NotUnderstood(_("What was sent does not have the parts of an answer."))
    return found


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose names each stand once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def no_constant(name: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{name} is no JSON")


def one_sent(form: Form, sent: Mapping[str, Any]) -> Sent:
    """An autosave's answer. Raises NotUnderstood, and AnswerRefused naming the question."""
    base, save = sent["base"], sent["save"]
    if not isinstance(base, int) or isinstance(base, bool) or not 0 <= base <= MOST_VERSIONS:
        raise NotUnderstood(_("What was sent does not say which version it is upon."))
    texts = (sent["question"], sent["evidence"], sent["reason"], save)
    if not all(isinstance(text, str) for text in texts) or not isinstance(sent["value"], str | int | list):
        raise NotUnderstood(_("What was sent does not have the parts of an answer."))
    question = form.question(sent["question"])
    if question is None:
        raise AnswerRefused(sent["question"][:80], _("The form has no such question."), _("Load the page again."))
    answer = draft(question, sent["value"], sent["evidence"], sent["reason"])
    return Sent(question.id, answer, base, save_id_of(save))


def save_id_of(text: str) -> UUID:
    """The save id. Raises NotUnderstood where it is no UUID made by chance."""
    try:
        found = UUID(text)
    except ValueError:
        found = UUID(int=0)
    if found.version != 4:
        raise NotUnderstood(_("What was sent has no save id."))
    return found


def part_of(save_id: UUID, question: str) -> UUID:
    """The save id of one answer of a page that was sent whole: the same whenever the page is sent again."""
    return uuid.uuid5(save_id, question)


def draft(question: Question, value: object, evidence: str, reason: str) -> Answer:
    """An answer as a draft keeps it: 'not applicable' may wait for its reason until submission. Raises AnswerRefused.

    A reason is kept only beside 'not applicable', evidence only where the question has a place for it.
    """
    kept: Value = check_answer(question, tuple(value) if isinstance(value, list) else value, reason.strip() or LATER)
    if evidence and not question.evidence:
        raise AnswerRefused(
            question.id, _("No evidence is noted beside this question."), _("Write it beside another one.")
        )
    noted = in_words(question, evidence, MOST_OF_EVIDENCE, _("The evidence"))
    why = in_words(question, reason, MOST_OF_A_REASON, _("The reason")) if kept == NOT_APPLICABLE else ""
    return Answer(kept, noted, why)


def as_value(stored: Any) -> Value:
    """A stored value as forms know it: several chosen ids are a tuple."""
    return tuple(stored) if isinstance(stored, list) else stored


def as_content(answer: Answer) -> dict[str, Any]:
    """An answer as it is stored."""
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {"value": value, "evidence": answer.evidence, "reason": answer.reason}


def in_plain_words(question: Question | None, stored: Any) -> str:
    """What was chosen or written, as a person reads it."""
    if stored in ("", None, []):
        return _("not answered")
    says = {option.id: option.says for option in question.offered} if question else {}
    values = stored if isinstance(stored, list) else [stored]
    return ", ".join(says.get(str(value), str(value)) for value in values)
