"""Small files made here, for the documents that an invented service hands in."""

from __future__ import annotations

from collections.abc import Sequence

INVENTED = "Invented for the demonstration of Touchstone. Nothing in it is about anybody."


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page: the first line large, the others below it. Latin letters only."""
    sizes = [18] + [12] * len(lines)
    shown = "".join(
        f"/F1 {size} Tf ({escaped(line)}) Tj 0 -28 Td " for size, line in zip(sizes, [*lines, INVENTED], strict=True)
    )
    page = f"BT 60 780 Td {shown}ET".encode("latin-1", "replace")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (size, table, size, len(out))


def escaped(line: str) -> str:
    """A line as a string of a PDF."""
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def csv(lines: Sequence[str]) -> bytes:
    """Rows as they stand."""
    return "\n".join([*lines, ""]).encode()
