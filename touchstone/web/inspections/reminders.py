"""Watches the clocks of all inspections; the schedule calls it every hour, and it never says a thing twice."""

from __future__ import annotations

from django.utils import timezone

from touchstone.web.audit.operation import PROGRAM
from touchstone.web.inspections import operations
from touchstone.web.inspections.clocks import present
from touchstone.web.inspections.models import Inspection
from touchstone.web.messages.models import Message
from touchstone.web.tenancy import unscoped


def remind_all() -> int:
    """Send today's reminders of every inspection under way; how many messages were new."""
    today = timezone.localdate()
    with unscoped("clocks of all inspections are watched by the program"):
        under_way = list(Inspection.objects.select_related("exercise").exclude(stage="response"))
        keys = {it.pk: present(it, today).reminder(it, today)[1] for it in under_way}
        told = set(Message.objects.filter(once__in=filter(None, keys.values())).values_list("once", flat=True))
    due = [it for it in under_way if keys[it.pk] and keys[it.pk] not in told]
    return sum(operations.remind(inspection=it, today=today, by=PROGRAM) for it in due)
