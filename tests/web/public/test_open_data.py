"""The open data: it fits its schema, it stays where it is, and any site may read it."""

import csv
import io
import json

import jsonschema
import pytest
from django.test import Client

from touchstone.intake.cells import plain_cell
from touchstone.web.public.models import PublishedInspection

JSON_ADDRESS = "/data/inspections/birmingham-2023.json"


@pytest.mark.capability("N5")
def test_every_inspection_fits_the_published_schema(client: Client, seeded: PublishedInspection) -> None:
    schema = json.loads(client.get("/data/schema.json").content)
    check = jsonschema.Draft202012Validator(schema)
    for row in PublishedInspection.objects.all():
        data = json.loads(client.get(f"/data/inspections/{row.slug}.json").content)
        assert not list(check.iter_errors(data)), row.slug
        assert data["id"] == row.slug


def test_the_list_holds_everything_and_leads_to_it(client: Client, seeded: PublishedInspection) -> None:
    listed = json.loads(client.get("/data/inspections.json").content)["inspections"]
    assert len(listed) == PublishedInspection.objects.count()
    row = next(row for row in listed if row["id"] == "birmingham-2023")
    assert (row["overall"], row["score"], row["score_of"]) == ("Requires improvement", 11, 36)
    assert row["standards"]["2.3"] == "Inadequate"
    assert row["demonstration"] == seeded.demonstration
    address = row["address"].removeprefix("http://testserver")
    assert json.loads(client.get(address).content)["id"] == "birmingham-2023"
    unread = next(row for row in listed if row["id"] == "birmingham-2020")
    assert "2.1" not in unread["standards"]


def test_the_table_of_inspections_says_the_same(client: Client, seeded: PublishedInspection) -> None:
    listed = json.loads(client.get("/data/inspections.json").content)["inspections"]
    table = list(csv.DictReader(io.StringIO(client.get("/data/inspections.csv").content.decode())))
    assert len(table) == len(listed)
    for row, same in zip(table, listed, strict=True):
        assert row["id"] == same["id"]
        assert plain_cell(row["overall"]) == (same["overall"] or "")
        assert row["score"] == ("" if same["score"] is None else str(same["score"]))


@pytest.mark.parametrize("table", ["standards", "key-questions", "recommendations", "context"])
def test_tables_are_those_of_the_report(client: Client, seeded: PublishedInspection, table: str) -> None:
    here = client.get(f"/data/inspections/birmingham-2023/{table}.csv")
    there = client.get(f"/reports/birmingham-2023/{table}.csv")
    assert here.content == there.content
    assert here.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_no_case_is_in_the_data(client: Client, seeded: PublishedInspection) -> None:
    from tests.web.conftest import birmingham

    references = {case.reference for case in birmingham().evidence.cases}
    assert references
    told = client.get(JSON_ADDRESS).content.decode() + client.get("/reports/birmingham-2023/").content.decode()
    assert not [reference for reference in references if reference in told]


@pytest.mark.parametrize("address", [JSON_ADDRESS, "/data/inspections.csv", "/data/schema.json"])
def test_any_site_may_read_it_and_is_told_when_nothing_changed(
    client: Client, seeded: PublishedInspection, address: str
) -> None:
    first = client.get(address, headers={"origin": "https://elsewhere.example"})
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_pages_are_for_this_site_alone(client: Client, seeded: PublishedInspection) -> None:
    for address in ("/", "/data/", "/reports/birmingham-2023/report.pdf"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers
