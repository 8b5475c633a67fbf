"""The demonstration's ratings panel: judgements proposed, a discretion argued, some standards decided, some not."""

from __future__ import annotations

from touchstone.web.demo.told import Play
from touchstone.web.judgements.operations import argue, decide, minute, open_panel, propose, take_seat


def judgements_proposed(play: Play) -> None:
    """A rating with reasons for every judged standard."""
    judged = {standard.id: standard for standard in play.exercise.framework().standards}
    for number, told in play.told["proposed"].items():
        met = {question.id: told["met"] for question in judged[number].key_questions}
        propose(
            exercise=play.exercise,
            standard=number,
            rating=told["rating"],
            reasons=told["reasons"],
            characteristics=met,
            by=play.people[told["by"]],
        )


def panel_sits(play: Play) -> None:
    """The panel is open, with two seats; discretion is argued, several standards are decided."""
    chair = play.people["helen"]
    panel = open_panel(exercise=play.exercise, by=chair)
    take_seat(panel=panel, by=play.people["owen"])
    for told in play.told["minutes"]:
        minute(panel=panel, words=told["words"], by=play.people[told["by"]])
    for told in play.told["argued"]:
        by = play.people[told["by"]]
        argue(
            panel=panel, standard=told["standard"], side=told["side"], words=told["words"], rating=told["rating"], by=by
        )
    for number, told in play.told["decided"].items():
        decide(panel=panel, standard=number, rating=told["rating"], reason=told["reason"], by=chair)
