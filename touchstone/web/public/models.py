"""What has been published: one row per inspection, one per file. No foreign key leads anywhere else.

A public page reads these rows and the frameworks, nothing more: what is not here cannot be shown by mistake.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from touchstone.web.public.addresses import LONGEST_NAME, Slug
from touchstone.web.text_fields import LineField, ProseField

safe_in_an_address = RegexValidator(
    rf"^{Slug.regex}\Z", "Use small letters, digits, - and _ only: it stands in an address."
)


class PublishedInspections(models.QuerySet["PublishedInspection"]):
    """Published inspections; every page begins with `visible()`."""

    def visible(self, at: datetime | None = None) -> PublishedInspections:
        """Those whose hour of publication has come, `at` being a moment with its time zone (now)."""
        return self.filter(visible_from__lte=at or timezone.now())

    def newest_first(self) -> PublishedInspections:
        """By date of publication, as far as it is known; then by name, so that the order never wavers."""
        return self.order_by("-published", "sought", "slug")

    def without_report(self) -> PublishedInspections:
        """Light rows for lists: everything but the body of the report and the open data."""
        return self.defer("body", "contents", "figures")


class PublishedInspection(models.Model):
    """The result of one inspection as it was published, and its report where we have it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = LineField(max_length=LONGEST_NAME, unique=True, validators=[safe_in_an_address])
    service_slug = LineField(max_length=LONGEST_NAME, db_index=True, validators=[safe_in_an_address])
    service_name = LineField(max_length=200)
    region = LineField(max_length=100, blank=True)
    sought = LineField(max_length=1000)  # its names without capitals and accents, to search and sort by
    title = LineField(max_length=300)  # of the report
    framework = LineField(max_length=60)
    framework_revision = models.PositiveIntegerField(null=True, blank=True)
    kind = LineField(max_length=60)
    published = LineField(max_length=16, blank=True)  # ISO, as far as it is known: 2023-03-21, 2025-09, 2024
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    fieldwork = LineField(max_length=200, blank=True)
    overall = LineField(max_length=60, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    score_of = models.PositiveSmallIntegerField(null=True, blank=True)
    standards = models.JSONField(default=dict)  # {"2.1": {"rating": …, "questions": {"2.1.1": {"yes": 27, "of": 39}}}}
    figures = models.JSONField(default=dict)  # the open data, whole
    contents = models.JSONField(default=list)  # [{"id", "title", "level"}] of the report
    body = ProseField(blank=True)  # the report as HTML without a page around it
    has_report = models.BooleanField(default=False)  # or do we hold the results alone? Lists ask without reading `body`
    notes = models.JSONField(default=list)  # sentences that every page of this inspection prints
    sources = models.JSONField(default=list)
    demonstration = ProseField(blank=True)  # what to say where cases or words are invented
    demonstration_link = LineField(max_length=500, blank=True)
    visible_from = models.DateTimeField(default=datetime(1970, 1, 1, tzinfo=UTC), db_index=True)
    made_from = LineField(max_length=64)  # SHA-256 of everything this was made from
    seeded = models.BooleanField(default=False)  # put here by `seed`, which may renew it; anything else stays

    objects = PublishedInspections.as_manager()

    class Meta:
        """By name, then by date."""

        ordering = ["sought", "published"]

    class Classed:
        """Who may know each field. Nothing here is about a person: a published report names roles and offices."""

        public = (
            "id",
            "slug",
            "service_slug",
            "service_name",
            "region",
            "sought",
            "title",
            "framework",
            "framework_revision",
            "kind",
            "published",
            "year",
            "fieldwork",
            "overall",
            "score",
            "score_of",
            "standards",
            "figures",
            "contents",
            "body",
            "has_report",
            "notes",
            "sources",
            "demonstration",
            "demonstration_link",
            "visible_from",
            "made_from",
            "seeded",
        )
        personal = ()
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.service_name} {self.published}".strip()

    def get_absolute_url(self) -> str:
        """The page of the report, or of its service where there is no report here."""
        if self.has_report:
            return reverse("report", args=[self.slug])
        return reverse("service", args=[self.service_slug]) + f"#{self.slug}"


class PublishedFile(models.Model):
    """One file of a published inspection: the report as PDF, its figures as CSV, …"""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = LineField(max_length=LONGEST_NAME, db_index=True)  # the slug; deliberately no foreign key
    name = LineField(max_length=LONGEST_NAME)
    title = LineField(max_length=200)
    media_type = LineField(max_length=100)
    content = models.BinaryField()
    sha256 = LineField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    place = models.PositiveSmallIntegerField()  # order on the page

    class Meta:
        """In the order of the page; a name once in an inspection."""

        ordering = ["inspection", "place"]
        constraints = [models.UniqueConstraint(fields=["inspection", "name"], name="one_file_of_a_name")]

    class Classed:
        """Who may know each field."""

        public = ("id", "inspection", "name", "title", "media_type", "content", "sha256", "size", "place")
        personal = ()
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.inspection}/{self.name}"

    def get_absolute_url(self) -> str:
        """Where it is downloaded."""
        return reverse("file", args=[self.inspection, self.name])
