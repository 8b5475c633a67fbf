"""What may be typed in about claims and what they stand on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.design.forms import PlainForm
from touchstone.web.evidence.models import ClaimKind, Stance
from touchstone.web.evidence.pages import SaveForm, standard_choices
from touchstone.web.exercises.models import Exercise


class ClaimForm(SaveForm):
    """A strength or an area for improvement."""

    standard = forms.ChoiceField(label=_("Standard"))
    kind = forms.ChoiceField(label=_("What is it?"), choices=ClaimKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("The claim, in one or two sentences"),
        help_text=_("As it could stand in the report. It is kept as a draft until it is settled."),
        max_length=2_000,
        widget=forms.Textarea,
    )

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["standard"].choices = [("", ""), *standard_choices(exercise)]  # type: ignore[attr-defined]


class ChangeClaimForm(ClaimForm):
    """The same, upon the version one had before one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(exercise, *args, **options)
        del self.fields["save_id"]


class CiteForm(SaveForm):
    """A source for a claim or against it."""

    source = forms.ChoiceField(label=_("Source"))
    stance = forms.ChoiceField(label=_("What does it say?"), choices=Stance.choices, widget=forms.RadioSelect)
    says = forms.CharField(
        label=_("What in it bears on the claim?"), max_length=2_000, widget=forms.Textarea, required=False
    )

    def __init__(self, offered: list[tuple[str, list[tuple[str, str]]]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [("", _("Choose a source")), *offered]  # type: ignore[attr-defined]


class WeighForm(PlainForm):
    """How a contradiction was weighed."""

    words = forms.CharField(label=_("How was it weighed?"), max_length=2_000, widget=forms.Textarea)


class BecauseForm(PlainForm):
    """A reason."""

    because = forms.CharField(label=_("Why?"), max_length=1_000, widget=forms.Textarea)


class VersionForm(PlainForm):
    """Nothing but the version one looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class VersionBecauseForm(VersionForm, BecauseForm):
    """A reason, upon the version one looked at."""


class ReasonForm(PlainForm):
    """Why a single source is enough."""

    reason = forms.CharField(label=_("Why is one source enough here?"), max_length=2_000, widget=forms.Textarea)
