"""Cases of the demonstration: given out, read, submitted, marked twice, sent back, agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from touchstone.forms.answers import Answer, applicable, missing
from touchstone.forms.form import Form, Question
from touchstone.web.accounts.models import User
from touchstone.web.assessments.allocation.operations import allocate
from touchstone.web.assessments.models import CaseAssessment, Marking
from touchstone.web.assessments.operations import agree, begin_interview, mark_example, save, send_back, submit
from touchstone.web.assessments.saving import Sent
from touchstone.web.assessments.sheets import Sheet, own_sheet, sheet_of
from touchstone.web.demo.told import Play, read

TOPICS = {"1": "assessment", "2": "planning", "3": "delivery", "4": "reviewing"}  # by the last part of the standard
ASPECTS = {"1": "desistance", "2": "safety_child", "3": "safety_others"}  # by the last part of the key question
AT_ONCE = 12  # answers of a case that somebody has only begun
ROUNDS = 9  # an answer can open another question, and that another
ALSO = ("involvement", "diversity")  # nobody must answer these, and everybody does


def given_out(play: Play) -> dict[tuple[str, int], CaseAssessment]:
    """Every case is given to its assessor, but the one that waits for somebody; and some are given a second time."""
    left_over = play.told.get("given_to_nobody", {})
    made = {}
    for (group, place), case in play.cases.items():
        if left_over.get(group) != place:
            person = play.people[reader_of(play, group, place)]
            made[group, place] = allocate(
                exercise=play.exercise, case=case, assessor=person, marking=Marking.FIRST, by=play.lead
            )
    return made


def reader_of(play: Play, group: str, place: int) -> str:
    """Who reads a case, by key."""
    return next(str(key) for key, places in play.told["cases"][group].items() if place in places)


def cases_read(play: Play, given: Mapping[tuple[str, int], CaseAssessment], *, group: str) -> None:
    """The cases of one group are read: submitted, or begun."""
    for place in play.told["submitted"][group]:
        assessment = given[group, place]
        answered(play, assessment, says_no(play.told, place))
        if (group, place) == ("court", 1):
            interviewed(play, assessment)
            shown = read("notes")["shown"]
            mark_example(assessment=assessment, by=assessment.assessor, **shown)
        submit(assessment=assessment, by=assessment.assessor)
    for place in play.told.get("begun", {}).get(group, []):
        answered(play, given[group, place], says_no(play.told, place), most=AT_ONCE)


def marked_again(play: Play) -> None:
    """Some are marked a second time; one of these markings is not begun, and so is blind."""
    for one in play.told["second"]:
        case = play.cases[one["group"], one["case"]]
        person = play.people[one["by"]]
        again = allocate(exercise=play.exercise, case=case, assessor=person, marking=Marking.SECOND, by=play.lead)
        if one["state"] == "submitted":
            answered(play, again, says_no(play.told, one["case"]) ^ set(one["differs"]))
            submit(assessment=again, by=person)


def looked_at(play: Play, given: Mapping[tuple[str, int], CaseAssessment]) -> None:
    """The lead inspector agrees some, and sends one back."""
    for group, places in play.told["agreed"].items():
        for place in places:
            agree(assessment=given[group, place], by=play.lead)
    back = play.told.get("sent_back")
    if back:
        send_back(assessment=given["court", back["court"]], reason=back["because"], by=play.lead)


def says_no(told: Mapping[str, Any], place: int) -> set[str]:
    """The key questions to which a case says no."""
    return {str(question) for question, places in told["says_no"].items() if place in places}


def answered(play: Play, assessment: CaseAssessment, no: set[str], *, most: int | None = None) -> None:
    """Answer a case in one save, whole or its first answers."""
    sheet = own_sheet(assessment)
    place = assessment.case.drawn_position
    answers = filled(sheet.form, no, place, play.days.latest(place % 3), read("notes")["answers"])
    put_down(sheet, answers, assessment.assessor, most=most)


def interviewed(play: Play, assessment: CaseAssessment) -> None:
    """The talk with the case manager."""
    sheet = sheet_of(begin_interview(assessment=assessment, by=assessment.assessor))
    answers = filled(sheet.form, set(), 1, play.days.latest(2), read("notes")["interview"])
    put_down(sheet, answers, assessment.assessor)


def put_down(sheet: Sheet, answers: Mapping[str, Answer], by: User, *, most: int | None = None) -> None:
    """Save answers, as the page does that is sent whole."""
    sent = [Sent(question, answer, 0, uuid4()) for question, answer in answers.items()]
    save(sheet=sheet, sent=sent[:most], by=by)


def filled(form: Form, no: set[str], place: int, day: date, told: Mapping[str, Any]) -> dict[str, Answer]:
    """Every answer that the form asks for, in its order; the same for the same place."""
    answers: dict[str, Answer] = {}
    for _round in range(ROUNDS):
        lacking = [one.question for one in missing(form, answers)]
        if not lacking:
            break
        for question in lacking:
            answers[question.id] = answer_to(question, no, place, day, told)
    for question in applicable(form, answers):
        if question.id in ALSO:
            answers[question.id] = Answer(turn(told[question.id], place))
    return dict(in_order(form, answers))


def in_order(form: Form, answers: Mapping[str, Answer]) -> Iterator[tuple[str, Answer]]:
    """The answers in the order of the form."""
    for question in applicable(form, answers):
        if question.id in answers:
            yield question.id, answers[question.id]


def answer_to(question: Question, no: set[str], place: int, day: date, told: Mapping[str, Any]) -> Answer:
    """What a case says to one question."""
    if question.key_question:
        said = "no" if question.id in no else "yes"
        return Answer(said, evidence_of(question.id, said, place))
    if question.kind == "date":
        return Answer(day.isoformat())
    value = turn(told[question.id], place)
    return Answer(tuple(value) if isinstance(value, list) else value)


def evidence_of(question: str, said: str, place: int) -> str:
    """The note beside a key question."""
    _domain, standard, aspect = question.split(".")
    notes = read("notes")["evidence"][TOPICS[standard]][ASPECTS[aspect]]
    return str(turn(notes["sufficient" if said == "yes" else "wanting"], place // 2))


def turn(choices: list[Any], place: int) -> Any:
    """One of the choices; the cases take them in turn."""
    return choices[place % len(choices)]
