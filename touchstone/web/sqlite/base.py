"""Django's SQLite backend; two things differ.

A transaction waits for the one before it in short steps. SQLite lets one write at a time, and whoever comes meanwhile
sleeps 1 ms, then 2, 5, 10 and more, however soon the other is done. A save of ours holds the database for little more
than 1 ms, so most of that is waiting for nothing (docs/decisions/0027).

And a statement that was asked before is not put into SQLite's way of marking parameters again.
"""

from __future__ import annotations

import sqlite3
import time
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.utils.asyncio import async_unsafe

STEP = 0.0003  # seconds: a third of what a save takes
PRIMARY_CODE = 0xFF  # SQLite's codes say more in their upper bits


class Cursor(base.SQLiteCursorWrapper):
    """A cursor."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """A statement with SQLite's marks for its parameters."""
        if param_names is not None:
            return str(super().convert_query(query, param_names=param_names))
        return with_question_marks(query)


@lru_cache(maxsize=1024)
def with_question_marks(query: str) -> str:
    """The same, once for each statement."""
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to SQLite."""

    connection: Any
    transaction_mode: str

    def create_cursor(self, name: object = None) -> Cursor:
        """A cursor that remembers statements."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    @async_unsafe
    def _start_transaction_under_autocommit(self) -> None:
        """Begin as a writer as soon as nobody else is one. Raises OperationalError after the time-out, as ever."""
        timeout = self.settings_dict["OPTIONS"]["timeout"]
        until = time.monotonic() + timeout
        with self.wrap_database_errors:
            self.connection.execute("PRAGMA busy_timeout=0")
            try:
                while not self.began(last=time.monotonic() > until):
                    time.sleep(STEP)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout={timeout * 1000}")

    def began(self, *, last: bool) -> bool:
        """Begin, unless somebody else is writing. Raises sqlite3.OperationalError for that too at the last try."""
        try:
            self.connection.execute(f"BEGIN {self.transaction_mode}")
        except sqlite3.OperationalError as why:
            if last or why.sqlite_errorcode & PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True
