"""Sampled cases and their assessments, for tests; all invented."""

from __future__ import annotations

from uuid import uuid4

from touchstone.web.accounts.models import User
from touchstone.web.assessments.models import CaseAssessment, Companion, Marking
from touchstone.web.exercises.models import Exercise
from touchstone.web.samples.models import Provenance, SampledCase

COURT = ("court", "community_sentence")


def case(exercise: Exercise, position: int = 1, *, group: str = COURT[0], kind: str = COURT[1]) -> SampledCase:
    """One case of the frozen sample."""
    return SampledCase.objects.create(
        exercise=exercise,
        group=group,
        kind=kind,
        reference=f"NF-{group[0].upper()}{position:04}",
        drawn_position=position,
        provenance=Provenance.IMPORTED,
    )


def assessment(of: SampledCase, assessor: User, marking: str = Marking.FIRST) -> CaseAssessment:
    """That case given to somebody."""
    row = CaseAssessment(exercise=of.exercise, case=of, assessor=assessor, marking=marking, framework_revision=1)
    form = row.form()
    row.form_id, row.form_revision = form.id, form.revision
    row.save()
    return row


def along(with_: CaseAssessment, person: User) -> Companion:
    """Somebody who reads along."""
    return Companion.objects.create(exercise=with_.exercise, assessment=with_, person=person)


def sent(question: str, value: object, *, base: int = 0, evidence: str = "", reason: str = "", save: str = "") -> dict:
    """The body of an autosave."""
    return {
        "question": question, "value": value, "evidence": evidence, "reason": reason, "base": base,
        "save": save or str(uuid4()),
    }  # fmt: skip
