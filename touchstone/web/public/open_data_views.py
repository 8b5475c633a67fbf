"""The open data: everything published, as JSON and CSV at addresses that stay, free to be read from any other site."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from functools import wraps
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from touchstone.dossier.open_data import open_data_csv
from touchstone.intake.cells import safe_cell
from touchstone.web.public.models import PublishedInspection

TABLES = ("standards", "key-questions", "recommendations", "context")

LIST_COLUMNS = (
    "id",
    "service",
    "service_name",
    "region",
    "framework",
    "kind",
    "published",
    "overall",
    "score",
    "score_of",
    "demonstration",
    "sources",
    "address",
)

View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """Let any site read the answer, and answer 304 where the reader has it already."""

    @wraps(view)
    @require_safe
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        response = view(request, **named)
        etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponse(status=304)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "public, max-age=300"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What data there is, in words."""
    inspections = PublishedInspection.objects.visible().without_report()
    context = {"count": inspections.count(), "tables": TABLES, "example": inspections.newest_first().first()}
    return render(request, "public/data.html", context)


@open_to_all
def inspections_json(request: HttpRequest) -> HttpResponse:
    """Every inspection in short, as one list."""
    listed = {
        "format": "touchstone-published-inspections",
        "version": 1,
        "about": "A rating that is absent could not be read in any source; absent never means a rating.",
        "inspections": [in_short(request, row) for row in everything()],
    }
    return as_json(listed)


@open_to_all
def inspections_csv(request: HttpRequest) -> HttpResponse:
    """Every inspection in short, one a row."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(LIST_COLUMNS)
    for row in everything():
        told = in_short(request, row)
        told["sources"] = "; ".join(str(source["link"] or source["title"]) for source in row.sources)
        writer.writerow([plain(told[column]) for column in LIST_COLUMNS])
    return as_csv(written.getvalue(), "inspections.csv")


@open_to_all
def inspection_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of one inspection."""
    return as_json(published(slug).figures)


@open_to_all
def inspection_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """One table of one inspection."""
    if table not in TABLES:
        raise Http404(table)
    return as_csv(open_data_csv(published(slug).figures)[f"{table}.csv"], f"{slug}-{table}.csv")


@open_to_all
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema that the data of each inspection fits."""
    text = files("touchstone.dossier").joinpath("open-data.schema.json").read_bytes()
    return HttpResponse(text, content_type="application/schema+json")


def everything() -> Iterable[PublishedInspection]:
    """Every inspection that may be read, newest first, in short."""
    return PublishedInspection.objects.visible().without_report().newest_first()


def published(slug: str) -> PublishedInspection:
    """One inspection with its data. Raises Http404."""
    return get_object_or_404(PublishedInspection.objects.visible().defer("body", "contents"), slug=slug)


def in_short(request: HttpRequest, row: PublishedInspection) -> dict[str, object]:
    """One inspection as a row of the list; None where something is not known."""
    return {
        "id": row.slug,
        "service": row.service_slug,
        "service_name": row.service_name,
        "region": row.region or None,
        "framework": row.framework,
        "kind": row.kind,
        "published": row.published or None,
        "overall": row.overall or None,
        "score": row.score,
        "score_of": row.score_of,
        "standards": {standard: result["rating"] for standard, result in row.standards.items() if result["rating"]},
        "demonstration": row.demonstration or None,
        "sources": row.sources,
        "address": request.build_absolute_uri(reverse("inspection-json", args=[row.slug])),
    }


def plain(value: object) -> object:
    """A cell of a table: numbers as they are, words so that no spreadsheet runs them."""
    return value if isinstance(value, int) else safe_cell(str(value or ""))


def as_json(data: object) -> HttpResponse:
    """Plain data as JSON, in UTF-8 and in letters people can read."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text + "\n", content_type="application/json")


def as_csv(text: str, name: str) -> HttpResponse:
    """A table, to keep under a name."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
