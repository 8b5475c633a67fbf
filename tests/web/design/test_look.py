"""The look: one mark everywhere, dates and sizes as people say them, nothing that is reserved for GOV.UK."""

import json
import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import translation
from markupsafe import Markup

from touchstone.reports.marks import MARKS
from touchstone.web.design import lines, words

ROOT = Path(__file__).resolve().parents[3]
DESIGN = ROOT / "touchstone" / "web" / "design"
FIXTURES = ROOT / "build" / "govuk-fixtures"


def test_the_style_sheet_has_the_colours_of_the_marks() -> None:
    styles = (DESIGN / "static" / "design" / "touchstone.css").read_text(encoding="utf-8")
    for style in MARKS.values():
        rule = re.search(rf"\.ts-{style.css_class} {{ background: (#\w+); color: (#\w+); }}", styles)
        assert rule is not None, style.word
        full = {"#fff": "#ffffff"}
        assert full.get(rule.group(1), rule.group(1)) == style.fill
        assert full.get(rule.group(2), rule.group(2)) == style.ink


@pytest.mark.parametrize("word", [*MARKS, "Not rated"])
def test_a_rating_is_a_word_a_shape_and_a_colour(word: str) -> None:
    macros = get_template("design/macros.html").template.module
    mark = macros.rating_mark(word)
    assert f">{word}<" in mark
    assert 'aria-hidden="true"' in mark
    assert "<path" in mark
    assert re.search(r"ts-mark-[a-z-]+", mark)


def test_nothing_reserved_for_gov_uk_is_shown() -> None:
    styles = (DESIGN / "static" / "vendor" / "govuk-frontend.min.css").read_text(encoding="utf-8")
    assert len(styles) > 50_000
    for trace in ("GDS Transport", "@font-face", "crest", "crown", "url("):
        assert trace not in styles
    layout = (DESIGN / "jinja2" / "design" / "layout.html").read_text(encoding="utf-8")
    assert "crown" not in layout.lower()


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2023-03-21", "21 March 2023"),
        ("2023-03-21T00:01", "21 March 2023"),
        ("2025-09", "September 2025"),
        ("2018", "2018"),
        ("", "not known"),
        ("spring and summer 2020", "spring and summer 2020"),
        ("2023-13-45", "2023-13-45"),
        ("1-2-3", "1-2-3"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(iso: str, said: str) -> None:
    assert words.day(iso) == said


def test_dates_are_said_in_welsh_too() -> None:
    with translation.override("cy"):
        assert words.day("2026-11-21") == "21 Tachwedd 2026"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1 KB"), (231_800, "232 KB"), (1_250_000, "1.2 MB")]
)
def test_a_size_is_said_as_people_do(count: int, said: str) -> None:
    assert words.size(count) == said


BANDS = (("Inadequate", 0), ("Requires improvement", 50), ("Good", 65), ("Outstanding", 80))


@pytest.mark.parametrize("percent", [0, 1, 50, 99, 100])
def test_a_dot_stands_inside_its_line(percent: int) -> None:
    line = lines.dot_line(BANDS, percent)
    assert isinstance(line, Markup)
    place = re.search(r'<circle cx="([\d.]+)%"', line)
    assert place is not None
    assert 2 <= float(place.group(1)) <= 98
    assert 'aria-hidden="true"' in line
    assert "style=" not in line


def test_a_dot_that_moved_shows_where_it_was() -> None:
    assert lines.dot_line(BANDS, 49, before=51).count("<circle") == 2
    assert lines.dot_line(BANDS, 51, before=51).count("<circle") == 1


def test_markup_in_a_rating_word_is_text() -> None:
    macros = get_template("design/macros.html").template.module
    assert "<script>" not in macros.rating_mark("<script>")
    assert "<script>" not in lines.band_heads((("<script>", 0),))


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="brought by `python hatch_build.py tests`")
def test_the_macros_write_exactly_what_the_style_sheet_is_made_for() -> None:
    """Every fixture that govuk-frontend publishes with this release, through the macros of the Python package."""
    environment = get_template("design/layout.html").template.environment
    drifted, compared = [], 0
    for file in sorted(FIXTURES.glob("*.json")):
        fixtures = json.loads(file.read_text(encoding="utf-8"))
        component = fixtures["component"]
        macro = "govuk" + "".join(part.capitalize() for part in component.split("-"))
        source = (
            f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro} %}}'
            f"{{{{ {macro}(options) }}}}"
        )
        template = environment.from_string(source)
        for fixture in fixtures["fixtures"]:
            compared += 1
            if squeezed(template.render(options=fixture["options"])) != squeezed(fixture["html"]):
                drifted.append(f"{component}: {fixture['name']}")
    assert compared > 600
    assert not drifted, drifted


def squeezed(markup: str) -> str:
    """Markup without the white space that no browser shows, quotation marks written one way."""
    markup = markup.replace("&#34;", "&quot;").replace("&#39;", "&apos;")
    markup = re.sub(r"\s+>", ">", markup)
    return re.sub(r">\s+|\s+<|\s+", lambda found: found.group().strip() or " ", markup).strip()


def test_templates_translate_only_words_that_are_written_in_them() -> None:
    """Jinja takes what `_()` gives for markup, so a word out of data must never go through it."""
    call = re.compile(r"\b(?:_|n?gettext)\(\s*[^\"'\s]")
    found = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "touchstone" / "web").rglob("jinja2/**/*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if call.search(line)
    ]
    assert not found, found
    assert call.search("{{ _(word) }}")
    assert call.search("{{ gettext(row.kind) }}")
