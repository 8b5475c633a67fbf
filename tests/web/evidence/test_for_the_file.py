"""What the portable file takes: settled claims with what they cite, checked quotes, figures that stand; no draft."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories import evidence as made
from tests.factories.people import Cast
from touchstone.web.evidence.due import documents_due
from touchstone.web.evidence.for_the_file import held
from touchstone.web.evidence.matrix import operations
from touchstone.web.evidence.meetings import operations as meetings
from touchstone.web.inspections import holdings
from touchstone.web.inspections.models import Inspection


@pytest.fixture
def filled(cast: Cast) -> Any:
    """A settled claim, a draft, a checked quote and one that waits, a figure that was corrected."""
    item = made.item(cast.exercise, cast.inspector)
    version = made.document(cast.exercise, cast.contact)
    claim = made.claim(cast.exercise, cast.inspector)
    made.cite(claim, item, cast.inspector)
    made.cite(claim, made.quote(item, cast.inspector, checked_by=cast.lead), cast.inspector)
    made.cite(claim, version, cast.inspector)
    operations.settle(claim=claim, version=1, by=cast.inspector)
    made.claim(cast.exercise, cast.inspector, text="Only a draft.")
    made.quote(item, cast.inspector, words="Nobody has looked at this.")
    old = made.figure(cast.exercise, cast.lead)
    meetings.enter_figure(exercise=cast.exercise, label=old.label, value=198, unit="children", source="The same",
                          as_of="2027", given_by="published", replaces=old, save_id=uuid4(), by=cast.lead)  # fmt: skip


def test_only_what_is_settled_and_checked_leaves(cast: Cast, filled: None) -> None:
    tree = holdings.held(cast.exercise)
    (strength,) = tree["standards"]["1.2"]["strengths"]
    assert strength["text"] == "Staff know children."
    assert [entry["id"] for entry in tree["evidence_items"]] == strength["evidence"]
    assert len(strength["evidence"]) == 2
    assert tree["voices"] == [{"who": "a child", "words": made.WORDS, "language": "en"}]
    assert [(entry["id"], entry["value"]) for entry in tree["context"]] == [("children_on_the_caseload", 198)]
    assert "Only a draft" not in str(tree)
    assert held(cast.other) == {}


def test_documents_are_due_when_evidence_in_advance_is_to_be_over(cast: Cast) -> None:
    assert documents_due(cast.exercise) is None
    inspection = Inspection.objects.visible_to(cast.lead).get()
    inspection.fieldwork_from = "2026-06-15"
    inspection.save()
    assert str(documents_due(cast.exercise)) == "2026-06-01"
