"""The pages of the list: handed in, looked at, mended, confirmed; and who gets none of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import samples as made
from tests.factories.people import Cast
from tests.factories.spreadsheets import ods, xlsx
from tests.web.samples.conftest import NAME
from touchstone.intake.cells import plain_cell
from touchstone.sampling.frame import list_hash, read_frame
from touchstone.web.audit.models import AuditRow
from touchstone.web.samples import operations
from touchstone.web.samples.models import CaseList, ListedCase, ListState

Send = Callable[..., Any]
BAD = b"reference,kind,started\n,Youth caution,2026-03-02\nA1,Bail,2026-13-01\nA2,,2026-03-02\n"


def only_list() -> CaseList:
    from touchstone.web.tenancy import unscoped

    with unscoped("a test looks"):
        return CaseList.objects.latest("version")


def stored() -> int:
    from touchstone.web.tenancy import unscoped

    with unscoped("a test counts"):
        return ListedCase.objects.count()


@pytest.mark.parametrize("view", ["", "list/", "list/template.csv"])
def test_the_pages_come(client: Client, cast: Cast, room: str, view: str) -> None:
    for name in ("contact", "lead", "chief"):
        client.force_login(cast.people[name])
        assert client.get(room + view).status_code == 200, name


@pytest.mark.parametrize("view", ["", "list/", "list/template.csv"])
def test_whoever_is_signed_out_is_asked_to_sign_in(client: Client, cast: Cast, room: str, view: str) -> None:
    assert client.get(room + view).status_code == 302
    assert client.post(room + view).status_code in (302, 401, 403)


@pytest.mark.parametrize("view", ["", "list/"])
def test_another_service_and_people_without_a_role_find_nothing(
    client: Client, cast: Cast, room: str, view: str
) -> None:
    missing = client.get("/work/exercises/00000000-0000-4000-8000-000000000000/sample/" + view)
    for name in ("other_contact", "other_lead", "stranger", "administrator"):
        client.force_login(cast.people[name])
        response = client.get(room + view)
        assert response.status_code == 404, name
    assert missing.status_code == 302


@pytest.mark.parametrize("name", ["inspector", "assessor", "partner", "panel_member"])
def test_the_list_is_not_for_the_whole_team(client: Client, cast: Cast, room: str, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(f"{room}list/").status_code == 403


def test_the_template_has_the_headings_that_are_needed(client: Client, cast: Cast, room: str) -> None:
    client.force_login(cast.contact)
    response = client.get(f"{room}list/template.csv")
    head = response.content.decode("utf-8-sig").strip()
    assert head == "reference,group,kind,started,ended,risk_of_serious_harm,safety_and_wellbeing,sex"
    good = head.encode() + b"\nA1,,Youth caution,2026-01-05,,low,low,male\n"
    assert read_frame(good, file="list.csv", framework=cast.exercise.framework()).rows


@pytest.mark.capability("I4")
def test_a_list_with_problems_is_mended_and_confirmed(client: Client, cast: Cast, room: str, send: Send) -> None:
    client.force_login(cast.contact)
    response = send(BAD)
    page = client.get(response.headers["Location"]).content.decode()
    assert "There are 3 problems" in page
    for words in ("Row 2", "It is blank.", "Row 3", "2026-13-01", "Row 4", "Say what kind of disposal it is."):
        assert words in page
    assert "Confirm" not in page
    assert stored() == 0
    response = send(made.case_list(more=(made.row(200, "Bail"),)))
    address = response.headers["Location"]
    page = client.get(address).content.decode()
    assert "101" in page
    assert "this framework does not inspect the kind &#39;Bail&#39;" in page
    assert stored() == 0, "nothing is stored before it is confirmed"
    assert client.post(f"{address}confirm/").headers["Location"] == room
    assert stored() == 101
    page = client.get(address).content.decode()
    assert "NF-0001" in page
    assert "NF-0200" in client.get(f"{address}?only=not-eligible").content.decode()
    assert "It is the turn of the lead inspector" in client.get(room).content.decode()


def test_nothing_of_the_files_own_name_is_kept_or_shown(client: Client, cast: Cast, room: str, send: Send) -> None:
    client.force_login(cast.contact)
    address = send(BAD).headers["Location"]
    assert NAME.split(",")[0] not in client.get(address).content.decode()
    assert "problems-of-version-1.csv" in client.get(f"{address}problems.csv").headers["Content-Disposition"]


def test_the_problems_come_as_a_file_that_nothing_runs(client: Client, cast: Cast, send: Send) -> None:
    client.force_login(cast.contact)
    address = send(b"reference,kind,'=cmd|' /C calc'!A0\nA1,Youth caution,x\n").headers["Location"]
    rows = list(csv.reader(io.StringIO(client.get(f"{address}problems.csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["row", "column", "what is wrong", "what to do"]
    assert rows[1][1].startswith("'=cmd")
    assert plain_cell(rows[1][1]).startswith("=cmd")


@pytest.mark.parametrize(("ending", "write"), [("xlsx", xlsx), ("ods", ods)])
def test_spreadsheets_are_read_too(client: Client, cast: Cast, send: Send, ending: str, write: Any) -> None:
    client.force_login(cast.contact)
    rows = [line.split(",") for line in made.case_list(4, 3).decode().splitlines()]
    address = send(write(rows), ending=ending).headers["Location"]
    assert only_list().state == ListState.CHECKED
    assert "7" in client.get(address).content.decode()


def test_the_same_file_twice_is_recognised(client: Client, cast: Cast, send: Send) -> None:
    client.force_login(cast.contact)
    first = send(made.case_list()).headers["Location"]
    response = send(made.case_list())
    assert response.headers["Location"] == first
    assert only_list().version == 1
    assert "it is version 1" in client.get(first).content.decode()
    assert send(made.case_list(), dates="day-first").headers["Location"] != first, "read otherwise, it is another list"


@pytest.mark.parametrize(
    ("ending", "content", "says"),
    [
        ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        ("xlsm", b"PK\x03\x04", "macros"),
        ("pdf", b"%PDF-1.7", "cannot be handed in here"),
        ("csv", b"", "empty"),
        ("xlsx", b"reference,kind\n", "not what its ending"),
        ("", b"reference,kind\n", "ending"),
    ],
)
def test_what_is_no_table_is_refused_beside_the_field(
    client: Client, cast: Cast, send: Send, ending: str, content: bytes, says: str
) -> None:
    client.force_login(cast.contact)
    response = send(content, ending=ending)
    assert response.status_code == 400
    page = response.content.decode()
    assert says in page
    assert "There is a problem" in page
    assert 'href="#id_file"' in page


def test_a_form_without_a_file_or_a_choice_says_what_is_missing(client: Client, cast: Cast, room: str) -> None:
    client.force_login(cast.contact)
    response = client.post(f"{room}list/", {"dates": "guess"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "no file is chosen" in page
    assert "not one of the choices" in page


def test_a_list_of_another_service_is_refused_row_by_row(client: Client, cast: Cast, send: Send) -> None:
    client.force_login(cast.contact)
    address = send(b"reference,kind,service\nA1,Youth caution,South Mere\n").headers["Location"]
    assert "row of another service" in client.get(address).content.decode()
    assert AuditRow.objects.filter(what="samples.rows_of_another_service", outcome="refused").exists()


@pytest.mark.parametrize("heading", ["Name", "Date of birth", "NHS number", "Home address"])
def test_a_list_that_says_who_a_child_is_is_refused_with_the_reason(
    client: Client, cast: Cast, send: Send, heading: str
) -> None:
    client.force_login(cast.contact)
    address = send(f"reference,kind,{heading}\nA1,Youth caution,x\n".encode()).headers["Location"]
    page = client.get(address).content.decode()
    assert "looks as if it holds" in page
    assert "reference only" in page


def test_a_version_is_taken_back(client: Client, cast: Cast, room: str, send: Send) -> None:
    client.force_login(cast.contact)
    address = send(made.case_list()).headers["Location"]
    assert client.post(f"{address}discard/").headers["Location"] == f"{room}list/"
    assert only_list().state == ListState.DISCARDED
    page = client.get(address).content.decode()
    assert "taken back" in page
    client.post(f"{address}confirm/")
    assert stored() == 0


def test_a_list_is_replaced_until_the_draw_and_what_changed_is_seen(client: Client, cast: Cast, room: str) -> None:
    made.confirmed(cast.exercise, cast.contact)
    rows = made.rows()
    later = "\n".join(
        [made.HEAD, *rows[1:-1], rows[-1].replace("2026-03-02", "2026-04-02"), made.row(500, "Youth caution"), ""]
    )
    second = made.confirmed(cast.exercise, cast.contact, later.encode())
    client.force_login(cast.lead)
    page = client.get(f"{room}lists/{second.pk}/changes/").content.decode()
    for words in ("NF-0001", "NF-0500", "NF-0100", "started"):
        assert words in page
    made.operations.draw(exercise=cast.exercise, reason="", by=cast.lead)
    client.force_login(cast.contact)
    page = client.get(f"{room}list/").content.decode()
    assert "The sample has been drawn" in page
    assert "Check the list" not in page


def test_a_first_version_has_nothing_to_be_compared_with(client: Client, cast: Cast, room: str) -> None:
    first = made.confirmed(cast.exercise, cast.contact)
    client.force_login(cast.lead)
    assert client.get(f"{room}lists/{first.pk}/changes/").status_code == 302
    waiting = made.handed_in(cast.exercise, cast.contact, made.case_list(3))
    assert client.get(f"{room}lists/{waiting.pk}/list.csv").status_code == 302


def test_the_confirmed_list_comes_back_as_the_same_list(client: Client, cast: Cast, room: str) -> None:
    odd = made.row(201, "'=1+1", reference="'-NF 201", ended="2026-09-01")
    case_list = made.confirmed(cast.exercise, cast.contact, made.case_list(5, 5, more=(odd,)))
    client.force_login(cast.lead)
    response = client.get(f"{room}lists/{case_list.pk}/list.csv")
    again = read_frame(response.content, file="list.csv", framework=cast.exercise.framework())
    assert list_hash(again) == case_list.list_hash
    assert AuditRow.objects.filter(what="case_list.take_list", kind="disclosure").count() == 1


def test_who_looks_at_a_list_is_written_down_with_whom_they_saw(client: Client, cast: Cast, room: str) -> None:
    case_list = made.confirmed(cast.exercise, cast.contact)
    client.force_login(cast.chief)
    client.get(f"{room}lists/{case_list.pk}/")
    row = AuditRow.objects.filter(what="samples.case_list").latest("seq")
    assert (row.who, len(row.subjects)) == (cast.chief.id, 50)


@pytest.mark.parametrize("what", ["", "problems.csv", "list.csv", "changes/", "confirm/", "discard/"])
def test_a_list_elsewhere_is_as_missing_as_none(client: Client, cast: Cast, room: str, what: str) -> None:
    theirs = made.handed_in(cast.other, cast.other_contact)
    client.force_login(cast.contact)
    ask = client.post if what in ("confirm/", "discard/") else client.get
    hidden = ask(f"{room}lists/{theirs.pk}/{what}")
    missing = ask(f"{room}lists/{uuid4()}/{what}")
    assert hidden.status_code == missing.status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == ListState.CHECKED


def test_a_stage_that_is_not_open_for_lists_says_so(client: Client, cast: Cast, room: str, send: Send) -> None:
    cast.exercise.activities = " told sample "
    cast.exercise.save()
    client.force_login(cast.contact)
    assert "not open for handing in the list" in client.get(f"{room}list/").content.decode()
    response = send(made.case_list())
    assert response.headers["Location"] == room
    page = client.get(room).content.decode()
    assert "not open for handing in the list" in page
    with pytest.raises(CaseList.DoesNotExist):
        only_list()


def test_a_refused_file_is_read_again_once_the_rules_have_changed(client: Client, cast: Cast, send: Send) -> None:
    made.with_fieldwork(cast.exercise)
    client.force_login(cast.contact)
    content = b"reference,kind\nA1,Youth caution\n"
    first = send(content).headers["Location"]
    assert only_list().state == ListState.REFUSED
    assert send(content).headers["Location"] == first
    operations.set_rules(exercise=cast.exercise, first=None, last=None, sizes={}, because="No window", by=cast.lead)
    assert send(content).headers["Location"] != first
