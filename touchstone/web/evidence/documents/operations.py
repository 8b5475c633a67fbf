"""What changes documents: a file handed in, a word that there is none, a reading by the team."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.forms.checklists import checklist_for
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.evidence.models import Document, DocumentReading, DocumentVersion
from touchstone.web.evidence.operations import known_standards, made_once
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.files.checking import CheckedFile
from touchstone.web.files.operations import keep

USED_AS = "document in advance"


@operation(Permission.DOCUMENT_SUBMIT, kind=Kind.COLLECTION)
def hand_in(*, exercise: Exercise, asked: str, title: str, checked: CheckedFile, save_id: UUID, by: User
            ) -> DocumentVersion:  # fmt: skip
    """Keep a file as the newest version of a document; older versions stay.

    `asked` is an item of the checklist, or "" for a document with a `title` of its own. The same press twice keeps one.
    Raises NotOpen; ValidationError where the newest version is this very file; ProblemsFound where there is no room.
    """
    exercise.require(Activity.DOCUMENTS)
    before = DocumentVersion.objects.filter(pk=save_id, exercise=exercise, handed_in_by=by).first()
    if before is not None:
        return before
    document = document_for(exercise=exercise, asked=asked, title=title)
    newest = document.versions.select_related("file").first()
    if newest is not None and newest.file.handed_in_sha256 == checked.handed_in_sha256:
        raise ValidationError({"file": _("The newest version is this very file already. Choose the newer one.")})
    kept = keep(checked=checked, used_as=USED_AS, by_id=by.pk, exercise_id=exercise.pk, service_id=exercise.service_id)
    number = newest.number + 1 if newest else 1
    row = DocumentVersion(id=save_id, exercise=exercise, document=document, number=number, file=kept, handed_in_by=by)
    version, _new = made_once(row=row, by_field="handed_in_by")
    note(objects=[document], details={"version": number, "asked": asked})
    return version


@step
def document_for(*, exercise: Exercise, asked: str, title: str) -> Document:
    """The row of a document, made where there is none yet. Raises ValidationError."""
    if asked:
        if checklist_for(exercise.framework()).document(asked) is None:
            raise ValidationError({"asked": _("This document is not on the checklist. Choose one that is.")})
        found = Document.objects.filter(exercise=exercise, asked=asked).first()
    else:
        if not title:
            raise ValidationError({"title": _("Say what the document is.")})
        found = Document.objects.filter(exercise=exercise, asked="", title=title).first()
    if found is not None:
        return found
    document = Document(exercise=exercise, asked=asked, title="" if asked else title)
    document.clean_fields()
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:  # somebody else of the service began it this moment
        return Document.objects.get(exercise=exercise, asked=asked)
    return document


@operation(Permission.DOCUMENT_SUBMIT)
def say_missing(*, exercise: Exercise, asked: str, reason: str, by: User) -> Document:
    """Say that the service does not have a document, and why. A file handed in later takes precedence.

    Raises NotOpen, and ValidationError where a file was handed in already.
    """
    exercise.require(Activity.DOCUMENTS)
    if not asked:
        raise ValidationError({"asked": _("Choose the document on the checklist that you do not have.")})
    document = document_for(exercise=exercise, asked=asked, title="")
    if document.versions.exists():
        raise ValidationError({"asked": _("A file is handed in for this document already. It stays.")})
    document.missing_because = reason
    document.missing_said_by, document.missing_said_at = by, timezone.now()
    document.clean_fields()
    document.save()
    note(objects=[document], details={"asked": asked})
    return document


@operation(Permission.EVIDENCE_WRITE)
def mark_read(*, version: DocumentVersion, words: str, standards: Iterable[str], by: User) -> DocumentReading:
    """Write down that somebody of the team has read this version, what they noted, and what it bears on."""
    version.exercise.require(Activity.EVIDENCE)
    listed = known_standards(version.exercise, standards)
    same = {"version": version, "read_by": by, "note": words, "standards": listed}
    before = DocumentReading.objects.filter(exercise=version.exercise, **same).first()
    if before is not None:  # pressed twice
        return before
    reading = DocumentReading(exercise=version.exercise, document=version.document, **same)
    reading.clean_fields(exclude={"standards"})
    reading.save(force_insert=True)
    note(objects=[reading, version.document], details={"standards": listed})
    return reading
