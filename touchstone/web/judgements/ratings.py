"""The ratings of an exercise: computed from submitted cases, judged as proposed, and as the panel decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from touchstone.rating.answers import CaseAnswers, DiscretionUsed, Evidence, Judgement
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.working import RatedInspection, RatedStandard
from touchstone.standards.framework import Framework, Standard
from touchstone.web.accounts.models import User
from touchstone.web.assessments.results import answers_of
from touchstone.web.exercises.models import Exercise
from touchstone.web.judgements.models import Decision, Panel, Proposal
from touchstone.web.samples.summary import caseloads

# Everything below reads rows of one exercise that was itself reached by `visible_to`, so `of(exercise)` is the scope.


@dataclass(frozen=True)
class Rated:
    """Both sides of the ratings: what the rule gives, and what stands with people's judgements and decisions."""

    framework: Framework
    evidence: Evidence  # with judgements and discretion
    computed: RatedInspection  # the rule alone, judged standards as they are judged
    final: RatedInspection  # with the discretion the panel used


def rate(exercise: Exercise, *, seen_by: User | None = None) -> Rated:
    """Rate an exercise as it stands now. Nothing is kept; every page and the panel ask anew.

    A page gives whoever looks as `seen_by`: cases that they mark blind are left out until both markings are done.
    """
    framework, came = exercise.framework(), brought_with(exercise)
    judged = {**came.judgements, **judgements_of(exercise, framework)}
    plain = {number: without_discretion(judgement) for number, judgement in judged.items()}
    cases = all_cases(came.cases, answers_of(exercise, blind_to=seen_by))
    read = {**came.caseloads, **caseloads(exercise)}
    evidence = Evidence(cases=cases, shares=came.shares, judgements=judged, caseloads=read)
    if not cases and not judged and not came.shares:
        nothing = unrated(framework)
        return Rated(framework, evidence, nothing, nothing)
    assume = framework.rating is not None and framework.rating.assumed
    by_rule = Evidence(cases=cases, shares=came.shares, judgements=plain, caseloads=read)
    computed = rate_inspection(framework, by_rule, assume=assume)
    return Rated(framework, evidence, computed, rate_inspection(framework, evidence, assume=assume))


_came_with: list[Callable[[Exercise], Evidence]] = []


def tell_brought(find: Callable[[Exercise], Evidence]) -> None:
    """Say how the evidence is found that an exercise was brought in with. Inspections, above this room, say so."""
    _came_with[:] = [find]


def brought_with(exercise: Exercise) -> Evidence:
    """What an inspection file held that this exercise was brought in with; nothing where it began here."""
    return _came_with[0](exercise) if _came_with else Evidence()


def all_cases(came: Iterable[CaseAnswers], own: Iterable[CaseAnswers]) -> tuple[CaseAnswers, ...]:
    """Case by case: what was assessed here stands over what was brought in."""
    both = {(case.group, case.reference): case for case in (*came, *own)}
    return tuple(both.values())


def unrated(framework: Framework) -> RatedInspection:
    """An inspection of which nothing is known yet: the rating method refuses it, and pages show it all the same."""
    counting = tuple(standard for standard in framework.standards if standard.counts)
    most = max((points for _word, points in framework.rating.scale), default=0) if framework.rating else 0
    return RatedInspection(
        framework=framework.id,
        standards=tuple(RatedStandard(standard.id, "") for standard in framework.standards),
        score=0,
        score_of=most * len(counting),
        overall="",
        provisional=True,
        not_rated_yet=tuple(standard.id for standard in counting),
        assumptions=(),
        steps=(),
    )


def without_discretion(judgement: Judgement) -> Judgement:
    """The same judgement before the panel departed from anything."""
    return Judgement(judgement.rating, judgement.reasons, judgement.not_rated_because)


def judgements_of(exercise: Exercise, framework: Framework) -> dict[str, Judgement]:
    """What people said of each standard: decided by the panel, else the newest proposal of a judged one."""
    decided, proposed = newest_decisions(exercise), newest_proposals(exercise)
    found: dict[str, Judgement] = {}
    for standard in framework.standards:
        decision, proposal = decided.get(standard.id), proposed.get(standard.id)
        if decision is not None:
            found[standard.id] = judgement_of(decision, standard)
        elif proposal is not None:
            found[standard.id] = Judgement(rating=proposal.rating, reasons=proposal.reasons)
    return {number: judgement for number, judgement in found.items() if judgement != Judgement()}


def judgement_of(decision: Decision, standard: Standard) -> Judgement:
    """A decision as the rating method reads it."""
    if standard.rated_by != "counting":
        return Judgement(rating=decision.rating, reasons=decision.reason)
    if not decision.discretion:
        return Judgement()  # the panel took what was computed; computing again gives it again
    names = tuple(User.objects.filter(pk__in=decision.people).order_by("name").values_list("name", flat=True))
    return Judgement(discretion=DiscretionUsed(decision.rating, decision.reason, names))


def newest_decisions(exercise: Exercise) -> dict[str, Decision]:
    """Standard → the decision that stands."""
    return {row.standard: row for row in Decision.objects.of(exercise).select_related("by")}


def newest_proposals(exercise: Exercise) -> dict[str, Proposal]:
    """Judged standard → the newest proposal, whoever made it."""
    return {row.standard: row for row in Proposal.objects.of(exercise).select_related("by")}


def sitting_panel(exercise: Exercise) -> Panel | None:
    """The panel that sits now."""
    return Panel.objects.of(exercise).filter(closed_at=None).first()


def decided_result(exercise: Exercise) -> Mapping[str, Any] | None:
    """What the last closed panel decided, as it was kept; None before."""
    panel = Panel.objects.of(exercise).exclude(closed_at=None).last()
    return panel.result if panel is not None else None


def ratings_are_decided(exercise: Exercise) -> bool:
    """Has a panel decided every standard and been closed, and sits none now?"""
    return decided_result(exercise) is not None and sitting_panel(exercise) is None


def judged_without_proposal(exercise: Exercise) -> tuple[Standard, ...]:
    """Judged standards that nobody has proposed a rating for: they keep the panel waiting."""
    proposed = newest_proposals(exercise)
    return tuple(s for s in exercise.framework().standards if s.rated_by != "counting" and s.id not in proposed)


def frozen(rated: RatedInspection) -> dict[str, Any]:
    """A rating with its working, as it is kept for ever: no case references in it."""
    return {
        "framework": rated.framework,
        "score": rated.score,
        "score_of": rated.score_of,
        "overall": rated.overall,
        "standards": {
            one.id: {
                "rating": one.rating,
                "computed": one.computed,
                "points": one.points,
                "decided_by": one.decided_by,
                "steps": list(one.steps),
                "questions": {
                    q.id: {"yes": q.yes, "of": q.of, "percent": q.percent, "not_applicable": q.not_applicable}
                    for q in one.questions
                },
            }
            for one in rated.standards
        },
    }


def hash_of(result: Mapping[str, Any]) -> str:
    """SHA-256 of a kept result in its one canonical form."""
    text = json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
