"""Rows of inspections are never read without saying for whom."""

import pytest

from tests.factories.people import Cast
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections.models import Inspection
from touchstone.web.tenancy import Unscoped, unscoped

WAYS = [
    lambda rows: list(rows),
    lambda rows: rows.count(),
    lambda rows: rows.exists(),
    lambda rows: rows.first(),
    lambda rows: rows.get(),
    lambda rows: list(rows.values("pk")),
    lambda rows: list(rows.values_list("pk", flat=True)),
    lambda rows: list(rows.iterator()),
    lambda rows: rows.in_bulk(),
    lambda rows: rows.aggregate(n=__import__("django").db.models.Count("pk")),
    lambda rows: rows.filter(pk__isnull=False).update(reference="x"),
    lambda rows: rows.delete(),
    lambda rows: list(rows.raw("select * from exercises_exercise")),
    lambda rows: bool(rows),
    lambda rows: len(rows),
    lambda rows: rows.order_by("pk").last(),
    lambda rows: rows.earliest("created"),
    lambda rows: list(rows.union(rows)),
    lambda rows: rows[0],
]


@pytest.mark.parametrize("way", WAYS)
def test_an_unscoped_query_is_refused_however_it_is_run(cast: Cast, way: object) -> None:
    with pytest.raises(Unscoped):
        way(Exercise.objects.all())  # type: ignore[operator]


def test_scoped_queries_run(cast: Cast) -> None:
    assert set(Exercise.objects.visible_to(cast.lead)) == {cast.exercise}
    assert set(Exercise.objects.visible_to(cast.chief)) == {cast.exercise, cast.other}
    assert set(Exercise.objects.visible_to(cast.contact)) == {cast.exercise}
    assert not Exercise.objects.visible_to(cast.stranger)
    assert not Exercise.objects.visible_to(cast.administrator)
    assert Inspection.objects.visible_to(cast.inspector).count() == 1
    assert cast.service.exercises.count() == 1  # it starts at a row, and shows that row's alone
    with unscoped("a test of the guard"):
        assert Exercise.objects.count() == 2


def test_a_reason_is_needed() -> None:
    with pytest.raises(ValueError, match="Say why"), unscoped(""):
        pass
