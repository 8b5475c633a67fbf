"""The doors that every page shows at its top, and the few at its foot; a door opens when its room is built."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.design.found_once import address_of
from touchstone.web.exercises.models import Exercise, Kind
from touchstone.web.fixed_queries import FixedQuery
from touchstone.web.inspections.models import Inspection
from touchstone.web.messages.models import Message

# (name of the view, words, part of the address below which the door is the one we are behind)
DOORS = (
    ("services", _("Inspections"), ("/services/", "/reports/")),
    ("compare", _("Compare"), ("/compare/",)),
    ("frameworks", _("Standards"), ("/frameworks/",)),
    ("data", _("Open data"), ("/data/",)),
    ("about", _("About"), ("/about/",)),
)

AT_THE_FOOT = (
    ("about", _("About Touchstone")),
    ("accessibility", _("Accessibility")),
    ("data", _("Open data")),
    ("account_login", _("Sign in")),
)


# Asked on every page of somebody signed in. Each begins with a row, or the person, that was asked for already.
STAGE = FixedQuery(lambda exercise: Inspection.objects.filter(exercise=exercise).order_by(), UUID)
UNREAD = FixedQuery(lambda person: Message.objects.filter(recipient=person).unread().order_by().values_list("pk"), UUID)


class Door(NamedTuple):
    """A page that signed-in people find at the top (or, inside an exercise, at the side) if they have a permission."""

    view: str
    words: str | Promise
    permission: Permission | None = None  # None: everybody who is signed in (or, inside an exercise, in sight of it)
    of_inspections: bool = False  # other exercises have no stages, team pages or timetable


# At the top of every page of somebody who is signed in; the permission is one of the installation.
WORK_DOORS = (
    Door("work", _("Your work")),
    Door("people", _("People"), Permission.PEOPLE_MANAGE),
    Door("audit", _("Audit"), Permission.AUDIT_READ),
)

# At the side of every page inside an exercise, in the order of the work; each view takes the exercise's id.
ROOMS = (
    Door("exercise", _("Overview")),
    Door("progress", _("Progress"), Permission.PROGRESS_READ, of_inspections=True),
    Door("inspection_dates", _("Dates and clocks"), of_inspections=True),
    Door("timetable", _("Timetable"), Permission.TIMETABLE_READ, of_inspections=True),
    Door("inspection_team", _("Team"), Permission.TIMETABLE_READ, of_inspections=True),
    Door("sample", _("Case list and sample"), Permission.SAMPLE_READ),
    Door("cases", _("Cases"), Permission.ASSESSMENT_WRITE),
    Door("concerns", _("Safety concerns"), Permission.CONCERN_RAISE),
    Door("documents", _("Documents"), Permission.DOCUMENT_READ),
    Door("evidence", _("Evidence"), Permission.EVIDENCE_READ),
    Door("surveys", _("Surveys"), Permission.SURVEY_READ),
    Door("matrix", _("Matrix of evidence"), Permission.EVIDENCE_READ),
    Door("judgements", _("Ratings and judgements"), Permission.JUDGEMENT_READ),
    Door("panel", _("Ratings panel"), Permission.PANEL_READ),
    Door("inspection_file", _("Inspection file"), Permission.INSPECTION_FILE_EXPORT, of_inspections=True),
)


def doors(request: HttpRequest) -> dict[str, object]:
    """For every page: the doors, and which of them is open."""
    open_door = next((view for view, _words, below in DOORS if request.path.startswith(below)), "")
    return {"doors": DOORS, "open_door": open_door, "at_the_foot": AT_THE_FOOT}


def work_doors(request: HttpRequest) -> dict[str, object]:
    """For pages of signed-in people: who they are, the doors at the top, and the rooms of the exercise they are in.

    Pages that are open to all never ask who is signed in, so that they stay the same for everybody.
    """
    if not request.path.startswith(("/work/", "/account/")):
        return {}
    person = getattr(request, "user", None)  # an early refusal comes before anybody is known
    if not isinstance(person, User):
        return {}
    person = person_of(request)
    top = [door for door in WORK_DOORS if door.permission is None or person.may(door.permission)]
    below = {door.view: address_of(door.view) for door in top}
    behind = [view for view, start in below.items() if request.path.startswith(start) and view != "work"]
    return {
        "person": about_person(person),
        "work_doors": [(door.view, door.words, (below[door.view],)) for door in top],
        "open_work_door": behind[0] if behind else "work",
        "identity": identity(request),
        "rooms": rooms(request, person),
        "idle": idle(),
    }


def about_person(person: User) -> dict[str, object]:
    """What the top of the page says of whoever is signed in."""
    names = dict.fromkeys(str(ROLES[role].name) for role, _place in person.reach.held)
    return {
        "name": person.name,
        "role": ", ".join(names),
        "account_href": address("account"),
        "sign_out_href": address("account_logout"),
        "inbox_href": address("messages"),
        "inbox": len(UNREAD.rows(person.pk)),
    }


def address(view: str) -> str:
    """The address of a view, "" where this installation does not have it."""
    try:
        return address_of(view)
    except NoReverseMatch:
        return ""


def idle() -> dict[str, object] | None:
    """When an idle session ends, where it is kept, where one signs in anew; nothing where sessions do not end so."""
    stay_href = address("stay_signed_in")
    if not stay_href:
        return None
    seconds = int(settings.SESSION_IDLE.total_seconds())
    return {"seconds": seconds, "stay_href": stay_href, "sign_in_href": address("account_login")}


def identity(request: HttpRequest) -> dict[str, object] | None:
    """What the page belongs to: the service, the exercise's reference, and whether any of it is invented."""
    exercise = getattr(request, "exercise", None)
    if exercise is None:
        return None
    return {
        "name": exercise.service.name,
        "href": address_of("exercise", args=[exercise.pk]),
        "about": [f"{exercise.get_kind_display()} {exercise.reference}"],
        "stage": stage_of(exercise),
        "demonstration": exercise.service.invented,
    }


def stage_of(exercise: Exercise) -> str | Promise:
    """The stage of an inspection; other exercises have none. The exercise was reached by somebody who may know it."""
    found = STAGE.first(exercise.pk)
    return found.at.name if found is not None else ""


def rooms(request: HttpRequest, person: User) -> list[dict[str, object]]:
    """The pages of the exercise that the view kept on the request, as far as this person may see them."""
    exercise = getattr(request, "exercise", None)
    if exercise is None:
        return []
    listed: list[dict[str, object]] = []
    for door in ROOMS:
        if door.of_inspections and exercise.kind != Kind.INSPECTION:
            continue
        if door.permission is None or person.may(door.permission, exercise):
            href = address_of(door.view, args=[exercise.pk])
            here = request.path == href or (door.view != "exercise" and request.path.startswith(href))
            listed.append({"href": href, "words": str(door.words), "here": here})
    return listed
