"""Claims about a service and what each stands on: sources for it and against it, every one kept in sight."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.evidence.gathered import ContextFigure, EvidenceItem, Quote
from touchstone.web.evidence.handed_in import Document
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.text_fields import LineField, ProseField


class ClaimKind(models.TextChoices):
    """What a claim says of the service."""

    STRENGTH = "strength", _("Strength")
    IMPROVEMENT = "improvement", _("Area for improvement")


class ClaimState(models.TextChoices):
    """How far a claim is. Only a settled one goes into a report."""

    DRAFT = "draft", _("Draft")
    SETTLED = "settled", _("Settled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Parts of a report that are not rated and yet make claims: the inspectorate's reports have a section on each.
BESIDE_STANDARDS = {
    "involvement": _("Involvement of children and parents"),
    "diversity": _("Diversity"),
}


class Claims(ExerciseRows["Claim"]):
    """Claims are read by whoever reads evidence."""

    seen_with = Permission.EVIDENCE_READ


class Claim(ExerciseRow):
    """A strength or an area for improvement under one standard. Its id is the save id of the form that began it."""

    standard = LineField(max_length=40)  # number of a standard, or a key of BESIDE_STANDARDS
    kind = LineField(max_length=20, choices=ClaimKind.choices)
    text = ProseField()
    state = LineField(max_length=20, choices=ClaimState.choices, default=ClaimState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    single_source_reason = ProseField(blank=True)  # why one source is enough here
    reason_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason_approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason_approved_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = Claims.as_manager()

    class Meta:
        """In the order of their making."""

        ordering = ["begun_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "standard", "kind", "state", "version", "reason_by", "reason_approved_by",
            "reason_approved_at", "begun_by", "begun_at", "settled_by", "settled_at",
        )  # fmt: skip
        sensitive = ("text", "single_source_reason")

    def __str__(self) -> str:
        return f"{self.kind} under {self.standard}"


class ClaimStep(models.TextChoices):
    """What somebody did with a claim."""

    BEGUN = "begun", _("Written")
    CHANGED = "changed", _("Changed")
    CITED = "cited", _("Source cited for it")
    CITED_AGAINST = "cited_against", _("Source cited against it")
    TAKEN_OFF = "taken_off", _("Source taken off")
    WEIGHED = "weighed", _("Contradiction weighed")
    REASONED = "reasoned", _("Reason for a single source given")
    APPROVED = "approved", _("Reason for a single source approved")
    SETTLED = "settled", _("Settled")
    REOPENED = "reopened", _("Opened again")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ClaimTurns(ExerciseRows["ClaimTurn"]):
    """What happened to claims."""

    seen_with = Permission.EVIDENCE_READ


class ClaimTurn(ExerciseRow):
    """One thing that happened to a claim; `words` holds how it read before, or why."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="turns")
    what = LineField(max_length=20, choices=ClaimStep.choices)
    words = ProseField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ClaimTurns.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "claim", "what", "by", "at")
        sensitive = ("words",)

    def __str__(self) -> str:
        return f"{self.what} {self.claim_id}"


class SourceKind(models.TextChoices):
    """What can be cited, in the order of the matrix's columns."""

    DOCUMENT = "document", _("Document")
    ITEM = "item", _("Meeting, group or interview")
    OBSERVATION = "observation", _("Observation")
    CASES = "cases", _("Cases read")
    SURVEY = "survey", _("Survey")
    FIGURE = "figure", _("Context figure")


class Stance(models.TextChoices):
    """Does a source speak for a claim or against it?"""

    FOR = "for", _("For the claim")
    AGAINST = "against", _("Against the claim")


class Citations(ExerciseRows["Citation"]):
    """What claims stand on."""

    seen_with = Permission.EVIDENCE_READ


class Citation(ExerciseRow):
    """A source of a claim. One against it stays in sight until it is answered in words, and after; none is deleted."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations")
    kind = LineField(max_length=20, choices=SourceKind.choices)
    stance = LineField(max_length=10, choices=Stance.choices)
    says = ProseField(blank=True)  # what in the source bears on the claim
    item = models.ForeignKey(EvidenceItem, null=True, blank=True, on_delete=models.PROTECT, related_name="citations")
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.PROTECT, related_name="citations")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="citations")
    figure = models.ForeignKey(ContextFigure, null=True, blank=True, on_delete=models.PROTECT, related_name="citations")
    question = LineField(max_length=120, blank=True)  # a key question, or "<who was asked>:<question>" of a survey
    cited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cited_at = models.DateTimeField(default=timezone.now)
    weighed = ProseField(blank=True)  # of one against: how it was answered
    weighed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weighed_at = models.DateTimeField(null=True, blank=True)
    taken_off_at = models.DateTimeField(null=True, blank=True)  # of one for: taken off with a reason, kept in sight
    taken_off_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_off_because = ProseField(blank=True)

    objects = Citations.as_manager()

    class Meta:
        """In order; what is cited fits its kind, and what stands against a claim is never taken off."""

        ordering = ["cited_at"]
        constraints = [
            models.CheckConstraint(
                name="a_citation_names_its_source",
                condition=models.Q(kind__in=["item", "observation"], item__isnull=False)
                | models.Q(kind="document", document__isnull=False)
                | models.Q(kind="figure", figure__isnull=False)
                | (models.Q(kind__in=["cases", "survey"]) & ~models.Q(question="")),
            ),
            models.CheckConstraint(
                name="what_speaks_against_stays", condition=models.Q(stance="for") | models.Q(taken_off_at=None)
            ),
        ]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "claim", "kind", "stance", "item", "quote", "document", "figure", "question", "cited_by",
            "cited_at", "weighed_by", "weighed_at", "taken_off_at", "taken_off_by",
        )  # fmt: skip
        sensitive = ("says", "weighed", "taken_off_because")

    def __str__(self) -> str:
        return f"{self.kind} {self.stance} {self.claim_id}"

    @property
    def stands(self) -> bool:
        """Does it count? One that was taken off does not, and is still shown."""
        return self.taken_off_at is None

    @property
    def is_unanswered(self) -> bool:
        """Does it speak against the claim, and nobody has said how that was weighed?"""
        return self.stance == Stance.AGAINST and self.weighed_at is None
