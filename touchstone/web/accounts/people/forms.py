"""What may be typed in about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touchstone.web.accounts.models import Service, User
from touchstone.web.accounts.roles import ROLES
from touchstone.web.design.days import DayField
from touchstone.web.design.forms import PlainForm


class DetailsForm(PlainForm):
    """One's own details."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    telephone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Where you are rung when you are on duty for safety concerns."),
        max_length=40,
        required=False,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class InvitationForm(PlainForm):
    """Somebody new."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Email address"), max_length=254)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=160, required=False)
    leaves_on = DayField(
        label=gettext_lazy("Leaves on"),
        help_text=gettext_lazy("Where it is known already. From that day on they cannot sign in."),
        required=False,
    )

    def clean_email(self) -> str:
        """One person, one account."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(
                _("Email address: somebody has an account with it already. Look for them in the list.")
            )
        return email


class LeavingForm(PlainForm):
    """The day somebody leaves."""

    leaves_on = DayField(
        label=gettext_lazy("Leaves on"),
        help_text=gettext_lazy("From that day on they cannot sign in. Leave it empty where none is known."),
        required=False,
    )


class RoleForm(PlainForm):
    """A role to give, at the installation or at a service."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    service = forms.ModelChoiceField(
        label=gettext_lazy("Youth justice service"),
        help_text=gettext_lazy("For roles that are held at a service."),
        queryset=Service.objects.none(),
        required=False,
        empty_label=gettext_lazy("No service"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.id, role.name) for role in ROLES.values() if role.held != "exercise"
        ]
        self.fields["service"].queryset = Service.objects.filter(ended=None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A service exactly where the role is held at one."""
        cleaned = super().clean() or self.cleaned_data
        role = ROLES.get(cleaned.get("role", ""))
        if role is None:
            return cleaned
        if role.held == "service" and not cleaned.get("service") and "service" not in self.errors:
            self.add_error("service", _("Youth justice service: this role is held at a service. Choose which."))
        if role.held == "installation" and cleaned.get("service"):
            self.add_error("service", _("Youth justice service: this role is held everywhere. Choose no service."))
        return cleaned


class ConflictForm(PlainForm):
    """A conflict of interest one declares."""

    service = forms.ModelChoiceField(
        label=gettext_lazy("Youth justice service"), queryset=Service.objects.none(), empty_label=""
    )
    reason = forms.CharField(
        label=gettext_lazy("What the conflict is"),
        help_text=gettext_lazy("Such as “worked there until 2024”. Name nobody but yourself."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.filter(ended=None)  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["reason"]).split())
