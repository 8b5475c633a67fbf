"""The stages of an inspection: what may follow what, who moves it, what must be true first, what is open, by when.

Read it from top to bottom. An exercise does not know its stage: a stage opens and closes the exercise's activities
(`opens`), so that the rooms below ask one question only, and self-inspections and benchmarks can open them otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import Activity as Open

# Where the figure of a clock comes from. None of the inspectorate's documents that set days could be opened.
LOCAL = "local default"
RECOLLECTION = "recollection"
VERIFIED = "verified"


DATES: Final[dict[str, str | Promise]] = {
    "announced_on": _("the announcement"),
    "fieldwork_from": _("the first day of fieldwork"),
    "fieldwork_until": _("the last day of fieldwork"),
    "panel_on": _("the day of the ratings panel"),
    "stage_since": _("the day the stage began"),
}


@dataclass(frozen=True)
class Clock:
    """By when a stage is to be over: so many working days after (before, where negative) a date of the inspection."""

    days: int
    after: str  # a field of Inspection: announced_on, fieldwork_from, fieldwork_until, panel_on; or stage_since
    standing: str
    why: str


@dataclass(frozen=True)
class Stage:
    """One stage. `follows`: what may come next; `back_to`: where it may be sent back to, which always needs a reason.

    `needs` names the checks of needs.py that are asked before it begins. `has_room` is false where the pages in which
    it is worked do not exist: nobody is offered a move there.
    """

    id: str
    name: str | Promise
    sentence: str | Promise
    turn: str  # whose turn it is: a role
    follows: tuple[str, ...]
    moved_by: Permission = Permission.INSPECTION_MOVE  # who may move an inspection INTO this stage
    back_to: tuple[str, ...] = ()
    opens: tuple[Open, ...] = ()
    needs: tuple[str, ...] = ()
    clock: Clock | None = None
    has_room: bool = True


CHIEF, LEAD, SERVICE = "chief_inspector", "lead_inspector", "service_contact"

TABLE: Final[tuple[Stage, ...]] = (
    Stage(
        "planned",
        _("Planned"),
        _("The inspectorate prepares: dates, team, timetable. The service does not know of it yet."),
        CHIEF,
        follows=("announced",),
        clock=Clock(-25, "fieldwork_from", LOCAL, "Announced 'well in advance'; five weeks of notice."),
    ),
    Stage(
        "announced",
        _("Announced"),
        _("The service knows the dates and is told what to hand in."),
        LEAD,
        follows=("evidence_in_advance",),
        back_to=("planned",),
        needs=("fieldwork_dates", "lead", "service_contact"),
        opens=(Open.TOLD, Open.CASE_LIST, Open.DOCUMENTS),
        clock=Clock(2, "announced_on", LOCAL, "Time for the first call with the service."),
    ),
    Stage(
        "evidence_in_advance",
        _("Evidence in advance"),
        _("The service hands in its list of cases and its documents; surveys go out."),
        SERVICE,
        follows=("sample",),
        back_to=("announced",),
        needs=("fieldwork_dates",),
        opens=(Open.TOLD, Open.CASE_LIST, Open.DOCUMENTS, Open.SURVEYS, Open.EVIDENCE),
        clock=Clock(-10, "fieldwork_from", LOCAL, "Leaves a week to draw the sample and a week to give notice of it."),
    ),
    Stage(
        "sample",
        _("Sample"),
        _("The sample is drawn from the list, checked and frozen; cases are given to assessors."),
        LEAD,
        follows=("fieldwork",),
        back_to=("evidence_in_advance",),
        needs=("case_list",),
        opens=(Open.TOLD, Open.DOCUMENTS, Open.SAMPLE, Open.SURVEYS, Open.EVIDENCE),
        clock=Clock(-5, "fieldwork_from", LOCAL, "The service needs a week to have the case managers there."),
    ),
    Stage(
        "fieldwork",
        _("Fieldwork"),
        _("Cases are read and assessed, people are met, evidence is gathered."),
        LEAD,
        follows=("initial_feedback",),
        back_to=("sample",),
        needs=("fieldwork_dates", "sample_frozen", "team", "duty"),
        opens=(Open.TOLD, Open.DOCUMENTS, Open.SAMPLE, Open.READING, Open.ASSESSMENT, Open.SURVEYS, Open.EVIDENCE),
        clock=Clock(0, "fieldwork_until", LOCAL, "Its last day is the plan's own."),
    ),
    Stage(
        "initial_feedback",
        _("Initial feedback"),
        _("The service hears the first findings, before any rating is decided."),
        LEAD,
        follows=("judgements",),
        back_to=("fieldwork",),
        opens=(Open.TOLD, Open.READING, Open.ASSESSMENT, Open.SURVEYS, Open.EVIDENCE),
        clock=Clock(2, "fieldwork_until", LOCAL, "Given 'at or soon after the fieldwork' (complaints page)."),
    ),
    Stage(
        "judgements",
        _("Judgements"),
        _("Inspectors weigh the evidence and propose a judgement of each standard."),
        LEAD,
        follows=("ratings_panel",),
        back_to=("fieldwork",),
        opens=(Open.TOLD, Open.READING, Open.ASSESSMENT, Open.EVIDENCE, Open.JUDGEMENTS),
        clock=Clock(-2, "panel_on", LOCAL, "The panel has two working days to read."),
    ),
    Stage(
        "ratings_panel",
        _("Ratings panel"),
        _("The panel sees the computed ratings and the evidence, argues, and decides."),
        "panel_chair",
        follows=("draft_report",),
        back_to=("judgements", "fieldwork"),
        needs=("cases_assessed", "judgements_proposed", "panel"),
        opens=(Open.TOLD, Open.READING, Open.ASSESSMENT, Open.EVIDENCE, Open.PANEL),  # a case sent back is answered
        clock=Clock(0, "panel_on", LOCAL, "Its day is the plan's own."),
    ),
    Stage(
        "draft_report",
        _("Draft report"),
        _("The ratings are decided. The report is written from what was found."),
        LEAD,
        follows=("factual_accuracy",),
        back_to=("ratings_panel",),
        needs=("ratings_decided",),
        opens=(Open.TOLD,),
        clock=Clock(15, "stage_since", LOCAL, "With the clocks below, 11 to 18 weeks from fieldwork to publication."),
    ),
    Stage(
        "factual_accuracy",
        _("Factual accuracy"),
        _("The service reads the draft and says what is not right in fact."),
        SERVICE,
        follows=("sign_off",),
        back_to=("draft_report",),
        clock=Clock(10, "stage_since", RECOLLECTION, "Two weeks to comment."),
        opens=(Open.TOLD,),
        has_room=False,
    ),
    Stage(
        "sign_off",
        _("Sign-off"),
        _("Comments are answered one by one and the report is signed."),
        CHIEF,
        follows=("embargoed",),
        back_to=("factual_accuracy", "draft_report"),
        clock=Clock(10, "stage_since", LOCAL, "Two weeks to answer comments and read it whole."),
        opens=(Open.TOLD,),
        has_room=False,
    ),
    Stage(
        "embargoed",
        _("Embargoed"),
        _("The signed report is with those named, until its hour."),
        "publisher",
        follows=("published",),
        back_to=("sign_off",),
        clock=Clock(5, "stage_since", LOCAL, "A week for the service to prepare its people."),
        opens=(Open.TOLD,),
        has_room=False,
    ),
    Stage(
        "published",
        _("Published"),
        _("Everybody can read the report and its data."),
        SERVICE,
        follows=("response",),
        clock=Clock(20, "stage_since", RECOLLECTION, "The plan is due a few weeks after publication."),
        opens=(Open.TOLD,),
        has_room=False,
    ),
    Stage(
        "response",
        _("Response"),
        _("The service answers with its improvement plan."),
        SERVICE,
        follows=(),
        opens=(Open.TOLD,),
        has_room=False,
    ),
)

STAGES: Final[dict[str, Stage]] = {stage.id: stage for stage in TABLE}
FIRST: Final = TABLE[0]


class UnknownMove(ValueError):
    """A stage that does not follow the present one. Pages never offer it."""


def offered(stage: Stage) -> tuple[Stage, ...]:
    """Where an inspection may go from here, forward first; only stages that can be worked."""
    return tuple(STAGES[it] for it in (*stage.follows, *stage.back_to) if STAGES[it].has_room)


def step_between(here: Stage, to: str) -> Stage:
    """The stage called `to`, where it may follow. Raises UnknownMove."""
    found = next((stage for stage in offered(here) if stage.id == to), None)
    if found is None:
        raise UnknownMove(f"'{to}' does not follow '{here.id}'.")
    return found


def is_back(here: Stage, to: Stage) -> bool:
    """Is this a step back? It then needs a reason."""
    return to.id in here.back_to


def position(stage: Stage) -> int:
    """Where a stage stands in the order."""
    return TABLE.index(stage)
