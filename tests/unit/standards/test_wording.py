"""Somebody's own wording replaces our sentences and nothing else."""

from pathlib import Path

import pytest

from touchstone.intake.problems import ProblemsFound
from touchstone.standards.loading import load_framework
from touchstone.standards.wording import read_wording

WORDS = """\
framework: hmip-youth-2021
source: Our standards as published
words:
  "2.1": The sentence as we print it.
  "2.1.3": The question as we print it?
"""


def write(folder: Path, text: str, name: str = "hmip-youth-2021.wording.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.capability("I1")
def test_sentences_are_replaced_and_everything_else_stays(tmp_path: Path) -> None:
    write(tmp_path, WORDS)
    ours, theirs = load_framework("hmip-youth-2021"), load_framework("hmip-youth-2021", folders=(tmp_path,))
    before, after = ours.standard("2.1"), theirs.standard("2.1")
    assert before is not None
    assert after is not None
    assert after.statement == "The sentence as we print it."
    assert (after.fact.standing, after.fact.source) == ("verified", "Our standards as published")
    assert after.key_questions[2].asks == "The question as we print it?"
    assert after.key_questions[:2] == before.key_questions[:2]
    assert after.key_questions[2].prompts == before.key_questions[2].prompts
    assert theirs.rating == ours.rating
    others = [standard for standard in theirs.standards if standard.id != "2.1"]
    assert others == [standard for standard in ours.standards if standard.id != "2.1"]


def test_words_for_a_number_that_is_not_there_are_refused(tmp_path: Path) -> None:
    write(tmp_path, WORDS + '  "9.9": Nowhere.\n')
    with pytest.raises(ProblemsFound, match=r"hmip-youth-2021 has no '9\.9'"):
        load_framework("hmip-youth-2021", folders=(tmp_path,))


def test_words_in_the_file_of_another_framework_are_refused(tmp_path: Path) -> None:
    write(tmp_path, WORDS, "hmip-youth-2018.wording.yaml")
    with pytest.raises(ProblemsFound, match="These are words for hmip-youth-2021"):
        load_framework("hmip-youth-2018", folders=(tmp_path,))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("source: Our standards as published\n", "", "The key 'source' is missing"),
        (
            '  "2.1": The sentence as we print it.\n  "2.1.3": The question as we print it?\n',
            "  {}\n",
            "There are no words",
        ),
        ('"2.1": The sentence as we print it.', '"2.1": ""', "The text is empty"),
        ("words:", "revision: 3\nwords:", "The key 'revision' is not known here"),
        ('"2.1.3": The', '"2.1": The', "is written twice"),
    ],
)
def test_a_broken_wording_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert WORDS.count(old) == 1
    file = write(tmp_path, WORDS.replace(old, new))
    with pytest.raises(ProblemsFound, match=message):
        read_wording(str(file))
