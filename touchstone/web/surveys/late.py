"""Watches for texts that nobody has read in time; the schedule calls it, and it says a thing once a day."""

from __future__ import annotations

from django.utils import timezone

from touchstone.web.audit.operation import PROGRAM
from touchstone.web.messages.models import Message
from touchstone.web.surveys import operations
from touchstone.web.surveys.models import FreeText, State, Survey
from touchstone.web.tenancy import unscoped


def alarm_all() -> int:
    """Alarm for every survey with late texts; how many messages were new."""
    today = timezone.localdate()
    with unscoped("the clock looks at every text that waits"):
        late = FreeText.objects.filter(state=State.WAITING, due_on__lt=today).values("survey")
        surveys = list(Survey.objects.filter(pk__in=late).select_related("exercise__service", "reader"))
        keys = [f"survey_late:{survey.pk}:{today}" for survey in surveys]
        told = set(Message.objects.filter(once__in=keys).values_list("once", flat=True))
    new = [survey for survey, key in zip(surveys, keys, strict=True) if key not in told]
    return sum(operations.alarm(survey=survey, today=today, by=PROGRAM) for survey in new)
