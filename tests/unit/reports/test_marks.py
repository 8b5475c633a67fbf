"""A rating is told by word, shape and colour, and each of the three is enough for somebody."""

import itertools
import math
import re
from pathlib import Path

import pytest

from touchstone.reports.marks import MARKS, PAPER, QUIET_INK, is_rating, shape_svg, style_of

REPORT_CSS = Path("touchstone/reports/templates/report.css").read_text(encoding="utf-8")
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

# How the three kinds of dichromacy see linear red, green and blue: Machado, Oliveira and Fernandes (2009), severity 1.
SIGHT = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def as_lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as somebody sees it: equal distances look about equally different."""
    seen = [max(0.0, min(1.0, sum(map(math.prod, zip(row, linear(colour), strict=True))))) for row in SIGHT[sight]]
    to_xyz = (
        (0.4339, 0.3762, 0.1899),
        (0.2126, 0.7152, 0.0722),
        (0.0177, 0.1095, 0.8728),
    )
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (sum(map(math.prod, zip(row, seen, strict=True))) for row in to_xyz)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_four_ratings_stand_best_first():
    assert list(MARKS) == ["Outstanding", "Good", "Requires improvement", "Inadequate"]


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.word)
def test_words_and_shapes_have_enough_contrast(mark):
    assert contrast(mark.ink, mark.fill) >= TEXT_CONTRAST
    assert contrast(mark.edge, PAPER) >= SHAPE_CONTRAST
    assert contrast(mark.edge, mark.tint) >= SHAPE_CONTRAST
    assert contrast(QUIET_INK, mark.tint) >= TEXT_CONTRAST


@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_colours_differ_for_every_kind_of_sight(sight):
    for one, other in itertools.combinations(MARKS.values(), 2):
        assert math.dist(as_lab(one.fill, sight), as_lab(other.fill, sight)) > 25, f"{one.word}, {other.word}"


def test_neighbours_differ_in_grey():
    marks = list(MARKS.values())
    for one, other in itertools.pairwise(marks):
        assert contrast(one.fill, other.fill) > 1.5, f"{one.word}, {other.word}"


def test_every_mark_has_a_shape_and_a_sign_of_its_own():
    marks = [*MARKS.values(), style_of("Not rated")]
    assert len({mark.shape for mark in marks}) == len({mark.sign for mark in marks}) == len(marks)


def test_words_of_another_framework_get_neutral_marks_by_position():
    scale = ("Poor", "Fair", "Fine")
    marks = [style_of(word, scale) for word in scale]
    assert [mark.css_class for mark in marks] == ["mark-step-1", "mark-step-2", "mark-step-3"]
    assert len({mark.shape for mark in marks}) == 3
    assert len({mark.fill for mark in marks}) == 1


def test_words_that_are_no_rating_get_a_bar():
    assert style_of("not known").css_class == style_of("Not rated").css_class == "mark-none"
    assert is_rating("Not rated")
    assert not is_rating("good")


def test_a_shape_is_silent():
    assert 'aria-hidden="true"' in shape_svg(MARKS["Good"])
    assert MARKS["Good"].fill in shape_svg(MARKS["Good"])
    assert "#ffffff" in shape_svg(MARKS["Good"], ink="#ffffff")


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.word)
def test_the_style_sheet_has_the_same_colours(mark):
    rule = re.search(rf"\.report-mark\.{mark.css_class} {{(.+?)}}", REPORT_CSS)
    assert rule, mark.css_class
    assert f"background: {mark.fill}; border-color: {mark.edge}; color: {mark.ink};" in rule[1]
