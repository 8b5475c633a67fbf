"""Anchors: the head of the chain, written down outside the database, so that a chain that was cut or rewritten shows.

An anchor is one small file in TOUCHSTONE_AUDIT_ANCHORS. Whoever administers the database must not be able to change
that folder: let it be on another machine, or copy it there. What nobody can detect is a change to rows younger than the
last anchor: the window is as long as the time between two anchors (EVERY). Whoever can also forge anchors, with the
key of the installation, can go further.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from touchstone.web.audit.models import AuditHead

EVERY = timedelta(minutes=5)
NAME = "anchor-{seq:012}-{mark}.json"


class BadAnchor(Exception):
    """A file among the anchors that is none of ours, or was changed. The message names it and says what to do."""


@dataclass(frozen=True)
class Anchor:
    """The chain's head at a moment."""

    seq: int
    hash: str
    at: str  # UTC

    def seal(self) -> str:
        """A keyed digest: a file that somebody made up, without TOUCHSTONE_SECRET_KEY, has another."""
        told = f"{self.seq}\n{self.hash}\n{self.at}".encode()
        return hmac.new(b"audit anchor\n" + settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()

    def text(self) -> str:
        """As it stands in its file."""
        return json.dumps({"seq": self.seq, "hash": self.hash, "at": self.at, "seal": self.seal()}, indent=1) + "\n"


def drop_anchor() -> Path | None:
    """Write the head down, unless it is anchored already; where. Nothing is ever written over."""
    head = AuditHead.objects.filter(pk=1).first()
    if head is None or head.seq == 0:
        return None
    folder = Path(settings.AUDIT_ANCHORS)
    folder.mkdir(parents=True, exist_ok=True)
    anchor = Anchor(head.seq, head.hash, timezone.now().isoformat(timespec="seconds"))
    path = folder / NAME.format(seq=anchor.seq, mark=anchor.hash[:12])
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        return None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(anchor.text())
        file.flush()
        os.fsync(file.fileno())
    return path


def kept_anchors() -> Iterator[Anchor]:
    """Every anchor, oldest first. Raises BadAnchor."""
    folder = Path(settings.AUDIT_ANCHORS)
    for path in sorted(folder.glob("anchor-*.json")) if folder.is_dir() else []:
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            anchor = Anchor(int(said["seq"]), str(said["hash"]), str(said["at"]))
            sealed = hmac.compare_digest(anchor.seal(), str(said["seal"]))
        except (ValueError, KeyError, TypeError, OSError):
            raise BadAnchor(f"{path.name} cannot be read. Bring it back from where anchors are copied to.") from None
        if not sealed:
            raise BadAnchor(f"{path.name} was not written by this installation, or was changed since.")
        yield anchor
