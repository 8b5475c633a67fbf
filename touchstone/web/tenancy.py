"""Rows that belong to one inspection or one service, and that nobody reads without saying for whom.

A query on such rows is refused at run time, in tests and in production alike, unless it is scoped in one of four ways:

1. `Model.objects.visible_to(person)`: what this person may see. Every page begins here.
2. through a row that was reached so: `exercise.cases.all()`, or `Model.objects.of(exercise)`.
3. inside an open operation, which has checked a permission on one row and answers for what it does.
4. `with unscoped("why"):` for the few acts that belong to nobody, such as a nightly sweep. Each says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from django.db.models.query import QuerySet as DjangoQuerySet

Row = TypeVar("Row", bound=models.Model)

_because: ContextVar[str] = ContextVar("unscoped", default="")


class Unscoped(Exception):
    """Tenants' rows were asked for without saying for whom. A mistake in our code, never a person's."""


class Place(NamedTuple):
    """Where a row belongs, as permissions see it: an exercise (an inspection is one), a service, or neither."""

    exercise: UUID | None = None
    service: UUID | None = None


EVERYWHERE = Place()


@contextmanager
def unscoped(because: str) -> Iterator[None]:
    """Let queries through for a reason that is written where it is used. Operations do so for what is inside them."""
    if not because:
        raise ValueError("Say why these rows are read for nobody in particular.")
    token = _because.set(because)
    try:
        yield
    finally:
        _because.reset(token)


class TenantRows(models.QuerySet[Row]):
    """Rows that refuse to be read unscoped. Subclasses say in `visible_to` what a person may see."""

    scoped = False

    def visible_to(self, person: Any) -> Self:
        """The rows this person may see. Closed until a model says otherwise."""
        return self.none().as_scoped()

    def of(self, owner: models.Model) -> Self:
        """The rows of one exercise (or service) that was itself reached by `visible_to`."""
        return self.filter(**{type(owner).__name__.lower(): owner}).as_scoped()

    def as_scoped(self) -> Self:
        """The same rows, marked as asked for by somebody who may. For `visible_to` and `of` only."""
        marked = self._clone()
        marked.scoped = True
        return marked  # type: ignore[no-any-return]

    def _clone(self) -> Any:
        clone = super()._clone()  # type: ignore[misc]
        clone.scoped = self.scoped
        return clone

    def __or__(self, other: Any) -> Any:
        return joined(super().__or__(other), self, other)

    def __xor__(self, other: Any) -> Any:
        return joined(super().__xor__(other), self, other)

    def _combinator_query(self, combinator: str, *others: Any, **how: Any) -> Any:
        made = super()._combinator_query(combinator, *others, **how)  # type: ignore[misc]
        return joined(made, self, *others) if combinator == "union" else made

    def _is_for_somebody(self) -> bool:
        # Django hands a query that starts at a row (exercise.cases) that row as a hint.
        return self.scoped or self._hints.get("instance") is not None  # type: ignore[attr-defined]

    def _refuse_unscoped(self) -> None:
        if self._is_for_somebody() or _because.get():
            return
        raise Unscoped(
            f"{self.model.__name__} was read without saying for whom: begin with "
            f"{self.model.__name__}.objects.visible_to(person)."
        )

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._refuse_unscoped()
        super()._fetch_all()

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """SQL of our own; only inside an operation or `unscoped`."""
        self._refuse_unscoped()
        return super().raw(*args, **kwargs)


def joined(made: Any, *parts: Any) -> Any:
    """Rows put together from several queries: asked for by somebody only where every part is."""
    if all(made is not part for part in parts):  # Django gives a part itself back where the other is empty
        made.scoped = all(part.query.is_empty() or part._is_for_somebody() for part in parts)
        made._hints = {}
    return made


def _guarded(name: str) -> Callable[..., Any]:
    """A method of QuerySet that reaches the database by itself, refused like all others when unscoped."""
    original = getattr(models.QuerySet, name)

    def guarded(self: TenantRows[Any], *args: Any, **kwargs: Any) -> Any:
        if self._result_cache is None:
            self._refuse_unscoped()
        return original(self, *args, **kwargs)

    guarded.__name__, guarded.__doc__ = name, original.__doc__
    return guarded


for _name in ("count", "exists", "contains", "iterator", "aggregate", "update", "delete", "in_bulk", "explain"):
    setattr(TenantRows, _name, _guarded(_name))


class TenantModel(models.Model):
    """A row that belongs to an inspection or a service. `place()` says to which."""

    class Meta:
        """No table of its own."""

        abstract = True

    def place(self) -> Place:
        """Where this row belongs. Raises NotImplementedError where a model forgot to say."""
        raise NotImplementedError(f"{type(self).__name__} does not say where it belongs.")


def scope_is_open() -> bool:
    """Is a query let through here whatever it asks?"""
    return bool(_because.get())


def queryset_is_scoped(rows: DjangoQuerySet[Any, Any]) -> bool:
    """Was this query begun for somebody? True of querysets that need no scope."""
    return getattr(rows, "scoped", True)
