"""By which window and sizes the sample of an exercise is drawn: the framework's, or what the lead inspector set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from touchstone.sampling.eligibility import Window, window_before
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import SampleRules


@dataclass(frozen=True)
class Rules:
    """What holds now. `set_by_hand` is the row that changed it, None where the framework's rules stand."""

    window: Window | None = None
    sizes: Mapping[str, int] = field(default_factory=dict)
    fieldwork: date | None = None  # the day that the window was counted back from
    set_by_hand: SampleRules | None = None


def rules_of(exercise: Exercise) -> Rules:
    """The rules of an exercise that was reached by `visible_to`, or inside an operation."""
    newest = SampleRules.objects.of(exercise).select_related("set_by").first()
    fieldwork = fieldwork_of(exercise)
    if newest is not None and newest.window_first and newest.window_last:
        window: Window | None = Window(newest.window_first.isoformat(), newest.window_last.isoformat())
        fieldwork = None
    else:
        window = window_before(exercise.framework(), fieldwork.isoformat()) if fieldwork else None
    return Rules(window, dict(newest.sizes) if newest else {}, fieldwork if window else None, newest)


def fieldwork_of(exercise: Any) -> date | None:
    """The first day of fieldwork, where the exercise is an inspection and has one."""
    inspection = getattr(exercise, "inspection", None)  # rooms above hang it there; others have none
    found = getattr(inspection, "fieldwork_from", None)
    return found if isinstance(found, date) else None
