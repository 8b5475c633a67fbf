"""The portable file: brought in whole or not at all, once, with its dry run; taken out as a disclosure, the same."""

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories import people
from tests.factories.assessed import read_cases
from tests.factories.people import Cast
from tests.web.conftest import EXAMPLES, birmingham
from touchstone.dossier.carried import inspection_carried, opened
from touchstone.dossier.file import write_inspection
from touchstone.dossier.open_data import open_data
from touchstone.dossier.ratable import read_ratable
from touchstone.dossier.results import result_of
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.loading import load_framework
from touchstone.web.accounts.models import User
from touchstone.web.audit.models import AuditRow
from touchstone.web.inspections import operations
from touchstone.web.inspections.bringing_in import looked_through
from touchstone.web.inspections.models import CarriedFile, Inspection
from touchstone.web.inspections.portable import assembled, heading
from touchstone.web.judgements.models import Proposal
from touchstone.web.judgements.ratings import rate
from touchstone.web.samples.models import SampledCase
from touchstone.web.tenancy import unscoped

BRING_IN = "/work/inspections/bring-in/"
FOLDER = EXAMPLES / "birmingham-2023"


def zipped(**changed: bytes) -> bytes:
    """Birmingham's inspection with its table, in one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("inspection.json", "cases.csv"):
            archive.writestr(f"birmingham/{name}", changed.get(name.partition(".")[0], (FOLDER / name).read_bytes()))
    return buffer.getvalue()


@pytest.fixture
def birmingham_service(cast: Cast) -> Any:
    """The service that Birmingham's file is of."""
    return people.service("birmingham", "Birmingham")


def brought_in(cast: Cast) -> Inspection:
    """Birmingham's file, brought in."""
    found = looked_through(zipped(), file="birmingham.zip")
    return operations.bring_file_in(service=found.service, file=found, by=cast.chief)


def signed_in(client: Client, person: User) -> None:
    """Signed in, and proved a moment ago."""
    client.force_login(person)
    session = client.session
    session["proved_at"] = time.time()
    session.save()


def send(client: Client, content: bytes, name: str = "birmingham.zip") -> HttpResponse:
    """Hand a file in."""
    return client.post(BRING_IN, {"file": SimpleUploadedFile(name, content)})


def ticket_in(response: HttpResponse) -> str:
    """The ticket of the dry run."""
    found = re.search(r'name="ticket" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]


# ── A file as it is carried ──────────────────────────────────────────────────────────────────────────────────────


def test_the_json_alone_and_the_zip_are_the_same_inspection() -> None:
    whole = inspection_carried(opened(zipped(), file="b.zip"))
    assert whole == birmingham()
    assert inspection_carried(opened(write_inspection(whole), file="b.json")) == whole


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "line 1, character 2"),
        (b"[]", "This is not an inspection file."),
        ((FOLDER / "inspection.json").read_bytes(), "did not come with it"),
        (zipped(inspection=b"{}"), "This is not an inspection file."),
        (zipped(cases=b"reference,group\n"), "kind"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(content: bytes, says: str) -> None:
    with pytest.raises(ProblemsFound) as told:
        inspection_carried(opened(content, file="x"))
    assert says in str(told.value)


def test_a_zip_of_several_or_none_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", "{}")
        archive.writestr("b.json", "{}")
    with pytest.raises(ProblemsFound, match="holds 2 JSON files"):
        opened(buffer.getvalue(), file="x.zip")


# ── In ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_bringing_in_is_the_chief_inspectors(client: Client, cast: Cast) -> None:
    assert "/account/login/" in client.get(BRING_IN).headers["Location"]
    for name, person in cast.people.items():
        client.force_login(person)
        assert client.get(BRING_IN).status_code == (200 if name == "chief" else 403), name
        assert client.post(f"{BRING_IN}confirm", {"ticket": "x"}).status_code == (400 if name == "chief" else 403)


@pytest.mark.capability("I2")
def test_birminghams_file_shows_its_published_ratings(client: Client, cast: Cast, birmingham_service: Any) -> None:
    signed_in(client, cast.chief)
    dry = send(client, zipped())
    page = dry.content.decode()
    assert dry.status_code == 200
    assert "Requires improvement, 11 of 36" in page
    assert "Nothing is wrong with it" in page
    assert Inspection.objects.visible_to(cast.chief).count() == 2  # nothing is kept yet
    done = client.post(f"{BRING_IN}confirm", {"ticket": ticket_in(dry)})
    here = Inspection.objects.visible_to(cast.chief).get(exercise__service=birmingham_service)
    assert done.headers["Location"] == f"/work/exercises/{here.pk}/"
    assert here.stage == "published"
    page = client.get(f"/work/exercises/{here.pk}/file/").content.decode()
    assert "Requires improvement, 11/36" in page
    published = rate_inspection(load_framework("hmip-youth-2021"), birmingham().evidence)
    assert len(published.standards) == 13
    shown = page.partition('id="ratings-table"')[2].partition("</table>")[0]
    for standard in published.standards:
        assert f">{standard.id} " in shown
    words = [standard.rating for standard in published.standards]
    assert [word for word in words if word not in shown] == []
    there = client.get(f"/work/exercises/{here.pk}/judgements/").content.decode()  # the room of ratings
    rated = rate(here.exercise).final
    assert (rated.overall, rated.score, rated.score_of) == ("Requires improvement", 11, 36)
    assert [standard.rating for standard in rated.standards] == words
    assert "11" in there.partition("<main")[2]
    assert "Brought in as an inspection file by Chief" in client.get(f"/work/exercises/{here.pk}/").content.decode()


def test_the_same_file_is_one_inspection_however_it_is_packed(
    client: Client, cast: Cast, birmingham_service: Any
) -> None:
    here = brought_in(cast)
    client.force_login(cast.chief)
    again = send(client, write_inspection(birmingham()), "other-name.json")
    page = again.content.decode()
    assert "This file was brought in before" in page
    assert f"/work/exercises/{here.pk}/" in page
    assert "Bring it in</button>" not in page
    assert CarriedFile.objects.visible_to(cast.chief).count() == 1


def test_two_presses_bring_it_in_once(client: Client, cast: Cast, birmingham_service: Any) -> None:
    client.force_login(cast.chief)
    one, other = ticket_in(send(client, zipped())), ticket_in(send(client, zipped()))
    assert client.post(f"{BRING_IN}confirm", {"ticket": one}).status_code == 302
    second = client.post(f"{BRING_IN}confirm", {"ticket": other})
    assert second.status_code == 400
    assert "brought in before" in second.content.decode()
    assert Inspection.objects.visible_to(cast.chief).filter(exercise__service=birmingham_service).count() == 1


def test_another_persons_ticket_keeps_nothing(client: Client, cast: Cast, birmingham_service: Any) -> None:
    from touchstone.web.accounts.models import Grant

    client.force_login(cast.chief)
    ticket = ticket_in(send(client, zipped()))
    Grant.objects.create(person=cast.stranger, role="chief_inspector")
    client.force_login(cast.stranger)
    assert client.post(f"{BRING_IN}confirm", {"ticket": ticket}).status_code == 400
    assert not Inspection.objects.visible_to(cast.chief).filter(exercise__service=birmingham_service)


def test_every_problem_of_a_file_is_told_and_nothing_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    assert "is not known here" in send(client, zipped()).content.decode()  # the service of the file
    lines = (FOLDER / "cases.csv").read_text(encoding="utf-8").splitlines()
    broken = "\n".join([lines[0], lines[1].replace("court", "moon", 1), lines[2].replace("yes", "maybe")]).encode()
    response = send(client, zipped(cases=broken))
    page = response.content.decode()
    assert response.status_code == 400
    assert "row 2" in page
    assert "row 3" in page
    assert "nothing was kept" in page
    with unscoped("a test looks"):
        assert not CarriedFile.objects.exists()


def test_a_file_that_is_missing_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    response = client.post(BRING_IN, {})
    assert response.status_code == 400
    assert "no file is chosen" in response.content.decode()


def test_half_an_import_is_none(cast: Cast, birmingham_service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_all: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(operations, "placed", breaks)
    with pytest.raises(OSError, match="full"):
        brought_in(cast)
    with unscoped("a test looks"):
        assert not CarriedFile.objects.exists()
        assert not Inspection.objects.filter(exercise__service=birmingham_service).exists()


def test_its_cases_are_the_sample_and_its_arrival_is_written_down(cast: Cast, birmingham_service: Any) -> None:
    here = brought_in(cast)
    cases = SampledCase.objects.of(here.exercise)
    assert cases.count() == len(birmingham().evidence.cases)
    assert set(cases.values_list("provenance", flat=True)) == {"imported"}
    row = AuditRow.objects.filter(what="inspections.bring_file_in").latest("seq")
    assert (row.kind, row.who, row.details["cases"]) == ("collection", cast.chief.id, cases.count())
    assert len(row.details["sha256"]) == 64


# ── Out ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def taken_out(client: Client, here: Inspection) -> HttpResponse:
    """The file, taken out."""
    body = {"recipients": "North Fell Youth Justice Service", "purpose": "Their own copy"}
    return client.post(f"/work/exercises/{here.pk}/file/take-out/", body)


def test_whom_the_file_is_for(client: Client, cast: Cast) -> None:
    address = f"/work/exercises/{cast.exercise.id}/file/"
    assert "/account/login/" in client.get(address).headers["Location"]
    for name in ("lead", "chief"):
        signed_in(client, cast.people[name])
        assert client.get(address).status_code == 200
    for name in ("inspector", "contact", "chair", "publisher", "partner"):
        signed_in(client, cast.people[name])
        assert client.get(address).status_code == 403
        assert taken_out(client, cast.exercise.inspection).status_code == 403
    signed_in(client, cast.other_lead)
    assert client.get(address).status_code == 404
    assert taken_out(client, cast.exercise.inspection).status_code == 404


def test_what_came_in_goes_out_the_same(client: Client, cast: Cast, birmingham_service: Any, tmp_path: Path) -> None:
    here = brought_in(cast)
    signed_in(client, cast.chief)
    response = taken_out(client, here)
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="inspection-{here.exercise.reference}.json"'
    )
    assert response.content == write_inspection(birmingham())
    out = inspection_carried(opened(response.content, file="out.json"))
    framework = load_framework("hmip-youth-2021")
    told = [open_data(it, rate_inspection(framework, it.evidence), framework) for it in (birmingham(), out)]
    assert told[0] == told[1]


def test_the_command_line_rates_the_file_as_the_site_does(
    client: Client, cast: Cast, birmingham_service: Any, tmp_path: Path
) -> None:
    here = brought_in(cast)
    signed_in(client, cast.chief)
    path = tmp_path / "out.json"
    path.write_bytes(taken_out(client, here).content)
    said = subprocess.run(
        [sys.executable, "-m", "touchstone", "rate", "--format", "json", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    on_the_site = result_of(read_ratable(path), assembled(here).rated())
    assert json.loads(said.stdout)["standards"] == on_the_site["standards"]
    assert json.loads(said.stdout)["score"] == 11


def test_taking_out_is_a_disclosure_with_recipients_and_purpose(
    client: Client, cast: Cast, birmingham_service: Any
) -> None:
    here = brought_in(cast)
    signed_in(client, cast.chief)
    assert taken_out(client, here).status_code == 200
    row = AuditRow.objects.filter(what="inspections.take_file_out").latest("seq")
    assert (row.kind, row.recipients, row.details["purpose"]) == (
        "disclosure", ["North Fell Youth Justice Service"], "Their own copy",
    )  # fmt: skip
    assert len(row.subjects) == len(birmingham().evidence.cases)


def test_it_asks_who_one_is_once_more(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    response = taken_out(client, cast.exercise.inspection)
    assert not response.headers.get("Content-Disposition")
    assert not AuditRow.objects.filter(what="inspections.take_file_out").exists()


def test_recipients_and_purpose_are_needed(client: Client, cast: Cast) -> None:
    signed_in(client, cast.lead)
    response = client.post(f"/work/exercises/{cast.exercise.id}/file/take-out/", {"purpose": ""})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Who receives it: nothing is filled in" in page
    assert "What for: nothing is filled in" in page


def test_an_inspection_that_began_here_goes_out_with_its_plan(cast: Cast) -> None:
    inspection = cast.exercise.inspection
    inspection.predecessor = "birmingham-2023"
    inspection.save()
    plan = heading(inspection)
    assert plan["id"].startswith("north-fell-")
    assert plan["kind"] == "reinspection"
    assert plan["demonstration"]["says"]  # an invented service says so
    assert (plan["previous"]["score"], plan["previous"]["standards"]["2.3"]) == (11, "Inadequate")


def test_a_file_that_would_not_be_whole_is_not_made(client: Client, cast: Cast) -> None:
    signed_in(client, cast.lead)
    page = client.get(f"/work/exercises/{cast.exercise.id}/file/").content.decode()
    assert "No whole file can be made yet" in page
    assert "There is no standard at all" in page
    assert taken_out(client, cast.exercise.inspection).status_code == 400


def test_what_the_rooms_hold_goes_out_and_rates_as_the_panels_page_does(client: Client, cast: Cast) -> None:
    """Cases read here and judgements proposed here: the file gives what the room of judgements gives."""
    questions = [q.id for _standard, q in cast.exercise.framework().key_questions() if q.asked_of_cases]
    read_cases(cast.exercise, cast.inspector, group="court", cases=4, yes=dict.fromkeys(questions, 3))
    read_cases(cast.exercise, cast.inspector, group="out_of_court", cases=5, yes=dict.fromkeys(questions, 2))
    for standard in cast.exercise.framework().standards:
        if not standard.is_counted_from_cases:
            Proposal.objects.create(
                exercise=cast.exercise, standard=standard.id, rating="Good", reasons="Seen.", by=cast.lead
            )
    made = assembled(cast.exercise.inspection)
    there = rate(cast.exercise).final
    assert made.rated().overall == there.overall != ""
    assert [it.rating for it in made.rated().standards] == [it.rating for it in there.standards]
    assert (len(made.dossier.evidence.cases), made.unfinished) == (9, 0)
    signed_in(client, cast.lead)
    again = inspection_carried(opened(taken_out(client, cast.exercise.inspection).content, file="out.json"))
    assert again == made.dossier
