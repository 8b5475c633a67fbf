"""Which kinds of file may be handed in, told by ending and by the bytes themselves, and how each is looked through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown

MOST_BYTES = 20_000_000  # of any file (IMP-3); a view may ask for less

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Kind:
    """One kind of file: its ending, what it is called, how it is served, how it begins, who looks through it."""

    ending: str
    name: str
    media_type: str
    begins: tuple[bytes, ...] = ()  # any of these; text has none
    inspected_by: str = "inspect_document"  # a function of touchstone.web.files.allowed


KINDS = {
    kind.ending: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", (b"%PDF-",)),
        Kind("docx", "Word document", f"{_OPEN_XML}.wordprocessingml.document", (_ZIP,)),
        Kind("xlsx", "Excel workbook", f"{_OPEN_XML}.spreadsheetml.sheet", (_ZIP,)),
        Kind("ods", "OpenDocument spreadsheet", f"{_OPEN_DOCUMENT}.spreadsheet", (_ZIP,)),
        Kind("odt", "OpenDocument text", f"{_OPEN_DOCUMENT}.text", (_ZIP,)),
        Kind("csv", "CSV table", "text/csv; charset=utf-8"),
        Kind("txt", "plain text", "text/plain; charset=utf-8"),
        Kind("png", "PNG picture", "image/png", (b"\x89PNG\r\n\x1a\n",), "inspect_image"),
        Kind("jpg", "JPEG picture", "image/jpeg", (b"\xff\xd8\xff",), "inspect_image"),
    )
}
SAME_ENDING = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "text": "txt"}
DOCUMENTS = ("pdf", "docx", "odt", "txt", "xlsx", "ods", "csv", "png", "jpg")
TABLES = ("csv", "xlsx", "ods")  # what a case list may come in

# Endings that people try, and what to do instead.
INSTEAD = {
    "xls": "It is an old Excel workbook. Save it as 'Excel Workbook (.xlsx)'.",
    "doc": "It is an old Word document. Save it as 'Word Document (.docx)' or as PDF.",
    "xlsm": "It can hold macros. Save it as 'Excel Workbook (.xlsx)'.",
    "xlsb": "It can hold macros. Save it as 'Excel Workbook (.xlsx)'.",
    "xltm": "It can hold macros. Save it as 'Excel Workbook (.xlsx)'.",
    "docm": "It can hold macros. Save it as 'Word Document (.docx)'.",
    "dotm": "It can hold macros. Save it as 'Word Document (.docx)'.",
    "pptx": "Save the slides as PDF.",
    "ppt": "Save the slides as PDF.",
    "odp": "Save the slides as PDF.",
    "rtf": "Save it as 'Word Document (.docx)' or as PDF.",
    "pages": "Export it as PDF or Word.",
    "numbers": "Export it as XLSX or CSV.",
    "zip": "Unpack it, and hand in the files one by one.",
    "7z": "Unpack it, and hand in the files one by one.",
    "rar": "Unpack it, and hand in the files one by one.",
    "msg": "Save the message as PDF.",
    "eml": "Save the message as PDF.",
    "heic": "It is a picture as some telephones keep it. Save or send it as JPEG.",
    "gif": "Save it as PNG.",
    "webp": "Save it as PNG or JPEG.",
    "svg": "It can hold programs. Save it as PNG.",
    "tif": "Save it as PNG or PDF.",
    "tiff": "Save it as PNG or PDF.",
    "html": "Print it to PDF.",
    "htm": "Print it to PDF.",
    "xml": "Print it to PDF.",
    "mp3": "Recordings cannot be handed in. Hand in what was said as a document.",
    "mp4": "Recordings cannot be handed in. Hand in what was said as a document.",
}

# How files begin that are never taken, whatever their ending says: (first bytes, what it is, what to do).
FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file, or one protected by a password",
        "Remove the password, and save it as .docx or .xlsx.",
    ),
    (b"MZ", "a program", "Choose the document itself."),
    (b"\x7fELF", "a program", "Choose the document itself."),
    (b"#!", "a program", "Choose the document itself."),
    (b"Rar!", "an archive", "Unpack it, and hand in the files one by one."),
    (b"7z\xbc\xaf", "an archive", "Unpack it, and hand in the files one by one."),
    (b"\x1f\x8b", "an archive", "Unpack it, and hand in the files one by one."),
    (b"{\\rtf", "an RTF text", "Save it as 'Word Document (.docx)' or as PDF."),
)


def kind_of(name: str, data: bytes, *, among: Iterable[str] = DOCUMENTS, most: int = MOST_BYTES) -> Kind:
    """The kind that both the ending of the name and the first bytes say. What is inside is not looked at here.

    `among` are the endings that are wanted. Raises ProblemsFound in plain words.
    """
    wanted = tuple(among)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    ending = SAME_ENDING.get(ending, ending)
    names = _listed(wanted)
    if len(data) > most:
        what = f"The file has {len(data):,} bytes; at most {most:,} are taken."
        raise _refused(what, "Make it smaller, or hand it in as several files.", name)
    if name.startswith(("~$", ".~lock.")):
        raise _refused("This file only marks that a document is open.", "Choose the document itself.", name)
    if ending not in KINDS or ending not in wanted:
        told = shown("." + ending) if ending else "no ending"
        what = f"A file with {told} cannot be handed in here."
        raise _refused(what, f"{INSTEAD.get(ending, '')} These can: {names}.".strip(), name)
    if not data:
        raise _refused("The file is empty.", "Choose another file, or save it again.", name)
    kind = KINDS[ending]
    for start, is_one, do in FOREIGN:
        if data.startswith(start):
            raise _refused(f"The file is {is_one}, and not what its ending .{ending} says.", do, name)
    if kind.begins and not data.startswith(kind.begins):
        do = f"Save it again as .{ending} from the program it was made with."
        raise _refused(f"The file is not what its ending .{ending} says.", do, name)
    return kind


def _listed(endings: tuple[str, ...]) -> str:
    return ", ".join("." + ending for ending in endings)


def _refused(what: str, do: str, name: str) -> ProblemsFound:
    return ProblemsFound([Problem(what, do, name)])
