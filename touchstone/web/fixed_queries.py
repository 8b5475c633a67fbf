"""Queries that are asked at every request: written with Django like all others, their SQL made once.

Putting a query together takes Django longer than a small database takes to answer it. A fixed query is put together
once in each thread, with stand-ins for its values, and from then on runs with other values:

    SESSION = FixedQuery(lambda digest, now: Session.objects.filter(digest=digest, expires__gt=now), str, datetime)
    row = SESSION.first(digest, timezone.now())

Its shape must not depend on the values: no list of a length that changes, no None.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable, get_related_populators


class FixedQuery:
    """One query of a fixed shape. `make` gives the queryset for values of the kinds named (UUID, str or datetime)."""

    def __init__(self, make: Callable[..., Any], *kinds: type) -> None:
        self.make = make
        self.kinds = kinds
        self.made = threading.local()

    def rows(self, *values: Any) -> list[Any]:
        """Instances, or tuples where the queryset is of values. The caller answers for whom they are read."""
        connection = database()
        ready = getattr(self.made, "ready", None)
        if ready is None or ready.vendor != connection.vendor:
            ready = self.made.ready = Ready(self.make, self.kinds)
        return ready.run(connection, values)

    def first(self, *values: Any) -> Any:
        """The first of them, or None."""
        return next(iter(self.rows(*values)), None)


class Ready:
    """The SQL of a fixed query on this database, with the places of its values."""

    def __init__(self, make: Callable[..., Any], kinds: Sequence[type]) -> None:
        connection = database()
        self.vendor = connection.vendor
        self.prepare = [PREPARE[kind] for kind in kinds]
        stand_ins = [STAND_INS[kind]() for kind in kinds]
        rows = make(*stand_ins)
        self.compiler = rows.query.get_compiler(connection.alias)
        self.sql, params = self.compiler.as_sql()
        prepared = [prepare(connection, value) for prepare, value in zip(self.prepare, stand_ins, strict=True)]
        self.params = [prepared.index(param) if param in prepared else Constant(param) for param in params]
        unused = set(range(len(kinds))) - {place for place in self.params if isinstance(place, int)}
        if unused:
            raise ValueError("A fixed query does not use one of its values, or changes it.")
        fields = [select[0] for select in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(fields)
        self.instances = instances_of(self.compiler) if rows._iterable_class is ModelIterable else None

    def run(self, connection: Any, values: Sequence[Any]) -> list[Any]:
        """The rows for these values."""
        given = [prepare(connection, value) for prepare, value in zip(self.prepare, values, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [given[place] if isinstance(place, int) else place.value for place in self.params])
            found: Any = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        return [self.instances(row) for row in found] if self.instances else [tuple(row) for row in found]


class Constant:
    """A parameter that is the same whatever the values."""

    def __init__(self, value: Any) -> None:
        self.value = value


def instances_of(compiler: Any) -> Callable[[Any], models.Model]:
    """How a row becomes a model's instance with what is joined to it, as Django's own iteration does it."""
    select, klass = compiler.select, compiler.klass_info
    fields = klass["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    related = get_related_populators(klass, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # of a later Django
    annotated = tuple(compiler.annotation_col_map.items())
    model = klass["model"]

    def made(row: Any) -> models.Model:
        instance: models.Model = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populate in related:
            populate.populate(row, instance)
        for name, place in annotated:
            setattr(instance, name, row[place])
        return instance

    return made


def database() -> Any:
    """The connection of this thread itself: every look through `django.db.connection` finds it again."""
    return connections[DEFAULT_DB_ALIAS]


def prepared_uuid(connection: Any, value: UUID) -> Any:
    """A UUID as this database keeps it."""
    return value if connection.features.has_native_uuid_field else value.hex


def prepared_moment(connection: Any, value: datetime) -> Any:
    """A moment as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def prepared_text(connection: Any, value: str) -> Any:
    """Text, as it is."""
    return str(value)


PREPARE: dict[type, Callable[[Any, Any], Any]] = {UUID: prepared_uuid, datetime: prepared_moment, str: prepared_text}
STAND_INS: dict[type, Callable[[], Any]] = {
    UUID: uuid4,
    datetime: lambda: datetime(1999, 1, 2, 3, 4, 5, uuid4().int % 1_000_000, tzinfo=UTC),
    str: lambda: uuid4().hex[:20],  # short: fields have a longest length
}
