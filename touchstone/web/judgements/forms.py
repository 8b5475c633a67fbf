"""What may be typed in about a judgement, and in the panel's room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touchstone.standards.framework import Framework, KeyQuestion, Standard
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.design.forms import PlainForm
from touchstone.web.judgements.models import Met, Side


def ratings_of(framework: Framework) -> list[tuple[str, str]]:
    """The framework's ratings to choose from, best first."""
    words = framework.rating.words if framework.rating else ()
    return [(word, word) for word in reversed(words)]


class ProposalForm(PlainForm):
    """A proposed judgement: one choice per characteristic, a rating, reasons."""

    rating = forms.ChoiceField(label=_("Which rating do you propose?"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Why?"),
        help_text=_("What the evidence shows, for and against. Whoever reads this did not meet the people you met."),
        max_length=8_000,
        widget=forms.Textarea,
    )

    def __init__(self, standard: Standard, framework: Framework, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standard = standard
        self.fields["rating"].choices = ratings_of(framework)  # type: ignore[attr-defined]
        for question in standard.key_questions:
            self.fields[key_of(question)] = forms.ChoiceField(
                label=f"{question.id} {question.asks}", choices=Met.choices, widget=forms.RadioSelect
            )
        self.order_fields([key_of(question) for question in standard.key_questions])

    @property
    def characteristics(self) -> dict[str, str]:
        """What was chosen for each characteristic."""
        return {question.id: self.cleaned_data[key_of(question)] for question in self.standard.key_questions}


def key_of(question: KeyQuestion) -> str:
    """The name of a characteristic's field."""
    return f"met-{question.id}"


class ArgueForm(PlainForm):
    """An argument."""

    side = forms.ChoiceField(label=_("You speak"), choices=Side.choices, widget=forms.RadioSelect)
    rating = forms.ChoiceField(label=_("Do you propose a rating?"), required=False)
    words = forms.CharField(label=_("Your argument"), max_length=4_000, widget=forms.Textarea)

    def __init__(self, framework: Framework, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = [("", _("No, only an argument")), *ratings_of(framework)]  # type: ignore[attr-defined]


class DecideForm(PlainForm):
    """A decision."""

    rating = forms.ChoiceField(label=_("What did the panel decide?"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why?"), max_length=8_000, widget=forms.Textarea)

    def __init__(self, framework: Framework, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = ratings_of(framework)  # type: ignore[attr-defined]


class WordsForm(PlainForm):
    """One text: a minute, or a dissent."""

    words = forms.CharField(label=_("For the minutes"), max_length=4_000, widget=forms.Textarea)


class SendBackForm(PlainForm):
    """A case to be looked at again."""

    case = forms.ModelChoiceField(label=_("Which case?"), queryset=CaseAssessment.objects.none())
    reason = forms.CharField(
        label=_("What should be looked at again, and why?"), max_length=2_000, widget=forms.Textarea
    )
