"""The inspections of the demonstration: whole, made once, on working days, and open to each of the cast."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from touchstone.practice.working_days import is_working_day
from touchstone.web.assessments.models import CaseAssessment, Marking
from touchstone.web.assessments.results import agreement_of, answers_of
from touchstone.web.assessments.states import State
from touchstone.web.audit.models import AuditRow
from touchstone.web.concerns.models import Concern
from touchstone.web.demo.cast import CAST, EASTMERE, NORTHFELL
from touchstone.web.demo.days import at_the_panel, under_way
from touchstone.web.demo.operations import make_demonstration
from touchstone.web.demo.papers import pdf
from touchstone.web.demo.told import people
from touchstone.web.evidence.support import contradictions, holes, settled_claims
from touchstone.web.files.documents import found_inside
from touchstone.web.inspections.models import Inspection
from touchstone.web.inspections.placing import timetable_of
from touchstone.web.judgements.models import Panel
from touchstone.web.judgements.ratings import newest_decisions, rate
from touchstone.web.messages.models import Message
from touchstone.web.surveys.results import texts_waiting
from touchstone.web.tenancy import unscoped

HERE = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}


def inspection_of(slug: str) -> Inspection:
    with unscoped("a test looks"):
        return Inspection.objects.select_related("exercise__service").get(exercise__service__slug=slug)


def fieldwork_is_under_way(inspection: Inspection) -> None:
    exercise = inspection.exercise
    assert inspection.stage == "fieldwork"
    assert inspection.announced_on is not None
    assert inspection.fieldwork_from is not None
    assert inspection.announced_on < inspection.fieldwork_from
    first = CaseAssessment.objects.of(exercise).filter(marking=Marking.FIRST)
    states = {state: first.filter(state=state).count() for state in State}
    assert states == {
        State.NOT_STARTED: 2,
        State.IN_PROGRESS: 4,
        State.SUBMITTED: 11,
        State.SENT_BACK: 1,
        State.AGREED: 3,
    }
    agreement = agreement_of(exercise)
    assert (agreement.cases, len(agreement.differences)) == (2, 2)
    court = [case.answers["2.1.1"] for case in answers_of(exercise) if case.group == "court"]
    assert (court.count("yes"), len(court)) == (4, 8)  # one case fewer, and 2.1 is Inadequate
    assert rate(exercise).computed.standard("2.1").rating == "Requires improvement"
    clashes = [clash.says for clash in timetable_of(inspection).clashes]
    assert len(clashes) == 2
    assert any("in two places" in says for says in clashes)
    assert any("interpreter" in says for says in clashes)
    assert len(contradictions(exercise)) == 1
    assert len(settled_claims(exercise)) == 6
    assert holes(exercise)
    assert texts_waiting(exercise) == 1
    assert sorted(str(one.state) for one in Concern.objects.of(exercise)) == ["closed", "received"]


def the_panel_sits(inspection: Inspection) -> None:
    exercise = inspection.exercise
    assert inspection.stage == "ratings_panel"
    panel = Panel.objects.of(exercise).get()
    assert panel.closed_at is None
    with unscoped("a test looks"):
        decided = newest_decisions(exercise)
    assert sorted(decided) == ["1.1", "1.2", "1.4", "2.1"]
    rated = rate(exercise)
    assert rated.computed.standard("2.3").rating == "Requires improvement"
    assert all(decided[number].rating == rated.final.standard(number).rating for number in decided)


def test_both_are_made_whole_and_once_and_everybody_has_a_first_page(db: None) -> None:
    assert make_demonstration() == len(CAST)
    northfell, eastmere = inspection_of(NORTHFELL), inspection_of(EASTMERE)
    fieldwork_is_under_way(northfell)
    the_panel_sits(eastmere)
    written = AuditRow.objects.count()
    assert make_demonstration() == 0
    assert AuditRow.objects.count() == written  # nothing was done again
    cast = people()
    assert Message.objects.visible_to(cast["ruth"]).exists()
    seen = {key: set[str]() for key in cast}
    for key in cast:
        browser = Client(**HERE)
        browser.post(f"/demo/{key}/")
        work = browser.get("/work/")
        assert work.status_code == HTTPStatus.OK, key
        for name, inspection in (("Northfell", northfell), ("Eastmere", eastmere)):
            if name in work.content.decode():
                seen[key].add(name)
                page = browser.get(f"/work/exercises/{inspection.pk}/")
                assert page.status_code == HTTPStatus.OK, key
    assert seen["ruth"] == seen["imogen"] == seen["helen"] == {"Northfell", "Eastmere"}
    assert seen["sam"] == {"Northfell"}
    assert seen["lena"] == {"Eastmere"}
    assert seen["kit"] == seen["mel"] == set()


@pytest.mark.parametrize("day", [date(2026, 11, 16) + timedelta(days=number) for number in range(7)])
def test_whatever_day_it_is_fieldwork_is_under_way(day: date) -> None:
    days = under_way(day)
    assert days.fieldwork[2] <= day < days.fieldwork[-1]
    assert days.latest(3) <= day
    for one in (under_way(day), at_the_panel(day)):
        assert all(map(is_working_day, [*one.fieldwork, one.panel, one.before(27)]))
        assert one.fieldwork[-1] < one.panel
    assert day <= at_the_panel(day).panel <= day + timedelta(days=3)


def test_bank_holidays_make_the_weeks_shorter() -> None:
    days = under_way(date(2026, 12, 28))  # Christmas, and its Monday in lieu
    assert len(days.fieldwork) < 10
    assert all(map(is_working_day, days.fieldwork))


def test_the_papers_are_documents_that_the_site_takes() -> None:
    assert found_inside(pdf(["A title (with brackets)", "A line"]), kind="pdf", file="x.pdf") == []
