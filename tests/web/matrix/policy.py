"""The policy: for every route, who may read it and who may act by it. Read from policy.yaml, which people approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

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

    kind       open (to everybody), signed_in (to whoever is), own (to whom the row belongs), installation, exercise
    read, act  roles that may read it, and act by it
    given      roles that may besides where the case was given to them: "read", "act" or "sees" → roles
    raised     roles that may read it besides where they raised the concern themselves
    blind      it holds a marking: whoever marks the same case a second time knows nothing of it
    closed     roles that may use it while every activity of the exercise is closed; None: the same as otherwise
    sees       roles that may know of its row without acting; None: those that read it
    known      what somebody gets who knows of the exercise and not of the row: 404, or 403 where any row is refused
    on_page    whoever may read it is told on the page that they may not act (and what they typed is kept there)
    takes      nothing: it has no form, and no key of a body means anything
    rows       keyword of the address → name of the maker of its row, where the keyword alone does not say
    """

    kind: str
    read: frozenset[str] = frozenset()
    act: frozenset[str] = frozenset()
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    raised: frozenset[str] = frozenset()
    blind: bool = False
    closed: frozenset[str] | None = None
    sees: frozenset[str] | None = None
    known: int = 403
    on_page: bool = False
    takes: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    because: str = ""

    def may(self, role: str, relation: str, what: str) -> bool:
        """May somebody with this role in this relation to the open exercise read it, or act by it?"""
        if self.blind and relation == "blind":
            return False
        if relation == "given" and role in self.given.get(what, ()):
            return True
        if relation == "raised" and what == "read" and role in self.raised:
            return True
        return role in (self.read if what == "read" else self.act)

    def knows_the_row(self, role: str, relation: str) -> bool:
        """May they know that the row is there at all?"""
        if self.blind and relation == "blind":
            return False
        given = relation == "given" and role in self.given.get("sees", ())
        return given or role in (self.sees or ()) or self.may(role, relation, "read")


@dataclass(frozen=True)
class Content:
    """Who may see one kind of content, on whatever page it stands. `given`, `raised` and `blind` as of a route."""

    read: frozenset[str]
    given: frozenset[str] = frozenset()
    raised: frozenset[str] = frozenset()
    blind: bool = False
    closed: frozenset[str] | None = None
    consulted: bool = True  # whoever is shown it is written down


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
def read_policy() -> dict[str, Any]:
    """The file as it stands."""
    read: dict[str, Any] = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    return read


@cache
def policy() -> dict[str, Row]:
    """The rows by the name of their route. Raises ValueError for a role or a kind that there is not."""
    read = read_policy()
    rows: dict[str, Row] = {name: Row("open") for name in read["open"]}
    rows |= {name: Row("signed_in") for name in read["signed_in"]}
    rows |= {name: Row("refused", because=why) for name, why in (read.get("refused") or {}).items()}
    for name, said in read["routes"].items():
        if name in rows:
            raise ValueError(f"{name} stands in the policy twice.")
        rows[name] = row_of(name, said)
    return rows


KINDS = ("installation", "exercise", "own", "signed_in")
SAID = {"kind", "read", "act", "given", "raised", "blind", "closed", "sees", "known", "on_page", "takes", "rows"}


def row_of(name: str, said: dict[str, Any]) -> Row:
    """One route as it is written. Raises ValueError for words that mean nothing."""
    if said["kind"] not in KINDS or said.keys() - SAID:
        raise ValueError(f"{name}: nobody knows {said['kind']}, or one of {', '.join(said)}.")
    sets = {key: named(said[key]) for key in ("read", "act", "raised", "closed", "sees") if key in said}
    given = {what: named(roles) for what, roles in said.get("given", {}).items()}
    plain = {key: said[key] for key in ("blind", "known", "on_page", "takes", "rows") if key in said}
    return Row(said["kind"], given=given, **sets, **plain)


@cache
def contents() -> dict[str, Content]:
    """Who may see which kind of content."""
    found = {}
    for name, said in read_policy()["contents"].items():
        sets = {key: named(said[key]) for key in ("read", "given", "raised", "closed") if key in said}
        plain = {key: said[key] for key in ("blind", "consulted") if key in said}
        found[name] = Content(**sets, **plain)
    return found


def named(words: list[str] | str) -> frozenset[str]:
    """Roles from their ids and the names of groups."""
    groups: dict[str, list[str]] = read_policy()["groups"]
    listed = words.split() if isinstance(words, str) else words
    roles = frozenset(role for word in listed for role in groups.get(word, [word]))
    unknown = roles - ROLES.keys()
    if unknown:
        raise ValueError(f"There is no role {', '.join(sorted(unknown))}.")
    return roles
