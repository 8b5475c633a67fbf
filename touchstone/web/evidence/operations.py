"""What every part of this room needs to store something once, and to find standards that the framework has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touchstone.web.audit.operation import note, step
from touchstone.web.evidence.support import standards_of
from touchstone.web.exercises.models import Exercise, ExerciseRow

Row = TypeVar("Row", bound=ExerciseRow)


@step
def made_once(*, row: Row, by_field: str, unchecked: Iterable[str] = ()) -> tuple[Row, bool]:
    """Store a new row whose id is the save id of its form; (the row, is it new?).

    The same press twice gives the first row once more. `by_field` names whoever made it; `unchecked` are fields that
    have been looked at already. Raises ValidationError, also for a save id that belongs to something else.
    """
    kind: Any = type(row)
    before = kind.objects.filter(pk=row.pk).first()
    if before is None:
        row.clean_fields(exclude=set(unchecked))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # the same press, sent twice at once
            before = kind.objects.filter(pk=row.pk).first()
            if before is None:
                raise ValidationError(_("Somebody else was quicker. Open the page again, and look first.")) from None
        else:
            note(objects=[row])
            return row, True
    same = before.exercise_id == row.exercise_id and getattr(before, f"{by_field}_id") == getattr(row, f"{by_field}_id")
    if not same:
        raise ValidationError(_("This form belongs to something else. Open the page again, and copy your words."))
    return before, False


def known_standards(exercise: Exercise, ids: Iterable[str]) -> list[str]:
    """These standards in the order of the framework. Raises ValidationError for one it does not have."""
    wanted = set(ids)
    there = [standard for standard, _title in standards_of(exercise)]
    if not wanted <= set(there):
        raise ValidationError({"standards": _("One of these standards is not in the framework. Choose again.")})
    return [standard for standard in there if standard in wanted]
