"""Plots are well-formed SVG that can be heard, read in black and white, and trusted to show the figures given."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from tests.factories.document import (
    BANDS,
    DEMONSTRATION,
    HOSTILE_TEXTS,
    SCALE,
    bars_figure,
    dots_figure,
    hostile_document,
    movement_figure,
    ratings_figure,
)
from touchstone.reports.document import Bar, BarPlot, Dot, DotPlot, Figure, Move, MovementPlot, Section
from touchstone.reports.marks import MARKS
from touchstone.reports.plots import in_parts, plot_svg, plot_without_words

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [dots_figure(), movement_figure(), ratings_figure(), bars_figure()]


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def words_of(svg: str) -> str:
    return " ".join(text.text or "" for text in read(svg).iter(f"{SVG}text"))


def percent(value: str) -> float:
    assert value.endswith("%")
    return float(value[:-1])


@pytest.mark.parametrize("width", [None, 640], ids=["fluid", "fixed"])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_plot_can_be_heard(figure, width):
    plot = read(plot_svg(figure, width=width))
    title, description = plot.find(f"{SVG}title"), plot.find(f"{SVG}desc")
    assert plot.get("role") == "img"
    assert plot.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == (figure.title, figure.description)
    assert "Noto Sans" in plot.get("font-family")


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_plot_keeps_to_a_strict_security_policy(figure):
    svg = plot_svg(figure, notice=DEMONSTRATION.text)
    assert not re.search(r"style=|<style|<script|\son\w+=|url\(|href", svg)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_every_plot_says_that_it_is_a_demonstration(figure):
    assert "every case and every word here is invented." in words_of(
        plot_svg(figure, notice=DEMONSTRATION.text, width=640)
    )
    assert "invented" not in words_of(plot_svg(figure))


def test_a_fluid_plot_keeps_the_size_of_its_words_and_a_fixed_one_can_be_scaled():
    fluid, fixed = read(plot_svg(dots_figure())), read(plot_svg(dots_figure(), width=640))
    assert (fluid.get("width"), fluid.get("viewBox")) == ("100%", None)
    assert fixed.get("viewBox") == f"-8 0 640 {fixed.get('height')}"
    sizes = {float(text.get("font-size")) for text in fluid.iter(f"{SVG}text")}
    assert min(sizes) >= 13


def test_a_share_is_a_dot_at_its_percentage_with_its_interval():
    svg = read(plot_svg(dots_figure()))
    dots = list(svg.iter(f"{SVG}circle"))
    assert [percent(dot.get("cx")) for dot in dots] == [69, 59, 51]
    intervals = [line for line in svg.iter(f"{SVG}line") if line.get("class") == "interval"]
    assert [(percent(line.get("x1")), percent(line.get("x2"))) for line in intervals] == [
        (55.1, 80.2),
        (44.8, 71.8),
        (37.3, 65.0),
    ]


def test_the_deciding_question_is_filled_and_named_and_the_others_are_hollow():
    svg = plot_svg(dots_figure(), width=640)
    dots = list(read(svg).iter(f"{SVG}circle"))
    assert [dot.get("fill") == dot.get("stroke") for dot in dots] == [False, False, True]
    assert "2.1.3 safety of other people – decides" in words_of(svg)


def test_the_bands_lie_behind_every_dot_in_their_places():
    svg = read(plot_svg(dots_figure()))
    tints = {MARKS[word].tint: word for word in MARKS}
    bands = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") in tints]
    assert len(bands) == 3 * len(BANDS)
    places = [(tints[band.get("fill")], percent(band.get("x")), percent(band.get("width"))) for band in bands[:4]]
    assert places == [
        ("Inadequate", 0, 50),
        ("Requires improvement", 50, 15),
        ("Good", 65, 15),
        ("Outstanding", 80, 20),
    ]


def test_the_words_of_the_scale_stand_beside_their_shapes():
    svg = plot_svg(dots_figure())
    for word, mark in MARKS.items():
        assert word in words_of(svg)
        assert mark.shape in svg


def test_an_interval_that_nobody_knows_is_not_drawn():
    svg = plot_svg(DotPlot(BANDS, (Dot("2.1.1", 50, None, None, True, "Good"),)), title="t")
    assert "interval" not in svg


def test_movement_is_an_arrow_from_the_old_mark_to_the_new():
    svg = read(plot_svg(movement_figure()))
    arrows = [line for line in svg.iter(f"{SVG}line") if line.get("class") == "movement"]
    ways = [percent(line.get("x2")) > percent(line.get("x1")) for line in arrows]
    assert ways == [True, False]  # planning up, delivery down, assessment still, governance unknown before


def test_movement_is_said_in_words_too():
    said = words_of(plot_svg(movement_figure(), width=640))
    assert "Up from Inadequate to Good" in said
    assert "Down from Requires improvement to Inadequate" in said
    assert "Still Requires improvement" in said
    assert "Before: not known. Now: Good." in said


def test_a_standard_that_is_not_rated_stands_on_its_line_in_words():
    assert "Not rated" in words_of(plot_svg(ratings_figure()))


def test_bars_are_as_long_as_their_values():
    svg = read(plot_svg(bars_figure()))
    assert [percent(rect.get("width")) for rect in svg.iter(f"{SVG}rect") if rect.get("fill") == "#3d5a73"] == [54, 32]


@pytest.mark.parametrize("top", [0, 10])
def test_a_bar_beyond_the_top_ends_there(top):
    svg = read(plot_svg(BarPlot((Bar("a", 900, "900"), Bar("b", -5, "-5")), top), title="t"))
    widths = [percent(rect.get("width")) for rect in svg.iter(f"{SVG}rect") if rect.get("fill") == "#3d5a73"]
    assert widths == [100, 0]


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_stays_text(text):
    (section,) = hostile_document(text).blocks
    assert isinstance(section, Section)
    for figure in (block for block in section.blocks if isinstance(block, Figure)):
        for width in (None, 640):
            names = {child.tag for child in read(plot_svg(figure, notice=text, width=width)).iter()}
            drawn = ("svg", "title", "desc", "rect", "line", "circle", "path", "text")
            assert names <= {f"{SVG}{name}" for name in drawn}


def test_words_can_be_set_apart_from_the_picture():
    svg, drawing = plot_without_words(dots_figure(), notice="Demonstration.", width=640)
    assert not list(read(svg).iter(f"{SVG}text"))
    assert {"69%", "2.1.1 desistance", "Demonstration."} <= {placed.text for placed in drawing.words}
    assert drawing.y == float(read(svg).get("height"))


def test_a_plot_with_more_lines_than_a_page_holds_is_cut():
    bars = tuple(Bar(str(number), number, str(number)) for number in range(40))
    parts = in_parts(replace(bars_figure(), plot=BarPlot(bars, 40)))
    assert [len(part.plot.bars) for part in parts] == [14, 14, 12]
    assert sum((part.plot.bars for part in parts), ()) == bars
    assert len({part.id for part in parts}) == 3
    assert [part.description.endswith("continued.") for part in parts] == [False, True, True]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_other_plots_stay_whole(figure):
    assert in_parts(figure) == (figure,)


def test_a_plot_of_nothing_is_still_a_picture():
    assert read(plot_svg(MovementPlot(SCALE, ()), title="Nothing moved")).find(f"{SVG}title").text == "Nothing moved"
    moved = plot_svg(MovementPlot((), (Move("2.1", "Good", "Good"),)), title="No scale")
    assert "Before: Good. Now: Good." in words_of(moved)
