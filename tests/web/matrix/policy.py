"""The policy: for every route, who may read it and who may act by it. Read from policy.yaml, which people approve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from touchstone.web.accounts.roles import ROLES

POLICY = Path(__file__).with_name("policy.yaml")
READS = ("get", "head")
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


@dataclass(frozen=True)
class Route:
    """One address: its name, and the keywords it takes."""

    name: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What the policy says of a route.

    kind       open (to everybody), signed_in (to whoever is), installation, exercise
    read, act  roles that may read it, and act by it
    closed     roles that may read it while every activity of the exercise is closed; None is the same as `read`
    known      what somebody gets who may know of the exercise but not do this: 403, or 404 where a row is hidden
    """

    kind: str
    read: frozenset[str] = frozenset()
    act: frozenset[str] = frozenset()
    closed: frozenset[str] | None = None
    known: int = 403
    because: str = ""


def routes() -> list[Route]:
    """Every address of the site, from the map of addresses itself."""
    return sorted(set(walk(get_resolver().url_patterns)), key=lambda route: (route.name, route.keywords))


def walk(
    patterns: list[URLPattern | URLResolver], namespace: str = "", keywords: tuple[str, ...] = ()
) -> Iterator[Route]:
    """The routes below a list of patterns."""
    for pattern in patterns:
        named_groups = getattr(pattern.pattern.regex, "groupindex", {}) if not pattern.pattern.converters else {}
        found = (*keywords, *pattern.pattern.converters, *named_groups)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner, found)
        else:
            yield Route(f"{namespace}{pattern.name or pattern.pattern}", found)


@cache
def policy() -> dict[str, Row]:
    """The rows by the name of their route. Raises ValueError for a role or a kind that there is not."""
    read = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = read["groups"]
    rows: dict[str, Row] = {name: Row("open") for name in read["open"]}
    rows |= {name: Row("signed_in") for name in read["signed_in"]}
    rows |= {name: Row("refused", because=why) for name, why in (read.get("refused") or {}).items()}
    for name, said in read["routes"].items():
        if name in rows:
            raise ValueError(f"{name} stands in the policy twice.")
        closed = said.get("closed")
        rows[name] = Row(
            said["kind"],
            named(said.get("read", []), groups),
            named(said.get("act", []), groups),
            None if closed is None else named(closed, groups),
            said.get("known", 403),
        )
    return rows


def named(words: list[str] | str, groups: dict[str, list[str]]) -> frozenset[str]:
    """Roles from their ids and the names of groups."""
    listed = words.split() if isinstance(words, str) else words
    roles = frozenset(role for word in listed for role in groups.get(word, [word]))
    unknown = roles - ROLES.keys()
    if unknown:
        raise ValueError(f"There is no role {', '.join(sorted(unknown))}.")
    return roles
