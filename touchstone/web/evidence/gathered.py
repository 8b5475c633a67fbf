"""What the team gathers by meeting people: meetings, groups, interviews, observations, quotes; and context figures."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import ExerciseRow, ExerciseRows
from touchstone.web.text_fields import LineField, ProseField


class ItemKind(models.TextChoices):
    """How people were met."""

    MEETING = "meeting", _("Meeting")
    FOCUS_GROUP = "focus_group", _("Focus group")
    INTERVIEW = "interview", _("Interview")
    OBSERVATION = "observation", _("Observation")


class Group(models.TextChoices):
    """Whom one met. Two meetings with one group are one source (`independence.py`)."""

    CHILDREN = "children", _("Children")
    PARENTS = "parents", _("Parents and carers")
    VICTIMS = "victims", _("Victims")
    CASE_MANAGERS = "case_managers", _("Case managers and other practitioners")
    MANAGERS = "managers", _("Managers of the service")
    VOLUNTEERS = "volunteers", _("Volunteers and panel members")
    BOARD = "board", _("The management board")
    POLICE = "police", _("Police")
    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education, training and employment")
    SOCIAL_CARE = "social_care", _("Children's social care")
    COURTS = "courts", _("Courts and sentencers")
    OTHER_PARTNERS = "other_partners", _("Other partners")


class EvidenceItems(ExerciseRows["EvidenceItem"]):
    """Recorded evidence is read by the team and the panel, never by the service."""

    seen_with = Permission.EVIDENCE_READ


class EvidenceItem(ExerciseRow):
    """People were met or work was watched: when, who in words of roles, what was heard. Its id is the save id."""

    kind = LineField(max_length=20, choices=ItemKind.choices)
    day = models.DateField()
    group = LineField(max_length=20, choices=Group.choices)
    with_whom = LineField(max_length=200)  # roles in words; never the name of a child or a parent
    people = models.PositiveIntegerField()  # how many took part, the team not counted
    team = models.ManyToManyField(User, related_name="+", blank=True)
    notes = ProseField(blank=True)
    standards = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceItems.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-day", "-recorded_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "kind", "day", "group", "people", "team", "standards", "version", "recorded_by",
            "recorded_at",
        )  # fmt: skip
        sensitive = ("with_whom", "notes")

    def __str__(self) -> str:
        return f"{self.kind} of {self.day}"

    @property
    def words(self) -> str:
        """What it is, in a line: the kind and with whom."""
        return f"{self.get_kind_display()}: {self.with_whom}"


class EarlierItems(ExerciseRows["EarlierItem"]):
    """How an item read before it was changed."""

    seen_with = Permission.EVIDENCE_READ


class EarlierItem(ExerciseRow):
    """An item as it was before somebody changed it; nothing that was noted is lost."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="earlier")
    version = models.PositiveIntegerField()
    was = models.JSONField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = EarlierItems.as_manager()

    class Meta:
        """The newest first."""

        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="an_item_was_so_once")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "item", "version", "changed_by", "changed_at")
        sensitive = ("was",)

    def __str__(self) -> str:
        return f"version {self.version} of {self.item_id}"


class Speaker(models.TextChoices):
    """Who said it, in words that name nobody."""

    CHILD = "a child", _("A child")
    PARENT = "a parent", _("A parent or carer")
    VICTIM = "a victim", _("A victim")
    CASE_MANAGER = "a case manager", _("A case manager")
    MANAGER = "a manager", _("A manager")
    VOLUNTEER = "a volunteer", _("A volunteer")
    BOARD_MEMBER = "a board member", _("A board member")
    PARTNER = "a partner", _("Somebody of a partner organisation")


class Quotes(ExerciseRows["Quote"]):
    """Quotes are read by whoever reads evidence."""

    seen_with = Permission.EVIDENCE_READ

    def usable(self) -> Self:
        """Those that a second person has found to lead to nobody."""
        return self.filter(withdrawn_at=None).exclude(checked_at=None)


class Quote(ExerciseRow):
    """Words of one person from an item, made anonymous, used only after a second person has looked.

    No earlier wording is kept: what a second person sends back may hold a child's name. Its id is the save id.
    """

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="quotes")
    words = ProseField()
    who = LineField(max_length=40, choices=Speaker.choices)
    language = LineField(max_length=20, default="en")  # BCP 47
    version = models.PositiveIntegerField(default=1)
    anonymous_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    anonymous_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    sent_back_because = ProseField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = Quotes.as_manager()

    class Meta:
        """In the order of their making."""

        ordering = ["anonymous_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "item", "who", "language", "version", "anonymous_by", "anonymous_at", "checked_by",
            "checked_at", "withdrawn_at", "withdrawn_by",
        )  # fmt: skip
        sensitive = ("words", "sent_back_because")

    def __str__(self) -> str:
        return f"quote of {self.item_id}"

    @property
    def may_be_used(self) -> bool:
        """Has a second person found that it leads to nobody?"""
        return self.checked_at is not None and self.withdrawn_at is None


class GivenBy(models.TextChoices):
    """Whose word a context figure is. It decides what the figure is independent of."""

    SERVICE = "service", _("The service itself")
    PUBLISHED = "published", _("A published source")
    PARTNER = "partner", _("A partner organisation")


class ContextFigures(ExerciseRows["ContextFigure"]):
    """Context figures are seen by the team, the panel, and the service they are about."""

    def visible_to(self, person: User) -> Self:
        """Those of exercises where this person reads evidence or documents."""
        evidence: Any = person.reach.places(Permission.EVIDENCE_READ).condition()
        return self.filter(evidence | person.reach.places(Permission.DOCUMENT_READ).condition()).as_scoped()

    def standing(self) -> Self:
        """Those that no later figure replaces."""
        return self.filter(replaced_at=None)


class ContextFigure(ExerciseRow):
    """A fact about the service in figures, entered once; a correction is a new row. Its id is the save id."""

    name = LineField(max_length=60)  # as prose calls it: {context:staff}
    label = LineField(max_length=200)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    unit = LineField(max_length=40)
    source = LineField(max_length=300)
    as_of = LineField(max_length=40)  # "2021", "March 2026", "2026-03-31"
    given_by = LineField(max_length=20, choices=GivenBy.choices)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ContextFigures.as_manager()

    class Meta:
        """By label; one of a name stands at a time."""

        ordering = ["label", "-entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "name"], condition=models.Q(replaced_at=None), name="a_figure_stands_once"
            )
        ]

    class Classed:
        """Who may know each field: a figure of a whole service names nobody."""

        public = ()
        personal = (
            "id", "exercise", "name", "label", "value", "unit", "source", "as_of", "given_by", "entered_by",
            "entered_at", "replaced_at",
        )  # fmt: skip
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.label}: {self.words}"

    @property
    def words(self) -> str:
        """The value with its unit, without needless noughts."""
        number = f"{self.value:,.4f}".rstrip("0").rstrip(".")
        return f"{number}%" if self.unit == "%" else f"{number} {self.unit}"
