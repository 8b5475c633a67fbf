"""The chain: what is hashed, how a row is added at its end, and whether it still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from touchstone.web.audit.models import NO_HASH, AuditRow


def hash_of(facts: dict[str, object], previous: str) -> str:
    """SHA-256 over the hash before it and the facts of a row in their one canonical form."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What reading the chain from end to end showed."""

    rows: int
    head: str  # hash of the last row
    problem: str = ""  # the first thing that is wrong, in words; "" where all holds

    @property
    def holds(self) -> bool:
        """Is every row as it was written, and none missing between the first and the last?"""
        return not self.problem


def verify(rows: Iterable[AuditRow], *, expected_head: tuple[int, str] | None = None) -> Verdict:
    """Read rows in order of `seq` and say the first that does not fit the one before it.

    `expected_head` is the last seq and hash as another place knows them; without it, rows cut off the end do not show.
    """
    previous, last = NO_HASH, 0
    known_at = ""
    for row in rows:
        if row.seq != last + 1:
            return Verdict(last, previous, f"Row {last + 1} is missing: after {last} comes {row.seq}.")
        if row.previous != previous:
            return Verdict(last, previous, f"Row {row.seq} does not follow the row before it.")
        if hash_of(row.facts(), previous) != row.hash:
            return Verdict(last, previous, f"Row {row.seq} is not as it was written.")
        previous, last = row.hash, row.seq
        if expected_head and last == expected_head[0]:
            known_at = previous
    if expected_head and expected_head[0] and known_at != expected_head[1]:
        seq = expected_head[0]
        what = "is missing" if last < seq else "is another than the one that was anchored"
        return Verdict(last, previous, f"Row {seq} {what}.")
    return Verdict(last, previous)
