"""Publishing: all of it or nothing, once, never over somebody else's, and not before its hour."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from tests.web.conftest import archive_editions, birmingham, birmingham_edition
from touchstone.web.public import operations
from touchstone.web.public.edition import ALWAYS, Edition, EditionFile, hour_of_publication
from touchstone.web.public.making import mark_of
from touchstone.web.public.models import PublishedFile, PublishedInspection

SMALL = Edition(
    slug="somewhere-2024",
    service_slug="somewhere",
    service_name="Somewhere",
    title="An inspection of Somewhere",
    framework="hmip-youth-2021",
    kind="inspection",
    published="2024-05-01",
    overall="Good",
    made_from="a" * 64,
    standards={"1.1": {"rating": "Good"}},
    body="<p>The report</p>",
    files=[EditionFile("report.pdf", "Report (PDF)", "application/pdf", b"%PDF-1.7")],
)


def test_publishing_twice_changes_nothing(empty_site: None) -> None:
    first = operations.publish(edition=SMALL)
    again = operations.publish(edition=SMALL)
    assert first == again
    assert PublishedInspection.objects.count() == PublishedFile.objects.count() == 1


def test_a_file_that_cannot_be_kept_leaves_nothing_behind(empty_site: None) -> None:
    twice = replace(SMALL, files=[*SMALL.files, *SMALL.files])
    with pytest.raises(DatabaseError):
        operations.publish(edition=twice)
    assert not PublishedInspection.objects.exists()
    assert not PublishedFile.objects.exists()


def test_a_text_that_is_refused_leaves_nothing_behind(empty_site: None) -> None:
    with pytest.raises(ValidationError, match="NUL"):
        operations.publish(edition=replace(SMALL, service_name="Some\0where"))
    assert not PublishedInspection.objects.exists()


@pytest.mark.parametrize("slug", ["../x", "A", "a.b", "a b", "", "a/b", "ä"])
def test_a_name_that_is_not_safe_in_an_address_is_refused(empty_site: None, slug: str) -> None:
    with pytest.raises(ValidationError, match="slug"):
        operations.publish(edition=replace(SMALL, slug=slug))
    with pytest.raises(ValidationError, match="service_slug"):
        operations.publish(edition=replace(SMALL, service_slug=slug))
    assert not PublishedInspection.objects.exists()


def test_what_is_published_is_never_written_over(empty_site: None) -> None:
    operations.publish(edition=SMALL)
    other = replace(SMALL, overall="Outstanding", made_from="b" * 64)
    for seeded in (False, True):
        with pytest.raises(operations.AlreadyPublished, match="somewhere-2024"):
            operations.publish(edition=other, seeded=seeded)
    assert PublishedInspection.objects.get().overall == "Good"


def test_what_seed_put_there_is_renewed_with_its_files(empty_site: None) -> None:
    operations.publish(edition=SMALL, seeded=True)
    newer = replace(SMALL, made_from="b" * 64, files=[EditionFile("report.docx", "Word", "application/x", b"PK")])
    operations.publish(edition=newer, seeded=True)
    assert PublishedInspection.objects.get().made_from == "b" * 64
    assert [file.name for file in PublishedFile.objects.all()] == ["report.docx"]


def test_the_archive_never_hides_a_report_or_what_somebody_published(seeded: PublishedInspection) -> None:
    before = PublishedInspection.objects.count()
    assert "birmingham-2023" in {edition.slug for edition in archive_editions()}
    assert operations.load_archive(editions=archive_editions()) == 0
    PublishedInspection.objects.filter(slug="barnsley-2023").update(seeded=False, made_from="c" * 64)
    PublishedInspection.objects.filter(slug="bexley-2024").update(made_from="d" * 64)
    assert operations.load_archive(editions=archive_editions()) == 1
    assert PublishedInspection.objects.count() == before
    assert PublishedInspection.objects.get(slug="barnsley-2023").made_from == "c" * 64
    assert PublishedInspection.objects.get(slug="birmingham-2023").has_report


@pytest.mark.capability("I9")
def test_seed_fills_the_site_once_and_then_does_nothing(empty_site: None) -> None:
    said = StringIO()
    call_command("seed", stdout=said)
    total = PublishedInspection.objects.count()
    row = PublishedInspection.objects.get(slug="birmingham-2023")
    assert (row.overall, row.score, row.score_of) == ("Requires improvement", 11, 36)
    assert row.made_from == mark_of(birmingham())
    call_command("seed", stdout=said)
    assert said.getvalue().splitlines() == [
        f"Published: 1 with a report, {total - 1} results of the archive.",
        "Published: 0 with a report, 0 results of the archive.",
    ]


def test_seed_leaves_a_report_that_somebody_published_under_the_same_name(empty_site: None) -> None:
    operations.publish(edition=replace(SMALL, slug="birmingham-2023"))
    call_command("seed", verbosity=0)
    assert PublishedInspection.objects.get(slug="birmingham-2023").service_name == "Somewhere"


def test_before_its_hour_nothing_of_it_can_be_seen_anywhere(client: Client, seeded: PublishedInspection) -> None:
    later = timezone.now() + timedelta(minutes=5)
    operations.publish(edition=replace(SMALL, visible_from=later))
    hidden = (
        "/reports/somewhere-2024/",
        "/reports/somewhere-2024/report.pdf",
        "/services/somewhere/",
        "/data/inspections/somewhere-2024.json",
        "/data/inspections/somewhere-2024/standards.csv",
    )
    for address in hidden:
        assert client.get(address).status_code == 404, address
    for address in ("/", "/services/?q=somewhere", "/compare/?service=somewhere", "/data/inspections.json", "/about/"):
        assert b"An inspection of Somewhere" not in client.get(address).content
        assert b">Somewhere<" not in client.get(address).content
        assert b"somewhere-2024" not in client.get(address).content
    PublishedInspection.objects.filter(slug="somewhere-2024").update(visible_from=timezone.now())
    assert client.get("/reports/somewhere-2024/report.pdf").status_code == 200


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2023-03-21T00:01", datetime(2023, 3, 21, 0, 1, tzinfo=UTC)),
        ("2023-03-21", datetime(2023, 3, 21, tzinfo=UTC)),
        ("2023-06-21T00:01", datetime(2023, 6, 20, 23, 1, tzinfo=UTC)),  # summer time
        ("2023-03-26T01:30", datetime(2023, 3, 26, 1, 30, tzinfo=UTC)),  # an hour that London's clock skips
        ("2023-10-29T01:30", datetime(2023, 10, 29, 0, 30, tzinfo=UTC)),  # an hour that comes twice: the first
        ("2025-09", ALWAYS),
        ("", ALWAYS),
    ],
)
def test_the_hour_of_publication_is_londons(published: str, moment: datetime) -> None:
    assert hour_of_publication(published) == moment


def test_every_file_comes_as_it_was_made_and_is_never_run_here(client: Client, seeded: PublishedInspection) -> None:
    edition = birmingham_edition()
    assert {file.name for file in edition.files} >= {"report.pdf", "report.docx", "report.html", "standards.csv"}
    page = client.get("/reports/birmingham-2023/").content.decode()
    for file in edition.files:
        response = client.get(f"/reports/birmingham-2023/{file.name}")
        assert response.content == file.content
        assert response.headers["Content-Type"] == file.media_type
        assert response.headers["Content-Disposition"] == f'attachment; filename="birmingham-2023-{file.name}"'
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["ETag"] == f'"{file.sha256}"'
        assert f'href="/reports/birmingham-2023/{file.name}"' in page


def test_the_report_is_shown_whole_in_the_sites_layout(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/reports/birmingham-2023/").content.decode()
    assert seeded.body in page
    assert len(seeded.contents) > 10
    for entry in seeded.contents:
        assert f'href="#{entry["id"]}"' in page
        assert f'id="{entry["id"]}"' in page
    assert seeded.demonstration in page.replace("&#39;", "'")
    assert page.count("<h1") == 1


def test_markup_in_what_is_published_is_shown_as_text(client: Client, seeded: PublishedInspection) -> None:
    hostile = "<script>alert(1)</script>"
    operations.publish(
        edition=replace(
            SMALL,
            service_name=hostile,
            title=hostile,
            kind=hostile,
            region=hostile,
            overall=hostile,
            fieldwork=hostile,
            notes=[hostile],
            sources=[{"title": hostile, "link": "https://example.org/"}],
            demonstration=hostile,
            published="2999-01-01",
            standards={"1.1": {"rating": hostile}, "4.1": {"rating": "", "not_rated_because": hostile}},
            contents=[{"id": "a", "title": hostile, "entries": [{"id": "b", "title": hostile}]}],
            files=[EditionFile("report.pdf", hostile, "application/pdf", b"%PDF-1.7")],
        )
    )
    pages = ("/", "/services/?q=alert", "/services/somewhere/", "/reports/somewhere-2024/", "/about/")
    for address in (*pages, "/compare/?service=somewhere&service=birmingham"):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;" in page, address
        assert "<script" not in page, address
