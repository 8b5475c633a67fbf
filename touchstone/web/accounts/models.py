"""People, the youth justice services, who holds which role where and since when, and conflicts of interest."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touchstone.web.accounts.keys import Link, RecoveryCode, Remembered, Session, Tries
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES, roles_with
from touchstone.web.audit.operation import Decision
from touchstone.web.fixed_queries import FixedQuery
from touchstone.web.tenancy import EVERYWHERE, Place
from touchstone.web.text_fields import LineField

__all__ = ["Conflict", "Grant", "Link", "Reach", "RecoveryCode", "Remembered", "Service", "Session", "Tries", "User"]


class People(BaseUserManager["User"]):
    """People by the address they sign in with, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person with this address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in. One person, one account; it names no role: roles are grants."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = LineField(gettext_lazy("email address"), max_length=254, unique=True)
    name = LineField(gettext_lazy("name"), max_length=120)
    organisation = LineField(gettext_lazy("organisation"), max_length=160, blank=True)
    telephone = LineField(gettext_lazy("telephone"), max_length=40, blank=True)  # where a duty person is rung
    language = LineField(gettext_lazy("language"), max_length=10, default="en-gb")
    is_active = models.BooleanField(default=True)
    leaves_on = models.DateField(
        gettext_lazy("leaves on"), null=True, blank=True
    )  # from this day on they cannot sign in
    joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        """By name."""

        ordering = ["name", "email"]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = (
            "id", "email", "name", "organisation", "telephone", "language", "is_active", "leaves_on", "joined",
            "last_login",
        )  # fmt: skip
        sensitive = ("password",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """One address however it is typed. Raises ValidationError for one that is none."""
        self.email = self.email.strip().lower()
        validate_email(self.email)

    @property
    def may_sign_in(self) -> bool:
        """Not switched off, and not past the day they left."""
        return self.is_active and (self.leaves_on is None or self.leaves_on > timezone.localdate())

    @cached_property
    def reach(self) -> Reach:
        """Which roles this person holds now, and where. Read once for a request."""
        return Reach.of(self)

    def may(self, permission: Permission, on: Any = None) -> bool:
        """May this person do this, on this row (or at the installation)? For templates; operations ask themselves."""
        return bool(self.reach.role_for(permission, on.place() if on is not None else EVERYWHERE))


class Service(models.Model):
    """A youth justice service. Its name is public; what is known of its cases is not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = LineField(max_length=120, unique=True)  # as in the published results, so that both can be joined
    name = LineField(gettext_lazy("name"), max_length=200)
    region = LineField(gettext_lazy("region"), max_length=100, blank=True)
    police = LineField(gettext_lazy("police area"), max_length=100, blank=True)
    in_wales = models.BooleanField(default=False)
    ended = models.DateField(null=True, blank=True)  # merged into another, or split
    invented = models.BooleanField(default=False)  # of a demonstration, and said on every page

    class Meta:
        """By name."""

        ordering = ["name"]

    class Classed:
        """Who may know each field."""

        public = ("id", "slug", "name", "region", "police", "in_wales", "ended", "invented")
        personal = ()
        sensitive = ()

    def __str__(self) -> str:
        return self.name

    def place(self) -> Place:
        """A service is its own place."""
        return Place(service=self.id)


class Grant(models.Model):
    """Somebody held a role, somewhere, from a moment on. Ending it adds the end; nothing is deleted.

    `exercise` is an id without a foreign key, because exercises stand above accounts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = LineField(max_length=40, choices=[(role.id, role.name) for role in ROLES.values()])
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    exercise = models.UUIDField(null=True, blank=True, db_index=True)
    began = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = LineField(max_length=300, blank=True)

    class Meta:
        """A role once at a time in one place."""

        ordering = ["began"]
        constraints = [
            # One for each place a role can be held: to a database two empty places are not the same.
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(ended=None, service=None, exercise=None),
                name="a_role_once_everywhere",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "service"],
                condition=models.Q(ended=None, exercise=None),
                name="a_role_once_at_a_service",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "exercise"],
                condition=models.Q(ended=None, service=None),
                name="a_role_once_in_a_team",
            ),
        ]

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "person", "role", "service", "exercise", "began", "given_by", "ended", "ended_by", "note")
        sensitive = ()

    def __str__(self) -> str:
        return f"{self.role} of {self.person_id}"


class Conflict(models.Model):
    """Somebody may not inspect a service: they worked there, or know somebody who does. It outweighs every role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="conflicts")
    reason = LineField(max_length=500)
    declared = models.DateTimeField(default=timezone.now)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended = models.DateTimeField(null=True, blank=True)

    class Classed:
        """Who may know each field."""

        public = ()
        personal = ("id", "person", "service", "declared", "declared_by", "ended")
        sensitive = ("reason",)

    def __str__(self) -> str:
        return f"{self.person_id} and {self.service_id}"


def grants_and_conflicts(person: uuid.UUID) -> Any:
    """(role, exercise, service) of every grant that is held now; conflicts are among them, with no role."""
    held = Grant.objects.filter(person_id=person, ended=None).values_list("role", "exercise", "service")
    nowhere = models.Value(None, output_field=models.UUIDField())
    kept = Conflict.objects.filter(person_id=person, ended=None)
    return held.order_by().union(kept.values_list(models.Value(""), nowhere, "service"), all=True)


GRANTS_AND_CONFLICTS = FixedQuery(grants_and_conflicts, uuid.UUID)


class Reach:
    """Everything a person's roles reach at this moment: (role, place) pairs, and the services kept from them."""

    def __init__(self, held: list[tuple[str, Place]], kept_from: frozenset[uuid.UUID]) -> None:
        self.held = held
        self.kept_from = kept_from

    @classmethod
    def of(cls, person: User) -> Reach:
        """Read from the database in one query. Nobody who has left, or is switched off, reaches anything."""
        if not person.may_sign_in:
            return cls([], frozenset())
        rows = GRANTS_AND_CONFLICTS.rows(person.pk)
        return cls(
            [(role, Place(exercise, service)) for role, exercise, service in rows if role],
            frozenset(service for role, _exercise, service in rows if not role),
        )

    def roles_for(self, permission: Permission) -> list[tuple[str, Place]]:
        """The grants that carry a permission."""
        carrying = roles_with(permission)
        return [(role, place) for role, place in self.held if role in carrying]

    def role_for(self, permission: Permission, place: Place) -> str:
        """The first role that gives a permission at a place, "" where none does or a conflict stands against it."""
        if place.service is not None and place.service in self.kept_from:
            return ""
        carrying = roles_with(permission)
        for role, held_at in self.held:
            if role in carrying and (ROLES[role].held == "installation" or covers(held_at, place)):
                return role
        return ""

    def decide(self, permission: Permission, place: Place) -> Decision:
        """Whether a permission is held at a place, by which role, and why. Nobody's conflict is outweighed."""
        if place.service is not None and place.service in self.kept_from:
            return Decision(False, why=_("A conflict of interest with this service is declared for you."))
        role = self.role_for(permission, place)
        if role:
            return Decision(True, role, f"{ROLES[role].name}: {permission.label}")
        return Decision(False, why=_("No role of yours lets you %(do)s here.") % {"do": permission.label})

    def places(self, permission: Permission) -> Places:
        """Where this person has a permission, as a query needs it."""
        grants = self.roles_for(permission)
        return Places(
            everywhere=any(ROLES[role].held == "installation" for role, _place in grants),
            exercises=frozenset(place.exercise for _role, place in grants if place.exercise is not None),
            services=frozenset(place.service for _role, place in grants if place.service is not None),
            kept_from=self.kept_from,
        )


TOLD = " told "  # among the activities of an exercise: its service may know of it


class Places:
    """Where a person has a permission."""

    def __init__(self, *, everywhere: bool, exercises: frozenset[uuid.UUID], services: frozenset[uuid.UUID],
                 kept_from: frozenset[uuid.UUID]) -> None:  # fmt: skip
        self.everywhere = everywhere
        self.exercises = exercises
        self.services = services
        self.kept_from = kept_from

    def condition(self, to_exercise: str = "exercise") -> models.Q:
        """As a condition on rows that reach their exercise by `to_exercise` ("" for exercises themselves)."""
        at = f"{to_exercise}__" if to_exercise else ""
        which = ~models.Q(pk__in=[])  # true of every row; an empty Q() would vanish beside an "or"
        if not self.everywhere:
            which = models.Q(**{f"{at}pk__in" if to_exercise == "" else f"{to_exercise}_id__in": self.exercises})
            if self.services:  # a service does not know of an exercise before it is told
                told = {f"{at}service_id__in": self.services, f"{at}activities__contains": TOLD}
                which |= models.Q(**told)
        if self.kept_from:
            which &= ~models.Q(**{f"{at}service_id__in": self.kept_from})
        return which

    def reach(self, place: Place) -> bool:
        """Is this place among them?"""
        if place.service is not None and place.service in self.kept_from:
            return False
        return self.everywhere or place.exercise in self.exercises or place.service in self.services


def covers(held_at: Place, place: Place) -> bool:
    """Does a role held at one place reach another? A service's role reaches the exercises at that service."""
    if held_at.exercise is not None:
        return held_at.exercise == place.exercise
    return held_at.service is not None and held_at.service == place.service
