"""Only `operations.py` changes what is stored; views, forms and commands call it."""

import ast
import re

from tests.house_rules.source import Source, python_files, shown

# Names that only Django's models and querysets carry …
ALWAYS_WRITES = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "adelete",
    "aupdate",
}
# … and names that dictionaries, sets and files carry too: they write when a model or a queryset is before the dot.
SOMETIMES_WRITES = {"save", "delete", "create", "update"}
QUERY = re.compile(r"objects|queryset|_set\b|\.(filter|exclude|all|visible_to|select_related|get)\(")
STORED = ("save", "delete")


def writes(files: list[Source]) -> list[str]:
    """Places that write to the database outside operations.py and migrations."""
    found = []
    for file in files:
        if file.path.endswith("operations.py") or "/migrations/" in file.path:  # timetable_operations.py too
            continue
        for node in file.walk():
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            name, before = node.func.attr, ast.unparse(node.func.value)
            on_rows = name in SOMETIMES_WRITES and QUERY.search(before)
            of_an_operation = before.endswith("operations")  # operations.save(…) is how everybody else writes
            stores = name in STORED and before != "super()" and not of_an_operation
            if name in ALWAYS_WRITES or on_rows or stores:
                found.append(f"{file.path}:{node.lineno}: {before}.{name}()")
    return found


def test_only_operations_write() -> None:
    violations = writes(python_files("touchstone/web"))
    assert not violations, shown(violations)


def test_a_write_outside_operations_is_found() -> None:
    for planted in (
        "service.save()",
        "Service.objects.create(name='x')",
        "Service.objects.filter(id=1).update(name='x')",
        "Service.objects.bulk_create([])",
        "for s in rows:\n    s.delete()",
    ):
        assert writes([Source("touchstone/web/public/views.py", planted)]), planted
        assert not writes([Source("touchstone/web/public/operations.py", planted)])
    assert not writes([Source("touchstone/web/public/views.py", "context.update(a=1)\nseen.add(2)")])
