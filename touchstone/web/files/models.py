"""A file that somebody handed in and that is kept: what it is, who handed it in, whether it was found safe.

The bytes stand on disk under the row's own random id (`store.py`). No foreign key leads upwards: whoever uses a file
points to it, and decides who may see it.
"""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.files.checking import LONGEST_NAME
from touchstone.web.tenancy import Place, TenantModel, TenantRows
from touchstone.web.text_fields import LineField


class Scan(models.TextChoices):
    """What the virus scanner says, or why it says nothing."""

    UNSCANNED = "unscanned", _("Waiting for the virus scan")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("A virus was found")
    REFUSED = "refused", _("The virus scanner could not read it")
    NOT_HERE = "not_here", _("Not scanned here: this installation has no virus scanner")


class StoredFiles(TenantRows["StoredFile"]):
    """Files handed in. Others than whoever handed one in reach it through the row that uses it."""

    def visible_to(self, person: Any) -> Self:
        """What this person handed in and was not removed."""
        mine = getattr(person, "id", None)
        if mine is None:
            return self.none().as_scoped()
        return self.filter(handed_in_by=mine, removed_at=None).as_scoped()

    def of(self, owner: models.Model) -> Self:
        """The files of one exercise that was itself reached by `visible_to`, removed ones left out."""
        return self.filter(exercise_id=owner.pk, removed_at=None).as_scoped()


class StoredFile(TenantModel):
    """One file that is kept. Its content never changes; it can only be removed, and then the row stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise_id = models.UUIDField(null=True, blank=True, db_index=True)
    service_id = models.UUIDField(null=True, blank=True, db_index=True)
    sha256 = LineField(max_length=64)
    handed_in_sha256 = LineField(max_length=64, db_index=True)  # before traces were taken out of a picture
    size = models.PositiveIntegerField()  # bytes, as kept
    media_type = LineField(max_length=100)
    kind = LineField(max_length=10)  # an ending of kinds.KINDS
    name = LineField(max_length=LONGEST_NAME)  # as the person called it, cleaned
    used_as = LineField(max_length=60)  # such as "case list"; whoever keeps it says
    found_inside = models.JSONField(default=list)  # words of found_inside.SENTENCES
    scan = LineField(max_length=10, choices=Scan.choices, default=Scan.UNSCANNED, db_index=True)
    scan_says = LineField(max_length=200, blank=True)  # the scanner's own name for what it found
    scanned_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.UUIDField(db_index=True)
    handed_in_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.UUIDField(null=True, blank=True)

    objects = StoredFiles.as_manager()

    class Meta:
        """Newest first."""

        ordering = ["-handed_in_at", "id"]

    class Classed:
        """Who may know each field. A name that somebody gave a file can be a child's."""

        public = ()
        personal = (
            "id",
            "exercise_id",
            "service_id",
            "sha256",
            "handed_in_sha256",
            "size",
            "media_type",
            "kind",
            "used_as",
            "found_inside",
            "scan",
            "scan_says",
            "scanned_at",
            "handed_in_by",
            "handed_in_at",
            "removed_at",
            "removed_by",
        )
        sensitive = ("name",)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def place(self) -> Place:
        """The exercise it belongs to, or the service, or neither."""
        return Place(self.exercise_id, self.service_id)

    def scan_state(self) -> Scan:
        """What is known of it today: a file from before scanning was required is waiting for its scan."""
        state = Scan(self.scan)
        return Scan.UNSCANNED if state is Scan.NOT_HERE and settings.SCANNING_REQUIRED else state

    def may_be_sent_to(self, person_id: uuid.UUID | None) -> bool:
        """Is it safe to send to this person? It says nothing of permission: that is asked of the row that uses it.

        What waits for its scan, or could not be scanned, goes only to whoever handed it in; what is infected to nobody.
        """
        state = self.scan_state()
        if self.removed_at is not None or state is Scan.INFECTED:
            return False
        return state in (Scan.CLEAN, Scan.NOT_HERE) or (person_id is not None and person_id == self.handed_in_by)
