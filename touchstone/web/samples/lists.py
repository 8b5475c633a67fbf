"""The lists that a service hands in: each version with its hash, its problems and, once confirmed, its cases."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.sampling.frame import Frame, FrameRow
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.text_fields import LineField, ProseField


class ListState(models.TextChoices):
    """What became of a version of the list."""

    READING = "reading", _("being read")
    REFUSED = "refused", _("has problems")
    CHECKED = "checked", _("checked, not confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    REPLACED = "replaced", _("replaced by a later version")
    DISCARDED = "discarded", _("not wanted")


class Lists(ExerciseRows["CaseList"]):
    """Versions of the list."""

    seen_with = Permission.CASE_LIST_READ


class CaseList(ExerciseRow):
    """One version of the list. Until it is confirmed it has no cases: only counts, and what is wrong with it by row."""

    version = models.PositiveIntegerField()
    state = LineField(max_length=12, choices=ListState.choices, default=ListState.READING)
    file_hash = LineField(max_length=64)  # SHA-256 of the file as it came
    file_kind = LineField(max_length=10)
    dates = LineField(max_length=20, default="iso")  # how dates are written in it: a name of DATE_FORMS
    commitment = LineField(max_length=64)  # the one that stood when it came
    list_hash = LineField(max_length=64, blank=True)  # of the list in its canonical form, once it could be read
    columns = models.JSONField(default=list)
    rows_count = models.PositiveIntegerField(default=0)
    eligible_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(
        default=list
    )  # dictionaries of row, column, what, do; shortened values may stand in what
    not_eligible = models.JSONField(default=list)  # of the dry run: dictionaries of row, reference, why
    groups = models.JSONField(default=list)  # of the dry run: dictionaries of group, eligible, cases, because
    file = models.UUIDField(null=True, blank=True)  # the kept file, until the list is confirmed or not wanted
    job = models.UUIDField(null=True, blank=True)
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = Lists.as_manager()

    class Meta:
        """The newest first; each version once."""

        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["exercise", "version"], name="a_version_of_a_list_once")]

    class Classed:
        """Who may know each field. What is wrong with a row can quote it."""

        public = ()
        personal = (
            "id", "exercise", "version", "state", "file_hash", "file_kind", "dates", "commitment", "list_hash",
            "columns", "rows_count", "eligible_count", "groups", "file", "job", "handed_in_by", "handed_in_at",
            "confirmed_by", "confirmed_at",
        )  # fmt: skip
        sensitive = ("problems", "not_eligible")

    def __str__(self) -> str:
        return f"list {self.version} of {self.exercise_id}"

    def frame(self) -> Frame:
        """The confirmed list as the sampling room reads it: the same hash, and so the same draw."""
        columns = tuple(self.columns)
        rows = self.cases.order_by("row").values_list("row", "cells")
        return Frame(columns, tuple(FrameRow(row, tuple(zip(columns, cells, strict=True))) for row, cells in rows))


class ListedCases(ExerciseRows["ListedCase"]):
    """Cases of a list."""

    seen_with = Permission.CASE_LIST_READ


class ListedCase(ExerciseRow):
    """One case of a confirmed list. The child is known by the service's own reference alone, never by a name."""

    case_list = models.ForeignKey(CaseList, on_delete=models.CASCADE, related_name="cases")
    row = models.PositiveIntegerField()  # of the file, so that people find it there
    reference = LineField(max_length=60)
    group = LineField(max_length=60, blank=True)  # an id of the framework; "" where it belongs to none
    kind = LineField(max_length=60, blank=True)
    started = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)
    strata = models.JSONField(default=dict)  # column → value, as the list says it
    cells = models.JSONField(default=list)  # the whole row, in the order of the list's columns
    eligible = models.BooleanField()
    why_not = ProseField(blank=True)

    objects = ListedCases.as_manager()

    class Meta:
        """As in the file."""

        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["case_list", "row"], name="a_row_of_a_list_once")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "case_list", "row", "group", "kind", "eligible")
        sensitive = ("reference", "started", "ended", "strata", "cells", "why_not")

    def __str__(self) -> str:
        return f"row {self.row} of {self.case_list_id}"
