"""What the text gateway lets pass, what it mends, and what it refuses."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.intake.text import MOST_MARKS_ON_ONE_LETTER, TextRefused, clean, shown


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("plain words", "plain words"),
        ("", ""),
        ("e\u0301", "\u00e9"),  # composed
        ("two\r\nlines\rand\u2028more", "two\nlines\nand\nmore"),
        ("a\tb", "a\tb"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("\u2066x\u2069", "x"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner belongs to the word
        ("👩\u200d👧", "👩\u200d👧"),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
    ],
)
def test_what_is_kept(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ("a\0b", "NUL character, U+0000 (character 2)"),
        ("ab\x1b[31m", "control character, U+001B (character 3)"),
        ("\x7f", "U+007F"),
        ("£\x80", "U+0080 (character 2)"),  # cp1252 read as latin-1
        ("half \ud83d", "half a character, U+D83D (character 6)"),
        ("\ufffe", "U+FFFE"),
        ("\U0010ffff", "U+10FFFF"),
        ("\ufdd0", "U+FDD0"),
        ("a" + "\u0301" * (MOST_MARKS_ON_ONE_LETTER + 1), "accents"),
        ("x" * 20_001, "20,001 characters"),
    ],
)
def test_what_is_refused_names_the_character_and_its_place(bad: str, named: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean(bad)
    assert named in refused.value.what
    assert refused.value.do.endswith(".")


def test_one_line_has_no_line_break_tab_or_unseen_mark() -> None:
    for bad in ("a\nb", "a\tb", "a\r\nb"):
        with pytest.raises(TextRefused, match="one line"):
            clean(bad, one_line=True)
    assert clean("A\u200b1\ufeff2\u00ad", one_line=True) == "A12"


def test_length_is_counted_after_composing() -> None:
    assert clean("e\u0301" * 10, most=10) == "\u00e9" * 10
    with pytest.raises(TextRefused):
        clean("x" * 11, most=10)


def test_a_storm_of_marks_is_refused_before_it_is_sorted() -> None:
    # Alternating classes are what makes composing slow: 80,000 of them took seconds before the check.
    with pytest.raises(TextRefused, match="accents"):
        clean("a" + "\u0301\u0316" * 39_000)


@given(st.text(st.characters(max_codepoint=sys.maxunicode), max_size=200))
def test_whatever_comes_is_stored_safely_or_refused(text: str) -> None:
    try:
        kept = clean(text)
    except TextRefused:
        return
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert "\0" not in kept
    assert not set(kept) & set(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
    assert clean(kept) == kept  # cleaning twice is cleaning once


@given(st.text(st.characters(max_codepoint=sys.maxunicode)))
def test_a_shown_value_is_short_and_harmless(text: str) -> None:
    told = shown(text)
    assert told.isprintable()
    told.encode("utf-8")
    assert len(told) <= 60 * 10 + 2  # ten characters for the longest escape
