"""What may be typed in by whoever manages surveys and by whoever reads what was written in them."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.design.days import DayField
from touchstone.web.design.forms import PlainForm
from touchstone.web.surveys.models import Audience
from touchstone.web.surveys.operations import MOST_LINKS_AT_ONCE

LONGEST_TEXT = 10_000


class OpenForm(PlainForm):
    """A new survey."""

    audience = forms.ChoiceField(label=_("Who is asked?"), choices=Audience.choices, widget=forms.RadioSelect)
    asked_by = forms.CharField(
        label=_("Who asks?"),
        help_text=_("As people read it on the first page. Do not name the service."),
        max_length=120,
    )
    reader = forms.ModelChoiceField(
        label=_("Who reads what people write?"),
        help_text=_("A safeguarding reader of the team, within a working day."),
        queryset=User.objects.none(),
    )
    closes_on = DayField(label=_("Last day to answer"))


class ChangeForm(PlainForm):
    """Another reader or another last day."""

    reader = forms.ModelChoiceField(label=_("Who reads what people write?"), queryset=User.objects.none())
    closes_on = DayField(label=_("Last day to answer"))


class LinksForm(PlainForm):
    """How many links to make, each for one person."""

    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    number = forms.IntegerField(
        label=_("How many links?"),
        help_text=_("One for each person. At most 50 at once."),
        min_value=1,
        max_value=MOST_LINKS_AT_ONCE,
    )


class SharedLinkForm(PlainForm):
    """One link for many."""

    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    most = forms.IntegerField(
        label=_("How many people may answer by it?"),
        help_text=_("As many as are asked. The link stops when so many have answered."),
        min_value=1,
        max_value=2_000,
    )


class TakeOutForm(PlainForm):
    """A text without what could show who wrote it."""

    words = forms.CharField(
        label=_("The text as others may see it"),
        help_text=_("Take out names, places and whatever shows who wrote it. Write […] where words were taken out."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Write […] to take out every word.")},
    )


class ConcernForm(PlainForm):
    """A safety concern from what was written."""

    save_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    known = forms.TypedChoiceField(
        label=_("Can you tell who wrote this, or who is in danger?"),
        choices=[("yes", _("Yes, the words say so")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(
        label=_("What does whoever is on duty need to know?"),
        help_text=_("Quote what matters, and say whom it is about as far as you can tell."),
        max_length=4_000,
        widget=forms.Textarea,
    )
    rang = forms.CharField(
        label=_("Whom have you rung, and when?"),
        help_text=_("Leave this empty if you have not rung anybody yet. Then ring now."),
        max_length=300,
        required=False,
    )
