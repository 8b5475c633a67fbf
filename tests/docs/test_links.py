"""Every link of the documentation leads somewhere, and every page can be reached."""

import re
from pathlib import PurePosixPath

from tests.house_rules.source import ROOT, Source, every_path, read, shown

LINK = re.compile(r"\]\(([^)\s]+)\)")
OUTSIDE = ("http:", "https:", "mailto:", "#")


def links(page: Source) -> set[str]:
    """Where a page leads inside the repository, from its root."""
    written = re.sub(r"^```.*?^```", "", page.text, flags=re.MULTILINE | re.DOTALL)
    found = {one.partition("#")[0] for one in LINK.findall(written) if not one.startswith(OUTSIDE)}
    places = set()
    for one in found:
        parts: list[str] = []
        for part in (PurePosixPath(page.path).parent / one).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        places.add("/".join(parts))
    return places


def dead_links(pages: list[Source]) -> list[str]:
    """Links that lead to nothing."""
    return [f"{page.path}: {place}" for page in pages for place in sorted(links(page)) if not (ROOT / place).exists()]


def our_pages() -> list[Source]:
    """Every page of the documentation."""
    return [read(path) for path in every_path() if path.endswith(".md")]


def test_every_link_leads_somewhere() -> None:
    violations = dead_links(our_pages())
    assert not violations, shown(violations)


def test_every_page_of_the_documentation_can_be_reached_from_the_front() -> None:
    reached: set[str] = set()
    waiting = {"README.md"}
    while waiting:
        page = waiting.pop()
        reached.add(page)
        waiting |= {place for place in links(read(page)) if place.endswith(".md") and (ROOT / place).exists()} - reached
    lost = sorted({page.path for page in our_pages() if page.path.startswith("docs/")} - reached)
    assert not lost, shown(lost)


def test_a_dead_link_is_found() -> None:
    assert dead_links([Source("docs/x.md", "[a](nowhere.md)")]) == ["docs/x.md: docs/nowhere.md"]
    assert not dead_links([Source("docs/x.md", "[a](../README.md) [b](https://example.org)")])


def named_paths(page: Source) -> set[str]:
    """Files and folders of ours that a page names in code marks; a name with a blank to fill in is none."""
    named = set(re.findall(r"`((?:touchstone|tests|docs|benchmarks|requirements|deploy)/[\w./-]*)`", page.text))
    return {path.rstrip("/") for path in named}


def test_every_place_where_a_change_goes_is_there() -> None:
    named = named_paths(read("DEVELOPERS.md"))
    assert len(named) > 20
    gone = sorted(path for path in named if not (ROOT / path).exists())
    assert not gone, shown(gone)


def test_a_place_that_is_not_there_is_found() -> None:
    assert named_paths(Source("x.md", "see `touchstone/nowhere/` and `web/<app>/views.py`")) == {"touchstone/nowhere"}
