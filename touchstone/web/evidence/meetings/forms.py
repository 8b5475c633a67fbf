"""What may be typed in about people met, what they said, and figures of the service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import roles_with
from touchstone.web.design.days import DayField
from touchstone.web.design.forms import PlainForm
from touchstone.web.evidence.models import GivenBy, Group, ItemKind, Speaker
from touchstone.web.evidence.pages import SaveForm, standards_field
from touchstone.web.exercises.models import Exercise

LANGUAGES = (
    ("en", _("English")),
    ("cy", _("Welsh")),
    ("pl", _("Polish")),
    ("ur", _("Urdu")),
    ("pa", _("Punjabi")),
    ("bn", _("Bengali")),
    ("ar", _("Arabic")),
    ("ro", _("Romanian")),
    ("so", _("Somali")),
    ("und", _("Another language")),
)


def team_of(exercise: Exercise) -> Any:
    """People who may have been there: those who record evidence in this exercise."""
    held = Grant.objects.filter(role__in=roles_with(Permission.EVIDENCE_WRITE), ended=None, exercise=exercise.pk)
    return User.objects.filter(pk__in=held.values("person"), is_active=True)


class ItemForm(SaveForm):
    """A meeting, a group, an interview or an observation."""

    kind = forms.ChoiceField(label=_("What was it?"), choices=ItemKind.choices, widget=forms.RadioSelect)
    day = DayField(label=_("Day"))
    group = forms.ChoiceField(label=_("Whom did you meet?"), choices=[("", ""), *Group.choices])
    with_whom = forms.CharField(
        label=_("With whom, in words of their roles"),
        help_text=_("For example: six case managers from both offices. Never write the name of a child or a parent."),
        max_length=200,
    )
    people = forms.IntegerField(label=_("How many took part, without the team"), min_value=1, max_value=500)
    team = forms.ModelMultipleChoiceField(
        label=_("Who of the team was there?"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    notes = forms.CharField(
        label=_("What did you hear and see?"), max_length=20_000, widget=forms.Textarea, required=False
    )

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["standards"] = standards_field(exercise)
        self.fields["team"].queryset = team_of(exercise)  # type: ignore[attr-defined]
        self.fields["day"].latest = timezone.localdate()  # type: ignore[attr-defined]


class ChangeItemForm(ItemForm):
    """The same, upon the version one had before one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(exercise, *args, **options)
        del self.fields["save_id"]


class QuoteForm(SaveForm):
    """Words of one person, made anonymous."""

    words = forms.CharField(
        label=_("Their words, made anonymous"),
        help_text=_(
            "Leave out names, places, dates, schools, teams, and anything that only one person could have said."
        ),
        max_length=2_000,
        widget=forms.Textarea,
    )
    who = forms.ChoiceField(label=_("Who said it?"), choices=Speaker.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language are these words?"), choices=LANGUAGES)


class ChangeQuoteForm(QuoteForm):
    """Other words in place of a quote."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["save_id"]


class CheckForm(PlainForm):
    """What a second person finds of a quote."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    finds = forms.ChoiceField(
        label=_("Could these words lead to somebody?"),
        choices=[
            ("nobody", _("No: they lead to nobody, also not for people who know the service")),
            ("somebody", _("They may: send the quote back")),
            ("withdraw", _("It cannot be made anonymous: take it out of use for good")),
        ],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("What must go?"),
        help_text=_("Say what kind of thing it is. Do not write it down again."),
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )


class FigureForm(SaveForm):
    """A figure about the service."""

    label = forms.CharField(
        label=_("What is the figure of?"), help_text=_("For example: children on the caseload"), max_length=200
    )
    value = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=4)
    unit = forms.CharField(label=_("Unit"), help_text=_("For example: children, people, %, cases"), max_length=40)
    source = forms.CharField(
        label=_("Source"), help_text=_("Where somebody else finds the same figure."), max_length=300
    )
    as_of = forms.CharField(
        label=_("As of"), help_text=_("A day, a month or a year: 31 March 2026, March 2026, 2026"), max_length=40
    )
    given_by = forms.ChoiceField(label=_("Whose word is it?"), choices=GivenBy.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, by_service: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if by_service:
            del self.fields["given_by"]
