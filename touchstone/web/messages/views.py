"""A person's own messages: read without mail, marked as read by a press."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from touchstone.web.messages import operations
from touchstone.web.messages.models import Message

ON_A_PAGE = 40  # fewer than the fields that a form may have


@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's own messages, newest first."""
    mine = Message.objects.visible_to(request.user)
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": [one.id for one in page if one.read_at is None]}
    return render(request, "messages/inbox.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark those as read that the page showed, and no other that has come since."""
    operations.mark_read(by=request.user, messages=ids(request.POST.getlist("message")))
    return redirect("messages")


def ids(texts: list[str]) -> list[UUID]:
    """The ids among what was sent; anything else is nobody's message."""
    found = []
    for text in texts[:ON_A_PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
