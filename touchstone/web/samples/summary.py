"""What other rooms ask of the sample: is it frozen, how many cases of each group, out of how many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from touchstone.dossier.inspection import SampleCount
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import CaseList, Caseload, Commitment, Draw, ListState, SampledCase


@dataclass(frozen=True)
class SampleSummary:
    """The frozen sample in figures, for the inspection file and the pages of progress."""

    counts: tuple[SampleCount, ...]  # cases that are read, by group and kind
    caseloads: dict[str, int]  # group → cases that could have been drawn
    replaced: int
    seed: str
    list_hash: str
    record_hash: str


def confirmed_list(exercise: Exercise) -> CaseList | None:
    """The version of the list that the service stands by now."""
    return CaseList.objects.of(exercise).filter(state=ListState.CONFIRMED).first()


def case_list_is_confirmed(exercise: Exercise) -> bool:
    """Has the service confirmed a list?"""
    return confirmed_list(exercise) is not None


def standing_commitment(exercise: Exercise) -> Commitment | None:
    """The newest commitment, whose number is told or not."""
    return Commitment.objects.of(exercise).first()


def standing_draw(exercise: Exercise) -> Draw | None:
    """The draw that was not withdrawn, without its record, which is long."""
    draws = Draw.objects.of(exercise).filter(withdrawn_at=None).defer("record")
    return draws.select_related("case_list", "commitment", "drawn_by", "frozen_by").first()


def sample_is_frozen(exercise: Exercise) -> bool:
    """Are there cases to read: a frozen draw, or cases brought in with an inspection file?"""
    return SampledCase.objects.of(exercise).exists()


def cases_by_group(exercise: Exercise) -> dict[str, int]:
    """How many cases of each group are read, in the framework's order; groups without a case are left out."""
    counted = Counter(SampledCase.objects.of(exercise).read().values_list("group", flat=True))
    known = [group.id for group in exercise.framework().sample.groups]
    return {group: counted[group] for group in [*known, *sorted(counted.keys() - set(known))] if counted[group]}


def caseloads(exercise: Exercise) -> dict[str, int]:
    """How many cases of each group could have been drawn, for Evidence.caseloads; empty where nobody knows."""
    return dict(Caseload.objects.of(exercise).values_list("group", "cases"))


def sample_summary(exercise: Exercise) -> SampleSummary:
    """The sample in figures."""
    cases = SampledCase.objects.of(exercise)
    by_kind = cases.read().order_by().values("group", "kind").annotate(cases=Count("id"))
    counts = sorted((each["group"], each["kind"], each["cases"]) for each in by_kind)
    draw = standing_draw(exercise)
    frozen = draw if draw is not None and draw.frozen_at is not None else None
    return SampleSummary(
        counts=tuple(SampleCount(*each) for each in counts),
        caseloads=caseloads(exercise),
        replaced=cases.count() - cases.read().count(),
        seed=frozen.seed if frozen else "",
        list_hash=frozen.case_list.list_hash if frozen else "",
        record_hash=frozen.record_hash if frozen else "",
    )
