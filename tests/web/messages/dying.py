"""A process that tells somebody something and is killed: before the commit, or after."""

from __future__ import annotations

import os
import signal
import uuid

from touchstone.web.audit.operation import operation
from touchstone.web.messages import fields
from touchstone.web.messages.operations import Recipient, tell


@operation(None, open_because="a test")
def told(*, when: str) -> None:
    """Tell, and be killed at once where that is asked for."""
    recipient = Recipient(uuid.uuid4(), f"{when}@example.org")
    tell(to=[recipient], text="concern_raised", fields={"inspection": uuid.uuid4()})
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)


def main(when: str) -> None:
    """Tell, and be killed afterwards at the latest."""
    fields.look_up("inspection", lambda _id: "2026-001")
    told(when=when)
    os.kill(os.getpid(), signal.SIGKILL)
