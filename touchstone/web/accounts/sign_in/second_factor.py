"""Second factors: codes of an app, passkeys and recovery codes; secrets encrypted, codes used once, QR codes as SVG."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

QUIET_ZONE = 4  # modules of white around a QR code; ISO/IEC 18004 asks for four


class SecondFactors(DefaultMFAAdapter):
    """How django-allauth keeps second factors here."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Code: this is not the code. Enter the one that is shown now, or a recovery code."),
        "cannot_delete_authenticator": _("Your last second factor cannot be removed. Set up another one first."),
    }

    def encrypt(self, text: str) -> str:
        """The secret of an app's codes as it is stored."""
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """And back."""
        return cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one, where one is required."""
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        return bool(Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk).exists())

    def get_totp_issuer(self) -> str:
        """What the app on the telephone calls us."""
        return "Touchstone"

    def get_totp_label(self, user: Any) -> str:
        """Whose code it is, in that app."""
        return str(user.email)

    def build_totp_svg(self, url: str) -> str:
        """The QR code, without the inline style that a strict policy would refuse."""
        return str(qr_code(url))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Us, as passkeys know us."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Touchstone"}


def cipher() -> Fernet:
    """What secrets in the database are encrypted with: it hangs on TOUCHSTONE_SECRET_KEY, which is not in it."""
    key = hashlib.sha256(b"second factors\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def qr_code(text: str) -> SafeString:
    """A text as a QR code: one path in an SVG that takes the size its place gives it."""
    from qrcode.main import QRCode

    drawn: Any = QRCode(border=0)
    drawn.add_data(text)
    drawn.make(fit=True)
    dark = drawn.get_matrix()
    size = len(dark) + 2 * QUIET_ZONE
    path = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z" for y, row in enumerate(dark) for x, on in enumerate(row) if on
    )
    return format_html(
        '<svg class="ts-qr" viewBox="0 0 {} {}" role="img" aria-labelledby="qr-title" shape-rendering="crispEdges">'
        '<title id="qr-title">{}</title><rect width="{}" height="{}" fill="#fff"/><path fill="#000" d="{}"/></svg>',
        size, size, _("QR code for your authenticator app"), size, size, path,
    )  # fmt: skip


def factors_of(person: Any) -> list[Authenticator]:
    """The second factors somebody has set up."""
    return list(Authenticator.objects.filter(user=person).order_by("created_at"))


def show_second_factor(request: HttpRequest) -> None:
    """Note in the session that its person has shown a second factor."""
    request.session["second_factor"] = True
