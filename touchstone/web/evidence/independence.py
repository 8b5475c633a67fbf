"""Which sources are independent of each other, as a table; and when a claim stands on enough of them.

Every source has an origin: whose word it is, and how it came to us. Sources of one origin are one source, however many
there are: two quotes from one meeting, two meetings with one group, two documents of the service. Why: decision 0018.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# "Each claim cites at least two independent sources" is our own rule, made from how the inspectorate describes its
# work (it reads documents, meets people, reads cases). Standing of the number and of the table: local default.
ENOUGH: Final = 2
STANDING: Final = "local default"


@dataclass(frozen=True)
class OriginRow:
    """One row of the table: sources of `kind` (and, where `of` is named, of that one) have their origin in `origin`.

    `by_group` says that different groups of people make different origins.
    """

    kind: str
    of: str
    origin: str
    by_group: bool
    words: str | Promise


TABLE: Final[tuple[OriginRow, ...]] = (
    OriginRow(
        "document",
        "",
        "written by the service",
        False,
        _("Documents that the service wrote are one source: it speaks of itself in all of them."),
    ),
    OriginRow(
        "figure",
        "service",
        "written by the service",
        False,
        _("A figure that the service gave is its own word too, like its documents."),
    ),
    OriginRow("figure", "published", "published", False, _("Published figures are one source.")),
    OriginRow("figure", "partner", "given by partners", False, _("Figures that partners gave are one source.")),
    OriginRow(
        "item",
        "",
        "said by",
        True,
        _("What one group of people said is one source, in however many meetings; another group is another."),
    ),
    OriginRow(
        "observation",
        "",
        "seen with",
        True,
        _("What inspectors saw themselves is another source than what the same people said."),
    ),
    OriginRow(
        "cases",
        "",
        "cases of",
        True,
        _("Cases of one sample are one source, whichever questions were asked of them; another sample is another."),
    ),
    OriginRow(
        "survey",
        "",
        "surveyed",
        True,
        _("A survey of one group is one source. It is not the same as meeting them: nobody sat beside them."),
    ),
)


def origin(kind: str, group: str = "") -> str:
    """The origin of a source of this kind; `group` is who was met or asked, which sample, or whose figure.

    Raises KeyError for a kind that the table does not have.
    """
    for row in TABLE:
        if row.kind == kind and row.of in ("", group):
            return f"{row.origin} {group}" if row.by_group else row.origin
    raise KeyError(f"No row for {kind} {group}")


def independent(origins: Iterable[str]) -> int:
    """How many independent sources these are."""
    return len(frozenset(origins))


def is_enough(origins: Iterable[str], *, reason_approved: bool) -> bool:
    """Does a claim stand? On two independent sources; or on one, where the lead has approved the reason for it."""
    count = independent(origins)
    return count >= ENOUGH or (count == 1 and reason_approved)
