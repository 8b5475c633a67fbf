"""Every change of state is an operation that names its permission; every view is closed unless it is listed as open."""

import ast

from tests.house_rules.source import Source, python_files, shown

# What a function of operations.py may be wrapped in: it changes state, or only another operation may call it.
MARKS = {"operation", "step"}
WRITES = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create"}


def unmarked(files: list[Source]) -> list[str]:
    """Public functions of operations.py that write by themselves and are neither an operation nor a step."""
    found = []
    for file in files:
        for node in file.tree.body:
            if isinstance(node, ast.FunctionDef) and not marks(node) & MARKS and writes(node):
                found.append(f"{file.path}:{node.lineno}: {node.name}")
    return found


def marks(function: ast.FunctionDef) -> set[str]:
    """The names of a function's decorators."""
    calls = [mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list]
    return {ast.unparse(call).rpartition(".")[2] for call in calls}


def writes(function: ast.FunctionDef) -> bool:
    """Does it write to the database in its own lines?"""
    called = [n.func for n in ast.walk(function) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    return any(call.attr in WRITES and "objects" in ast.unparse(call.value) for call in called)


def reads_unscoped(files: list[Source]) -> list[str]:
    """Views that declare rows to be nobody's: whatever a page shows is seen by somebody."""
    found = []
    for file in files:
        for node in file.walk():
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("unscoped"):
                found.append(f"{file.path}:{node.lineno}: {ast.unparse(node)[:60]}")
    return found


# Views that read for nobody signed in, each with its reason.
MAY_BE_UNSCOPED = {
    "touchstone/web/exercises/views.py": "tells a refusal from a wrong address, for the audit alone",
    "touchstone/web/surveys/link_views.py": "whoever answers has no account: the link is the permission",
    "touchstone/web/accounts/auditing/views.py": "the auditor sees an exercise's reference, and nothing else of it",
}

# Public functions that write outside an operation, each with its reason.
PROGRAM_ITSELF = {
    "touchstone/web/audit/operations.py": "writing an act down is what operations stand on",
    "touchstone/web/public/operations.py": "publishing and seeding, before anybody can sign in",
    "touchstone/web/accounts/sessions/operations.py": "sessions are kept and dropped before anybody is known",
    "touchstone/web/accounts/sign_in/operations.py": "tries are counted before anybody is known",
    "touchstone/web/jobs/operations.py": "the worker's own book of what it holds",
    "touchstone/web/messages/operations.py": "the worker's own book of what it sent",
}


def test_whatever_writes_is_an_operation_or_a_step() -> None:
    files = [file for file in python_files("touchstone/web") if file.path.endswith("operations.py")]
    violations = [line for line in unmarked(files) if line.partition(":")[0] not in PROGRAM_ITSELF]
    assert not violations, shown(violations)


def test_no_view_reads_for_nobody() -> None:
    files = [file for file in python_files("touchstone/web") if file.path.endswith("views.py")]
    violations = reads_unscoped([file for file in files if file.path not in MAY_BE_UNSCOPED])
    assert not violations, shown(violations)


def test_a_planted_write_and_a_planted_view_are_found() -> None:
    planted = "def change(*, row, by):\n    Row.objects.filter(pk=row).update(a=1)\n"
    assert unmarked([Source("touchstone/web/x/operations.py", planted)])
    assert not unmarked([Source("touchstone/web/x/operations.py", f"@operation(P.X)\n{planted}")])
    assert reads_unscoped([Source("touchstone/web/x/views.py", "with unscoped('x'):\n    pass")])
