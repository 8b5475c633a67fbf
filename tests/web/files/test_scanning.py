"""The virus scanner is asked as ClamAV is asked; what it has not called clean is not clean."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.web.files.conftest import ME, SOMEBODY_ELSE, kept, within
from touchstone.web.audit.models import AuditRow
from touchstone.web.files import store
from touchstone.web.files.models import Scan
from touchstone.web.files.operations import mark_scanned
from touchstone.web.files.scanning import ScannerDown, Verdict, ask_scanner
from touchstone.web.files.serving import NotSafeToSend, serve
from touchstone.web.files.waiting import scan_waiting

# The harmless text that every scanner reports (https://www.eicar.org), in two pieces, so that this file is none.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST_STREAM = 1_000_000


class Clamd(threading.Thread):
    """A server that speaks INSTREAM as clamd does, and knows one virus."""

    def __init__(self, listener: socket.socket, says: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.listener = listener
        self.says = says
        self.asked = 0

    def run(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line:
                self.asked += 1
                line.sendall(self.answer(line.makefile("rb")))

    def answer(self, read: Any) -> bytes:
        command = read.read(10)
        if command != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = b""
        while length := int.from_bytes(read.read(4), "big"):
            content += read.read(length)
            if len(content) > MOST_STREAM:
                return b"INSTREAM size limit exceeded. ERROR\0"
        if self.says:
            return self.says
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    """A scanner on loopback, which this installation requires."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.SCANNING_REQUIRED = True
        settings.CLAMD = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        server = Clamd(listener)
        server.start()
        yield server


def test_it_says_clean_infected_or_too_large(clamd: Clamd) -> None:
    assert ask_scanner(b"words") == Verdict(Scan.CLEAN)
    assert ask_scanner(b"") == Verdict(Scan.CLEAN)
    assert ask_scanner(b"x" * 200_000 + EICAR) == Verdict(Scan.INFECTED, "Eicar-Test-Signature")
    assert ask_scanner(b"x" * 3_000_000).state is Scan.REFUSED


@pytest.mark.skipif(os.name == "nt", reason="no such sockets")
def test_it_is_asked_over_a_unix_socket_too(tmp_path: Path) -> None:
    path = tmp_path / "clamd"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        Clamd(listener).start()
        assert ask_scanner(EICAR, address=f"unix:{path}").state is Scan.INFECTED


@pytest.mark.parametrize("says", [b"stream: maybe\0", b"", b"OK?\0", b"stream: OK FOUND ERROR\0", b"\xff" * 9_000])
def test_any_other_answer_is_none(clamd: Clamd, says: bytes) -> None:
    clamd.says = says or b"\0"
    with pytest.raises(ScannerDown):
        ask_scanner(b"words")


@pytest.mark.parametrize("address", ["", "tcp://127.0.0.1:1", "unix:/nowhere", "http://127.0.0.1", "tcp://"])
def test_a_scanner_that_is_not_there_is_down(address: str) -> None:
    with pytest.raises(ScannerDown):
        ask_scanner(b"words", address=address)


@pytest.mark.django_db
def test_what_waits_is_scanned_oldest_first_and_written_down(clamd: Clamd) -> None:
    clean, infected = kept("a.txt", b"words"), kept("b.txt", b"words\n" + EICAR)
    assert clean.scan_state() is infected.scan_state() is Scan.UNSCANNED
    assert clean.may_be_sent_to(ME)
    assert not clean.may_be_sent_to(SOMEBODY_ELSE)
    assert not clean.may_be_sent_to(None)
    done = scan_waiting()
    assert (done.asked, done.infected, done.waiting, done.why_not) == (2, 1, 0, "")
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert clean.scan_state() is Scan.CLEAN
    assert serve(clean, to=SOMEBODY_ELSE).status_code == 200
    assert (infected.scan_state(), infected.scan_says) == (Scan.INFECTED, "Eicar-Test-Signature")
    for person in (ME, SOMEBODY_ELSE, None):
        with pytest.raises(NotSafeToSend, match="virus was found"):
            serve(infected, to=person)
    row = AuditRow.objects.latest("seq")
    assert (row.what, row.who, row.role, row.details) == ("files.record_scan", None, "program", {"scan": "infected"})
    assert scan_waiting().asked == 0
    within(lambda: mark_scanned(file=infected, verdict=Verdict(Scan.CLEAN)))
    infected.refresh_from_db()
    assert infected.scan == Scan.INFECTED


@pytest.mark.django_db
def test_while_the_scanner_is_down_files_wait_and_are_never_taken_for_clean(settings: Any) -> None:
    settings.SCANNING_REQUIRED, settings.CLAMD = True, "tcp://127.0.0.1:1"
    file = kept("a.txt", b"words")
    done = scan_waiting()
    assert (done.asked, done.waiting) == (0, 1)
    file.refresh_from_db()
    assert file.scan_state() is Scan.UNSCANNED
    with pytest.raises(NotSafeToSend, match="Waiting for the virus scan"):
        serve(file, to=SOMEBODY_ELSE)
    with pytest.raises(CommandError, match="1 waiting"):
        call_command("scan_files")


@pytest.mark.django_db
def test_what_the_scanner_cannot_read_goes_to_whoever_handed_it_in_alone(clamd: Clamd) -> None:
    file = kept("a.txt", b"x" * 3_000_000)
    scan_waiting()
    file.refresh_from_db()
    assert file.scan_state() is Scan.REFUSED
    assert file.may_be_sent_to(ME)
    assert not file.may_be_sent_to(SOMEBODY_ELSE)


@pytest.mark.django_db
def test_where_scanning_is_off_pages_say_so_and_once_it_is_required_old_files_wait(clamd: Clamd, settings: Any) -> None:
    settings.SCANNING_REQUIRED = False
    file = kept("a.txt", b"words")
    assert file.scan_state() is Scan.NOT_HERE
    assert "no virus scanner" in str(file.scan_state().label)
    assert file.may_be_sent_to(SOMEBODY_ELSE)
    assert scan_waiting().why_not
    assert not clamd.asked
    settings.SCANNING_REQUIRED = True
    assert file.scan_state() is Scan.UNSCANNED
    assert not file.may_be_sent_to(SOMEBODY_ELSE)
    call_command("scan_files")
    file.refresh_from_db()
    assert file.scan_state() is Scan.CLEAN


@pytest.mark.django_db
def test_a_content_that_was_changed_is_never_called_clean(clamd: Clamd) -> None:
    file = kept("a.txt", b"words")
    store.place(file.id).write_bytes(b"others")
    scan_waiting()
    file.refresh_from_db()
    assert file.scan_state() is Scan.REFUSED
    assert not clamd.asked
