"""A refusal says why, on a page in our look."""

import pytest
from django.test import Client

from tests.factories.people import Cast
from touchstone.web.exercises.models import Activity, NotOpen


def test_a_refused_page_says_which_permission_is_lacking(client: Client, cast: Cast) -> None:
    client.force_login(cast.inspector)
    response = client.get(f"/work/exercises/{cast.exercise.id}/concerns/duty/")
    assert response.status_code == 403
    assert "say who is in the team, and as what" in response.content.decode()


def test_an_activity_that_is_not_open_is_named(cast: Cast) -> None:
    cast.exercise.activities = " panel "
    cast.exercise.require(Activity.PANEL)
    with pytest.raises(NotOpen, match="not open for assessing cases"):
        cast.exercise.require(Activity.ASSESSMENT)
