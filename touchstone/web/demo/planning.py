"""An inspection of the demonstration from its plan to a frozen sample: its team, its list of cases, its draw."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from touchstone.web.accounts.models import Service, User
from touchstone.web.accounts.operations import change_details
from touchstone.web.accounts.roles import ROLES
from touchstone.web.concerns.operations import put_on_duty
from touchstone.web.demo.cast import CAST, FRAMEWORK
from touchstone.web.demo.days import Days
from touchstone.web.demo.papers import csv
from touchstone.web.demo.told import Play
from touchstone.web.files.checking import look_through
from touchstone.web.inspections.operations import move, plan, take_into_team
from touchstone.web.samples.case_list.operations import confirm, hand_in
from touchstone.web.samples.operations import draw, freeze, set_rules
from touchstone.web.samples.reading import dry_run

ON_DUTY = (("priya", "01632 960 101"), ("ruth", "01632 960 102"))  # numbers that Ofcom keeps free for drama
COLUMNS = "reference,kind,sex,risk_of_serious_harm,safety_and_wellbeing,started,ended"
KINDS = {
    "court": ("Community sentence", "Community sentence", "Community sentence", "Custodial sentence"),
    "out_of_court": ("Youth caution", "Community resolution", "Youth conditional caution", "Outcome 22"),
}
LEVELS = ("low", "medium", "medium", "high")
LAST_START, FIRST_START = 70, 350  # days before fieldwork: inside the window of the framework


def planned(told: Mapping[str, Any], days: Days, people: Mapping[str, User], *, service: Service, contact: User
            ) -> Play:  # fmt: skip
    """The inspection, its team, who is on duty; announced."""
    chief = people["imogen"]
    inspection = plan(
        service=service,
        framework_id=FRAMEWORK,
        lead=people["ruth"],
        by=chief,
        fieldwork_from=days.fieldwork[0],
        fieldwork_until=days.fieldwork[-1],
        panel_on=days.panel,
    )
    play = Play(told, days, inspection, people, contact)
    for member in CAST:
        if ROLES[member.role].held == "exercise" and member.role != "lead_inspector":
            take_into_team(inspection=inspection, person=people[member.key], role=member.role, by=chief)
    for rung, (key, telephone) in enumerate(ON_DUTY, start=1):
        person = people[key]
        if person.telephone != telephone:
            change_details(by=person, name=person.name, telephone=telephone, language=person.language)
        put_on_duty(exercise=play.exercise, person=person, rung=rung, by=chief)
    move(inspection=inspection, to="announced", by=chief)
    return play


def list_handed_in(play: Play) -> None:
    """The service hands in its list of cases and confirms it."""
    content = list_of(play.told, play.days.first)
    checked = look_through(content=content, name="list.csv", among=("csv",))
    found = dry_run(checked.content, kind="csv", dates="iso", exercise=play.exercise)
    if found.frame is None:
        raise ValueError("The list of the demonstration has problems.")
    made = hand_in(exercise=play.exercise, checked=checked, dates="iso", found=found, by=play.contact)
    confirm(case_list=made, frame=found.frame, by=play.contact)


def list_of(told: Mapping[str, Any], fieldwork: date) -> bytes:
    """An invented list of cases: the same each time, but for its days, which lie before this fieldwork."""
    chance = random.Random(told["service"])  # no secret: the list is to be the same each time
    rows, number = [COLUMNS], 0
    for group, kinds in KINDS.items():
        for _case in range(told["list"][group]):
            number += 1
            started = fieldwork - timedelta(days=chance.randint(LAST_START, FIRST_START))
            rows.append(row_of(told["references"], number, chance, kinds, started))
    for _case in range(told["list"]["too_late"]):
        number += 1
        rows.append(row_of(told["references"], number, chance, KINDS["court"], fieldwork - timedelta(days=20)))
    return csv(rows)


def row_of(prefix: str, number: int, chance: random.Random, kinds: tuple[str, ...], started: date) -> str:
    """One case of the list."""
    sex = chance.choice(("male", "male", "male", "female"))
    cells = (f"{prefix}-{number:04}", chance.choice(kinds), sex, chance.choice(LEVELS), chance.choice(LEVELS))
    return ",".join((*cells, started.isoformat(), ""))


def sample_drawn(play: Play) -> None:
    """The lead inspector sets the sizes, draws and freezes. The number of the draw is by chance, as it always is."""
    sizes = dict(play.told["sizes"])
    because = sizes.pop("because")
    set_rules(exercise=play.exercise, first=None, last=None, sizes=sizes, because=because, by=play.lead)
    drawn = draw(exercise=play.exercise, reason="", by=play.lead)
    for case in freeze(draw=drawn, by=play.lead):
        play.cases[case.group, case.drawn_position] = case
