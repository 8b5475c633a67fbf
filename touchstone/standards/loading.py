"""Compiled JSON → Framework, quickly; compiles first when the stamp does not fit the YAML.

The package's own frameworks are read from `standards/compiled/`. Folders of somebody's own (`TOUCHSTONE_FRAMEWORKS`,
`--frameworks DIR`) are checked and read anew by each program that starts, and nothing is written into them. Such a
folder holds whole frameworks, one folder each, and `<id>.wording.yaml` files (see `wording.py`).
"""

import os

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.standards.compiled import framework_from, plain_from
from touchstone.standards.framework import Framework
from touchstone.standards.stamp import COMPILED, FRAMEWORKS, keep_compiled, read_compiled

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from pathlib import Path

FOLDERS_VARIABLE = "TOUCHSTONE_FRAMEWORKS"  # folders, parted as in PATH

loaded: dict[tuple[str, ...], Framework] = {}


def load_framework(id: str, *, folders: "tuple[Path, ...]" = (), revision: int | None = None) -> Framework:
    """The framework with this id, as the last of the folders that has it says: package, environment, `folders`.

    With `revision` exactly that one: an inspection keeps the revision it was begun under. Loaded once per program.
    Raises ProblemsFound for an unknown id or revision, and for YAML that is wrong.
    """
    searched = searched_folders(folders)
    key = (id, str(revision), *searched)
    if key not in loaded:
        loaded[key] = in_own_words(find_framework(id, revision, searched), searched)
    return loaded[key]


def framework_ids(*, folders: "tuple[Path, ...]" = ()) -> tuple[str, ...]:
    """The ids of all frameworks there are, sorted."""
    return tuple(sorted({name for base in searched_folders(folders) for name in names_in(base) if ".r" not in name}))


def folder_of(id: str, *, folders: "tuple[Path, ...]" = ()) -> str:
    """Where the YAML of this framework stands. Raises ProblemsFound for an unknown id."""
    searched = searched_folders(folders)
    for base in reversed(searched):
        if id in names_in(base):
            return os.path.join(base, id)
    raise ProblemsFound([unknown(id, searched)])


def unknown(id: str, searched: tuple[str, ...]) -> Problem:
    """The problem of an id that is nowhere, naming those there are."""
    known = sorted({name for base in searched for name in names_in(base) if ".r" not in name})
    return Problem(f"There is no framework {shown(id)}.", f"Use one of: {', '.join(known)}.")


def searched_folders(folders: "tuple[Path, ...]") -> tuple[str, ...]:
    """Where frameworks are looked for; a later folder replaces the frameworks of an earlier one."""
    named = [part for part in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if part]
    named += [os.fspath(folder) for folder in folders]
    problems = [problem for folder in named for problem in problems_with(folder)]
    if problems:
        raise ProblemsFound(problems)
    return (FRAMEWORKS, *(os.path.abspath(folder) for folder in named))


def problems_with(folder: str) -> list[Problem]:
    """What is wrong with a folder that somebody named."""
    if not os.path.isdir(folder):
        do = f"Check the path; it comes from --frameworks or from {FOLDERS_VARIABLE}."
        return [Problem("There is no such folder of frameworks.", do, folder)]
    if os.path.isfile(os.path.join(folder, "framework.yaml")):
        return [Problem("This is the folder of one framework.", "Name the folder that it stands in.", folder)]
    return []


def names_in(base: str) -> list[str]:
    """The framework folders in `base`."""
    return [name for name in os.listdir(base) if os.path.isfile(os.path.join(base, name, "framework.yaml"))]


def find_framework(id: str, revision: int | None, searched: tuple[str, ...]) -> Framework:
    """Look through the folders, the last one first."""
    revisions = set()
    for base in reversed(searched):
        names = names_in(base)
        for name in (id, f"{id}.r{revision}"):
            if name in names:
                framework = read_folder(base, name)
                if revision in (None, framework.revision):
                    return framework
                revisions.add(framework.revision)
    if revisions:
        known = ", ".join(str(number) for number in sorted(revisions))
        raise ProblemsFound(
            [
                Problem(
                    f"Framework '{id}' has no revision {revision}.",
                    f"Use revision {known}, or name a folder that holds revision {revision} with --frameworks.",
                )
            ]
        )
    raise ProblemsFound([unknown(id, searched)])


def in_own_words(framework: Framework, searched: tuple[str, ...]) -> Framework:
    """The framework with the wording that the folders lay over it; the last one that has any."""
    for base in reversed(searched):
        path = os.path.join(base, f"{framework.id}.wording.yaml")
        if base != FRAMEWORKS and os.path.isfile(path):
            from touchstone.standards.wording import read_wording, with_wording

            return with_wording(framework, read_wording(path), file=os.path.basename(path))
    return framework


def read_folder(base: str, name: str) -> Framework:
    """The framework of one folder. Raises ProblemsFound where its YAML is wrong.

    The package's own comes from its compiled file where that still fits the YAML.
    """
    folder = os.path.join(base, name)
    path = os.path.join(COMPILED, f"{name}.json")
    document = read_compiled(path, folder) if base == FRAMEWORKS else None
    if document is not None:
        return framework_from(document)
    # Imported here: where the compiled file fits, nobody pays for a YAML parser.
    from touchstone.standards.compiling import compile_folder

    framework = compile_folder(folder)
    if base == FRAMEWORKS:
        keep_compiled(plain_from(framework), path, folder)
    return framework
