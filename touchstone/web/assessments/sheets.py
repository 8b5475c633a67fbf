"""A sheet: a form with the answers on it, which is the assessment itself or an interview that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from touchstone.forms.answers import Answer as Given
from touchstone.forms.form import Form
from touchstone.forms.loading import load_form
from touchstone.web.assessments.models import Answer, CaseAssessment, Interview
from touchstone.web.assessments.saving import as_value
from touchstone.web.fixed_queries import FixedQuery

INTERVIEW = "interview-case-manager"


class Shown(NamedTuple):
    """An answer, and at which version it is."""

    given: Given
    version: int


SHOWN = FixedQuery(
    lambda sheet: Answer.objects.filter(sheet=sheet).values_list("question", "value", "evidence", "reason", "version"),
    UUID,
)


@dataclass(frozen=True)
class Sheet:
    """What is being answered."""

    id: UUID
    form: Form
    assessment: CaseAssessment
    interview: Interview | None = None

    def rows(self) -> dict[str, Answer]:
        """The answers as they are stored, by question. One query; the assessment was reached by `visible_to`."""
        return {row.question: row for row in Answer.objects.of_sheet(self.assessment, self.id)}

    def some(self, questions: Iterable[str]) -> dict[str, Answer]:
        """The answers to some of the questions, as rows."""
        return {row.question: row for row in Answer.objects.named(self.assessment, self.id, questions)}

    def shown(self) -> dict[str, Shown]:
        """Every answer as a page shows it: no rows are made of them."""
        return {
            question: Shown(Given(as_value(value), evidence, reason), version)
            for question, value, evidence, reason, version in SHOWN.rows(self.id)
        }

    def given(self) -> dict[str, Given]:
        """The answers as forms know them."""
        return as_given(self.rows())


def as_given(rows: Mapping[str, Answer]) -> dict[str, Given]:
    """Stored answers as forms know them."""
    return {name: Given(as_value(row.value), row.evidence, row.reason) for name, row in rows.items()}


def own_sheet(assessment: CaseAssessment) -> Sheet:
    """The form of the case itself."""
    return Sheet(assessment.pk, assessment.form(), assessment)


def sheet_of(interview: Interview) -> Sheet:
    """The form of an interview, in the revision it was begun with."""
    form = load_form(interview.form_id, revision=interview.form_revision)
    return Sheet(interview.pk, form, interview.assessment, interview)
