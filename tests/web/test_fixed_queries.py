"""A fixed query gives what Django gives, whatever the values; one whose shape would change with them is refused."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.web.accounts.models import Grant, User
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.fixed_queries import FixedQuery
from touchstone.web.tenancy import unscoped


def test_rows_with_what_is_joined_to_them(cast: Cast) -> None:
    made = FixedQuery(lambda role: Grant.objects.select_related("person", "service").filter(role=role), str)
    for role in ("inspector", "service_contact", "nothing"):
        found = made.rows(role)
        wanted = list(Grant.objects.select_related("person", "service").filter(role=role))
        assert found == wanted
        for one, other in zip(found, wanted, strict=True):
            assert {f.attname: getattr(one, f.attname) for f in Grant._meta.concrete_fields} == {
                f.attname: getattr(other, f.attname) for f in Grant._meta.concrete_fields
            }
            with CaptureQueriesContext(connection) as asked:
                assert one.person.email == other.person.email
                assert (one.service and one.service.name) == (other.service and other.service.name)
            assert not asked.captured_queries


def test_values_moments_and_every_kind_of_field(cast: Cast) -> None:
    people = FixedQuery(
        lambda since, email: User.objects.filter(joined__gt=since, email=email).values_list("id", "joined"),
        datetime,
        str,
    )
    wanted = [(cast.lead.pk, cast.lead.joined)]
    assert people.rows(datetime(2020, 1, 1, tzinfo=UTC), "lead@example.org") == wanted
    assert people.rows(datetime(2999, 1, 1, tzinfo=UTC), "lead@example.org") == []
    row = assessments.assessment(assessments.case(cast.exercise), cast.inspector)
    row.as_submitted = {"2.1.1": "yes"}
    row.save()
    one = FixedQuery(lambda pk: CaseAssessment.objects.filter(pk=pk), UUID)
    with unscoped("test"):
        assert vars(one.first(row.pk))["as_submitted"] == {"2.1.1": "yes"}
        assert one.first(uuid4()) is None


def test_one_query_is_asked_and_none_is_put_together_twice(cast: Cast) -> None:
    made: list[int] = []

    def make(role: str) -> object:
        made.append(1)
        return Grant.objects.filter(role=role)

    query = FixedQuery(make, str)
    with CaptureQueriesContext(connection) as asked:
        for role in ("inspector", "auditor", "inspector"):
            query.rows(role)
    assert len(asked.captured_queries) == 3
    assert len(made) == 1


def test_a_value_that_is_not_used_or_is_changed_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="does not use"):
        FixedQuery(lambda role, other: Grant.objects.filter(role=role), str, str).rows("a", "b")
    with pytest.raises(ValueError, match="does not use"):
        FixedQuery(lambda role: Grant.objects.filter(role__contains=role), str).rows("a")
