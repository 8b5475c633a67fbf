"""Messages: written with the change they tell of, kept for the person's inbox, and sent by mail afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from touchstone.web.tenancy import Place, TenantRows
from touchstone.web.text_fields import LineField, ProseField


class Messages(TenantRows["Message"]):
    """Messages; a page begins with `visible_to`."""

    def visible_to(self, person: Any) -> Messages:
        """The messages to this person. Nobody reads another's."""
        if getattr(person, "pk", None) is None:
            return self.none().as_scoped()
        return self.filter(recipient=person.pk).as_scoped()

    def unread(self) -> Messages:
        """Those not yet marked as read."""
        return self.filter(read_at=None)


class Message(models.Model):
    """One message to one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.UUIDField(db_index=True)  # a person; no foreign key: people stand above
    address = LineField(max_length=254, blank=True)  # for mail; blank: the inbox alone
    kind = LineField(max_length=40)  # of texts.py
    subject = LineField(max_length=300)
    text = ProseField()
    about = LineField(max_length=300, blank=True)  # the address of a page here, random ids only
    exercise_id = models.UUIDField(null=True, blank=True, db_index=True)
    once = LineField(max_length=120, blank=True)  # what makes a second message with the same words one too many
    created = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # when the mail server took it
    failed = models.BooleanField(default=False)  # no more attempts
    problem = LineField(max_length=200, blank=True)  # what the mail server said, as a number and a word of ours
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True, blank=True)  # while somebody sends it

    objects = Messages.as_manager()

    class Meta:
        """Newest first."""

        ordering = ["-created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "once"], condition=~models.Q(once=""), name="one_message_of_a_kind_and_day"
            )
        ]
        indexes = [models.Index(fields=["sent_at", "failed", "next_try"], name="mail_to_send")]

    class Classed:
        """Who may know each field: the person it is for. There is no field a child's name could come into."""

        public = ()
        personal = (
            "id", "recipient", "address", "kind", "subject", "text", "about", "exercise_id", "once", "created",
            "read_at", "sent_at", "failed", "problem", "attempts", "next_try", "held_until",
        )  # fmt: skip
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def place(self) -> Place:
        """The exercise it tells of."""
        return Place(exercise=self.exercise_id)
