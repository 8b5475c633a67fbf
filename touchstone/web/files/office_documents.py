"""DOCX and XLSX looked through part by part: no macros, no embedded objects, nothing fetched from elsewhere.

ECMA-376 (https://ecma-international.org/publications-and-standards/standards/ecma-376/, standing: standard).
"""

from __future__ import annotations

import re
from typing import NoReturn

from touchstone.intake.archives import Archive, open_archive
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.xml_parts import read_xml
from touchstone.web.files.exif import has_place

_MAIN = {
    "docx": ("word/", "wordprocessingml.document.main+xml", "Word document"),
    "xlsx": ("xl/", "spreadsheetml.sheet.main+xml", "Excel workbook"),
}
_WITHOUT = "Save it without that, or as PDF."
# What has no place in a part's name or kind: (piece of it, what it is, what to do).
_REFUSED = (
    ("vbaproject", "macros", "Save it without macros (.docx or .xlsx)."),
    ("macroenabled", "macros", "Save it without macros (.docx or .xlsx)."),
    ("macrosheet", "macros", "Save it without macros (.docx or .xlsx)."),
    ("activex", "controls that run programs", _WITHOUT),
    ("oleobject", "an object of another program", _WITHOUT),
    ("/embeddings/", "a file within the file", "Take it out, and hand it in by itself."),
    ("connections.xml", "a connection to data elsewhere", _WITHOUT),
    ("querytable", "a connection to data elsewhere", _WITHOUT),
    ("customui", "buttons that run programs", _WITHOUT),
    ("webextension", "an add-in", _WITHOUT),
    ("afchunk", "a part in another format", _WITHOUT),
)
_FOLDERS = ("docProps/", "docMetadata/", "_rels/", "customXml/", "_xmlsignatures/", "[Content_Types]")
# A document remembers the template on the disk where it was written. From a server, a template can bring macros.
_ON_A_DISK = re.compile(r"(file:///)?[a-z]:[\\/]", re.IGNORECASE)
_MAY_LEAD_OUT = ("/externallinkpath", "/externallink")  # followed only when somebody asks
_PARTS_TELL = {
    "comments": "comments",
    "threadedcomments": "comments",
    "commentsextended": "comments",
    "custom.xml": "custom properties",
    "externallink": "links to other files",
}
_CHANGES = frozenset(("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel"))
_AUTHORS = ("creator", "lastModifiedBy")


def found_in_office(data: bytes, *, kind: str, file: str) -> list[str]:
    """What a DOCX or XLSX holds besides its text. Raises ProblemsFound."""
    archive = open_archive(data, file=file)
    reading = _Office(archive, kind, file)
    reading.check_parts()
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels", ".vml")):
            reading.read(name)
        elif name.lower().endswith((".jpg", ".jpeg")):
            reading.look_at_photograph(name)
    return sorted(reading.found)


class _Office:
    """One document being looked through."""

    def __init__(self, archive: Archive, kind: str, file: str) -> None:
        self.archive = archive
        self.folder, self.main, self.called = _MAIN[kind]
        self.file = file
        self.found: set[str] = set()
        self.texts: list[str] | None = None  # those of the author's tag that is open

    def stop(self, what: str, do: str) -> NoReturn:
        raise ProblemsFound([Problem(what, do, self.file)])

    def check_parts(self) -> None:
        """Is it the kind its ending says, and does no part's name or kind say that it could act?"""
        kinds: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            kinds.append(attributes.get("ContentType", ""))

        if "[Content_Types].xml" not in self.archive:
            self.stop(f"The file is no {self.called}.", "Give it the ending that it was saved with.")
        read_xml(self.archive, "[Content_Types].xml", start=start)
        for said in (*self.archive.names, *kinds):
            for piece, is_one, do in _REFUSED:
                if piece in said.lower():
                    self.stop(f"The file holds {is_one}.", do)
        if not any(said.endswith(self.main) for said in kinds):
            self.stop(f"The file is no {self.called}.", "Give it the ending that it was saved with.")
        for name in self.archive.names:
            last = name.lower().rpartition("/")[2]
            if not name.startswith((self.folder, *_FOLDERS)):
                self.stop(f"The file holds a part that does not belong in it: {shown(name)}.", _WITHOUT)
            self.found |= {word for piece, word in _PARTS_TELL.items() if last.startswith(piece)}

    def read(self, name: str) -> None:
        """Walk through one part, so that all of it is well formed and declares nothing."""
        relations = name.endswith(".rels")

        def start(tag: str, attributes: dict[str, str]) -> None:
            local = tag.rpartition(" ")[2]
            if relations and local == "Relationship":
                self.relation(attributes)
            else:
                self.tag(local, attributes, name)

        def end(tag: str) -> None:
            if self.texts is not None and tag.rpartition(" ")[2] in _AUTHORS:
                if "".join(self.texts).strip():
                    self.found.add("author")
                self.texts = None

        read_xml(self.archive, name, start=start, end=end, text=self.text)

    def text(self, piece: str) -> None:
        if self.texts is not None:
            self.texts.append(piece[:100])

    def relation(self, attributes: dict[str, str]) -> None:
        """A way from one part to another; only a link that somebody follows may lead out of the file."""
        if attributes.get("TargetMode", "").lower() != "external":
            return
        kind = attributes.get("Type", "").lower()
        if kind.endswith("/hyperlink"):
            return
        if kind.endswith(_MAY_LEAD_OUT) or (
            kind.endswith("/attachedtemplate") and _ON_A_DISK.match(attributes.get("Target", ""))
        ):
            self.found.add("links to other files")
            return
        self.stop("The file fetches something from elsewhere when it is opened.", _WITHOUT)

    def tag(self, local: str, attributes: dict[str, str], part: str) -> None:
        if local in _AUTHORS and part.startswith("docProps/"):
            self.texts = []
        elif local in ("ddeLink", "ddeService"):
            self.stop("The file calls another program.", _WITHOUT)
        elif local in _CHANGES:
            self.found.add("tracked changes")
        elif local == "vanish":
            self.found.add("hidden text")
        elif local == "sheet" and attributes.get("state", "visible") != "visible":
            self.found.add("hidden sheets")
        elif local in ("row", "col") and attributes.get("hidden") in ("1", "true"):
            self.found.add("hidden rows or columns")

    def look_at_photograph(self, name: str) -> None:
        start = next(self.archive.stream(name), b"")
        place = start.find(b"Exif\0\0")
        if 0 <= place < 4_096 and has_place(start[place + 6 :]):
            self.found.add("photographs with a place")
