"""Case assessments, who they are given to, and who sees which: never another marking while one is blind."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.forms.case_assessment import case_form
from touchstone.forms.form import Form
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.states import DONE, State
from touchstone.web.exercises.models import Activity, ExerciseRow, ExerciseRows, Kind
from touchstone.web.samples.models import SampledCase
from touchstone.web.text_fields import LineField

READING = f" {Activity.READING.value} "


class Marking(models.TextChoices):
    """As what a case is read."""

    FIRST = "first", _("first marking")
    SECOND = "second", _("second marking")
    PRACTICE = "practice", _("practice")


def given_to(person: UUID, at: str = "") -> models.Q:
    """The condition that an assessment (reached by `at`) was given to this person, alone or to read along."""
    along = Companion.objects.filter(person=person, ended=None).values("assessment")
    return models.Q(**{f"{at}assessor": person}) | models.Q(**{f"{at}pk__in" if not at else f"{at[:-2]}__in": along})


class CaseAssessments(ExerciseRows["CaseAssessment"]):
    """Case assessments: one's own, and the team's for whoever may read them; never another marking while blind."""

    def visible_to(self, person: User) -> Self:
        """Those this person may see while cases are read.

        Whoever marks a case sees no other marking of it until both are submitted: not that it is begun, by whom, when,
        nor how far it is. It does not matter what else their role lets them read.
        """
        own = given_to(person.pk) & person.reach.places(Permission.ASSESSMENT_WRITE).condition()
        team = person.reach.places(Permission.ASSESSMENT_READ).condition()
        rows = self.not_closed_to(person.pk).filter(own | team)
        of_own_service = [place.service for _role, place in person.reach.held if place.service is not None]
        if of_own_service:
            rows = rows.exclude(~models.Q(exercise__kind=Kind.SELF_INSPECTION), exercise__service__in=of_own_service)
        return rows.as_scoped()

    def not_closed_to(self, person: UUID) -> Self:
        """Those that are read now and not kept from this person because they mark the case blind. Not scoped by it."""
        rows = self.filter(exercise__activities__contains=READING, withdrawn_at=None)
        return rows.exclude(kept_blind(person))

    def looked_up(self, assessment: UUID, exercise: UUID, person: UUID) -> Self:
        """One assessment that is read now, with all that its pages need. Not scoped: `finding` says who sees it."""
        rows = self.filter(exercise__activities__contains=READING, withdrawn_at=None)
        along = Companion.objects.filter(assessment=models.OuterRef("pk"), person=person, ended=None).order_by()
        others = CaseAssessment.objects.filter(case=models.OuterRef("case"), withdrawn_at=None).order_by()
        return (
            rows.filter(pk=assessment, exercise=exercise)
            .order_by()
            .select_related("case", "exercise__service")
            .annotate(
                along=models.Exists(along),
                marked_by_others=models.Exists(others.exclude(pk=models.OuterRef("pk"))),
                has_hints=models.Exists(self.model.hints_of(models.OuterRef("case"))),
            )
        )

    def open_to(self, person: User) -> Self:
        """Those this person may answer: given to them."""
        return self.visible_to(person).filter(given_to(person.pk))


def kept_blind(person: UUID, case: str = "case", itself: str = "pk", state: str = "state") -> models.Q:
    """The condition that rows are another marking of a case that this person marks, and not both are submitted."""
    mine = (
        CaseAssessment.objects.filter(given_to(person), case=models.OuterRef(case), withdrawn_at=None)
        .exclude(pk=models.OuterRef(itself))
        .order_by()
    )
    theirs_open = ~models.Q(**{f"{state}__in": DONE})
    return models.Q(models.Exists(mine)) & (theirs_open | models.Q(models.Exists(mine.exclude(state__in=DONE))))


class CaseAssessment(ExerciseRow):
    """One case read by one person, alone or with others, under the form of its framework."""

    case = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marking = LineField(max_length=10, choices=Marking.choices, default=Marking.FIRST)
    form_id = LineField(max_length=160)
    form_revision = models.PositiveIntegerField()
    framework_revision = models.PositiveIntegerField()
    state = LineField(max_length=15, choices=State.choices, default=State.NOT_STARTED)
    by_chance = models.BooleanField(default=False)  # chosen for a second marking by the seeded draw
    allocated_at = models.DateTimeField(default=timezone.now)
    allocated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # given to somebody else; what was written is kept
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    as_submitted = models.JSONField(null=True, blank=True)  # key questions as first submitted: what agreement is of

    # Told by `looked_up` alone: does whoever asks read along, is the case marked by others too, was anything brought
    # in on it? And `given` by whoever looked it up: was it given to whoever asks?
    along: bool
    marked_by_others: bool
    has_hints: bool
    given: bool

    objects = CaseAssessments.as_manager()

    class Meta:
        """By case; one first and one second marking at a time."""

        ordering = ["case__group", "case__drawn_position", "marking", "allocated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "marking"],
                condition=models.Q(withdrawn_at=None) & ~models.Q(marking="practice"),
                name="a_case_is_marked_once_as_each",
            ),
            models.UniqueConstraint(
                fields=["case", "assessor"],
                condition=models.Q(withdrawn_at=None),
                name="nobody_marks_a_case_twice",
            ),
        ]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "case", "assessor", "marking", "form_id", "form_revision", "framework_revision", "state",
            "by_chance", "allocated_at", "allocated_by", "withdrawn_at", "saves", "saved_at", "submitted_at",
        )  # fmt: skip
        sensitive = ("as_submitted",)

    def __str__(self) -> str:
        return f"{self.marking} of {self.case_id}"

    def form(self) -> Form:
        """The form this case is read with."""
        return case_form(self.exercise.framework(), self.case.group, self.case.kind)

    @staticmethod
    def hints_of(case: Any) -> Any:
        """What was brought in on a case; for asking whether there is anything."""
        return apps.get_model("assessments", "Hint").objects.filter(case=case).order_by()

    @property
    def is_done(self) -> bool:
        """Has its assessor finished?"""
        return self.state in DONE


class Within(ExerciseRows[Any]):
    """Rows of an assessment: seen by whoever sees the assessment."""

    to_assessment = "assessment"

    def visible_to(self, person: User) -> Self:
        """Those of assessments that this person may see."""
        seen = CaseAssessment.objects.visible_to(person).order_by().values("pk")
        return self.filter(**{f"{self.to_assessment}__in": seen}).as_scoped()


class Companions(Within):
    """Who reads along."""


class Companion(ExerciseRow):
    """Somebody who reads a case together with its assessor and answers with them, such as a local assessor."""

    assessment = models.ForeignKey(CaseAssessment, on_delete=models.PROTECT, related_name="companions")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    began = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    objects = Companions.as_manager()

    class Meta:
        """Once at a time."""

        ordering = ["began"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "person"], condition=models.Q(ended=None), name="reads_along_once_at_a_time"
            )
        ]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "assessment", "person", "began", "ended")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.person_id} with {self.assessment_id}"
