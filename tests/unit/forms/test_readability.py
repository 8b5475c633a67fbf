"""What children read can be read at ten: short sentences, short words, measured as Flesch and Kincaid did.

The grade counts words in a sentence and syllables in a word; grade 5 is the school year that begins at ten in their
country. A grade says nothing about sense, so hard words are refused beside it, and so is a sentence of over 20 words.
"""

import re

import pytest

from touchstone.forms.form import Form
from touchstone.forms.loading import load_form

MOST_WORDS_IN_A_SENTENCE = 20
# Far below grade 5: the few words at the ends of a scale bring the grade of the whole down.
GRADES = {"survey-child": 2.0, "survey-parent": 2.5, "survey-victim": 2.5, "survey-staff": 3.0}
FOR_CHILDREN = ("survey-child", "survey-victim")  # a victim may be a child

# Words of four syllables and more that a ten-year-old reads all the same; none so far needs to stand here.
LONG_WORDS_ALLOWED: set[str] = set()
JARGON = {
    "safeguarding",
    "intervention",
    "disposal",
    "assessment",
    "supervision",
    "practitioner",
    "anonymous",
    "confidential",
    "inspection",
    "service",
    "services",
    "compliance",
    "wellbeing",
}


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    word = re.sub(r"[^a-z]", "", word.lower())
    word = re.sub(r"(?<=[^laeiouy])e$|(?<=[^dt])ed$|(?<=[^aeiouycgsxz])es$", "", word)
    return max(len(re.findall(r"[aeiouy]+", word)), 1)


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    parts = re.split(r"[.?!;:]+(?:\s|$)", text)
    return [words for part in parts if (words := re.findall(r"[A-Za-z0-9'’]+", part))]


def grade(text: str) -> float:
    """The Flesch–Kincaid grade: 0.39 × words in a sentence + 11.8 × syllables in a word − 15.59."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def texts(form: Form) -> list[str]:
    """Everything that is read, piece by piece."""
    found = [form.title]
    for section in form.sections:
        found += [section.title, section.introduction]
        for question in section.questions:
            found += [question.asks, question.guidance, question.low, question.high]
            found += [option.says for option in question.options]
    return [text for text in found if text]


def hard(text: str, *, jargon: bool) -> list[str]:
    """What makes a text hard to read: long sentences, long words, and words of the trade."""
    found = [" ".join(words) for words in sentences(text) if len(words) > MOST_WORDS_IN_A_SENTENCE]
    if jargon:
        for word in re.findall(r"[A-Za-z]+", text.lower()):
            if word in JARGON or (syllables(word) >= 4 and word not in LONG_WORDS_ALLOWED):
                found.append(word)
    return found


def too_hard(pieces: list[str], most: float, *, jargon: bool) -> list[str]:
    """Everything that is too hard: of the whole its grade, of each piece what makes it hard."""
    whole = grade(". ".join(pieces))
    found = [f"grade {whole:.1f}"] if whole > most else []
    return found + [each for piece in pieces for each in hard(piece, jargon=jargon)]


@pytest.mark.parametrize("id", GRADES)
def test_a_survey_is_easy_to_read(id: str) -> None:
    assert too_hard(texts(load_form(id)), GRADES[id], jargon=id in FOR_CHILDREN) == []


@pytest.mark.parametrize("id", GRADES)
def test_what_is_passed_on_is_as_easy_by_itself(id: str) -> None:
    # The whole can hide it: many short questions bring a grade down.
    for section in load_form(id).sections[:2]:
        assert grade(section.introduction) <= GRADES[id] + 1.5, section.id


@pytest.mark.parametrize(
    "planted",
    [
        "Information disclosed confidentially may subsequently be communicated to safeguarding authorities.",
        "If you tell us that you may be in danger then a grown-up whose job it is to keep children safe will read it "
        "and may then need to tell some other people about it too.",
        "How good was the intervention?",
    ],
)
def test_a_hard_sentence_is_found(planted: str) -> None:
    pieces = texts(load_form("survey-child"))
    assert too_hard([*pieces, planted], GRADES["survey-child"], jargon=True)


def test_the_grade_is_that_of_known_texts() -> None:
    # By hand: 2 sentences, 8 words, 8 syllables: 0.39 × 4 + 11.8 × 1 − 15.59 = −2.23.
    assert grade("The cat sat down. He ate his fish.") == pytest.approx(-2.23, abs=0.01)
    # 1 sentence, 7 words, 25 syllables (or so): far beyond school.
    assert grade("Organisational considerations notwithstanding, interdisciplinary collaboration is imperative.") > 18
    assert [syllables(word) for word in ("safe", "table", "helped", "wanted", "listen", "different")] == [
        1,
        2,
        1,
        2,
        2,
        3,
    ]
