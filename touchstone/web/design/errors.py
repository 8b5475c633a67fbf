"""The pages shown when something cannot be done, in the same look as all others."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

log = logging.getLogger("touchstone.web")

# Below this stand pages that people open by a link, and that name nothing else on this site (web/surveys).
ALONE_BELOW = "/s/"

# No letter or figure that is mistaken for another when it is read out on the telephone.
REFERENCE_LETTERS = "BCDFGHJKMNPQRTVWXYZ2346789"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or the form cannot be understood."""
    return page(
        request,
        400,
        _("This request cannot be understood"),
        _("Something in the address or the form is not as it should be. Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: not to be done by whoever asked, or not now; the page says why where the program said so."""
    why = str(exception) if exception is not None else ""
    elsewhere = _("This request came from somewhere it should not have come from. Start again from the first page.")
    return page(request, 403, _("You cannot do this"), why or elsewhere)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return page(
        request,
        404,
        _("Page not found"),
        _("If you typed the address, check it is correct. If you pasted it, check you copied all of it."),
    )


def method_not_allowed(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """405: the page is there, but not for this. `allowed` is the header that says for what."""
    response = page(
        request,
        405,
        _("This page can only be read"),
        _("Nothing can be sent to this address."),
    )
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than any page here takes."""
    return page(
        request,
        413,
        _("Too much was sent"),
        _("What was sent is larger than any page here takes. Nothing was kept."),
    )


def address_too_long(request: HttpRequest) -> HttpResponse:
    """414: the part of the address after the question mark is longer than any form here makes."""
    return page(
        request,
        414,
        _("This address is too long"),
        _("The address is longer than any page here makes. Start again from the first page."),
    )


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500: our own mistake. The page shows a reference; the log has the trace under it, and nothing of the body."""
    reference = "-".join("".join(secrets.choice(REFERENCE_LETTERS) for _place in range(4)) for _part in range(2))
    log.exception("500 %s %r, reference %s", request.method, request.path, reference)
    title = _("Sorry, something went wrong")
    says = _("The mistake is ours and is recorded. If you tell us about it, say this reference:")
    try:
        return page(request, 500, title, says, reference=reference)
    except Exception:  # whatever broke may have broken our pages too
        log.exception("The page for reference %s could not be made", reference)
        return HttpResponse(f"{title}\n{says} {reference}\n", status=500, content_type="text/plain; charset=utf-8")


def not_written_down(request: HttpRequest) -> HttpResponse:
    """503: who looks and who acts is written down first, and that is not possible now."""
    return page(
        request,
        503,
        _("Nothing was shown, because it could not be written down"),
        _("Who reads what, and who changes what, is recorded first. That cannot be done now, so nothing was shown and "
          "nothing was changed. Try again in a few minutes; if it happens again, tell whoever runs Touchstone here."),
    )  # fmt: skip


def page(request: HttpRequest, status: int, title: str, says: str, *, reference: str = "") -> HttpResponse:
    """One error page."""
    context = {"title": title, "says": says, "reference": reference}
    if request.path.startswith(ALONE_BELOW):
        context["layout"] = "design/alone.html"
    response = render(request, "design/error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
