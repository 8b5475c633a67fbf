"""What people open by link: no account, no cookie, no script; nothing is kept before they press "send"."""

from __future__ import annotations

import time
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from touchstone.forms.form import Question, Section
from touchstone.forms.loading import ENGLISH, LANGUAGES
from touchstone.web.accounts.keys import Tries
from touchstone.web.accounts.sign_in.operations import count_try
from touchstone.web.accounts.sign_in.throttle import Limit, key_of, network_of
from touchstone.web.audit.circumstances import Circumstances, under
from touchstone.web.surveys import operations
from touchstone.web.surveys.filling import REVIEW, Filling, languages, said, strange_keys
from touchstone.web.surveys.links import digest_of
from touchstone.web.surveys.models import Invitation, Response, Survey
from touchstone.web.surveys.words import Words, in_every_language
from touchstone.web.tenancy import unscoped

# Links that are none, opened from one network address. A school has one address, so links that there are do not count.
WRONG_LINKS = Limit("survey-links", 30, 15 * 60)
SALT = "survey-form"


class Way(NamedTuple):
    """A link somebody holds, in the language they chose."""

    link: Invitation
    token: str
    language: str

    @property
    def survey(self) -> Survey:
        """The survey it leads to."""
        survey: Survey = self.link.survey
        return survey


@require_safe
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what is passed on and to whom, that one can stop, and whom to ring; then the questions begin."""
    way = way_of(request, token)
    if way is None or not works(way.link):
        return nowhere(request)
    return first_page(request, way)


@csrf_exempt  # the address is the secret, no cookie says who asks, and the form's own token is signed
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One page of questions after the other, the answers once more, and sending them."""
    way = way_of(request, token)
    if way is None:
        return nowhere(request)
    if request.method != "POST":
        return redirect("survey-start", token) if works(way.link) else nowhere(request)
    response_id = response_of(request, way)
    go = request.POST.get("go", "")
    if go == "send" and response_id is not None and was_sent(way, response_id):
        return redirect("survey-sent", way.language)
    if not works(way.link):
        return nowhere(request)
    form = way.survey.form(way.language)
    if response_id is None or strange_keys(form, request.POST):
        return redirect("survey-start", token)
    filling = Filling.of(form, request.POST)
    wrong = filling.first_refused()
    if wrong is not None:
        return question_page(request, way, filling, wrong, status=400)
    if go == "send":
        return send(request, way, filling, response_id)
    return at_place(request, way, filling, place_after(request, filling, go))


def at_place(request: HttpRequest, way: Way, filling: Filling, place: int) -> HttpResponse:
    """The page at a place: below 0 the first one again, behind the last one the answers."""
    if place < 0:
        return redirect("survey-start", way.token)
    return question_page(request, way, filling, place) if place < len(filling.pages) else review(request, way, filling)


def place_after(request: HttpRequest, filling: Filling, go: str) -> int:
    """Which page comes next, going by the button that was pressed."""
    last = len(filling.pages)
    step = request.POST.get("step", "")
    here = last if step == REVIEW else filling.place_of(step)
    if go.startswith("change-"):
        return filling.place_of(go.removeprefix("change-")) or 0
    if go == "back":
        return (here or 0) - 1
    if here is None:
        return 0
    return last if request.POST.get("reviewed") == "yes" else here + 1


def send(request: HttpRequest, way: Way, filling: Filling, response_id: UUID) -> HttpResponse:
    """Keep the answers, with nothing of where they came from."""
    if not filling.counted:
        return review(request, way, filling, problem="nothing")
    try:
        with under(Circumstances()):  # not even the audit keeps the address
            operations.give_answers(
                survey=way.survey,
                invitation=way.link,
                response_id=response_id,
                given=filling.taken,
                language=way.language,
                by=None,
            )
    except operations.LinkIsOver:
        return nowhere(request)
    return redirect("survey-sent", way.language)


@require_safe
def sent(request: HttpRequest, language: str) -> HttpResponse:
    """Thank you, and again whom to ring; its address leads back to nothing."""
    words = Words(language if language in LANGUAGES else ENGLISH)
    return render(request, "surveys/sent.html", {"w": words})


def nowhere(request: HttpRequest, anything: str = "") -> HttpResponse:
    """One and the same page for a link that is wrong, closed, ended or used up."""
    if digest_of(anything.rstrip("/")):  # typed without the stroke at the end
        return redirect("survey-start", anything.rstrip("/"))
    context = {
        "w": Words(ENGLISH),
        "titles": in_every_language("nowhere_title"),
        "says": {code: words for code, _direction, words in in_every_language("nowhere_says")},
    }
    return render(request, "surveys/nowhere.html", context, status=429 if too_many(request) else 404)


def first_page(request: HttpRequest, way: Way) -> HttpResponse:
    """The page before the questions."""
    form = way.survey.form(way.language)
    offered = languages(way.survey)
    context = {**common(way), "before": Filling(form).before, "languages": offered, "draft": form.draft}
    context["form_token"] = signing.dumps({"i": str(way.link.pk), "r": str(uuid4())}, salt=SALT)
    return render(request, "surveys/start.html", context)


def question_page(request: HttpRequest, way: Way, filling: Filling, place: int, *, status: int = 200) -> HttpResponse:
    """One section with its questions; everything answered elsewhere travels along."""
    section, asked = filling.pages[place]
    context = {
        **common(way),
        **travelling(request, filling, asked),
        "section": section,
        "asked": asked,
        "typed": filling.typed,
        "refused": {name: filling.refused[name] for name in filling.refused if name in {q.id for q in asked}},
        "number": place + 1,
        "of": len(filling.pages),
        "reviewed": request.POST.get("reviewed") == "yes" or request.POST.get("step") == REVIEW,
    }
    return render(request, "surveys/questions.html", context, status=status)


def review(request: HttpRequest, way: Way, filling: Filling, problem: str = "") -> HttpResponse:
    """All answers once more, before anything is sent."""
    counted = filling.counted
    parts: list[tuple[Section, list[tuple[Question, str]]]] = [
        (section, [(one, said(one, counted[one.id].value) if one.id in counted else "") for one in asked])
        for section, asked in filling.pages
    ]
    context = {**common(way), **travelling(request, filling), "parts": parts, "problem": problem}
    return render(request, "surveys/review.html", context, status=400 if problem else 200)


def common(way: Way) -> dict[str, Any]:
    """What every page of a survey needs."""
    return {
        "w": Words(way.language),
        "survey": way.survey,
        "form": way.survey.form(way.language),
        "token": way.token,
        "language_code": way.language,
    }


def travelling(request: HttpRequest, filling: Filling, shown: tuple[Question, ...] = ()) -> dict[str, Any]:
    """What the form carries from page to page."""
    return {"form_token": request.POST.get("form", ""), "carried": filling.carried(shown)}


def way_of(request: HttpRequest, token: str) -> Way | None:
    """The link of this token; None where there is none, or where too many were tried from there."""
    if too_many(request):
        return None
    digest = digest_of(token)
    with unscoped("a link is its own permission"):
        rows = Invitation.objects.select_related("survey__exercise", "survey__reader")
        link = rows.filter(digest=digest).first() if digest else None
    if link is None:
        count_try(limit=WRONG_LINKS, of=network_of(request))
        return None
    asked = request.POST.get("language") or request.GET.get("language") or ENGLISH
    codes = [language.code for language in languages(link.survey)]
    return Way(link, token, asked if asked in codes else ENGLISH)


def works(link: Invitation) -> bool:
    """Can somebody answer by it today?"""
    return not link.over and link.survey.is_open(timezone.localdate())


def too_many(request: HttpRequest) -> bool:
    """Were more wrong links opened from this network than a person would?"""
    key, _ends = key_of(WRONG_LINKS, network_of(request), time.time())
    return Tries.objects.filter(key=key, count__gt=WRONG_LINKS.most).exists()


def response_of(request: HttpRequest, way: Way) -> UUID | None:
    """The id that was drawn for this form when it was begun by this link; None for a token that is not ours."""
    try:
        held: Any = signing.loads(request.POST.get("form", ""), salt=SALT)
    except signing.BadSignature:
        return None
    return UUID(held["r"]) if held["i"] == str(way.link.pk) else None


def was_sent(way: Way, response_id: UUID) -> bool:
    """Was this very form sent before?"""
    with unscoped("a double press is one response"):
        return Response.objects.filter(pk=response_id, survey=way.survey).exists()
