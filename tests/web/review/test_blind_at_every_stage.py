"""What stands between an inspection and its next stage tells a blind marker nothing of the other marking."""

import pytest
from django.test import Client

from tests.factories.people import Cast
from tests.web.assessments.test_blind import everything_seen, fill, twice  # noqa: F401  (a fixture)
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.inspections.models import Inspection
from touchstone.web.tenancy import unscoped


@pytest.mark.parametrize("person", ["second_inspector", "lead"])
def test_the_needs_of_the_next_stage_tell_nothing(
    client: Client,
    cast: Cast,
    twice: tuple[CaseAssessment, CaseAssessment],  # noqa: F811
    person: str,
) -> None:
    first, second = twice
    with unscoped("test"):
        Inspection.objects.filter(pk=cast.exercise.pk).update(stage="judgements")
        CaseAssessment.objects.filter(pk=second.pk).update(assessor=cast.people[person])
    client.force_login(cast.people[person])
    before = everything_seen(client, first, second)
    fill(cast, first, "submitted")
    after = everything_seen(client, first, second)
    for address, page in before.items():
        assert after[address] == page, address
