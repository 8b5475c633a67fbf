"""The page of a case and its autosave beside Django's hello on the same server: goal 12.

With everything on: sessions that can be ended, scoping, the audit and its chain, synchronous=FULL. Hello has seven of
Django's middlewares and no database. Every server is asked in turn, by the same clients, so that a noisy moment meets
all of them.
"""

from __future__ import annotations

import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
SECONDS = 3.0  # of each round
CLIENTS = 8
OPEN_LOOP_A_SECOND = 100
OPEN_LOOP_SECONDS = 6.0
# Measured on two cores: a page 11 to 14, a save 11 to 15, more where something else runs on the machine. The goal for
# a page is 15; for a save it was 10, and docs/decisions/0027 says why it is not.
MOST_HELLOS_A_PAGE = 20
MOST_HELLOS_A_SAVE = 20
CSRF = "c" * 32


@dataclass
class Server:
    """A server that runs, and where it is."""

    port: int
    process: subprocess.Popen[bytes]
    told: dict[str, object] = field(default_factory=dict)


def started(name: str, folder: Path) -> Server:
    """One of the servers of `benchmarks.site`, answering."""
    from tests.contention.site import free_port

    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL",)}
    environment |= {"TOUCHSTONE_MODE": "local", "TOUCHSTONE_VAR": str(folder), "PYTHONPATH": str(ROOT)}
    told: dict[str, object] = {}
    if name == "touchstone":
        environment["DJANGO_SETTINGS_MODULE"] = "touchstone.web.settings"
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.site", "prepare"],
            cwd=ROOT, env=environment, check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        told = json.loads(ran.stdout.splitlines()[-1])
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.site", name, str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while True:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return Server(port, process, told)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server {name} did not start.") from None
            time.sleep(0.05)


class Client:
    """One connection that is kept, asking one kind of thing. It does little: what it takes adds to every figure."""

    def __init__(self, server: Server, kind: str, number: int) -> None:
        self.server, self.kind, self.number = server, kind, number
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.version = 0
        cookies = {**server.told.get("session", {}), "csrf": CSRF}  # type: ignore[dict-item]
        same = f"Host: 127.0.0.1:{server.port}\r\nCookie: {'; '.join(f'{n}={v}' for n, v in cookies.items())}\r\n"
        if kind == "save":
            questions: list[str] = server.told["questions"]  # type: ignore[assignment]
            cases: list[str] = server.told["cases"]  # type: ignore[assignment]
            self.question = questions[number % len(questions)]
            at = f"{cases[number // len(questions) % len(cases)]}answers/"
            told = "Content-Type: application/json\r\nAccept: application/json"
            self.head = f"POST {at} HTTP/1.1\r\n{same}{told}\r\nX-CSRFToken: {CSRF}\r\nContent-Length: "
        else:
            path = "/hello" if kind == "hello" else str(server.told["page"])
            self.wanted = b"hello" if kind == "hello" else b"2.1.1"
            self.head = f"GET {path} HTTP/1.1\r\n{same}\r\n"

    def ask(self) -> None:
        """One request, checked: a benchmark that computes the wrong thing quickly has measured nothing."""
        if self.kind == "save":
            return self.save()
        body = self.exchange(self.head.encode())
        assert self.wanted in body
        return None

    def save(self) -> None:
        """One answer of this client's own question, upon the version it saw."""
        evidence = f"Seen in the review, note {self.version} of {self.number}"
        body = json.dumps(
            {
                "question": self.question, "value": "yes", "evidence": evidence, "reason": "", "base": self.version,
                "save": str(uuid4()),
            }
        )  # fmt: skip
        told = json.loads(self.exchange(f"{self.head}{len(body)}\r\n\r\n{body}".encode()))
        assert told["version"] == self.version + 1, told
        self.version += 1

    def exchange(self, request: bytes) -> bytes:
        """Send a request and read its reply, whose status must be 200."""
        self.socket.sendall(request)
        reply = b""
        while b"\r\n\r\n" not in reply:
            got = self.socket.recv(65536)
            assert got, "the server closed the connection"
            reply += got
        head, _gap, body = reply.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:200] + body[:300]
        found = LENGTH.search(head)
        assert found, head
        while len(body) < int(found.group(1)):
            body += self.socket.recv(65536)
        return body


LENGTH = re.compile(rb"(?i)content-length: *(\d+)")


def closed_loop(clients: list[Client]) -> float:
    """Requests a second, every client asking again as soon as it is answered."""
    stop = time.perf_counter() + SECONDS
    counts = [0] * len(clients)

    def work(place: int) -> None:
        while time.perf_counter() < stop:
            clients[place].ask()
            counts[place] += 1

    began = time.perf_counter()
    together(work, len(clients))
    return sum(counts) / (time.perf_counter() - began)


def open_loop(clients: list[Client]) -> list[float]:
    """Seconds of each request from the moment it was due, arrivals by chance at a steady rate."""
    chance = random.Random(12)
    due, moment = [], 0.0
    while moment < OPEN_LOOP_SECONDS:
        moment += chance.expovariate(OPEN_LOOP_A_SECOND)
        due.append(moment)
    taken: list[float] = []
    turn, lock, began = iter(due), threading.Lock(), time.perf_counter()

    def work(place: int) -> None:
        while True:
            with lock:
                at = next(turn, None)
            if at is None:
                return
            time.sleep(max(0.0, began + at - time.perf_counter()))
            clients[place].ask()
            taken.append(time.perf_counter() - began - at)

    together(work, len(clients))
    return sorted(taken)


def together(work: Callable[[int], None], count: int) -> None:
    """Run the work in so many threads; raises what went wrong in the first that failed."""
    wrong: list[BaseException] = []

    def run(place: int) -> None:
        try:
            work(place)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def figures() -> Iterator[Figure]:
    """Requests a second of hello, page and save in turn, and how long a save takes at a steady rate."""
    with tempfile.TemporaryDirectory(prefix="touchstone-autosave-") as folder:
        servers = [started("hello", Path(folder)), started("touchstone", Path(folder))]
        clients: dict[str, list[Client]] = {}
        try:
            kinds = {"hello": servers[0], "page": servers[1], "save": servers[1]}
            clients = {kind: [Client(at, kind, n) for n in range(CLIENTS)] for kind, at in kinds.items()}
            rates: dict[str, list[float]] = {kind: [] for kind in kinds}
            for turn in range(ROUNDS + 1):  # the first turn fills caches and is not counted
                for kind, each in clients.items():
                    rate = closed_loop(each)
                    if turn:
                        rates[kind].append(rate)
            late = {kind: open_loop(clients[kind]) for kind in ("save", "page")}
        finally:
            for client in [each for kind in clients.values() for each in kind]:
                client.socket.close()
            for server in servers:
                server.process.terminate()
                server.process.wait(timeout=20)
    hello, page, save = (statistics.median(rates[kind]) for kind in ("hello", "page", "save"))
    how = f"{CLIENTS} connections, medians of {ROUNDS} rounds in turn; {hello:.0f}, {page:.0f} and {save:.0f} a second"
    yield Figure("hello / case page, requests a second", hello / page, "×", MOST_HELLOS_A_PAGE, how)
    yield Figure("hello / autosave, requests a second", hello / save, "×", MOST_HELLOS_A_SAVE, how)
    for kind, name in (("save", "autosave"), ("page", "case page")):
        taken = late[kind]
        steady = f"{len(taken)} at {OPEN_LOOP_A_SECOND} a second, each from the moment it was due"
        yield Figure(f"{name}, median at a steady rate", 1000 * statistics.median(taken), "ms", None, steady)
        yield Figure(f"{name}, 95 of 100 at a steady rate", 1000 * taken[int(len(taken) * 0.95)], "ms", None, steady)
