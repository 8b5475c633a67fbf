"""What may be typed in about documents in advance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.forms.checklists import checklist_for
from touchstone.web.design.forms import PlainForm
from touchstone.web.evidence.pages import SaveForm, standards_field
from touchstone.web.exercises.models import Exercise


def asked_choices(exercise: Exercise, *, other: bool) -> list[tuple[str, str]]:
    """Every document of the checklist; with `other`, one that is not on it."""
    listed = [(one.id, one.what) for one in checklist_for(exercise.framework()).documents]
    return [("", str(_("Another document"))), *listed] if other else listed


class HandInForm(SaveForm):
    """One file, for a document of the checklist or another one."""

    asked = forms.ChoiceField(label=_("Which document is it?"), required=False)
    title = forms.CharField(
        label=_("What is it, if it is not on the list?"),
        help_text=_("Say what kind of document it is. Never write the name of a child or a parent."),
        max_length=200,
        required=False,
    )
    file = forms.FileField(label=_("The file"), help_text=_("PDF, Word, OpenDocument, Excel, CSV, text, PNG or JPEG."))

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["asked"].choices = asked_choices(exercise, other=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A document that nobody asked for says what it is."""
        cleaned = super().clean() or self.cleaned_data
        if "asked" in cleaned and not cleaned["asked"] and not cleaned.get("title"):
            self.add_error("title", _("Choose a document from the list, or say what it is."))
        return cleaned


class KeepForm(HandInForm):
    """The same file once its sender has read what is inside it."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=2_000)

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(exercise, *args, **options)
        del self.fields["file"]
        for name in ("asked", "title"):
            self.fields[name].widget = forms.HiddenInput()


class MissingForm(PlainForm):
    """'We do not have this', and why."""

    asked = forms.ChoiceField(label=_("Which document do you not have?"))
    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("For example: it is being written, and will be there by a certain day."),
        max_length=2_000,
        widget=forms.Textarea,
    )

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["asked"].choices = asked_choices(exercise, other=False)  # type: ignore[attr-defined]


class ReadForm(PlainForm):
    """What somebody of the team made of a version of a document."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(label=_("What did you note?"), max_length=8_000, widget=forms.Textarea, required=False)

    def __init__(self, exercise: Exercise, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["standards"] = standards_field(exercise)
