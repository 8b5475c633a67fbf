"""Giving cases out: who may have which, second markings by chance, agreement, drift, and benchmark cases."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.factories import assessments
from tests.factories.people import Cast
from touchstone.rating.answers import CaseAnswers
from touchstone.web.accounts.models import Conflict, Grant
from touchstone.web.assessments.allocation import operations
from touchstone.web.assessments.models import Answer, BenchmarkKey, CaseAssessment, Hint
from touchstone.web.assessments.results import agreement_of, answers_of
from touchstone.web.audit.operation import OutsideOperation, Refused, operation
from touchstone.web.samples.models import SampledCase
from touchstone.web.tenancy import unscoped


def room(cast: Cast, rest: str = "") -> str:
    return f"/work/exercises/{cast.exercise.pk}/cases/{rest}"


def give(cast: Cast, case: SampledCase, name: str, marking: str = "first", by: str = "lead") -> CaseAssessment:
    return operations.allocate(
        exercise=cast.exercise, case=case, assessor=cast.people[name], marking=marking, by=cast.people[by]
    )


def test_the_lead_gives_cases_out_on_the_page(client: Client, cast: Cast) -> None:
    case = assessments.case(cast.exercise)
    client.force_login(cast.lead)
    body = {"act": "give", "case": case.pk, "marking": "first", "assessor": cast.inspector.pk}
    assert client.post(room(cast, "allocation/"), body).status_code == 302
    page = client.get(room(cast, "allocation/")).content.decode()
    assert "Inspector" in page
    with unscoped("test"):
        row = CaseAssessment.objects.get()
    assert (row.assessor, row.marking, row.form_revision, row.framework_revision) == (cast.inspector, "first", 1, 1)
    along = {"act": "along", "assessment": row.pk, "person": cast.assessor.pk}
    assert client.post(room(cast, "allocation/"), along).status_code == 302
    assert client.post(room(cast, f"{row.pk}/take-back/")).status_code == 302
    with unscoped("test"):
        assert CaseAssessment.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("name", ["inspector", "assessor", "chief", "partner", "panel_member"])
def test_nobody_else_gives_cases_out(client: Client, cast: Cast, name: str) -> None:
    case = assessments.case(cast.exercise)
    client.force_login(cast.people[name])
    assert client.get(room(cast, "allocation/")).status_code == 403
    with pytest.raises(Refused):
        give(cast, case, "inspector", by=name)


def test_bad_input_is_told_on_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    for body in (
        {"act": "give", "case": "", "marking": "third", "assessor": ""},
        {"act": "chance", "share": "0", "seed": ""},
        {"act": "along", "assessment": "x", "person": ""},
    ):
        response = client.post(room(cast, "allocation/"), body)
        assert response.status_code == 400
        assert "There is a problem" in response.content.decode()


def test_whoever_must_not_assess_there_gets_no_case(cast: Cast) -> None:
    case = assessments.case(cast.exercise)
    Conflict.objects.create(
        person=cast.second_inspector, service=cast.service, reason="Worked there", declared_by=cast.second_inspector
    )
    cast.assessor.organisation = "north  FELL"
    cast.assessor.save()
    Grant.objects.create(person=cast.inspector, role="service_contact", service=cast.service, ended="2024-01-01T00:00Z")
    for name in ("second_inspector", "assessor", "inspector", "partner", "contact", "stranger", "other_lead"):
        with pytest.raises(ValidationError) as told:
            give(cast, case, name)
        assert "assessor" in told.value.message_dict
    with unscoped("test"):
        assert not CaseAssessment.objects.exists()


def test_both_markings_are_never_one_persons(cast: Cast) -> None:
    case = assessments.case(cast.exercise)
    first = give(cast, case, "inspector")
    operations.read_along(assessment=first, person=cast.assessor, by=cast.lead)
    for name in ("inspector", "assessor"):
        with pytest.raises(ValidationError, match="already"):
            give(cast, case, name, "second")


def test_what_is_written_stays_when_a_case_goes_to_somebody_else(client: Client, cast: Cast) -> None:
    case = assessments.case(cast.exercise)
    first = give(cast, case, "inspector")
    client.force_login(cast.inspector)
    address = room(cast, f"{first.pk}/answers/")
    client.post(address, assessments.sent("2.1.1", "yes"), content_type="application/json")
    again = give(cast, case, "second_inspector")
    assert again.pk != first.pk
    with unscoped("test"):
        assert Answer.objects.filter(assessment=first).exists()
    late = client.post(address, assessments.sent("2.1.1", "no", base=1), content_type="application/json")
    assert late.status_code == 404
    with unscoped("test"):
        CaseAssessment.objects.filter(pk=again.pk).update(state="submitted")
    with pytest.raises(ValidationError, match="submitted"):
        give(cast, case, "inspector")


def test_a_replaced_case_or_one_of_elsewhere_is_not_given(cast: Cast) -> None:
    gone, other = assessments.case(cast.exercise), assessments.case(cast.other)
    gone.state = "replaced"
    gone.save()
    for case in (gone, other):
        with pytest.raises(ValidationError, match="not read"):
            give(cast, case, "inspector")


def test_chance_makes_the_same_choice_from_the_same_seed(cast: Cast) -> None:
    from django.db import transaction

    for position in range(1, 11):
        give(cast, assessments.case(cast.exercise, position), ("inspector", "lead")[position % 2])

    def chosen(seed: str) -> list[tuple[object, object]]:
        with transaction.atomic():
            made = operations.second_by_chance(exercise=cast.exercise, share=40, seed=seed, by=cast.chief_lead())
            found = [(row.case_id, row.assessor_id) for row in made.chosen]
            transaction.set_rollback(True)
        return found

    cast.__dict__["chief_lead"] = lambda: free_lead(cast)
    one = chosen("the bus was late")
    assert len(one) == 4
    assert one == chosen("the bus was late")
    assert {tuple(pair) for pair in one} != {tuple(pair) for pair in chosen("another")}
    with unscoped("test"):
        firsts = dict(CaseAssessment.objects.values_list("case", "assessor"))
    assert all(firsts[case] != person for case, person in one)


def free_lead(cast: Cast):  # type: ignore[no-untyped-def]
    """A lead who marks no case."""
    Grant.objects.get_or_create(person=cast.stranger, role="lead_inspector", exercise=cast.exercise.id)
    cast.stranger.__dict__.pop("reach", None)
    return cast.stranger


def test_a_share_is_taken_once(cast: Cast) -> None:
    for position in range(1, 6):
        give(cast, assessments.case(cast.exercise, position), "inspector")
    made = operations.second_by_chance(exercise=cast.exercise, share=40, seed="a", by=cast.lead)
    assert len(made.chosen) == 2
    assert all(row.by_chance for row in made.chosen)
    assert not operations.second_by_chance(exercise=cast.exercise, share=40, seed="b", by=cast.lead).chosen
    for share, seed in ((0, "a"), (101, "a"), (50, " ")):
        with pytest.raises(ValidationError):
            operations.second_by_chance(exercise=cast.exercise, share=share, seed=seed, by=cast.lead)


def test_agreement_is_of_what_was_first_submitted(client: Client, cast: Cast) -> None:
    for position, (one, other) in enumerate([("yes", "yes"), ("yes", "no"), ("no", "no")], 1):
        case = assessments.case(cast.exercise, position)
        for name, marking, said in (("inspector", "first", one), ("second_inspector", "second", other)):
            row = assessments.assessment(case, cast.people[name], marking)
            row.state, row.as_submitted = "submitted", {"2.1.1": said}
            row.save()
    found = agreement_of(cast.exercise)
    (question,) = found.questions
    assert (found.cases, question.same, question.of, len(found.differences)) == (3, 2, 3, 1)
    of_lead = {"lead": 200, "panel_member": 200, "chief": 200, "inspector": 403, "contact": 403, "stranger": 404}
    for name, status in of_lead.items():
        client.force_login(cast.people[name])
        response = client.get(room(cast, "agreement/"))
        assert response.status_code == status, name
        page = response.content.decode()
        assert ("2 of 3" in page) is (status == 200)
        assert ("Second inspector" in page) is (name == "lead")


def test_answers_are_brought_in_as_submitted_first_markings(cast: Cast) -> None:
    assessments.case(cast.exercise)
    read = CaseAnswers("NF-C0001", "court", "community_sentence", {"2.1.1": "yes", "2.1.2": "no"})
    with pytest.raises(OutsideOperation):
        operations.imported(exercise=cast.exercise, cases=[read], by=cast.lead)

    @operation(None, open_because="a test")
    def bring(*, cases: list[CaseAnswers], by: object) -> int:
        return operations.imported(exercise=cast.exercise, cases=cases, by=cast.lead)

    assert bring(cases=[read], by=cast.lead) == 1
    assert answers_of(cast.exercise) == (read,)
    for wrong in (CaseAnswers("NF-9", "court", "", {}), CaseAnswers("NF-C0001", "court", "", {"2.1.1": "perhaps"})):
        with pytest.raises(ValidationError):
            bring(cases=[wrong], by=cast.lead)


def test_hints_are_brought_in_by_operations_alone(cast: Cast) -> None:
    case = assessments.case(cast.exercise)
    with pytest.raises(OutsideOperation):
        operations.hinted(exercise=cast.exercise, case=case, hints=[("2.1.1", "Rules", "Late")])

    @operation(None, open_because="a test")
    def bring(*, by: object) -> int:
        return operations.hinted(exercise=cast.exercise, case=case, hints=[("2.1.1", "Rules", "Late")])

    assert bring(by=cast.lead) == 1
    assert not Hint.objects.visible_to(cast.lead)


@pytest.fixture
def benchmark(cast: Cast) -> SampledCase:
    """A benchmark with one case that has a key."""
    cast.exercise.kind = "benchmark"
    cast.exercise.save()
    case = assessments.case(cast.exercise)
    operations.set_key(
        exercise=cast.exercise, case=case, answers={"2.1.1": ("yes", "The plan names it"), "2.1.2": ("no", "")},
        by=cast.chief,
    )  # fmt: skip
    return case


def test_the_key_opens_after_ones_own_submission(client: Client, cast: Cast, benchmark: SampledCase) -> None:
    for name in ("assessor", "inspector"):
        client.force_login(cast.people[name])
        assert client.post(room(cast, f"benchmark/{benchmark.pk}/practise/")).status_code == 302
        assert "The plan names it" not in client.get(room(cast, "benchmark/")).content.decode()
        assert not BenchmarkKey.objects.visible_to(cast.people[name])
    with unscoped("test"):
        mine = CaseAssessment.objects.get(assessor=cast.assessor)
        mine.state, mine.as_submitted = "submitted", {"2.1.1": "yes", "2.1.2": "yes"}
        mine.save()
    client.force_login(cast.assessor)
    page = client.get(room(cast, "benchmark/")).content.decode()

    assert "The plan names it" in page
    assert "1 of 2" in page
    client.force_login(cast.inspector)
    assert "The plan names it" not in client.get(room(cast, "benchmark/")).content.decode()
    assert client.get(room(cast, f"{mine.pk}/")).status_code == 404


def test_the_chief_sets_the_key(client: Client, cast: Cast, benchmark: SampledCase) -> None:
    address = room(cast, f"benchmark/{benchmark.pk}/key/")
    client.force_login(cast.chief)
    assert client.get(address).status_code == 200
    assert client.post(address, {"v.2.1.1": "no", "w.2.1.1": "Weighed again"}).status_code == 302
    assert client.post(address, {"v.2.1.1": "perhaps"}).status_code == 400
    with unscoped("test"):
        assert BenchmarkKey.objects.get(question="2.1.1").value == "no"
    client.force_login(cast.lead)
    assert client.get(address).status_code == 403


def test_an_inspection_has_no_key(cast: Cast) -> None:
    case = assessments.case(cast.exercise)
    with pytest.raises(ValidationError):
        operations.set_key(exercise=cast.exercise, case=case, answers={"2.1.1": ("yes", "")}, by=cast.chief)
    with pytest.raises(ValidationError):
        operations.practise(exercise=cast.exercise, case=case, by=cast.assessor)
