"""What people proposed and decided about each standard. Every row is added and none is changed: the newest speaks."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.samples.models import SampledCase
from touchstone.web.text_fields import LineField, ProseField


class Met(models.TextChoices):
    """How far the evidence meets one characteristic of a judged standard."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    NO_EVIDENCE = "no_evidence", _("No evidence")


class Side(models.TextChoices):
    """What an argument speaks for."""

    HIGHER = "higher", _("for a higher rating")
    COMPUTED = "computed", _("for what was computed or proposed")
    LOWER = "lower", _("for a lower rating")


class Proposals(ExerciseRows["Proposal"]):
    """Proposed judgements are seen by the inspectors and the panel."""

    seen_with = Permission.JUDGEMENT_READ


class Proposal(ExerciseRow):
    """An inspector proposes the rating of a judged standard, against its characteristics."""

    standard = LineField(max_length=20)
    rating = LineField(max_length=60)
    reasons = ProseField()
    characteristics = models.JSONField(default=dict)  # number of a key question → a value of Met
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = Proposals.as_manager()

    class Meta:
        """The newest last."""

        ordering = ["at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "standard", "rating", "characteristics", "by", "at")
        sensitive = ("reasons",)

    def __str__(self) -> str:
        return f"{self.standard}: {self.rating}"


class PanelRows(ExerciseRows["Panel"]):
    """The panel's room is seen by the panel, the lead inspector and the chief inspector."""

    seen_with = Permission.PANEL_READ


class Panel(ExerciseRow):
    """One meeting of the ratings panel. When it is closed, the ratings it decided are kept as they were."""

    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField(default=dict)  # ratings.frozen(): what was decided, with the working
    result_hash = LineField(max_length=64, blank=True)

    objects = PanelRows.as_manager()

    class Meta:
        """One at a time."""

        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise"], condition=models.Q(closed_at=None), name="one_panel_sits_at_a_time"
            )
        ]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "opened_at", "opened_by", "closed_at", "closed_by", "result", "result_hash")
        sensitive = ()

    def __str__(self) -> str:
        return f"panel of {self.opened_at:%Y-%m-%d}"


class PanelPart(ExerciseRow):
    """What every row inside a panel has: who, when."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In order."""

        abstract = True
        ordering = ["at"]


class SeatRows(ExerciseRows["Seat"]):
    """Who sat."""

    seen_with = Permission.PANEL_READ


class Seat(PanelPart):
    """Somebody sits in this meeting of the panel (`by` is who)."""

    objects = SeatRows.as_manager()

    class Meta(PanelPart.Meta):
        """Once each."""

        constraints = [models.UniqueConstraint(fields=["panel", "by"], name="one_seat_each")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "panel", "by", "at")
        sensitive = ()

    def __str__(self) -> str:
        return str(self.by)


class ArgumentRows(ExerciseRows["Argument"]):
    """What was argued."""

    seen_with = Permission.PANEL_READ


class Argument(PanelPart):
    """Somebody argues about a standard; `rating` is named where discretion is proposed."""

    standard = LineField(max_length=20)
    side = LineField(max_length=20, choices=Side.choices)
    rating = LineField(max_length=60, blank=True)
    words = ProseField()

    objects = ArgumentRows.as_manager()

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "panel", "by", "at", "standard", "side", "rating")
        sensitive = ("words",)

    def __str__(self) -> str:
        return f"{self.standard} {self.side}"


class DecisionRows(ExerciseRows["Decision"]):
    """What was decided."""

    seen_with = Permission.PANEL_READ


class Decision(PanelPart):
    """The panel decided one standard. Deciding again adds a row; the earlier one stays in the minutes."""

    standard = LineField(max_length=20)
    computed = LineField(max_length=60, blank=True)  # what the rule gave at that moment; "" for a judged standard
    rating = LineField(max_length=60)
    discretion = models.BooleanField(default=False)  # a counted standard's rating is not the computed one
    reason = ProseField()
    people = models.JSONField(default=list)  # ids of those who sat and did not dissent when it was decided

    objects = DecisionRows.as_manager()

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "panel", "by", "at", "standard", "computed", "rating", "discretion", "reason", "people",
        )  # fmt: skip
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.standard}: {self.rating}"


class DissentRows(ExerciseRows["Dissent"]):
    """Who disagreed."""

    seen_with = Permission.PANEL_READ


class Dissent(PanelPart):
    """A member of the panel disagrees with a decision, in their own words, on the record."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dissents")
    words = ProseField()

    objects = DissentRows.as_manager()

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "panel", "by", "at", "decision", "words")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.by} on {self.decision}"


class MinuteRows(ExerciseRows["Minute"]):
    """The minutes."""

    seen_with = Permission.PANEL_READ


class Minute(PanelPart):
    """One entry of the minutes. It is never changed; a correction is another entry."""

    words = ProseField()

    objects = MinuteRows.as_manager()

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "panel", "by", "at")
        sensitive = ("words",)

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"


class SentBackRows(ExerciseRows["SentBack"]):
    """Cases that were sent back."""

    seen_with = Permission.PANEL_READ


class SentBack(PanelPart):
    """The panel sent a case back to its assessor, with the question it has. It edits none itself."""

    case = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="+")
    reason = ProseField()

    objects = SentBackRows.as_manager()

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "panel", "by", "at", "case")
        sensitive = ("reason",)

    def __str__(self) -> str:
        return f"{self.case} sent back"
