"""A survey, its links, what was answered, what was written until somebody has read it, and what was cleared.

Nothing here says who answered: an answer has no address, no device and no time finer than a day, and no row leads from
a link to the answers that came by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touchstone.forms.form import Form
from touchstone.forms.loading import load_form
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.concerns.models import Concern
from touchstone.web.exercises.models import Activity, ExerciseRow, ExerciseRows
from touchstone.web.text_fields import LineField, ProseField

if TYPE_CHECKING:
    from datetime import date


class Audience(models.TextChoices):
    """Who is asked."""

    CHILD = "child", gettext_lazy("Children")
    PARENT = "parent", gettext_lazy("Parents and carers")
    VICTIM = "victim", gettext_lazy("Victims")
    STAFF = "staff", gettext_lazy("Staff")


# The form each is asked by (touchstone/forms/definitions).
FORMS = {audience: f"survey-{audience.value}" for audience in Audience}
# Staff share one link, which can be used so often; everybody else has a link of their own, which works once.
SHARED = (Audience.STAFF,)


class Surveys(ExerciseRows["Survey"]):
    """That a survey is held, and by when, is known to whoever reads results."""

    seen_with = Permission.SURVEY_READ


class Survey(ExerciseRow):
    """One group of people asked in an exercise, by one revision of one form."""

    audience = LineField(max_length=10, choices=Audience.choices)
    form_revision = models.PositiveIntegerField()
    asked_by = LineField(max_length=120)  # who asks, as the first page says it; never the service
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # reads what is written, by name
    opened_on = models.DateField(default=timezone.localdate)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField()  # the last day on which it can be answered
    closed_on = models.DateField(null=True, blank=True)  # closed by hand

    objects = Surveys.as_manager()

    class Meta:
        """In the order of who is asked; each group once in an exercise."""

        ordering = ["audience"]
        constraints = [models.UniqueConstraint(fields=["exercise", "audience"], name="a_group_is_asked_once")]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "exercise", "audience", "form_revision", "asked_by", "reader", "opened_on", "opened_by", "closes_on",
            "closed_on",
        )  # fmt: skip
        sensitive = ()

    def __str__(self) -> str:
        return f"survey of {self.audience}, {self.opened_on}"

    @property
    def group(self) -> Audience:
        """Who is asked."""
        return Audience(self.audience)

    @property
    def label(self) -> str:
        """What it is called: 'Survey: children'."""
        return _("Survey: %(who)s") % {"who": str(self.group.label).lower()}

    @property
    def shared(self) -> bool:
        """Does one link serve all of them?"""
        return self.group in SHARED

    def form(self, language: str = "en") -> Form:
        """Its form, as it was when the survey was opened. Raises ProblemsFound for a language it cannot be had in."""
        return load_form(FORMS[self.group], language, self.form_revision)

    def is_open(self, today: date) -> bool:
        """Can it be answered on this day?"""
        within = self.closed_on is None and self.opened_on <= today <= self.closes_on
        return within and self.exercise.is_open_for(Activity.SURVEYS)


class Invitations(ExerciseRows["Invitation"]):
    """Links are counted by whoever makes them."""

    seen_with = Permission.SURVEY_MANAGE


class Invitation(ExerciseRow):
    """A link. Its token is told once, when it is made; here is its digest alone. It names nobody."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    batch = models.UUIDField(db_index=True)  # links made by one press of the button
    digest = LineField(max_length=64, unique=True)  # SHA-256 of the token
    most = models.PositiveIntegerField(default=1)  # how many may answer by it
    used = models.PositiveIntegerField(default=0)  # how many did; when is not kept, nor what they answered
    made_on = models.DateField(default=timezone.localdate)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        """The oldest first."""

        ordering = ["made_on"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "survey", "batch", "most", "used", "made_on", "made_by", "ended_on")
        sensitive = ("digest",)

    def __str__(self) -> str:
        return f"link of {self.survey_id}"

    @property
    def over(self) -> bool:
        """Can nobody answer by it any more?"""
        return self.ended_on is not None or self.used >= self.most


class ResponseRows(ExerciseRows["Response"]):
    """Responses are counted for whoever reads results; nobody is shown one by itself."""

    seen_with = Permission.SURVEY_READ


class Response(ExerciseRow):
    """Somebody answered. Its id was drawn for the form that was sent, so that a double press is one response."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    came_on = models.DateField(default=timezone.localdate)  # no time: it could tell who it was
    language = LineField(max_length=10)

    objects = ResponseRows.as_manager()

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "survey", "came_on")
        sensitive = ("language",)

    def __str__(self) -> str:
        return f"response to {self.survey_id}"


class Answers(ExerciseRows["Answer"]):
    """Answers are added up for whoever reads results."""

    seen_with = Permission.SURVEY_READ


class Answer(ExerciseRow):
    """One question answered from a list: a step of the scale or the id of a choice. What was written is elsewhere."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    question = LineField(max_length=80)
    value = LineField(max_length=80)

    objects = Answers.as_manager()

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise")
        sensitive = ("response", "question", "value")

    def __str__(self) -> str:
        return self.question


class ClearedTexts(ExerciseRows["ClearedText"]):
    """What was cleared is a result like any other."""

    seen_with = Permission.SURVEY_READ


class ClearedText(ExerciseRow):
    """Words a safeguarding reader has cleared: a row of its own, so that whoever reads it cannot reach the original."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="cleared")
    question = LineField(max_length=80)
    words = ProseField()
    language = LineField(max_length=10)
    shortened = models.BooleanField(default=False)  # words were taken out

    objects = ClearedTexts.as_manager()

    class Meta:
        """In no order that tells who wrote them: their ids are random."""

        ordering = ["question", "id"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "survey", "question", "language", "shortened")
        sensitive = ("words",)

    def __str__(self) -> str:
        return f"cleared text of {self.survey_id}"


class State(models.TextChoices):
    """What has become of a text."""

    WAITING = "waiting", gettext_lazy("Waiting to be read")
    CLEARED = "cleared", gettext_lazy("Cleared")
    TAKEN_OUT = "taken_out", gettext_lazy("Cleared, with words taken out")
    CONCERN = "concern", gettext_lazy("A safety concern was raised")


class FreeTexts(ExerciseRows["FreeText"]):
    """What was written is seen by safeguarding readers of the exercise alone, before it is cleared and after."""

    seen_with = Permission.SURVEY_FREE_TEXT_READ


class FreeText(ExerciseRow):
    """What somebody wrote, held until a safeguarding reader has read it. The words as they came stay with readers."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="texts")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="texts")
    question = LineField(max_length=80)
    words = ProseField()
    language = LineField(max_length=10)  # of the page it was written on
    came_on = models.DateField(default=timezone.localdate)
    due_on = models.DateField(db_index=True)  # the working day by whose end it is to be read
    state = LineField(max_length=10, choices=State.choices, default=State.WAITING)
    read_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    cleared = models.ForeignKey(ClearedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FreeTexts.as_manager()

    class Meta:
        """What is due first, first."""

        ordering = ["due_on", "came_on", "id"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "exercise", "survey", "came_on", "due_on", "state", "read_by", "read_at")
        sensitive = ("response", "question", "words", "language", "cleared", "concern")

    def __str__(self) -> str:
        return f"text of {self.came_on}"

    def is_late(self, today: date) -> bool:
        """Is it unread after the day by whose end it was due?"""
        return self.state == State.WAITING and self.due_on < today
