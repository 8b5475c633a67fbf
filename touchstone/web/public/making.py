"""Makes editions: of a whole inspection with its report and files, and of a published result of the archive.

The heavy libraries behind PDF and Word are imported when a file is made, never when the site starts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import touchstone
from touchstone.dossier.archive import Archive, ArchivedInspection, ArchivedService
from touchstone.dossier.file import write_inspection
from touchstone.dossier.inspection import Inspection
from touchstone.dossier.open_data import open_data, open_data_of_archived
from touchstone.rating.fragility import fragility
from touchstone.rating.inspection import rate_inspection
from touchstone.reports.document import Document
from touchstone.reports.edition import edition as files_of
from touchstone.reports.inspection_report import inspection_report
from touchstone.reports.renderers.html import body_html, contents_of
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework
from touchstone.web.public.edition import (
    Edition,
    EditionFile,
    fingerprint,
    hour_of_publication,
    plain_bytes,
)

# What decides how an edition looks besides the inspection itself: change one of these and a seeded one is made anew.
ROOMS_BEHIND_AN_EDITION = ("standards", "rating", "dossier", "reports", "web/public")

# What each file is called on the page, and what a browser is told it is. Others of an edition are not offered here.
FILES = {
    "report.pdf": ("Report (PDF)", "application/pdf"),
    "report.docx": ("Report (Word)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "report.html": ("Report (one web page)", "text/html; charset=utf-8"),
    "press-notice.pdf": ("Press notice (PDF)", "application/pdf"),
    "open-data.json": ("Open data (JSON)", "application/json"),
    "standards.csv": ("Ratings of the standards (CSV)", "text/csv; charset=utf-8"),
    "key-questions.csv": ("Key questions with counts (CSV)", "text/csv; charset=utf-8"),
    "recommendations.csv": ("Recommendations (CSV)", "text/csv; charset=utf-8"),
    "context.csv": ("Context figures (CSV)", "text/csv; charset=utf-8"),
}


@cache
def code_mark() -> bytes:
    """A hash of the code that makes editions."""
    root = Path(touchstone.__file__).parent
    files = sorted(
        path
        for room in ROOMS_BEHIND_AN_EDITION
        for path in (root / room).rglob("*")
        if path.suffix in (".py", ".yaml", ".json", ".css")
    )
    parts = [part for path in files for part in (path.relative_to(root).as_posix().encode(), path.read_bytes())]
    return fingerprint(*parts).encode()


def mark_of(inspection: Inspection) -> str:
    """What an edition of this inspection is made from, as one hash; cheap beside making it."""
    return fingerprint(write_inspection(inspection), code_mark())


def edition_of(inspection: Inspection) -> Edition:
    """The inspection rated, reported and rendered. Raises ProblemsFound where it cannot be rated or published."""
    framework = load_framework(inspection.framework, revision=inspection.revision)
    earlier = load_framework(inspection.previous.framework) if inspection.previous else None
    rated = rate_inspection(framework, inspection.evidence)
    shown = fragility(framework, inspection.evidence, rated) if framework.publishes_fragility else None
    data = open_data(inspection, rated, framework, earlier=earlier)
    report = inspection_report(inspection, rated, framework, shown, earlier=earlier)
    made = {file.name: file for file in files_of(inspection, rated, framework, fragility=shown, earlier=earlier)}
    told = inspection.demonstration
    return Edition(
        slug=inspection.id,
        service_slug=inspection.service.id,
        service_name=inspection.service.short_name or inspection.service.name,
        also_called=[inspection.service.name],
        region=inspection.service.region,
        title=inspection.title,
        framework=framework.id,
        framework_revision=framework.revision,
        kind=inspection.kind,
        published=inspection.dates.published[:10],
        fieldwork=inspection.dates.fieldwork_began,
        overall=rated.overall,
        score=rated.score if rated.score_of else None,
        score_of=rated.score_of or None,
        standards=results_in(data),
        figures=data,
        contents=contents_in(report),
        body=body_html(report),
        notes=list(rated.assumptions),
        demonstration=told.says if told else "",
        demonstration_link=told.link if told else "",
        visible_from=hour_of_publication(inspection.dates.published),
        made_from=mark_of(inspection),
        files=[EditionFile(name, *FILES[name], made[name].content) for name in FILES if name in made],
    )


def contents_in(report: Document) -> list[dict[str, object]]:
    """The contents list of the report, two levels deep."""
    return [
        {"id": entry.id, "title": entry.title, "entries": [{"id": it.id, "title": it.title} for it in entry.entries]}
        for entry in contents_of(report)
    ]


def results_in(data: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    """Every standard's result out of the open data: enough to list it, and to rate the inspection again."""
    return {row["id"]: result_in(row) for row in data["standards"] if row["rating"] or row["status"] != "not known"}


def result_in(row: Mapping[str, Any]) -> dict[str, object]:
    """One standard's result: the rating, the counts behind it, why it is not rated, what a panel moved."""
    result: dict[str, object] = {"rating": row["rating"] or ""}
    if row["not_rated_because"]:
        result["not_rated_because"] = row["not_rated_because"]
    if row["key_questions"]:
        result["questions"] = {
            question["id"]: {"yes": question["yes"], "of": question["of"], "percent": question["percent"]}
            for question in row["key_questions"]
        }
    if row["discretion"]:
        result["discretion"] = {"rating": row["discretion"]["rating"], "reason": row["discretion"]["reason"]}
    return result


def editions_of_archive(archive: Archive) -> Iterator[Edition]:
    """Every published result of an archive."""
    for archived in archive.inspections:
        told_of = archive.service(archived.service)
        if told_of is not None:
            yield edition_of_archived(archived, told_of, load_framework(archived.framework))


def edition_of_archived(archived: ArchivedInspection, told_of: ArchivedService, framework: Framework) -> Edition:
    """One published result, of which we hold no report."""
    data = open_data_of_archived(archived, told_of, framework)
    notes = [archived.published_note] if archived.published_note else []
    kind = "reinspection" if archived.reinspection else "inspection"
    return Edition(
        slug=archived.id,
        service_slug=told_of.id,
        service_name=told_of.name,
        also_called=told_of.also_called,
        title=str(data["title"]),
        framework=framework.id,
        kind=f"joint {kind}" if archived.joint else kind,
        published=archived.published,
        fieldwork=archived.fieldwork,
        overall=archived.overall,
        score=archived.score,
        score_of=archived.score_of,
        standards=results_in(data),
        figures=data,
        notes=notes,
        sources=data["sources"],  # type: ignore[arg-type]
        visible_from=hour_of_publication(archived.published),
        made_from=fingerprint(plain_bytes([data, notes, archived.fieldwork, told_of.also_called])),
    )
