"""What may be typed in about the timetable of fieldwork."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User
from touchstone.web.design.days import ClockField, DayField
from touchstone.web.design.forms import PlainForm
from touchstone.web.inspections.timetable import Interpreter, What
from touchstone.web.samples.models import SampledCase

NO_CHILD = _("A role, such as 'case manager' or 'the management board'. Never the name of a child.")


class SlotForm(PlainForm):
    """One entry of the timetable."""

    buttons = ("save", "save_and_next")

    day = DayField(label=_("Day"))
    begins = ClockField(label=_("From"), help_text=_("For example, 9:30"))
    ends = ClockField(label=_("To"), help_text=_("For example, 10:30"))
    what = forms.ChoiceField(label=_("What"), choices=What.choices, widget=forms.RadioSelect)
    case = forms.ModelChoiceField(
        label=_("Which case"),
        queryset=SampledCase.objects.none().as_scoped(),
        required=False,
        empty_label=_("No case"),
    )
    with_whom = forms.CharField(label=_("With whom"), help_text=NO_CHILD, max_length=120, required=False)
    people = forms.MultipleChoiceField(label=_("Who of the team"), widget=forms.CheckboxSelectMultiple, required=False)
    online = forms.BooleanField(label=_("Online"), required=False)
    where = forms.CharField(
        label=_("Where"), help_text=_("A room, or how to join. The same words for the same room."), max_length=120,
        required=False,
    )  # fmt: skip
    interpreter = forms.ChoiceField(label=_("Interpreter"), choices=Interpreter.choices, widget=forms.RadioSelect)
    language = forms.CharField(label=_("Language"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, team: list[User], cases: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = [(str(person.pk), person.name) for person in team]  # type: ignore[attr-defined]
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What only both together can tell: an end after the beginning, the language, the case."""
        kept = super().clean() or self.cleaned_data
        begins, ends = kept.get("begins"), kept.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("To: it ends before it begins. Write a later time."))
        if kept.get("interpreter") in (Interpreter.NEEDED, Interpreter.ARRANGED) and not kept.get("language"):
            self.add_error("language", _("Language: nothing is filled in. Say which language is interpreted."))
        if kept.get("what") == What.READ and not kept.get("case") and self.fields["case"].queryset.exists():  # type: ignore[attr-defined]
            self.add_error("case", _("Which case: nothing is chosen. Choose the case that is read."))
        return kept


class CancelForm(PlainForm):
    """Why an entry is taken out."""

    because = forms.CharField(label=_("Reason"), help_text=_("Name no child."), max_length=200, required=False)


class AwayForm(PlainForm):
    """Somebody of the team is away."""

    person = forms.ChoiceField(label=_("Who"))
    first = DayField(label=_("First day away"))
    last = DayField(label=_("Last day away"))

    def __init__(self, *args: Any, team: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", _("Choose somebody")), *((str(it.pk), it.name) for it in team)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        kept = super().clean() or self.cleaned_data
        first, last = kept.get("first"), kept.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", _("Last day away: it is before the first. Write a later day."))
        return kept


class InsteadForm(PlainForm):
    """Who comes instead of somebody, in these entries."""

    person = forms.ChoiceField(label=_("Who comes instead"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, others: list[tuple[User, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [(str(it.pk), it.name) for it, _hint in others]  # type: ignore[attr-defined]
