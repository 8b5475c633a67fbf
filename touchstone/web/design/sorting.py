"""A list sorted by the server and shown page by page, as the address says (?sort=name, ?sort=-name, ?page=2)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet
from django.http import HttpRequest
from django.http.request import QueryDict

ROWS_ON_A_PAGE = 50

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Sort:
    """By which column a list is sorted, and the links that sort it otherwise."""

    key: str
    descending: bool
    query: str  # of the page as it is now

    def link(self, key: str) -> str:
        """The address that sorts by `key`, or turns the order round where it is the one already."""
        turned = "-" if key == self.key and not self.descending else ""
        return changed(self.query, sort=turned + key, page="")


def sort_of(request: HttpRequest, *, allowed: Iterable[str], default: str) -> Sort:
    """The sorting that the address asks for; what is not `allowed` gives the default, such as "name" or "-when"."""
    asked = request.GET.get("sort", "")
    said = asked if asked.removeprefix("-") in set(allowed) else default
    return Sort(said.removeprefix("-"), said.startswith("-"), request.GET.urlencode())


def sorted_rows(rows: Iterable[Any], sort: Sort, keys: Mapping[str, Callable[[Any], Any]]) -> list[Any]:
    """The rows in that order. `keys` give for each column what to compare; nothing (None) comes last either way."""
    value_of = keys[sort.key]
    known: list[Any] = []
    empty: list[Any] = []
    for row in rows:
        (empty if value_of(row) is None else known).append(row)
    return [*sorted(known, key=value_of, reverse=sort.descending), *empty]


def ordered_query(rows: QuerySet[Row], sort: Sort, fields: Mapping[str, str]) -> QuerySet[Row]:
    """The same of a query, by the database. `fields` give for each column the field, such as "service__name"."""
    field = F(fields[sort.key])
    by = field.desc(nulls_last=True) if sort.descending else field.asc(nulls_last=True)
    return rows.order_by(by, "pk")  # the id settles ties, or a row could be on two pages and another on none


@dataclass(frozen=True)
class Pages:
    """One page of a list: its rows, its number, how many there are."""

    rows: list[Any]
    number: int
    last: int
    total: int
    query: str

    def link(self, number: int) -> str:
        """The address of another page of the same list."""
        return changed(self.query, page=str(number) if number > 1 else "")


def page_of(request: HttpRequest, rows: Any, *, size: int = ROWS_ON_A_PAGE) -> Pages:
    """The page that the address asks for, of a list or a query; a number that is none gives the nearest there is."""
    total = len(rows) if isinstance(rows, list | tuple) else rows.count()
    last = max(1, -(-total // size))
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = min(max(number, 1), last)
    return Pages(list(rows[(number - 1) * size : number * size]), number, last, total, request.GET.urlencode())


def changed(query: str, **keys: str) -> str:
    """A query string with some keys set anew; an empty value takes its key out."""
    made = QueryDict(query, mutable=True)
    for key, value in keys.items():
        if value:
            made[key] = value
        else:
            made.pop(key, None)
    return "?" + made.urlencode()
