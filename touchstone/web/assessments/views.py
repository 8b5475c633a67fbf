"""Reading and answering a case: its contents, its pages, the autosave, its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from touchstone.forms.answers import AnswerRefused
from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import User
from touchstone.web.assessments import operations
from touchstone.web.assessments.finding import consulted, sheet_or_404
from touchstone.web.assessments.saving import NotUnderstood, in_plain_words, one_sent, read_sent
from touchstone.web.assessments.sheets import Sheet
from touchstone.web.exercises.models import NotOpen
from touchstone.web.versions import Conflict, Saved, SaveIdUsed


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
    except (operations.Closed, NotOpen, PermissionDenied) as closed:
        return told({"says": str(closed)}, status=423)
    if isinstance(result, Saved):
        return told(saved(sent.question, result))
    consulted(request, "answers", sheet.assessment)
    return told(conflict(sheet, sent.question, result), status=409)


def saved(question: str, result: Saved) -> dict[str, Any]:
    """An acknowledgement. It is sent after the transaction was committed, and not before."""
    return {"question": question, "version": result.version, "at": clock(result.at), "again": result.repeated}


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


def clock(moment: Any) -> str:
    """The time of day as the corner of the page shows it: 10:42:07."""
    return timezone.localtime(moment).strftime("%H:%M:%S")


def told(what: dict[str, Any], status: int = 200) -> JsonResponse:
    """A JSON answer that nobody keeps."""
    response = JsonResponse(what, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
