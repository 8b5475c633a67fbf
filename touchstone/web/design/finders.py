"""Where the style sheet of a report is found: beside the templates that it belongs to, in the room of reports."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

import touchstone.reports

STYLE_SHEET = "report.css"
PREFIX = "reports"


class ReportStyleFinder(BaseFinder):
    """Finds `reports/report.css`, and nothing else of that folder."""

    def __init__(self, app_names: object = None) -> None:
        folder = Path(touchstone.reports.__file__).parent / "templates"
        self.storage = FileSystemStorage(location=str(folder))
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # as Django's own finders do

    def check(self, **_options: object) -> list[CheckMessage]:
        """Nothing is configured, so nothing can be configured wrongly."""
        return []

    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:  # type: ignore[override]
        """The file, for the one address it has; Django asks for one, or for all there are."""
        found = [self.storage.path(STYLE_SHEET)] if path == f"{PREFIX}/{STYLE_SHEET}" else []
        return found if find_all else next(iter(found), None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file, for collecting."""
        yield STYLE_SHEET, self.storage
