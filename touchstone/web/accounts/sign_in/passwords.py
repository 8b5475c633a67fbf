"""What a password may be: 12 to 128 characters of any kind, not a common one, not made of words anybody here would try.

OWASP ASVS 5.0, 6.2 (standing: standard). Nothing asks for capitals or digits; nobody must change it by the calendar.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128
FEWEST_DIFFERENT = 5
REST = 6  # letters that must be left when the words below are taken away
CONTEXT = (
    "touchstone", "inspectorate", "inspection", "inspector", "probation", "youth", "justice", "service", "offending",
    "password", "letmein", "welcome", "children", "hmip", "qwerty", "administrator", "admin", "summer", "winter",
    "spring", "autumn",
)  # fmt: skip


class NotTooLong:
    """At most LONGEST characters: a hash of more costs time and protects nobody better."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a longer one."""
        if len(password) > LONGEST:
            words = _("Password: this is %(has)s characters long; at most %(most)s can be kept.")
            raise ValidationError(words % {"has": len(password), "most": LONGEST}, code="password_too_long")

    def get_help_text(self) -> str:
        """In one sentence."""
        return _("At most %(most)s characters.") % {"most": LONGEST}


class NotMadeOfKnownWords:
    """Not one letter over and over, and not only words of this house or of the person."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for one that is."""
        if len(set(password.lower())) < FEWEST_DIFFERENT:
            words = _("Password: it has fewer than %(few)s different characters. Choose another.")
            raise ValidationError(words % {"few": FEWEST_DIFFERENT}, code="password_same")
        rest = re.sub(r"[\W\d_]+", "", password.lower())
        begun = rest
        for word in sorted((*CONTEXT, *words_of(user)), key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != begun and len(rest) < REST:
            words = _("Password: it is made of a name or a word that anybody here would try first. Choose another.")
            raise ValidationError(words, code="password_context")

    def get_help_text(self) -> str:
        """In one sentence."""
        return _("Not your name, and not a word from your work.")


def words_of(user: Any) -> list[str]:
    """The words that name a person: parts of their name, address and organisation of three letters and more."""
    told = " ".join(str(getattr(user, name, "") or "") for name in ("name", "email", "organisation"))
    return [word for word in re.split(r"[\W\d_]+", told.lower()) if len(word) > 2]
