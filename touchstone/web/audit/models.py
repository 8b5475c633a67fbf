"""The audit: one row per act, chained by hash, never changed and never deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models

from touchstone.web.audit.kinds import Kind, Outcome
from touchstone.web.text_fields import LineField

NO_HASH = "0" * 64  # what stands before the first row


class RowNumber(models.BigIntegerField[int, int]):
    """A number of ours that is the row's own number in SQLite too, which then needs no index to find it."""

    def db_type(self, connection: Any) -> str | None:
        """SQLite takes `integer`, of up to 64 bits, and nothing else for the number of a row."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class AuditRow(models.Model):
    """One act. It names people, records and fields, and never holds what was written in them.

    The names `what`, `when`, `who` and `subjects` follow the audit service of HM Prison and Probation Service
    (github.com/ministryofjustice/hmpps-audit-api), so that an export fits.
    """

    seq = RowNumber(primary_key=True, editable=False)  # the order; clocks can go back
    when = models.DateTimeField(db_index=True)
    who = models.UUIDField(null=True, db_index=True)  # the person; null is the program itself, or nobody signed in
    role = LineField(max_length=60, blank=True)  # by which role it was allowed
    kind = LineField(max_length=20, choices=Kind.choices)
    what = LineField(max_length=100)  # app.operation, such as fieldwork.draw_sample
    outcome = LineField(max_length=20, choices=Outcome.choices)
    service = models.UUIDField(null=True)
    exercise = models.UUIDField(null=True, db_index=True)
    subjects = models.JSONField(default=list)  # ids of the children (sampled cases) it concerns
    objects_touched = models.JSONField(default=list)  # "app.Model:id"
    purpose = LineField(max_length=300, blank=True)  # taken from the person's place in the inspection, never typed
    recipients = models.JSONField(default=list)  # of a disclosure
    details = models.JSONField(default=dict)  # field names, versions, counts, keyed digests; never content
    request = LineField(max_length=40, blank=True)
    address = LineField(max_length=60, blank=True)  # of the network
    once = LineField(max_length=64, null=True)  # one consultation per person, record, session and hour
    previous = LineField(max_length=64)
    hash = LineField(max_length=64)

    class Meta:
        """In the order things were done. Each index is one more page to write with every act: no more than are used."""

        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["once"], condition=models.Q(once__isnull=False), name="consulted_once")
        ]

    class Classed:
        """Who may know each field: auditors alone; nothing of it is public."""

        public = ()
        personal = (
            "seq",
            "when",
            "who",
            "role",
            "kind",
            "what",
            "outcome",
            "service",
            "exercise",
            "subjects",
            "objects_touched",
            "purpose",
            "recipients",
            "details",
            "request",
            "address",
            "once",
            "previous",
            "hash",
        )
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.seq} {self.what}"

    def facts(self) -> dict[str, object]:
        """What the hash is taken over: every field but the two hashes, as JSON knows them."""
        return {
            "seq": self.seq,
            "when": moment(self.when),
            "who": str(self.who) if self.who else None,
            "role": self.role,
            "kind": self.kind,
            "what": self.what,
            "outcome": self.outcome,
            "service": str(self.service) if self.service else None,
            "exercise": str(self.exercise) if self.exercise else None,
            "subjects": self.subjects,
            "objects": self.objects_touched,
            "purpose": self.purpose,
            "recipients": self.recipients,
            "details": self.details,
            "request": self.request,
            "address": self.address,
            "once": self.once,
        }


class AuditSubject(models.Model):
    """Which acts concern a child: so that 'who saw this child' is one look-up."""

    pk = models.CompositePrimaryKey("subject", "row_id")
    subject = models.UUIDField()
    row = models.ForeignKey(AuditRow, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("pk", "subject", "row")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.subject} in {self.row_id}"


class AuditHead(models.Model):
    """The end of the chain: one row, which every act takes hold of before it adds its own."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = LineField(max_length=64, default=NO_HASH)

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "seq", "hash")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:8]}"


def moment(when: datetime) -> str:
    """A moment as it goes into the hash: UTC, to the microsecond, the same on every database."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")
