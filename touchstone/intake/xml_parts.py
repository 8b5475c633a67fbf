"""The XML within a spreadsheet, streamed: no document type, no entities, no tag without end."""

from collections.abc import Callable, Iterator
from typing import NoReturn
from xml.parsers import expat

from touchstone.intake.archives import Archive
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown

LONGEST_TAG = 1_000_000  # bytes; older parsers read an endless tag again with every piece that arrives
MOST_TAGS = 2_000_000  # in one part: each costs a step of ours, and so many take some seconds
# Pieces of text that are kept of one cell. The parser hands out 8 kB at a time, or up to a line end or mark-up: this is
# more than any cell within the limits has, and a cell that goes on for ever costs no more than this.
MOST_PIECES = 12_000
_AGAIN = "Save the file again from the program it was made with."

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]
Text = Callable[[str], object]


def read_xml(archive: Archive, name: str, *, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Walk through one part to its end, calling `start`, `end` and `text`."""
    for _ in stream_xml(archive, name, start=start, end=end, text=text):
        pass


def stream_xml(
    archive: Archive, name: str, *, start: Start, end: End | None = None, text: Text | None = None
) -> Iterator[None]:
    """The same in steps, so that the caller can take what has gathered after each. Names come as 'namespace local'.

    Raises ProblemsFound for a part that is absent, is not well formed or declares a document type or an entity.
    """
    if name not in archive:
        _stop(archive, name, "is missing")

    def refuse_declaration(*_: object) -> NoReturn:
        _stop(archive, name, "declares a document type, which could unfold without end or fetch other files")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_declaration
    parser.EntityDeclHandler = refuse_declaration
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    fed = tags = 0
    try:
        for piece in archive.stream(name):
            parser.Parse(piece, False)
            fed += len(piece)
            tags += piece.count(b"<")
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                _stop(archive, name, f"has a tag of more than {LONGEST_TAG:,} bytes")
            if tags > MOST_TAGS:
                _stop(archive, name, f"has more than {MOST_TAGS:,} tags; delete what is not part of the list")
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        _stop(archive, name, f"is not well-formed XML (line {error.lineno}, character {error.offset + 1})")


def _stop(archive: Archive, name: str, what: str) -> NoReturn:
    raise ProblemsFound([Problem(f"The part {shown(name)} {what}.", _AGAIN, archive.file)])
