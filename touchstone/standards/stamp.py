"""A compiled file and the stamp that ties it to the YAML it came from."""

import json
import os
from zlib import crc32

HERE = os.path.dirname(os.path.abspath(__file__))
FRAMEWORKS = os.path.join(HERE, "frameworks")
CROSSWALKS = os.path.join(HERE, "crosswalks")
COMPILED = os.path.join(HERE, "compiled")

# A change of what reads the YAML makes a compiled file as stale as a change of the YAML does.
MADE_BY = (
    "compiled.py",
    "compiling.py",
    "compiling_crosswalks.py",
    "crosswalk.py",
    "entries.py",
    "framework.py",
    "reading.py",
)


def stamp_of(folder: str) -> list[list[object]]:
    """Name, length and CRC-32 of every YAML file in `folder` and of the modules that compile them.

    Contents, not dates: an installer and a copy set dates as they like. It guards against forgetting to compile,
    not against malice; whoever can write the compiled file can write the YAML. Raises OSError.
    """
    paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    stamp = [of_file(path) for path in paths]
    for name in MADE_BY:
        path = os.path.join(HERE, name)
        if os.path.exists(path):  # a package may come without its sources
            stamp.append(of_file(path))
    return stamp


def of_file(path: str) -> list[object]:
    """Name, length and CRC-32 of one file."""
    with open(path, "rb") as file:
        content = file.read()
    return [os.path.basename(path), len(content), crc32(content)]


def read_compiled(path: str, folder: str) -> dict[str, object] | None:
    """What a compiled file holds; None where there is none, or where it does not fit the YAML of `folder`."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except (OSError, ValueError):  # none yet, or half a file
        return None
    if not isinstance(document, dict) or document.get("stamp") != stamp_of(folder):
        return None
    return document


def keep_compiled(document: dict[str, object], path: str, folder: str) -> None:
    """Write a compiled file if this place can be written to; where it cannot, only time is lost."""
    try:
        write_compiled(document, path, folder)
    except OSError:
        return


def write_compiled(document: dict[str, object], path: str, folder: str) -> None:
    """Write a compiled file with the stamp of `folder`, so that nobody ever sees half of it. Raises OSError."""
    text = json.dumps({"stamp": stamp_of(folder), **document}, ensure_ascii=False, separators=(",", ":"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    unfinished = f"{path}.{os.getpid()}"
    try:
        with open(unfinished, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(unfinished, path)
    except OSError:
        if os.path.exists(unfinished):
            os.remove(unfinished)
        raise
