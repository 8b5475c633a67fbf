"""The files of a case list that go out: the template, the problems by row, and the confirmed list itself."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from touchstone.intake.cells import safe_cell
from touchstone.sampling.frame import SERVICE, Frame, frame_columns
from touchstone.standards.framework import Framework

MARK = "﻿"  # so that spreadsheet programs read the file as UTF-8


def table_file(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that no spreadsheet can be made to run."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return (MARK + out.getvalue()).encode()


def template_file(framework: Framework) -> bytes:
    """An empty list: the headings that this framework's sample needs."""
    return table_file([column for column in frame_columns(framework) if column != SERVICE], [])


def problems_file(problems: Iterable[Mapping[str, Any]]) -> bytes:
    """What is wrong, row by row."""
    rows = ((each["row"] or "", each["column"], each["what"], each["do"]) for each in problems)
    return table_file([_("row"), _("column"), _("what is wrong"), _("what to do")], rows)


def list_file(frame: Frame) -> bytes:
    """A list that was read, written so that reading it again gives the same list."""
    return table_file(frame.columns, ([text for _name, text in row.cells] for row in frame.rows))


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file sent as a download. Its name is ours and says nothing of anybody."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def csv_download(content: bytes, *, name: str) -> HttpResponse:
    """A CSV file as a download."""
    return download(content, name=name, media_type="text/csv; charset=utf-8")
