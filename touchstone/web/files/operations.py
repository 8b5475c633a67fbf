"""Everything that changes what is kept. Each is a step of somebody's operation, which asked the permission.

`keep` and `remove` belong to whoever uses the file; the scanner's word is the program's own operation.
"""

from __future__ import annotations

import uuid
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.web.audit.operation import PROGRAM, Program, note, operation, step
from touchstone.web.files import store
from touchstone.web.files.checking import CheckedFile
from touchstone.web.files.models import Scan, StoredFile
from touchstone.web.files.scanning import Verdict


@step
def keep(
    *, checked: CheckedFile, used_as: str, by_id: UUID, exercise_id: UUID | None = None, service_id: UUID | None = None
) -> StoredFile:
    """Keep a file that was looked through (`checking.look_through`): its content on disk, then its row.

    Raises ProblemsFound where the exercise (or, without one, the person) has no room left; OutsideOperation.
    """
    _check_room(len(checked.content), by_id=by_id, exercise_id=exercise_id, name=checked.name)
    file = StoredFile(
        id=uuid.uuid4(),
        exercise_id=exercise_id,
        service_id=service_id,
        sha256=checked.sha256,
        handed_in_sha256=checked.handed_in_sha256,
        size=len(checked.content),
        media_type=checked.kind.media_type,
        kind=checked.kind.ending,
        name=checked.name,
        used_as=used_as,
        found_inside=list(checked.found_inside),
        scan=Scan.UNSCANNED if settings.SCANNING_REQUIRED else Scan.NOT_HERE,
        handed_in_by=by_id,
    )
    file.clean_fields(exclude=["found_inside"])  # nothing found is no mistake
    store.write(file.id, checked.content)
    file.save(force_insert=True)
    note(objects=[file], details={"bytes": file.size, "sha256": file.sha256, "used_as": used_as})
    return file


@step
def remove(*, file: StoredFile, by_id: UUID | None) -> None:
    """Take a file away: its row stays and says who and when, its content goes once the operation is certain."""
    if file.removed_at is not None:
        return
    file.removed_at = timezone.now()
    file.removed_by = by_id
    file.save(update_fields=["removed_at", "removed_by"])
    note(objects=[file])
    gone = file.id
    transaction.on_commit(lambda: store.delete(gone))


@step
def mark_scanned(*, file: StoredFile, verdict: Verdict) -> None:
    """Write down what the scanner said. A file once found infected stays so."""
    if file.scan == Scan.INFECTED:
        return
    file.scan = verdict.state
    file.scan_says = verdict.says[:200]
    file.scanned_at = timezone.now()
    file.save(update_fields=["scan", "scan_says", "scanned_at"])
    note(objects=[file], details={"scan": verdict.state})


@operation(None, also_program=True, open_because="The virus scanner's word, written down by the program itself.")
def record_scan(*, file: StoredFile, verdict: Verdict, by: Program) -> None:
    """The same as an operation of its own, for the program's schedule alone. Raises TypeError for anybody else."""
    if by is not PROGRAM:
        raise TypeError("Only the program writes down what the scanner says.")
    mark_scanned(file=file, verdict=verdict)


def _check_room(size: int, *, by_id: UUID, exercise_id: UUID | None, name: str) -> None:
    """Raise ProblemsFound where what is kept already and this together are more than may be kept."""
    held = StoredFile.objects.filter(exercise_id=exercise_id, removed_at=None)
    if exercise_id is None:
        held = held.filter(handed_in_by=by_id)
    taken = held.aggregate(taken=Sum("size"))["taken"] or 0
    if taken + size > settings.MOST_BYTES_KEPT:
        what = f"There is no room for this file: {taken:,} of {settings.MOST_BYTES_KEPT:,} bytes are taken."
        raise ProblemsFound([Problem(what, "Remove files that are not needed, or ask the administrator.", name)])
