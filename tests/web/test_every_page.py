"""What holds for every page: it comes, it is protected, it cannot be broken by what is asked of it."""

import logging
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.web.middleware import PROTECTIVE_HEADERS
from touchstone.web.public.models import PublishedInspection
from touchstone.web.urls import handler400, handler403, handler404, handler500  # noqa: F401 – this is a URLconf too
from touchstone.web.urls import urlpatterns as site_urls

PAGES = (
    "/",
    "/services/",
    "/services/birmingham/",
    "/reports/birmingham-2023/",
    "/compare/",
    "/compare/?service=birmingham&service=cardiff",
    "/frameworks/",
    "/frameworks/hmip-youth-2018/",
    "/frameworks/hmip-youth-2021/",
    "/frameworks/hmip-youth-2025/",
    "/data/",
    "/about/",
    "/accessibility/",
)
DATA = (
    "/data/inspections.json",
    "/data/inspections.csv",
    "/data/schema.json",
    "/data/inspections/birmingham-2023.json",
    "/data/inspections/birmingham-2023/standards.csv",
)
OTHERS = ("/healthz", "/reports/birmingham-2023/report.pdf")
NOT_THERE = (
    "/nothing",
    "/services/nowhere/",
    "/services/Birmingham/",
    "/services/../etc/passwd",
    "/services/birmingham%00/",
    "/services/%2e%2e/",
    f"/services/{'a' * 101}/",
    "/reports/birmingham-2020/",
    "/reports/nowhere/",
    "/reports/birmingham-2023/nothing.pdf",
    "/reports/birmingham-2023/..%2f..%2fsecret-key",
    "/frameworks/hmip-youth-1999/",
    "/frameworks/..%2f..%2f/",
    "/data/inspections/nowhere.json",
    "/data/inspections/birmingham-2023/cases.csv",
    "/static/design/../settings.py",
    "/admin/",
)
# Pages, and how many queries each may take.
MOST_QUERIES = {"/": 3, "/services/": 1, "/services/birmingham/": 1, "/reports/birmingham-2023/": 2, "/compare/": 1}


@login_not_required
def raises(request: HttpRequest) -> HttpResponse:
    """A page with a mistake in it; the request carries what must not reach the log."""
    raise RuntimeError("the mistake")


urlpatterns = [*site_urls, path("raises", raises)]  # type: ignore[misc]


@pytest.mark.parametrize("address", [*PAGES, *DATA, *OTHERS])
def test_it_comes(client: Client, seeded: PublishedInspection, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    head = client.head(address)
    assert head.status_code == 200
    assert head.content == b""


@pytest.mark.parametrize("address", NOT_THERE)
def test_what_is_not_there_is_said_so(client: Client, seeded: PublishedInspection, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert b"Page not found" in response.content


@pytest.mark.parametrize("address", [*PAGES, *DATA, *OTHERS, "/nothing", "/static/nothing.css", "/services"])
def test_every_response_is_protected(client: Client, seeded: PublishedInspection, address: str) -> None:
    headers = client.get(address).headers
    for name in PROTECTIVE_HEADERS:
        assert name in headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert int(re.findall(r"max-age=(\d+)", headers["Strict-Transport-Security"])[0]) >= 365 * 24 * 3600
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_style_sheets_come_protected_too(client: Client, db: None) -> None:
    with closing(client.get("/static/design/touchstone.css")) as response:
        assert response.status_code == 200
        assert b".ts-mark" in b"".join(response.streaming_content)
        for name in PROTECTIVE_HEADERS:
            assert name in response.headers


@pytest.mark.parametrize("address", [*PAGES, "/?question=2.1.3&direction=fewer", "/services/?year=1", "/nothing"])
def test_ids_are_unique_and_every_way_on_the_page_leads_somewhere(
    client: Client, seeded: PublishedInspection, address: str
) -> None:
    page = client.get(address).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    named = re.findall(r'\s(?:href="#|for="|aria-labelledby="|aria-describedby="|aria-controls=")([^"]+)"', page)
    assert named
    for one in {one for names in named for one in names.split()}:
        assert one in ids, one


@pytest.mark.parametrize("address", PAGES)
def test_there_is_no_script_no_inline_style_and_nothing_from_elsewhere(
    client: Client, seeded: PublishedInspection, address: str
) -> None:
    page = client.get(address).content.decode()
    assert "<script" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.findall(r'<(?:link|img|iframe|source)[^>]+(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize(
    "address", ["/", "/services/", "/services/birmingham/", "/reports/birmingham-2023/", "/compare/"]
)
def test_queries_stay_few(
    client: Client, seeded: PublishedInspection, django_assert_max_num_queries: Callable[[int], object], address: str
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES[address]):  # type: ignore[attr-defined]
        client.get(address)


def test_every_service_and_its_data_can_be_read(client: Client, seeded: PublishedInspection) -> None:
    rows = list(PublishedInspection.objects.all())
    assert len(rows) > 100
    for slug in {row.service_slug for row in rows}:
        page = client.get(f"/services/{slug}/")
        assert page.status_code == 200
        assert "{{" not in page.content.decode()
    for row in rows:
        assert client.get(f"/data/inspections/{row.slug}.json").status_code == 200
        assert client.get(row.get_absolute_url().partition("#")[0]).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(["/", "/services/", "/compare/"]),
    query=st.lists(
        st.tuples(
            st.sampled_from(["q", "rating", "framework", "year", "region", "page", "service", "question", "direction"]),
            st.one_of(st.text(max_size=30), st.integers().map(str), st.just("2.1.3"), st.just("fewer")),
        ),
        max_size=6,
    ),
)
def test_no_query_breaks_a_page(
    client: Client, seeded: PublishedInspection, address: str, query: list[tuple[str, str]]
) -> None:
    fields: dict[str, list[str]] = {}
    for name, value in query:
        fields.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
    response = client.get(address, fields)
    assert response.status_code == 200
    assert "{{" not in response.content.decode()


def test_markup_in_a_query_comes_back_as_text(client: Client, seeded: PublishedInspection) -> None:
    page = client.get("/services/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ["/", "/services/", "/data/inspections.json"])
def test_nothing_can_be_sent(client: Client, seeded: PublishedInspection, method: str, address: str) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert b"This page can only be read" in response.content


def test_a_post_without_its_token_is_refused_with_a_page(seeded: PublishedInspection) -> None:
    response = Client(enforce_csrf_checks=True).post("/")
    assert response.status_code == 403
    assert b"You cannot do this" in response.content


def test_too_much_is_refused_and_logged(client: Client, caplog: pytest.LogCaptureFixture, propagated: None) -> None:
    with caplog.at_level(logging.WARNING, "touchstone.web"):
        response = client.post("/", b"x" * 100_000, content_type="application/octet-stream")
    assert response.status_code == 413
    assert b"Too much was sent" in response.content
    assert "413 POST '/'" in caplog.text


@pytest.mark.parametrize("length", ["-1", "many", "9" * 5000, "1e3", "٣"])
def test_a_length_that_is_no_number_is_too_much(client: Client, length: str) -> None:
    response = client.get("/about/", CONTENT_LENGTH=length)
    assert response.status_code == 413


def test_an_address_that_no_form_makes_is_refused(client: Client) -> None:
    response = client.get("/", {"q": "x" * 3000})
    assert response.status_code == 414
    assert b"This address is too long" in response.content


def test_an_unknown_host_is_refused_with_a_protected_page(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert b"cannot be understood" in response.content
    assert "Content-Security-Policy" in response.headers


@pytest.mark.urls(__name__)
def test_a_mistake_of_ours_shows_a_reference_and_logs_no_content(
    client: Client, caplog: pytest.LogCaptureFixture, propagated: None
) -> None:
    client.raise_request_exception = False
    response = client.post("/raises?name=secret-in-query", {"name": "secret-in-body"})
    assert response.status_code == 500
    page = response.content.decode()
    assert "something went wrong" in page
    assert "RuntimeError" not in page
    reference = re.search(r"<code[^>]*>([A-Z0-9]{4}-[A-Z0-9]{4})</code>", page)
    assert reference is not None
    assert reference.group(1) in caplog.text
    assert "the mistake" in caplog.text
    assert "secret" not in caplog.text
    assert "Content-Security-Policy" in response.headers


@pytest.mark.urls(__name__)
def test_even_without_our_pages_a_mistake_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_words: object, **_named: object) -> HttpResponse:
        raise RuntimeError("the page too")

    monkeypatch.setattr("touchstone.web.design.errors.render", broken)
    client.raise_request_exception = False
    response = client.get("/raises")
    assert response.status_code == 500
    assert response.headers["Content-Type"].startswith("text/plain")
    assert b"say this reference" in response.content


@pytest.fixture
def propagated() -> object:
    """Our log keeps to itself; while a test reads it, it is passed on."""
    log = logging.getLogger("touchstone")
    log.propagate = True
    yield
    log.propagate = False


def test_the_health_check_asks_the_database(
    client: Client, db: None, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        response = client.get("/healthz")
    assert response.content == b"ok\n"
    assert response.headers["Cache-Control"] == "no-store"


def test_an_empty_site_says_so(client: Client, empty_site: None) -> None:
    for address in ("/", "/services/", "/compare/", "/data/", "/about/", "/data/inspections.json"):
        assert client.get(address).status_code == 200
    assert b"Nothing is published yet" in client.get("/").content


def test_style_sheets_are_collected_under_hashed_names_as_in_production(
    tmp_path: Path, settings: object, client: Client
) -> None:
    from django.core.management import call_command

    settings.STATIC_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "touchstone.web.design.static_files.HashedFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    for plain in ("design/touchstone.css", "vendor/govuk-frontend.min.css", "reports/report.css"):
        stem = plain.removesuffix(".css")
        assert any(re.fullmatch(re.escape(stem) + r"\.[0-9a-f]{12}\.css", name) for name in names)
    script = next(name for name in names if re.fullmatch(r"design/work\.[0-9a-f]{12}\.js", name))
    imported = re.findall(r'from "\./(.+?)"', (tmp_path / script).read_text(encoding="utf-8"))
    assert len(imported) >= 4
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) and f"design/{name}" in names for name in imported)
    assert not any(name.endswith((".html", ".typ", ".woff", ".woff2")) for name in names)
    assert not any("crest" in name or "crown" in name for name in names)
