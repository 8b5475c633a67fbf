"""Acts upon what has changed since the page was opened."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.web.assessments.allocation import operations as allocation
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.concerns import operations as concerns
from touchstone.web.concerns.ladder import MINUTES_PER_RUNG
from touchstone.web.concerns.models import Concern, Duty, Step, What
from touchstone.web.tenancy import unscoped


def test_what_was_submitted_meanwhile_is_not_taken_away(cast: Cast) -> None:
    """The page was opened while the case was being read; its assessor has handed it in since."""
    row = assessments.assessment(assessments.case(cast.exercise), cast.inspector)
    with unscoped("test"):
        seen = CaseAssessment.objects.select_related("case", "exercise").get(pk=row.pk)
        CaseAssessment.objects.filter(pk=row.pk).update(state="submitted")
    with pytest.raises(ValidationError):
        allocation.take_back(assessment=seen, by=cast.lead)
    with unscoped("test"):
        assert CaseAssessment.objects.get(pk=row.pk).withdrawn_at is None


def raised(cast: Cast, **more: Any) -> Concern:
    return concerns.raise_concern(
        exercise=cast.exercise, seen="A threat for tonight.", rang="", by=cast.inspector, **{"save_id": uuid4(), **more}
    )


def test_a_concern_is_closed_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    concern = raised(cast)
    concerns.give_receipt(concern=concern, by=cast.lead)
    concerns.record_action(concern=concern, words="Rang.", by=cast.lead)
    concerns.close(concern=concern, words="Safe.", by=cast.lead)
    # on PostgreSQL two presses at once both pass the look beforehand
    monkeypatch.setattr(concerns, "must_be", lambda *_args: None)
    with pytest.raises(ValidationError):
        concerns.close(concern=concern, words="Safe again.", by=cast.lead)
    with unscoped("test"):
        assert Step.objects.filter(concern=concern, what=What.CLOSED).count() == 1


def test_a_form_of_another_persons_concern_is_told_so(client: Client, cast: Cast) -> None:
    """Its words are kept on the page, and it is no error of ours."""
    before = raised(cast)
    client.force_login(cast.second_inspector)
    sent = {"save_id": str(before.pk), "seen": "Words that must not be lost."}
    response = client.post(f"/work/exercises/{cast.exercise.pk}/concerns/raise/", sent)
    assert response.status_code == 400
    assert "Words that must not be lost." in response.content.decode()


def test_one_concern_that_cannot_climb_holds_no_other_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = raised(cast), raised(cast)  # the newest comes first
    with unscoped("test"):
        Concern.objects.update(told_last=timezone.now() - MINUTES_PER_RUNG - timedelta(minutes=1))
    real = concerns.tell_of

    def fails(concern: Concern, *args: Any) -> None:
        if concern.pk == bad.pk:
            raise RuntimeError("something odd about this one")
        real(concern, *args)

    monkeypatch.setattr(concerns, "tell_of", fails)
    with pytest.raises(RuntimeError):  # the schedule learns that something is wrong …
        concerns.climb_all()
    with unscoped("test"):  # … and the other has climbed all the same, whichever comes first
        assert Concern.objects.get(pk=good.pk).rung == 2


def test_nobody_goes_off_duty_by_another_inspection(cast: Cast) -> None:
    cast.chief.telephone = "01632 960001"
    cast.chief.save()
    duty = concerns.put_on_duty(exercise=cast.exercise, person=cast.chief, rung=1, by=cast.lead)
    with pytest.raises(ValidationError):
        concerns.end_duty(exercise=cast.other, duty=duty, by=cast.other_lead)
    with unscoped("test"):
        assert Duty.objects.get(pk=duty.pk).ended is None


def test_nothing_is_taken_back_by_way_of_another_case(cast: Cast) -> None:
    from touchstone.web.assessments import operations

    mine = assessments.assessment(assessments.case(cast.exercise), cast.inspector)
    other = assessments.assessment(assessments.case(cast.exercise, 2), cast.second_inspector)
    theirs = operations.mark_example(
        assessment=other, standard="2.1", shows="poor", text="Work.", by=cast.second_inspector
    )
    with pytest.raises(ValidationError):
        operations.withdraw_example(assessment=mine, example=theirs, by=cast.inspector)
