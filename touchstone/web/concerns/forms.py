"""What may be typed in about a concern."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.design.forms import PlainForm
from touchstone.web.samples.models import SampledCase


class RaiseForm(PlainForm):
    """A concern."""

    save_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    case = forms.ModelChoiceField(
        label=_("Which case?"),
        queryset=SampledCase.objects.none(),
        required=False,
        empty_label=_("No case of the sample"),
    )
    seen = forms.CharField(
        label=_("What did you see, and why can it not wait?"),
        help_text=_("Say what happened, when, and who is with the child now, as far as you know."),
        max_length=4_000,
        widget=forms.Textarea,
    )
    rang = forms.CharField(
        label=_("Whom have you rung, and when?"),
        help_text=_("Leave this empty if you have not rung anybody yet. Then ring now."),
        max_length=300,
        required=False,
    )


class WordsForm(PlainForm):
    """One text, for what was done or how it ended."""

    words = forms.CharField(label=_("What was done?"), max_length=4_000, widget=forms.Textarea)


class DutyForm(PlainForm):
    """Who is on duty, and on which rung."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    rung = forms.TypedChoiceField(
        label=_("Told"),
        choices=[("1", _("first")), ("2", _("second")), ("3", _("third"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
