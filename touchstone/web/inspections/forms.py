"""What may be typed in about an inspection: its plan, its dates, a move, its team."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.practice.working_days import OutsideTheYears, is_working_day
from touchstone.web.accounts.models import Service, User
from touchstone.web.design.days import DayField
from touchstone.web.design.forms import PlainForm
from touchstone.web.inspections.people import TEAM_ROLES


class ServiceForm(PlainForm):
    """Which service is to be inspected."""

    service = forms.ModelChoiceField(
        label=_("Youth justice service"),
        queryset=Service.objects.none(),
        empty_label=_("Choose a service"),
    )


class FieldworkDay(DayField):
    """A day of fieldwork or of the panel: a working day whose bank holidays are known."""

    def clean(self, value: object) -> date | None:
        """The day. Raises ValidationError where nobody works on it."""
        day = super().clean(value)
        if day is not None:
            try:
                working = is_working_day(day)
            except OutsideTheYears as unknown:
                raise forms.ValidationError(f"{self.label}: {unknown}", code="year") from None
            if not working:
                words = _("%(name)s: this is a weekend or a bank holiday. Choose a working day.")
                raise forms.ValidationError(words % {"name": self.label}, code="day")
        return day


class DatesForm(PlainForm):
    """The dates that clocks count from."""

    fieldwork_from = FieldworkDay(label=_("First day of fieldwork"), required=False)
    fieldwork_until = FieldworkDay(label=_("Last day of fieldwork"), required=False)
    panel_on = FieldworkDay(label=_("Day of the ratings panel"), required=False)


class PlanForm(DatesForm):
    """A new inspection of a service that was chosen before."""

    framework = forms.ChoiceField(label=_("Framework"), widget=forms.RadioSelect)
    lead = forms.ModelChoiceField(
        label=_("Lead inspector"), queryset=User.objects.none(), empty_label=_("Choose somebody")
    )
    predecessor = forms.ChoiceField(label=_("Inspection before this one"), widget=forms.RadioSelect, required=False)

    field_order = ("framework", "lead", "fieldwork_from", "fieldwork_until", "panel_on", "predecessor")


class MoveForm(PlainForm):
    """Where an inspection is to go, and why."""

    to = forms.ChoiceField(label=_("Move to"), widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed for a step back. The inspectors and the panel can read it. Name no child."),
        max_length=500,
        required=False,
    )
    confirmed = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)


class ConfirmMoveForm(PlainForm):
    """The same once more, hidden, for the page that asks to confirm."""

    to = forms.CharField(widget=forms.HiddenInput)
    because = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


class JoinForm(PlainForm):
    """Somebody for the team, and as what."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), empty_label=_("Choose somebody"))
    role = forms.ChoiceField(
        label=_("As what"), widget=forms.RadioSelect, choices=[(role.id, role.name) for role in TEAM_ROLES]
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda it: f"{it.name}, {it.organisation}".strip(", ")  # type: ignore[attr-defined]


class NothingForm(PlainForm):
    """A press of a button, and nothing else."""
