"""The table of stages: what may follow what, and that nothing else can happen, whoever asks."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories.people import CAST, Cast
from touchstone.web.audit.operation import Refused
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.inspections import needs, operations
from touchstone.web.inspections.models import Inspection, Move
from touchstone.web.inspections.needs import NEEDS
from touchstone.web.inspections.stages import DATES, FIRST, STAGES, TABLE, UnknownMove, is_back, offered
from touchstone.web.inspections.stages_page import stages_page
from touchstone.web.tenancy import unscoped

MAY_MOVE = {"lead", "chief"}


def at_stage(cast: Cast, stage: str) -> Inspection:
    """The inspection of the cast, put at a stage."""
    inspection = cast.exercise.inspection
    inspection.stage = stage
    inspection.save()
    Exercise.objects.filter(pk=cast.exercise.pk).as_scoped().update(
        activities=" " + "".join(f"{activity.value} " for activity in STAGES[stage].opens)
    )
    inspection.exercise.refresh_from_db()
    return inspection


def test_the_table_holds_together() -> None:
    assert TABLE[0] is FIRST
    assert len(STAGES) == len(TABLE) == 14
    for number, stage in enumerate(TABLE):
        for follower in stage.follows:
            assert TABLE.index(STAGES[follower]) > number, stage.id
        for before in stage.back_to:
            assert TABLE.index(STAGES[before]) < number, stage.id
        assert set(stage.needs) <= NEEDS.keys()
        if stage.clock:
            assert stage.clock.after in DATES
            assert stage.clock.standing
            assert stage.clock.why


def test_every_stage_can_be_reached_from_the_first() -> None:
    reached, waiting = set(), [FIRST.id]
    while waiting:
        stage = waiting.pop()
        if stage not in reached:
            reached.add(stage)
            waiting += STAGES[stage].follows
    assert reached == STAGES.keys()


def test_nothing_is_offered_that_cannot_be_worked() -> None:
    for stage in TABLE:
        assert all(target.has_room for target in offered(stage))
    assert [stage.id for stage in offered(STAGES["draft_report"])] == ["ratings_panel"]


def test_the_service_knows_of_it_from_the_announcement_on() -> None:
    assert Activity.TOLD not in FIRST.opens
    assert all(Activity.TOLD in stage.opens for stage in TABLE if stage is not FIRST)


def test_cases_are_read_between_fieldwork_and_panel_alone() -> None:
    reading = [stage.id for stage in TABLE if Activity.READING in stage.opens]
    assert reading == ["fieldwork", "initial_feedback", "judgements", "ratings_panel"]


def test_the_page_of_the_reference_draws_every_way() -> None:
    page = stages_page()
    assert "```mermaid" in page
    for stage in TABLE:
        assert f"  {stage.id}[{stage.name}]" in page
        for to in stage.follows:
            assert f"  {stage.id} --> {to}" in page
        for to in stage.back_to:
            assert f"  {stage.id} -.-> {to}" in page


@pytest.fixture
def nothing_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every need were met; each need has its own tests."""
    for name, need in list(NEEDS.items()):
        monkeypatch.setitem(needs.NEEDS, name, type(need)(need.sentence, lambda inspection: iter(())))


@pytest.mark.parametrize("stage", [stage.id for stage in TABLE])
def test_who_may_move_from_each_stage(cast: Cast, nothing_missing: None, stage: str) -> None:
    """Stage × move × role: only who may, only where the table says."""
    for name in CAST:
        tried = TABLE if name == "lead" else (*offered(STAGES[stage]), TABLE[-1])
        for target in tried:
            inspection = at_stage(cast, stage)
            follows = target in offered(STAGES[stage])
            if name not in MAY_MOVE:
                with pytest.raises(Refused):
                    operations.move(inspection=inspection, to=target.id, because="why", by=cast.people[name])
            elif not follows:
                with pytest.raises(UnknownMove):
                    operations.move(inspection=inspection, to=target.id, because="why", by=cast.people[name])
            else:
                operations.move(inspection=inspection, to=target.id, because="why", by=cast.people[name])
                inspection.refresh_from_db()
                assert inspection.stage == target.id
                open_now = Exercise.objects.visible_to(cast.lead).get().activities.split()
                assert open_now == [activity.value for activity in target.opens]


def test_a_step_back_needs_its_reason(cast: Cast, nothing_missing: None) -> None:
    inspection = at_stage(cast, "ratings_panel")
    with pytest.raises(ValidationError, match="needs its reason"):
        operations.move(inspection=inspection, to="fieldwork", because="  ", by=cast.lead)
    operations.move(inspection=inspection, to="fieldwork", because="A case sent back", by=cast.lead)
    row = Move.objects.visible_to(cast.lead).get()
    assert (row.from_stage, row.to_stage, row.by, row.because) == (
        "ratings_panel", "fieldwork", cast.lead, "A case sent back",
    )  # fmt: skip


def test_every_unmet_need_is_told_at_once(cast: Cast) -> None:
    inspection = at_stage(cast, "planned")
    from touchstone.web.accounts.models import Grant

    Grant.objects.filter(person__in=[cast.lead, cast.contact]).delete()
    with pytest.raises(ValidationError) as told:
        operations.move(inspection=inspection, to="announced", by=cast.chief)
    assert len(told.value.messages) == 4
    assert "first day of fieldwork is not set" in told.value.messages[0]
    inspection.refresh_from_db()
    assert inspection.stage == "planned"


def test_fieldwork_does_not_begin_on_a_sunday_or_without_a_sample(cast: Cast) -> None:
    inspection = at_stage(cast, "sample")
    inspection.fieldwork_from, inspection.fieldwork_until = date(2026, 5, 3), date(2026, 5, 4)  # a Sunday, a holiday
    told = needs.missing_for(STAGES["fieldwork"], inspection)
    assert sum("weekend or bank holiday" in words for words in told) == 2
    assert "The sample is not drawn." in told
    assert any("on duty for safety concerns" in words for words in told)


def test_a_year_without_known_bank_holidays_is_told_not_guessed(cast: Cast) -> None:
    inspection = at_stage(cast, "sample")
    inspection.fieldwork_from = inspection.fieldwork_until = date(2099, 5, 4)
    assert any("2099 are not known" in words for words in needs.missing_for(STAGES["fieldwork"], inspection))


def test_two_who_move_at_once_move_it_once(cast: Cast, nothing_missing: None) -> None:
    one = at_stage(cast, "judgements")
    with unscoped("a second browser"):
        other = Inspection.objects.select_related("exercise").get(pk=one.pk)
    operations.move(inspection=one, to="ratings_panel", by=cast.lead)
    with pytest.raises(ValidationError, match="Somebody else has moved"):
        operations.move(inspection=other, to="ratings_panel", by=cast.chief)
    assert Move.objects.visible_to(cast.lead).count() == 1


def test_announcing_sets_the_day_and_lets_the_service_know(cast: Cast, nothing_missing: None) -> None:
    inspection = at_stage(cast, "planned")
    assert not Exercise.objects.visible_to(cast.contact)
    operations.move(inspection=inspection, to="announced", by=cast.lead)
    inspection.refresh_from_db()
    assert inspection.announced_on is not None
    assert cast.exercise in Exercise.objects.visible_to(cast.contact)


def test_any_walk_through_the_table_keeps_its_promises(cast: Cast, nothing_missing: None) -> None:
    """Hypothesis walks: the stage is always the newest move's, and exactly its activities are open."""

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.inspection = at_stage(cast, "planned")
            with unscoped("a test begins anew"):
                Move.objects.all().delete()
            self.walked = ["planned"]

        @rule(to=st.sampled_from([stage.id for stage in TABLE]), reason=st.sampled_from(["", "why"]))
        def move(self, to: str, reason: str) -> None:
            here = self.inspection.at
            allowed = STAGES[to] in offered(here) and (bool(reason) or not is_back(here, STAGES[to]))
            try:
                operations.move(inspection=self.inspection, to=to, because=reason, by=cast.lead)
            except (UnknownMove, ValidationError):
                assert not allowed
                self.inspection.refresh_from_db()
            else:
                assert allowed
                self.walked.append(to)

        @invariant()
        def the_rows_agree(self) -> None:
            with unscoped("a test looks"):
                stored = Inspection.objects.select_related("exercise").get(pk=self.inspection.pk)
                moves = list(Move.objects.values_list("from_stage", "to_stage"))
            assert stored.stage == self.walked[-1]
            assert moves == list(zip(self.walked, self.walked[1:], strict=False))
            assert stored.exercise.activities.split() == [it.value for it in STAGES[stored.stage].opens]

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
