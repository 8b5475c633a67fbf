"""Asks every address as everybody, and compares what came with what the policy says."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.web.matrix.policy import METHODS, Route, Row, policy, routes
from tests.web.matrix.world import World, nobody
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES

# What a page draws anew each time.
VARYING = re.compile(rb'(name="csrfmiddlewaretoken" value="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27})')
WRITES = re.compile(
    r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+[\"`]?(?!audit_|accounts_session|django_session)(\w+)", re.IGNORECASE
)


@dataclass
class Findings:
    """What the walk saw."""

    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    wrong_denials: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)  # status 500 and the like
    writes_by_reading: list[str] = field(default_factory=list)
    by_answer: Counter[str] = field(default_factory=Counter)

    def total(self) -> int:
        """How many things are wrong."""
        return len(self.leaks) + len(self.wrong_denials) + len(self.mistakes) + len(self.writes_by_reading)

    def shown(self) -> str:
        """As a failing test shows them."""
        parts = {"leaks": self.leaks, "wrong denials": self.wrong_denials, "mistakes": self.mistakes,
                 "writes by reading": self.writes_by_reading}  # fmt: skip
        lines = [f"{len(found)} {name}:\n  " + "\n  ".join(found[:25]) for name, found in parts.items() if found]
        return f"{self.requests} requests\n" + "\n".join(lines)


@dataclass(frozen=True)
class Asked:
    """One request: who asks which route how, about which exercise, and whether its rows are of that exercise."""

    who: str
    route: Route
    method: str
    exercise: str  # a name in the world, or "none" for ids that no row has
    mixed: bool = False  # the exercise's own id with rows of another

    def __str__(self) -> str:
        mixed = ", rows of another" if self.mixed else ""
        return f"{self.method.upper()} {self.route.name} by {self.who}, exercise {self.exercise}{mixed}"


def every_request(world: World, *, methods: tuple[str, ...] = METHODS) -> Iterator[Asked]:
    """Role × route × method × relation."""
    for route in routes():
        if policy()[route.name].kind == "open" and (route.keywords or "/" in route.name):
            continue  # they hold names of published inspections or single-use keys, and have tests of their own
        for who in world.people:
            for method in methods:
                if "id" not in route.keywords:
                    yield Asked(who, route, method, "none" if route.keywords else "")
                    continue
                for exercise in ("open", "closed", "elsewhere", "none"):
                    yield Asked(who, route, method, exercise)
                if len(route.keywords) > 1:
                    yield Asked(who, route, method, "open", mixed=True)


def expected(world: World, asked: Asked, row: Row) -> set[str]:
    """Which answers are right: 'in', '403', '404', 'sign in'."""
    person = world.people[asked.who]
    role, _space, relation = asked.who.partition(" ")
    if row.kind == "open":
        return {"in", "404", "403", "sign in"}
    if person is None or relation == "left":
        return {"sign in"} if row.kind != "refused" else {"sign in", "404", "403"}
    if row.kind == "refused":
        return {"404", "403"}
    if row.kind == "signed_in":
        return {"in"} if asked.exercise in ("",) else {"in", "404"}
    holds = role in ROLES and relation in ("here", "elsewhere", "conflict")
    allowed = row.act if asked.method not in ("get", "head", "options") else row.read
    if row.kind == "installation":
        return {"in", "404"} if holds and role in allowed else {"403", "404"}
    return in_exercise(asked, row, role, relation, allowed, holds=holds)


def in_exercise(asked: Asked, row: Row, role: str, relation: str, allowed: frozenset[str], *, holds: bool) -> set[str]:
    """The right answers for a route inside an exercise."""
    if not holds or asked.exercise == "none" or (asked.mixed and row.known != 0 and asked.exercise == "none"):
        return {"404"}
    everywhere = ROLES[role].held == "installation"
    here = everywhere or (relation == "elsewhere") == (asked.exercise == "elsewhere")
    if relation == "conflict" and asked.exercise != "elsewhere":
        here = False
    if not here:
        return {"404"}
    if asked.exercise == "closed" and row.closed is not None:
        allowed = row.closed
    knows = Permission.INSPECTION_READ in ROLES[role].permissions
    if role not in allowed:
        return {str(row.known)} if knows else {"404"}
    if asked.mixed:
        return {"404"}
    return {"in", "closed"} if asked.exercise == "closed" else {"in"}


def answer(response: HttpResponse) -> str:
    """What an answer means."""
    if response.status_code in (301, 302) and "/account/" in response.headers["Location"]:
        return "sign in"
    if response.status_code == 401:
        return "sign in"
    if response.status_code == 403:
        return "403"
    if response.status_code == 404:
        return "404"
    return "mistake" if response.status_code >= 500 else "in"


class Walker:
    """Sends the requests and keeps the findings."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.found = Findings()
        self.clients: dict[str, Client] = {}
        self.cookies: dict[str, SimpleCookie] = {}
        self.missing: dict[tuple[str, str, str], bytes] = {}
        for name, person in world.people.items():
            client = Client(raise_request_exception=False)
            if person is not None:
                client.force_login(person)
                session = client.session
                session["proved_at"] = time.time()  # sensitive acts ask who one is once more; that has its own tests
                session.save()
            self.clients[name], self.cookies[name] = client, deepcopy(client.cookies)

    def address(self, asked: Asked) -> str:
        """The address that is asked."""
        values: dict[str, Any] = {}
        for keyword in asked.route.keywords:
            if asked.exercise in ("none", ""):
                values[keyword] = nobody()
            elif keyword == "id":
                values[keyword] = self.world.exercises[asked.exercise].pk
            else:
                values[keyword] = self.world.row("closed" if asked.mixed else asked.exercise, keyword)
        return reverse(asked.route.name, kwargs=values)

    def ask(self, asked: Asked) -> None:
        """One request, taken back afterwards, and what is wrong with its answer."""
        row = policy()[asked.route.name]
        writes: list[str] = []
        client = self.clients[asked.who]
        client.cookies = deepcopy(self.cookies[asked.who])  # signing out is one of the addresses

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if WRITES.match(sql):
                writes.append(sql[:80])
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(watch):
            response = getattr(client, asked.method)(self.address(asked))
            content = b"" if response.streaming else response.content
            transaction.set_rollback(True)
        self.found.requests += 1
        got = answer(response)
        self.found.by_answer[got] += 1
        self.judge(asked, row, got, response)
        self.look_for_marks(asked, content)
        if asked.method in ("get", "head", "options") and writes and row.kind != "open":
            self.found.writes_by_reading.append(f"{asked}: {writes[0]}")
        if asked.method == "get" and got == "404" and row.kind == "exercise":
            self.compare_with_missing(asked, content)

    def judge(self, asked: Asked, row: Row, got: str, response: HttpResponse) -> None:
        """Is the answer one of the right ones?"""
        right = expected(self.world, asked, row)
        if got == "mistake":
            self.found.mistakes.append(f"{asked}: {response.status_code}")
        elif response.status_code == 405:
            return  # nothing is done and nothing shown; whether the row may be known was not asked
        elif got == "403" and "closed" in right:
            return  # not open at this stage
        elif got not in right:
            told = f"{asked}: {response.status_code}, right would be {' or '.join(sorted(right))}"
            (self.found.leaks if got == "in" else self.found.wrong_denials).append(told)

    def look_for_marks(self, asked: Asked, content: bytes) -> None:
        """Does the page hold a word of an exercise that this person may know nothing of?"""
        role, _space, relation = asked.who.partition(" ")
        everywhere = role in ROLES and ROLES[role].held == "installation" and relation == "here"
        for name, mark in self.world.marks.items():
            theirs = relation == ("elsewhere" if name == "elsewhere" else "here")
            if role in ROLES and (everywhere or theirs):
                continue
            if relation == "conflict" and name == "elsewhere" and ROLES[role].held == "installation":
                continue
            if mark.encode() in content:
                self.found.leaks.append(f"{asked}: the page holds {mark}")

    def compare_with_missing(self, asked: Asked, content: bytes) -> None:
        """A hidden row and none at all give the same page."""
        key = (asked.who, asked.route.name, asked.method)
        seen = VARYING.sub(b"", content)
        if asked.exercise == "none":
            self.missing[key] = seen
        before = self.missing.setdefault(key, seen)
        if before != seen:
            self.found.leaks.append(f"{asked}: its 404 differs from that of a missing row")
