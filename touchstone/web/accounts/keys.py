"""What proves who somebody is: sessions, one-time links, recovery codes, and how often somebody has tried.

Secrets are kept as digests alone: nobody who reads the database can sign in with what they read.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.text_fields import LineField, ProseField


class Session(models.Model):
    """Somebody is signed in, in one browser; or a browser is half-way through signing in (no person yet).

    Ending a session deletes its row, and with it whatever it allowed, at the next request.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = LineField(max_length=64, unique=True)  # SHA-256 of the key in the cookie
    person = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.CASCADE, related_name="sessions", db_index=True
    )
    data = ProseField(default="{}")  # JSON in ASCII
    browser = LineField(max_length=60, blank=True)  # family and system, such as "Firefox on Windows"; no more is kept
    began = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """The one in use first."""

        ordering = ["-last_seen"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "person", "browser", "began", "last_seen", "expires")
        sensitive = ("digest", "data")

    def __str__(self) -> str:
        return f"{self.browser} {self.began:%Y-%m-%d %H:%M}"


class LinkPurpose(models.TextChoices):
    """What a one-time link is for."""

    INVITATION = "invitation", _("an invitation")
    PASSWORD = "password", _("a new password")


class Link(models.Model):
    """A link that lets one person, once, choose a password (or connect single sign-on)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = LineField(max_length=64, unique=True)
    purpose = LineField(max_length=20, choices=LinkPurpose.choices)
    # Nobody: the row that is written, and taken back, where a new password is asked for an unknown address.
    person = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="links")
    made = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-made"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "purpose", "person", "made", "made_by", "expires", "used")
        sensitive = ("digest",)

    def __str__(self) -> str:
        return f"{self.purpose} for {self.person_id}"


class RecoveryCode(models.Model):
    """One code for the day the telephone is lost: found by its first letters, the rest hashed like a password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="recovery_codes")
    first = LineField(max_length=4)
    rest = LineField(max_length=200)
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True, blank=True)

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "person", "made", "used")
        sensitive = ("first", "rest")

    def __str__(self) -> str:
        return f"recovery code of {self.person_id}"


class Tries(models.Model):
    """How often something was tried in one window of time, by a digest of who or from where."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = LineField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires = models.DateTimeField(db_index=True)

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ()
        sensitive = ("id", "key", "count", "expires")

    def __str__(self) -> str:
        return f"{self.count} tries"


class Remembered(models.Model):
    """The table of Django's database cache, which django-allauth uses: codes that were used, and how often one tried.

    In the database because every worker must see it. Its columns are those that `createcachetable` would make.
    """

    cache_key = LineField(max_length=255, primary_key=True)
    value = ProseField()
    expires = models.DateTimeField(db_index=True)

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ()
        sensitive = ("cache_key", "value", "expires")

    def __str__(self) -> str:
        return self.cache_key
