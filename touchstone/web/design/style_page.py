"""Every component in every state on one page, all invented, for those who build pages; not in production."""

import datetime
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from touchstone.web.design.days import ClockField, DayField
from touchstone.web.design.forms import PlainForm
from touchstone.web.design.sorting import page_of, sort_of, sorted_rows

HERE = "style-page"
BANDS = (("Inadequate", 0), ("Requires improvement", 50), ("Good", 65), ("Outstanding", 80))
CHOICES = [("yes", _("Yes")), ("no", _("No")), ("other", _("Something else"))]
WRONG = (
    "title=&note="
    + "long+" * 60
    + "&day-day=31&day-month=2&day-year=26&time=25%3A00&reach=telephone&share=140&page_of=9"
)


class EveryField(PlainForm):
    """One field of each kind."""

    title = forms.CharField(label=_("A line"), help_text=_("One line, 60 characters at most."), max_length=60)
    note = forms.CharField(
        label=_("Prose"),
        help_text=_("Lines stay lines."),
        max_length=200,
        widget=forms.Textarea,
        required=False,
    )
    day = DayField(label=_("A day"), earliest=datetime.date(2020, 1, 1))
    time = ClockField(label=_("A time of day"), help_text=_("For example, 9:30 or 14:30."))
    reach = forms.ChoiceField(
        label=_("How can we reach you?"),
        choices=[("letter", _("By letter")), ("telephone", _("By telephone")), ("not", _("Not at all"))],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=_("Telephone number"), max_length=40, required=False)
    answers = forms.MultipleChoiceField(
        label=_("Which of these?"), choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )
    one = forms.ChoiceField(label=_("One of a long list"), choices=[("", _("Choose one")), *CHOICES])
    share = forms.IntegerField(label=_("A number"), min_value=0, max_value=100)
    file = forms.FileField(label=_("A file"), help_text=_("PDF, Word or a picture, 20 MB at most."), required=False)
    agreed = forms.BooleanField(label=_("I have read what this is for"))
    hidden = forms.CharField(widget=forms.HiddenInput, required=False, initial="0")


class Reason(PlainForm):
    """Why something is to be taken back."""

    reason = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea)


@login_not_required
@require_http_methods(["GET", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """The page of components; `?form=problems` shows the form with everything wrong that can be."""
    if request.method == "POST":
        form = EveryField(request.POST, request.FILES)
        if form.is_valid():
            messages.success(request, _("That is all as it should be."))
            return redirect(HERE)
    else:
        form = EveryField(QueryDict(WRONG)) if request.GET.get("form") == "problems" else EveryField()
    context = {"form": form, "bands": BANDS, **around(), **lists(request), **stories()}
    return render(request, "design/style_page.html", context, status=400 if request.method == "POST" else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks before something that cannot be taken back."""
    form = Reason(request.POST or None)
    if form.is_valid():
        messages.success(request, _("It would be gone now."))
        return redirect(HERE)
    context = {
        "title": _("Remove this meeting?"),
        "says": _("The meeting of 3 March and its two notes will be removed."),
        "follows": [_("One strength cites it and loses a source."), _("Who removed it, and why, stays written down.")],
        "button": _("Yes, remove it"),
        "back_href": "../",
        "form": form,
    }
    return render(request, "design/confirm.html", {**context, **around()}, status=400 if form.is_bound else 200)


def around() -> dict[str, object]:
    """What stands around a page inside something: person, identity, rooms, the end of an idle session."""
    words = [
        ("Overview", ""), ("Timetable", ""), ("Sample", 39), ("Case assessments", "12 of 39"), ("Evidence", 27),
        ("Judgements", ""), ("Safety concerns", 1),
    ]  # fmt: skip
    return {
        "person": {
            "name": "Marion Okafor-Llewellyn",
            "role": _("Lead inspector: plans the inspection, leads the team and the ratings panel."),
            "inbox": 3,
            "inbox_href": "#inbox",
            "account_href": "#account",
            "sign_out_href": "#sign-out",
        },
        "work_doors": [(HERE, _("Your work"), ()), ("first", _("Inspections"), ()), ("about", _("People"), ())],
        "open_work_door": HERE,
        "identity": {
            "name": "Ambleford Youth Justice Service",
            "href": "#inspection",
            "about": ["2026-017", "Full inspection"],
            "stage": _("Fieldwork"),
            "demonstration": True,
        },
        "rooms": [
            {"href": f"#room-{n}", "words": said, "note": note, "here": n == 3} for n, (said, note) in enumerate(words)
        ],
        "idle": {"seconds": 1800, "stay_href": "stay-here", "sign_in_href": "#sign-in"},
    }


def lists(request: HttpRequest) -> dict[str, object]:
    """A list that sorts, and its pages."""
    made = [
        SimpleNamespace(reference=f"A-{n:03}", reader=reader, read=read, done=done)
        for n, (reader, read, done) in enumerate(
            [
                ("Priya Raman", datetime.date(2026, 3, 4), 12),
                ("Tom Ellery", datetime.date(2026, 3, 2), 4),
                ("Nobody yet", None, 0),
                ("Élodie Marsh", datetime.date(2026, 3, 5), 18),
            ],
            start=1,
        )
    ]
    sort = sort_of(request, allowed=("reference", "reader", "read", "done"), default="reference")
    keys = {name: (lambda row, name=name: getattr(row, name)) for name in ("reference", "reader", "read", "done")}
    return {"sort": sort, "pager": page_of(request, sorted_rows(made, sort, keys), size=3)}


def stories() -> dict[str, object]:
    """Stages, what happened, what there is to do."""
    stages = [
        (_("Planned"), "done", "6 January", False), (_("Announced"), "done", "19 January", False),
        (_("Evidence in advance"), "done", "9 February", False), (_("Sample"), "done", "16 February", False),
        (_("Fieldwork"), "now", "2 to 13 March", True), (_("Initial feedback"), "next", "13 March", False),
        (_("Judgements"), "next", "", False), (_("Ratings panel"), "next", "27 March", False),
        (_("Draft report"), "next", "", False), (_("Factual accuracy"), "next", "", False),
        (_("Sign-off"), "next", "", False), (_("Published"), "next", "June", False),
    ]  # fmt: skip
    moment = datetime.datetime(2026, 3, 4, 10, 42, tzinfo=datetime.UTC)
    return {
        "stages": [{"words": w, "state": s, "date": d, "late": late} for w, s, d, late in stages],
        "entries": [
            {"title": _("Case read again by a second inspector"), "when": moment, "by": "Priya Raman"},
            {"title": _("Concern raised with the duty manager"), "when": moment, "by": "Tom Ellery", "tone": "urgent",
             "text": _("Received at 11:05 by the person on duty.\nThe call was made before.")},
            {"title": _("Nothing recorded for 19 days"), "day": _("13 February to 3 March"), "tone": "gap"},
            {"title": _("List of cases handed in"), "day": _("12 February"), "href": "#list"},
        ],
        "tasks": [
            {"words": _("Name the team"), "href": "#team", "state": _("Done")},
            {"words": _("Draw the sample"), "href": "#draw", "state": _("Begun"), "tone": "blue",
             "hint": _("12 of 39 are confirmed.")},
            {"words": _("Answer two contradictions"), "href": "#matrix", "state": _("Late"), "tone": "red"},
            {"words": _("Call the panel"), "state": _("Cannot be begun yet"), "hint": _("After the last case.")},
        ],
        "old": "The plan was reviewed in May. It names two goals and who helps with each.",
        "new": "The plan was reviewed in June. It names three goals and who helps with each of them.",
    }  # fmt: skip
