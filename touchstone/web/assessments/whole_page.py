"""A page of a form that is sent whole, as it is without script: what was changed on it, and what was left as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from touchstone.forms.answers import Answer as Given
from touchstone.forms.answers import AnswerRefused
from touchstone.forms.form import Form, Question
from touchstone.web.assessments.asking import Page
from touchstone.web.assessments.models import Answer, AnswerVersion
from touchstone.web.assessments.saving import (
    MOST_VERSIONS,
    NotUnderstood,
    Sent,
    as_content,
    draft,
    part_of,
    save_id_of,
)
from touchstone.web.versions import Outcome

THEIRS = "theirs"  # chosen on the page that shows both: what is there stays


@dataclass
class Changes:
    """What a page brought: answers to save, those refused by name, and everything as it was typed."""

    sent: list[Sent] = field(default_factory=list)
    refused: list[AnswerRefused] = field(default_factory=list)
    typed: dict[str, Given] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)


def changes(form: Form, page: Page, body: QueryDict, rows: Mapping[str, Answer]) -> Changes:
    """What was changed on a page that was sent whole. Raises NotUnderstood.

    `rows` are the answers as they are stored now. An answer that the writer left as they had found it is none of
    theirs, though somebody else may have changed it since: it is left out, and never a conflict.
    """
    found = Changes(bases=bases_of(body.get("bases", "")))
    save_id = save_id_of(body.get("save", ""))
    for name in found.bases:
        question = form.question(name)
        if question is None or name not in page.ids:
            raise NotUnderstood(_("The page brought an answer to a question it does not have. Open it again."))
        typed = found.typed[name] = typed_answer(question, body)
        if body.get(f"keep.{name}") == THEIRS:
            continue
        try:
            answer = draft(question, typed.value, typed.evidence, typed.reason)
        except AnswerRefused as refused:
            found.refused.append(refused)
            continue
        if is_changed(answer, found.bases[name], rows.get(name)):
            found.sent.append(Sent(name, answer, found.bases[name], part_of(save_id, name)))
    return found


def bases_of(text: str) -> dict[str, int]:
    """'2.1.1:3 2.1.2:0' as a dictionary. Raises NotUnderstood."""
    found: dict[str, int] = {}
    for part in text.split():
        name, _colon, version = part.rpartition(":")
        if not name or not (version.isascii() and version.isdigit() and len(version) < 11) or name in found:
            raise NotUnderstood(_("The page does not say what it was upon. Open it again."))
        found[name] = min(int(version), MOST_VERSIONS)
    if not found:
        raise NotUnderstood(_("The page does not say what it was upon. Open it again."))
    return found


def typed_answer(question: Question, body: QueryDict) -> Given:
    """One answer as it was typed."""
    name = question.id
    value: Any = body.getlist(f"v.{name}") if question.kind == "choices" else body.get(f"v.{name}", "")
    evidence = body.get(f"e.{name}", "") if question.evidence else ""
    return Given(tuple(value) if isinstance(value, list) else value, evidence, body.get(f"r.{name}", ""))


def is_changed(answer: Given, base: int, row: Answer | None) -> bool:
    """Did the writer change what they had found? It is compared with what is stored, then with their base."""
    content = as_content(answer)
    if row is None:
        return bool(content["evidence"] or content["reason"] or content["value"] not in ("", []))
    if same(content, row):
        return False
    if row.version == base:
        return True
    if base == 0:
        return bool(content["evidence"] or content["reason"] or content["value"] not in ("", []))
    found = row.versions.filter(version=base, outcome=Outcome.STORED).first()
    return found is None or not same(content, found)


def same(content: Mapping[str, Any], stored: Answer | AnswerVersion) -> bool:
    """Is this what is stored?"""
    return all(getattr(stored, name) == value for name, value in content.items())
