"""The cast: people at an inspectorate and at two services, and the inspections they have to do with."""

from __future__ import annotations

from dataclasses import dataclass, field

from touchstone.web.accounts.models import Grant, Service, User
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.inspections.models import Inspection

EVERYTHING_OPEN = " " + "".join(f"{activity.value} " for activity in Activity)


@dataclass
class Cast:
    """Who there is. Exercises: `exercise` at `service` (everything open), `other` at `other_service`."""

    service: Service
    other_service: Service
    exercise: Exercise
    other: Exercise
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)


# name → (role, where)
CAST = {
    "administrator": ("administrator", ""),
    "chief": ("chief_inspector", ""),
    "auditor": ("auditor", ""),
    "publisher": ("publisher", ""),
    "lead": ("lead_inspector", "exercise"),
    "inspector": ("inspector", "exercise"),
    "second_inspector": ("inspector", "exercise"),
    "assessor": ("local_assessor", "exercise"),
    "partner": ("partner_inspector", "exercise"),
    "safeguarding": ("safeguarding_reader", "exercise"),
    "panel_member": ("panel_member", "exercise"),
    "chair": ("panel_chair", "exercise"),
    "contact": ("service_contact", "service"),
    "other_lead": ("lead_inspector", "other"),
    "other_contact": ("service_contact", "other_service"),
    "stranger": ("", ""),
}


def person(name: str, **more: object) -> User:
    """Somebody invented, who can be signed in with `client.force_login`."""
    user = User(email=f"{name}@example.org", name=name.replace("_", " ").capitalize(), **more)
    user.set_unusable_password()
    user.save()
    return user


def service(slug: str, name: str) -> Service:
    """An invented service."""
    return Service.objects.create(slug=slug, name=name, invented=True)


def inspection(at: Service, reference: str, *, stage: str = "fieldwork", activities: str = EVERYTHING_OPEN) -> Exercise:
    """An inspection at a service under the framework of 2021."""
    exercise = Exercise.objects.create(
        service=at, reference=reference, framework_id="hmip-youth-2021", revision=1, activities=activities
    )
    Inspection.objects.create(exercise=exercise, stage=stage)
    return exercise


def cast(references: tuple[str, str] = ("2026-001", "2026-002")) -> Cast:
    """Everybody, and both inspections."""
    here, there = service("north-fell", "North Fell"), service("south-mere", "South Mere")
    made = Cast(here, there, inspection(here, references[0]), inspection(there, references[1]))
    places = {
        "": {},
        "exercise": {"exercise": made.exercise.id},
        "other": {"exercise": made.other.id},
        "service": {"service": here},
        "other_service": {"service": there},
    }
    for name, (role, where) in CAST.items():
        made.people[name] = person(name)
        if role:
            Grant.objects.create(person=made.people[name], role=role, **places[where])
    return made
