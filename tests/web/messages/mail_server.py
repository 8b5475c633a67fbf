"""A real mail server on loopback, which remembers what it was given and refuses what it is told to refuse."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.postgresql import free_port

SECRET = LoginPassword(b"site", b"s e:c/ret")


@dataclass
class MailServer:
    """What came, and what is to be answered."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)  # address → answer instead of yes
    came: list[tuple[list[str], EmailMessage]] = field(default_factory=list)  # (to whom, what)
    signed_in: list[object] = field(default_factory=list)

    @property
    def url(self) -> str:
        """As TOUCHSTONE_SMTP names it."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letters(self) -> list[EmailMessage]:
        """What came."""
        return [letter for _to, letter in self.came]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address, or answer what the test says."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a letter."""
        letter = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        self.came.append((list(envelope.rcpt_tos), cast(EmailMessage, letter)))
        return "250 taken"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let the site in by its password alone."""
        self.signed_in.append(data)
        return AuthResult(success=data == SECRET, handled=data == SECRET)  # not handled: the server answers 535


@contextmanager
def mail_server(*, password: bool = False, port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """A server that runs as long as the block."""
    made = MailServer(port or free_port())
    asked: dict[str, Any] = (
        {"authenticator": made.authenticate, "auth_require_tls": False, "auth_required": True} if password else {}
    )
    if tls is not None:
        asked |= {"tls_context": tls, "require_starttls": True}
    controller = Controller(made, hostname="127.0.0.1", port=made.port, **asked)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
