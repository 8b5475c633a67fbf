"""What may happen to a case assessment, from which state, and where it leads: one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a case assessment is."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    SUBMITTED = "submitted", _("submitted")
    SENT_BACK = "sent_back", _("sent back")
    AGREED = "agreed", _("agreed")


class Act(models.TextChoices):
    """What somebody does with a case assessment."""

    ANSWER = "answer", _("answered")
    SUBMIT = "submit", _("submitted")
    SEND_BACK = "send_back", _("sent back")
    MODERATE = "moderate", _("moderated")
    AGREE = "agree", _("agreed")
    REOPEN = "reopen", _("opened again")


@dataclass(frozen=True)
class Way:
    """One act: from which state it leads to which, and whether a reason must be given."""

    leads: dict[State, State]
    needs_reason: bool
    says: str | Promise  # what it is, for whoever is told that it cannot be done now


WAYS: dict[Act, Way] = {
    Act.ANSWER: Way(
        {
            State.NOT_STARTED: State.IN_PROGRESS,
            State.IN_PROGRESS: State.IN_PROGRESS,
            State.SENT_BACK: State.SENT_BACK,
        },
        False,
        _("be answered"),
    ),
    Act.SUBMIT: Way({State.IN_PROGRESS: State.SUBMITTED, State.SENT_BACK: State.SUBMITTED}, False, _("be submitted")),
    Act.SEND_BACK: Way({State.SUBMITTED: State.SENT_BACK, State.AGREED: State.SENT_BACK}, True, _("be sent back")),
    Act.MODERATE: Way({State.SUBMITTED: State.SUBMITTED}, True, _("be moderated")),
    Act.AGREE: Way({State.SUBMITTED: State.AGREED}, False, _("be agreed")),
    Act.REOPEN: Way({State.AGREED: State.SUBMITTED}, True, _("be opened again")),
}

DONE = (State.SUBMITTED, State.AGREED)  # the assessor has finished; a blind marker may be told of the other marking
OPEN = tuple(WAYS[Act.ANSWER].leads)  # answers are taken


def leads_to(state: str, act: Act) -> State | None:
    """The state after an act, None where it cannot be done from this state."""
    return WAYS[act].leads.get(State(state))


def possible(state: str) -> tuple[Act, ...]:
    """What may happen from this state."""
    return tuple(act for act in Act if leads_to(state, act) is not None)
