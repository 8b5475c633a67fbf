"""What pages of this room share: that somebody looked is written down, and a refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from touchstone.intake.problems import ProblemsFound
from touchstone.web.accounts.access import person_of
from touchstone.web.audit.operations import consult
from touchstone.web.design.forms import PlainForm
from touchstone.web.evidence.models import BESIDE_STANDARDS
from touchstone.web.evidence.support import standards_of
from touchstone.web.exercises.models import Exercise, NotOpen


class SaveForm(PlainForm):
    """A form whose double press makes one row: it carries the id that the row will have."""

    save_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def consulted(request: HttpRequest, exercise: Exercise, what: str, record: UUID | str = "") -> None:
    """Write down that this person looked, before anything is shown."""
    who = person_of(request).pk
    consult(who=who, what=f"evidence.{what}", place=exercise.place(), record=str(record))


def tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it; what is refused stands in the form beside what was typed. True when it was done."""
    try:
        act()
    except NotOpen as closed:
        form.add_error(None, str(closed))
    except ProblemsFound as found:
        for problem in found.problems:
            form.add_error("file" if "file" in form.fields else None, str(problem))
    except ValidationError as refused:
        by_field = refused.error_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: [refused]}
        for name, errors in by_field.items():
            form.add_error(
                name if name in form.fields else None, ValidationError([m for e in errors for m in e.messages])
            )
    else:
        return True
    return False


def standards_field(exercise: Exercise, **options: object) -> forms.MultipleChoiceField:
    """Checkboxes of every standard of the framework, and the parts of a report that are not rated."""
    field = forms.MultipleChoiceField(
        label=_("Standards it bears on"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field.choices = standard_choices(exercise)
    for name, value in options.items():
        setattr(field, name, value)
    return field


def standard_choices(exercise: Exercise) -> list[tuple[str, str]]:
    """Every standard as a choice."""
    return [(key, title if key in BESIDE_STANDARDS else f"{key} {title}") for key, title in standards_of(exercise)]
