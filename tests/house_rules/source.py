"""What the house rules read: the files of the repository, and Python files as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The rooms that know neither the clock nor Django; those up to dossier stand on the standard library alone.
BARE_ROOMS = ("intake", "standards", "forms", "sampling", "rating", "practice", "dossier")
PLAIN_ROOMS = (*BARE_ROOMS, "reports")
NOT_TEXT = (".png", ".ttf", ".xlsx", ".ods", ".docx", ".pdf", ".zip", ".woff2", ".ico")


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the repository, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The file as Python reads it."""
        return ast.parse(self.text, self.path)

    def walk(self) -> Iterator[ast.AST]:
        """Every node of the tree."""
        return ast.walk(self.tree)


@cache
def every_path() -> tuple[str, ...]:
    """Every file that is in the repository, or would be: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return tuple(sorted({path for path in listed.stdout.splitlines() if (ROOT / path).is_file()}))


@cache
def read(path: str) -> Source:
    """One file of the repository."""
    return Source(path, (ROOT / path).read_text(encoding="utf-8"))


def text_files() -> list[Source]:
    """Every file that people read."""
    return [read(path) for path in every_path() if not path.endswith(NOT_TEXT)]


def python_files(*folders: str) -> list[Source]:
    """Every Python file under these folders (or with exactly that name)."""
    chosen = tuple(f"{folder}/" for folder in folders)
    return [
        read(path) for path in every_path() if path.endswith(".py") and (path.startswith(chosen) or path in folders)
    ]


def room(path: str) -> str:
    """The room a module of touchstone stands in ("rating"), or ""."""
    parts = path.split("/")
    return parts[1] if parts[0] == "touchstone" and len(parts) > 2 else ""


def plain_files() -> list[Source]:
    """Every module of the plain rooms."""
    return python_files(*(f"touchstone/{name}" for name in PLAIN_ROOMS))


def dotted(node: ast.AST) -> str:
    """A name as written in code: `datetime.date.today`; "" for anything that is no name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def shown(violations: list[str]) -> str:
    """Violations as a failing test shows them."""
    return "\n" + "\n".join(violations)
