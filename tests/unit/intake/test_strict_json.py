"""Strict JSON: what is right is read, and every wrong thing is told with its place."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.intake.problems import ProblemsFound
from touchstone.intake.strict_json import MOST_BYTES, read_json


def problems(data: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_json(data, file="i.json")
    assert all(problem.do for problem in found.value.problems)
    assert all(problem.file == "i.json" for problem in found.value.problems)
    return [f"{problem.column}: {problem.what}" for problem in found.value.problems]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_the_standard_library_writes_is_read_alike(value: object) -> None:
    for ascii_only in (True, False):
        assert read_json(json.dumps(value, ensure_ascii=ascii_only).encode(), file="i.json") == value


def test_a_byte_order_mark_is_allowed() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": 1}', file="i.json") == {"a": 1}


def test_every_problem_is_told_at_once_with_the_way_to_it() -> None:
    told = problems(
        b'{"standards": {"2.1": {"key_questions": [{"yes": NaN}, {"yes": 1, "yes": [Infinity]}]}}, "n": 1e400}'
    )
    assert told == [
        "standards.2.1.key_questions[0].yes: NaN is not a number that can be used.",
        "standards.2.1.key_questions[1].yes: The key is written 2 times in the same object.",
        "standards.2.1.key_questions[1].yes[0]: Infinity is not a number that can be used.",
        "n: The number is too large.",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", ": The file is empty."),
        (b" \n ", ": The file is empty."),
        (b"NaN", ": NaN is not a number"),
        (b'{"a": 1', "line 1, character 8: A comma or a closing bracket"),
        (b'{"a": 1,\n "b" 2}', "line 2, character 6: A colon"),
        (b'{"a": 1,}', "line 1, character"),
        (b"[1,]", "line 1, character"),
        (b"{'a': 1}", "line 1, character 2: A key was expected"),
        (b'"a\nb"', "line 1, character 3: A text holds a line break"),
        (b'"a', "line 1, character 1: A text begins here and never ends."),
        (b'"\\q"', "line 1, character 2: A backslash"),
        (b"[1] []", "line 1, character 5: The file goes on"),
        (b"what", "line 1, character 1: A value was expected"),
        (b'{"name":\n "caf\xe9"}', "line 2, character 6: The byte 0xe9 is not UTF-8."),
        ('{"a": 1}'.encode("utf-16"), ": The file is not UTF-8"),
        ('{"a": 1}'.encode("utf-32-le"), ": The file is not UTF-8"),
        (b'["\\ud83d"]', "[0]: The text holds half a character"),
        (b'{"\\udc00": 1}', "\\udc00: The text holds half a character"),
        (b'{"n": 9223372036854775808}', "n: The number has 19 digits"),
        (b'{"n": -9223372036854775809}', "n: The number has 19 digits"),
        (b'{"n": ' + b"7" * 100_000 + b"}", "n: The number has 100000 digits"),
        (b"[" * 1_000_000, ": Values are nested more than 64 deep."),
        (b'{"a":' * 300_000, ": Values are nested more than 64 deep."),
        (b"[" * 66 + b"]" * 66, "[0][0]"),
        (b'"' + b"x" * MOST_BYTES + b'"', ": The file has 5,000,002 bytes"),
    ],
)
def test_a_bad_file_gets_a_plain_message(data: bytes, told: str) -> None:
    [only] = problems(data)
    assert only.startswith(told)


def test_sixty_four_levels_are_read() -> None:
    assert read_json(b"[" * 64 + b"]" * 64, file="i.json")


def test_a_key_cannot_write_to_the_terminal() -> None:
    [only] = problems(b'{"\\u001b[2J": NaN}')
    assert only.isprintable()


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ProblemsFound):  # anything else would be a traceback for somebody
        read_json(data, file="i.json")
