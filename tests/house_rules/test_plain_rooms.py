"""Plain rooms never read the clock, and those up to dossier load nothing outside the standard library."""

import ast
import subprocess
import sys
from collections.abc import Iterator

from tests.house_rules.source import BARE_ROOMS, Source, dotted, plain_files, room, shown

# Asked by their last two names, so that `datetime.datetime.now` and `datetime.now` are the same.
CLOCK = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.monotonic",
    "time.perf_counter",
    "timezone.now",
    "timezone.localdate",
}
CLOCK_IMPORTS = {("time", name.partition(".")[2]) for name in CLOCK if name.startswith("time.")}


def clock_calls(files: list[Source]) -> list[str]:
    """Places that read the clock: in plain code time is an argument."""
    found = []
    for file in files:
        for node in file.walk():
            if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in CLOCK:
                found.append(f"{file.path}:{node.lineno}: {dotted(node)}")
            if isinstance(node, ast.ImportFrom):
                names = {(node.module or "", alias.name) for alias in node.names}
                found += [f"{file.path}:{node.lineno}: from time import {name}" for _, name in names & CLOCK_IMPORTS]
    return found


def at_module_level(statements: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Imports that run when the module is loaded; those under `if TYPE_CHECKING` do not."""
    for statement in statements:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement
        elif isinstance(statement, ast.If) and dotted(statement.test).endswith("TYPE_CHECKING"):
            yield from at_module_level(statement.orelse)
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            for name in ("body", "orelse", "finalbody"):
                yield from at_module_level(getattr(statement, name, []))
            for handler in getattr(statement, "handlers", []):
                yield from at_module_level(handler.body)


def outside_imports(files: list[Source]) -> list[str]:
    """Imports of anything but the standard library and ourselves, when a module of a bare room is loaded."""
    found = []
    allowed = {*sys.stdlib_module_names, "touchstone"}
    for file in files:
        for statement in at_module_level(file.tree.body):
            if isinstance(statement, ast.ImportFrom):
                names = [] if statement.level else [statement.module or ""]
            else:
                names = [alias.name for alias in statement.names]
            found += [f"{file.path}: imports {name}" for name in names if name.partition(".")[0] not in allowed]
    return found


def bare_files() -> list[Source]:
    """Every module of the rooms up to dossier."""
    return [file for file in plain_files() if room(file.path) in BARE_ROOMS]


def test_plain_rooms_never_read_the_clock() -> None:
    assert plain_files()
    violations = clock_calls(plain_files())
    assert not violations, shown(violations)


def test_rooms_up_to_dossier_load_the_standard_library_only() -> None:
    assert bare_files()
    violations = outside_imports(bare_files())
    assert not violations, shown(violations)


def test_loading_every_bare_module_loads_no_third_party_module() -> None:
    """The same, asked of Python itself: nothing slips in through a module that a module imports."""
    names = [file.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in bare_files()]
    names = [name for name in names if not name.endswith("__main__")]
    code = (
        f"import sys; before = set(sys.modules)\nfor name in {names!r}: __import__(name)\n"
        "print(*sorted({n.partition('.')[0] for n in set(sys.modules) - before}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert set(loaded.stdout.split()) <= {*sys.stdlib_module_names, "touchstone"}


def test_a_clock_call_is_found() -> None:
    for planted in (
        "import datetime\nx = datetime.date.today()",
        "from datetime import datetime\nx = datetime.now()",
        "import time\nx = time.time()",
        "from time import perf_counter",
    ):
        assert clock_calls([Source("touchstone/rating/x.py", planted)]), planted
    assert not clock_calls([Source("touchstone/rating/x.py", "from datetime import date\nx = date(2023, 3, 21)")])


def test_an_outside_import_is_found() -> None:
    for planted in ("import yaml", "from numpy import array", "try:\n    import orjson\nexcept ImportError:\n    pass"):
        assert outside_imports([Source("touchstone/rating/x.py", planted)]), planted
    for fine in ("def f():\n    import yaml", "import json", "from touchstone.intake import text"):
        assert not outside_imports([Source("touchstone/rating/x.py", fine)]), fine
