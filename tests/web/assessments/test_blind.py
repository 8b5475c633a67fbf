"""A blind second marker sees nothing of the first marking: no page of theirs differs by it, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.web.accounts.models import Conflict, Grant
from touchstone.web.assessments.finding import looked_up
from touchstone.web.assessments.models import Answer, CaseAssessment, Hint, Interview, Marking, PracticeExample
from touchstone.web.assessments.results import agreement_of, answers_of, drift_of, progress_of
from touchstone.web.samples.models import SampledCase
from touchstone.web.tenancy import unscoped

SECRET = "What the first marker wrote"


def every_address(patterns: list[object], before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site as its pattern, and what is there."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from every_address(each.url_patterns, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield before + str(each.pattern), each


def views_of_cases() -> set[str]:
    """Every address of this room, by its name: what is not looked at below fails the test."""
    found = every_address(get_resolver().url_patterns)
    return {str(each.name) for _at, each in found if each.callback.__module__.startswith("touchstone.web.assessments")}


def pages_of_the_exercise(exercise: object) -> list[str]:
    """Every page of every room that needs nothing but the exercise: what it counts or lists must not tell either."""
    start = "/work/exercises/<uuid:id>/"
    found = [at for at, _each in every_address(get_resolver().url_patterns) if at.startswith(start)]
    return [at.replace("<uuid:id>", str(exercise)) for at in found if at.count("<") == 1]


def key_questions(of: CaseAssessment) -> list[str]:
    """What ratings follow from."""
    return [question.id for question in of.form().questions if question.key_question]


@pytest.fixture
def twice(cast: Cast) -> tuple[CaseAssessment, CaseAssessment]:
    """One case, read first by the inspector and a second time by the other, who may read the team's assessments."""
    other = assessments.assessment(assessments.case(cast.exercise, 2), cast.assessor)
    other.state, other.as_submitted = "submitted", dict.fromkeys(key_questions(other), "no")
    other.save()
    for question in key_questions(other):
        Answer.objects.create(
            exercise=cast.exercise, assessment=other, sheet=other.pk, question=question, value="no", version=1,
            changed_at=other.allocated_at, changed_by=cast.assessor,
        )  # fmt: skip
    case = assessments.case(cast.exercise)
    first = assessments.assessment(case, cast.inspector)
    return first, assessments.assessment(case, cast.second_inspector, Marking.SECOND)


def fill(cast: Cast, first: CaseAssessment, state: str) -> None:
    """The first marking with everything that can be in one, in this state."""
    client = Client()
    client.force_login(cast.inspector)
    at = f"/work/exercises/{first.exercise_id}/cases/{first.pk}/"
    for question in key_questions(first):
        body = assessments.sent(question, "yes", evidence=SECRET)
        assert client.post(f"{at}answers/", body, content_type="application/json").status_code == 200
    client.post(f"{at}interviews/")
    with unscoped("test"):
        PracticeExample.objects.create(
            exercise=first.exercise,
            assessment=first,
            standard="2.1",
            shows="poor",
            text=SECRET,
            marked_by=cast.inspector,
        )
        CaseAssessment.objects.filter(pk=first.pk).update(
            state=state, as_submitted=dict.fromkeys(key_questions(first), "yes")
        )


def everything_seen(client: Client, first: CaseAssessment, second: CaseAssessment) -> dict[str, str]:
    """Every page of the room as this person sees it, of both markings, and what every act on the first one says."""
    room = f"/work/exercises/{first.exercise_id}/cases/"
    with unscoped("test"):
        answers = list(Answer.objects.filter(assessment=first).values_list("pk", flat=True)[:1]) or [first.pk]
        talks = list(Interview.objects.filter(assessment=first).values_list("pk", flat=True)) or [first.pk]
        examples = list(PracticeExample.objects.filter(assessment=first).values_list("pk", flat=True)) or [first.pk]
    of_first = {
        "case": "", "case-page": "pages/4/", "case-answers": "answers/", "case-submit": "submit/",
        "case-send-back": "send-back/", "case-agree": "agree/", "case-reopen": "reopen/", "case-moderate": "moderate/",
        "case-take-back": "take-back/", "case-history": "history/", "answer-history": f"history/{answers[0]}/",
        "case-examples": "examples/", "example-withdraw": f"examples/{examples[0]}/withdraw/",
        "interviews": "interviews/", "interview": f"interviews/{talks[0]}/",
        "interview-page": f"interviews/{talks[0]}/pages/1/", "interview-answers": f"interviews/{talks[0]}/answers/",
    }  # fmt: skip
    of_room = {
        "cases": "", "allocation": "allocation/", "agreement": "agreement/", "benchmark": "benchmark/",
        "practise": f"benchmark/{first.case_id}/practise/", "benchmark-key": f"benchmark/{first.case_id}/key/",
    }  # fmt: skip
    assert set(of_first) | set(of_room) == views_of_cases()
    own = ("", "pages/4/", "answers/", "history/", "examples/", "moderate/")
    addresses = {f"room {name}": f"{room}{rest}" for name, rest in of_room.items()}
    addresses |= {f"first {name}": f"{room}{first.pk}/{rest}" for name, rest in of_first.items()}
    addresses |= {f"second {rest}": f"{room}{second.pk}/{rest}" for rest in own}
    addresses |= {f"exercise {at[-30:]}": at for at in pages_of_the_exercise(first.exercise_id)}
    seen = {}
    for name, address in {**addresses, "work": "/work/"}.items():
        for method in ("get", "post") if name.startswith("first") else ("get",):
            response = getattr(client, method)(address)
            seen[f"{method} {name}"] = f"{response.status_code} {normal(response.content.decode(errors='replace'))}"
    return seen


def normal(page: str) -> str:
    """A page without what chance puts into it: tokens and new save ids."""
    page = re.sub(r'(<input type="hidden"[^>]* value=)"[^"]*"', r"\1", page)
    return re.sub(r'"token": "[^"]*"', "", page)


SLOW = [pytest.param(state, marks=pytest.mark.slow) for state in ("in_progress", "sent_back", "agreed")]


@pytest.mark.capability("I5", "W6")
@pytest.mark.parametrize("state", ["submitted", *SLOW])
@pytest.mark.parametrize("person", ["second_inspector", "lead"])
def test_no_page_differs_by_what_the_first_marker_did(
    client: Client, cast: Cast, twice: tuple[CaseAssessment, CaseAssessment], state: str, person: str
) -> None:
    first, second = twice
    with unscoped("test"):
        CaseAssessment.objects.filter(pk=second.pk).update(assessor=cast.people[person])
    client.force_login(cast.people[person])
    before = everything_seen(client, first, second)
    assert before["get second "].startswith("200")
    fill(cast, first, state)
    after = everything_seen(client, first, second)
    assert list(before) == list(after)
    for address, page in before.items():
        assert after[address] == page, address
    assert SECRET not in "".join(after.values())


def test_the_harness_would_see_it(client: Client, cast: Cast, twice: tuple[CaseAssessment, CaseAssessment]) -> None:
    """The same looks of somebody who may see the first marking do differ."""
    client.force_login(cast.chief)  # who reads, and changes nothing when every act is tried
    before = everything_seen(client, *twice)
    fill(cast, twice[0], "in_progress")
    after = everything_seen(client, *twice)
    assert before != after
    assert SECRET in "".join(after.values())


@pytest.mark.parametrize(
    ("first_state", "second_state", "seen"),
    [
        ("submitted", "submitted", True),
        ("agreed", "submitted", True),
        ("submitted", "in_progress", False),
        ("in_progress", "submitted", False),
        ("sent_back", "submitted", False),
    ],
)
def test_both_are_open_when_both_are_submitted(
    client: Client,
    cast: Cast,
    twice: tuple[CaseAssessment, CaseAssessment],
    first_state: str,
    second_state: str,
    seen: bool,
) -> None:
    first, second = twice
    with unscoped("test"):
        CaseAssessment.objects.filter(pk=first.pk).update(state=first_state)
        CaseAssessment.objects.filter(pk=second.pk).update(state=second_state)
    for person, other in ((cast.second_inspector, first), (cast.inspector, second)):
        client.force_login(person)
        response = client.get(f"/work/exercises/{other.exercise_id}/cases/{other.pk}/")
        assert (response.status_code == 200) is seen


def test_no_count_tells_of_it(cast: Cast, twice: tuple[CaseAssessment, CaseAssessment]) -> None:
    first, _second = twice
    blind = cast.second_inspector

    def counts() -> tuple[object, ...]:
        return (
            progress_of(cast.exercise, seen_by=blind),
            answers_of(cast.exercise, blind_to=blind),
            drift_of(cast.exercise, seen_by=blind),
            agreement_of(cast.exercise),
        )

    before = counts()
    fill(cast, first, "submitted")
    assert counts() == before
    assert progress_of(cast.exercise, seen_by=cast.lead).read == 2
    assert len(answers_of(cast.exercise)) == 2


def test_a_hint_opens_after_ones_own_judgement_alone(client: Client, cast: Cast) -> None:
    says = "No review for seven months"
    case = assessments.case(cast.exercise)
    mine = assessments.assessment(case, cast.inspector)
    assessments.assessment(case, cast.second_inspector, Marking.SECOND)
    with unscoped("test"):
        for question in ("2.1.1", "2.1.2"):
            Hint.objects.create(
                exercise=cast.exercise, case=case, question=question, source="Practice rules", says=f"{says} {question}"
            )
    at = f"/work/exercises/{mine.exercise_id}/cases/{mine.pk}/"

    def all_pages(name: str) -> str:
        client.force_login(cast.people[name])
        pages = [client.get(f"{at}{rest}").content.decode() for rest in ("", "history/", "examples/", "moderate/")]
        return "".join(pages + [client.get(f"{at}pages/{n}/").content.decode() for n in range(1, 14)])

    people = ("inspector", "lead", "second_inspector", "chief", "assessor")
    assert not any(says in all_pages(name) for name in people)
    client.force_login(cast.inspector)
    body = assessments.sent("2.1.1", "no")
    told = client.post(f"{at}answers/", body, content_type="application/json").json()
    assert told["hints"] == [{"source": "Practice rules", "says": f"{says} 2.1.1"}]
    again = client.post(f"{at}answers/", body, content_type="application/json").json()
    assert again["hints"] == told["hints"]
    assert f"{says} 2.1.1" in all_pages("inspector")
    assert f"{says} 2.1.2" not in all_pages("inspector")
    assert not any(says in all_pages(name) for name in people[1:])
    client.force_login(cast.inspector)
    note = assessments.sent("2.1.2", "", evidence="Only a note, no judgement")
    assert "hints" not in client.post(f"{at}answers/", note, content_type="application/json").json()
    assert f"{says} 2.1.2" not in all_pages("inspector")
    later = assessments.sent("2.1.2", "yes", base=1)
    client.post(f"{at}answers/", later, content_type="application/json")
    assert f"{says} 2.1.2" in all_pages("inspector")


def test_a_local_assessor_sees_their_own_cases_alone(client: Client, cast: Cast) -> None:
    own = assessments.assessment(assessments.case(cast.exercise, 1), cast.assessor)
    other = assessments.assessment(assessments.case(cast.exercise, 2), cast.inspector)
    client.force_login(cast.assessor)
    room = f"/work/exercises/{cast.exercise.pk}/cases/"
    page = client.get(room).content.decode()
    assert "NF-C0001" in page
    assert "NF-C0002" not in page
    assert client.get(f"{room}{own.pk}/").status_code == 200
    assert client.get(f"{room}{other.pk}/").status_code == 404
    assert "NF-C000" not in client.get(f"{room}benchmark/").content.decode()
    assert SampledCase.objects.visible_to(cast.assessor).count() == 0


@pytest.mark.parametrize(
    "states", [("in_progress", "in_progress"), ("submitted", "in_progress"), ("agreed", "submitted")]
)
@pytest.mark.parametrize("activities", [" reading assessment ", " assessment "])
def test_the_quick_look_up_shows_what_visible_to_shows(
    cast: Cast, twice: tuple[CaseAssessment, CaseAssessment], states: tuple[str, str], activities: str
) -> None:
    """Pages find an assessment by a query made once, and decide on places in Python: as `visible_to` does, always."""
    for row, state in zip(twice, states, strict=True):
        with unscoped("test"):
            CaseAssessment.objects.filter(pk=row.pk).update(state=state)
    assessments.along(twice[0], cast.assessor)
    Grant.objects.create(person=cast.stranger, role="inspector", exercise=cast.exercise.pk)
    Grant.objects.create(person=cast.stranger, role="service_contact", service=cast.service)
    Conflict.objects.create(person=cast.chief, service=cast.service, reason="x", declared_by=cast.chief)
    for kind in ("inspection", "self_inspection"):
        cast.exercise.kind, cast.exercise.activities = kind, activities
        cast.exercise.save()
        for person in cast.people.values():
            person.__dict__.pop("reach", None)
            seen = set(CaseAssessment.objects.visible_to(person).values_list("pk", flat=True))
            for row in twice:
                found = looked_up(person, row.exercise_id, row.pk)
                assert (found is not None) == (row.pk in seen), (person.name, kind)
                assert looked_up(person, cast.other.pk, row.pk) is None
