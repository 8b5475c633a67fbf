"""The chain: what is hashed, how a row is added at its end, and whether it still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from touchstone.web.audit.models import NO_HASH, AuditRow

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
NO_ANCHORS: Mapping[int, str] = MappingProxyType({})
EVERY_SO_MANY = 10_000  # rows between two words about progress


def hash_of(facts: dict[str, object], previous: str) -> str:
    """SHA-256 over the hash before it and the facts of a row in their one canonical form."""
    text = CANONICAL.encode(facts)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def index_digest(pairs: Iterable[tuple[int, str]]) -> int:
    """A digest of which rows concern which children, (seq, id) each, in whatever order they come."""
    digests = (hashlib.sha256(f"{seq}\n{child}".encode()).digest() for seq, child in pairs)
    return sum(int.from_bytes(digest, "big") for digest in digests) % 2**256


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


def verify(
    rows: Iterable[AuditRow],
    *,
    expected_head: tuple[int, str] | None = None,
    anchors: Mapping[int, str] = NO_ANCHORS,
    progress: Callable[[int], None] | None = None,
) -> Verdict:
    """Read rows in order of `seq` and say the first that does not fit the one before it.

    `expected_head` is the last seq and hash as another place knows them, and `anchors` are earlier heads that were
    written down outside the database (seq to hash); without either, rows cut off the end, and a chain written anew
    from some row on, do not show. `progress` is told the number of rows read so far, every EVERY_SO_MANY rows.
    """
    known = dict(anchors)
    if expected_head and expected_head[0]:
        known[expected_head[0]] = expected_head[1]
    previous, last = NO_HASH, 0
    for row in rows:
        if row.seq != last + 1:
            return Verdict(last, previous, f"Row {last + 1} is missing: after {last} comes {row.seq}.")
        if row.previous != previous:
            return Verdict(last, previous, f"Row {row.seq} does not follow the row before it.")
        if hash_of(row.facts(), previous) != row.hash:
            return Verdict(last, previous, f"Row {row.seq} is not as it was written.")
        previous, last = row.hash, row.seq
        if known.pop(last, previous) != previous:
            return Verdict(last, previous, f"Row {last} is another than the one that was anchored.")
        if progress is not None and last % EVERY_SO_MANY == 0:
            progress(last)
    if known:
        return Verdict(last, previous, f"Row {min(known)} is missing: it was anchored, and the chain ends at {last}.")
    return Verdict(last, previous)
