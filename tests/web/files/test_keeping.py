"""What is kept: by its hash, whole or not at all, within its room, sent only as a download and only when safe."""

import os
import stat
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.factories.files import docx, pdf, photograph
from tests.web.files.conftest import EXERCISE, ME, SOMEBODY_ELSE, checked, kept, within
from touchstone.intake.problems import ProblemsFound
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import OutsideOperation
from touchstone.web.files import quarantine, store
from touchstone.web.files.checking import clean_name
from touchstone.web.files.found_inside import SENTENCES, in_words
from touchstone.web.files.models import Scan, StoredFile
from touchstone.web.files.operations import keep, mark_scanned, record_scan, remove
from touchstone.web.files.scanning import Verdict
from touchstone.web.files.serving import NotSafeToSend, attachment, content_of, serve
from touchstone.web.files.waiting import sweep
from touchstone.web.tenancy import Unscoped, unscoped

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def test_a_file_is_kept_under_a_random_name_with_its_hash(var: Path) -> None:
    file = kept("Notes of the meeting.PDF")
    path = var / "files" / file.id.hex[:2] / file.id.hex
    assert path.read_bytes() == pdf()
    assert (file.sha256, file.size, file.kind) == (sha256(pdf()).hexdigest(), len(pdf()), "pdf")
    assert (file.name, file.used_as, file.exercise_id, file.handed_in_by) == (
        "Notes of the meeting.PDF", "evidence", EXERCISE, ME,
    )  # fmt: skip
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    row = AuditRow.objects.latest("seq")
    assert row.objects_touched == [f"files.StoredFile:{file.id}"]
    assert row.details["sha256"] == file.sha256
    assert "Notes" not in str(row.details)


def test_a_picture_is_kept_without_its_traces_and_known_again_as_it_came() -> None:
    came = photograph(gps=True)
    file = kept("photo.jpg", came)
    assert file.found_inside == ["place"]
    assert file.handed_in_sha256 == sha256(came).hexdigest() != file.sha256
    assert b"Invented" not in content_of(file)


def test_nothing_changes_outside_an_operation(var: Path) -> None:
    file = kept()
    for step in (
        lambda: keep(checked=checked(), used_as="x", by_id=ME),
        lambda: remove(file=file, by_id=ME),
        lambda: mark_scanned(file=file, verdict=Verdict(Scan.CLEAN)),
    ):
        with pytest.raises(OutsideOperation):
            step()
    with pytest.raises(TypeError):
        record_scan(file=file, verdict=Verdict(Scan.CLEAN), by=ME)  # type: ignore[arg-type]
    assert len(list(store.everything())) == 1


def test_rows_are_read_for_somebody_only() -> None:
    mine, theirs = kept(), kept(by_id=SOMEBODY_ELSE)

    class Person:
        id = ME

    with pytest.raises(Unscoped):
        StoredFile.objects.count()
    assert list(StoredFile.objects.visible_to(Person)) == [mine]
    assert not StoredFile.objects.visible_to(None)
    assert theirs.place().exercise == EXERCISE


def test_an_exercise_has_only_so_much_room(settings: Any, var: Path) -> None:
    settings.MOST_BYTES_KEPT = 2 * len(pdf())
    first = kept()
    kept()
    with pytest.raises(ProblemsFound, match="no room"):
        kept()
    kept(exercise_id=None)
    kept(exercise_id=None, by_id=SOMEBODY_ELSE)
    within(lambda: remove(file=first, by_id=ME))
    kept()


def test_what_is_removed_leaves_its_row_and_nothing_else(var: Path, django_capture_on_commit_callbacks: Any) -> None:
    file = kept()
    with django_capture_on_commit_callbacks(execute=True):
        within(lambda: remove(file=file, by_id=SOMEBODY_ELSE))
        assert store.place(file.id).exists()  # until it is certain
    assert not store.place(file.id).exists()
    assert file.removed_by == SOMEBODY_ELSE
    with pytest.raises(NotSafeToSend):
        serve(file, to=ME)
    before = file.removed_at
    within(lambda: remove(file=file, by_id=ME))
    assert file.removed_at == before


def test_a_file_that_was_changed_on_disk_is_refused_loudly(caplog: pytest.LogCaptureFixture) -> None:
    import logging

    file = kept()
    logging.getLogger("touchstone").propagate = True
    try:
        for spoil in (lambda path: path.write_bytes(pdf() + b" "), lambda path: path.unlink()):
            spoil(store.place(file.id))
            with pytest.raises(store.FileChanged):
                serve(file, to=ME)
            assert "sent to nobody" in caplog.text
            caplog.clear()
    finally:
        logging.getLogger("touchstone").propagate = False


def test_it_is_sent_as_a_download_and_never_shown() -> None:
    response = serve(kept("Übersicht „Juli“; a\u202e.pdf"), to=SOMEBODY_ELSE)
    assert response.content == pdf()
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"Ubersicht Juli_ a.pdf\"; filename*=UTF-8''"
        "%C3%9Cbersicht%20%E2%80%9EJuli%E2%80%9C%3B%20a.pdf"
    )


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ('a"b\\c.pdf', "a_b_c.pdf"),
        ("日本.pdf", "file.pdf"),
        ("x\r\nSet-Cookie: a.pdf", "x__Set-Cookie_ a.pdf"),
        ("..", "file"),
    ],
)
def test_no_name_breaks_out_of_the_header(name: str, plain: str) -> None:
    header = attachment(name)
    assert f'filename="{plain}"' in header
    assert header.isascii()
    assert header.isprintable()


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\notes.docx", "notes.docx"),
        ("a\u202egpj.exe", "agpj.exe"),
        ('a:b*?"<>|.pdf', "a-b------.pdf"),
        (" .notes.pdf. ", "notes.pdf"),
        ("x" * 300 + ".pdf", "x" * 195 + "….pdf"),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@pytest.mark.parametrize("name", ["", "...", "a\0b.pdf", "a\nb.pdf", "a\ud800.pdf"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ProblemsFound):
        clean_name(name)


def test_what_is_found_inside_is_told_in_sentences() -> None:
    assert in_words(["hidden sheets", "author"]) == [str(SENTENCES["author"]), str(SENTENCES["hidden sheets"])]
    for name, content in (("a.docx", docx({"word/comments.xml": "<x/>"})), ("a.jpg", photograph(gps=True))):
        assert set(checked(name, content).found_inside) <= set(SENTENCES)


# ── What a kill leaves, and the sweep ────────────────────────────────────────────────────────────────────────────


def age(path: Path, days: float) -> None:
    then = time.time() - days * 24 * 60 * 60
    os.utime(path, (then, then))


def test_the_sweep_takes_what_nobody_names_after_a_day(var: Path) -> None:
    file, removed = kept(), kept()
    within(lambda: remove(file=removed, by_id=ME))
    with unscoped("a test"):
        StoredFile.objects.filter(id=removed.id).update(removed_at="2020-01-01T00:00:00Z")
    young, old, part = (store.folder() / "ab" / name for name in ("a" * 32, "b" * 32, "c" * 32 + store.UNFINISHED))
    young.parent.mkdir(exist_ok=True)
    token, descriptor = quarantine.new_place()
    os.close(descriptor)
    for path in (young, old, part):
        path.write_bytes(b"x")
    for path in (old, part, store.place(file.id), store.place(removed.id), quarantine.place(token)):
        age(path, 2)
    swept = sweep()
    assert (swept.without_row, swept.of_removed, swept.from_quarantine, swept.missing) == (2, 1, 1, 0)
    assert {path for path, _ in store.everything()} == {young, store.place(file.id)}
    assert sweep() == type(swept)()


def test_a_lost_content_is_told_by_the_sweep() -> None:
    store.place(kept().id).unlink()
    with pytest.raises(CommandError, match="1 kept files have no content"):
        call_command("sweep_files")


def test_half_an_operation_leaves_a_file_without_a_row_and_no_row_without_its_file() -> None:
    file = checked()

    def half() -> None:
        keep(checked=file, used_as="x", by_id=ME)
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        within(half)
    assert len(list(store.everything())) == 1
    with unscoped("a test"):
        assert not StoredFile.objects.exists()


KILLED_AT_EVERY_STEP = """
import os, signal, sys, django
__name__ = 'tests.killed'
django.setup()
from uuid import UUID, uuid4
from django.db import connection, models, transaction
from touchstone.intake.problems import ProblemsFound
from touchstone.web.audit.models import AuditHead, AuditRow, AuditSubject
from touchstone.web.audit.operation import PROGRAM, operation
from touchstone.web.files import operations, store
from touchstone.web.files.checking import CheckedFile
from touchstone.web.files.kinds import KINDS
from touchstone.web.files.models import StoredFile
from touchstone.web.tenancy import unscoped

with connection.schema_editor() as editor:
    for model in (StoredFile, AuditRow, AuditHead, AuditSubject):
        editor.create_model(model)
steps, die_at = 0, 0

def step():
    global steps
    steps += 1
    if steps == die_at:
        os.kill(os.getpid(), signal.SIGKILL)

def around(owner, name):
    true = getattr(owner, name)
    def both(*words, **named):
        step()
        done = true(*words, **named)
        step()
        return done
    setattr(owner, name, both)

@operation(None, also_program=True, open_because="a test")
def hand_in(*, content, by):
    file = CheckedFile("x.txt", KINDS["txt"], content, "0" * 64)
    operations.keep(checked=file, used_as="x", by_id=uuid4(), exercise_id=uuid4())

connection.close()
killed = orphans = 0
while True:
    die_at += 1
    child = os.fork()
    if child == 0:
        for owner, name in ((os, "open"), (os, "fsync"), (os, "replace"), (store, "force_folder"),
                            (models.Model, "save"), (transaction.Atomic, "__exit__")):
            around(owner, name)
        hand_in(content=b"x" * 200_000, by=PROGRAM)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    with unscoped("a test"):
        rows = list(StoredFile.objects.all())
        for row in rows:
            store.read(row.id, expected_sha256=row.sha256)
    names = {row.id.hex for row in rows}
    orphans = sum(1 for path, _ in store.everything() if path.name not in names)
    connection.close()
    if status == 0:
        break
    assert status == signal.SIGKILL, status
    killed += 1
print(killed, len(rows), orphans)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_between_any_two_steps_leaves_no_row_without_its_file(tmp_path: Path) -> None:
    """On SQLite in a process of its own; each round dies one step later, until one lives to its end."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("TOUCHSTONE_", "DATABASE"))
    }
    environment |= {
        "TOUCHSTONE_MODE": "local",
        "TOUCHSTONE_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "touchstone.web.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_STEP],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    killed, rows, orphans = map(int, ran.stdout.split())
    assert killed >= 12
    assert rows >= 1
    assert orphans >= 3
