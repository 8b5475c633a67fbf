"""What the rooms below hold of one inspection, as its stages and its portable file need it: one function per part.

Each is called inside an operation, or on a page opened for somebody who may see the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from touchstone.rating.answers import Judgement
from touchstone.web.accounts.models import User
from touchstone.web.assessments.results import answers_of
from touchstone.web.evidence import for_the_file as evidence
from touchstone.web.exercises.models import Exercise
from touchstone.web.judgements.ratings import judged_without_proposal, judgements_of, ratings_are_decided
from touchstone.web.samples.models import SampledCase
from touchstone.web.samples.summary import caseloads
from touchstone.web.surveys.results import survey_results, voices

Tree = dict[str, Any]


def held(exercise: Exercise) -> Tree:
    """Every part of the portable file that a room holds something of, under the names of the file."""
    gathered = evidence.held(exercise)
    written = [{"who": it.who, "words": it.words, "language": it.language} for it in voices(exercise)]
    parts: Tree = gathered | {
        "cases": cases(exercise),
        "caseloads": caseloads(exercise),
        "standards": standards(exercise, gathered.get("standards", {})),
        "surveys": [
            {"id": it.id, "title": it.title, "scores": {str(score): n for score, n in it.scores}}
            for it in survey_results(exercise)
        ],
        "voices": [*gathered.get("voices", ()), *written],
    }
    return {name: value for name, value in parts.items() if value}


def cases(exercise: Exercise) -> list[Tree]:
    """Every case whose assessment is finished here, with the answers that stand."""
    return [
        {"reference": it.reference, "group": it.group, "kind": it.kind, "answers": dict(it.answers)}
        for it in answers_of(exercise)
    ]


def cases_unfinished(exercise: Exercise, brought: Collection[str] = (), *, blind_to: User | None = None) -> int:
    """How many cases that are read have no finished assessment here, nor are among those brought in with answers.

    Of a case that `blind_to`, who will see the number, marks blind, it is not known.
    """
    read = SampledCase.objects.of(exercise).read().values_list("reference", flat=True)
    done = {it.reference for it in answers_of(exercise, blind_to=blind_to)}.union(brought)
    return sum(reference not in done for reference in read)


def standards(exercise: Exercise, findings: Mapping[str, Tree]) -> Mapping[str, Tree]:
    """What was judged and decided, beside strengths and areas for improvement, by standard."""
    found: dict[str, Tree] = {number: dict(entry) for number, entry in findings.items()}
    for number, it in judgements_of(exercise, exercise.framework()).items():
        found[number] = judgement(it) | found.get(number, {})
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


def standards_without_judgement(exercise: Exercise) -> list[str]:
    """Judged standards for which nobody proposed a rating."""
    return [standard.id for standard in judged_without_proposal(exercise)]


def is_decided(exercise: Exercise) -> bool:
    """Has a panel decided every standard and been closed?"""
    return ratings_are_decided(exercise)
