"""Which characters can be printed is asked of the fonts themselves."""

import json
import os

import pytest
from fontTools.ttLib import TTFont

from tests.factories.document import QUOTES
from touchstone.reports.renderers.glyphs import (
    ALWAYS_PRINTED,
    FOLDER,
    NEVER_DRAWN,
    families,
    font_folder,
    named_box,
    without_glyph,
)

LISTED = json.loads((FOLDER / "fonts.json").read_text(encoding="utf-8"))
MOST_MEGABYTES = 25


def test_what_is_taken_for_granted_is_in_both_weights_of_the_first_font():
    for target in ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf"):
        with TTFont(font_folder() / target) as font:
            held = set(map(chr, font.getBestCmap()))
        assert not ALWAYS_PRINTED - held


def test_all_letters_of_welsh_can_be_printed():
    assert set("âêîôûŵŷÂÊÎÔÛŴŶáéíóúýàèìòùäëïöüÿ") <= ALWAYS_PRINTED
    assert without_glyph(set("ẃẁỳẅẂẀỲẄ")) == set()


@pytest.mark.parametrize(("language", "said"), QUOTES, ids=[language or "emoji" for language, _ in QUOTES])
def test_every_language_that_was_promised_can_be_printed(language, said):
    assert without_glyph(set(said)) == set()


def test_other_characters_cannot():
    assert without_glyph(set("a𓂀\ue000\u0378")) == {"𓂀", "\ue000", "\u0378"}


def test_characters_that_only_steer_need_no_glyph():
    assert without_glyph(set(NEVER_DRAWN)) == set()


def test_a_missing_character_is_named():
    assert named_box("\U0001f9ff") == "[U+1F9FF]"
    assert named_box("é") == "[U+00E9]"


def test_the_list_of_fonts_is_complete_and_small_enough():
    assert families()[0] == "Noto Sans"
    assert len(families()) == 17
    assert {font["licence"] for font in LISTED} == {"OFL-1.1"}
    assert all(font.keys() == LISTED[0].keys() for font in LISTED)
    size = sum(os.path.getsize(font_folder() / font["target"]) for font in LISTED)
    assert size < MOST_MEGABYTES * 1_000_000


@pytest.mark.parametrize("font", LISTED, ids=lambda font: font["target"])
def test_every_font_is_the_one_listed_and_says_its_licence(font):
    with TTFont(FOLDER / font["target"], lazy=True) as opened:
        assert opened["name"].getBestFamilyName() in (font["family"], f"{font['family']} SemiBold")
        assert "SIL Open Font License" in str(opened["name"].getName(13, 3, 1))
