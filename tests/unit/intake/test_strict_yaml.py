"""Strict YAML: facts read one way only, everything else refused with its line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.intake.problems import ProblemsFound
from touchstone.intake.strict_yaml import read_yaml


def problems(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_yaml(text, file="f.yaml")
    assert all(problem.do for problem in found.value.problems)
    return [f"{problem.column}: {problem.what}" for problem in found.value.problems]


def test_what_is_read() -> None:
    text = """
id: "2.1"
title: Assessment
in_force: 2021-07-12          # a date stays text
counts: true
not_known:
least: 14
below: -3
key_questions:
  - id: "2.1.1"
    asks: >
      Is it
      sufficient?
2.1.1: keys are text
yes: no matter
"""
    assert read_yaml(text, file="f.yaml") == {
        "id": "2.1",
        "title": "Assessment",
        "in_force": "2021-07-12",
        "counts": True,
        "not_known": None,
        "least": 14,
        "below": -3,
        "key_questions": [{"id": "2.1.1", "asks": "Is it sufficient?\n"}],
        "2.1.1": "keys are text",
        "yes": "no matter",
    }


def test_every_problem_is_told_at_once() -> None:
    text = "a: no\nb: 2.10\nc: 010\nd: &x [1]\ne: *x\na: !!str 1\n"
    assert problems(text) == [
        "line 1: 'no' can be read as a word or as true or false.",
        "line 2: '2.10' can be read as a number or as text.",
        "line 3: '010' begins with a zero: it can be read as octal or as text.",
        "line 4: The anchor 'x' is not allowed.",
        "line 5: The alias 'x' is not allowed.",
        "line 6: The key 'a' is written twice; the first is in line 1.",
        "line 6: The tag 'tag:yaml.org,2002:str' is not allowed.",
    ]


@pytest.mark.parametrize("word", ["Yes", "off", "NULL", "1e3", "0x1F", "1_000", "12:30", ".inf", "+5", "-.5", "1.5e-3"])
def test_what_can_be_read_in_two_ways_is_refused_and_quotes_help(word: str) -> None:
    assert len(problems(f"a: {word}")) == 1
    assert read_yaml(f"a: '{word}'", file="f.yaml") == {"a": word}


@pytest.mark.parametrize("word", ["2.1.1", "2021-07-12", "e3", "C-104", "half-up", "10%", "v1.2"])
def test_what_can_be_read_in_one_way_only_needs_no_quotes(word: str) -> None:
    assert read_yaml(f"a: {word}", file="f.yaml") == {"a": word}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\n---\nb: 2\n", "line 3: A second document"),
        ("? [a]\n: 1\n", "line 1: A key must be"),
        ("a: {<<: {b: 1}}", "line 1: The merge key"),
        ("a: [1\nb", "line 3, character 1: This is not YAML"),
        ("a:\n\t- b", "line 2, character 1: This is not YAML"),
        ("[" * 100_000, "line 1: Values are nested more than 64 deep."),
        ("- " * 100 + "x", "line 1: Values are nested more than 64 deep."),
        ("a: \0", ": The file holds a character"),
        ("a: \ud800", ": The file holds a character"),
        ("%TAG ! tag:x,2000:\n---\na: 1", "line 1: A %TAG directive"),
        ("a: 99999999999999999999", "line 1: The number has 20 digits"),
        ("x" * 2_000_001, ": The file has 2,000,001 characters"),
    ],
)
def test_a_bad_file_gets_a_plain_message(text: str, told: str) -> None:
    assert problems(text)[0].startswith(told)


def test_a_billion_laughs_is_refused_by_its_first_anchor() -> None:
    laughs = "a: &a [x, x]\n" + "\n".join(
        f"{c}: &{c} [*{p}, *{p}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert problems(laughs)[0] == "line 1: The anchor 'a' is not allowed."


@given(st.text(alphabet="ab:-[]{}&*!'\"#|>\n \t01.?,%", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ProblemsFound):  # anything else would be a traceback for somebody
        read_yaml(text, file="f.yaml")
