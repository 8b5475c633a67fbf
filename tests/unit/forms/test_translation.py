"""A translation is a draft until somebody approves it, and a draft never speaks of what keeps people safe."""

from pathlib import Path

import pytest

from touchstone.forms.form import Form
from touchstone.forms.loading import DEFINITIONS, form_ids, languages_of, load_form
from touchstone.forms.translation import in_language, read_translation, untranslated
from touchstone.intake.problems import ProblemsFound

TRANSLATED = [(name, language.code) for name in form_ids() for language in languages_of(name) if language.code != "en"]
WELSH = (Path(DEFINITIONS) / "survey-child.cy.yaml").read_text(encoding="utf-8")
APPROVED = WELSH.replace("status: draft", "approved_by: {role: Head of translation, date: '2026-01-05'}")


def in_welsh(folder: Path, text: str) -> Form:
    """The survey of children with this translation laid over it."""
    path = folder / "survey-child.cy.yaml"
    path.write_text(text, encoding="utf-8")
    return in_language(load_form("survey-child"), read_translation(str(path)))


def safeguarding_parts(form: Form) -> list[str]:
    """The ids of everything that keeps people safe."""
    return [part.id for section in form.sections for part in (section, *section.questions) if part.safeguarding]


@pytest.mark.parametrize(("id", "language"), TRANSLATED)
def test_every_translation_is_whole_but_for_what_a_draft_may_not_say(id: str, language: str) -> None:
    english, form = load_form(id), load_form(id, language)
    assert form.draft
    assert form.language == language
    assert list(untranslated(form)) == safeguarding_parts(english)
    for section, original in zip(form.sections, english.sections, strict=True):
        assert (section.title == original.title) == original.safeguarding
        assert section.language == ("en" if original.safeguarding else "")
        for question, asked in zip(section.questions, original.questions, strict=True):
            assert (question.asks == asked.asks) == asked.safeguarding
            assert question.language == ("en" if asked.safeguarding else "")
            assert (question.id, question.kind, question.shown_when) == (asked.id, asked.kind, asked.shown_when)
            assert [option.id for option in question.offered] == [option.id for option in asked.offered]


@pytest.mark.parametrize(("id", "language"), TRANSLATED)
def test_the_texts_of_safety_are_translated_too_for_whoever_approves_them(id: str, language: str) -> None:
    text = (Path(DEFINITIONS) / f"{id}.{language}.yaml").read_text(encoding="utf-8")
    assert text.count("999") == sum(
        "999" in words
        for section in load_form(id).sections
        for words in (section.introduction, *(question.guidance for question in section.questions))
    )


def test_an_approved_translation_speaks_of_safety(tmp_path: Path) -> None:
    form = in_welsh(tmp_path, APPROVED)
    assert form.status == "approved"
    assert form.approved_by == "Head of translation, 2026-01-05"
    assert untranslated(form) == ()
    assert "ffonia 999" in form.sections[1].introduction


def test_a_part_that_is_not_translated_whole_stays_english_and_says_so(tmp_path: Path) -> None:
    form = in_welsh(
        tmp_path, APPROVED.replace("    high: Yn dda iawn\n", "", 1).replace("      once: Do, unwaith\n", "")
    )
    assert untranslated(form) == ("listened", "same_worker")
    listened = form.question("listened")
    assert listened is not None
    assert (listened.low, listened.language) == ("Not at all", "en")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("revision: 1", "revision: 2", "Bring it to revision 1"),
        ("status: draft", "status: done", "'done' is not known"),
        ("status: draft\n", "", "whether anybody has approved"),
        ("status: draft", "status: draft\napproved_by: {role: x, date: '2026-01-05'}", "whether anybody has approved"),
        ("status: draft", "approved_by: {role: x}", "'date' is missing"),
        ("  worker:\n    title", "  workers:\n    title", "no such part"),
        ("      never: Naddo", "      nevre: Naddo", "no such option"),
        ("    asks: Beth oedd", "    low: Dim\n    asks: Beth oedd", "no 'low' here"),
        ("    asks: Beth oedd", "    hint: Dim\n    asks: Beth oedd", "'hint' is not known"),
        ("language: cy", "language: pl", "Call it by form and language"),
    ],
)
def test_a_wrong_translation_is_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert old in WELSH
    with pytest.raises(ProblemsFound, match=what):
        in_welsh(tmp_path, WELSH.replace(old, new, 1))
