"""Documents that a service is asked for in advance: handed in, in as many versions as come, or said not to be there."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from touchstone.forms.checklists import checklist_for
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.files.models import StoredFile
from touchstone.web.text_fields import LineField, ProseField


class Documents(ExerciseRows["Document"]):
    """Documents are seen by the service that hands them in and by the team."""

    seen_with = Permission.DOCUMENT_READ


class Document(ExerciseRow):
    """One document: an item of the framework's checklist (`asked`), or another one with a title of its own."""

    asked = LineField(max_length=60, blank=True)  # id in touchstone.forms.checklists; "" for one that nobody asked for
    title = LineField(max_length=200, blank=True)  # of one that nobody asked for
    missing_because = ProseField(blank=True)  # "we do not have this", and why; "" once a file is handed in
    missing_said_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    missing_said_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    objects = Documents.as_manager()

    class Meta:
        """An item of the checklist stands once in an exercise."""

        ordering = ["begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "asked"], condition=~models.Q(asked=""), name="a_document_is_asked_for_once"
            )
        ]

    class Classed:
        """Who may know each field. A title that somebody typed can hold anything."""

        public = ()
        personal = ("id", "exercise", "asked", "missing_said_by", "missing_said_at", "begun_at")
        sensitive = ("title", "missing_because")

    def __str__(self) -> str:
        return f"document {self.asked or self.id}"

    @property
    def words(self) -> str:
        """What it is: the checklist's words, or its own title."""
        if self.asked:
            asked = checklist_for(self.exercise.framework()).document(self.asked)
            if asked is not None:
                return asked.what
        return self.title or self.asked

    @property
    def bears_on(self) -> tuple[str, ...]:
        """The standards for which the checklist asks for it."""
        asked = checklist_for(self.exercise.framework()).document(self.asked) if self.asked else None
        return asked.bears_on if asked is not None else ()


class DocumentVersions(ExerciseRows["DocumentVersion"]):
    """Every version that was handed in."""

    seen_with = Permission.DOCUMENT_READ


class DocumentVersion(ExerciseRow):
    """One file handed in for a document. A newer one never takes an older one away. Its id is the form's save id."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(default=timezone.now)

    objects = DocumentVersions.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="a_version_is_numbered_once")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "document", "number", "file", "handed_in_by", "handed_in_at")
        sensitive = ()

    def __str__(self) -> str:
        return f"version {self.number} of {self.document_id}"


class DocumentReadings(ExerciseRows["DocumentReading"]):
    """What the team made of documents: kept from the service, which may read the documents themselves."""

    def visible_to(self, person: User) -> Self:
        """Those of exercises where this person reads both documents and evidence."""
        documents = person.reach.places(Permission.DOCUMENT_READ).condition()
        evidence = person.reach.places(Permission.EVIDENCE_READ).condition()
        return self.filter(documents, evidence).as_scoped()


class DocumentReading(ExerciseRow):
    """Somebody of the team has read a version of a document: what they noted, and which standards it bears on."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="readings")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    note = ProseField(blank=True)
    standards = models.JSONField(default=list)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    objects = DocumentReadings.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-read_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "document", "version", "standards", "read_by", "read_at")
        sensitive = ("note",)

    def __str__(self) -> str:
        return f"reading of {self.document_id}"
