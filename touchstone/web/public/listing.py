"""The list of inspected services: what may be searched for, what is found, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touchstone.intake.text import TextRefused, clean
from touchstone.web.public.edition import folded
from touchstone.web.public.models import PublishedInspection

PER_PAGE = 25
LONGEST_SEARCH = 100
REGION_NOT_KNOWN = "-"
FURTHEST_PAGE = 1_000_000  # far beyond any list; keeps a hostile number small


@dataclass(frozen=True)
class Choices:
    """What the filters offer: only what is published."""

    ratings: tuple[str, ...]
    frameworks: tuple[tuple[str, str], ...]  # (id, title)
    years: tuple[int, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """What a person asked for; "" means everything."""

    search: str = ""
    rating: str = ""
    framework: str = ""
    year: str = ""
    region: str = ""
    page: int = 1

    @property
    def any(self) -> bool:
        """Is anything asked for?"""
        return bool(self.search or self.rating or self.framework or self.year or self.region)

    def as_query(self) -> dict[str, str]:
        """What is asked for, as it stands in an address; the page is left out."""
        named = {
            "q": self.search,
            "rating": self.rating,
            "framework": self.framework,
            "year": self.year,
            "region": self.region,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class ListedService:
    """One service with its newest inspection that fits, and how many inspections of it are published."""

    slug: str
    name: str
    region: str
    newest: PublishedInspection
    inspections: int


def choices_in(inspections: Iterable[PublishedInspection], titles: dict[str, str], scale: list[str]) -> Choices:
    """What there is to filter by. `scale` gives the order of the rating words, `titles` the names of frameworks."""
    rows = list(inspections)
    ratings = {row.overall for row in rows if row.overall}
    return Choices(
        ratings=tuple(
            sorted(ratings, key=lambda word: (scale.index(word) if word in scale else -1, word), reverse=True)
        ),
        frameworks=tuple(
            (name, titles.get(name, name)) for name in sorted({row.framework for row in rows}, reverse=True)
        ),
        years=tuple(sorted({row.year for row in rows if row.year}, reverse=True)),
        regions=tuple(sorted({row.region for row in rows if row.region})),
    )


def read_filters(query: dict[str, str], choices: Choices) -> tuple[Filters, dict[str, str]]:
    """The filters in an address, and a message for each that cannot be used (field → what to do)."""
    problems: dict[str, str] = {}
    search = query.get("q", "").strip()
    try:
        search = clean(search, most=LONGEST_SEARCH, one_line=True)
    except TextRefused as refused:
        problems["q"] = _("Enter part of a service's name. %(why)s") % {"why": str(refused)}
        search = ""
    allowed = {
        "rating": (choices.ratings, _("Choose a rating from the list")),
        "framework": ([name for name, _title in choices.frameworks], _("Choose a framework from the list")),
        "year": ([str(year) for year in choices.years], _("Choose a year from the list")),
        "region": ([*choices.regions, REGION_NOT_KNOWN], _("Choose a region from the list")),
    }
    chosen = {}
    for name, (words, message) in allowed.items():
        value = query.get(name, "")
        if value and value not in words:
            problems[name] = message
            value = ""
        chosen[name] = value
    page = query.get("page", "1")
    if not (page.isascii() and page.isdigit() and len(page) < 8 and 1 <= int(page) <= FURTHEST_PAGE):
        problems["results"] = _("There is no such page of the list; this is the first")
        page = "1"
    return Filters(search=search, page=int(page), **chosen), problems


def services_fitting(inspections: Iterable[PublishedInspection], filters: Filters) -> list[ListedService]:
    """Services with an inspection that fits all filters, by name. `inspections` come newest first."""
    sought = folded(filters.search)
    every: dict[str, list[PublishedInspection]] = {}
    for row in inspections:
        every.setdefault(row.service_slug, []).append(row)
    listed = []
    for slug, rows in every.items():
        region = next((row.region for row in rows if row.region), "")
        fitting = [row for row in rows if fits(row, filters, sought, region)]
        if fitting:
            listed.append(ListedService(slug, fitting[0].service_name, region, fitting[0], len(rows)))
    return sorted(listed, key=lambda service: (folded(service.name), service.slug))


def fits(row: PublishedInspection, filters: Filters, sought: str, region: str) -> bool:
    """Does one inspection fit all that was asked for?"""
    return (
        sought in row.sought
        and filters.rating in ("", row.overall)
        and filters.framework in ("", row.framework)
        and filters.year in ("", str(row.year))
        and filters.region in ("", region or REGION_NOT_KNOWN)
    )


@dataclass(frozen=True)
class Page:
    """One page of a list, and where it stands."""

    number: int
    of: int
    total: int
    services: tuple[ListedService, ...]


def page_of(services: list[ListedService], number: int) -> Page:
    """The page with this number, or the last one where the list is shorter."""
    pages = max(-(-len(services) // PER_PAGE), 1)
    number = min(number, pages)
    start = (number - 1) * PER_PAGE
    return Page(number, pages, len(services), tuple(services[start : start + PER_PAGE]))
