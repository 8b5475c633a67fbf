"""What may be typed in about case assessments, beside the answers themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.assessments.models import PracticeExample
from touchstone.web.design.forms import PlainForm


class ReasonForm(PlainForm):
    """Why something is done."""

    reason = forms.CharField(label=_("Why?"), max_length=2_000, widget=forms.Textarea)


class ModerateForm(PlainForm):
    """A moderator's answer to one key question."""

    question = forms.ChoiceField(label=_("Which question?"))
    value = forms.ChoiceField(label=_("What is the answer?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Both assessors and the panel can read it. Write no names."),
        max_length=2_000,
        widget=forms.Textarea,
    )


class ExampleForm(PlainForm):
    """A practice example."""

    standard = forms.ChoiceField(label=_("Which standard does it show?"))
    shows = forms.ChoiceField(
        label=_("What does it show?"), choices=PracticeExample.Shows.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was done, and what came of it?"),
        help_text=_("Write it so that nobody could know the child again."),
        max_length=4_000,
        widget=forms.Textarea,
    )
    names_changed = forms.BooleanField(
        label=_("Every name, place and date that could lead to the child is changed or left out")
    )
