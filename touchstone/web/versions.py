"""The one versioned save: nothing acknowledged is lost, and nobody writes over another.

A row that several people write has a number, its version. Whoever saves says which version they had before them (the
base), and a save id that their side made. Then, in one transaction:

    the base is the version there is      → stored as the next version, and a history row says who, when and what
    this save id was stored already       → the first result once more; a lost reply is no conflict
    what is there says the very same      → nothing to choose; a history row keeps the save id
    anything else                         → a conflict: what was sent is kept in the history, and told beside the other

It compares and swaps in one statement, so it needs no lock and holds on SQLite and PostgreSQL alike. Texts are never
merged by a program: a person picks one, or joins both, and that is a new save upon the version they saw.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from touchstone.web.fixed_queries import database
from touchstone.web.text_fields import LineField


class Outcome(models.TextChoices):
    """What came of a save."""

    STORED = "stored", _("stored")
    SAME = "same", _("the same was there already")
    ASIDE = "aside", _("kept aside: somebody else had saved before")


class VersionedRow(models.Model):
    """A row that several people write. `identity` names the fields that find it, `content` those that people write.

    Nothing is looked for by its writer, here or in the history, and every index is one more page to write at each save.
    """

    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)

    identity: ClassVar[tuple[str, ...]] = ()  # with a unique constraint over them
    content: ClassVar[tuple[str, ...]] = ()

    class Meta:
        """No table of its own."""

        abstract = True


class VersionRow(models.Model):
    """One save, never changed. Its id is the save id that the client made; it has the content fields of its row.

    A subclass has a UUID as its `id`, a foreign key `row` to what it is a version of, and what says where it belongs.
    """

    base = models.PositiveIntegerField()  # what the writer had before them
    version = models.PositiveIntegerField()  # what the row was at afterwards
    outcome = LineField(max_length=10, choices=Outcome.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """No table of its own."""

        abstract = True


@dataclass(frozen=True)
class Saved:
    """The save holds: at which version the row is by it, since when. `repeated`: it had been stored before."""

    version: int
    at: datetime
    repeated: bool = False


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved before. What was sent is kept in the history; `theirs` is what there is, at `version`."""

    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]
    version: int
    by: UUID
    at: datetime
    repeated: bool = False


class SaveIdUsed(ValueError):
    """The save id belongs to another save: a client that does not make its ids by chance."""


@dataclass(frozen=True)
class Save:
    """One save: of which row (values of `identity`, and of all else the row needs), upon which base, by whom, when."""

    which: Mapping[str, Any]
    base: int
    save_id: UUID
    content: Mapping[str, Any]
    by: UUID
    at: datetime


def save_version(rows: type[VersionedRow], history: type[VersionRow], save: Save) -> Saved | Conflict:
    """Store one save, once. See the module for the four things that can come of it.

    Call it inside the transaction of an operation, whose audit row then stands or falls with it; where the result is
    `repeated` nothing was written and the operation should write nothing either. Raises SaveIdUsed.
    """
    if not database().in_atomic_block:
        raise transaction.TransactionManagementError("A version is saved in the transaction of its operation.")
    found = swap(rows, save)
    if found is not None:
        row_id, version = found
        if not written_down(history, save, row_id=row_id, version=version, outcome=Outcome.STORED):
            raise SaveIdUsed(f"The save id {save.save_id} belongs to another save.")
        return Saved(version, save.at)
    return not_swapped(rows, history, save)


def swap(rows: type[VersionedRow], save: Save) -> tuple[Any, int] | None:
    """The row's id and its new version where the base was what there is; None where it was not."""
    connection, sql = database(), statements(rows)
    content = [prepared(connection, rows, name, save.content[name]) for name in rows.content]
    which = [prepared(connection, rows, name, value) for name, value in sorted(save.which.items())]
    stamp = [prepared(connection, rows, "changed_at", save.at), prepared(connection, rows, "changed_by", save.by)]
    with connection.cursor() as cursor:
        if save.base == 0:
            names = tuple(sorted(save.which))
            cursor.execute(
                sql.insert(names), [prepared(connection, rows, "id", uuid.uuid4()), *which, *content, *stamp]
            )
        else:
            identity = [prepared(connection, rows, name, save.which[name]) for name in rows.identity]
            cursor.execute(sql.update, [*content, *stamp, *identity, save.base])
        found = cursor.fetchone()
    return (found[0], int(found[1])) if found else None


def not_swapped(rows: type[VersionedRow], history: type[VersionRow], save: Save) -> Saved | Conflict:
    """What it means that the base is not what there is: done before, the same, or a conflict."""
    row: Any = rows._default_manager.filter(**{name: save.which[name] for name in rows.identity}).first()
    if row is None:  # the database was brought back from before the base; nothing stands against the save
        return save_version(rows, history, Save(save.which, 0, save.save_id, save.content, save.by, save.at))
    theirs = {name: getattr(row, name) for name in rows.content}
    before = history._default_manager.filter(pk=save.save_id).first()
    if before is not None:
        return once_more(row, theirs, before, save)
    mine = {name: as_stored(rows, name, save.content[name]) for name in rows.content}
    same = mine == theirs
    outcome = Outcome.SAME if same else Outcome.ASIDE
    row_id = prepared(database(), rows, "id", row.pk)
    if not written_down(history, save, row_id=row_id, version=row.version, outcome=outcome):
        before = history._default_manager.get(pk=save.save_id)  # the same save, sent twice at once
        return once_more(row, theirs, before, save)
    if same:
        return Saved(row.version, save.at)
    return Conflict(mine, theirs, row.version, row.changed_by_id, row.changed_at)


def once_more(row: Any, theirs: Mapping[str, Any], before: Any, save: Save) -> Saved | Conflict:
    """The first result of a save that was stored before. Raises SaveIdUsed where it was another's."""
    if before.row_id != row.pk or before.by_id != save.by:
        raise SaveIdUsed(f"The save id {save.save_id} belongs to another save.")
    if before.outcome != Outcome.ASIDE:
        return Saved(before.version, before.at, repeated=True)
    mine = {name: getattr(before, name) for name in theirs}
    return Conflict(mine, theirs, row.version, row.changed_by_id, row.changed_at, repeated=True)


def written_down(history: type[VersionRow], save: Save, *, row_id: Any, version: int, outcome: Outcome) -> bool:
    """Add the history row; False where its save id is there already."""
    connection, columns = database(), history_columns(history)
    values: dict[str, Any] = {
        "id": save.save_id,
        "base": save.base,
        "version": version,
        "outcome": outcome.value,
        "at": save.at,
        "by": save.by,
        **save.content,
    }
    filled = [
        row_id
        if name == "row"
        else prepared(connection, history, name, values[name] if name in values else save.which[name])
        for name in columns.names
    ]
    with connection.cursor() as cursor:
        cursor.execute(columns.sql, filled)
        return cursor.fetchone() is not None


def prepared(connection: Any, model: type[models.Model], name: str, value: Any) -> Any:
    """A value as this database takes it; texts pass the gateway of their field. Raises ValidationError."""
    return stored_field(model, name).get_db_prep_save(value, connection)


@cache
def stored_field(model: type[models.Model], name: str) -> Any:
    """The field of a model, or the one that it points to, which knows how the database keeps it."""
    field = model._meta.get_field(name)
    return field.target_field if isinstance(field, models.ForeignKey) else field


def as_stored(model: type[models.Model], name: str, value: Any) -> Any:
    """A value as it reads when it comes back from the database."""
    field: Any = model._meta.get_field(name)
    if isinstance(field, models.JSONField):
        return list(value) if isinstance(value, tuple) else value
    return field.get_prep_value(value)


@dataclass(frozen=True)
class Statements:
    """The SQL that swaps a row of one model."""

    table: str
    columns: Mapping[str, str]  # field → quoted column
    identity: tuple[str, ...]
    content: tuple[str, ...]

    @property
    def update(self) -> str:
        """Swap: only where the version is the base."""
        sets = ", ".join(f"{self.columns[name]} = %s" for name in (*self.content, "changed_at", "changed_by"))
        found = " AND ".join(f"{self.columns[name]} = %s" for name in self.identity)
        version = self.columns["version"]
        return (
            f"UPDATE {self.table} SET {sets}, {version} = {version} + 1 "
            f"WHERE {found} AND {version} = %s RETURNING {self.columns['id']}, {version}"
        )

    def insert(self, which: Sequence[str]) -> str:
        """The first version, unless there is a row already."""
        names = ("id", *which, *self.content, "changed_at", "changed_by")
        listed = ", ".join(self.columns[name] for name in names)
        target = ", ".join(self.columns[name] for name in self.identity)
        places = ", ".join(["%s"] * len(names))
        return (
            f"INSERT INTO {self.table} ({listed}, {self.columns['version']}) VALUES ({places}, 1) "
            f"ON CONFLICT ({target}) DO NOTHING RETURNING {self.columns['id']}, {self.columns['version']}"
        )


@cache
def statements(rows: type[VersionedRow]) -> Statements:
    """Made once for each model; the names come from our own models, never from outside."""
    quote = database().ops.quote_name
    columns = {field.name: quote(str(field.column)) for field in rows._meta.concrete_fields}
    return Statements(quote(rows._meta.db_table), columns, rows.identity, rows.content)


@dataclass(frozen=True)
class HistoryColumns:
    """The SQL that adds a history row, and the fields in its order."""

    names: tuple[str, ...]
    sql: str


@cache
def history_columns(history: type[VersionRow]) -> HistoryColumns:
    """Made once for each model."""
    quote = database().ops.quote_name
    names = tuple(field.name for field in history._meta.concrete_fields)
    listed = ", ".join(quote(str(field.column)) for field in history._meta.concrete_fields)
    places = ", ".join(["%s"] * len(names))
    table, key = quote(history._meta.db_table), quote(str(history._meta.pk.column))
    sql = f"INSERT INTO {table} ({listed}) VALUES ({places}) ON CONFLICT ({key}) DO NOTHING RETURNING {key}"
    return HistoryColumns(names, sql)
