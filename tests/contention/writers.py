"""People who answer the same case at once: each keeps a file of what was acknowledged to them, as a browser would."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.contention.site import Site

CSRF = "c" * 32
SECONDS_TO_GIVE_UP = 90
LOST_REPLIES = 0.1  # of all requests: sent, and the connection cut before the reply is read


@dataclass
class Writer(threading.Thread):
    """One of them. Every edit adds a token of their own to the text they have seen; a conflict is joined."""

    site: Site
    number: int
    edits: int
    acknowledged: Path
    questions: list[str]
    chance: random.Random
    stop: threading.Event = field(default_factory=threading.Event)
    known: dict[str, tuple[int, str]] = field(default_factory=dict)  # question → version and text as last seen
    conflicts: list[str] = field(default_factory=list)  # save ids that were shown as a conflict
    unlike: list[str] = field(default_factory=list)  # a repeated save that was answered otherwise than at first
    broken: str = ""

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return hash(self.number)

    def run(self) -> None:
        """Edit until all edits are acknowledged, or one is told to stop."""
        try:
            with self.acknowledged.open("a", encoding="utf-8") as notes:
                for turn in range(self.edits):
                    if self.stop.is_set():
                        return
                    question = self.chance.choice(self.questions)
                    token = f"w{self.number}e{turn}"
                    save = self.edit(question, token)
                    notes.write(f"{question} {token} {save}\n")
                    notes.flush()
        except Exception as wrong:
            self.broken = f"writer {self.number}: {type(wrong).__name__}: {wrong}"

    def edit(self, question: str, token: str) -> str:
        """Add a token until it is acknowledged; the save id that was."""
        while True:
            base, text = self.known.get(question, (0, ""))
            wanted = f"{text} {token}".strip()
            save = str(UUID(int=self.chance.getrandbits(128), version=4))
            status, told = self.send(
                {"question": question, "value": "yes", "evidence": wanted, "reason": "", "base": base, "save": save}
            )
            if status == 200:
                self.known[question] = (told["version"], wanted)
                return save
            if status != 409:
                raise AssertionError(f"{status} {told}")
            self.conflicts.append(save)
            self.known[question] = (told["version"], told["theirs"]["evidence"])

    def send(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Send until there is a reply, with the same save id, through lost replies and a server that is away."""
        deadline = time.monotonic() + SECONDS_TO_GIVE_UP
        pause = 0.02
        while True:
            try:
                first = self.request(body, lose=self.chance.random() < LOST_REPLIES)
                if first is not None:
                    if self.chance.random() < LOST_REPLIES:
                        again = self.request(body, lose=False)
                        if again is not None and again[0] != first[0]:
                            self.unlike.append(f"{body['save']}: {first[0]} then {again[0]}")
                    return first
                continue  # the reply was lost; once more
            except (OSError, HTTPException) as wrong:
                if time.monotonic() > deadline:
                    raise AssertionError(f"no reply for {SECONDS_TO_GIVE_UP} s: {wrong}") from wrong
                time.sleep(pause * (0.5 + self.chance.random()))
                pause = min(pause * 2, 0.5)

    def request(self, body: dict[str, Any], *, lose: bool) -> tuple[int, dict[str, Any]] | None:
        """One request; None where its reply was lost. Raises OSError and HTTPException where the server is away."""
        session = self.site.prepared["sessions"]["inspector" if self.number % 2 else "assessor"]
        cookies = "; ".join(f"{name}={value}" for name, value in {**session, "csrf": CSRF}.items())
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            connection.request(
                "POST",
                self.site.prepared["answers"],
                json.dumps(body),
                {
                    "Content-Type": "application/json",
                    "Accept": "application/json",
                    "Cookie": cookies,
                    "X-CSRFToken": CSRF,
                },
            )
            if lose:
                time.sleep(self.chance.random() * 0.01)
                if connection.sock is not None:
                    connection.sock.shutdown(socket.SHUT_RDWR)
                return None
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        except json.JSONDecodeError as cut:
            raise HTTPException(f"the reply was cut or is no JSON: {cut}") from cut
        finally:
            connection.close()


def writers(site: Site, *, count: int, edits: int, questions: int = 8) -> list[Writer]:
    """So many writers with so many edits in all, on so many questions; each with a seed of its own."""
    asked = site.prepared["questions"][:questions]
    return [
        Writer(site, n, edits // count, site.folder / f"acknowledged-{n}.txt", asked, random.Random(n))
        for n in range(1, count + 1)
    ]


def faults(site: Site, load: list[Writer]) -> list[str]:
    """Everything that was promised and does not hold, in words; nothing where all holds."""
    found = [writer.broken for writer in load if writer.broken]
    told = site.rows("report")
    versions = told["versions"]
    acknowledged = 0
    for writer in load:
        for line in writer.acknowledged.read_text(encoding="utf-8").splitlines():
            question, token, save = line.split()
            acknowledged += 1
            kept = versions.get(save)
            if kept is None or kept[2] != "stored" or not kept[3].endswith(token):
                found.append(f"{token} was acknowledged and is not in the history")
            if token not in told["answers"].get(question, "").split():
                found.append(f"{token} was acknowledged and is lost from the answer")
        found += [f"{save} is stored and was shown to its writer as a conflict" for save in writer.conflicts
                  if versions.get(save, ["", 0, "", ""])[2] != "aside"]  # fmt: skip
        found += writer.unlike
    if not acknowledged:
        found.append("nothing was acknowledged")
    if not len(versions) == told["acts"] == told["saves"]:
        found.append(f"{len(versions)} versions, {told['acts']} acts written down, {told['saves']} saves counted")
    found += [f"the chain: {told['chain']}"] if told["chain"] else []
    found += [f"the database: {told['integrity']}"] if told["integrity"] != "ok" else []
    return found
