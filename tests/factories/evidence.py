"""Evidence of an exercise, made the way people make it: by its operations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.factories.files import pdf
from touchstone.web.accounts.models import User
from touchstone.web.evidence.documents import operations as documents
from touchstone.web.evidence.matrix import operations as matrix
from touchstone.web.evidence.meetings import operations as meetings
from touchstone.web.evidence.models import Citation, Claim, ContextFigure, DocumentVersion, EvidenceItem, Quote
from touchstone.web.exercises.models import Exercise
from touchstone.web.files.checking import look_through

ASKED = "board_minutes"  # on the checklist of 2021


def document(exercise: Exercise, by: User, *, asked: str = ASKED, title: str = "", content: bytes = b"",
             name: str = "minutes.pdf") -> DocumentVersion:  # fmt: skip
    """A document handed in."""
    checked = look_through(content=content or pdf(), name=name)
    return documents.hand_in(exercise=exercise, asked=asked, title=title, checked=checked, save_id=uuid4(), by=by)


def item(exercise: Exercise, by: User, **how: Any) -> EvidenceItem:
    """A meeting with case managers."""
    written: dict[str, Any] = {
        "kind": "meeting",
        "day": timezone.localdate(),
        "group": "case_managers",
        "with_whom": "six case managers",
        "people": 6,
        "team": [by],
        "notes": "They know their children well.",
        "standards": ["1.2"],
        **how,
    }
    return meetings.record_item(exercise=exercise, save_id=uuid4(), by=by, **written)


WORDS = "She turns up when she says she will."


def quote(of: EvidenceItem, by: User, *, checked_by: User | None = None, words: str = WORDS) -> Quote:
    """Words of a child, looked at by a second person where one is named."""
    made = meetings.add_quote(item=of, words=words, who="a child", language="en", save_id=uuid4(), by=by)
    if checked_by is not None:
        meetings.check_quote(quote=made, version=1, by=checked_by)
        made.refresh_from_db()
    return made


def figure(exercise: Exercise, by: User, **how: Any) -> ContextFigure:
    """How many children there are."""
    written: dict[str, Any] = {
        "label": "Children on the caseload",
        "value": Decimal(212),
        "unit": "children",
        "source": "Youth Justice Board",
        "as_of": "2026",
        "given_by": "published",
        **how,
    }
    return meetings.enter_figure(exercise=exercise, save_id=uuid4(), by=by, **written)


def claim(exercise: Exercise, by: User, *, standard: str = "1.2", text: str = "Staff know children.") -> Claim:
    """A draft."""
    return matrix.write_claim(exercise=exercise, standard=standard, kind="strength", text=text, save_id=uuid4(), by=by)


def cite(of: Claim, source: object, by: User, *, stance: str = "for", says: str = "") -> Citation:
    """A source for a claim or against it; `source` is a row, or a key such as "cases:2.1.1"."""
    kinds = {EvidenceItem: "item", Quote: "quote", ContextFigure: "figure"}
    key = source if isinstance(source, str) else ""
    if isinstance(source, DocumentVersion):
        key = f"document:{source.document_id}"
    elif not key:
        key = f"{kinds[type(source)]}:{source.pk}"  # type: ignore[index, attr-defined]
    return matrix.cite(claim=of, source=key, stance=stance, says=says, save_id=uuid4(), by=by)
