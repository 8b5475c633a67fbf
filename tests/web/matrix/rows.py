"""One row of everything in each exercise of the matrix, its texts marked."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.web.matrix import survey_rows  # noqa: F401  fills MAKERS too
from tests.web.matrix.world import World, makes
from touchstone.web.concerns.models import Concern, Duty
from touchstone.web.evidence.models import (
    Citation,
    Claim,
    ContextFigure,
    Document,
    DocumentReading,
    DocumentVersion,
    EvidenceItem,
    Quote,
)
from touchstone.web.exercises.models import Exercise
from touchstone.web.files.models import Scan, StoredFile
from touchstone.web.samples.models import CaseList, Commitment, Draw, ListedCase, ListState, SampledCase


@makes("case")
def case(made: World, exercise: Exercise, mark: str) -> Any:
    """A sampled case; its reference is its mark."""
    return SampledCase.objects.create(
        exercise=exercise, group="court", kind="community_sentence", reference=mark, drawn_position=1
    )


@makes("concern")
def concern(made: World, exercise: Exercise, mark: str) -> Any:
    """A concern that somebody without a role raised, so that nobody sees it for having raised it."""
    return Concern.objects.create(exercise=exercise, seen=mark, raised_by=made.people["no role"])


@makes("duty")
def duty(made: World, exercise: Exercise, mark: str) -> Any:
    """The lead is on duty."""
    return Duty.objects.create(exercise=exercise, person=made.people["lead_inspector here"], rung=1)


@makes("case_list")
def case_list(made: World, exercise: Exercise, mark: str) -> Any:
    """A confirmed list of one case."""
    by = made.people["no role"]
    assert by is not None
    row = CaseList.objects.create(
        exercise=exercise, version=1, state=ListState.CONFIRMED, file_hash="0" * 64, file_kind="csv",
        commitment="0" * 64, columns=["reference"], rows_count=1, eligible_count=1,
        problems=[{"row": 2, "column": "", "what": mark, "do": "-"}],
        handed_in_by=by, confirmed_by=by, confirmed_at=timezone.now(),
    )  # fmt: skip
    ListedCase.objects.create(
        exercise=exercise, case_list=row, row=2, reference=mark, group="court", cells=[mark], eligible=True
    )
    return row


@makes("draw")
def draw(made: World, exercise: Exercise, mark: str) -> Any:
    """A frozen draw."""
    by = made.people["no role"]
    assert by is not None
    case = {"reference": mark, "kind": "community_sentence", "stratum": []}
    group = {
        "group": "court",
        "strata_by": [],
        "eligible": 1,
        "because": "all",
        "strata": [],
        "sample": [case],
        "substitutes": [],
    }
    committed = Commitment.objects.create(exercise=exercise, number="7", commitment="0" * 64)
    listed = CaseList.objects.of(exercise).get()
    return Draw.objects.create(
        exercise=exercise, case_list=listed, commitment=committed, count=1, seed="0" * 64, record_hash="0" * 64,
        record={"number": "7", "commitment": "", "groups": [group]}, drawn_by=by, frozen_at=timezone.now(),
        frozen_by=by,
    )  # fmt: skip


@makes("document")
def document(made: World, exercise: Exercise, mark: str) -> Any:
    """A document that nobody asked for, and a word that it is not there."""
    return Document.objects.create(exercise=exercise, title=mark, missing_because=mark, missing_said_at=timezone.now())


@makes("document_version")
def document_version(made: World, exercise: Exercise, mark: str) -> Any:
    """A version of that document, read by somebody; its file is not on disk."""
    by = made.people["no role"]
    of = Document.objects.of(exercise).get()
    file = StoredFile.objects.create(
        exercise_id=exercise.pk, sha256="0" * 64, handed_in_sha256="0" * 64, size=1, media_type="application/pdf",
        kind="pdf", name=f"{mark}.pdf", used_as="document in advance", scan=Scan.CLEAN, handed_in_by=by.pk,  # type: ignore[union-attr]
    )  # fmt: skip
    row = DocumentVersion.objects.create(exercise=exercise, document=of, number=1, file=file, handed_in_by=by)
    DocumentReading.objects.create(exercise=exercise, document=of, version=row, note=mark, read_by=by)
    return row


@makes("item")
def item(made: World, exercise: Exercise, mark: str) -> Any:
    """A meeting that somebody without a role recorded."""
    return EvidenceItem.objects.create(
        exercise=exercise, kind="meeting", day=timezone.localdate(), group="board", with_whom=mark, people=3,
        notes=mark, recorded_by=made.people["no role"],
    )  # fmt: skip


@makes("quote")
def quote(made: World, exercise: Exercise, mark: str) -> Any:
    """A quote from it that waits for a second person."""
    of = EvidenceItem.objects.of(exercise).get()
    return Quote.objects.create(
        exercise=exercise, item=of, words=mark, who="a child", anonymous_by=made.people["no role"]
    )


@makes("figure")
def figure(made: World, exercise: Exercise, mark: str) -> Any:
    """A context figure."""
    return ContextFigure.objects.create(
        exercise=exercise, name="figure", label=mark, value=1, unit="children", source=mark, as_of="2026",
        given_by="published", entered_by=made.people["no role"],
    )  # fmt: skip


@makes("claim")
def claim(made: World, exercise: Exercise, mark: str) -> Any:
    """A draft with a reason for a single source."""
    by = made.people["no role"]
    return Claim.objects.create(
        exercise=exercise, standard="1.1", kind="strength", text=mark, begun_by=by, single_source_reason=mark,
        reason_by=by,
    )  # fmt: skip


@makes("citation")
def citation(made: World, exercise: Exercise, mark: str) -> Any:
    """What speaks against it."""
    return Citation.objects.create(
        exercise=exercise, claim=Claim.objects.of(exercise).get(), kind="item", stance="against", says=mark,
        item=EvidenceItem.objects.of(exercise).get(), cited_by=made.people["no role"],
    )  # fmt: skip
