"""Pages for whoever runs the installation: people, roles, sessions, last days, conflicts, services, the review."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.web.accounts import operations
from touchstone.web.accounts.access import decide, person_of
from touchstone.web.accounts.keys import LinkPurpose, Session
from touchstone.web.accounts.models import Conflict, Grant, Service, User
from touchstone.web.accounts.people.forms import ConflictForm, InvitationForm, LeavingForm, RoleForm
from touchstone.web.accounts.people.listing import last_seen, places_of, review_rows
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.accounts.sessions.operations import end_sessions_of
from touchstone.web.accounts.sign_in import operations as sign_in
from touchstone.web.accounts.sign_in.second_factor import factors_of
from touchstone.web.accounts.sign_in.views import recently_signed_in
from touchstone.web.audit.kinds import Outcome
from touchstone.web.audit.operations import security

TOKEN_TO_SHOW = "token to show"  # in the session, between making a link and the one page that shows it


def administrator_of(request: HttpRequest) -> User:
    """Whoever asks, where they manage people. Raises PermissionDenied elsewhere, and writes the try down."""
    person = person_of(request)
    decision = decide(person, Permission.PEOPLE_MANAGE)
    if not decision.allowed:
        name = request.resolver_match.view_name if request.resolver_match else "people"
        security(what=f"view {name}", who=person.pk, outcome=Outcome.REFUSED, why=decision.why)
        raise PermissionDenied(decision.why)
    return person


def person_or_404(request: HttpRequest, id: UUID) -> User:
    """The person this page is about, for administrators."""
    administrator_of(request)
    person = User.objects.filter(pk=id).first()
    if person is None:
        raise Http404(_("Page not found"))
    return person


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody. What is searched for is sent in the body: a name has no place in an address."""
    administrator_of(request)
    words = request.POST.get("words", "").strip()[:120] if request.method == "POST" else ""
    rows = [person for person in User.objects.all() if matches(person, words)]
    seen = last_seen(rows)
    listed = [(person, places_of(person), seen.get(person.pk)) for person in rows]
    return render(request, "accounts/people.html", {"people": listed, "words": words, "all": User.objects.count()})


def matches(person: User, words: str) -> bool:
    """Does every word stand in the name, the address or the organisation?"""
    told = f"{person.name} {person.email} {person.organisation}".casefold()
    return all(word in told for word in words.casefold().split())


@recently_signed_in
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the next page shows their one-time link."""
    by = administrator_of(request)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, token = operations.invite(installation=None, by=by, **form.cleaned_data)
        request.session[TOKEN_TO_SHOW] = [str(person.pk), str(token)]
        return redirect("person", id=person.pk)
    says = _("They get a link that works once, for seven days. They can do nothing here until you give them a role.")
    context = {"form": form, "title": _("Invite somebody"), "back": "people", "says": says, "button_words": _("Invite")}
    return render(request, "accounts/form.html", context)


@require_GET
def person(request: HttpRequest, id: UUID) -> HttpResponse:
    """One person: what they hold, how they sign in, where they are signed in."""
    about = person_or_404(request, id)
    kept = request.session.pop(TOKEN_TO_SHOW, None) or ["", ""]
    link = request.build_absolute_uri(reverse("link", args=[UUID(kept[1])])) if kept[0] == str(about.pk) else ""
    grants = Grant.objects.filter(person=about).select_related("service", "given_by", "ended_by").order_by("-began")
    context = {
        "about": about,
        "link": link,
        "held": [(grant, ROLES[grant.role]) for grant in grants if grant.ended is None],
        "were": [(grant, ROLES[grant.role]) for grant in grants if grant.ended is not None],
        "factors": factors_of(about),
        "sessions": Session.objects.filter(person=about, expires__gt=timezone.now()),
        "conflicts": Conflict.objects.filter(person=about, ended=None).select_related("service"),
        "left": not about.may_sign_in,
    }
    return render(request, "accounts/person.html", context)


@recently_signed_in
@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give somebody a role at the installation or at a service."""
    about = person_or_404(request, id)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.give_role(
            service=form.cleaned_data["service"], person=about, role=form.cleaned_data["role"], by=person_of(request)
        )
        messages.success(request, _("%(name)s has the role now.") % {"name": about.name})
        return redirect("person", id=about.pk)
    hints = {role.id: role.sentence for role in ROLES.values()}
    return render(request, "accounts/give_role.html", {"form": form, "about": about, "hints": hints})


@recently_signed_in
@require_POST
def end_role(request: HttpRequest, id: UUID, grant: UUID) -> HttpResponse:
    """End a role; from the next request on it opens nothing."""
    about = person_or_404(request, id)
    held = Grant.objects.filter(pk=grant, person=about, ended=None, exercise=None).select_related("service").first()
    if held is None:
        raise Http404(_("Page not found"))
    operations.end_role(service=held.service, grant=held, by=person_of(request))
    messages.success(request, _("The role is ended."))
    return redirect("person", id=about.pk)


@recently_signed_in
@require_http_methods(["GET", "POST"])
def leaving(request: HttpRequest, id: UUID) -> HttpResponse:
    """The day somebody leaves."""
    about = person_or_404(request, id)
    form = LeavingForm(request.POST or None, initial={"leaves_on": about.leaves_on})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["leaves_on"]
        operations.set_leaving(installation=None, person=about, leaves_on=day, by=person_of(request))
        return redirect("person", id=about.pk)
    title = _("When does %(name)s leave?") % {"name": about.name}
    context = {"form": form, "title": title, "back_href": reverse("person", args=[about.pk])}
    return render(request, "accounts/form.html", context)


@recently_signed_in
@require_POST
def act(request: HttpRequest, id: UUID, what: str) -> HttpResponseBase:
    """One of the acts of a person's page: a new link, factors reset, sessions ended, switched off or on."""
    about, by = person_or_404(request, id), person_of(request)
    try:
        if what == "link":
            invited = LinkPurpose.PASSWORD if about.has_usable_password() else LinkPurpose.INVITATION
            token = sign_in.make_link(installation=None, person=about, purpose=invited, by=by)
            request.session[TOKEN_TO_SHOW] = [str(about.pk), str(token)]
        elif what == "reset-factors":
            token = sign_in.reset_factors(installation=None, person=about, by=by)
            request.session[TOKEN_TO_SHOW] = [str(about.pk), str(token)]
        elif what == "end-sessions":
            end_sessions_of(installation=None, person=about, by=by)
            messages.success(request, _("%(name)s is signed out everywhere.") % {"name": about.name})
        elif what in ("off", "on"):
            operations.switch(installation=None, person=about, on=what == "on", by=by)
        else:
            raise Http404(_("Page not found"))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("person", id=about.pk)


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """The access review: who holds what since when, and when they were last here. For every quarter; it prints."""
    administrator_of(request)
    context = {"rows_to_review": review_rows(), "today": timezone.localdate()}
    return render(request, "accounts/review.html", context)


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with its sentence and its permissions, as the code has them."""
    return render(request, "accounts/roles.html", {"roles": ROLES.values()})


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """Every youth justice service that is known here."""
    administrator_of(request)
    return render(request, "accounts/services.html", {"services": Service.objects.all()})


@require_http_methods(["GET", "POST"])
def my_conflicts(request: HttpRequest) -> HttpResponse:
    """Declare a conflict of interest: from that moment nothing of that service opens."""
    by = person_of(request)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.declare_conflict(by=by, **form.cleaned_data)
        messages.success(
            request, _("Your conflict of interest is declared. Nothing of that service opens for you now.")
        )
        return redirect("my_conflicts")
    declared = Conflict.objects.filter(person=by).select_related("service").order_by("-declared")
    return render(request, "accounts/my_conflicts.html", {"form": form, "declared": declared})


@require_GET
def conflicts(request: HttpRequest) -> HttpResponse:
    """Every conflict of interest that was declared."""
    administrator_of(request)
    rows = Conflict.objects.select_related("person", "service").order_by("ended", "person__name")
    return render(request, "accounts/conflicts.html", {"conflicts": rows})


@recently_signed_in
@require_POST
def end_conflict(request: HttpRequest, id: UUID) -> HttpResponse:
    """A conflict of interest is over."""
    by = administrator_of(request)
    conflict = Conflict.objects.filter(pk=id, ended=None).first()
    if conflict is None:
        raise Http404(_("Page not found"))
    try:
        operations.end_conflict(installation=None, conflict=conflict, by=by)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("conflicts")
