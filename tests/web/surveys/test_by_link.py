"""Answering by a link: no account, nothing kept before it is sent, nothing that says who it was, no way to guess."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import Cast
from tests.unit.forms.test_readability import GRADES, too_hard
from tests.web.surveys.conftest import SECRET, answered, begun, form_token, only_link, opened, send
from touchstone.forms.answers import Answer as Given
from touchstone.forms.loading import load_form
from touchstone.web.audit.models import AuditRow
from touchstone.web.exercises.models import Exercise
from touchstone.web.messages.models import Message
from touchstone.web.surveys import link_views, operations
from touchstone.web.surveys.links import LETTERS, LETTERS_OF_A_TOKEN, digest_of, new_token, qr_code
from touchstone.web.surveys.models import Answer, FreeText, Invitation, Response, Survey
from touchstone.web.surveys.words import every_word
from touchstone.web.tenancy import unscoped


def everything(model: type) -> list[object]:
    with unscoped("a test"):
        return list(model.objects.all())


@pytest.mark.capability("I6")
def test_a_child_answers_page_by_page_and_nothing_is_kept_before_send(client: Client, survey: Survey, token: str
                                                                      ) -> None:  # fmt: skip
    first = client.get(f"/s/{token}/").content.decode()
    for told in (
        "The youth inspectors",
        "We do not ask your name",
        "Then a grown-up whose job",
        "ring 999",
        "0800 1111",
    ):
        assert told in first
    at, form = f"/s/{token}/answer/", form_token(first)
    sent = {"form": form, "language": "en", "step": "", "go": "begin"}
    pages = []
    answers = {"worker": {"a-listened": "9"}, "safe": {"a-fair": "3"}, "help": {"a-best": "Painting"}, "end": {}}
    for step, given in answers.items():
        html = client.post(at, sent).content.decode()
        pages.append(html)
        assert f'name="step" value="{step}"' in html
        carried = dict(re.findall(r'type="hidden" name="(a-[^"]+)" value="([^"]*)"', html))
        sent = {"form": form, "language": "en", "step": step, "go": "next", **carried, **given}
    review = client.post(at, sent).content.decode()
    assert "Nothing has been sent yet" in review
    assert ">9<" in review
    assert "Painting" in review
    assert everything(Response) == []
    carried = dict(re.findall(r'type="hidden" name="(a-[^"]+)" value="([^"]*)"', review))
    done = client.post(at, {"form": form, "language": "en", "step": "review", "go": "send", **carried})
    assert done.headers["Location"] == "/s/sent/en/"
    assert "Thank you" in client.get("/s/sent/en/").content.decode()
    assert {(row.question, row.value) for row in everything(Answer)} == {("listened", "9"), ("fair", "3")}
    assert [text.words for text in everything(FreeText)] == ["Painting"]
    assert [len(re.findall(r'type="radio" name="a-listened"', page)) for page in pages] == [11, 0, 0, 0]


def test_one_can_go_back_and_change(client: Client, survey: Survey, token: str) -> None:
    form, at = begun(client, token), f"/s/{token}/answer/"
    body = {"form": form, "language": "en", "a-listened": "9", "a-fair": "3"}
    back = client.post(at, body | {"step": "safe", "go": "back"}).content.decode()
    assert 'name="step" value="worker"' in back
    assert re.search(r'id="a-listened-9" value="9" checked', back)
    changing = client.post(at, body | {"step": "review", "go": "change-worker"}).content.decode()
    assert 'name="reviewed" value="yes"' in changing
    again = client.post(at, body | {"step": "worker", "go": "next", "reviewed": "yes"}).content.decode()
    assert 'name="step" value="review"' in again
    assert client.post(at, body | {"step": "worker", "go": "back"}).headers["Location"] == f"/s/{token}/"


def test_a_double_press_is_one_response(client: Client, survey: Survey, token: str) -> None:
    form = begun(client, token)
    for _press in "12":
        assert send(client, token, form, listened="4").headers["Location"] == "/s/sent/en/"  # type: ignore[attr-defined]
    assert len(everything(Response)) == 1
    assert only_link(survey).used == 1


def test_two_presses_at_once_by_one_link_are_one_response(cast: Cast, survey: Survey, token: str) -> None:
    link = only_link(survey)
    first, second = uuid4(), uuid4()
    for response_id in (first, first):
        operations.give_answers(
            survey=survey,
            invitation=link,
            response_id=response_id,
            given={"listened": Given(4)},
            language="en",
            by=None,
        )
    with pytest.raises(operations.LinkIsOver):
        operations.give_answers(
            survey=survey, invitation=link, response_id=second, given={"listened": Given(5)}, language="en", by=None
        )
    assert [(row.pk, row.survey_id) for row in everything(Response)] == [(first, survey.pk)]


def test_the_press_that_comes_a_moment_later_uses_nothing_up(cast: Cast, survey: Survey, token: str) -> None:
    """Both looked before either wrote: the second finds the row when it writes its own."""
    other = opened(cast, "parent")
    there = Response.objects.create(exercise=cast.exercise, survey=other, language="en")
    operations.give_answers(
        survey=survey,
        invitation=only_link(survey),
        response_id=there.pk,
        given={"listened": Given(4)},
        language="en",
        by=None,
    )
    assert only_link(survey).used == 0
    assert everything(Answer) == []


def test_a_link_can_be_opened_again_until_it_is_sent(client: Client, survey: Survey, token: str) -> None:
    for _time in range(3):
        assert client.get(f"/s/{token}/").status_code == 200
    send(client, token, begun(client, token), listened="4")
    assert client.get(f"/s/{token}/").status_code == 404


def test_wrong_used_ended_and_closed_links_give_the_same_page(client: Client, cast: Cast, survey: Survey) -> None:
    used, ended, closed = (
        operations.make_links(survey=survey, number=1, batch=uuid4(), by=cast.lead)[0] for _link in "123"
    )
    send(client, used, begun(client, used), listened="4")
    with unscoped("a test"):
        batch = Invitation.objects.get(digest=digest_of(ended)).batch
    operations.end_links(survey=survey, batch=batch, by=cast.lead)
    pages = {client.get(f"/s/{used}/").content, client.get(f"/s/{ended}/").content}
    operations.close_survey(survey=survey, by=cast.lead)
    pages.add(client.get(f"/s/{closed}/").content)
    for wrong in (new_token(), "x", "..", "%00", "a/b/c"):
        response = client.get(f"/s/{wrong}/")
        assert response.status_code == 404
        pages.add(response.content)
    assert len(pages) == 1
    assert b"does not work now" in pages.pop()


def test_it_closes_with_its_day_and_with_the_stage(client: Client, survey: Survey, token: str) -> None:
    for change in ({"closes_on": timezone.localdate() - timedelta(days=1)}, {}):
        with unscoped("a test"):
            if change:
                Survey.objects.update(**change)
            else:
                Survey.objects.update(closes_on=timezone.localdate())
                Exercise.objects.update(activities=" told ")
        assert client.get(f"/s/{token}/").status_code == 404
        assert send(client, token, "x", listened="1").status_code == 404  # type: ignore[attr-defined]


def test_guessing_is_slowed_and_right_links_do_not_count(client: Client, survey: Survey, token: str) -> None:
    for _guess in range(link_views.WRONG_LINKS.most):
        assert client.get(f"/s/{token}/").status_code == 200
        assert client.get(f"/s/{new_token()}/").status_code == 404
    assert client.get(f"/s/{new_token()}/").status_code == 429
    assert client.get(f"/s/{token}/").status_code == 429
    assert client.get(f"/s/{token}/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_link_is_random_and_kept_as_a_digest_alone(survey: Survey, token: str) -> None:
    assert len(LETTERS) ** LETTERS_OF_A_TOKEN >= 2**128
    letters = token.replace("-", "")
    assert set(letters) <= set(LETTERS)
    assert len(letters) == LETTERS_OF_A_TOKEN
    link = only_link(survey)
    stored = " ".join(str(getattr(link, field.attname)) for field in Invitation._meta.fields)
    assert letters not in stored
    assert token not in stored
    assert digest_of(token.upper().replace("-", " ")) == link.digest
    assert digest_of("short") == ""


def test_whatever_leaves_tells_nobody_of_the_link(client: Client, survey: Survey, token: str) -> None:
    form = begun(client, token)
    for response in (
        client.get(f"/s/{token}/"),
        client.get(f"/s/{token}/?language=pl"),
        client.post(f"/s/{token}/answer/", {"form": form, "language": "en", "step": "", "go": "begin"}),
        client.get(f"/s/{new_token()}/"),
        client.post(f"/s/{token}/"),  # 405
        client.get(f"/s/{token}/?q={'a' * 3000}"),  # 414
        send(client, token, form, listened="4"),
        client.get("/s/sent/en/"),
    ):
        assert not response.cookies  # type: ignore[attr-defined]
        headers = response.headers  # type: ignore[attr-defined]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert "script-src" not in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        html = response.content.decode()  # type: ignore[attr-defined]
        title = re.search(r"<title>([^<]*)</title>", html)
        assert title is None or token not in title[1]
        assert "<script" not in html
        for link in re.findall(r'(?:href|action)="([^"]+)"', html):
            assert link.startswith((f"/s/{token}/", "/static/", "#"))
        assert "North Fell" not in html
        assert "nspect" not in html.replace("The youth inspectors", "")


class Broken(Exception):
    """A mistake of ours."""


def test_the_log_holds_no_token(client: Client, survey: Survey, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    handler = logging.getLogger("touchstone").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    kept = handler.setStream(written)
    client.raise_request_exception = False

    def broken(*args: object, **options: object) -> None:
        raise Broken(f"at /s/{token}/answer/")

    monkeypatch.setattr(link_views, "first_page", broken)
    try:
        response = client.get(f"/s/{token}/")
        client.get(f"/s/{token}/?q={'a' * 3000}")
        logging.getLogger("touchstone.web").warning("see %s", f"/s/{token}/")
    finally:
        handler.setStream(kept)  # type: ignore[arg-type]
    assert response.status_code == 500
    assert "Referer" not in response.headers
    assert b"services" not in response.content
    log = written.getvalue()
    assert "Broken: at /s/…/answer/" in log
    assert "414" in log
    assert token not in log


def test_nothing_says_who_answered(client: Client, survey: Survey, token: str) -> None:
    send(client, token, begun(client, token), listened="4", tell=SECRET)
    row = AuditRow.objects.get(what="surveys.give_answers")
    response = everything(Response)[0]
    told = str(row.facts())
    assert (row.who, row.address, row.request) == (None, "", "")
    assert row.subjects == []
    assert str(response.pk) not in told  # type: ignore[attr-defined]
    assert str(only_link(survey).pk) not in told
    assert "Zebedee" not in told
    fields = {field.name for model in (Response, Answer, FreeText) for field in model._meta.fields}
    assert not {"invitation", "link", "address", "browser", "device", "created", "at"} & fields
    assert everything(FreeText)[0].read_at is None  # type: ignore[attr-defined]
    text = everything(FreeText)[0]
    assert type(text.came_on) is type(timezone.localdate())  # type: ignore[attr-defined]


def test_the_named_reader_is_told_by_a_message_without_words(client: Client, cast: Cast, survey: Survey) -> None:
    for _child in "12":
        answered(cast, survey, client, tell=SECRET, best="Nothing")
    message = Message.objects.visible_to(cast.safeguarding).get()
    assert message.kind == "survey_text_to_read"
    for secret in ("Zebedee", "North Fell", "child"):
        assert secret not in message.subject + message.text + message.about


def test_languages_are_offered_and_safety_stays_english_in_a_draft(client: Client, survey: Survey, token: str) -> None:
    html = client.get(f"/s/{token}/?language=cy").content.decode()
    assert '<html lang="cy"' in html
    assert "Sut mae pethau i ti?" in html
    assert "Drafft yw hwn" in html
    assert re.search(r'<div lang="en" dir="ltr">\s*<h2[^>]*>Who will see what you say', html)
    assert '<span lang="en" dir="ltr">Are you or is someone else in danger now? Ring 999.</span>' in html
    assert 'hreflang="pl"' in html
    form = form_token(html)
    page = client.post(f"/s/{token}/answer/", {"form": form, "language": "cy", "step": "help", "go": "next"})
    assert '<div class="govuk-form-group ts-asked" lang="en" dir="ltr">' in page.content.decode()
    unknown = client.get(f"/s/{token}/?language=xx").content.decode()
    assert '<html lang="en"' in unknown


def test_words_of_safety_have_no_translation_before_it_is_approved() -> None:
    for name, texts in every_word().items():
        assert texts["en"], name
        if texts.get("safeguarding"):
            assert set(texts) == {"safeguarding", "en"}, name
        else:
            assert {"en", "cy", "pl"} <= set(texts), name


def test_the_words_around_the_questions_are_as_easy_as_a_survey_of_victims() -> None:
    """Who may be children."""
    assert too_hard([texts["en"] for texts in every_word().values()], GRADES["survey-victim"], jargon=True) == []


def test_bad_input_is_told_and_what_was_typed_stays(client: Client, survey: Survey, token: str) -> None:
    form, at = begun(client, token), f"/s/{token}/answer/"
    body = {"form": form, "language": "en", "step": "help", "go": "next", "a-best": "x" * 2_001, "a-listened": "9"}
    response = client.post(at, body)
    html = response.content.decode()
    assert response.status_code == 400
    assert 'href="#a-best"' in html
    assert "x" * 2_001 in html
    assert 'name="a-listened" value="9"' in html
    assert client.post(at, body | {"a-best": "", "a-listened": "11"}).status_code == 400
    empty = client.post(at, {"form": form, "language": "en", "step": "review", "go": "send"})
    assert empty.status_code == 400
    assert "have not answered anything yet" in empty.content.decode()
    for wrong in ({"a-nothing": "1"}, {"form": "forged"}, {"form": ""}):
        assert client.post(at, body | wrong).headers["Location"] == f"/s/{token}/"
    assert client.get(at).headers["Location"] == f"/s/{token}/"
    assert everything(Response) == []


def test_a_form_begun_by_one_link_cannot_be_sent_by_another(client: Client, cast: Cast, survey: Survey, token: str
                                                            ) -> None:  # fmt: skip
    other = operations.make_links(survey=survey, number=1, batch=uuid4(), by=cast.lead)[0]
    assert send(client, other, begun(client, token), listened="4").headers["Location"] == f"/s/{other}/"  # type: ignore[attr-defined]
    assert everything(Response) == []


def test_staff_share_a_link_with_a_limit(client: Client, cast: Cast) -> None:
    survey = opened(cast, "staff")
    shared = operations.make_links(survey=survey, number=1, most=2, batch=uuid4(), by=cast.lead)[0]
    for workload in ("4", "7"):
        send(client, shared, begun(client, shared), workload=workload)
    assert client.get(f"/s/{shared}/").status_code == 404
    assert len(everything(Response)) == 2


def test_what_is_asked_depends_on_what_was_answered(client: Client, cast: Cast) -> None:
    survey = opened(cast, "victim")
    token = operations.make_links(survey=survey, number=1, batch=uuid4(), by=cast.lead)[0]
    form, at = begun(client, token), f"/s/{token}/answer/"
    body = {"form": form, "language": "en", "step": "contact", "go": "next"}
    assert 'name="step" value="help"' in client.post(at, body | {"a-asked": "yes"}).content.decode()
    assert 'name="step" value="words"' in client.post(at, body | {"a-asked": "no"}).content.decode()
    send(client, token, form, asked="no", soon="3")
    assert [(row.question, row.value) for row in everything(Answer)] == [("asked", "no")]  # type: ignore[attr-defined]


def test_every_survey_tells_first_what_is_passed_on() -> None:
    for name in operations.FORMS.values():
        said = link_views.Filling(load_form(name)).before
        assert [section.id for section in said] == ["before", "passed_on"]
        assert all(section.safeguarding for section in said)


def test_a_code_is_drawn_without_style_or_script() -> None:
    drawn = qr_code("https://example.org/s/x/", 'a "code"')
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert 'aria-label="a &quot;code&quot;"' in drawn
