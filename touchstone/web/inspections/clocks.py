"""By when each stage is to be over, in working days of England and Wales; whose turn it is, and what is late.

A clock whose date is not set is not running. Days in a year whose bank holidays nobody knows are not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchstone.practice.working_days import OutsideTheYears, add_working_days, working_days_between
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections.models import Inspection
from touchstone.web.inspections.stages import DATES, STAGES, TABLE, Clock, Stage, position

REMINDED_BEFORE = 2  # working days before it is due (standing: local default)


@dataclass(frozen=True)
class Due:
    """A stage with the day by which it is to be over (None: its clock does not run), seen from a day."""

    stage: Stage
    by: date | None
    state: str  # "done", "now", "next"
    left: int | None = None  # working days from today until then; negative where it is past

    def reminder(self, inspection: Inspection, today: date) -> tuple[str, str]:
        """Which text is due today, and the key under which everybody is told it once; ("", "") for none."""
        key = f"{inspection.pk}:{self.stage.id}:{self.by}"
        if self.by is None or self.left is None or not self.stage.has_room:
            return "", ""
        if self.is_late:
            return "stage_late", f"late:{key}:{today}"
        return ("stage_due", f"due:{key}:{self.left}") if self.left in (0, REMINDED_BEFORE) else ("", "")

    @property
    def is_late(self) -> bool:
        """Is it past its day, and still to be done?"""
        return self.state != "done" and self.left is not None and self.left < 0


def due_by(stage: Stage, inspection: Inspection) -> date | None:
    """The day by which a stage is to be over; None where its clock does not run."""
    if stage.clock is None:
        return None
    if stage.clock.after == "stage_since" and inspection.stage != stage.id:
        return None  # it counts from a moment that has not come, or is past
    start = inspection.date(stage.clock.after)
    if start is None:
        return None
    try:
        return add_working_days(start, stage.clock.days)
    except OutsideTheYears:
        return None


def clocks(inspection: Inspection, today: date) -> list[Due]:
    """Every stage with its day, as they stand on `today`."""
    here = position(inspection.at)
    found = []
    for number, stage in enumerate(TABLE):
        state = "done" if number < here else ("now" if number == here else "next")
        by = due_by(stage, inspection)
        found.append(Due(stage, by, state, left_until(by, today)))
    return found


def present(inspection: Inspection, today: date) -> Due:
    """The clock of the stage an inspection is at."""
    by = due_by(inspection.at, inspection)
    return Due(inspection.at, by, "now", left_until(by, today))


def left_until(by: date | None, today: date) -> int | None:
    """Working days from today until a day; at least -1 once it is past, however many weekends lie between."""
    if by is None:
        return None
    try:
        left = working_days_between(today, by)
    except OutsideTheYears:
        return None
    return min(left, -1) if by < today else left


def documents_due(exercise: Exercise) -> date | None:
    """The day by which an exercise's documents are to be handed in; None where it is no inspection, or has no dates."""
    inspection = Inspection.objects.of(exercise).select_related("exercise").first()
    return due_by(STAGES["evidence_in_advance"], inspection) if inspection is not None else None


def counted(clock: Clock) -> str:
    """How a clock counts, in words."""
    date_words = DATES[clock.after]
    if clock.days == 0:
        return _("on %(date)s") % {"date": date_words}
    many = ngettext("%(n)s working day", "%(n)s working days", abs(clock.days)) % {"n": abs(clock.days)}
    words = _("%(days)s before %(date)s") if clock.days < 0 else _("%(days)s after %(date)s")
    return words % {"days": many, "date": date_words}
