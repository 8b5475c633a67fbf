"""Files that wait for the virus scanner, and what is left over on disk: what a schedule sees to."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from touchstone.web.audit.operation import PROGRAM
from touchstone.web.files import quarantine, store
from touchstone.web.files.models import Scan, StoredFile
from touchstone.web.files.operations import record_scan
from touchstone.web.files.scanning import ScannerDown, Verdict, ask_scanner
from touchstone.web.files.serving import content_of
from touchstone.web.tenancy import unscoped

log = logging.getLogger("touchstone.web.files")

LEFT_OVER_AFTER = 24 * 60 * 60  # seconds; no upload and no transaction lasts as long


@dataclass(frozen=True)
class Scanned:
    """What one round of scanning did. `why_not` says why it ended early."""

    asked: int = 0
    infected: int = 0
    waiting: int = 0
    why_not: str = ""


def scan_waiting(*, most: int = 100) -> Scanned:
    """Ask the scanner about files that wait, oldest first; each answer is an operation of its own.

    A scanner that is down ends the round: what waits goes on waiting. Nothing is asked where scanning is off.
    """
    if not settings.SCANNING_REQUIRED:
        return Scanned(why_not="Scanning is off in this installation.")
    states = (Scan.UNSCANNED, Scan.NOT_HERE)
    asked = infected = 0
    why_not = ""
    with unscoped("the scanner looks at every file that waits, whoever it belongs to"):
        files = list(StoredFile.objects.filter(scan__in=states, removed_at=None).order_by("handed_in_at")[:most])
    for file in files:
        try:
            verdict = ask_scanner(content_of(file))
        except store.FileChanged:
            verdict = Verdict(Scan.REFUSED, "its content on disk was changed")
        except ScannerDown as down:
            log.error("files wait for the virus scanner: %s", down)
            why_not = str(down)
            break
        record_scan(file=file, verdict=verdict, by=PROGRAM)
        asked += 1
        infected += verdict.state is Scan.INFECTED
        if verdict.state is Scan.INFECTED:
            log.error("file %s is infected: %s", file.id, verdict.says)
    with unscoped("how many files wait, whoever they belong to"):
        waiting = StoredFile.objects.filter(scan__in=states, removed_at=None).count()
    return Scanned(asked, infected, waiting, why_not)


@dataclass(frozen=True)
class Swept:
    """What one sweep took away, and kept files whose content is missing (there should be none)."""

    without_row: int = 0
    of_removed: int = 0
    from_quarantine: int = 0
    missing: int = 0


def sweep() -> Swept:
    """Take away what no row names and what was removed, once it is older than a day, and all that stayed in quarantine.

    Files are listed before rows are asked for, so that one being kept meanwhile is never taken for an orphan.
    """
    now = time.time()
    found = [(path, owner) for path, owner in store.everything() if now - path.stat().st_mtime > LEFT_OVER_AFTER]
    yesterday = timezone.now() - timedelta(seconds=LEFT_OVER_AFTER)
    with unscoped("the sweep looks at every file on disk, whoever it belongs to"):
        rows = dict(StoredFile.objects.values_list("id", "removed_at"))
    without_row = of_removed = from_quarantine = 0
    for path, owner in found:
        if owner is None or owner not in rows:
            path.unlink(missing_ok=True)
            without_row += 1
        elif (removed := rows[owner]) is not None and removed < yesterday:
            path.unlink(missing_ok=True)
            of_removed += 1
    for path in quarantine.folder().iterdir():
        if now - path.stat().st_mtime > LEFT_OVER_AFTER:
            path.unlink(missing_ok=True)
            from_quarantine += 1
    missing = sum(1 for owner, removed in rows.items() if removed is None and not store.place(owner).is_file())
    if missing:
        log.error("%d kept files have no content on disk", missing)
    return Swept(without_row, of_removed, from_quarantine, missing)
