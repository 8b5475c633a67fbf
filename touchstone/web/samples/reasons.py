"""Why a sampled case is not read: a closed list, in the words people choose it by.

Source: ours (standing: local default); an inspectorate that has its own list can put it here.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """A reason code, with the words people choose it by."""

    TRANSFERRED_OUT = "transferred_out", _("Transferred to another service before there was work to judge")
    WRONGLY_LISTED = "wrongly_listed", _("Listed by mistake: not a case of this kind, or not in the window")
    LISTED_TWICE = "listed_twice", _("The same child's case stands in the sample under another reference")
    TOO_NEW = "too_new", _("Too little work done yet to judge")
    FILE_NOT_AVAILABLE = "file_not_available", _("The record cannot be opened during fieldwork")
    RESTRICTED = "restricted", _("Access is restricted by a court or for somebody's safety")
    LIVE_PROCEEDINGS = "live_proceedings", _("A serious incident, inquest or criminal proceedings are under way")
    CHILD_DIED = "child_died", _("The child has died")
    CASE_MANAGER_AWAY = "case_manager_away", _("Nobody who knows the case can be met during fieldwork")
    CONFLICT = "conflict", _("A conflict of interest for everybody who could read it")
    OTHER = "other", _("Another reason, said below")


# Reasons that do not say enough by themselves: the detail must be written.
NEEDS_DETAIL = frozenset({Reason.OTHER, Reason.FILE_NOT_AVAILABLE, Reason.RESTRICTED})
