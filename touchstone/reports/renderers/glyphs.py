"""Which characters the fonts that ship with Touchstone can print, asked before a PDF is made.

One character outside the fonts stops a whole PDF under PDF/UA. So every character of a document is looked up first, and
one that no font holds is printed as its name in a box, [U+1F9FF].
"""

import json
from functools import cache
from pathlib import Path

from touchstone.intake.problems import Problem, ProblemsFound

FOLDER = Path(__file__).parent.parent / "fonts"

# Printed by Noto Sans, so that an English or Welsh report opens no font file (a test asks the font).
ALWAYS_PRINTED = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x2032, 0x2033, 0x20AC, 0x2122, 0x2212])
)
# Steer the characters around them and are never drawn themselves: joiners, direction marks, variation selectors.
NEVER_DRAWN = frozenset(
    map(chr, [0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10)])
    # Letters of flags of nations; a font without the flag draws the plain flag before them.
) | frozenset(map(chr, range(0xE0020, 0xE0080)))


@cache
def families() -> tuple[str, ...]:
    """The font families, in the order in which they are tried."""
    return tuple(dict.fromkeys(font["family"] for font in _listed()))


@cache
def font_folder() -> Path:
    """Where the font files are. Raises ProblemsFound when the asset build has not put them there."""
    absent = [font["target"] for font in _listed() if not (FOLDER / font["target"]).is_file()]
    if absent:
        what = f"{len(absent)} of the fonts for PDF and pictures are not installed, {absent[0]} first."
        raise ProblemsFound([Problem(what, "Build them: python3 hatch_build.py", file=str(FOLDER / "fonts.json"))])
    return FOLDER


def without_glyph(characters: set[str]) -> set[str]:
    """Those of the characters that no font can print. Opens font files only for characters beyond Latin."""
    unknown = characters - ALWAYS_PRINTED - NEVER_DRAWN
    for font in _listed():
        if not unknown:
            break
        unknown -= _characters_of(font["target"])
    return unknown


def named_box(character: str) -> str:
    """What stands for a character that cannot be printed."""
    return f"[U+{ord(character):04X}]"


@cache
def _listed() -> tuple[dict[str, str], ...]:
    return tuple(json.loads((FOLDER / "fonts.json").read_text(encoding="utf-8")))


@cache
def _characters_of(target: str) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(font_folder() / target, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
