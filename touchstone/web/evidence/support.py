"""What claims stand on: settled claims, holes, and contradictions, for the matrix, the panel, progress and the file.

Each takes an exercise that was reached by `visible_to`, on a page for somebody who may read evidence, or an operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchstone.web.accounts.models import User
from touchstone.web.evidence.independence import ENOUGH, independent, is_enough
from touchstone.web.evidence.models import BESIDE_STANDARDS, Citation, Claim, ClaimState, Stance
from touchstone.web.evidence.sources import Live
from touchstone.web.exercises.models import Exercise


@dataclass(frozen=True)
class Support:
    """A claim with its citations and what they are worth today."""

    claim: Claim
    live: Live

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """All of them, also what was taken off."""
        return tuple(self.claim.citations.all())

    @property
    def speaking_for(self) -> list[Citation]:
        """Those that stand for the claim."""
        return [it for it in self.citations if it.stance == Stance.FOR and it.stands]

    @property
    def speaking_against(self) -> list[Citation]:
        """Those against it, answered or not."""
        return [it for it in self.citations if it.stance == Stance.AGAINST]

    @property
    def unanswered(self) -> list[Citation]:
        """Those against it that nobody has weighed."""
        return [it for it in self.speaking_against if it.is_unanswered]

    @property
    def origins(self) -> frozenset[str]:
        """The independent sources for the claim that are there today."""
        return frozenset(filter(None, (self.live.origin_of(it) for it in self.speaking_for)))

    @property
    def reason_approved(self) -> bool:
        """Has the lead approved that one source is enough here?"""
        return self.claim.reason_approved_at is not None

    @property
    def is_enough(self) -> bool:
        """May the claim be settled?"""
        return is_enough(self.origins, reason_approved=self.reason_approved)

    @property
    def why_not(self) -> str:
        """What stands between the claim and being settled, with what to do; "" for nothing."""
        if self.is_enough:
            return ""
        if not self.origins:
            return _("This claim cites no source that is there today. Cite at least two that are independent.")
        if self.claim.single_source_reason:
            return _("This claim stands on one source, and the lead inspector has not approved the reason for that.")
        if len(self.speaking_for) >= ENOUGH:
            return _(
                "The sources of this claim are not independent of each other: they count as one. "
                "Cite another, or say why one is enough and have the lead inspector approve it."
            )
        return _(
            "This claim stands on one source without a reason. "
            "Cite another that is independent, or say why one is enough and have the lead inspector approve it."
        )


def supports(exercise: Exercise, *, blind_to: User | None = None) -> list[Support]:
    """Every claim that was not withdrawn, with what it stands on; in the order of the framework.

    `blind_to` is who will see shares of cases: those that they mark blind are left out.
    """
    claims = (
        Claim.objects.of(exercise)
        .exclude(state=ClaimState.WITHDRAWN)
        .select_related("begun_by")
        .prefetch_related("citations__item", "citations__quote", "citations__document__exercise", "citations__figure")
    )
    live = Live.of(exercise, blind_to=blind_to)
    order = {standard: at for at, (standard, _title) in enumerate(standards_of(exercise))}
    found = [Support(claim, live) for claim in claims]
    return sorted(found, key=lambda it: (order.get(it.claim.standard, len(order)), it.claim.kind != "strength"))


def standards_of(exercise: Exercise) -> list[tuple[str, str]]:
    """(number, title) of all that a claim can be made under: every standard, and the parts that are not rated."""
    own = [(standard.id, standard.title) for standard in exercise.framework().standards]
    return own + [(key, str(words)) for key, words in BESIDE_STANDARDS.items()]


def standard_words(exercise: Exercise, id: str) -> str:
    """A standard as pages name it: "2.1 Assessment"."""
    title = dict(standards_of(exercise)).get(id, "")
    return title if id in BESIDE_STANDARDS else f"{id} {title}".strip()


def settled_claims(exercise: Exercise) -> list[Support]:
    """The claims that a report may be written from."""
    return [it for it in supports(exercise) if it.claim.state == ClaimState.SETTLED]


def contradictions(exercise: Exercise, *, answered: bool = False) -> list[tuple[Support, Citation]]:
    """What speaks against a claim and nobody has answered; with `answered`, what was answered too."""
    return [
        (it, against)
        for it in supports(exercise)
        for against in it.speaking_against
        if answered or against.is_unanswered
    ]


@dataclass(frozen=True)
class Hole:
    """Something is missing under a standard: which, and what in a sentence. `claim` where it is one claim's."""

    standard: str
    words: str
    claim: Claim | None = None


def holes(exercise: Exercise) -> list[Hole]:
    """Standards that nobody has written a claim under, and claims that do not stand; in the order of the framework."""
    return holes_among(supports(exercise), [standard.id for standard in exercise.framework().standards])


def holes_among(found: Iterable[Support], standards: Iterable[str]) -> list[Hole]:
    """The same, of claims that were read already."""
    by_standard: dict[str, list[Support]] = {}
    for it in found:
        by_standard.setdefault(it.claim.standard, []).append(it)
    listed = []
    for standard in [*standards, *BESIDE_STANDARDS]:
        under = by_standard.get(standard, [])
        if not under and standard not in BESIDE_STANDARDS:
            listed.append(Hole(standard, _("No claim is written.")))
        listed += [Hole(standard, it.why_not, it.claim) for it in under if it.why_not]
    return listed


def origins_words(count: int) -> str:
    """How many independent sources, in words."""
    return ngettext("%(n)s independent source", "%(n)s independent sources", count) % {"n": count}


def worth(it: Support) -> str:
    """What a claim stands on, in a line."""
    return origins_words(independent(it.origins))
