"""What may be asked of the audit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.web.audit.kinds import Kind, Outcome
from touchstone.web.design.days import DayField
from touchstone.web.design.forms import PlainForm


class SearchForm(PlainForm):
    """A search, sent in the body: names and days have no place in an address."""

    person = forms.CharField(
        label=_("Person"), help_text=_("Part of a name or an address."), max_length=120, required=False
    )
    exercise = forms.ChoiceField(label=_("Inspection or other exercise"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any"))])
    what = forms.CharField(
        label=_("Act"), help_text=_("Part of its name, such as sign_in."), max_length=100, required=False
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("Any")), *[(str(o.value), o.label) for o in Outcome]]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    record = forms.UUIDField(
        label=_("Record"),
        help_text=_("The id of a child's case or of any other record: who saw it, and why."),
        required=False,
        error_messages={"invalid": _("Record: this is no id. Copy it from the address of the record's page.")},
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    buttons = ("older",)

    def __init__(self, *args: Any, exercises: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exercise"].choices = [("", _("Any")), *exercises]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Any")), *[(str(k.value), k.label) for k in Kind]]  # type: ignore[attr-defined]
