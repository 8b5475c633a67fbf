"""What case assessments amount to, for the rooms above: answers, progress, agreement, practice examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from touchstone.forms.case_assessment import key_question_answers
from touchstone.rating.agreement import (
    Difference,
    QuestionAgreement,
    QuestionAlpha,
    agreement_by_question,
    alpha_by_question,
    differences,
)
from touchstone.rating.answers import NO, YES, CaseAnswers
from touchstone.web.accounts.models import User
from touchstone.web.assessments.assessment import kept_blind
from touchstone.web.assessments.models import (
    Answer,
    BenchmarkKey,
    CaseAssessment,
    Marking,
    ModeratedAnswer,
    PracticeExample,
)
from touchstone.web.assessments.sheets import as_given
from touchstone.web.assessments.states import DONE, State
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import CaseState, SampledCase


def answers_of(exercise: Exercise, *, blind_to: User | None = None) -> tuple[CaseAnswers, ...]:
    """The answers of every case that is read and finished, as the rating method takes them.

    The first marking speaks, with what a moderator answered in its place; a second marking only measures agreement.
    A case that was sent back counts again when it is submitted again. The exercise was reached by `visible_to`. A page
    seen by somebody who may be marking a case blind gives them as `blind_to`: those cases are left out.
    """
    rows = finished(exercise, blind_to).filter(marking=Marking.FIRST)
    given = own_answers(rows)
    changed: dict[UUID, dict[str, str]] = {}
    for row in ModeratedAnswer.objects.of(exercise).filter(assessment__in=list(given)).order_by("at"):
        changed.setdefault(row.assessment_id, {})[row.question] = row.value
    return tuple(as_case(row, {**given.get(row.pk, {}), **changed.get(row.pk, {})}) for row in rows)


def marks_blind(person: User, exercise: Exercise) -> bool:
    """Is something of this exercise kept from this person, because they mark a case of it that another marks too?"""
    return CaseAssessment.objects.of(exercise).filter(kept_blind(person.pk), withdrawn_at=None).exists()


def finished(exercise: Exercise, blind_to: User | None = None) -> Any:
    """Markings that are done, of cases that are read."""
    rows = CaseAssessment.objects.of(exercise).filter(state__in=DONE, withdrawn_at=None)
    rows = rows.exclude(case__state=CaseState.REPLACED).select_related("case", "exercise__service", "assessor")
    return rows.exclude(kept_blind(blind_to.pk)) if blind_to is not None else rows


def own_answers(rows: Iterable[CaseAssessment]) -> dict[UUID, dict[str, str]]:
    """The assessors' own answers to key questions, by assessment. One query for all of them."""
    by_id = {row.pk: row for row in rows}
    stored: dict[UUID, dict[str, Answer]] = {key: {} for key in by_id}
    for answer in Answer.objects.filter(sheet__in=list(by_id)).as_scoped():
        stored[answer.sheet][answer.question] = answer
    return {key: key_question_answers(by_id[key].form(), as_given(found)) for key, found in stored.items()}


def as_case(row: CaseAssessment, answers: Mapping[str, str]) -> CaseAnswers:
    """One case as the rating method reads it."""
    return CaseAnswers(row.case.reference, row.case.group, row.case.kind, answers)


@dataclass
class Progress:
    """How far the reading of cases is. Markings that are kept from whoever asks are not in it."""

    cases: int = 0
    unallocated: int = 0
    first: dict[str, int] = field(default_factory=dict)  # state → how many first markings
    second: dict[str, int] = field(default_factory=dict)
    people: dict[str, dict[str, int]] = field(default_factory=dict)  # name → state → how many
    by_case: dict[UUID, dict[str, str]] = field(default_factory=dict)  # case → marking → state
    kept: int = 0  # markings that are kept from whoever asks, because they mark these cases themselves

    @property
    def read(self) -> int:
        """Cases whose first marking is done."""
        return sum(self.first.get(state, 0) for state in DONE)


def progress_of(exercise: Exercise, *, seen_by: User) -> Progress:
    """Per case and per person. `seen_by` is who will see it: of a case they mark blind they see their part alone."""
    cases = SampledCase.objects.of(exercise).read()
    rows = CaseAssessment.objects.of(exercise).filter(withdrawn_at=None).exclude(case__state=CaseState.REPLACED)
    made = Progress(cases=cases.count(), kept=rows.filter(kept_blind(seen_by.pk)).count())
    given = set(rows.filter(marking=Marking.FIRST).values_list("case", flat=True))
    made.unallocated = made.cases - len(given)
    for row in rows.exclude(kept_blind(seen_by.pk)).select_related("assessor"):
        told = made.first if row.marking == Marking.FIRST else made.second
        told[row.state] = told.get(row.state, 0) + 1
        mine = made.people.setdefault(row.assessor.name, dict.fromkeys(State.values, 0))
        mine[row.state] += 1
        made.by_case.setdefault(row.case_id, {})[row.marking] = row.state
    return made


@dataclass(frozen=True)
class Agreement:
    """How far the two markings of each case agree, as both were first submitted."""

    cases: int
    questions: tuple[QuestionAgreement, ...]
    alphas: tuple[QuestionAlpha, ...]
    differences: tuple[Difference, ...]
    settled: int  # differences that a moderator has settled


def agreement_of(exercise: Exercise) -> Agreement:
    """Over the cases both of whose markings are done; nothing of a case that is still marked blind is in it."""
    pairs = pairs_of(exercise)
    first = [as_case(one, one.as_submitted or {}) for one, _other in pairs]
    second = [as_case(other, other.as_submitted or {}) for _one, other in pairs]
    unlike = differences([first, second])
    by_reference = {one.case.reference: one.pk for one, _other in pairs}
    settled = set(ModeratedAnswer.objects.of(exercise).values_list("assessment", "question"))
    return Agreement(
        len(pairs),
        agreement_by_question(first, second),
        alpha_by_question([first, second]),
        unlike,
        sum((by_reference[each.reference], each.question) in settled for each in unlike),
    )


def pairs_of(exercise: Exercise) -> list[tuple[CaseAssessment, CaseAssessment]]:
    """(first, second) marking of every case both of whose markings are done."""
    found: dict[UUID, dict[str, CaseAssessment]] = {}
    for row in finished(exercise):
        found.setdefault(row.case_id, {})[row.marking] = row
    both = (Marking.FIRST, Marking.SECOND)
    return [(each[both[0]], each[both[1]]) for each in found.values() if all(m in each for m in both)]


@dataclass(frozen=True)
class Drift:
    """How one assessor's answers lie beside everybody's: yes of all answers to key questions that count."""

    name: str
    cases: int
    yes: int
    of: int
    points: float  # percentage points above (or below) what all others answered


def drift_of(exercise: Exercise, *, seen_by: User) -> tuple[Drift, ...]:
    """Per assessor, from what they first submitted. It describes people, and is for the lead inspector alone."""
    counted: dict[str, list[int]] = {}
    for row in finished(exercise, seen_by):
        said = [answer for answer in (row.as_submitted or {}).values() if answer in (YES, NO)]
        mine = counted.setdefault(row.assessor.name, [0, 0, 0])
        for place, number in enumerate((1, said.count(YES), len(said))):
            mine[place] += number
    total_yes, total = (sum(each[place] for each in counted.values()) for place in (1, 2))
    found = []
    for name, (cases, yes, of) in sorted(counted.items()):
        others = (total_yes - yes) / (total - of) if total > of else None
        points = 100 * (yes / of - others) if of and others is not None else 0.0
        found.append(Drift(name, cases, yes, of, points))
    return tuple(found)


def examples_of(exercise: Exercise) -> tuple[PracticeExample, ...]:
    """Practice examples that were marked and not withdrawn, of assessments that are done."""
    rows = PracticeExample.objects.of(exercise).filter(withdrawn_at=None, assessment__state__in=DONE)
    return tuple(rows.select_related("assessment__case", "marked_by"))


def against_the_key(mine: CaseAssessment) -> tuple[list[tuple[str, str, str, str]], int]:
    """(question, mine, the key's, why) for each question of the key, and how many are alike.

    For a practice that is submitted; ask `BenchmarkKey.objects.visible_to` first.
    """
    said = mine.as_submitted or {}
    rows = [
        (key.question, said.get(key.question, ""), key.value, key.why)
        for key in BenchmarkKey.objects.filter(case=mine.case_id).as_scoped()
    ]
    return rows, sum(mine_said == key for _question, mine_said, key, _why in rows)
