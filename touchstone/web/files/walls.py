"""The walls around a child process that reads a stranger's file: raised by the child itself before it reads a byte.

Each returns the words by which it is told, or "" where this machine does not have it; nothing here may raise. Only the
standard library is used and nothing of ours: what is imported here is what stands inside the walls.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctypes import CDLL

# Linux, the same on every architecture since 5.13 (linux/landlock.h, linux/sched.h, sys/prctl.h).
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_ASK_VERSION, _LANDLOCK_BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}  # by version of the kernel's Landlock
_NET_RIGHTS = 0b11  # bind and connect of TCP, from version 4
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _NO_NEW_PRIVILEGES = 1, 4, 38
_KILL = 9

# What Python tells of before it does it (docs.python.org/3/library/audit_events.html). No reader needs any of these.
_REFUSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.kill",
    "os.putenv",
    "shutil.",
    "ctypes.",
    "pty.",
    "ftplib.",
    "http.",
    "smtplib.",
    "urllib.",
    "webbrowser.",
    "winreg.",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def raise_walls(*, seconds: int, megabytes: int, folders: Iterable[str]) -> list[str]:
    """Raise every wall that this machine has and tell which hold. `folders` are all that may still be read."""
    linux = _linux()
    tried: list[Callable[[], str]] = [
        lambda: _processor_time(seconds),
        lambda: _memory(megabytes),
        _no_file_grows,
        _no_more_processes,
        lambda: _dies_with_its_parent(linux),
        lambda: _own_network(linux),
        lambda: _landlock(linux, [*folders, *_folders_of_python()]),
        _python_refuses,  # last: the walls above need what it refuses
    ]
    return [told for wall in tried if (told := _safely(wall))]


def _safely(wall: Callable[[], str]) -> str:
    try:
        return wall()
    except (OSError, ValueError, AttributeError, ImportError):
        return ""


def _limit(name: str, most: int, *, grace: int = 0) -> None:
    """One of the kernel's limits, never above what is set already. Raises ImportError where there are none."""
    import resource

    which = getattr(resource, name)
    _, before = resource.getrlimit(which)
    hard = most + grace if before == resource.RLIM_INFINITY else min(most + grace, before)
    resource.setrlimit(which, (min(most, hard), hard))


def _processor_time(seconds: int) -> str:
    _limit("RLIMIT_CPU", seconds, grace=1)  # first a signal that says why, then the end
    return "processor time"


def _memory(megabytes: int) -> str:
    _limit("RLIMIT_AS", megabytes * 1024 * 1024)
    return "memory"


def _no_file_grows() -> str:
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)
    return "no writing (size 0)"


def _no_more_processes() -> str:
    _limit("RLIMIT_NOFILE", 32)
    _limit("RLIMIT_NPROC", 0)
    return "no further process"


def _linux() -> CDLL | None:
    """The C library, where the kernel is Linux."""
    if sys.platform != "linux":
        return None
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _dies_with_its_parent(linux: CDLL | None) -> str:
    if linux is None or linux.prctl(_SET_DEATH_SIGNAL, _KILL, 0, 0, 0):
        return ""
    linux.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    return "ends with its parent"


def _own_network(linux: CDLL | None) -> str:
    """A network of its own with nothing in it. Many containers forbid it to all but root."""
    if linux is None:
        return ""
    alone = linux.unshare(_NEW_NETWORK) == 0 or linux.unshare(_NEW_USERS | _NEW_NETWORK) == 0
    return "no network (own namespace)" if alone else ""


def _landlock(linux: CDLL | None, folders: list[str]) -> str:
    """The kernel refuses every write, every file outside `folders` and, from version 4, every TCP connection."""
    if linux is None:
        return ""
    version = linux.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_ASK_VERSION)
    if version < 1:
        return ""
    rights = _FILE_RIGHTS[min(version, 3)].to_bytes(8, sys.byteorder)
    asked = rights + (_NET_RIGHTS.to_bytes(8, sys.byteorder) if version >= 4 else b"")
    rules = linux.syscall(_LANDLOCK_CREATE, asked, len(asked), 0)
    if rules < 0:
        return ""
    for folder in folders:
        _may_be_read(linux, rules, folder)
    linux.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    held = linux.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    if not held:
        return ""
    return "no writing, no reading elsewhere" + (", no TCP" if version >= 4 else "") + " (Landlock)"


def _may_be_read(linux: CDLL, rules: int, folder: str) -> None:
    try:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC | os.O_DIRECTORY)
    except OSError:
        return
    rule = (_READ_FILE | _READ_FOLDER).to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
    linux.syscall(_LANDLOCK_ADD, rules, _LANDLOCK_BENEATH, rule, 0)
    os.close(place)


def _folders_of_python() -> list[str]:
    """Where Python's own modules and the libraries they load stand; some are imported only when they are needed."""
    return [*(os.path.realpath(part) for part in sys.path if os.path.isdir(part)), "/usr/lib", "/usr/lib64", "/lib"]


def _python_refuses() -> str:
    """Python itself refuses what no reader does. It stops our own mistakes, not foreign machine code."""

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(f"{event} is refused here")
        if event == "open" and len(arguments) == 3:
            mode, flags = arguments[1], arguments[2]
            writes = isinstance(mode, str) and not set(mode) <= set("rbtU")
            if writes or (isinstance(flags, int) and flags & _WRITING):
                raise PermissionError("writing is refused here")

    sys.addaudithook(refuse)
    return "no network, writing or process (Python)"
