"""The session engine: Django's interface over our own rows, whose key is kept as a digest.

A session is read together with its person in one query, and written only when something in it changes.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.utils import timezone

from touchstone.web.fixed_queries import FixedQuery


def session_with_person(digest: str, now: datetime) -> Any:
    """The session with this digest, unless it is over."""
    from touchstone.web.accounts.models import Session

    return Session.objects.select_related("person").filter(digest=digest, expires__gt=now)


SESSION = FixedQuery(session_with_person, str, datetime)
PERSON = "_auth_user_id"  # django.contrib.auth.SESSION_KEY, which cannot be imported before apps are ready


class SessionStore(SessionBase):
    """One session. `row` is what was read, with its person."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.row: Any = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it is over."""
        from touchstone.web.accounts.sessions.operations import digest_of

        self.row = SESSION.first(digest_of(self.session_key or ""), timezone.now())
        if self.row is None:
            self._session_key = None
            return {}
        return dict(json.loads(self.row.data))

    def exists(self, session_key: str) -> bool:
        """Is there such a session?"""
        from touchstone.web.accounts.models import Session
        from touchstone.web.accounts.sessions.operations import digest_of

        return Session.objects.filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """A new session under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.written(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write it. Raises CreateError where the key is taken, UpdateError where the session was ended meanwhile."""
        if self.session_key is None:
            self.create()
        else:
            self.written(must_create=must_create)

    def written(self, *, must_create: bool) -> None:
        """The same, under the key it has."""
        from touchstone.web.accounts.sessions import operations

        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        person = data.get(PERSON)
        row = operations.keep(key=self.session_key or "", data=json.dumps(data), person=person, new=must_create)
        if row is None:
            raise CreateError if must_create else UpdateError
        if self.row is not None and self.row.person_id == row.person_id:
            row.person = self.row.person
        self.row = row

    def delete(self, session_key: str | None = None) -> None:
        """Forget it."""
        from touchstone.web.accounts.sessions import operations

        key = session_key or self.session_key
        if key:
            operations.drop(key=key)
        if session_key is None:
            self.row = None

    @classmethod
    def clear_expired(cls) -> None:
        """Forget all that are over."""
        from touchstone.web.accounts.sessions import operations

        operations.sweep()
