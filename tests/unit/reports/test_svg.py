"""Elements are escaped, words are measured on the safe side, lines are broken where they must."""

from touchstone.reports.svg import element, width_of, words, wrap


def test_attributes_are_written_as_svg_writes_them_and_escaped():
    assert element("path", class_="a", stroke_width=1.5, d='"<&', fill="") == (
        '<path class="a" stroke-width="1.5" d="&quot;&lt;&amp;"/>'
    )


def test_numbers_have_no_needless_digits():
    assert element("a", x=1.0, y=2.50, z=1 / 3) == '<a x="1" y="2.5" z="0.33"/>'


def test_words_are_escaped_and_cleaned():
    assert words("<b> & \x00\x07\ud800\ufffe…") == "&lt;b&gt; &amp; …"


def test_wide_letters_count_for_more():
    assert width_of("WWWW", 10) > width_of("iiii", 10) * 2
    assert width_of("中中", 10) > width_of("ab", 10)


def test_lines_are_broken_between_words():
    assert wrap("one two three", width=60, size=13) == ["one two", "three"]


def test_a_word_wider_than_a_line_is_cut():
    lines = wrap("x" * 100, width=60, size=10, most_lines=20)
    assert "".join(lines) == "x" * 100
    assert all(width_of(line, 10) <= 60 for line in lines)


def test_what_exceeds_the_lines_ends_in_an_ellipsis():
    lines = wrap("word " * 100, width=60, size=10, most_lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_no_words_are_one_empty_line():
    assert wrap("  ", width=60, size=10) == [""]
