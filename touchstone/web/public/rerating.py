"""Rating a published inspection again from what is public: its counts, and the ratings that were judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchstone.intake.problems import ProblemsFound
from touchstone.rating.answers import Count, DiscretionUsed, Evidence, Judgement, Share
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.working import RatedInspection
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework
from touchstone.web.public.models import PublishedInspection

BY_THE_PANEL = ("the ratings panel",)  # the names of its members are not published


def framework_of(inspection: PublishedInspection) -> Framework:
    """The framework it was inspected under: that revision where it is still at hand, else the newest.

    Raises ProblemsFound where there is no such framework here.
    """
    try:
        return load_framework(inspection.framework, revision=inspection.framework_revision)
    except ProblemsFound:
        if inspection.framework_revision is None:
            raise
        return load_framework(inspection.framework)


def evidence_of(inspection: PublishedInspection) -> Evidence:
    """The published counts and judgements as the rating method reads them."""
    shares: dict[str, Share] = {}
    judgements: dict[str, Judgement] = {}
    for standard, result in inspection.standards.items():
        for question, share in result.get("questions", {}).items():
            shares[question] = share_of(share)
        judgements[standard] = judgement_of(result)
    return Evidence(shares=shares, judgements=judgements)


def share_of(published: Mapping[str, Any]) -> Share:
    """A published share: the count where it is known, else the percentage alone."""
    if published.get("yes") is None or published.get("of") is None:
        return Share(percent=published.get("percent"))
    return Share(count=Count(published["yes"], published["of"]))


def judgement_of(result: Mapping[str, Any]) -> Judgement:
    """What was decided about one standard; its counts, where there are any, speak for themselves."""
    if result.get("not_rated_because"):
        return Judgement(not_rated_because=result["not_rated_because"])
    moved = result.get("discretion")
    if result.get("questions"):
        used = DiscretionUsed(moved["rating"], moved["reason"], BY_THE_PANEL) if moved else None
        return Judgement(discretion=used)
    return Judgement(rating=result["rating"])


def rated_again(inspection: PublishedInspection, evidence: Evidence | None = None) -> RatedInspection:
    """The inspection rated from its published counts, or from `evidence` in their place. Raises ProblemsFound."""
    framework = framework_of(inspection)
    assumed = framework.rating is not None and framework.rating.assumed
    # An assumed rule is only used where the published result already rests on it, and says so.
    return rate_inspection(framework, evidence or evidence_of(inspection), assume=assumed and bool(inspection.overall))


def has_counts(inspection: PublishedInspection) -> bool:
    """Are the counts behind at least one rating public?"""
    return any(result.get("questions") for result in inspection.standards.values())
