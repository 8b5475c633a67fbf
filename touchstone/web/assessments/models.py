"""What stands in a case assessment: answers with every version of them, what happened to it, and what stands beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.assessment import (
    READING,
    CaseAssessment,
    CaseAssessments,
    Companion,
    Marking,
    Within,
    given_to,
)
from touchstone.web.assessments.states import DONE
from touchstone.web.exercises.models import Exercise, ExerciseRow, ExerciseRows
from touchstone.web.samples.models import SampledCase
from touchstone.web.text_fields import LineField, ProseField
from touchstone.web.versions import VersionedRow, VersionRow

__all__ = ["Answer", "AnswerVersion", "BenchmarkKey", "CaseAssessment", "CaseAssessments", "Companion", "Hint",
           "Interview", "Marking", "ModeratedAnswer", "PracticeExample", "Turn", "given_to"]  # fmt: skip


class Answers(Within):
    """What was answered."""

    def of_sheet(self, assessment: CaseAssessment, sheet: UUID) -> Self:
        """The answers on one sheet of an assessment that was itself reached by `visible_to`."""
        return self.filter(assessment=assessment, sheet=sheet).as_scoped()

    def named(self, assessment: CaseAssessment, sheet: UUID, questions: Iterable[str]) -> Self:
        """Those to some of its questions."""
        return self.of_sheet(assessment, sheet).filter(question__in=questions)


class Answer(VersionedRow, ExerciseRow):
    """The answer to one question as it is now. `sheet` is what it stands on: the assessment or an interview."""

    assessment = models.ForeignKey(CaseAssessment, on_delete=models.PROTECT, related_name="answers")
    sheet = models.UUIDField()
    question = LineField(max_length=120)
    value = models.JSONField(default=str)
    evidence = ProseField(blank=True)
    reason = ProseField(blank=True)

    objects = Answers.as_manager()

    identity = ("sheet", "question")
    content = ("value", "evidence", "reason")

    class Meta:
        """One for each question."""

        constraints = [models.UniqueConstraint(fields=["sheet", "question"], name="a_question_is_answered_once")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "assessment", "sheet", "question", "version", "changed_at", "changed_by")
        sensitive = ("value", "evidence", "reason")

    def __str__(self) -> str:
        return f"{self.question} of {self.sheet}"


class AnswerVersions(Within):
    """Every save of every answer."""


class AnswerVersion(VersionRow, ExerciseRow):
    """One save of an answer, never changed; its id is the save id. Texts that lost a conflict are here too."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+", db_index=False)
    assessment = models.ForeignKey(CaseAssessment, on_delete=models.PROTECT, related_name="versions")
    row = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    value = models.JSONField(default=str)
    evidence = ProseField(blank=True)
    reason = ProseField(blank=True)

    objects = AnswerVersions.as_manager()

    class Meta:
        """In order."""

        ordering = ["at", "version"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "assessment", "row", "base", "version", "outcome", "at", "by")
        sensitive = ("value", "evidence", "reason")

    def __str__(self) -> str:
        return f"version {self.version} of {self.row_id}"


class Turns(Within):
    """What happened to assessments."""


class Turn(ExerciseRow):
    """Something happened to an assessment: it was submitted, sent back, agreed … by whom, when, why."""

    assessment = models.ForeignKey(CaseAssessment, on_delete=models.PROTECT, related_name="turns")
    act = LineField(max_length=15)
    from_state = LineField(max_length=15)
    to_state = LineField(max_length=15)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = ProseField(blank=True)

    objects = Turns.as_manager()

    class Meta:
        """In order."""

        ordering = ["at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "assessment", "act", "from_state", "to_state", "at", "by")
        sensitive = ("reason",)

    def __str__(self) -> str:
        return f"{self.act} of {self.assessment_id}"


class Interviews(Within):
    """Talks with case managers."""


class Interview(ExerciseRow):
    """A talk with whoever holds the case. Its answers are `Answer` rows whose sheet it is."""

    assessment = models.ForeignKey(CaseAssessment, on_delete=models.PROTECT, related_name="interviews")
    form_id = LineField(max_length=60)
    form_revision = models.PositiveIntegerField()
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = Interviews.as_manager()

    class Meta:
        """In order."""

        ordering = ["begun_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "assessment", "form_id", "form_revision", "begun_at", "begun_by")
        sensitive = ()

    def __str__(self) -> str:
        return f"interview of {self.assessment_id}"


class ModeratedAnswers(Within):
    """Answers of moderators."""


class ModeratedAnswer(ExerciseRow):
    """What a moderator answered to a key question, with their reason. The assessors' own answers stay as they are.

    `assessment` is the first marking; what both markings had answered is kept beside. The newest row counts.
    """

    assessment = models.ForeignKey(CaseAssessment, on_delete=models.PROTECT, related_name="moderated")
    question = LineField(max_length=120)
    value = LineField(max_length=40)
    reason = ProseField()
    first = LineField(max_length=40, blank=True)
    second = LineField(max_length=40, blank=True)  # "" where the case was read once
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ModeratedAnswers.as_manager()

    class Meta:
        """In order."""

        ordering = ["at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "assessment", "question", "by", "at")
        sensitive = ("value", "reason", "first", "second")

    def __str__(self) -> str:
        return f"{self.question} of {self.assessment_id}"


class PracticeExamples(Within):
    """Work worth showing."""


class PracticeExample(ExerciseRow):
    """Work in a case that others should see, marked while reading, written so that nobody knows the child again."""

    class Shows(models.TextChoices):
        """What an example shows."""

        EFFECTIVE = "effective", _("Work that was effective")
        POOR = "poor", _("Work that was not good enough")

    assessment = models.ForeignKey(CaseAssessment, on_delete=models.PROTECT, related_name="examples")
    standard = LineField(max_length=40)
    shows = LineField(max_length=10, choices=Shows.choices)
    text = ProseField()
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeExamples.as_manager()

    class Meta:
        """In order."""

        ordering = ["marked_at"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "assessment", "standard", "shows", "marked_by", "marked_at", "withdrawn_at")
        sensitive = ("text",)

    def __str__(self) -> str:
        return f"example of {self.standard}"


class BenchmarkKeys(ExerciseRows["BenchmarkKey"]):
    """The key of benchmark cases."""

    def visible_to(self, person: User) -> Self:
        """All of it for whoever sets it; of a case, for whoever has submitted their own reading of it."""
        done = CaseAssessment.objects.filter(given_to(person.pk), state__in=DONE, withdrawn_at=None).order_by()
        manages = person.reach.places(Permission.BENCHMARK_MANAGE).condition()
        practised = person.reach.places(Permission.ASSESSMENT_WRITE).condition() & models.Q(
            case__in=done.values("case")
        )
        return self.filter(manages | practised).as_scoped()


class BenchmarkKey(ExerciseRow):
    """The answer that trained inspectors agreed on for a key question of a benchmark case, and why."""

    case = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="benchmark_keys")
    question = LineField(max_length=120)
    value = LineField(max_length=40)
    why = ProseField(blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = BenchmarkKeys.as_manager()

    class Meta:
        """One for each question."""

        ordering = ["question"]
        constraints = [models.UniqueConstraint(fields=["case", "question"], name="one_key_for_a_question")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "case", "question", "set_by", "set_at")
        sensitive = ("value", "why")

    def __str__(self) -> str:
        return f"key of {self.question}"


class Hints(ExerciseRows["Hint"]):
    """What others say of a case."""

    def visible_to(self, person: User) -> Self:
        """Those of questions this person has saved a judgement on, in their own assessment of the case. Nobody else's.

        Present is not sufficient: what a rule found or the service marked must not become the assessor's answer.
        """
        judged = (
            Answer.objects.filter(
                given_to(person.pk, "assessment__"),
                assessment__case=models.OuterRef("case"),
                assessment__withdrawn_at=None,
                sheet=models.F("assessment"),
                question=models.OuterRef("question"),
            )
            .exclude(value="")
            .order_by()
        )
        written = person.reach.places(Permission.ASSESSMENT_WRITE).condition()
        return self.filter(written, models.Exists(judged), exercise__activities__contains=READING).as_scoped()


class Hint(ExerciseRow):
    """What practice rules found in a case, or the service's own marking said, on one question."""

    case = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="hints")
    question = LineField(max_length=120)
    source = LineField(max_length=200)
    says = ProseField()
    imported_at = models.DateTimeField(default=timezone.now)

    objects = Hints.as_manager()

    class Meta:
        """By question."""

        ordering = ["question", "source"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "case", "question", "source", "imported_at")
        sensitive = ("says",)

    def __str__(self) -> str:
        return f"hint on {self.question}"
