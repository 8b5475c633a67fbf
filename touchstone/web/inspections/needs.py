"""What must be true before a stage begins: each a check that answers in sentences what is still missing.

A check runs inside an operation or on a page that was opened for somebody who may see the inspection; it counts, and
names no case. What a room cannot tell yet is missing: a stage stays closed rather than opened by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from touchstone.practice.working_days import OutsideTheYears, is_working_day
from touchstone.web.accounts.models import Grant, User
from touchstone.web.concerns.ladder import somebody_on_duty
from touchstone.web.inspections import holdings
from touchstone.web.inspections.models import Inspection
from touchstone.web.inspections.portable import brought_cases
from touchstone.web.inspections.stages import Stage
from touchstone.web.samples.summary import case_list_is_confirmed, sample_is_frozen, standing_draw

CASES_ASSESSED = "cases_assessed"
SMALLEST_PANEL = 2  # the chair and one more; several people decide (standing: recollection)


@dataclass(frozen=True)
class Need:
    """A check, and what it asks for in one sentence for the reference."""

    sentence: str | Promise
    missing: Callable[[Inspection], Iterator[str]]


def missing_for(stage: Stage, inspection: Inspection, *, seen_by: User | None = None) -> list[str]:
    """Every sentence that stands between an inspection and a stage, all at once.

    A page says as `seen_by` who will read them: of a case that they mark blind nothing is told.
    """
    found: list[str] = []
    for name in stage.needs:
        found += cases_assessed(inspection, seen_by) if name == CASES_ASSESSED else NEEDS[name].missing(inspection)
    return found


def fieldwork_dates(inspection: Inspection) -> Iterator[str]:
    """Both days of fieldwork are set, are working days, and stand in order."""
    first, last = inspection.fieldwork_from, inspection.fieldwork_until
    if first is None:
        yield _("The first day of fieldwork is not set. Set it on the page of dates.")
    if last is None:
        yield _("The last day of fieldwork is not set. Set it on the page of dates.")
    if first and last and last < first:
        yield _("Fieldwork ends before it begins. Correct it on the page of dates.")
    for day in (first, last):
        if day is not None:
            try:
                if not is_working_day(day):
                    yield _("Fieldwork begins or ends on a weekend or bank holiday. Correct it on the page of dates.")
            except OutsideTheYears as unknown:
                yield str(unknown)


def lead(inspection: Inspection) -> Iterator[str]:
    """Somebody leads it."""
    if not held(inspection, "lead_inspector"):
        yield _("Nobody leads this inspection. Appoint a lead inspector on the page of the team.")


def service_contact(inspection: Inspection) -> Iterator[str]:
    """Somebody speaks for the service here."""
    contacts = Grant.objects.filter(role="service_contact", service=inspection.exercise.service_id, ended=None)
    if not contacts.exists():
        yield _("Nobody here speaks for this service. Ask an administrator to invite its contact.")


def team(inspection: Inspection) -> Iterator[str]:
    """Somebody beside the lead inspector may assess, so that a case can be marked twice."""
    if held(inspection, "inspector", "local_assessor") == 0:
        yield _("The team has nobody beside its lead inspector. Appoint an inspector on the page of the team.")


def duty(inspection: Inspection) -> Iterator[str]:
    """A named person receives concerns about a child's immediate safety."""
    if not somebody_on_duty(inspection.exercise):
        yield _("Nobody is on duty for safety concerns. Put somebody on duty on the page of safety concerns.")


def case_list(inspection: Inspection) -> Iterator[str]:
    """The service's list of cases was handed in and confirmed."""
    if not case_list_is_confirmed(inspection.exercise):
        yield _("The service has not confirmed its list of cases.")


def sample_frozen(inspection: Inspection) -> Iterator[str]:
    """The sample is drawn and frozen."""
    if not sample_is_frozen(inspection.exercise):
        drawn = standing_draw(inspection.exercise)
        yield _("The sample is not drawn.") if drawn is None else _("The sample is drawn and not frozen.")


def panel(inspection: Inspection) -> Iterator[str]:
    """The panel has a chair and enough members."""
    if not held(inspection, "panel_chair"):
        yield _("The ratings panel has no chair. Appoint one on the page of the team.")
    sitting = held(inspection, "panel_chair", "panel_member")
    if sitting < SMALLEST_PANEL:
        yield ngettext(
            "The ratings panel has %(n)s person; it needs %(least)s. Appoint them on the page of the team.",
            "The ratings panel has %(n)s people; it needs %(least)s. Appoint them on the page of the team.",
            sitting,
        ) % {"n": sitting, "least": SMALLEST_PANEL}
    if inspection.panel_on is None:
        yield _("The day of the ratings panel is not set. Set it on the page of dates.")


def held(inspection: Inspection, *roles: str) -> int:
    """How many people hold one of these roles in the team now."""
    in_team = Q(exercise=inspection.pk, ended=None, role__in=roles, person__is_active=True)
    return Grant.objects.filter(in_team).values("person").distinct().count()


def cases_assessed(inspection: Inspection, seen_by: User | None = None) -> Iterator[str]:
    """Every case that is read has an answer to every key question; one that `seen_by` marks blind counts as waiting."""
    waiting = holdings.cases_unfinished(inspection.exercise, brought_cases(inspection), blind_to=seen_by)
    if waiting:
        yield ngettext("%(n)s case is not fully assessed.", "%(n)s cases are not fully assessed.", waiting) % {
            "n": waiting
        }


def judgements_proposed(inspection: Inspection) -> Iterator[str]:
    """Every judged standard has a proposed judgement."""
    without = holdings.standards_without_judgement(inspection.exercise)
    if without:
        yield _("No judgement is proposed for %(standards)s.") % {"standards": ", ".join(without)}


def ratings_decided(inspection: Inspection) -> Iterator[str]:
    """The panel has decided every rating and is closed."""
    if not holdings.is_decided(inspection.exercise):
        yield _("The ratings panel has not decided every standard and closed.")


NEEDS: Final[dict[str, Need]] = {
    "fieldwork_dates": Need(lazy("both days of fieldwork are set, and are working days"), fieldwork_dates),
    "lead": Need(lazy("a lead inspector is appointed"), lead),
    "service_contact": Need(lazy("somebody speaks for the service here"), service_contact),
    "team": Need(lazy("somebody beside the lead inspector can assess"), team),
    "duty": Need(lazy("a named person is on duty for safety concerns"), duty),
    "case_list": Need(lazy("the service has confirmed its list of cases"), case_list),
    "sample_frozen": Need(lazy("the sample is drawn and frozen"), sample_frozen),
    "cases_assessed": Need(lazy("every case read is fully assessed"), cases_assessed),
    "judgements_proposed": Need(lazy("every judged standard has a proposed judgement"), judgements_proposed),
    "panel": Need(lazy("the panel has a chair, a second member and a day"), panel),
    "ratings_decided": Need(lazy("the panel has decided every rating"), ratings_decided),
}
