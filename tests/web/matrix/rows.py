"""One row of everything in each exercise of the matrix, its texts marked."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.utils import timezone

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
from touchstone.web.files import store
from touchstone.web.files.models import Scan, StoredFile
from touchstone.web.samples.models import CaseList, Commitment, Draw, ListedCase, ListState, SampledCase


@makes("case")
def case(made: World, exercise: Exercise, mark: str) -> Any:
    """A sampled case; its reference is its mark."""
    return SampledCase.objects.create(
        exercise=exercise, group="court", kind="community_sentence", reference=mark + "case", drawn_position=1
    )


@makes("concern")
def concern(made: World, exercise: Exercise, mark: str) -> Any:
    """A concern that an inspector of another inspectorate raised in the open exercise, and elsewhere nobody of it."""
    by = made.person("partner_inspector raised" if exercise == made.exercises["open"] else "no role")
    return Concern.objects.create(exercise=exercise, seen=mark + "concern", raised_by=by)


@makes("duty")
def duty(made: World, exercise: Exercise, mark: str) -> Any:
    """The lead is on duty."""
    return Duty.objects.create(exercise=exercise, person=made.people["lead_inspector here"], rung=1)


@makes("case_list")
def case_list(made: World, exercise: Exercise, mark: str) -> Any:
    """A confirmed list of two cases, one of which was drawn."""
    by = made.people["no role"]
    assert by is not None
    row = CaseList.objects.create(
        exercise=exercise, version=1, state=ListState.CONFIRMED, file_hash="0" * 64, file_kind="csv",
        commitment="0" * 64, columns=["reference"], rows_count=2, eligible_count=2,
        problems=[{"row": 2, "column": "", "what": mark + "list", "do": "-"}],
        handed_in_by=by, confirmed_by=by, confirmed_at=timezone.now(),
    )  # fmt: skip
    inside: dict[str, Any] = {"exercise": exercise, "case_list": row, "group": "court", "eligible": True}
    drawn = made.row(made.name_of(exercise), "case")  # a sampled case keeps the id it was listed by
    for place, reference, key in ((2, mark + "list", uuid4()), (3, mark + "case", drawn)):
        ListedCase.objects.create(**inside, id=key, row=place, reference=reference, cells=[reference])
    return row


@makes("draw")
def draw(made: World, exercise: Exercise, mark: str) -> Any:
    """A frozen draw."""
    by = made.people["no role"]
    assert by is not None
    case = {"reference": mark + "case", "kind": "community_sentence", "stratum": []}
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
    return Document.objects.create(
        exercise=exercise, title=mark + "document", missing_because=mark + "document", missing_said_at=timezone.now()
    )


@makes("document_version")
def document_version(made: World, exercise: Exercise, mark: str) -> Any:
    """A version of that document, read by somebody."""
    by = made.people["no role"]
    of = Document.objects.of(exercise).get()
    content = (mark + "document").encode()
    digest = sha256(content).hexdigest()
    file = StoredFile.objects.create(
        exercise_id=exercise.pk, sha256=digest, handed_in_sha256=digest, size=len(content),
        media_type="application/pdf", kind="pdf", name=f"{mark}document.pdf",
        used_as="document in advance", scan=Scan.CLEAN,
        handed_in_by=by.pk,  # type: ignore[union-attr]
    )  # fmt: skip
    store.write(file.pk, content)
    made.files.append(store.place(file.pk))
    row = DocumentVersion.objects.create(exercise=exercise, document=of, number=1, file=file, handed_in_by=by)
    DocumentReading.objects.create(exercise=exercise, document=of, version=row, note=mark + "reading", read_by=by)
    return row


@makes("item")
def item(made: World, exercise: Exercise, mark: str) -> Any:
    """A meeting that somebody without a role recorded."""
    return EvidenceItem.objects.create(
        exercise=exercise, kind="meeting", day=timezone.localdate(), group="board", with_whom=mark + "evidence",
        people=3, notes=mark + "evidence", recorded_by=made.people["no role"],
    )  # fmt: skip


@makes("quote")
def quote(made: World, exercise: Exercise, mark: str) -> Any:
    """A quote from it that waits for a second person."""
    of = EvidenceItem.objects.of(exercise).get()
    return Quote.objects.create(
        exercise=exercise, item=of, words=mark + "evidence", who="a child", anonymous_by=made.people["no role"]
    )


@makes("figure")
def figure(made: World, exercise: Exercise, mark: str) -> Any:
    """A context figure."""
    return ContextFigure.objects.create(
        exercise=exercise, name="figure", label=mark + "figure", value=1, unit="children", source=mark + "figure",
        as_of="2026", given_by="published", entered_by=made.people["no role"],
    )  # fmt: skip


@makes("claim")
def claim(made: World, exercise: Exercise, mark: str) -> Any:
    """A draft with a reason for a single source."""
    by = made.people["no role"]
    return Claim.objects.create(
        exercise=exercise, standard="1.1", kind="strength", text=mark + "evidence", begun_by=by,
        single_source_reason=mark + "evidence", reason_by=by,
    )  # fmt: skip


@makes("citation")
def citation(made: World, exercise: Exercise, mark: str) -> Any:
    """What speaks against it."""
    return Citation.objects.create(
        exercise=exercise, claim=Claim.objects.of(exercise).get(), kind="item", stance="against",
        says=mark + "evidence", item=EvidenceItem.objects.of(exercise).get(), cited_by=made.people["no role"],
    )  # fmt: skip
