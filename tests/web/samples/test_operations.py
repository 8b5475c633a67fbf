"""What changes lists, draws and samples: who may, what is kept, what is written down, what cannot be undone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from tests.factories import samples as made
from tests.factories.people import Cast
from touchstone.cli.commands import run
from touchstone.sampling.draw import keeps
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.models import AuditRow, AuditSubject
from touchstone.web.audit.operation import OutsideOperation, Refused, operation
from touchstone.web.exercises.models import Exercise, NotOpen
from touchstone.web.files.models import StoredFile
from touchstone.web.messages.models import Message
from touchstone.web.samples import operations
from touchstone.web.samples.case_list.operations import confirm, discard, take_list
from touchstone.web.samples.models import (
    CaseList,
    CaseState,
    Commitment,
    Draw,
    ListedCase,
    ListState,
    Provenance,
    SampledCase,
)
from touchstone.web.samples.operations import CaseBroughtIn, NotNow
from touchstone.web.tenancy import unscoped

REDRAW = "Two cases were listed under another kind"


def the(model: type, **conditions: object) -> list:
    with unscoped("a test looks"):
        return list(model.objects.filter(**conditions))


def closed(exercise: Exercise) -> Exercise:
    exercise.activities = " "
    exercise.save()
    return exercise


def test_the_number_is_committed_to_before_a_list_is_looked_at_and_told_at_the_draw(cast: Cast) -> None:
    case_list = made.handed_in(cast.exercise, cast.contact)
    [stands] = the(Commitment)
    assert keeps(int(stands.number), stands.commitment)
    assert case_list.commitment == stands.commitment
    assert stands.told_at is None
    rows = list(AuditRow.objects.order_by("seq"))
    assert rows[-1].what == "case_list.hand_in"
    assert rows[-1].details["commitment"] == stands.commitment
    assert stands.number not in json.dumps([row.details for row in rows])
    made.confirmed(cast.exercise, cast.contact)
    draw = operations.draw(exercise=cast.exercise, reason="", by=cast.lead)
    [stands] = the(Commitment)
    assert stands.told_at is not None
    assert draw.record["number"] == stands.number
    assert draw.record["commitment"] == stands.commitment


def test_nothing_of_a_list_is_stored_before_it_is_confirmed_and_its_file_goes_then(cast: Cast) -> None:
    case_list = made.handed_in(cast.exercise, cast.contact)
    assert not the(ListedCase)
    assert the(StoredFile, removed_at=None)
    case_list = confirm(
        case_list=case_list, frame=made.looked_at(cast.exercise, made.case_list()).frame, by=cast.contact
    )
    assert len(the(ListedCase)) == case_list.rows_count == case_list.eligible_count == 100
    assert not the(StoredFile, removed_at=None)
    assert confirm(case_list=case_list, frame=case_list.frame(), by=cast.contact).pk == case_list.pk
    assert len(the(ListedCase)) == 100


def test_a_list_is_confirmed_as_it_was_checked_or_not_at_all(cast: Cast) -> None:
    case_list = made.handed_in(cast.exercise, cast.contact)
    other = made.looked_at(cast.exercise, made.case_list(59))
    with pytest.raises(NotNow):
        confirm(case_list=case_list, frame=other.frame, by=cast.contact)
    assert not the(ListedCase)


def test_a_list_with_problems_cannot_be_confirmed(cast: Cast) -> None:
    case_list = made.handed_in(cast.exercise, cast.contact, b"reference,kind\n,Youth caution\n")
    assert (case_list.state, case_list.problems[0]["row"]) == (ListState.REFUSED, 2)
    with pytest.raises(NotNow):
        confirm(case_list=case_list, frame=made.looked_at(cast.exercise, made.case_list()).frame, by=cast.contact)


def test_each_version_is_kept_with_its_hash_and_only_the_last_one_is_confirmed(cast: Cast) -> None:
    first = made.confirmed(cast.exercise, cast.contact)
    second = made.confirmed(cast.exercise, cast.contact, made.case_list(61))
    states = {row.version: row.state for row in the(CaseList)}
    assert states == {1: ListState.REPLACED, 2: ListState.CONFIRMED}
    assert first.list_hash != second.list_hash
    assert first.file_hash != second.file_hash
    assert len(the(ListedCase, case_list=first)) == 100


def test_what_is_not_wanted_leaves_a_row_without_content(cast: Cast) -> None:
    case_list = made.handed_in(cast.exercise, cast.contact, made.case_list(2, 2, more=(made.row(9, "Bail support"),)))
    assert case_list.not_eligible
    discard(case_list=case_list, by=cast.contact)
    [row] = the(CaseList)
    assert (row.state, row.not_eligible, row.file) == (ListState.DISCARDED, [], None)
    assert not the(StoredFile, removed_at=None)


def test_a_list_with_rows_of_another_service_is_refused_and_written_down(cast: Cast) -> None:
    content = b"reference,kind,service\nA1,Youth caution,north-fell\nA2,Youth caution,South Mere\n"
    case_list = made.handed_in(cast.exercise, cast.contact, content)
    assert case_list.state == ListState.REFUSED
    assert [(each["row"], each["column"]) for each in case_list.problems] == [(3, "service")]
    row = AuditRow.objects.get(what="samples.rows_of_another_service")
    assert (row.outcome, row.who, row.details["rows"]) == ("refused", cast.contact.id, 1)


@pytest.mark.parametrize("name", ["inspector", "chief", "assessor", "partner", "other_contact", "stranger", "auditor"])
def test_who_may_not_hand_in_a_list(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        made.handed_in(cast.exercise, cast.people[name])
    assert not the(CaseList)


def test_a_list_is_taken_while_lists_are_taken_and_until_the_draw(cast: Cast) -> None:
    made.confirmed(cast.exercise, cast.lead)  # on the service's behalf
    operations.draw(exercise=cast.exercise, reason="", by=cast.lead)
    with pytest.raises(NotNow):
        made.handed_in(cast.exercise, cast.contact)
    with pytest.raises(NotOpen):
        made.handed_in(closed(cast.other), cast.other_contact)


@pytest.mark.parametrize("name", ["contact", "inspector", "chief", "other_lead", "stranger"])
def test_only_the_lead_draws(cast: Cast, name: str) -> None:
    made.confirmed(cast.exercise, cast.contact)
    with pytest.raises(Refused):
        operations.draw(exercise=cast.exercise, reason="", by=cast.people[name])


@pytest.mark.capability("I4", "N2")
def test_the_record_and_the_list_that_are_taken_out_draw_the_same_sample_on_the_command_line(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made.with_fieldwork(cast.exercise)
    draw = made.drawn(cast.exercise, cast.contact, cast.lead, made.case_list(more=(made.row(200, "-Bail =support"),)))
    listed, recorded = tmp_path / "list.csv", tmp_path / "draw.json"
    listed.write_bytes(take_list(case_list=draw.case_list, by=cast.contact))
    recorded.write_bytes(operations.take_record(draw=draw, by=cast.lead))
    assert run(["sample", str(listed), "--check", str(recorded)]) == 0
    assert "The same draw" in capsys.readouterr().out
    original = tmp_path / "handed-in.csv"
    original.write_bytes(made.case_list(more=(made.row(200, "-Bail =support"),)))
    assert run(["sample", str(original), "--check", str(recorded)]) == 0


def test_a_redraw_needs_a_reason_and_leaves_its_trace(cast: Cast) -> None:
    first = made.drawn(cast.exercise, cast.contact, cast.lead)
    with pytest.raises(ValidationError):
        operations.draw(exercise=cast.exercise, reason=" ", by=cast.lead)
    second = operations.draw(exercise=cast.exercise, reason=REDRAW, by=cast.lead)
    first.refresh_from_db()
    assert (first.withdrawn_because, first.withdrawn_by) == (REDRAW, cast.lead)
    assert (second.count, second.reason, second.record["reason"]) == (2, REDRAW, REDRAW)
    assert second.seed != first.seed
    assert len(the(Draw)) == 2


def test_a_new_list_after_a_draw_is_drawn_by_a_new_number(cast: Cast) -> None:
    first = made.drawn(cast.exercise, cast.contact, cast.lead)
    stands = operations.ask_for_new_list(exercise=cast.exercise, because="The list lacks a month", by=cast.lead)
    assert stands.told_at is None
    assert stands.number != first.commitment.number
    made.confirmed(cast.exercise, cast.contact, made.case_list(70))
    second = operations.draw(exercise=cast.exercise, reason="", by=cast.lead)
    assert (second.count, second.commitment, second.reason) == (1, stands, "")
    first.refresh_from_db()
    assert first.withdrawn_because == "The list lacks a month"


def test_the_frozen_sample_is_the_drawn_one_and_nothing_changes_it(cast: Cast) -> None:
    draw = made.drawn(cast.exercise, cast.contact, cast.lead)
    assert not operations.sample_is_frozen(cast.exercise)
    cases = operations.freeze(draw=draw, by=cast.lead)
    assert operations.sample_is_frozen(cast.exercise)
    told = {group["group"]: [case["reference"] for case in group["sample"]] for group in draw.record["groups"]}
    for group in ("court", "out_of_court"):
        found = sorted((case.drawn_position, case.reference) for case in cases if case.group == group)
        assert [reference for _position, reference in found] == told[group]
    assert {case.pk for case in operations.freeze(draw=draw, by=cast.lead)} == {case.pk for case in cases}
    for again in (
        lambda: operations.draw(exercise=cast.exercise, reason=REDRAW, by=cast.lead),
        lambda: operations.ask_for_new_list(exercise=cast.exercise, because=REDRAW, by=cast.lead),
        lambda: made.handed_in(cast.exercise, cast.contact),
    ):
        with pytest.raises(NotNow):
            again()
    assert the(Draw)[0].withdrawn_at is None


def test_the_audit_names_the_sampled_cases_and_nothing_of_them(cast: Cast) -> None:
    cases = made.frozen(cast.exercise, cast.contact, cast.lead)
    drawn, frozen = AuditRow.objects.get(what="samples.draw"), AuditRow.objects.get(what="samples.freeze")
    ids = {str(case.pk) for case in cases}
    assert set(drawn.subjects) == set(frozen.subjects) == ids
    assert AuditSubject.objects.filter(subject=cases[0].pk).count() == 2
    rows = json.dumps([[row.details, row.objects_touched, row.purpose] for row in AuditRow.objects.all()])
    assert "NF-00" not in rows


def test_what_other_rooms_ask(cast: Cast) -> None:
    made.with_fieldwork(cast.exercise)
    late = made.row(300, "Community sentence", started="2026-11-20")
    made.frozen(cast.exercise, cast.contact, cast.lead, made.case_list(60, 40, more=(late,)))
    assert operations.caseloads(cast.exercise) == {"court": 60, "out_of_court": 40}
    by_group = operations.cases_by_group(cast.exercise)
    assert list(by_group) == ["court", "out_of_court"]
    summary = operations.sample_summary(cast.exercise)
    assert sum(each.cases for each in summary.counts) == sum(by_group.values())
    assert summary.replaced == 0
    assert operations.caseloads(cast.other) == {}
    assert not operations.sample_is_frozen(cast.other)


def test_a_case_is_called_by_its_label(cast: Cast) -> None:
    cases = made.frozen(cast.exercise, cast.contact, cast.lead)
    labels = {case.label for case in cases}
    assert {"Court 01", "Out of court 02"} <= labels
    assert len(labels) == len(cases)
    assert str(cases[0]) == cases[0].label


def test_a_substitute_comes_by_the_recorded_order_and_says_why(cast: Cast) -> None:
    cases = made.frozen(cast.exercise, cast.contact, cast.lead)
    missing = next(case for case in cases if case.group == "out_of_court")
    put_in = operations.put_in_substitute(case=missing, reason="transferred_out", detail="", by=cast.lead)
    missing.refresh_from_db()
    assert missing.state == CaseState.REPLACED
    assert put_in.substitute.state == CaseState.SUBSTITUTE
    drawn = next(group for group in missing.draw.record["groups"] if group["group"] == "out_of_court")
    order = [case["reference"] for case in drawn["substitutes"]]
    at = order.index(put_in.substitute.reference)
    assert put_in.substitute.drawn_position == len(drawn["sample"]) + at + 1
    alike = [case["reference"] for case in drawn["substitutes"] if case["stratum"] == list(missing.strata.values())]
    assert not alike or put_in.substitute.reference == alike[0]
    again = operations.put_in_substitute(case=put_in.substitute, reason="conflict", detail="", by=cast.lead)
    assert again.substitute.reference not in {missing.reference, put_in.substitute.reference}
    with pytest.raises(NotNow):
        operations.put_in_substitute(case=missing, reason="conflict", detail="", by=cast.lead)
    with pytest.raises(ValidationError):
        operations.put_in_substitute(case=again.substitute, reason="because", detail="", by=cast.lead)
    row = AuditRow.objects.filter(what="samples.put_in_substitute").earliest("seq")
    assert set(row.subjects) == {str(missing.pk), str(put_in.substitute.pk)}


def test_where_nobody_is_left_a_case_is_replaced_by_nobody(cast: Cast) -> None:
    cases = made.frozen(cast.exercise, cast.contact, cast.lead, made.case_list(2, 1))
    put_in = operations.put_in_substitute(case=cases[0], reason="child_died", detail="", by=cast.lead)
    assert put_in.substitute is None
    assert sum(operations.cases_by_group(cast.exercise).values()) == len(cases) - 1


def test_rules_that_the_lead_sets_stand_in_place_of_the_frameworks(cast: Cast) -> None:
    made.with_fieldwork(cast.exercise)
    early = made.row(300, "Community sentence", started="2026-01-05", ended="2026-02-05")
    case_list = made.confirmed(cast.exercise, cast.contact, made.case_list(60, 40, more=(early,)))
    assert case_list.eligible_count == 101
    operations.set_rules(exercise=cast.exercise, first=date(2026, 3, 1), last=date(2026, 9, 1), sizes={"court": 7},
                         because="Agreed with the service", by=cast.lead)  # fmt: skip
    case_list.refresh_from_db()
    assert case_list.eligible_count == 100
    draw = operations.draw(exercise=cast.exercise, reason="", by=cast.lead)
    court = draw.record["groups"][0]
    assert (len(court["sample"]), court["eligible"], draw.record["sizes"]) == (7, 60, {"court": 7})
    with pytest.raises(NotNow):
        operations.set_rules(exercise=cast.exercise, first=None, last=None, sizes={}, because="x", by=cast.lead)


def test_a_missing_start_does_not_take_a_case_out_silently(cast: Cast) -> None:
    made.with_fieldwork(cast.exercise)
    found = made.looked_at(cast.exercise, b"reference,kind\nA1,Youth caution\n")
    assert "started" in found.problems[0].what


@operation(None, open_because="a test brings cases in")
def brought_in(*, exercise: Exercise, cases: list[CaseBroughtIn], counted: dict[str, int], by: object) -> list:
    return operations.placed(exercise=exercise, cases=cases, counted=counted)


def test_cases_of_an_inspection_file_make_a_sample_too(cast: Cast) -> None:
    cases = [
        CaseBroughtIn("B1", "court", "community_sentence"),
        CaseBroughtIn("B1", "out_of_court"),
        CaseBroughtIn("B2", "court"),
    ]
    with pytest.raises(OutsideOperation):
        operations.placed(exercise=cast.exercise, cases=cases)
    rows = brought_in(exercise=cast.exercise, cases=cases, counted={"court": 12}, by=cast.chief)
    assert [row.label for row in rows] == ["Court 01", "Out of court 01", "Court 02"]
    assert {row.provenance for row in rows} == {Provenance.IMPORTED}
    assert operations.sample_is_frozen(cast.exercise)
    assert operations.caseloads(cast.exercise) == {"court": 12}
    with pytest.raises(NotNow):
        brought_in(exercise=cast.exercise, cases=cases, counted={}, by=cast.chief)
    put_in = operations.put_in_substitute(case=rows[0], reason="wrongly_listed", detail="", by=cast.lead)
    assert put_in.substitute is None


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        *((name, True) for name in ("lead", "inspector", "chief", "contact")),
        *((name, False) for name in ("assessor", "partner", "panel_member", "other_lead", "other_contact", "stranger")),
    ],
)
def test_who_sees_the_sample(cast: Cast, name: str, sees: bool) -> None:
    cases = made.frozen(cast.exercise, cast.contact, cast.lead)
    assert SampledCase.objects.visible_to(cast.people[name]).count() == (len(cases) if sees else 0)
    assert Draw.objects.visible_to(cast.people[name]).count() == (1 if sees else 0)


def test_the_service_does_not_see_a_draw_that_is_not_frozen(cast: Cast) -> None:
    draw = made.drawn(cast.exercise, cast.contact, cast.lead)
    assert not Draw.objects.visible_to(cast.contact)
    assert Draw.objects.visible_to(cast.inspector)
    operations.draw(exercise=cast.exercise, reason=REDRAW, by=cast.lead)
    operations.freeze(draw=Draw.objects.visible_to(cast.lead).get(withdrawn_at=None), by=cast.lead)
    assert Draw.objects.visible_to(cast.contact).count() == 2, "the withdrawn one too"
    draw.refresh_from_db()
    with pytest.raises(NotNow):
        operations.freeze(draw=draw, by=cast.lead)
    assert Permission.DRAW_READ not in {p for p in Permission if cast.contact.may(p, cast.exercise)}


def test_whose_turn_it_is_is_told_and_nothing_of_a_case(cast: Cast) -> None:
    made.frozen(cast.exercise, cast.contact, cast.lead)
    told = {(message.kind, message.recipient) for message in the(Message)}
    wanted = {("list_confirmed", cast.lead.id)}
    wanted |= {("sample_drawn", cast.people[name].id) for name in ("contact", "inspector", "second_inspector")}
    assert told == wanted
    assert not [message for message in the(Message) if "NF-0" in message.subject + message.text]
