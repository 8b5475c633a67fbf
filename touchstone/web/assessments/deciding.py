"""What happens to a case beside its answers: sent back, agreed, moderated; its history, talks and examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments import operations
from touchstone.web.assessments.finding import assessment_or_404, consulted, is_open_to
from touchstone.web.assessments.forms import ExampleForm, ModerateForm, ReasonForm
from touchstone.web.assessments.models import Answer, AnswerVersion, CaseAssessment, Marking, PracticeExample, Turn
from touchstone.web.assessments.results import own_answers
from touchstone.web.assessments.saving import in_plain_words
from touchstone.web.assessments.sheets import own_sheet, sheet_of
from touchstone.web.assessments.states import Act
from touchstone.web.exercises.models import NotOpen
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.versions import Outcome


def with_reason(request: HttpRequest, id: UUID, assessment: UUID, *, act: Callable[..., Any], title: str, says: str,
                button: str, done: str) -> HttpResponse:  # fmt: skip
    """An act of the lead inspector that needs a reason."""
    row = assessment_or_404(request, id, assessment)
    exercise_or_404(request, id, permission=Permission.ASSESSMENT_MODERATE)
    consulted(request, "case", row)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(assessment=row, reason=form.cleaned_data["reason"], by=person_of(request))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, done)
            return redirect("case", id, assessment)
    context = {"form": form, "assessment": row, "exercise": row.exercise, "title": title, "says": says, "act": button}
    return render(request, "assessments/reason.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Send a submitted assessment back to its assessor."""
    return with_reason(
        request, id, assessment, act=operations.send_back, title=_("Send this assessment back"),
        says=_("Its assessor can change answers again, and sees your reason. What was submitted stays in the history."),
        button=_("Send back"), done=_("The assessment is sent back."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Take an agreement back."""
    return with_reason(
        request, id, assessment, act=operations.reopen, title=_("Open this assessment again"),
        says=_("It was agreed. It becomes a submitted assessment once more, and can be moderated or sent back."),
        button=_("Open again"), done=_("The assessment is open for moderation again."),
    )  # fmt: skip


@require_POST
def agree(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Say that a submitted assessment stands."""
    row = assessment_or_404(request, id, assessment)
    exercise_or_404(request, id, permission=Permission.ASSESSMENT_MODERATE)
    try:
        operations.agree(assessment=row, by=person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The assessment is agreed."))
    return redirect("case", id, assessment)


@require_http_methods(["GET", "POST"])
def moderate(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Key questions with every answer there is, and the moderator's own beside them."""
    row = assessment_or_404(request, id, assessment)
    exercise_or_404(request, id, permission=Permission.ASSESSMENT_MODERATE)
    consulted(request, "case", row)
    asked = [question for question in row.form().questions if question.key_question]
    form = ModerateForm(request.POST or None)
    form.fields["question"].choices = [("", _("Choose"))] + [(q.id, f"{q.id} {q.asks}") for q in asked]  # type: ignore[attr-defined]
    form.fields["value"].choices = [(o.id, o.says) for o in asked[0].offered] if asked else []  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            operations.moderate(assessment=row, **form.cleaned_data, by=person_of(request))
        except ValidationError as refused:
            told = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
            for name, words in told.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            messages.success(request, _("Your answer is recorded. The assessors' own answers stay as they are."))
            return redirect("case-moderate", id, assessment)
    second = (
        CaseAssessment.objects.visible_to(person_of(request)).filter(case=row.case_id, marking=Marking.SECOND).first()
    )
    both = [each for each in (row, second) if each is not None and each.is_done]
    own = own_answers(both)
    newest = {each.question: each for each in row.moderated.select_related("by")}
    lines = [
        {
            "question": question,
            "first": own.get(row.pk, {}).get(question.id, ""),
            "second": own.get(second.pk, {}).get(question.id, "") if second is not None else "",
            "moderated": newest.get(question.id),
        }
        for question in asked
    ]
    context = {
        "form": form, "assessment": row, "exercise": row.exercise, "lines": lines, "second": second,
        "second_done": second is not None and second.is_done,
    }  # fmt: skip
    return render(request, "assessments/moderate.html", context, status=400 if form.is_bound else 200)


@require_safe
def history(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Every answer with how often it was saved, and what happened to the assessment."""
    row = assessment_or_404(request, id, assessment)
    consulted(request, "history", row)
    rows = Answer.objects.visible_to(person_of(request)).filter(assessment=row).select_related("changed_by")
    sheets = {row.pk: own_sheet(row).form} | {each.pk: sheet_of(each).form for each in row.interviews.all()}
    order = {question.id: place for place, question in enumerate(own_sheet(row).form.every_question())}
    listed = [
        {"row": each, "question": sheets[each.sheet].question(each.question), "talk": each.sheet != row.pk}
        for each in sorted(rows, key=lambda each: (each.sheet != row.pk, order.get(each.question, 0)))
    ]
    context = {
        "assessment": row,
        "exercise": row.exercise,
        "listed": listed,
        "turns": row.turns.select_related("by"),
        "said_act": said_act,
    }
    return render(request, "assessments/history.html", context)


def said_act(turn: Turn) -> str:
    """What happened, as a heading."""
    return str(Act(turn.act).label).capitalize()


@require_safe
def versions(request: HttpRequest, id: UUID, assessment: UUID, answer: UUID) -> HttpResponse:
    """Every save of one answer: who, when, what, by which save, and what changed, the newest first."""
    row = assessment_or_404(request, id, assessment)
    found = row_or_404(request, Answer.objects.all(), answer, assessment=row)
    consulted(request, "history", row)
    talk = row.interviews.filter(pk=found.sheet).first()
    question = (sheet_of(talk) if talk else own_sheet(row)).form.question(found.question)
    steps, before = [], None
    saves = AnswerVersion.objects.visible_to(person_of(request)).filter(row=found).select_related("by")
    for version in sorted(saves, key=lambda each: (each.at, each.version)):
        steps.append({"version": version, "before": before, "says": in_plain_words(question, version.value)})
        if version.outcome == Outcome.STORED:
            before = version
    context = {
        "assessment": row, "exercise": row.exercise, "answer": found, "question": question, "steps": steps[::-1],
        "says": lambda value: in_plain_words(question, value),
    }  # fmt: skip
    return render(request, "assessments/versions.html", context)


@require_POST
def begin_interview(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Begin the record of a talk."""
    row = assessment_or_404(request, id, assessment)
    try:
        talk = operations.begin_interview(assessment=row, by=person_of(request))
    except (ValidationError, NotOpen) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
        return redirect("case", id, assessment)
    return redirect("interview", id, assessment, talk.pk)


@require_http_methods(["GET", "POST"])
def examples(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Practice examples of a case, and marking one more."""
    row = assessment_or_404(request, id, assessment)
    consulted(request, "case", row)
    form = ExampleForm(request.POST or None)
    standards = row.exercise.framework().standards
    form.fields["standard"].choices = [(each.id, f"{each.id} {each.title}") for each in standards]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("standard", "shows", "text")}
        try:
            operations.mark_example(assessment=row, **told, by=person_of(request))
        except (ValidationError, NotOpen) as refused:
            form.add_error(None, getattr(refused, "messages", [str(refused)]))
        else:
            messages.success(request, _("The practice example is marked."))
            return redirect("case-examples", id, assessment)
    rows = PracticeExample.objects.visible_to(person_of(request)).filter(assessment=row, withdrawn_at=None)
    context = {
        "form": form, "assessment": row, "exercise": row.exercise, "examples": rows.select_related("marked_by"),
        "writes": is_open_to(person_of(request), row),
    }  # fmt: skip
    return render(request, "assessments/examples.html", context, status=400 if form.is_bound else 200)


@require_POST
def withdraw_example(request: HttpRequest, id: UUID, assessment: UUID, example: UUID) -> HttpResponse:
    """Take a practice example back."""
    row = assessment_or_404(request, id, assessment)
    found = row_or_404(request, PracticeExample.objects.all(), example, assessment=row)
    try:
        operations.withdraw_example(assessment=row, example=found, by=person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The practice example is taken back."))
    return redirect("case-examples", id, assessment)
