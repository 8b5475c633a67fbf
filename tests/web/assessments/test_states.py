"""The life of an assessment against a model of it: nothing happens that the table does not allow, by any route."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.forms.answers import Answer as Given
from touchstone.web.assessments import operations
from touchstone.web.assessments.models import Answer, AnswerVersion, CaseAssessment, ModeratedAnswer, Turn
from touchstone.web.assessments.saving import Sent, save_id_of
from touchstone.web.assessments.sheets import own_sheet
from touchstone.web.assessments.states import WAYS, Act, State, leads_to, possible
from touchstone.web.audit.chain import verify
from touchstone.web.audit.models import AuditRow
from touchstone.web.exercises.models import Exercise
from touchstone.web.tenancy import unscoped
from touchstone.web.versions import Saved

REFUSALS = (ValidationError, PermissionDenied, operations.Closed, operations.Incomplete)
PEOPLE = ("inspector", "assessor", "lead", "second_inspector", "contact", "stranger")


def complete(row: CaseAssessment, cast: Cast) -> None:
    """Answer everything that is asked."""
    from uuid import uuid4

    from touchstone.forms.answers import applicable

    sheet = own_sheet(row)
    for _round in range(6):
        given = sheet.given()
        open_now = [q for q in applicable(sheet.form, given) if q.id not in given and q.required]
        sent = [Sent(q.id, Given(value_of(q)), 0, uuid4()) for q in open_now]
        if not sent:
            return
        operations.save(sheet=sheet, sent=sent, by=cast.inspector)


def value_of(question: Any) -> Any:
    """Some answer."""
    kinds = {"words": "Words", "prose": "Prose", "date": "2026-03-02", "number": 2}
    if question.kind in kinds:
        return kinds[question.kind]
    if question.kind == "choices":
        return (question.options[0].id,)
    return {"danger": "no", "example": "no"}.get(question.id, question.answers[0])


@pytest.fixture
def given(cast: Cast) -> CaseAssessment:
    """A case of the inspector."""
    return fresh(assessments.assessment(assessments.case(cast.exercise), cast.inspector))


def fresh(row: CaseAssessment) -> CaseAssessment:
    """As the next request finds it."""
    with unscoped("test"):
        return CaseAssessment.objects.select_related("case", "exercise__service").get(pk=row.pk)


def test_the_table_names_every_act_and_ends_nowhere_unknown() -> None:
    assert set(WAYS) == set(Act)
    assert all(leads_to(state, act) is None or leads_to(state, act) in State for state in State for act in Act)
    assert possible(State.NOT_STARTED) == (Act.ANSWER,)
    assert Act.ANSWER not in possible(State.SUBMITTED)
    assert Act.ANSWER not in possible(State.AGREED)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("name", PEOPLE)
def test_each_act_from_each_state_by_each_person(
    cast: Cast, given: CaseAssessment, state: State, act: Act, name: str
) -> None:
    complete(given, cast)
    with unscoped("test"):
        CaseAssessment.objects.filter(pk=given.pk).update(state=state)
    row, by = fresh(given), cast.people[name]
    may = name == ("inspector" if act in (Act.ANSWER, Act.SUBMIT) else "lead")
    wanted = leads_to(state, act) if may else None
    if wanted is None:
        with pytest.raises(REFUSALS):
            do(act, row, by, base=1)
    else:
        do(act, row, by, base=1)
    assert fresh(given).state == (wanted or state)


def do(act: Act, row: CaseAssessment, by: Any, *, base: int, chance: int = 0, reason: str = "Because") -> Any:
    """One act through its operation."""
    if act is Act.ANSWER:
        from uuid import UUID

        save = save_id_of(str(UUID(int=(4 << 76) | (2 << 62) | (chance + base + 1), version=4)))
        sent = Sent("2.1.1", Given("yes", f"note {chance}"), base, save)
        return operations.save(sheet=own_sheet(row), sent=[sent], by=by)
    if act is Act.SUBMIT:
        return operations.submit(assessment=row, by=by)
    if act is Act.AGREE:
        return operations.agree(assessment=row, by=by)
    if act is Act.MODERATE:
        return operations.moderate(assessment=row, question="2.1.1", value="no", reason=reason, by=by)
    return {Act.SEND_BACK: operations.send_back, Act.REOPEN: operations.reopen}[act](
        assessment=row, reason=reason, by=by
    )


@pytest.mark.parametrize("act", [act for act in Act if WAYS[act].needs_reason])
def test_a_reason_is_needed(cast: Cast, given: CaseAssessment, act: Act) -> None:
    complete(given, cast)
    with unscoped("test"):
        CaseAssessment.objects.filter(pk=given.pk).update(state=next(iter(WAYS[act].leads)))
    with pytest.raises(ValidationError):
        do(act, fresh(given), cast.lead, base=1, reason="  ")


def test_a_moderators_answer_stands_beside_the_assessors(cast: Cast, given: CaseAssessment) -> None:
    from touchstone.web.assessments.results import answers_of

    complete(given, cast)
    operations.submit(assessment=fresh(given), by=cast.inspector)
    operations.moderate(
        assessment=fresh(given), question="2.1.1", value="no", reason="No analysis at all", by=cast.lead
    )
    with unscoped("test"):
        assert Answer.objects.get(question="2.1.1").value == "yes"
        assert ModeratedAnswer.objects.get().first == "yes"
        assert CaseAssessment.objects.get().as_submitted["2.1.1"] == "yes"
    (case,) = answers_of(cast.exercise)
    assert (case.answers["2.1.1"], case.answers["2.1.2"]) == ("no", "yes")
    for wrong in ({"question": "danger"}, {"value": "perhaps"}, {"question": "9.9"}):
        told = {"question": "2.1.1", "value": "no", "reason": "x", **wrong}
        with pytest.raises(ValidationError):
            operations.moderate(assessment=fresh(given), **told, by=cast.lead)


def test_nobody_moderates_what_they_assessed(cast: Cast) -> None:
    own = fresh(assessments.assessment(assessments.case(cast.exercise), cast.lead))
    with unscoped("test"):
        CaseAssessment.objects.update(state="submitted")
    for act in (Act.AGREE, Act.MODERATE):
        with pytest.raises(ValidationError, match="yourself"):
            do(act, own, cast.lead, base=0)


def test_differences_are_settled_when_both_are_submitted(cast: Cast) -> None:
    case = assessments.case(cast.exercise)
    first = fresh(assessments.assessment(case, cast.inspector))
    second = assessments.assessment(case, cast.second_inspector, "second")
    complete(first, cast)
    operations.submit(assessment=fresh(first), by=cast.inspector)
    told = {"question": "2.1.1", "value": "no", "reason": "Both readings weighed"}
    with pytest.raises(ValidationError, match="not submitted yet"):
        operations.moderate(assessment=fresh(first), **told, by=cast.lead)
    with unscoped("test"):
        CaseAssessment.objects.filter(pk=second.pk).update(state="submitted")
    row = operations.moderate(assessment=fresh(first), **told, by=cast.lead)
    assert (row.first, row.second, row.value) == ("yes", "", "no")


def test_nothing_is_submitted_outside_its_stage(cast: Cast, given: CaseAssessment) -> None:
    from touchstone.web.exercises.models import NotOpen

    complete(given, cast)
    with unscoped("test"):
        Exercise.objects.filter(pk=given.exercise_id).update(activities=" reading ")
    with pytest.raises(NotOpen):
        operations.submit(assessment=fresh(given), by=cast.inspector)


class Life(RuleBasedStateMachine):
    """Anybody does anything in any order, with replies that are lost; the model says what must come of it."""

    cast: Cast
    row: CaseAssessment

    def __init__(self) -> None:
        super().__init__()
        self.state = State.IN_PROGRESS
        self.version = 1
        self.stored: dict[int, int] = {}  # chance of a save → version it was stored as
        with unscoped("test"):
            CaseAssessment.objects.filter(pk=self.row.pk).update(state=State.IN_PROGRESS)
            self.version = Answer.objects.get(question="2.1.1").version
            self.saves = AnswerVersion.objects.count()
            self.turns = Turn.objects.count()

    @rule(name=st.sampled_from(PEOPLE), act=st.sampled_from([act for act in Act if act is not Act.ANSWER]))
    def act(self, name: str, act: Act) -> None:
        may = name == ("inspector" if act is Act.SUBMIT else "lead")
        wanted = leads_to(self.state, act) if may else None
        if wanted is None:
            with pytest.raises(REFUSALS):
                do(act, fresh(self.row), self.cast.people[name], base=0)
        else:
            do(act, fresh(self.row), self.cast.people[name], base=0)
            self.state = wanted
            self.turns += 1

    @rule(behind=st.integers(0, 1), lost=st.booleans())
    def answer(self, behind: int, lost: bool) -> None:
        sent = self.one(self.version - behind, self.saves + 1)
        if leads_to(self.state, Act.ANSWER) is None:
            with pytest.raises(operations.Closed):
                operations.save(sheet=own_sheet(fresh(self.row)), sent=[sent], by=self.cast.inspector)
            return
        (result,) = operations.save(sheet=own_sheet(fresh(self.row)), sent=[sent], by=self.cast.inspector)
        self.saves += 1
        assert isinstance(result, Saved) is (behind == 0)
        assert result.repeated is False
        if behind == 0:
            self.version += 1
        if lost:  # and so it is sent again
            (again,) = operations.save(sheet=own_sheet(fresh(self.row)), sent=[sent], by=self.cast.inspector)
            assert type(again) is type(result)
            assert again.repeated is True

    def one(self, base: int, chance: int) -> Sent:
        """An answer that nobody gave before."""
        from uuid import uuid4

        return Sent("2.1.1", Given("yes", f"note {chance} {base}"), base, uuid4())

    @invariant()
    def holds(self) -> None:
        """State, versions, history and audit are as the model has them."""
        row = fresh(self.row)
        assert row.state == self.state
        with unscoped("test"):
            assert Answer.objects.get(question="2.1.1").version == self.version
            assert AnswerVersion.objects.count() == self.saves
            assert Turn.objects.count() == self.turns

    def teardown(self) -> None:
        assert verify(AuditRow.objects.order_by("seq")).holds


@pytest.mark.parametrize("runs", [12, pytest.param(500, marks=pytest.mark.slow)])
def test_every_life_is_one_the_table_allows(cast: Cast, given: CaseAssessment, runs: int) -> None:
    complete(given, cast)
    Life.cast, Life.row = cast, given
    profile = settings(
        max_examples=runs, stateful_step_count=50 if runs > 100 else 20, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=profile)
