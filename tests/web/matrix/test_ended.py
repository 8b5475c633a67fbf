"""What has ended opens nothing from the next request on: a role, a session, somebody's time here, a case (F-13)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from tests.web.matrix.policy import Row, policy, routes
from tests.web.matrix.walk import Asked, Walker, answer
from tests.web.matrix.world import World
from touchstone.web.accounts.models import Conflict, Grant, Session, User
from touchstone.web.accounts.roles import ROLES
from touchstone.web.assessments.models import CaseAssessment, Marking

pytestmark = pytest.mark.django_db

Ends = Callable[[World, User], None]


def the_role(made: World, person: User) -> None:
    """Somebody ended it."""
    Grant.objects.filter(person=person).update(ended=timezone.now())


def a_conflict(made: World, person: User) -> None:
    """They declared a conflict of interest with the service."""
    Conflict.objects.create(person=person, service=made.services["ours"], reason="Moved there", declared_by=person)


def the_session(made: World, person: User) -> None:
    """Somebody signed them out."""
    Session.objects.filter(person=person).delete()


def their_time_here(made: World, person: User) -> None:
    """Today is the day from which on they cannot sign in."""
    User.objects.filter(pk=person.pk).update(leaves_on=timezone.localdate())


def their_account(made: World, person: User) -> None:
    """It was switched off."""
    User.objects.filter(pk=person.pk).update(is_active=False)


# What ends → what then comes inside an exercise, and at the installation.
ENDS: dict[Ends, tuple[str, str]] = {
    the_role: ("404", "403"),
    a_conflict: ("404", ""),
    the_session: ("sign in", "sign in"),
    their_time_here: ("sign in", "sign in"),
    their_account: ("sign in", "sign in"),
}


def asked_by(role: str, relation: str, method: str) -> list[Asked]:
    """Every route that this person may use while they hold their role."""
    what, who = ("read" if method == "get" else "act"), f"{role} {relation}"
    return [
        Asked(who, route, method, "open" if policy()[route.name].kind == "exercise" else "")
        for route in routes()
        if used(policy()[route.name], role, relation, what)
    ]


def used(row: Row, role: str, relation: str, what: str) -> bool:
    """Is it a route of this role?"""
    return row.kind in ("exercise", "installation") and row.may(role, relation, what)


def still_open(walker: Walker, ends: Ends, method: str) -> list[str]:
    """Whatever still answers after it ended, each as a sentence. Everybody has just used their session before."""
    found, tried = [], 0
    for role in ROLES:
        who = f"{role} here"
        asked = asked_by(role, "here", method)
        if not asked:
            continue  # the publisher acts by nothing yet
        with transaction.atomic():
            before, _content, _writes = walker.send(asked[0])
            assert answer(before) != "sign in"
            ends(walker.world, walker.world.person(who))
            for one in asked:
                response, content, writes = walker.send(one)
                right = ENDS[ends][policy()[one.route.name].kind == "installation"]
                if right and (answer(response) not in (right, "405") or writes or b"secret" in content):
                    found.append(f"{one}: {response.status_code}")
            transaction.set_rollback(True)
        tried += len(asked)
    assert tried > 100, "too little is asked to prove anything"
    return found


@pytest.mark.parametrize("ends", ENDS, ids=lambda ends: str(ends.__name__))
def test_nothing_is_read_any_more(walker: Walker, ends: Ends) -> None:
    assert not still_open(walker, ends, "get")


@pytest.mark.slow
@pytest.mark.parametrize("ends", ENDS, ids=lambda ends: str(ends.__name__))
def test_nothing_is_done_any_more(walker: Walker, ends: Ends) -> None:
    assert not still_open(walker, ends, "post")


def test_a_case_that_was_taken_back_is_gone_for_whoever_read_it(walker: Walker) -> None:
    """A local assessor sees a case because it was given to them, and no longer."""
    who = "local_assessor given"
    asked = [
        Asked(who, route, method, "open")
        for method in ("get", "post")
        for route in routes()
        if policy()[route.name].given and "assessment" in route.keywords
    ]
    with transaction.atomic():
        opened = [one for one in asked if answer(walker.send(one)[0]) in ("in", "on page")]
        assert len(opened) > 10
        rows = CaseAssessment.objects.of(walker.world.exercises["open"]).filter(marking=Marking.FIRST)
        rows.update(withdrawn_at=timezone.now())
        after = {str(one): answer(walker.send(one)[0]) for one in asked}
        transaction.set_rollback(True)
    assert set(after.values()) <= {"404", "405"}, after
