"""What the rooms below hold of one inspection, as its stages and its portable file need it: one function per part.

Each is called inside an operation, or on a page opened for somebody who may see the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from touchstone.web.assessments.results import answers_of
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import SampledCase
from touchstone.web.samples.summary import caseloads

Tree = dict[str, Any]


def held(exercise: Exercise) -> Tree:
    """Every part of the portable file that a room holds something of, under the names of the file."""
    parts: Tree = {
        "cases": cases(exercise),
        "caseloads": caseloads(exercise),
        "standards": standards(exercise),
    }
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


def standards(exercise: Exercise) -> Mapping[str, Tree]:
    """What was judged and decided, by standard."""
    return {}


def standards_without_judgement(exercise: Exercise) -> list[str]:
    """Judged standards for which nobody proposed a judgement."""
    known = standards(exercise)
    judged = [standard for standard in exercise.framework().standards if not standard.is_counted_from_cases]
    return [standard.id for standard in judged if standard.id not in known]


def standards_undecided(exercise: Exercise) -> list[str]:
    """Standards that the panel has not decided."""
    return [standard.id for standard in exercise.framework().standards]
