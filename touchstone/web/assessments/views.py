"""Reading and answering a case: the list of cases, a case's contents, its pages, the autosave."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from touchstone.forms.answers import Answer as Given
from touchstone.forms.answers import AnswerRefused, missing
from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments import operations
from touchstone.web.assessments.asking import Asked, Page, contents, pages_of, steps
from touchstone.web.assessments.drawing import drawn, drawn_alone
from touchstone.web.assessments.finding import assessment_or_404, consulted, is_open_to, sheet_address, sheet_or_404
from touchstone.web.assessments.models import CaseAssessment, Hint
from touchstone.web.assessments.saving import NotUnderstood, Sent, in_plain_words, one_sent, read_sent
from touchstone.web.assessments.sheets import Sheet, own_sheet
from touchstone.web.assessments.states import Act, possible
from touchstone.web.assessments.whole_page import Changes, changes
from touchstone.web.audit.operations import consult
from touchstone.web.exercises.models import NotOpen
from touchstone.web.exercises.views import exercise_or_404
from touchstone.web.versions import Conflict, Saved, SaveIdUsed

CLOSED = (operations.Closed, NotOpen, PermissionDenied)
LARGEST_PAGE = 1_000_000  # bytes of a page that is sent whole, with long notes beside each question


@require_safe
def cases(request: HttpRequest, id: UUID) -> HttpResponse:
    """The cases one was given, and those of the team for whoever may read them."""
    exercise = exercise_or_404(request, id)
    person = person_of(request)
    writes, reads = person.may(Permission.ASSESSMENT_WRITE, exercise), person.may(Permission.ASSESSMENT_READ, exercise)
    if not (writes or reads):
        exercise_or_404(request, id, permission=Permission.ASSESSMENT_READ)
    rows = list(CaseAssessment.objects.visible_to(person).filter(exercise=exercise).select_related("case", "assessor"))
    if rows:
        subjects = [row.case_id for row in rows]
        consult(who=person.pk, what="assessments.cases", place=exercise.place(), subjects=subjects)
    mine = set(CaseAssessment.objects.open_to(person).filter(exercise=exercise).values_list("pk", flat=True))
    context = {
        "exercise": exercise,
        "mine": [row for row in rows if row.pk in mine],
        "team": [row for row in rows if row.pk not in mine],
        "reads": reads,
        "allocates": person.may(Permission.ASSESSMENT_ALLOCATE, exercise),
        "agreement": person.may(Permission.AGREEMENT_READ, exercise),
    }
    return render(request, "assessments/cases.html", context)


@require_safe
def case(request: HttpRequest, id: UUID, assessment: UUID, interview: UUID | None = None) -> HttpResponse:
    """The contents of a case: its pages with what is missing, talks, examples, and what can be done with it."""
    sheet = sheet_or_404(request, id, assessment, interview)
    consulted(request, "case", sheet.assessment)
    return render(request, "assessments/case.html", case_context(request, sheet))


def case_context(request: HttpRequest, sheet: Sheet, problems: tuple[Any, ...] = ()) -> dict[str, Any]:
    """What the page of contents shows."""
    row, answers = sheet.assessment, sheet.given()
    lacking = missing(sheet.form, answers)
    person = person_of(request)
    moderates = person.may(Permission.ASSESSMENT_MODERATE, row)
    turns = list(row.turns.select_related("by"))
    return {
        "exercise": row.exercise,
        "assessment": row,
        "sheet": sheet,
        "address": sheet_address(sheet),
        "contents": contents(sheet.form, answers, lacking),
        "lacking": len(lacking),
        "problems": problems,
        "writes": is_open_to(person, row),
        "can": {act.value for act in possible(row.state)},
        "moderates": moderates,
        "moderates_this": moderates and row.marking == "first",
        "sent_back": next((turn for turn in reversed(turns) if turn.act == Act.SEND_BACK), None),
        "turns": turns,
        "interviews": list(row.interviews.select_related("begun_by")),
        "examples": list(row.examples.filter(withdrawn_at=None)),
        "along": [each.person for each in row.companions.filter(ended=None).select_related("person")],
    }


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, id: UUID, assessment: UUID, number: int, interview: UUID | None = None) -> HttpResponse:
    """One page of the form. It is answered with script by `answers`, and without by sending it whole to here."""
    sheet = sheet_or_404(request, id, assessment, interview)
    shown = pages_of(sheet.form).page(number)
    if shown is None:
        raise Http404(_("Page not found"))
    consulted(request, "case", sheet.assessment)
    if request.method == "POST":
        return save_whole(request, sheet, shown)
    return show(request, sheet, shown)


page.largest_body = LARGEST_PAGE  # type: ignore[attr-defined]


def show(request: HttpRequest, sheet: Sheet, shown: Page, *, status: int = 200, brought: Changes | None = None,
         **more: Any) -> HttpResponse:  # fmt: skip
    """The page with the answers as they are, or, where something is wrong with them, as they were typed."""
    stored = sheet.shown()
    answers = {name: each.given for name, each in stored.items()}
    at = steps(sheet.form, answers, shown.number)
    person = person_of(request)
    row = sheet.assessment
    by_question: dict[str, list[Hint]] = {}
    if row.has_hints and sheet.interview is None:
        for hint in Hint.objects.visible_to(person).filter(case=row.case_id, question__in=shown.ids):
            by_question.setdefault(hint.question, []).append(hint)
    versions = {name: each.version for name, each in stored.items()} | (brought.bases if brought else {})
    given = answers | (brought.typed if brought else {})
    writes = is_open_to(person, row) and Act.ANSWER in possible(row.state)
    context = {
        "exercise": row.exercise,
        "assessment": row,
        "sheet": sheet,
        "address": sheet_address(sheet),
        "page": shown,
        "answers": given,
        "asked_now": at.asked,
        "questions": drawn(shown, given, versions, by_question, at.asked) if writes else "",
        "bases": " ".join(f"{name}:{versions.get(name, 0)}" for name in shown.in_order),
        "known": {name: answers[name].value for name in sorted(shown.looks_at - shown.ids) if name in answers},
        "before": at.before,
        "after": at.after,
        "nth": at.nth,
        "of": at.of,
        "writes": writes,
        "hints": by_question,
        "save_id": uuid4(),
        "person_id": person.pk,
        "read_answer": read_answer,
        **more,
    }
    return render(request, "assessments/page.html", context, status=status)


def read_answer(question: Asked, given: Given | None) -> str:
    """What was chosen or written, for whoever reads and does not answer."""
    value = given.value if given is not None else ""
    if value in ("", ()):
        return _("not answered")
    says = dict(question.options)
    return ", ".join(says.get(str(each), str(each)) for each in (value if isinstance(value, tuple) else (value,)))


def save_whole(request: HttpRequest, sheet: Sheet, shown: Page) -> HttpResponse:
    """Save what was changed on a page that was sent whole; show what could not be saved, with what was typed."""
    rows = sheet.some(shown.ids)
    try:
        brought = changes(sheet.form, shown, request.POST, rows)
        results = operations.save(sheet=sheet, sent=brought.sent, by=person_of(request)) if brought.sent else ()
    except (NotUnderstood, SaveIdUsed) as wrong:
        return show(request, sheet, shown, status=400, problems=[("", str(wrong))])
    except CLOSED as closed:
        return show(request, sheet, shown, status=409, brought=brought, problems=[("", str(closed))])
    clashes = [
        conflict(sheet, one.question, result)
        for one, result in zip(brought.sent, results, strict=True)
        if isinstance(result, Conflict)
    ]
    if clashes:
        return show_conflicts(request, sheet, shown, brought, clashes)
    if brought.refused:
        told = [(f"q-{r.question.replace('.', '-')}", f"{r.what} {r.do}") for r in brought.refused]
        return show(request, sheet, shown, status=400, brought=brought, problems=told)
    messages.success(request, _("Saved %(time)s.") % {"time": clock(timezone.now())})
    after = steps(sheet.form, sheet.given(), shown.number).after
    if "go_on" not in request.POST:
        return redirect(f"{sheet_address(sheet)}pages/{shown.number}/")
    return redirect(f"{sheet_address(sheet)}pages/{after}/" if after else sheet_address(sheet))


def show_conflicts(request: HttpRequest, sheet: Sheet, shown: Page, brought: Changes, clashes: list[dict[str, Any]]
                   ) -> HttpResponse:  # fmt: skip
    """Both texts of each answer that somebody else had saved before, to pick one or to join them."""
    questions = {each.id: each for question in shown.questions for each in question.everything()}
    context = {
        "exercise": sheet.assessment.exercise,
        "assessment": sheet.assessment,
        "sheet": sheet,
        "address": sheet_address(sheet),
        "page": shown,
        "clashes": [
            (questions[clash["question"]], clash, drawn_alone(questions[clash["question"]], brought.typed))
            for clash in clashes
        ],
        "save_id": uuid4(),
        "refused": [f"{refused.what} {refused.do}" for refused in brought.refused],
    }
    return render(request, "assessments/conflict.html", context, status=409)


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, id: UUID, assessment: UUID, interview: UUID | None = None) -> HttpResponse:
    """The autosave: one answer in, what came of it out. Asked with GET it gives a fresh token for after a sign-in."""
    sheet = sheet_or_404(request, id, assessment, interview)
    if request.method == "GET":
        return told({"token": get_token(request)})
    try:
        sent = one_sent(sheet.form, read_sent(request.body))
        (result,) = operations.save(sheet=sheet, sent=[sent], by=person_of(request))
    except (NotUnderstood, SaveIdUsed) as wrong:
        return told({"says": str(wrong)}, status=400)
    except AnswerRefused as refused:
        return told({"question": refused.question, "says": f"{refused.what} {refused.do}"}, status=422)
    except CLOSED as closed:
        return told({"says": str(closed)}, status=423)
    if isinstance(result, Saved):
        return told(saved(request, sheet, sent, result))
    consulted(request, "case", sheet.assessment)
    return told(conflict(sheet, sent.question, result), status=409)


def saved(request: HttpRequest, sheet: Sheet, sent: Sent, result: Saved) -> dict[str, Any]:
    """An acknowledgement. It is sent after the transaction was committed, and not before.

    With a judgement on a question comes what others say of it, if anything was brought in.
    """
    told = {"question": sent.question, "version": result.version, "at": clock(result.at), "again": result.repeated}
    judged = sent.answer.value not in ("", ()) and sheet.interview is None
    if judged and sheet.assessment.has_hints:
        hints = Hint.objects.visible_to(person_of(request)).filter(
            case=sheet.assessment.case_id, question=sent.question
        )
        told["hints"] = [{"source": hint.source, "says": hint.says} for hint in hints]
    return told


def conflict(sheet: Sheet, question: str, result: Conflict) -> dict[str, Any]:
    """Both answers, for a person to choose between."""
    asked = sheet.form.question(question)
    who = User.objects.filter(pk=result.by).values_list("name", flat=True).first()
    return {
        "question": question,
        "version": result.version,
        "by": who or _("somebody who has left"),
        "at": clock(result.at),
        "again": result.repeated,
        "theirs": {**result.theirs, "words": in_plain_words(asked, result.theirs["value"])},
        "mine": {**result.mine, "words": in_plain_words(asked, result.mine["value"])},
    }


@require_http_methods(["POST"])
def submit(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Hand the case in, or tell everything that is missing."""
    row = assessment_or_404(request, id, assessment)
    try:
        operations.submit(assessment=row, by=person_of(request))
    except operations.Incomplete as incomplete:
        told = [(each.question.id.replace(".", "-"), each.says) for each in incomplete.lacking]
        row.refresh_from_db(fields=["state"])
        context = case_context(request, own_sheet(row), tuple(told))
        return render(request, "assessments/case.html", context, status=400)
    except (ValidationError, NotOpen) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
        return redirect("case", id, assessment)
    messages.success(request, _("The assessment is submitted."))
    return redirect("case", id, assessment)


def clock(moment: Any) -> str:
    """The time of day as the corner of the page shows it: 10:42:07."""
    return timezone.localtime(moment).strftime("%H:%M:%S")


def told(what: dict[str, Any], status: int = 200) -> JsonResponse:
    """A JSON answer that nobody keeps."""
    response = JsonResponse(what, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
