"""How the standards of two versions answer to each other, as a value."""

from touchstone.intake.values import dataclass
from touchstone.standards.framework import Fact


@dataclass(frozen=True, slots=True)
class Row:
    """Standards of the earlier version and those of the later one that answer to them, by number.

    Ratings can only be set side by side (`comparable`) where it is one for one. `why` is a sentence for readers.
    """

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    comparable: bool
    why: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Two frameworks by id, the row of their overall ratings, and a row for every standard of either, once."""

    earlier: str
    later: str
    overall: Row  # names no standards
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a standard is in another version: the standards that answer to it, and whether ratings can be compared.

    `standard` is "" for the overall rating. `fact` is None where the answer needs no source.
    """

    standard: str
    to: tuple[str, ...]
    comparable: bool
    why: str
    fact: Fact | None = None
