"""What may be typed in when an inspection file is brought in or taken out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.design.forms import PlainForm


class BringInForm(PlainForm):
    """A file to bring in."""

    file = forms.FileField(
        label=_("Inspection file"),
        help_text=_("A .json file, or a .zip file of it and the table of its cases. At most 20 MB."),
    )


class TicketForm(PlainForm):
    """What leads from the dry run to the keeping of the very same file."""

    ticket = forms.CharField(max_length=2_000, widget=forms.HiddenInput)


class TakeOutForm(PlainForm):
    """Who receives a file that holds references of cases, and why."""

    recipients = forms.CharField(
        label=_("Who receives it"), help_text=_("An organisation or an office. It is written down."), max_length=200
    )
    purpose = forms.CharField(
        label=_("What for"), help_text=_("In one sentence, naming no child. It is written down."), max_length=300
    )
