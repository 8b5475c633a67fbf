"""Asks every address as everybody, and compares what came with what the policy says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.web.matrix.policy import METHODS, Route, Row, contents, policy, routes
from tests.web.matrix.world import NOT_IN_AN_EXERCISE, World, nobody, signed_in
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES

# What a page draws anew each time.
VARYING = re.compile(rb'(name="csrfmiddlewaretoken" value="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27})')
WRITES = re.compile(
    r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+[\"`]?(?!audit_|accounts_session|django_session)(\w+)", re.IGNORECASE
)
MARKS = re.compile(rb"Mark([a-z]+?)secret([a-z]*)")
IDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
REFUSED_ON_PAGE = (400, 409, 422, 423)
OWNER = "no role"  # of rows that are somebody's own
READS = ("get", "head", "options")
A_FEW = ("anonymous", "no role", "lead_inspector here", "service_contact here")
ENDS_THE_SESSION = "account_logout"


@dataclass
class Findings:
    """What the walk saw."""

    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    wrong_denials: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)  # status 500 and the like
    writes_by_reading: list[str] = field(default_factory=list)
    by_answer: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)  # of content that was shown to somebody
    compared: int = 0  # pairs of a hidden row and a missing one

    def total(self) -> int:
        """How many things are wrong."""
        return len(self.leaks) + len(self.wrong_denials) + len(self.mistakes) + len(self.writes_by_reading)

    def shown(self) -> str:
        """As a failing test shows them."""
        parts = {"leaks": self.leaks, "wrong denials": self.wrong_denials, "mistakes": self.mistakes,
                 "writes by reading": self.writes_by_reading}  # fmt: skip
        lines = [f"{len(found)} {name}:\n  " + "\n  ".join(found[:40]) for name, found in parts.items() if found]
        return f"{self.requests} requests\n" + "\n".join(lines)

    def counts(self) -> str:
        """In a line."""
        answers = ", ".join(f"{name} {count}" for name, count in sorted(self.by_answer.items()))
        return (
            f"{self.requests} requests over {len(routes())} routes ({answers}); {self.compared} pairs of hidden and "
            f"missing; leaks {len(self.leaks)}, wrong denials {len(self.wrong_denials)}, "
            f"mistakes {len(self.mistakes)}, writes by reading {len(self.writes_by_reading)}"
        )


@dataclass(frozen=True)
class Asked:
    """One request: who asks which route how, about which exercise, and with which rows in the address.

    exercise   a name in the world, "none" for an id that no exercise has, "" where the address names none
    rows       own (of that exercise), other (of another), last (only the last is of another), none (no row has them)
    """

    who: str
    route: Route
    method: str
    exercise: str
    rows: str = "own"

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route.name} by {self.who}, exercise {self.exercise}, rows {self.rows}"


def every_request(
    world: World, *, methods: tuple[str, ...] = METHODS, thorough: bool = False, only: Iterable[str] = ()
) -> Iterator[Asked]:
    """Role × route × method × relation. `only` some routes; `thorough` in every exercise and every relation."""
    wanted = frozenset(only)
    for route in routes():
        row = policy()[route.name]
        if (wanted and route.name not in wanted) or (row.kind == "open" and (route.keywords or "/" in route.name)):
            continue  # open ones hold names of published inspections or single-use keys, and have tests of their own
        for who in world.people:
            for method in methods:
                for exercise, rows in variants(world, route, row, who, method, thorough=thorough):
                    yield Asked(who, route, method, exercise, rows)


def variants(world: World, route: Route, row: Row, who: str, method: str, *, thorough: bool
             ) -> Iterator[tuple[str, str]]:  # fmt: skip
    """In which exercise, and with which rows, somebody asks a route."""
    role, _space, relation = who.partition(" ")
    main = is_main(who)
    if method not in ("get", "post") and not main:
        return  # a page takes a method from everybody or from nobody
    if row.kind != "exercise":
        yield from outside(world, route, row, who, thorough=thorough)
    elif method not in ("get", "post"):
        yield from [("open", "own")] * main
    elif relation in ("given", "blind", "raised") and not concerns(row, relation):
        return  # the same as `here`
    elif thorough:
        yield from in_every_exercise(world, route, row, who)
    elif main or relation in ("given", "blind", "raised"):
        yield "open", "own"
        what = "read" if method == "get" else "act"
        if relation == "here" and row.may(role, relation, what) and row_keywords(world, route):
            yield "open", "last"
        if who == "no role" and method == "get":
            yield "none", "own"
    elif relation == "elsewhere" and method == "get":
        yield "open", "own"
        yield from [("none", "own")] * (role == "service_contact")


def is_main(who: str) -> bool:
    """Somebody who holds a role as it is meant, or none."""
    return who in ("anonymous", "no role") or who.endswith(" here")


def outside(world: World, route: Route, row: Row, who: str, *, thorough: bool) -> Iterator[tuple[str, str]]:
    """Of a route that is in no exercise."""
    if not thorough and (row.kind in ("open", "signed_in") and who not in A_FEW):
        return
    if is_main(who) or row.kind == "installation" or who.endswith(" left"):
        yield "", "own"
    if is_main(who) and any(isinstance(value, UUID) for value in rows_of(world, route, row)):
        yield "", "none"


def rows_of(world: World, route: Route, row: Row) -> list[Any]:
    """What stands in an address outside exercises; 0 for what nobody has here."""
    return [world.row("open", row.rows.get(keyword, keyword)) for keyword in route.keywords]


def in_every_exercise(world: World, route: Route, row: Row, who: str) -> Iterator[tuple[str, str]]:
    """Of a route inside exercises: open, closed, elsewhere, none, and with rows of another."""
    yield "open", "own"
    if is_main(who):
        yield from (("closed", "own"), ("elsewhere", "own"), ("none", "own"))
    elif who.endswith(" elsewhere") or who == "chief_inspector conflict":
        yield "elsewhere", "own"
    if row_keywords(world, route) and (is_main(who) or who.endswith(" given")):
        yield from (("open", rows) for rows in ("other", "last", "none"))


def concerns(row: Row, relation: str) -> bool:
    """Does the policy of a route make anything of this relation?"""
    return {"given": bool(row.given), "blind": row.blind, "raised": bool(row.raised)}[relation]


@cache
def keywords_without(fixed: frozenset[str], route: Route) -> tuple[str, ...]:
    """The keywords of a route but for these."""
    return tuple(keyword for keyword in route.keywords if keyword not in fixed)


def row_keywords(world: World, route: Route) -> tuple[str, ...]:
    """The keywords that stand for rows inside the exercise; numbers of pages and standards are the same everywhere."""
    fixed = {keyword for (_name, keyword), value in world.rows.items() if not isinstance(value, UUID)}
    return keywords_without(frozenset({"id", *fixed}), route)


def expected(world: World, asked: Asked, row: Row) -> set[str]:
    """Which answers are right: 'in', '403', '404', 'sign in', 'on page'."""
    person = world.people[asked.who]
    role, _space, relation = asked.who.partition(" ")
    if row.kind == "open":
        return {"in", "on page", "404", "403", "sign in"}
    if person is None or relation in ("left", "session ended"):
        return {"sign in"} if row.kind != "refused" else {"sign in", "404", "403"}
    if row.kind == "refused":
        return {"404", "403"}
    if row.kind == "own":
        if asked.who == OWNER and asked.rows == "own":
            return {"in", "on page", "404"} if 0 in rows_of(world, asked.route, row) else {"in", "on page"}
        return {"404", "told"} if row.on_page else {"404"}
    if row.kind == "signed_in":
        signed_out = {"sign in"} if asked.route.name == ENDS_THE_SESSION and asked.method == "post" else set()
        return {"in", "on page", "403", "404", *signed_out}  # 404: nothing of theirs is there
    what = "read" if asked.method in READS else "act"
    holds = role in ROLES and relation != "removed"
    if row.kind == "installation":
        return at_the_installation(asked, row, role, relation, holds=holds and row.may(role, relation, what))
    return in_exercise(asked, row, role, relation, what) if holds else {"404"}


def at_the_installation(asked: Asked, row: Row, role: str, relation: str, *, holds: bool) -> set[str]:
    """The right answers for a route outside exercises."""
    if ROLES.get(role) is None or not holds:
        return {"403"}
    if relation == "conflict" and "service" in row.rows.values():
        return {"403"} if asked.rows == "own" else {"404"}
    return {"404"} if asked.rows == "none" else {"in", "on page"}


def in_exercise(asked: Asked, row: Row, role: str, relation: str, what: str) -> set[str]:
    """The right answers for a route inside an exercise, for somebody who holds the role."""
    if asked.exercise == "none" or not is_at(role, relation, asked.exercise):
        return {"404"}
    if Permission.INSPECTION_READ not in ROLES[role].permissions:
        return {"404"}
    as_ = relation if asked.exercise == "open" else ""
    shut = asked.exercise == "closed" and row.closed is not None and role not in row.closed
    if row.may(role, as_, what) and not shut:
        if asked.rows != "own":
            return {"404"}
        return {"in", "on page", "not now"} if asked.exercise == "closed" else {"in", "on page"}
    told = {"403"} if row.knows_the_row(role, as_) and not shut else {str(row.known)}
    if row.on_page and row.knows_the_row(role, as_) and not shut:
        told |= {"on page"}
    return told if asked.rows == "own" else told | {"404"}


def is_at(role: str, relation: str, exercise: str) -> bool:
    """Does a role in this relation reach an exercise at all?"""
    if relation in ("removed", "left", "session ended") or (relation == "conflict" and exercise != "elsewhere"):
        return False
    if ROLES[role].held == "installation":
        return True
    if ROLES[role].held == "service" and exercise == "closed":
        return False  # with every activity closed the service is not told of it either
    return (relation == "elsewhere") == (exercise == "elsewhere")


def may_see(who: str, exercise: str, kind: str) -> bool:
    """May this person be shown content of one kind (or a row's id: "") of an exercise?"""
    role, _space, relation = who.partition(" ")
    if role not in ROLES or not is_at(role, relation, exercise):
        return False
    content, as_ = contents()[kind or "known"], relation if exercise == "open" else ""
    if (content.blind and as_ == "blind") or (exercise == "closed" and content.closed is not None
                                              and role not in content.closed):  # fmt: skip
        return False
    besides = {"given": content.given, "blind": content.given, "raised": content.raised}.get(as_, frozenset())
    return role in content.read | besides


def answer(response: HttpResponse) -> str:
    """What an answer means."""
    status = response.status_code
    if status in (301, 302) and response.headers["Location"].startswith(reverse("account_login")):
        return "sign in"
    if status == 401:
        return "sign in"
    if status in (403, 404, 405):
        return str(status)
    if status >= 500:
        return "mistake"
    return "on page" if status in REFUSED_ON_PAGE else "in"


class Walker:
    """Sends the requests and keeps the findings."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.found = Findings()
        self.clients: dict[str, Client] = {}
        self.cookies: dict[str, SimpleCookie] = {}
        self.not_offered: set[tuple[str, str]] = set()
        self.missing: dict[tuple[str, ...], tuple[int, bytes]] = {}
        for name, person in world.people.items():
            client = self.clients[name] = signed_in(person)
            self.cookies[name] = deepcopy(client.cookies)
        self.whose = {
            str(value).encode(): exercise
            for (exercise, keyword), value in world.rows.items()
            if isinstance(value, UUID) and keyword not in NOT_IN_AN_EXERCISE
        } | {str(exercise.pk).encode(): name for name, exercise in world.exercises.items()}

    def address(self, asked: Asked) -> str:
        """The address that is asked."""
        row = policy()[asked.route.name]
        of_rows = row_keywords(self.world, asked.route)
        values: dict[str, Any] = {}
        for keyword in asked.route.keywords:
            name = row.rows.get(keyword, keyword)
            if keyword == "id" and row.kind == "exercise":
                here = asked.exercise in self.world.exercises
                values[keyword] = self.world.exercises[asked.exercise].pk if here else nobody()
                continue
            own = self.world.row(asked.exercise if asked.exercise in self.world.exercises else "open", name)
            values[keyword] = own
            if isinstance(own, UUID) and (asked.exercise == "none" or asked.rows == "none"):
                values[keyword] = nobody()
            elif asked.rows == "other" or (asked.rows == "last" and keyword == of_rows[-1]):
                values[keyword] = self.world.row("closed", name)
        return reverse(asked.route.name, kwargs=values)

    def send(self, asked: Asked, body: Any = None, then: Callable[[], None] | None = None
             ) -> tuple[HttpResponse, bytes, list[str]]:  # fmt: skip
        """The answer to one request, its content, and what it wrote besides the audit; all of it taken back at once.

        `then` looks at the database before it is taken back.
        """
        writes: list[str] = []
        client = self.clients[asked.who]
        client.cookies = deepcopy(self.cookies[asked.who])  # signing out is one of the addresses

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if WRITES.match(sql):
                writes.append(sql[:80])
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(watch):
            if body is None and asked.method == "post":
                body = {"nothing": "of this"}  # a key that no form has
            response = getattr(client, asked.method)(self.address(asked), body)
            content = b"" if response.streaming else response.content
            if then is not None:
                then()
            transaction.set_rollback(True)
        self.found.requests += 1
        return response, content, writes

    def walk(self, requests: Iterable[Asked], *, thorough: bool = False) -> Findings:
        """Ask them all. That a page takes no such method is the same for everybody: it is asked once, or as `here`."""
        for asked in requests:
            taken = (asked.route.name, asked.method) not in self.not_offered
            if taken or (thorough and is_main(asked.who)):
                self.ask(asked)
        return self.found

    def ask(self, asked: Asked) -> None:
        """One request, and what is wrong with its answer."""
        row = policy()[asked.route.name]
        response, content, writes = self.send(asked)
        got = answer(response)
        self.found.by_answer[got] += 1
        if got == "405":
            self.not_offered.add((asked.route.name, asked.method))
        if asked.method == "options" and not content:
            return  # which methods the page takes, whatever row there is, and nothing else
        self.judge(asked, row, got, response.status_code, writes)
        self.look_for_content(asked, content)
        if row.kind == "exercise":
            self.compare_with_missing(asked, response.status_code, content)

    def judge(self, asked: Asked, row: Row, got: str, status: int, writes: list[str]) -> None:
        """Is the answer one of the right ones, and was nothing written that may not be?"""
        right = expected(self.world, asked, row)
        if asked.method in READS and writes and row.kind != "open":
            self.found.writes_by_reading.append(f"{asked}: {writes[0]}")
        if writes and not right & {"in"}:
            self.found.leaks.append(f"{asked}: {status}, and it wrote: {writes[0]}")
        if got == "mistake":
            self.found.mistakes.append(f"{asked}: {status}")
        elif got == "405":  # nothing is done and nothing shown; whether the row may be known was not asked
            if asked.method == "get" and "in" in right and row.kind in ("exercise", "installation"):
                self.found.wrong_denials.append(f"{asked}: 405, and the policy says that it can be read")
        elif got == "403" and "not now" in right:
            return  # not open at this stage
        elif "told" in right and got == "in" and not writes:
            return  # a page, the same for what is another's and what is nobody's
        elif got not in right:
            told = f"{asked}: {status}, right would be {' or '.join(sorted(right))}"
            (self.found.leaks if got in ("in", "on page") else self.found.wrong_denials).append(told)

    def look_for_content(self, asked: Asked, content: bytes) -> None:
        """Does the page hold words, or ids of rows, of an exercise that this person may know nothing of?"""
        for exercise, kind in {(one.decode(), two.decode()) for one, two in MARKS.findall(content)}:
            self.found.kinds.add(kind)
            if exercise in self.world.exercises and not may_see(asked.who, exercise, kind):
                self.found.leaks.append(f"{asked}: the page holds {kind or 'something'} of {exercise}")
        asked_for = set(IDS.findall(self.address(asked).encode()))
        for found in set(IDS.findall(content)) & self.whose.keys() - asked_for:
            if not may_see(asked.who, self.whose[found], ""):
                self.found.leaks.append(
                    f"{asked}: the page holds the id of a {self.keyword_of(found)} of {self.whose[found]}"
                )

    def keyword_of(self, found: bytes) -> str:
        """Which row an id is of."""
        return next(
            (key for (_name, key), value in self.world.rows.items() if str(value).encode() == found), "exercise"
        )

    def compare_with_missing(self, asked: Asked, status: int, content: bytes) -> None:
        """A row that is kept from somebody, and none at all, give the same status and the same page (F-12)."""
        role, _space, relation = asked.who.partition(" ")
        hidden = asked.exercise not in self.world.exercises or (
            role not in ROLES
            or not is_at(role, relation, asked.exercise)
            or Permission.INSPECTION_READ not in ROLES[role].permissions
        )
        if not hidden and asked.rows not in ("other", "none"):
            return
        key = (asked.who, asked.route.name, asked.method, "" if hidden else asked.exercise)
        seen = (status, VARYING.sub(b"", content))
        before = self.missing.setdefault(key, seen)
        self.found.compared += before is not seen
        if before != seen:
            self.found.leaks.append(f"{asked}: {status}, and a hidden row can be told from a missing one ({before[0]})")
