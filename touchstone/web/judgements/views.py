"""The pages of ratings and judgements: every standard, and one with its working and proposals."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operations import consult
from touchstone.web.exercises.models import Activity
from touchstone.web.exercises.views import exercise_or_404
from touchstone.web.judgements import operations
from touchstone.web.judgements.forms import ProposalForm
from touchstone.web.judgements.models import Met, Proposal
from touchstone.web.judgements.ratings import rate
from touchstone.web.judgements.showing import bands_of, line_of, lines_of


@require_GET
def judgements(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every standard: computed with its dots, judged as it is proposed; the score as it stands."""
    exercise = exercise_or_404(request, id, permission=Permission.JUDGEMENT_READ)
    consult(who=person_of(request).pk, what="judgements.list", place=exercise.place())
    rated = rate(exercise, seen_by=person_of(request))
    context = {"exercise": exercise, "rated": rated, "lines": lines_of(exercise, rated), "bands": bands_of(rated)}
    return render(request, "judgements/judgements.html", context)


@require_http_methods(["GET", "POST"])
def judgement(request: HttpRequest, id: UUID, standard: str) -> HttpResponse:
    """One standard: its working, and for a judged one its characteristics and the proposals so far."""
    exercise = exercise_or_404(request, id, permission=Permission.JUDGEMENT_READ)
    person = person_of(request)
    rated = rate(exercise, seen_by=person_of(request))
    line = line_of(exercise, rated, standard)
    if line is None:
        raise Http404
    consult(who=person.pk, what="judgements.standard", place=exercise.place(), record=standard)
    form = None
    may_write = person.may(Permission.JUDGEMENT_WRITE, exercise) and exercise.is_open_for(Activity.JUDGEMENTS)
    if not line.is_counted and (may_write or request.method == "POST"):
        form = ProposalForm(line.standard, rated.framework, request.POST or None)
    if request.method == "POST" and form is None:
        form = ProposalForm(line.standard, rated.framework, request.POST)
        form.add_error(None, _("This standard is computed from cases. Only the panel may depart from that."))
    elif form is not None and form.is_valid():
        try:
            operations.propose(
                exercise=exercise,
                standard=standard,
                rating=form.cleaned_data["rating"],
                reasons=form.cleaned_data["reasons"],
                characteristics=form.characteristics,
                by=person,
            )
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
        else:
            messages.success(request, _("Your proposal is recorded."))
            return redirect("judgement", exercise.pk, standard)
    context = {
        "exercise": exercise,
        "rated": rated,
        "line": line,
        "bands": bands_of(rated),
        "form": form,
        "proposals": Proposal.objects.visible_to(person)
        .filter(exercise=exercise, standard=standard)
        .select_related("by"),
        "met_words": dict(Met.choices),
    }
    return render(request, "judgements/judgement.html", context, status=400 if form and form.errors else 200)
