"""What is left out of a text, which way it runs, and which links are followed."""

import pytest

from touchstone.reports.printing import language_tag, printable, runs_right_to_left, safe_link


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", "plain"),
        ("Ŵyr ŷ – ‘quoted’", "Ŵyr ŷ – ‘quoted’"),
        ("a\x00b\x07c\x1b\x7f\x85d", "abc d"),
        ("one\ntwo\tthree\u2028four", "one two three four"),
        ("a\u202eb\u202cc\u2067d\u2069", "abcd"),
        ("a\ud800b\ufffec\U0001fffed\ufeffe", "abcde"),
        (
            "family 👨\u200d👩\u200d👧 and \u0915\u094d\u200d\u0937",
            "family 👨\u200d👩\u200d👧 and \u0915\u094d\u200d\u0937",
        ),
    ],
)
def test_what_cannot_be_printed_is_left_out(text, printed):
    assert printable(text) == printed


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("Hello", "", False),
        ("Hello", "ur", True),
        ("ہم سے", "", True),
        ("אף אחד", "he", True),
        ("3 ہم", "", True),
        ("Ali said ہم", "", False),
        ("Cymraeg", "cy", False),
        ("", "", False),
        ("Hello", "ar-nonsense-tag-that-is-none", False),
    ],
)
def test_which_way_a_text_runs(text, language, answer):
    assert runs_right_to_left(text, language) is answer


@pytest.mark.parametrize("tag", ["en", "cy", "en-GB", "zh-Hans", "zh-Hant-HK", "ckb", "es-419"])
def test_language_tags_are_kept(tag):
    assert language_tag(tag) == tag


@pytest.mark.parametrize("tag", ["", "english", "e", 'en" onload="x', "not a language", "en_GB"])
def test_other_words_are_no_language(tag):
    assert language_tag(tag) == ""


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c", "http://example.org", "mailto:a@example.org"])
def test_web_and_mail_may_be_followed(address):
    assert safe_link(address) == address


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "//x"]
)
def test_nothing_else_may(address):
    assert safe_link(address) == ""
