"""From where an act comes: set once for a request by the middleware, read when the act is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Circumstances:
    """The request an act belongs to; all empty for what the program does by itself."""

    request: str = ""  # a random id, also in the log
    address: str = ""  # of the network
    session: str = ""  # a digest of the session's key


_now: ContextVar[Circumstances] = ContextVar("circumstances", default=Circumstances())  # noqa: B039  (frozen)


def circumstances() -> Circumstances:
    """Those of this moment."""
    return _now.get()


@contextmanager
def under(these: Circumstances) -> Iterator[None]:
    """Let everything inside be written down under these circumstances."""
    token = _now.set(these)
    try:
        yield
    finally:
        _now.reset(token)
