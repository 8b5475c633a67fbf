"""A proposal and a panel that sits, in each exercise of the matrix."""

from __future__ import annotations

from typing import Any

from tests.web.matrix.world import World, makes
from touchstone.web.exercises.models import Exercise
from touchstone.web.judgements.models import Argument, Decision, Dissent, Minute, Panel, Proposal, Seat, SentBack
from touchstone.web.samples.models import SampledCase

STANDARD = "1.1"  # judged, in every framework of the matrix


@makes("standard")
def standard(made: World, exercise: Exercise, mark: str) -> Any:
    """The number of a standard, and somebody's proposal for it."""
    Proposal.objects.create(
        exercise=exercise, standard=STANDARD, rating="Good", reasons=mark + "judgement",
        by=made.person("lead_inspector here"),
    )  # fmt: skip
    return STANDARD


@makes("decision")
def decision(made: World, exercise: Exercise, mark: str) -> Any:
    """What the panel decided of it, with everything that stands around it."""
    by = made.person("panel_chair here")
    sits = Panel.objects.create(exercise=exercise, opened_by=by)
    inside: dict[str, Any] = {"exercise": exercise, "panel": sits}
    for who in ("panel_chair here", "panel_member here", "chief_inspector here"):
        Seat.objects.create(**inside, by=made.person(who))
    Argument.objects.create(**inside, by=by, standard=STANDARD, side="higher", words=mark + "panel")
    row = Decision.objects.create(
        **inside, by=by, standard=STANDARD, rating="Good", reason=mark + "judgement", people=[str(by.pk)]
    )
    Dissent.objects.create(**inside, by=by, decision=row, words=mark + "panel")
    Minute.objects.create(**inside, by=by, words=mark + "panel")
    SentBack.objects.create(
        **inside, by=by, case=SampledCase.objects.of(exercise).get(drawn_position=1), reason=mark + "panel"
    )
    return row
