"""Mail through a real server: delivered, put off, refused, and neither lost nor sent twice."""

from __future__ import annotations

import signal
import socket
import ssl
import uuid
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import LazySettings
from django.utils import timezone

from tests.apart import Apart, eventually
from tests.factories.people import Cast
from tests.web.messages.mail_server import MailServer, mail_server
from tests.web.messages.test_telling import kept, told, whole
from touchstone.web.messages import operations, sending, smtp
from touchstone.web.messages.models import Message
from touchstone.web.messages.operations import Recipient
from touchstone.web.tenancy import unscoped


def raised(*people: object) -> list[Message]:
    """A message to each."""
    return told(to=people, text="concern_raised", values={"inspection": uuid.uuid4()}, about="/work/")


def change(**changes: object) -> None:
    with unscoped("a test"):
        Message.objects.update(**changes)


def only() -> Message:
    (message,) = kept()
    return message


def minutes_from_now(message: Message) -> float:
    return (message.next_try - timezone.now()).total_seconds() / 60


def test_a_message_is_delivered_once(cast: Cast, server: MailServer) -> None:
    about = f"/work/exercises/{cast.exercise.id}/"
    (message,) = told(to=[cast.lead], text="stage_due", values=whole(), about=about)
    assert sending.send_due() == 1
    assert sending.send_due() == 0
    ((to, letter),) = server.came
    assert to == ["lead@example.org"]
    assert letter["To"] == "lead@example.org"
    assert letter["From"] == "touchstone@example.org"
    assert letter["Subject"] == message.subject
    assert letter["Message-ID"] == f"<{message.id}@touchstone.example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert message.text in body
    assert f"https://touchstone.example.org{about}" in body
    assert only().sent_at is not None


def test_without_a_mail_server_the_inbox_has_it(cast: Cast, settings: LazySettings) -> None:
    settings.SECRET_SMTP = ""
    raised(cast.lead)
    assert sending.send_due() == 0
    assert (only().sent_at, only().failed, only().attempts) == (None, False, 0)


def test_while_the_server_is_down_messages_are_put_off_and_none_is_lost(cast: Cast, settings: LazySettings) -> None:
    with socket.socket() as taken:  # a port on which nobody listens, and nobody will
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        settings.SECRET_SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "touchstone@example.org"
        raised(cast.lead, cast.chief)
        pauses = []
        for attempt in range(1, 9):
            change(next_try=timezone.now())
            assert sending.send_due() == 0
            assert {message.attempts for message in kept()} == {attempt}
            assert {message.problem for message in kept()} == {sending.NO_ANSWER}
            pauses.append(round(minutes_from_now(kept()[0])))
    assert pauses == [0, 1, 2, 5, 10, 30, 60, 60]
    assert sending.send_due() == 0  # not before its time
    change(next_try=timezone.now())
    with mail_server(port=port) as server:
        assert sending.send_due() == 2
        assert len(server.came) == 2
    assert not any(message.failed or message.problem for message in kept())


def test_after_two_days_a_message_is_left_to_the_inbox(cast: Cast, settings: LazySettings) -> None:
    settings.SECRET_SMTP = "smtp://127.0.0.1:1"
    raised(cast.lead)
    long_ago = timezone.now() - timedelta(days=3)
    change(created=long_ago)
    assert sending.due() == []
    message = operations.hold(message_id=only().id)
    assert message is not None
    operations.put_off(message=message, problem=sending.NO_ANSWER)
    assert only().failed


@pytest.mark.parametrize(
    ("answer", "failed"), [("550 no such person here", True), ("451 come back later", False), ("452 full", False)]
)
def test_a_refused_address_is_told_to_administrators_and_stops_nobody_else(
    cast: Cast, server: MailServer, answer: str, failed: bool
) -> None:
    server.answers["lead@example.org"] = answer
    raised(cast.lead, cast.chief)
    assert sending.send_due() == 1
    assert [to for to, _letter in server.came] == [["chief@example.org"]]
    (message,) = [one for one in kept() if one.recipient == cast.lead.id]
    assert (message.failed, message.problem) == (failed, f"the mail server answered {answer[:3]}")
    told_of = [(one.person, one.address, one.messages) for one in sending.failed_addresses()]
    assert told_of == ([(cast.lead.id, "lead@example.org", 1)] if failed else [])


def test_a_message_that_another_worker_is_sending_is_left_alone(cast: Cast, server: MailServer) -> None:
    raised(cast.lead)
    assert operations.hold(message_id=only().id) is not None
    assert operations.hold(message_id=only().id) is None
    assert sending.send_due() == 0
    change(held_until=timezone.now() - timedelta(seconds=1))  # that worker was killed before it sent
    assert sending.send_due() == 1
    assert len(server.came) == 1


def test_killed_after_the_servers_yes_the_same_mail_goes_again_under_the_same_id(
    cast: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised(cast.lead)

    def killed(*, message: Message) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(operations, "sent", killed)
        with pytest.raises(KeyboardInterrupt):
            sending.send_due()
    change(held_until=timezone.now() - timedelta(seconds=1))
    assert sending.send_due() == 1
    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["subject", "address"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_no_header_can_be_slipped_in(server: MailServer, field: str, ends: str) -> None:
    """The text gateway refuses a line break on one line; were it not there, the standard library would."""
    (message,) = raised(Recipient(uuid.uuid4(), "a@example.org"))
    setattr(message, field, f"a@example.org{ends}Bcc: b@example.org")
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        smtp.letter(message, smtp.read_server(server.url, sender="touchstone@example.org"))


@pytest.mark.django_db
def test_words_in_other_letters_arrive_as_they_are(server: MailServer) -> None:
    raised(Recipient(uuid.uuid4(), "a@example.org"))
    change(subject="Arolygiad – Ynys Môn", text="Mae’r dyddiad wedi newid: ŵ, ŷ.\n" + "x" * 2000)
    assert sending.send_due() == 1
    (letter,) = server.letters
    assert letter["Subject"] == "Arolygiad – Ynys Môn"
    assert "ŵ, ŷ." in letter.get_content()
    assert "x" * 2000 in letter.get_content()


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on loopback
def test_the_site_signs_in_where_the_server_asks(settings: LazySettings) -> None:
    with mail_server(password=True) as server:
        settings.MAIL_FROM = "touchstone@example.org"
        settings.SECRET_SMTP = f"smtp://site:wrong@127.0.0.1:{server.port}"
        raised(Recipient(uuid.uuid4(), "a@example.org"))
        assert sending.send_due() == 0
        assert only().problem == "the mail server answered 535"
        change(next_try=timezone.now())
        settings.SECRET_SMTP = f"smtp://site:s%20e%3Ac%2Fret@127.0.0.1:{server.port}"
        assert sending.send_due() == 1
        assert len(server.came) == 1


@pytest.mark.django_db
def test_the_channel_is_secret_and_the_server_is_who_it_says(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certificate_for_loopback(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mail_server(tls=context) as server:
        settings.SECRET_SMTP, settings.MAIL_FROM = f"{server.url}/?starttls=yes", "touchstone@example.org"
        raised(Recipient(uuid.uuid4(), "a@example.org"))
        assert sending.send_due() == 0  # anybody could have made this certificate
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        change(next_try=timezone.now())
        assert sending.send_due() == 1
        settings.SECRET_SMTP = server.url
        raised(Recipient(uuid.uuid4(), "b@example.org"))
        assert sending.send_due() == 0  # the server takes nothing in the open
        assert [to for to, _letter in server.came] == [["a@example.org"]]


def certificate_for_loopback(folder: Path) -> Path:
    """A certificate for 127.0.0.1 signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server of tests")])
    now = timezone.now()
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(alternative, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(secret + made.public_bytes(pem))
    return file


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mail.example.org", "is not an address"),
        ("http://mail.example.org", "is not an address"),
        ("smtp://", "is not an address"),
        ("smtp://mail.example.org:many", "cannot be read"),
        ("smtp://mail.example.org/?tls=yes", "nothing else"),
        ("smtp://mail.example.org/?starttls=maybe", "nothing else"),
        ("smtp://me:secret@mail.example.org", "for all to read"),
    ],
)
def test_a_mail_server_that_is_wrongly_named_stops_the_start(url: str, said: str) -> None:
    with pytest.raises(SystemExit, match=said) as stopped:
        smtp.read_server(url, sender="touchstone@example.org")
    assert "secret" not in str(stopped.value)


def test_how_a_mail_server_is_named() -> None:
    server = smtp.read_server("smtp://a%40b:c%3Ad@mail.example.org/?starttls=yes", sender="t@example.org")
    assert (server.host, server.port, server.user, server.password) == ("mail.example.org", 25, "a@b", "c:d")
    assert (server.starttls, server.tls) == (True, False)
    assert "c:d" not in repr(server)
    assert smtp.read_server("smtps://mail.example.org", sender="t@example.org").port == 465
    with pytest.raises(SystemExit, match="TOUCHSTONE_MAIL_FROM"):
        smtp.read_server("smtp://mail.example.org", sender="nobody")


DYING = "import django; django.setup(); import sys; from tests.web.messages import dying; dying.main(sys.argv[1])"


def test_killed_after_the_commit_it_is_sent_later_and_before_the_commit_never(site: Apart) -> None:
    for when in ("before", "after"):
        assert site.start(DYING, when).wait(timeout=60) == -signal.SIGKILL
    assert [message.address for message in kept()] == ["after@example.org"]
    with mail_server() as server:
        more = {"TOUCHSTONE_SMTP": server.url, "TOUCHSTONE_MAIL_FROM": "touchstone@example.org"}
        run = "import django; django.setup(); from django.core.management import call_command; call_command('worker')"
        workers = [site.start(run, **more), site.start(run, **more)]
        eventually(lambda: only().sent_at, child=workers[0])
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=30) in (0, -signal.SIGTERM)  # one that was not up yet had nothing to finish
        assert [to for to, _letter in server.came] == [["after@example.org"]]
