"""No module over 400 lines, no function over 50: what is longer holds two things."""

import ast

from tests.house_rules.source import Source, python_files, shown

MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 50


def too_long(files: list[Source]) -> list[str]:
    """Modules and functions that are longer than the house allows. Migrations are written by a machine."""
    found = []
    for file in files:
        if "/migrations/" in file.path:
            continue
        lines = len(file.text.splitlines())
        if lines > MOST_LINES_OF_A_MODULE:
            found.append(f"{file.path}: {lines} lines")
        for node in file.walk():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    found.append(f"{file.path}:{node.lineno}: {node.name} has {length} lines")
    return found


def test_modules_and_functions_are_short() -> None:
    files = python_files("touchstone", "benchmarks", "docs", "requirements", "dev.py", "hatch_build.py", "manage.py")
    assert len(files) > 10
    violations = too_long(files)
    assert not violations, shown(violations)


def test_a_long_module_and_a_long_function_are_found() -> None:
    long_function = "def f():\n" + "    x = 1\n" * 50
    assert too_long([Source("touchstone/rating/x.py", long_function)]) == ["touchstone/rating/x.py:1: f has 51 lines"]
    assert too_long([Source("touchstone/rating/x.py", "x = 1\n" * 401)]) == ["touchstone/rating/x.py: 401 lines"]
    assert not too_long([Source("touchstone/rating/x.py", "def f():\n" + "    x = 1\n" * 49)])
