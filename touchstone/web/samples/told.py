"""What a page does with an act that could not be done: it says why, and leads back to the room."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from touchstone.intake.problems import ProblemsFound
from touchstone.web.exercises.models import NotOpen
from touchstone.web.samples.operations import NotNow

View = Callable[..., HttpResponse]
MOST_TOLD = 5  # problems in one message; the page of the list has all


def tells(view: View) -> View:
    """Say on the page of the room what an operation refused: the stage, what has happened since, or the list."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **keywords: Any) -> HttpResponse:
        try:
            return view(request, *args, **keywords)
        except (NotNow, NotOpen) as refused:
            messages.error(request, str(refused))
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        except ProblemsFound as found:
            messages.error(request, " ".join(str(problem) for problem in found.problems[:MOST_TOLD]))
        return redirect("sample", keywords["id"])

    return told


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: the body of a POST, even an empty one; None where the page is only read."""
    return request.POST if request.method == "POST" else None
