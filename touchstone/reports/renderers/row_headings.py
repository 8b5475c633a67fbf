"""Row headings for the tables of a PDF: typst tags the headings of columns, and every first cell as plain data.

A reader who hears a cell should hear its row as well as its column. So the finished file is gone through once: in
every row of a table's body the first cell becomes a heading with the scope of its row. The other cells lose their
explicit lists of headings, because such a list would hide the row; without one, a reader finds the headings of both
kinds by their scope (ISO 32000-1, 14.8.5.7).

typst writes each element of the structure as an object of its own, in plain text, and a classic table of where the
objects are. Only whole objects named in that table are looked at, so no text of a report can be taken for one.
What does not look like that is left as it is.
"""

import re

_TABLE_OF_PLACES = re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf][ \r]\n)+)")
_BODY = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/TBody/[^\[]*/K\[([\d R]+)\]")
_ROW = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/TR/[^\[]*/K\[([\d R]+)\]")
_CELL = re.compile(rb"(\d+ 0 obj\n<</Type/StructElem/S/)TD(/P \d+ 0 R/A\[<</O/Table)/Headers\[[^\]]*\](>>)")
_REFERENCE = re.compile(rb"(\d+) 0 R")


def with_row_headings(content: bytes) -> bytes:
    """The same PDF with the first cell of every body row as that row's heading."""
    objects = _objects(content)
    if not objects:
        return content
    for body in list(objects.values()):
        if found := _BODY.match(body):
            for row in _referred(found[1]):
                _name_row(objects, row)
    return _written(content, objects)


def _name_row(objects: dict[int, bytes], row: int) -> None:
    found = _ROW.match(objects.get(row, b""))
    for at, cell in enumerate(_referred(found[1]) if found else ()):
        as_heading = rb"\1TH\2/Scope/Row\3" if at == 0 else rb"\1TD\2\3"
        objects[cell] = _CELL.sub(as_heading, objects[cell], count=1)


def _referred(text: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(text)]


def _places(content: bytes) -> list[int]:
    """Where each object begins, by number (0 for those that are free); empty where there is no classic table."""
    start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    found = _TABLE_OF_PLACES.match(content, start)
    if not found:
        return []
    lines = found[2].splitlines()
    return [int(line[:10]) if line[17:18] == b"n" else 0 for line in lines] if len(lines) == int(found[1]) else []


def _objects(content: bytes) -> dict[int, bytes]:
    """Every object with its number, in the order of the file."""
    places = _places(content)
    numbers = sorted((number for number, place in enumerate(places) if place), key=lambda number: places[number])
    if not numbers:
        return {}
    end = content.rindex(b"xref\n0 ")
    ends = [*(places[number] for number in numbers[1:]), end]
    return {number: content[places[number] : last] for number, last in zip(numbers, ends, strict=True)}


def _written(content: bytes, objects: dict[int, bytes]) -> bytes:
    """The file with these objects, and a new table of where they are."""
    parts = [content[: min(place for place in _places(content) if place)]]
    length = len(parts[0])
    places = dict.fromkeys(range(len(_places(content))), 0)
    for number, written in objects.items():
        places[number] = length
        parts.append(written)
        length += len(written)
    old = content[content.rindex(b"xref\n0 ") : content.rindex(b"startxref")]
    lines = old.splitlines(keepends=True)
    for number, place in places.items():
        if place:
            lines[2 + number] = b"%010d%s" % (place, lines[2 + number][10:])
    return b"".join([*parts, *lines, b"startxref\n%d\n%%%%EOF" % length])
