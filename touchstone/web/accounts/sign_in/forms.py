"""The forms of signing in: django-allauth's own checks, on our form with its one gateway for text."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touchstone.web.accounts.sign_in import operations
from touchstone.web.accounts.sign_in.passwords import LONGEST
from touchstone.web.accounts.sign_in.second_factor import show_second_factor
from touchstone.web.design.forms import PlainForm

CODE_WAS_USED = 3 * 60  # seconds for which a code of an app is remembered: longer than any is accepted


def password_field(label: Any, hint: Any = "", *, new: bool = False) -> forms.CharField:
    """A password: pasting is welcome, and so is the browser's own store."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=4 * LONGEST, strip=False)


class SignIn(PlainForm, account.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(label=gettext_lazy("Email address"), max_length=254)
        self.fields["password"] = password_field(gettext_lazy("Password"))
        self.fields.pop("remember", None)
        self.order_fields(["login", "password"])


class SignInAgain(PlainForm, account.ReauthenticateForm):
    """The password once more, before something that needs it."""

    password = password_field(gettext_lazy("Your password"))


class NewPassword(PlainForm):
    """A password to choose."""

    password = password_field(
        gettext_lazy("New password"),
        gettext_lazy("At least 12 characters. Three or four words that nobody would guess together are good."),
        new=True,
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse what can be guessed."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password


class ChangePassword(NewPassword):
    """The old password, and a new one."""

    old = password_field(gettext_lazy("Your password now"))
    field_order = ("old", "password")

    def clean_old(self) -> str:
        """Refuse a wrong one; every try counts."""
        clear = check_rate_limit(self.person)
        if not self.person.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("Your password now: this is not your password. Enter it again."))
        clear()
        return ""


class AskForPassword(PlainForm):
    """An address to send a link to."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class CodeForm(PlainForm):
    """A code of an app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    again = False

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.authenticator: Authenticator | None = None

    def clean_code(self) -> str:
        """Refuse a code that is none, or was used."""
        clear = check_rate_limit(self.user)
        code = str(self.cleaned_data["code"])
        totp = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if totp is not None and totp.wrap().validate_code(code) and first_use(self.user, code):
            totp.user = self.user
            self.authenticator = totp
        elif not operations.use_recovery_code(person=self.user, code=code):
            operations.refuse_sign_in(person=self.user, why="wrong code")
            raise get_adapter().validation_error("incorrect_code")
        clear()
        return code

    def save(self) -> None:
        """The code was right: write it into the session."""
        if self.authenticator is not None:
            post_authentication(context.request, self.authenticator, reauthenticated=self.again)
        else:
            more = {"reauthenticated": True} if self.again else {}
            record_authentication(context.request, self.user, "mfa", type="recovery_codes", **more)
        show_second_factor(context.request)


class CodeAgain(CodeForm):
    """The same, before something that needs it."""

    again = True


def first_use(person: Any, code: str) -> bool:
    """Is this the first time that this code of an app is used?"""
    plain = "".join(figure for figure in code if figure.isdigit())
    return bool(cache.add(f"code:{person.pk}:{plain}", 1, timeout=CODE_WAS_USED))


class SetUpApp(PlainForm, ActivateTOTPForm):
    """The first code of an app that was just set up."""

    code = forms.CharField(
        label=gettext_lazy("Code that the app shows"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """The code opens the app's secret, and cannot be used to sign in again."""
        code: str = super().clean_code()
        first_use(self.user, code)
        return code


class RemoveApp(PlainForm, DeactivateTOTPForm):
    """Nothing to fill in."""


ODD_ANSWERS = (KeyError, TypeError, ValueError, InvalidSignature, AttributeError)


def answer_field() -> forms.JSONField:
    """What a passkey answered: JSON that the script puts there."""
    return forms.JSONField(label=gettext_lazy("Passkey"), widget=forms.Textarea)


class AddPasskey(PlainForm, webauthn.AddWebAuthnForm):
    """A new passkey and its name."""

    name = forms.CharField(
        label=gettext_lazy("A name for this passkey"),
        help_text=gettext_lazy("Such as “my telephone” or “blue key”."),
        max_length=60,
        required=False,
    )
    passwordless = forms.BooleanField(
        label=gettext_lazy("Let this passkey sign me in without a password"),
        help_text=gettext_lazy("It then asks for your finger, your face or a PIN each time."),
        required=False,
    )
    credential = answer_field()

    def _clean_form(self) -> None:
        """An answer that no passkey gives is refused, and is never an error of ours."""
        try:
            super()._clean_form()
        except ODD_ANSWERS:
            self.add_error(None, get_adapter().validation_error("incorrect_code"))


class PasskeyAnswer(PlainForm):
    """An answer to a question that was put to a passkey."""

    credential = answer_field()

    def clean_credential(self) -> Any:
        """The passkey that answered. An answer that none gives is refused, and is never an error of ours."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ODD_ANSWERS as error:
            raise ValidationError(_("Passkey: it was not accepted. Try again.")) from error


class ShowPasskey(PasskeyAnswer, webauthn.AuthenticateWebAuthnForm):
    """The second factor at sign-in."""


class SignInByPasskey(PasskeyAnswer, webauthn.LoginWebAuthnForm):
    """Signing in by a passkey alone, which asks for its own proof of the person."""


class ShowPasskeyAgain(PasskeyAnswer, webauthn.ReauthenticateWebAuthnForm):
    """Before something that needs it."""


class RenamePasskey(PlainForm, webauthn.EditWebAuthnForm):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("A name for this passkey"), max_length=60)
