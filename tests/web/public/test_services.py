"""The list of services, one service, and services side by side."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from touchstone.web.public.edition import folded
from touchstone.web.public.models import PublishedInspection
from touchstone.web.public.side_by_side import rows_of
from touchstone.web.public.time_plot import figure_of

FRAMEWORKS = Path(__file__).resolve().parents[3] / "touchstone" / "standards" / "frameworks"


def listed(client: Client, **query: str) -> list[str]:
    """The names in the list, on all its pages."""
    names: list[str] = []
    for number in range(1, 10):
        page = unescape(client.get("/services/", {**query, "page": str(number)}).content.decode())
        found = [part.split(">", 1)[1].split("<")[0] for part in page.split('class="ts-list__name"><a')[1:]]
        if not found or found[0] in names:
            break
        names += found
    return names


def test_every_service_is_listed_once_by_name(client: Client, seeded: PublishedInspection) -> None:
    names = listed(client)
    assert len(names) == len(set(names)) == PublishedInspection.objects.values("service_slug").distinct().count()
    assert names == sorted(names, key=folded)


@pytest.mark.parametrize("search", ["birmingham", "BIRMING", "  irmin "])
def test_a_name_is_found_however_it_is_written(client: Client, seeded: PublishedInspection, search: str) -> None:
    assert listed(client, q=search) == ["Birmingham"]


@pytest.mark.parametrize("search", ["derby city", "Birmingham Youth Offending Service"])
def test_other_names_are_found_too(client: Client, seeded: PublishedInspection, search: str) -> None:
    assert len(listed(client, q=search)) == 1


@pytest.mark.parametrize("search", ["ynys mon", "Ynys Môn", "YNYS MÔN"])
def test_accents_do_not_matter(client: Client, seeded: PublishedInspection, search: str) -> None:
    assert listed(client, q=search) == ["Gwynedd and Ynys Môn"]


def test_filters_keep_only_what_fits_all_of_them(client: Client, seeded: PublishedInspection) -> None:
    assert "Ceredigion" in listed(client, rating="Inadequate")
    assert "Birmingham" not in listed(client, rating="Inadequate")
    assert listed(client, region="West Midlands") == ["Birmingham"]
    assert "Birmingham" not in listed(client, region="-")
    assert "Birmingham" in listed(client, framework="hmip-youth-2018")
    of_2023 = listed(client, year="2023", framework="hmip-youth-2021", rating="Requires improvement")
    fitting = PublishedInspection.objects.filter(year=2023, framework="hmip-youth-2021", overall="Requires improvement")
    assert set(of_2023) == {row.service_name for row in fitting}
    assert listed(client, q="birmingham", rating="Good") == []


@pytest.mark.parametrize("address", ["/services/?q=birm", "/services/birmingham/", "/compare/?service=birmingham"])
def test_wherever_the_demonstration_stands_it_says_so(
    client: Client, seeded: PublishedInspection, address: str
) -> None:
    page = unescape(client.get(address).content.decode())
    assert f"{seeded.demonstration} <a" in page
    assert f'href="{seeded.demonstration_link}"' in page
    if "<svg xmlns" in page and 'class="plot' in page:
        inside = page.partition('class="plot')[2].partition("</svg>\n")[0]
        assert "Demonstration." in inside
        assert "…" not in inside


def test_nothing_found_says_what_to_do(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/services/", {"q": "no such place"}).content
    assert b"0 services" in page
    assert b"No service fits. Try a shorter name, or fewer filters." in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"q": "a\0b"}, "It holds the NUL character"),
        ({"q": "x" * 101}, "at most 100 can be kept"),
        ({"rating": "Splendid"}, "Choose a rating from the list"),
        ({"year": "-1"}, "Choose a year from the list"),
        ({"framework": "../x"}, "Choose a framework from the list"),
        ({"region": "Atlantis"}, "Choose a region from the list"),
        ({"page": "0"}, "There is no such page of the list"),
        ({"page": "9" * 400}, "There is no such page of the list"),
        ({"page": "²"}, "There is no such page of the list"),
    ],
)
def test_a_filter_that_cannot_be_used_is_said_and_the_rest_is_shown(
    client: Client, seeded: PublishedInspection, query: dict[str, str], says: str
) -> None:
    page = unescape(client.get("/services/", query).content.decode())
    assert "There is a problem" in page
    assert says in page
    assert "Barnsley" in page


def test_a_page_beyond_the_last_is_the_last(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/services/", {"page": "999"}).content.decode()
    assert "page 4 of 4" in page


@pytest.mark.capability("I10")
def test_a_service_shows_every_inspection_and_how_each_standard_moved(
    client: Client, seeded: PublishedInspection
) -> None:
    page = unescape(client.get("/services/birmingham/").content.decode())
    assert "2 inspections" in page
    assert "20 October 2020" in page
    assert "3 rose, 1 fell, 1 stayed, of 5 that can be compared" in page
    inspections = list(PublishedInspection.objects.filter(service_slug="birmingham").order_by("published"))
    rows = {row.number: row for row in rows_of(inspections)}
    moved = {number: [cell.words for cell in row.cells] for number, row in rows.items()}
    assert moved["2.2"] == ["Inadequate", "Requires improvement"]
    assert moved["2.3"] == ["Requires improvement", "Inadequate"]
    assert moved["2.1"] == ["not known", "Requires improvement"]
    assert moved["3.4"] == ["not comparable", "Requires improvement"]
    assert moved["4.1"] == ["not comparable", "Requires improvement"]
    assert (rows["2.2"].movement, rows["2.3"].movement, rows["2.4"].movement) == (
        "up 1 band",
        "down 1 band",
        "the same",
    )
    assert (rows["3.2"].movement, rows["2.1"].movement, rows["3.4"].movement) == ("up 2 bands", "", "")
    assert rows[""].movement == "the same"
    assert rows["3.4"].cells[0].why in page


def test_inspections_without_a_date_are_never_said_to_have_moved(seeded: PublishedInspection) -> None:
    undated = PublishedInspection.objects.filter(service_slug="birmingham").order_by("published")
    PublishedInspection.objects.filter(slug="birmingham-2020").update(published="", year=None)
    assert {row.movement for row in rows_of(list(undated))} == {""}


def test_a_result_says_where_it_was_read_and_that_absent_is_not_a_rating(
    client: Client, seeded: PublishedInspection
) -> None:
    row = PublishedInspection.objects.get(slug="birmingham-2020")
    page = unescape(client.get("/services/birmingham/").content.decode())
    for source in row.sources:
        assert source["title"] in page
        assert not source["link"] or f'href="{source["link"]}"' in page
    assert "It never means Requires improvement" in page
    assert seeded.demonstration in page


def test_services_are_set_side_by_side_over_the_years(client: Client, seeded: PublishedInspection) -> None:
    page = unescape(client.get("/compare/?service=birmingham&service=barnsley").content.decode())
    assert "Barnsley was last rated highest: Good" in page
    assert 'class="plot plot-time"' in page
    assert "Birmingham: Requires improvement in 20 October 2020, then Requires improvement in 21 March 2023" in page
    assert seeded.demonstration in page
    assert 'href="/compare/?service=barnsley"' in page


def test_before_anything_is_chosen_every_service_can_be_marked_by_its_rating(
    client: Client, seeded: PublishedInspection
) -> None:
    page = unescape(client.get("/compare/").content.decode())
    names = listed(client)
    boxes = [part.split('"')[0] for part in page.split('type="checkbox" name="service" value="')[1:]]
    assert len(boxes) == len(set(boxes)) == len(names)
    good = page.split("</legend>")[2]
    assert 'value="barnsley"' in good
    assert 'value="birmingham"' not in good
    assert "Birmingham" in page.split("</legend>")[3]
    assert page.index("Outstanding") < page.index("Inadequate")
    assert "2023 · demonstration" in page
    assert seeded.demonstration in page
    assert "There is a problem" not in page


def test_nothing_chosen_is_said(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/compare/?service=").content.decode()
    assert page.count("Choose a service from the list") == 2
    assert "aria-describedby" in page


def test_nobody_is_called_highest_where_the_standards_differ(client: Client, seeded: PublishedInspection) -> None:
    page = unescape(client.get("/compare/?service=birmingham&service=derby").content.decode())
    assert "rated highest" not in page
    says = "Last rated under different standards, so none is highest."
    assert f"{says} Birmingham: Requires improvement; Derby: Outstanding" in page


def test_time_joins_only_ratings_that_can_be_set_side_by_side() -> None:
    def joined(*frameworks: str) -> int:
        rows = [
            PublishedInspection(
                service_name="A", framework=name, published=f"202{year}", year=2020 + year, overall="Good"
            )
            for year, name in enumerate(frameworks)
        ]
        figure = figure_of({"a": rows[::-1]}, ("Inadequate", "Requires improvement", "Good", "Outstanding"))
        assert figure is not None
        return figure.svg.count('stroke-width="2.5"')

    assert joined("hmip-youth-2018", "hmip-youth-2021", "hmip-youth-2021") == 2
    assert joined("hmip-youth-2021", "hmip-youth-2025") == 0


def test_at_most_six_services_are_compared(client: Client, seeded: PublishedInspection) -> None:
    slugs = list(dict.fromkeys(PublishedInspection.objects.values_list("service_slug", flat=True)))[:7]
    page = client.get("/compare/", {"service": slugs}).content.decode()
    assert "Choose at most 6 services" in page
    assert page.count("ts-chosen__remove") == 6


def test_a_service_that_is_not_there_is_said_and_the_others_are_shown(
    client: Client, seeded: PublishedInspection
) -> None:
    page = client.get("/compare/", {"service": ["birmingham", "nowhere", "<b>"]}).content.decode()
    assert "one that was asked for is not in it" in page
    assert page.count("ts-chosen__remove") == 1


def test_services_of_different_frameworks_are_not_forced_together(seeded: PublishedInspection) -> None:
    newest = [PublishedInspection.objects.get(slug=slug) for slug in ("birmingham-2023", "derby-2025")]
    rows = {row.number: row for row in rows_of(newest)}
    assert newest[1].framework == "hmip-youth-2025"
    assert any(cell.words == "not comparable" and cell.why for row in rows.values() for cell in row.cells)


def test_each_framework_can_be_read_with_its_sources(client: Client, seeded: PublishedInspection) -> None:
    from touchstone.standards.loading import framework_ids, load_framework

    index = client.get("/frameworks/").content.decode()
    for name in framework_ids():
        framework = load_framework(name)
        assert framework.title in unescape(index)
        page = unescape(re.sub("<[^>]+>", "", client.get(f"/frameworks/{name}/").content.decode()))
        for standard in framework.standards:
            said = page.partition(standard.statement)[2]
            assert standard.fact.source in said
            above = standard.fact
            for question in standard.key_questions:
                said = said.partition(question.asks)[2]
                source = said.partition(" prompt")[0][:1000]
                again = (question.fact.standing, question.fact.source) == (above.standing, above.source)
                assert source.strip().startswith(question.fact.standing)
                assert (question.fact.note or "source as above" if again else question.fact.source) in source
                assert all(prompt.text in said for prompt in question.prompts)
                above = question.fact


def test_the_address_of_a_source_can_be_followed(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/frameworks/hmip-youth-2025/").content.decode()
    assert page.count('<a href="https://hmiprobation.justiceinspectorates.gov.uk/news/new-youth-inspection-prog') > 0
    assert page.count('<a href="https://why-me.org/') > 0


def test_a_framework_that_was_taken_away_breaks_no_page(client: Client, seeded: PublishedInspection) -> None:
    PublishedInspection.objects.filter(service_slug="birmingham").update(framework="our-own-2030")
    for address in (
        "/",
        "/services/",
        "/services/birmingham/",
        "/reports/birmingham-2023/",
        "/compare/?service=birmingham",
        "/compare/?service=birmingham&service=barnsley",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
    assert "our-own-2030" in client.get("/services/birmingham/").content.decode()


def test_a_framework_of_ones_own_can_be_read(client: Client, seeded: PublishedInspection, tmp_path: Path) -> None:
    import shutil

    own = tmp_path / "our-own-2030"
    shutil.copytree(FRAMEWORKS / "hmip-youth-2021", own)
    described = (own / "framework.yaml").read_text(encoding="utf-8").replace("id: hmip-youth-2021", "id: our-own-2030")
    (own / "framework.yaml").write_text(described, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TOUCHSTONE_FRAMEWORKS", str(tmp_path))
        assert 'href="/frameworks/our-own-2030/"' in client.get("/frameworks/").content.decode()
        assert client.get("/frameworks/our-own-2030/").status_code == 200
