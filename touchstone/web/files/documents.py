"""A document looked through before it is kept: refused for what could act by itself, told for what it carries unseen.

It runs in the limited child process. The bytes are kept as they are: a report that was changed on the way in is no
evidence. What is refused here is the known; what nobody knows yet is why files are only ever sent as downloads.
"""

from __future__ import annotations

from touchstone.intake.problems import Problem, ProblemsFound

_BINARY = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_LIKE_A_PROGRAM = ("<!doctype html", "<html", "<script", "<?php", "<?xml", "<svg", "#!")


def found_inside(data: bytes, *, kind: str, file: str) -> list[str]:
    """Words of `found_inside.SENTENCES` for what the document holds besides its text. Raises ProblemsFound."""
    if kind == "pdf":
        from touchstone.web.files.pdf_documents import found_in_pdf

        return found_in_pdf(data, file=file)
    if kind in ("docx", "xlsx"):
        from touchstone.web.files.office_documents import found_in_office

        return found_in_office(data, kind=kind, file=file)
    if kind in ("odt", "ods"):
        from touchstone.web.files.open_documents import found_in_open_document

        return found_in_open_document(data, kind=kind, file=file)
    check_text(data, file=file)
    return []


def check_text(data: bytes, *, file: str) -> None:
    """Is it text, in UTF-8 or UTF-16 with its mark, and begins as no other kind does? Raises ProblemsFound."""
    again = "Save it as text in UTF-8."
    if data.startswith(_BINARY):
        raise ProblemsFound([Problem("The file is no text.", "Give it the ending that it was saved with.", file)])
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemsFound([Problem("The file is no text in UTF-8.", again, file)]) from None
    if any(ord(character) < 32 and character not in "\t\n\r\f" for character in set(text)):
        raise ProblemsFound([Problem("The file holds characters that are no text.", again, file)])
    if text.lstrip().lower().startswith(_LIKE_A_PROGRAM):
        what = "The file is a web page, XML or a program, and not what its ending says."
        raise ProblemsFound([Problem(what, "Print it to PDF.", file)])
