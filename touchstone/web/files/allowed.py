"""The functions that a limited child process may run, by name; it runs nothing else.

Each takes the bytes of a file and arguments that came as JSON. It gives back a JSON value and the bytes of a file that
was made new (empty where none was). Modules are imported when they are needed: a child starts anew for every file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

Allowed = Callable[[bytes, Mapping[str, Any]], tuple[Any, bytes]]


def read_table(data: bytes, arguments: Mapping[str, Any]) -> tuple[Any, bytes]:
    """`touchstone.intake.tables.read_table`: headings, and rows as [number, [cell, …]] in the order of the headings.

    With `refuse_personal` a column that says who a child is is refused, as in a case list.
    """
    from touchstone.intake import tables

    refuse: Callable[[str], tuple[str, str] | None] | None = None
    if arguments.get("refuse_personal"):
        from touchstone.sampling.frame import refuse_personal

        refuse = refuse_personal
    sheet = tables.read_table(
        data, file=arguments["file"], wanted=arguments["wanted"], optional=arguments["optional"], refuse=refuse
    )
    rows = [[row.number, [row.cells[heading] for heading in sheet.headings]] for row in sheet.rows]
    return {"headings": sheet.headings, "rows": rows}, b""


def read_frame(data: bytes, arguments: Mapping[str, Any]) -> tuple[Any, bytes]:
    """`touchstone.sampling.frame.read_frame`: columns, and rows as [number, [cell, …]] in the order of the columns."""
    from touchstone.sampling import frame
    from touchstone.standards.compiled import framework_from

    framework = framework_from(arguments["framework"])
    read = frame.read_frame(data, file=arguments["file"], framework=framework, dates=arguments["dates"])
    return {"columns": read.columns, "rows": [[row.number, [text for _, text in row.cells]] for row in read.rows]}, b""


def inspect_image(data: bytes, arguments: Mapping[str, Any]) -> tuple[Any, bytes]:
    """An image written anew with nothing but the picture, and what was left out."""
    from touchstone.web.files import pictures

    picture = pictures.without_traces(data, kind=arguments["kind"], file=arguments["file"])
    return {"found_inside": picture.found_inside, "width": picture.width, "height": picture.height}, picture.content


def inspect_document(data: bytes, arguments: Mapping[str, Any]) -> tuple[Any, bytes]:
    """A document looked through: what it holds besides its text. Its bytes stay as they are."""
    from touchstone.web.files import documents

    return {"found_inside": documents.found_inside(data, kind=arguments["kind"], file=arguments["file"])}, b""


def open_inspection_file(data: bytes, arguments: Mapping[str, Any]) -> tuple[Any, bytes]:
    """`touchstone.dossier.carried.opened`: the inspection's JSON, not checked yet, and its table of cases."""
    from touchstone.dossier import carried

    found = carried.opened(data, file=arguments["file"])
    return {"file": found.file, "value": found.value, "table": found.table}, found.content


def nothing(data: bytes, arguments: Mapping[str, Any]) -> tuple[Any, bytes]:
    """Only start and answer: to learn which walls stand on this machine, and what a start costs."""
    return {"length": len(data), "python": sys.version_info[:3]}, b""


ALLOWED: Mapping[str, Allowed] = {
    "read_table": read_table,
    "read_frame": read_frame,
    "inspect_image": inspect_image,
    "inspect_document": inspect_document,
    "open_inspection_file": open_inspection_file,
    "nothing": nothing,
}
