"""Who holds what, since when, and when they were last here: for the list of people and for the access review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Max

from touchstone.web.accounts.keys import Session
from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.roles import ROLES


def last_seen(people: Iterable[User]) -> dict[UUID, datetime]:
    """When each was last here, as far as anything tells: a session of now, or their last sign-in."""
    seen = {person.pk: person.last_login for person in people if person.last_login}
    of_sessions = Session.objects.exclude(person=None).values_list("person").annotate(Max("last_seen")).order_by()
    for person, moment in of_sessions:
        if person not in seen or moment > seen[person]:
            seen[person] = moment
    return seen


def places_of(person: User) -> list[str]:
    """The names of the roles somebody holds now."""
    return list(dict.fromkeys(str(ROLES[role].name) for role, _place in person.reach.held))


@dataclass(frozen=True)
class ReviewRow:
    """One role of one person, to be confirmed or ended."""

    grant: Grant
    role: str
    where: str
    seen: datetime | None
    second_factor: bool


def review_rows() -> list[ReviewRow]:
    """Every role that is held now, by the person's name."""
    grants = list(
        Grant.objects.filter(ended=None)
        .select_related("person", "service", "given_by")
        .order_by("person__name", "began")
    )
    seen = last_seen({grant.person for grant in grants})
    with_factor = set(Authenticator.objects.values_list("user", flat=True))
    return [
        ReviewRow(
            grant,
            str(ROLES[grant.role].name),
            grant.service.name if grant.service else ("" if grant.exercise is None else "·"),
            seen.get(grant.person_id),
            grant.person_id in with_factor,
        )
        for grant in grants
    ]
