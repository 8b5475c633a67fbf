"""The bridge from forms to pages: every problem in words and at once, what was typed kept, no key taken silently."""

import datetime
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import engines
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateRuntimeError

from touchstone.web.design.days import ClockField, DayField
from touchstone.web.design.drawing import problem_list
from touchstone.web.design.forms import LONGEST_PROSE, PlainForm, PlainFormSet
from touchstone.web.design.style_page import EveryField

HERE = "/work/design/"
GOOD = {
    "title": "A title",
    "note": "One\r\nTwo",
    "day-day": "1",
    "day-month": "3",
    "day-year": "2026",
    "time": "9.30am",
    "reach": "letter",
    "answers": "yes",
    "one": "no",
    "share": "59",
    "agreed": "on",
}


class Two(PlainForm):
    """Two fields and two buttons."""

    buttons = ("save", "next")
    line = forms.CharField(label="Name of it?", max_length=20)
    prose = forms.CharField(label="Notes", widget=forms.Textarea, required=False)


def drawn(source: str, **context: object) -> str:
    """A template made of the macros, as a page makes it."""
    head = '{% from "design/forms.html" import field, fields, form_start, form_end, act, error_summary with context %}'
    return str(engines.all()[0].from_string(head + source).render(context, RequestFactory().get("/")))


def test_all_that_is_right_is_taken() -> None:
    form = EveryField(QueryDict("&".join(f"{key}={value}" for key, value in GOOD.items() if key != "note")))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == datetime.date(2026, 3, 1)
    assert form.cleaned_data["time"] == datetime.time(9, 30)
    assert form.cleaned_data["answers"] == ["yes"]


def test_text_passes_the_gateway_before_the_field_sees_it() -> None:
    form = Two({"line": " e\u0301\u202e ", "prose": "one\r\ntwo\u202e"})
    assert form.is_valid()
    assert form.cleaned_data == {"line": "é", "prose": "one\ntwo"}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"line": ""}, "Name of it: nothing is filled in. Fill it in."),
        ({"line": "a\x00b"}, "Name of it: It holds the NUL character, U+0000 (character 2)."),
        ({"line": "a\nb"}, "Name of it: It holds a line break (character 2). Write it on one line."),
        ({"line": "x" * 21}, "Name of it: this is 21 characters long; at most 20 can be kept. Shorten it."),
        ({"line": "x" * 10_000}, "Name of it: It is 10,000 characters long;"),
        ({"line": "x", "prose": "x" * (LONGEST_PROSE + 1)}, "Notes: It is 20,001 characters long; at most 20,000"),
    ],
)
def test_a_problem_says_what_where_and_what_to_do(sent: dict[str, str], said: str) -> None:
    form = Two(sent)
    assert not form.is_valid()
    [only] = [words for errors in form.errors.values() for words in errors]
    assert only.startswith(said)


def test_what_was_typed_is_kept_on_the_page() -> None:
    typed = "\r\n  <b>first\r\n\r\nsecond & third"
    page = drawn("{{ field(form['prose']) }}", form=Two({"line": "", "prose": typed}))
    inside = re.search(r"<textarea[^>]*>(.*)</textarea>", page, re.DOTALL)
    assert inside is not None
    assert inside.group(1).startswith("&#10;&#10;  &lt;b&gt;first&#10;&#10;second &amp; third")


def test_a_key_that_is_no_field_is_refused_and_named() -> None:
    form = Two({"line": "x", "is_staff": "on", "csrfmiddlewaretoken": "t", "save": ""})
    assert not form.is_valid()
    assert form.unknown_keys == ["is_staff"]
    assert "'is_staff'" in form.non_field_errors()[0]
    assert form.pressed == "save"


def test_a_file_that_nobody_asked_for_is_refused() -> None:
    form = Two({"line": "x"}, {"evil": SimpleUploadedFile("a.txt", b"a")})
    assert form.unknown_keys == ["evil"]
    assert not form.is_valid()


def test_a_field_that_came_twice_is_refused() -> None:
    form = Two(QueryDict("line=mine&line=theirs"))
    assert form.non_field_errors() == ["Name of it came more than once. Nothing was kept. Open the page again."]
    assert Two(QueryDict("line=mine&prose=x")).is_valid()


def test_the_keys_of_a_form_with_a_prefix_are_its_own() -> None:
    assert Two({"a-line": "x", "a-next": ""}, prefix="a").is_valid()
    assert not Two({"line": "x", "a-line": "x"}, prefix="a").is_valid()


def test_an_authors_own_words_win() -> None:
    class Own(PlainForm):
        line = forms.CharField(error_messages={"required": "Say who you are."})
        day = DayField(label="Day", error_messages={"required": "Say when."})

        def clean_line(self) -> str:
            raise ValidationError("Somebody else has that name.", code="invalid")

    assert dict(Own({}).errors) == {"line": ["Say who you are."], "day": ["Say when."]}
    assert Own({"line": "x"}).errors["line"] == ["Somebody else has that name."]


def test_every_problem_leads_to_something_on_the_page() -> None:
    form = EveryField(QueryDict("title=&day-day=40&share=x&reach=nowhere&evil=1"))
    page = drawn("{{ error_summary(form) }}{{ form_start() }}{{ fields(form) }}{{ form_end() }}", form=form)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) >= 9
    assert set(links) <= set(ids)
    assert "id_day-day" in links
    told = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    assert told <= set(ids)


def test_errors_and_hints_are_read_with_their_field() -> None:
    page = drawn("{{ field(form['title']) }}", form=EveryField({"title": "x" * 61}))
    assert 'aria-describedby="id_title-hint id_title-error"' in page
    assert "govuk-input--error" in page


@pytest.mark.parametrize("form", [EveryField({"agreed": "on"}), EveryField(initial={"agreed": True})])
def test_what_was_ticked_stays_ticked(form: EveryField) -> None:
    assert re.search(r'id="id_agreed"[^>]* checked', drawn("{{ field(form['agreed']) }}", form=form))
    assert "checked" not in drawn("{{ field(form['agreed']) }}", form=EveryField({"title": "x"}))


def test_what_is_secret_never_comes_back() -> None:
    class Secret(PlainForm):
        word = forms.CharField(widget=forms.PasswordInput)

    assert "hunter2" not in drawn("{{ fields(form) }}", form=Secret({"word": "hunter2"}))


def test_a_form_made_without_its_token_says_so() -> None:
    source = '{% from "design/forms.html" import form_start %}{{ form_start() }}'
    with pytest.raises(TemplateRuntimeError, match="with context"):
        engines.all()[0].from_string(source).render({}, RequestFactory().get("/"))
    assert 'name="csrfmiddlewaretoken"' in drawn("{{ form_start() }}")
    assert 'name="csrfmiddlewaretoken"' in drawn("{{ act('/x', 'Go') }}")


def test_a_part_that_a_choice_reveals_keeps_its_lines() -> None:
    form = EveryField(initial={"note": "one\ntwo", "reach": "telephone"})
    page = drawn("{{ field(form['reach'], reveals={'telephone': field(form['note'])}) }}", form=form)
    assert ">one&#10;two</textarea>" in page
    assert page.index('value="telephone"') < page.index("<textarea")


Several = forms.formset_factory(Two, formset=PlainFormSet, extra=0)
TWO_ROWS = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-line": "x", "form-1-line": "y"}


def test_formsets_tell_their_problems_too() -> None:
    assert Several(TWO_ROWS).is_valid()
    found = problem_list(Several({**TWO_ROWS, "form-1-line": "x" * 30}))
    assert [entry.get("href") for entry in found] == ["#id_form-1-line"]


@pytest.mark.parametrize("key", ["evil", "form-evil", "form-1-evil", "form-2-line", "form-10-line"])
def test_a_formset_refuses_what_none_of_its_forms_asked_for(key: str) -> None:
    found = problem_list(Several({**TWO_ROWS, key: "x"}))
    assert len(found) == 1
    assert f"'{key}'" in found[0]["text"]


def test_several_forms_of_one_body_know_of_each_other() -> None:
    body = {**TWO_ROWS, "line": "z", "other-line": "o"}
    assert Two(body, beside=["form", "other"]).is_valid()
    assert Two(body, prefix="other", own_keys_only=True).is_valid()
    assert not Two(body, beside=["form"]).is_valid()
    assert Two({**body, "evil": "x"}, beside=["form", "other"]).unknown_keys == ["evil"]


def test_the_page_takes_what_is_right_and_says_so(client: Client, db: None) -> None:
    response = client.post(HERE, GOOD, follow=True)
    assert response.redirect_chain == [(HERE, 302)]
    assert "That is all as it should be." in response.content.decode()


def test_a_post_without_its_token_is_refused(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post(HERE, GOOD).status_code == 403


text = st.text(max_size=60) | st.sampled_from(
    ["\x00", "\ufffe", "a\u0301" * 40, "1" * 30, "²", "٣", "-1", "<b>", "&#10;"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from([*GOOD, "is_staff", "number", "hidden"]) | text, text, max_size=8))
def test_no_text_breaks_the_page(client: Client, db: None, body: dict[str, str]) -> None:
    sent = {
        key.encode("utf-8", "replace").decode(): value.encode("utf-8", "replace").decode()
        for key, value in body.items()
    }
    response = client.post(HERE, sent)
    assert response.status_code in (302, 400)


@settings(max_examples=150, deadline=None)
@given(day=text, month=text, year=text)
def test_three_texts_are_a_day_or_told_what_is_wrong(day: str, month: str, year: str) -> None:
    class One(PlainForm):
        day = DayField(label="Day")

    form = One({"day-day": day, "day-month": month, "day-year": year})
    assert form.is_valid() == isinstance(form.cleaned_data.get("day"), datetime.date)
    assert all(words.startswith("Day: ") for words in form.errors.get("day", []))


@settings(max_examples=150, deadline=None)
@given(typed=text | st.from_regex(r"\d{1,4}[:.h]?\d{0,2} ?(am|pm)?", fullmatch=True))
def test_a_text_is_a_time_or_told_that_it_is_none(typed: str) -> None:
    class One(PlainForm):
        time = ClockField(label="Begins", required=False)

    form = One({"time": typed})
    assert form.is_valid() or form.errors["time"][0].startswith("Begins: ")
