"""The sample of an exercise: the number committed to, the draws, the cases that are read, and substitutes."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.samples.lists import CaseList, ListedCase, ListedCases, Lists, ListState
from touchstone.web.samples.reasons import Reason
from touchstone.web.text_fields import LineField, ProseField

__all__ = ["CaseList", "CaseState", "Caseload", "Commitment", "Draw", "ListState", "ListedCase", "ListedCases", "Lists",
           "Provenance", "SampleRules", "SampledCase", "Substitution"]  # fmt: skip


class Commitments(ExerciseRows["Commitment"]):
    """The hashes told to the service."""

    seen_with = Permission.SAMPLE_READ


class Commitment(ExerciseRow):
    """A number picked by chance before anybody sees a list. Its hash is told at once, the number itself at the draw."""

    number = LineField(max_length=80)  # digits: more of them than an integer column keeps
    commitment = LineField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(
        null=True, blank=True
    )  # when the number was shown; it commits to nothing from then on

    objects = Commitments.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-made_at"]

    class Classed:
        """Who may know each field: the number nobody, until it is told."""

        public = ()
        personal = ("id", "exercise", "commitment", "made_at", "told_at")
        sensitive = ("number",)

    def __str__(self) -> str:
        return self.commitment[:12]


class AllRules(ExerciseRows["SampleRules"]):
    """Rules of the sample."""

    seen_with = Permission.SAMPLE_READ


class SampleRules(ExerciseRow):
    """What the lead inspector set in place of the framework's window or sizes, and why. The newest row holds."""

    window_first = models.DateField(null=True, blank=True)
    window_last = models.DateField(null=True, blank=True)
    sizes = models.JSONField(default=dict)  # group → cases
    because = ProseField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = AllRules.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-set_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "window_first", "window_last", "sizes", "because", "set_by", "set_at")
        sensitive = ()

    def __str__(self) -> str:
        return f"rules of {self.set_at:%Y-%m-%d}"


class Draws(ExerciseRows["Draw"]):
    """Draws, the withdrawn ones too: a redraw leaves its trace."""

    def visible_to(self, person: User) -> Self:
        """Those who draw or inspect see every draw; the service sees all of them once one is frozen, none before."""
        before = person.reach.places(Permission.DRAW_READ).condition()
        after = person.reach.places(Permission.SAMPLE_READ).condition()
        frozen = models.Exists(Draw.objects.filter(exercise=models.OuterRef("exercise")).exclude(frozen_at=None))
        return self.filter(before | (after & models.Q(frozen))).as_scoped()


class Draw(ExerciseRow):
    """One draw from one confirmed list. It is never changed: it can be withdrawn with a reason, or frozen."""

    case_list = models.ForeignKey(CaseList, on_delete=models.PROTECT, related_name="draws")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="draws")
    count = models.PositiveIntegerField()  # 1 for the first draw from a commitment, 2 for its first redraw
    reason = ProseField(blank=True)  # why it was drawn again
    seed = LineField(max_length=64)
    record = models.JSONField()  # touchstone.sampling.record: all that is needed to draw again, and what came out
    record_hash = LineField(max_length=64)  # of the record as its file is written
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = ProseField(blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = Draws.as_manager()

    class Meta:
        """In order; one at a time stands."""

        ordering = ["drawn_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise"], condition=models.Q(withdrawn_at=None), name="one_draw_stands_at_a_time"
            )
        ]

    class Classed:
        """Who may know each field. The record holds references."""

        public = ()
        personal = (
            "id", "exercise", "case_list", "commitment", "count", "seed", "record_hash", "drawn_by", "drawn_at",
            "withdrawn_at", "withdrawn_by", "frozen_at", "frozen_by",
        )  # fmt: skip
        sensitive = ("record", "reason", "withdrawn_because")

    def __str__(self) -> str:
        return f"draw {self.count} of {self.exercise_id}"


class CaseState(models.TextChoices):
    """Whether a sampled case is read."""

    IN_SAMPLE = "in_sample", _("in the sample")
    SUBSTITUTE = "substitute", _("read in place of another")
    REPLACED = "replaced", _("not read")


class Provenance(models.TextChoices):
    """Where a sampled case comes from."""

    DRAWN = "drawn", _("drawn here")
    IMPORTED = "imported", _("brought in with an inspection file")


class SampledCases(ExerciseRows["SampledCase"]):
    """Cases of the frozen sample: they exist from the freezing on, and never before."""

    seen_with = Permission.SAMPLE_READ

    def read(self) -> Self:
        """Those that are read: drawn ones and substitutes, not the ones that were replaced."""
        return self.exclude(state=CaseState.REPLACED)


class SampledCase(ExerciseRow):
    """A case of the frozen sample, which assessments point at. Its id is the subject in the audit, never its reference.

    `label` ("Court 07") stands wherever a reference must not: addresses, titles, mails, logs.
    """

    draw = models.ForeignKey(Draw, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    listed = models.ForeignKey(ListedCase, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    provenance = LineField(max_length=10, choices=Provenance.choices, default=Provenance.DRAWN)
    group = LineField(max_length=60)  # an id of the framework's sample groups
    kind = LineField(max_length=60, blank=True)
    reference = LineField(max_length=60)  # the service's own; shown on pages only
    strata = models.JSONField(default=dict)  # column → value, as it parted the cases
    drawn_position = (
        models.PositiveIntegerField()
    )  # within the group: the sample first, then substitutes in their order
    state = LineField(max_length=12, choices=CaseState.choices, default=CaseState.IN_SAMPLE)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SampledCases.as_manager()

    class Meta:
        """By group, in the order of the draw."""

        ordering = ["group", "drawn_position"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "group", "drawn_position"], name="a_place_in_the_draw_once"),
            models.UniqueConstraint(fields=["exercise", "group", "reference"], name="a_case_in_its_group_once"),
        ]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "draw", "listed", "provenance", "group", "drawn_position", "state", "changed_at",
        )  # fmt: skip
        sensitive = ("reference", "kind", "strata")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What a case is called where its reference must not stand: its group and its place in the draw, "Court 07"."""
        return f"{self.group.replace('_', ' ').capitalize()} {self.drawn_position:02}"

    @property
    def is_read(self) -> bool:
        """Is it read (or was it replaced by another)?"""
        return self.state != CaseState.REPLACED


class Caseloads(ExerciseRows["Caseload"]):
    """How many cases there were to draw from."""

    seen_with = Permission.SAMPLE_READ


class Caseload(ExerciseRow):
    """How many cases of a group could have been drawn, once the sample is frozen or was brought in."""

    group = LineField(max_length=60)
    cases = models.PositiveIntegerField()

    objects = Caseloads.as_manager()

    class Meta:
        """Each group once."""

        ordering = ["group"]
        constraints = [models.UniqueConstraint(fields=["exercise", "group"], name="a_caseload_of_a_group_once")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "group", "cases")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.group}: {self.cases}"


class Substitutions(ExerciseRows["Substitution"]):
    """Who stands in for whom."""

    seen_with = Permission.SAMPLE_READ


class Substitution(ExerciseRow):
    """A case that could not be read, why, and the one that is read in its place (none where there was none left)."""

    missing = models.OneToOneField(SampledCase, on_delete=models.PROTECT, related_name="substitution")
    substitute = models.OneToOneField(
        SampledCase, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in"
    )
    reason = LineField(max_length=40, choices=Reason.choices)
    detail = ProseField(blank=True)  # without names, as the page asks
    put_in_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    put_in_at = models.DateTimeField(default=timezone.now)

    objects = Substitutions.as_manager()

    class Meta:
        """In order."""

        ordering = ["put_in_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "missing", "substitute", "reason", "put_in_by", "put_in_at")
        sensitive = ("detail",)

    def __str__(self) -> str:
        return f"{self.reason}: {self.missing_id}"
