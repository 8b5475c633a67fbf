"""What the rooms below hold of one inspection, as its stages and its portable file need it: one function per part.

Each is called inside an operation, or on a page opened for somebody who may see the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from touchstone.rating.answers import Judgement
from touchstone.web.assessments.results import answers_of
from touchstone.web.evidence.models import BESIDE_STANDARDS, Citation, ContextFigure, EvidenceItem, ItemKind
from touchstone.web.evidence.sources import Live
from touchstone.web.evidence.support import Support, settled_claims
from touchstone.web.exercises.models import Exercise
from touchstone.web.judgements.ratings import judged_without_proposal, judgements_of, ratings_are_decided
from touchstone.web.samples.models import SampledCase
from touchstone.web.samples.summary import caseloads
from touchstone.web.surveys.results import survey_results, voices

Tree = dict[str, Any]


def held(exercise: Exercise) -> Tree:
    """Every part of the portable file that a room holds something of, under the names of the file."""
    claims = settled_claims(exercise)
    parts: Tree = {
        "cases": cases(exercise),
        "caseloads": caseloads(exercise),
        "standards": standards(exercise, claims),
        "evidence_items": evidence_items(exercise, claims),
        "activities": activities(exercise),
        "context": context(exercise),
        "surveys": [
            {"id": it.id, "title": it.title, "scores": {str(score): n for score, n in it.scores}}
            for it in survey_results(exercise)
        ],
        "voices": [{"who": it.who, "words": it.words, "language": it.language} for it in voices(exercise)],
    }
    for name in BESIDE_STANDARDS:
        found = [finding(it) for it in claims if it.claim.standard == name]
        parts[name] = {"findings": found} if found else {}
    return {name: value for name, value in parts.items() if value}


def cases(exercise: Exercise) -> list[Tree]:
    """Every case whose assessment is finished here, with the answers that stand."""
    return [
        {"reference": it.reference, "group": it.group, "kind": it.kind, "answers": dict(it.answers)}
        for it in answers_of(exercise)
    ]


def cases_unfinished(exercise: Exercise, brought: Collection[str] = ()) -> int:
    """How many cases that are read have no finished assessment here, nor are among those brought in with answers."""
    read = SampledCase.objects.of(exercise).read().values_list("reference", flat=True)
    done = {it.reference for it in answers_of(exercise)}.union(brought)
    return sum(reference not in done for reference in read)


def standards(exercise: Exercise, claims: Iterable[Support]) -> Mapping[str, Tree]:
    """What was judged and decided, and the settled claims, by standard."""
    framework = exercise.framework()
    found: dict[str, Tree] = {
        number: judgement(it) for number, it in judgements_of(exercise, framework).items() if framework.standard(number)
    }
    for it in claims:
        if framework.standard(it.claim.standard):
            kind = "strengths" if it.claim.kind == "strength" else "areas_for_improvement"
            found.setdefault(it.claim.standard, {}).setdefault(kind, []).append(finding(it))
    return found


def judgement(it: Judgement) -> Tree:
    """A judgement as the file has it."""
    used = it.discretion
    entry = {
        "rating": it.rating,
        "reasons": it.reasons,
        "not_rated": it.not_rated_because,
        "discretion": {"rating": used.rating, "reason": used.reason, "by": list(used.by)} if used else None,
    }
    return {key: value for key, value in entry.items() if value}


def finding(it: Support) -> Tree:
    """A settled claim with what it cites."""
    cited = list(dict.fromkeys(id_of(citation) for citation in it.speaking_for))
    return {"text": it.claim.text, "evidence": cited}


def id_of(citation: Citation) -> str:
    """What a citation cites, as an id of the file: the kind, and the row or the question."""
    row = citation.item_id or citation.document_id or citation.figure_id
    return f"{citation.kind}-{row or citation.question}".lower().replace(".", "-").replace(":", "-").replace("_", "-")


def evidence_items(exercise: Exercise, claims: Iterable[Support]) -> list[Tree]:
    """Everything that a settled claim cites, each once."""
    live = Live.of(exercise)
    items: dict[str, Tree] = {}
    for it in claims:
        for citation in it.speaking_for:
            entry = {"id": id_of(citation), "kind": str(citation.get_kind_display()), "title": live.title_of(citation)}
            if citation.item is not None:
                entry["date"] = citation.item.day.isoformat()
            items[entry["id"]] = entry
    return list(items.values())


def activities(exercise: Exercise) -> list[Tree]:
    """How many meetings, groups, interviews and observations were recorded."""
    counted = Counter(EvidenceItem.objects.of(exercise).order_by().values_list("kind", flat=True))
    return [
        {"id": kind.replace("_", "-"), "label": str(ItemKind(kind).label), "count": counted[kind]}
        for kind in ItemKind.values
        if counted[kind]
    ]


def context(exercise: Exercise) -> list[Tree]:
    """The figures that stand, whole numbers as such."""
    return [
        {
            "id": it.name,
            "label": it.label,
            "value": int(it.value) if it.value == it.value.to_integral_value() else float(it.value),
            "unit": it.unit,
            "source": it.source,
            "as_of": it.as_of,
        }
        for it in ContextFigure.objects.of(exercise).standing()
    ]


def standards_without_judgement(exercise: Exercise) -> list[str]:
    """Judged standards for which nobody proposed a rating."""
    return [standard.id for standard in judged_without_proposal(exercise)]


def is_decided(exercise: Exercise) -> bool:
    """Has a panel decided every standard and been closed?"""
    return ratings_are_decided(exercise)
