"""The glossary tells every word once, and the names it gives are those in the code."""

import re
from importlib import import_module

from tests.house_rules.source import read, shown

ROW = re.compile(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
NAME = re.compile(r"`(touchstone\.[\w.]+)`")


def rows() -> list[tuple[str, str]]:
    """(word, names in code) of every row."""
    return [(word, names) for word, names in ROW.findall(read("GLOSSARY.md").text) if word not in ("Word", "---")]


def is_in_code(name: str) -> bool:
    """Is there a module, a class, or a field of that name?"""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if part not in getattr(found, "__annotations__", {}) and not hasattr(found, part):
                return False
            found = getattr(found, part, None)
        return True
    return False


def test_every_word_stands_once() -> None:
    words = [word for word, _ in rows()]
    assert len(words) > 50
    assert sorted(words) == sorted(set(words))


def test_every_name_is_in_the_code() -> None:
    violations = [name for _, names in rows() for name in NAME.findall(names) if not is_in_code(name)]
    assert not violations, shown(violations)


def test_a_name_that_is_not_in_the_code_is_found() -> None:
    assert is_in_code("touchstone.dossier.inspection.Inspection.title")
    assert not is_in_code("touchstone.dossier.inspection.Inspection.nickname")
    assert not is_in_code("touchstone.nowhere")
