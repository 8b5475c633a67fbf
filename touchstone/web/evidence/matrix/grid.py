"""The matrix as a grid: for each standard and kind of source what is cited, what lies unused, where there is a hole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchstone.standards.framework import Standard
from touchstone.web.evidence.models import (
    BESIDE_STANDARDS,
    ClaimState,
    Document,
    EvidenceItem,
    SourceKind,
)
from touchstone.web.evidence.sources import Live, kind_of_item
from touchstone.web.evidence.support import Support, holes_among, origins_words, standards_of
from touchstone.web.exercises.models import Exercise


@dataclass(frozen=True)
class Cell:
    """One standard and one kind of source. `asked`: could such a source bear on this standard at all?"""

    kind: SourceKind
    cited: int = 0
    against: int = 0
    gathered: int = 0
    asked: bool = True

    @property
    def state(self) -> str:
        """cited, unused (gathered and not cited), hole, or not_asked."""
        if self.cited or self.against:
            return "cited"
        if self.gathered:
            return "unused"
        return "hole" if self.asked else "not_asked"

    @property
    def words(self) -> str:
        """The same in words, which say it all."""
        said = {
            "cited": ngettext("%(n)s for", "%(n)s for", self.cited) % {"n": self.cited},
            "unused": ngettext("%(n)s not cited", "%(n)s not cited", self.gathered) % {"n": self.gathered},
            "hole": _("none"),
            "not_asked": _("not asked"),
        }[self.state]
        return f"{said}, {_('%(n)s against') % {'n': self.against}}" if self.against else said


@dataclass(frozen=True)
class Row:
    """One standard: its cells, its claims, what they stand on together, and what is missing."""

    standard: str
    title: str
    cells: tuple[Cell, ...]
    claims: tuple[Support, ...]
    holes: tuple[str, ...]

    @property
    def settled(self) -> int:
        """How many of its claims are settled."""
        return sum(it.claim.state == ClaimState.SETTLED for it in self.claims)

    @property
    def stands_on(self) -> str:
        """How many independent sources its claims cite together."""
        return origins_words(len(frozenset[str]().union(*(it.origins for it in self.claims))))

    @property
    def unanswered(self) -> int:
        """How many contradictions nobody has weighed."""
        return sum(len(it.unanswered) for it in self.claims)


def grid(exercise: Exercise, supports: Iterable[Support], live: Live) -> list[Row]:
    """Every standard of the framework in order, then the parts that are not rated."""
    found = list(supports)
    unused = gathered(exercise, live)
    by_id = {standard.id: standard for standard in live.framework.standards}
    missing = holes_among(found, by_id)
    rows = []
    for number, title in standards_of(exercise):
        claims = tuple(it for it in found if it.claim.standard == number)
        cited = Counter(c.kind for it in claims for c in it.speaking_for if live.origin_of(c))
        against = Counter(c.kind for it in claims for c in it.speaking_against)
        cells = tuple(
            Cell(kind, cited[kind], against[kind], unused[number, kind], asked_of(by_id.get(number), kind))
            for kind in SourceKind
        )
        rows.append(Row(number, title, cells, claims, tuple(h.words for h in missing if h.standard == number)))
    return rows


def asked_of(standard: Standard | None, kind: SourceKind) -> bool:
    """Could such a source bear on it? Cases are read for counted standards alone; the rest is open to all."""
    if kind == SourceKind.CASES:
        return standard is not None and bool(standard.cases)
    return kind != SourceKind.FIGURE or standard is None or standard.id not in BESIDE_STANDARDS


def gathered(exercise: Exercise, live: Live) -> Counter[tuple[str, SourceKind]]:
    """How much there is of each kind that bears on each standard, cited or not."""
    found: Counter[tuple[str, SourceKind]] = Counter()
    for item in EvidenceItem.objects.of(exercise).only("kind", "standards", "exercise"):
        found.update((standard, kind_of_item(item)) for standard in item.standards)
    documents = Document.objects.of(exercise).select_related("exercise").prefetch_related("versions", "readings")
    for document in documents:
        if document.versions.all():
            bears_on = {*document.bears_on, *(s for reading in document.readings.all() for s in reading.standards)}
            found.update((standard, SourceKind.DOCUMENT) for standard in bears_on)
    for standard, question in live.framework.key_questions():
        found[standard.id, SourceKind.CASES] += question.id in live.cases
    return found
