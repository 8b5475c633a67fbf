"""The page of forms names every form, question and document."""

from touchstone.forms.case_assessment import load_parts
from touchstone.forms.checklists import load_checklists
from touchstone.forms.loading import form_ids, load_form
from touchstone.forms.reference import forms_page


def test_everything_that_is_asked_stands_on_the_page() -> None:
    page = forms_page()
    sections = [section for name in form_ids() for section in load_form(name).sections]
    sections += [part.section for part in load_parts().parts]
    for section in sections:
        assert f"### {section.title}" in page
        assert section.introduction in page
        for question in section.questions:
            assert f"| {question.asks} |" in page
    for asked in load_checklists().asked:
        assert asked.document.what in page


def test_conditions_languages_and_standings_are_told() -> None:
    page = forms_page()
    assert "| `since` is most or part or little |" in page
    assert "Shown when `victim_there` is yes." in page
    assert "Cymraeg (cy): a translation that nobody has approved" in page
    assert "*assumed* – Ours" in page
