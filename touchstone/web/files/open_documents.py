"""ODT and ODS looked through part by part: no macros, no password, nothing fetched from elsewhere.

OpenDocument 1.3 (https://docs.oasis-open.org/office/OpenDocument/v1.3/, standing: standard).
"""

from __future__ import annotations

from typing import NoReturn

from touchstone.intake.archives import Archive, open_archive
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.xml_parts import read_xml
from touchstone.web.files.exif import has_place

_MIMETYPES = {
    "odt": (b"application/vnd.oasis.opendocument.text", "OpenDocument text"),
    "ods": (b"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"),
}
_WITHOUT = "Save it without that, or as PDF."
_MACROS = ("basic/", "scripts/", "dialogs/")
_FETCHED = frozenset(("image", "object", "object-ole", "applet", "plugin", "floating-frame", "section-source"))
_OUTSIDE = ("http:", "https:", "ftp:", "file:", "//", "\\\\", "smb:", "vnd.sun.star.")
_LINK = "http://www.w3.org/1999/xlink href"


def found_in_open_document(data: bytes, *, kind: str, file: str) -> list[str]:
    """What an ODT or ODS holds besides its text. Raises ProblemsFound."""
    archive = open_archive(data, file=file)
    mimetype, called = _MIMETYPES[kind]
    if "mimetype" not in archive or archive.read("mimetype").strip() != mimetype:
        what = f"The file is no {called}."
        raise ProblemsFound([Problem(what, "Give it the ending that it was saved with.", file)])
    reading = _OpenDocument(archive, file)
    for name in archive.names:
        if name.lower().startswith(_MACROS):
            reading.stop("The file holds macros.", "Save it without macros.")
        if name.lower().startswith("meta-inf/") and "signatures" not in name and name != "META-INF/manifest.xml":
            reading.stop("The file holds a part that does not belong in it.", _WITHOUT)
    if "content.xml" not in archive or "META-INF/manifest.xml" not in archive:
        reading.stop(f"The file is no {called}.", "Save it again from the program it was made with.")
    for name in archive.names:
        if name.lower().endswith((".xml", ".rdf")) and archive.size(name):  # LibreOffice leaves empty ones
            reading.read(name)
        elif name.lower().endswith((".jpg", ".jpeg")):
            reading.look_at_photograph(name)
    return sorted(reading.found)


class _OpenDocument:
    """One document being looked through."""

    def __init__(self, archive: Archive, file: str) -> None:
        self.archive = archive
        self.file = file
        self.found: set[str] = set()
        self.texts: list[str] | None = None

    def stop(self, what: str, do: str) -> NoReturn:
        raise ProblemsFound([Problem(what, do, self.file)])

    def read(self, name: str) -> None:
        """Walk through one part, so that all of it is well formed and declares nothing."""

        def end(tag: str) -> None:
            if self.texts is not None and tag.rpartition(" ")[2] in ("creator", "initial-creator"):
                if "".join(self.texts).strip():
                    self.found.add("author")
                self.texts = None

        def text(piece: str) -> None:
            if self.texts is not None:
                self.texts.append(piece[:100])

        def start(tag: str, attributes: dict[str, str]) -> None:
            self.tag(tag.rpartition(" ")[2], attributes, name)

        read_xml(self.archive, name, start=start, end=end, text=text)

    def tag(self, local: str, attributes: dict[str, str], part: str) -> None:
        if local == "encryption-data":
            self.stop("The file is protected by a password.", "Remove the password and save it again.")
        if local in ("event-listener", "script"):
            self.stop("The file holds macros.", "Save it without macros.")
        if local in ("dde-source", "dde-connection-decl"):
            self.stop("The file calls another program.", _WITHOUT)
        if local in ("creator", "initial-creator") and part == "meta.xml":
            self.texts = []
        link = attributes.get(_LINK, "")
        if local in _FETCHED and link.lower().startswith(_OUTSIDE):
            self.stop("The file fetches something from elsewhere when it is opened.", _WITHOUT)
        if local == "table-source":
            self.found.add("links to other files")
        elif local == "annotation":
            self.found.add("comments")
        elif local in ("tracked-changes", "changed-region"):
            self.found.add("tracked changes")
        elif local in ("hidden-text", "hidden-paragraph"):
            self.found.add("hidden text")
        elif local == "user-defined":
            self.found.add("custom properties")
        self.hidden(local, attributes)

    def hidden(self, local: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            told = (local, name.rpartition(" ")[2], value)
            if told == ("table-properties", "display", "false"):
                self.found.add("hidden sheets")
            elif told[0] in ("table-row", "table-column") and told[1] == "visibility" and value != "visible":
                self.found.add("hidden rows or columns")
            elif told == ("text-properties", "display", "none"):
                self.found.add("hidden text")

    def look_at_photograph(self, name: str) -> None:
        start = next(self.archive.stream(name), b"")
        place = start.find(b"Exif\0\0")
        if 0 <= place < 4_096 and has_place(start[place + 6 :]):
            self.found.add("photographs with a place")
