"""Documents in advance: the checklist, versions with their hash, what is inside a file, and who reads what."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import evidence as made
from tests.factories.files import docx, pdf
from tests.factories.people import Cast
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import Refused
from touchstone.web.evidence.documents import operations
from touchstone.web.evidence.models import Document, DocumentReading, DocumentVersion
from touchstone.web.exercises.models import NotOpen
from touchstone.web.files.models import Scan, StoredFile
from touchstone.web.tenancy import unscoped

TITLE = "A letter from the director"


def sent(content: bytes, name: str = "minutes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def form(**more: Any) -> dict[str, Any]:
    return {"save_id": str(uuid4()), "asked": made.ASKED, "title": "", "file": sent(pdf()), **more}


@pytest.mark.capability("I6")
def test_the_contact_hands_in_and_the_team_reads(client: Client, cast: Cast, at: str) -> None:
    client.force_login(cast.contact)
    page = client.get(f"{at}documents/").content.decode()
    assert "Minutes and papers of the last four meetings of the board" in page
    assert client.post(f"{at}documents/hand-in/", form()).headers["Location"] == f"{at}documents/"
    version = DocumentVersion.objects.visible_to(cast.contact).get()
    own = client.get(f"{at}documents/{version.document_id}/").content.decode()
    assert version.file.sha256 in own
    assert "Read by the team" not in own
    client.force_login(cast.inspector)
    start = f"{at}documents/{version.document_id}/"
    assert "Nobody has marked it as read." in client.get(start).content.decode()
    answer = client.get(f"{start}versions/{version.pk}/")
    assert answer.content == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    read = {"version": str(version.pk), "words": "The board asked twice about reviews.", "standards": ["1.1", "2.4"]}
    assert client.post(f"{start}read/", {**read, "standards": ["9.9"]}).status_code == 400
    assert client.post(f"{start}read/", read).status_code == 302
    assert "asked twice about reviews" in client.get(start).content.decode()
    client.force_login(cast.contact)
    assert "asked twice about reviews" not in client.get(start).content.decode()
    looked = AuditRow.objects.filter(what="evidence.document_file", kind="disclosure", who=cast.inspector.pk)
    assert looked.count() == 1
    assert AuditRow.objects.get(what="documents.hand_in").details["sha256"] == version.file.sha256


def test_a_newer_version_keeps_the_older_and_the_same_file_is_recognised(cast: Cast) -> None:
    first = made.document(cast.exercise, cast.contact)
    with pytest.raises(ValidationError, match="this very file"):
        made.document(cast.exercise, cast.contact)
    second = made.document(cast.exercise, cast.contact, content=pdf(b"<</A 1>>"))
    assert [(it.number, it.file_id) for it in second.document.versions.all()] == [
        (2, second.file_id),
        (1, first.file_id),
    ]
    assert StoredFile.objects.of(cast.exercise).count() == 2


def test_the_same_press_twice_is_one_version(client: Client, cast: Cast, at: str) -> None:
    client.force_login(cast.contact)
    save = str(uuid4())
    for _press in "12":
        assert client.post(f"{at}documents/hand-in/", form(save_id=save)).status_code == 302
    assert DocumentVersion.objects.visible_to(cast.contact).count() == 1


def test_what_is_inside_a_file_is_told_before_it_is_kept(client: Client, cast: Cast, at: str, var: Path) -> None:
    client.force_login(cast.contact)
    body = '<w:p><w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>'
    told = client.post(f"{at}documents/hand-in/", form(file=sent(docx(body=body), "notes.docx")))
    page = told.content.decode()
    assert "what was deleted can still be read" in page
    assert "Nothing is kept yet" in page
    assert not DocumentVersion.objects.visible_to(cast.contact).exists()
    typed = dict(re.findall(r'type="hidden" name="(save_id|asked|title|ticket)" value="([^"]*)"', page))
    client.force_login(cast.other_contact)
    assert client.post(f"{at}documents/keep/", typed).status_code == 404
    client.force_login(cast.lead)  # may hand in, but it is another's ticket
    assert "no longer here" in client.post(f"{at}documents/keep/", typed).content.decode()
    client.force_login(cast.contact)
    assert client.post(f"{at}documents/keep/", typed).status_code == 302
    again = client.post(f"{at}documents/keep/", {**typed, "save_id": str(uuid4())})
    assert again.status_code == 400
    assert "no longer here" in again.content.decode()
    assert DocumentVersion.objects.visible_to(cast.contact).count() == 1
    assert not list((var / "quarantine").iterdir())


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("minutes.pdf", b"MZ\x90\x00 a program", "a program"),
        ("minutes.docm", docx(), "macros"),
        ("minutes.pdf", docx(), "not what its ending"),
        ("minutes.pdf", pdf(trailer=b"/Encrypt 9 0 R"), "minutes.pdf"),
        ("minutes.pdf", pdf(b"<</S/JavaScript/JS(app.alert)>>"), "minutes.pdf"),
    ],
)
def test_a_hostile_file_is_refused_with_its_message(
    client: Client, cast: Cast, at: str, name: str, content: bytes, says: str
) -> None:
    client.force_login(cast.contact)
    answer = client.post(f"{at}documents/hand-in/", form(file=sent(content, name)))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "There is a problem" in page
    assert says in page
    assert not DocumentVersion.objects.visible_to(cast.contact).exists()


def test_bad_input_is_told_and_what_was_typed_is_kept(client: Client, cast: Cast, at: str) -> None:
    client.force_login(cast.contact)
    answer = client.post(f"{at}documents/hand-in/", form(asked="", file=""))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "no file" in page
    assert "Choose a document from the list, or say what it is." in page
    answer = client.post(f"{at}documents/hand-in/", form(asked="", title=TITLE, file=""))
    assert TITLE in answer.content.decode()
    assert client.post(f"{at}documents/hand-in/", form(asked="", title=TITLE)).status_code == 302
    assert TITLE in client.get(f"{at}documents/").content.decode()
    assert client.post(f"{at}documents/hand-in/", form(asked="nothing")).status_code == 400


def test_we_do_not_have_this(client: Client, cast: Cast, at: str) -> None:
    client.force_login(cast.contact)
    assert client.post(f"{at}documents/not-here/", {"asked": made.ASKED, "reason": ""}).status_code == 400
    why = {"asked": made.ASKED, "reason": "The board did not meet."}
    assert client.post(f"{at}documents/not-here/", why).status_code == 302
    document = Document.objects.visible_to(cast.inspector).get()
    client.force_login(cast.inspector)
    assert "The board did not meet." in client.get(f"{at}documents/{document.pk}/").content.decode()
    made.document(cast.exercise, cast.contact)
    client.force_login(cast.contact)
    assert "stays" in client.post(f"{at}documents/not-here/", why).content.decode()


def test_what_waits_for_its_scan_goes_only_to_whoever_handed_it_in(
    client: Client, cast: Cast, at: str, settings: Any
) -> None:
    settings.SCANNING_REQUIRED = True
    version = made.document(cast.exercise, cast.contact)
    address = f"{at}documents/{version.document_id}/versions/{version.pk}/"
    client.force_login(cast.contact)
    assert client.get(address).status_code == 200
    client.force_login(cast.inspector)
    answer = client.get(address, follow=True)
    assert "cannot be downloaded: Waiting for the virus scan" in answer.content.decode()
    with unscoped("a test"):
        StoredFile.objects.update(scan=Scan.CLEAN)
    assert client.get(address).content == pdf()


def test_a_file_that_was_changed_on_disk_is_sent_to_nobody(client: Client, cast: Cast, at: str, var: Path) -> None:
    version = made.document(cast.exercise, cast.contact)
    (path,) = (var / "files").glob("*/*")
    path.write_bytes(b"other")
    client.force_login(cast.inspector)
    answer = client.get(f"{at}documents/{version.document_id}/versions/{version.pk}/", follow=True)
    assert "not what was handed in" in answer.content.decode()


def test_documents_are_taken_only_while_they_are_open(client: Client, cast: Cast, at: str) -> None:
    cast.exercise.activities = " told evidence "
    cast.exercise.save()
    with pytest.raises(NotOpen):
        made.document(cast.exercise, cast.contact)
    client.force_login(cast.contact)
    assert "Not open at this stage" in client.get(f"{at}documents/hand-in/").content.decode()
    answer = client.post(f"{at}documents/hand-in/", form(asked="", title=TITLE))
    assert answer.status_code == 400
    assert TITLE in answer.content.decode()
    with pytest.raises(Refused):
        operations.say_missing(exercise=cast.exercise, asked=made.ASKED, reason="x", by=cast.inspector)


def test_who_sees_documents(client: Client, cast: Cast, at: str) -> None:
    version = made.document(cast.exercise, cast.contact)
    operations.mark_read(version=version, words="Ours alone.", standards=["1.1"], by=cast.inspector)
    start = f"{at}documents/{version.document_id}/"
    expected = {
        "lead": 200, "inspector": 200, "partner": 200, "chief": 200, "contact": 200, "panel_member": 403, "chair": 403,
        "assessor": 403, "safeguarding": 403, "publisher": 403, "auditor": 404, "administrator": 404,
        "other_lead": 404, "other_contact": 404, "stranger": 404,
    }  # fmt: skip
    for name, status in expected.items():
        client.force_login(cast.people[name])
        for address in (f"{at}documents/", start, f"{start}versions/{version.pk}/"):
            assert client.get(address).status_code == status, (name, address)
    client.logout()
    assert client.get(start).status_code == 302
    assert client.post(f"{at}documents/hand-in/", form()).status_code in (401, 403)
    assert not DocumentReading.objects.visible_to(cast.contact).exists()
    assert not DocumentReading.objects.visible_to(cast.panel_member).exists()


def test_documents_of_another_inspection_are_not_found(client: Client, cast: Cast, at: str) -> None:
    elsewhere = made.document(cast.other, cast.other_contact)
    here = made.document(cast.exercise, cast.contact)
    client.force_login(cast.lead)
    assert client.get(f"{at}documents/{elsewhere.document_id}/").status_code == 404
    assert client.get(f"{at}documents/{elsewhere.document_id}/versions/{elsewhere.pk}/").status_code == 404
    assert client.get(f"{at}documents/{here.document_id}/versions/{elsewhere.pk}/").status_code == 404
    read = {"version": str(elsewhere.pk), "words": "x"}
    assert client.post(f"{at}documents/{here.document_id}/read/", read).status_code == 404
