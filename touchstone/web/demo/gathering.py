"""What the demonstration gathers: documents, figures, meetings, claims, the timetable, surveys, safety concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import uuid4

from touchstone.forms.answers import Answer
from touchstone.forms.checklists import checklist_for
from touchstone.web.concerns.operations import close, give_receipt, raise_concern, record_action
from touchstone.web.demo.papers import csv, pdf
from touchstone.web.demo.told import Play
from touchstone.web.evidence.documents.operations import hand_in, mark_read, say_missing
from touchstone.web.evidence.matrix.operations import cite, give_reason, settle, weigh, write_claim
from touchstone.web.evidence.meetings.operations import add_quote, check_quote, hand_in_figure, record_item
from touchstone.web.evidence.models import Claim
from touchstone.web.files.checking import CheckedFile, look_through
from touchstone.web.inspections.timetable_operations import write_slot
from touchstone.web.surveys.links import digest_of
from touchstone.web.surveys.models import FreeText, Invitation, Survey
from touchstone.web.surveys.operations import clear, give_answers, make_links, open_survey, take_words_out

ASKS = "The inspectorate of the demonstration"
MOST_STAFF = 40  # who may answer by the one link for staff
STAYS_OPEN = timedelta(days=28)


def documents_handed_in(play: Play) -> None:
    """The service hands in some documents and figures, and says of two that they are not there."""
    asked = checklist_for(play.exercise.framework())
    papers = [(one["asked"], one["name"], one["lines"]) for one in play.told["documents"]]
    papers += [
        (one, f"{one.replace('_', '-')}.pdf", [said.what]) for one in play.told["also"] if (said := asked.document(one))
    ]
    looked: dict[str, CheckedFile] = {}
    for which, name, lines in papers:
        checked = checked_file(name, lines, looked)
        play.documents[which] = hand_in(
            exercise=play.exercise, asked=which, title="", checked=checked, save_id=uuid4(), by=play.contact
        )
    for one in play.told["missing"]:
        say_missing(exercise=play.exercise, asked=one["asked"], reason=one["because"], by=play.contact)
    for one in play.told["figures"]:
        written = {**one, "value": Decimal(one["value"]), "as_of": str(play.days.first.year)}
        hand_in_figure(exercise=play.exercise, save_id=uuid4(), by=play.contact, **written)


def checked_file(name: str, lines: Sequence[str], looked: dict[str, CheckedFile]) -> CheckedFile:
    """A file made of these lines, looked through: the first of its kind alone, for each look starts a process.

    The others are made by the same code of words that are in this folder.
    """
    kind = name.rpartition(".")[2]
    content = csv(lines) if kind == "csv" else pdf(lines)
    if kind not in looked:
        looked[kind] = look_through(content=content, name=name)
    return replace(looked[kind], name=name, content=content, handed_in_sha256=sha256(content).hexdigest())


def documents_read(play: Play) -> None:
    """The team reads some of them."""
    for one in play.told["read"]:
        version = play.documents[one["asked"]]
        mark_read(version=version, words=one["words"], standards=one["standards"], by=play.people[one["by"]])


def timetable_written(play: Play) -> None:
    """Two weeks of fieldwork: one person in two places, and an interpreter who is not arranged."""
    for one in play.told["timetable"]:
        if one["day"] >= len(play.days.fieldwork):
            continue  # a bank holiday made the weeks shorter
        fields = {
            "day": play.days.fieldwork[one["day"]],
            "begins": time.fromisoformat(one["begins"]),
            "ends": time.fromisoformat(one["ends"]),
            "what": one["what"],
            "case": play.cases["court", one["case"]] if "case" in one else None,
            "with_whom": one.get("whom", ""),
            "online": one.get("online", False),
            "where": one.get("where", ""),
            "interpreter": one.get("interpreter", "not_needed"),
            "language": one.get("language", ""),
        }
        there = [play.people[key].pk for key in one["who"]]
        write_slot(inspection=play.inspection, fields=fields, people=there, by=play.lead)


def people_met(play: Play) -> None:
    """Meetings, and quotes that a second person has looked at."""
    for key, one in play.told["meetings"].items():
        written = {name: one[name] for name in ("kind", "group", "people", "notes", "standards")}
        play.items[key] = record_item(
            exercise=play.exercise,
            day=play.days.latest(one["day"]),
            with_whom=one["whom"],
            team=[play.people[each] for each in one["team"]],
            save_id=uuid4(),
            by=play.people[one["by"]],
            **written,
        )
    for key, one in play.told.get("quotes", {}).items():
        item, by = play.items[one["of"]], play.people[one["by"]]
        quote = add_quote(item=item, words=one["words"], who=one["who"], language="en", save_id=uuid4(), by=by)
        if "checked_by" in one:
            check_quote(quote=quote, version=1, by=play.people[one["checked_by"]])
        play.quotes[key] = quote


def claims_written(play: Play) -> None:
    """Claims with their sources, what speaks against them, and holes that are left."""
    for one in play.told["claims"]:
        by = play.people[one["by"]]
        written = {name: one[name] for name in ("standard", "kind", "text")}
        claim = write_claim(exercise=play.exercise, save_id=uuid4(), by=by, **written)
        for source in one["cites"]:
            cite(claim=claim, source=key_of(play, source), stance="for", says="", save_id=uuid4(), by=by)
        if "reason" in one:
            give_reason(claim=claim, reason=one["reason"], by=by)
        if one["settle"]:
            settle(claim=claim, version=claim.version, by=by)
        if "against" in one:
            contradicted(play, claim, one["against"])


def contradicted(play: Play, claim: Claim, told: Mapping[str, str]) -> None:
    """Something speaks against a claim; it is weighed, or waits."""
    source = key_of(play, told["source"])
    against = cite(
        claim=claim,
        source=source,
        stance="against",
        says=told["says"],
        save_id=uuid4(),
        by=play.people[told["by"]],
    )
    if "weighed" in told:
        weigh(citation=against, words=told["weighed"], by=claim.begun_by)


def key_of(play: Play, told: str) -> str:
    """What names a source, from how the files name it."""
    kind, _colon, name = told.partition(":")
    if kind == "document":
        return f"document:{play.documents[name].document_id}"
    if kind == "meeting":
        return f"item:{play.items[name].pk}"
    return f"quote:{play.quotes[name].pk}" if kind == "quote" else told


def surveys_held(play: Play) -> None:
    """Surveys are open; people have answered; the reader has cleared some of what was written, and some waits."""
    reader = play.people["priya"]
    for audience, told in play.told["surveys"].items():
        survey = open_survey(
            exercise=play.exercise,
            audience=audience,
            asked_by=ASKS,
            reader=reader,
            closes_on=play.days.today + STAYS_OPEN,
            by=play.lead,
        )
        most = MOST_STAFF if survey.shared else 1
        links = make_links(survey=survey, number=told["links"], most=most, batch=uuid4(), by=play.lead)
        for place, answers in enumerate(told["answers"]):
            given(survey, links[0 if survey.shared else place], answers)
    cleared = play.told["cleared"]
    for text in FreeText.objects.of(play.exercise).select_related("survey__exercise", "exercise__service"):
        if text.question not in cleared:
            continue
        if text.words == cleared[text.question]:
            clear(text=text, by=reader)
        else:
            take_words_out(text=text, words=cleared[text.question], by=reader)


def given(survey: Survey, link: str, answers: Mapping[str, Any]) -> None:
    """Somebody answers by a link."""
    invitation = Invitation.objects.of(survey.exercise).get(digest=digest_of(link))
    told = {question: Answer(value) for question, value in answers.items()}
    give_answers(survey=survey, invitation=invitation, response_id=uuid4(), given=told, language="en", by=None)


def concerns_raised(play: Play) -> None:
    """One concern is closed; of another a receipt was given a moment ago."""
    for told in play.told["concerns"]:
        case = play.cases["court", told["case"]] if "case" in told else None
        by, reader = play.people[told["by"]], play.people[told["received_by"]]
        concern = raise_concern(
            exercise=play.exercise, seen=told["seen"], case=case, rang=told["rang"], save_id=uuid4(), by=by
        )
        give_receipt(concern=concern, by=reader)
        if "done" in told:
            record_action(concern=concern, words=told["done"], by=reader)
            close(concern=concern, words=told["closed"], by=reader)
