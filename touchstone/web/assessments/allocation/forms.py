"""What may be typed in when cases are given out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.assessments.models import CaseAssessment, Marking
from touchstone.web.design.forms import PlainForm
from touchstone.web.samples.models import SampledCase


class AllocateForm(PlainForm):
    """One case for one person."""

    case = forms.ModelChoiceField(label=_("Case"), queryset=SampledCase.objects.none(), empty_label=_("Choose"))
    marking = forms.ChoiceField(
        label=_("As"), choices=[(Marking.FIRST, Marking.FIRST.label), (Marking.SECOND, Marking.SECOND.label)],
        widget=forms.RadioSelect,
    )  # fmt: skip
    assessor = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none(), empty_label=_("Choose"))


class AlongForm(PlainForm):
    """Somebody who reads a case together with its assessor."""

    assessment = forms.ModelChoiceField(
        label=_("Case"), queryset=CaseAssessment.objects.none(), empty_label=_("Choose")
    )
    person = forms.ModelChoiceField(label=_("Who reads along"), queryset=User.objects.none(), empty_label=_("Choose"))


class ChanceForm(PlainForm):
    """Second markings by chance."""

    share = forms.IntegerField(label=_("Share of cases"), min_value=1, max_value=100)
    seed = forms.CharField(
        label=_("Seed"),
        help_text=_("Any words or figures. From the same seed anybody can make the same choice again."),
        max_length=80,
    )
