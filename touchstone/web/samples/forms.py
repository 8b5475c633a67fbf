"""What may be typed in the room of the sample."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from touchstone.standards.framework import Framework
from touchstone.web.design.days import DayField
from touchstone.web.design.forms import PlainForm
from touchstone.web.samples.reasons import NEEDS_DETAIL, Reason

LONGEST_REASON = 1_000  # characters
LARGEST_SIZE = 20_000  # cases; a list has no more rows

HOW_DATES = (("iso", lazy("Year first, as 2026-12-31, or dates of the spreadsheet")),
             ("day-first", lazy("Day first, as 31/12/2026")))  # fmt: skip


def prose(label: Any, *, hint: Any = "", required: bool = True) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_REASON,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ListForm(PlainForm):
    """A list is handed in."""

    dates = forms.ChoiceField(label=lazy("How are dates written in it?"), choices=HOW_DATES, initial="iso",
                              widget=forms.RadioSelect)  # fmt: skip
    file = forms.FileField(label=lazy("The list of cases"), help_text=lazy("A CSV, XLSX or ODS file of at most 20 MB."))


class RulesForm(PlainForm):
    """Window and sizes in place of the framework's; one field for each group."""

    window_first = DayField(label=lazy("First day of the window"), required=False)
    window_last = DayField(label=lazy("Last day of the window"), required=False)
    because = prose(lazy("Why"), hint=lazy("It is shown with the sample, to the service too."))

    def __init__(self, *args: Any, framework: Framework, **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups = {f"size_{group.id}": group for group in framework.sample.groups}
        for name, group in self.groups.items():
            label = _("Cases of %(group)s") % {"group": group.title}
            self.fields[name] = forms.IntegerField(label=label, required=False, min_value=1, max_value=LARGEST_SIZE)
        self.order_fields(["window_first", "window_last", *self.groups, "because"])

    def clean(self) -> dict[str, Any]:
        """Both days of a window or none, the first one first."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("window_first"), cleaned.get("window_last")
        typed = not {"window_first", "window_last"} & self.errors.keys()
        if typed and bool(first) != bool(last):
            missing = "window_last" if first else "window_first"
            self.add_error(missing, _("A window needs both its days. Fill in this one too, or empty the other."))
        if first and last and first > last:
            self.add_error("window_last", _("The window ends before it begins. Exchange the two dates."))
        return cleaned

    def sizes(self) -> dict[str, int]:
        """The numbers that were typed, by group."""
        return {group.id: self.cleaned_data[name] for name, group in self.groups.items()
                if self.cleaned_data.get(name) is not None}  # fmt: skip


class ReasonForm(PlainForm):
    """A reason that stays with what it was given for."""

    because = prose(
        lazy("Why"), hint=lazy("It stays with the draw, and the service can read it. No names of children.")
    )


class SubstituteForm(PlainForm):
    """A case cannot be read."""

    reason = forms.ChoiceField(label=lazy("Why can it not be read?"), choices=Reason.choices, widget=forms.RadioSelect)
    detail = prose(lazy("What else there is to say"), required=False,
                   hint=lazy("No names: not the child's, nor anybody else's."))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Some reasons do not say enough by themselves."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") in NEEDS_DETAIL and not cleaned.get("detail") and "detail" not in self.errors:
            self.add_error("detail", ValidationError(_("This reason needs a sentence more. Say what is the matter.")))
        return cleaned
