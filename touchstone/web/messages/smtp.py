"""The mail server: how TOUCHSTONE_SMTP names it, and how one message is handed over to it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from touchstone.web.messages.models import Message

TIMEOUT = 20  # seconds, for each answer of the mail server
SCHEMES = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class Server:
    """A mail server, and who writes through it."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False  # from the first byte on


def stop(sentence: str) -> SystemExit:
    """The end of a start that cannot be: one line for the person, exit status 1."""
    return SystemExit(f"touchstone: {sentence}")


def server_from_settings() -> Server | None:
    """The server that the settings name; None where they name none. Raises SystemExit with a sentence."""
    return read_server(settings.SECRET_SMTP, sender=settings.MAIL_FROM) if settings.SECRET_SMTP else None


def read_server(url: str, *, sender: str) -> Server:
    """A server as `smtp://user:password@host:port/?starttls=yes` says it. Raises SystemExit with a sentence."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise stop(f"TOUCHSTONE_SMTP cannot be read: {wrong}.") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise stop("TOUCHSTONE_SMTP is not an address; write smtp://user:password@host:port/?starttls=yes, or smtps:.")
    options = parse_qs(parts.query)
    if set(options) - {"starttls"} or options.get("starttls", ["yes"]) not in (["yes"], ["no"]):
        raise stop("TOUCHSTONE_SMTP can say ?starttls=yes or ?starttls=no, and nothing else.")
    if "@" not in sender or not sender.isascii() or not sender.isprintable() or " " in sender:
        raise stop("TOUCHSTONE_MAIL_FROM is not an address; name the one that messages come from.")
    server = Server(
        host=parts.hostname,
        port=port or SCHEMES[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=options.get("starttls") == ["yes"],
        tls=parts.scheme == "smtps",
    )
    if server.password and not (server.starttls or server.tls or is_this_machine(server.host)):
        raise stop("TOUCHSTONE_SMTP would send its password for all to read; add ?starttls=yes, or use smtps:.")
    return server


def is_this_machine(host: str) -> bool:
    """Does nothing that is sent there leave this machine?"""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection, with TLS and signed in where the server asks. Raises OSError and SMTPException."""
    greeting = site_host()  # said to the server instead of asking the network what this machine is called
    post: smtplib.SMTP
    if server.tls:
        post = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=greeting, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        post = smtplib.SMTP(server.host, server.port, local_hostname=greeting, timeout=TIMEOUT)
    try:
        if server.starttls:
            post.starttls(context=ssl.create_default_context())
        if server.user:
            post.login(server.user, server.password)
        yield post
    finally:
        try:
            post.quit()
        except (OSError, smtplib.SMTPException):
            post.close()


def letter(message: Message, server: Server) -> EmailMessage:
    """A message as mail. Its Message-ID is the same at every attempt, so that a mailbox can know it again.

    A line break in a header is refused by the standard library, and by the text gateway before it.
    """
    made = EmailMessage()
    made["Subject"] = message.subject
    made["From"] = server.sender
    made["To"] = message.address
    made["Date"] = format_datetime(message.created)
    made["Message-ID"] = f"<{message.id}@{site_host()}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine writes back
    parts = [message.text]
    if message.about:
        parts.append(f"{settings.SITE_ADDRESS}{message.about}")
    parts.append(_("Touchstone sent this message. Answers to it are not read."))
    made.set_content("\n\n".join(parts) + "\n", cte="quoted-printable")
    return made


def hand_over(message: Message, server: Server, post: smtplib.SMTP) -> None:
    """Give one message to the server. Raises OSError and SMTPException; returning means that the server has it."""
    with translation.override(settings.LANGUAGE_CODE):
        post.send_message(letter(message, server), from_addr=server.sender, to_addrs=[message.address])


def site_host() -> str:
    """The name of the site, without its scheme and port."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
