"""The pages of the matrix: which standard stands on what, writing a claim, and one claim with its sources."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.design.forms import PlainForm
from touchstone.web.evidence.independence import TABLE
from touchstone.web.evidence.matrix import operations
from touchstone.web.evidence.matrix.forms import (
    BecauseForm,
    ChangeClaimForm,
    CiteForm,
    ClaimForm,
    ReasonForm,
    VersionBecauseForm,
    VersionForm,
    WeighForm,
)
from touchstone.web.evidence.matrix.grid import grid
from touchstone.web.evidence.models import Citation, Claim, ClaimState, SourceKind
from touchstone.web.evidence.pages import consulted, tried
from touchstone.web.evidence.sources import Live, offered
from touchstone.web.evidence.support import Support, standard_words, supports, worth
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404

CITED = ("citations__item", "citations__quote", "citations__document__exercise", "citations__figure",
         "citations__cited_by", "citations__weighed_by", "citations__taken_off_by")  # fmt: skip


def rights(request: HttpRequest, exercise: Exercise) -> dict[str, bool]:
    """What this person may do here now. Shares of cases are kept from whoever may not see emerging ratings."""
    person = person_of(request)
    is_open = exercise.is_open_for(Activity.EVIDENCE)
    return {
        "is_open": is_open,
        "may_write": person.may(Permission.EVIDENCE_WRITE, exercise) and is_open,
        "may_approve": person.may(Permission.EVIDENCE_APPROVE, exercise) and is_open,
        "sees_documents": person.may(Permission.DOCUMENT_READ, exercise),
        "sees_shares": person.may(Permission.JUDGEMENT_READ, exercise),
    }


@require_GET
def matrix(request: HttpRequest, id: UUID) -> HttpResponse:
    """Standards by kinds of source, its holes in sight; then every claim, what speaks against one first."""
    exercise = exercise_or_404(request, id, permission=Permission.EVIDENCE_READ)
    consulted(request, exercise, "matrix")
    found = supports(exercise, blind_to=person_of(request))
    live = found[0].live if found else Live.of(exercise, blind_to=person_of(request))
    context = {
        "exercise": exercise,
        "kinds": list(SourceKind),
        "rows": grid(exercise, found, live),
        "live": live,
        "contradictions": [(it, against) for it in found for against in it.unanswered],
        "settled": sum(it.claim.state == ClaimState.SETTLED for it in found),
        "claims": len(found),
        "unsupported": sum(not it.is_enough for it in found),
        "independence": TABLE,
        **rights(request, exercise),
    }
    return render(request, "evidence/matrix.html", context)


@require_http_methods(["GET", "POST"])
def write_claim(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a claim; it is a draft."""
    exercise = exercise_or_404(request, id, permission=Permission.EVIDENCE_WRITE)
    form = ClaimForm(exercise, request.POST or None, initial={"standard": request.GET.get("standard", "")})
    made: list[Claim] = []
    if form.is_valid() and tried(
        form,
        lambda: made.append(operations.write_claim(exercise=exercise, by=person_of(request), **form.cleaned_data)),
    ):
        messages.success(request, _("The draft is kept. Cite now what it stands on."))
        return redirect("claim", exercise.pk, made[0].pk)
    context = {"exercise": exercise, "form": form, "claim": None, **rights(request, exercise)}
    return render(request, "evidence/write_claim.html", context, status=400 if form.is_bound else 200)


def claim_at(request: HttpRequest, id: UUID, claim: UUID, permission: Permission) -> tuple[Exercise, Claim]:
    """The exercise and the claim at an address, and that this person looked."""
    exercise = exercise_or_404(request, id, permission=permission)
    rows = Claim.objects.select_related(
        "exercise__service", "begun_by", "reason_by", "reason_approved_by", "settled_by"
    )
    row = row_or_404(request, rows.prefetch_related(*CITED), claim, exercise=exercise)
    consulted(request, exercise, "claim", row.pk)
    return exercise, row


@require_GET
def claim(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """One claim: what speaks for it and against it, and whether that is enough."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_READ)
    return claim_page(request, exercise, row)


def claim_page(request: HttpRequest, exercise: Exercise, row: Claim, at: UUID | None = None, **refused: Any
               ) -> HttpResponse:  # fmt: skip
    """The page of one claim. `refused` is a form with what was typed; `at` the citation that it is of."""
    live = Live.of(exercise, blind_to=person_of(request))
    support = Support(row, live)
    may = rights(request, exercise)
    forms: dict[str, Any] = {
        "settle_form": VersionForm(prefix="settle", initial={"version": row.version}),
        "reopen_form": VersionBecauseForm(prefix="reopen", initial={"version": row.version}),
        "withdraw_form": VersionBecauseForm(prefix="withdraw", initial={"version": row.version}),
        "reason_form": ReasonForm(prefix="reason", initial={"reason": row.single_source_reason}),
        "approve_form": VersionForm(prefix="approve", initial={"version": row.version}),
    }
    if may["may_write"]:
        forms["cite_form"] = CiteForm(
            offered(exercise, live, shares=may["sees_shares"]), prefix="cite", initial={"stance": "for"}
        )
    forms.update(refused)
    of_citations = {"weigh_form": WeighForm, "take_off_form": BecauseForm}
    context = {
        "exercise": exercise,
        "claim": row,
        "standard": standard_words(exercise, row.standard),
        "support": support,
        "live": live,
        "worth": worth,
        "turns": row.turns.select_related("by"),
        "shown_forms": [form for form in forms.values() if form.is_bound],
        "form_of": lambda name, citation: (
            refused[name]
            if name in refused and citation.pk == at
            else of_citations[name](prefix=f"{name.removesuffix('_form')}-{citation.pk}")
        ),
        **forms,
        **may,
    }
    return render(request, "evidence/claim.html", context, status=400 if refused else 200)


@require_http_methods(["GET", "POST"])
def change_claim(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """Change a draft. Where somebody else saved meanwhile, both texts stand beside each other."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_WRITE)
    first = {name: getattr(row, name) for name in ("standard", "kind", "text", "version")}
    form = ChangeClaimForm(exercise, request.POST or None, initial=first)
    if form.is_valid() and tried(
        form, lambda: operations.change_claim(claim=row, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("The draft is changed."))
        return redirect("claim", exercise.pk, row.pk)
    theirs = ""
    if form.is_bound and form.cleaned_data.get("version", row.version) != row.version:
        theirs = row.text
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(row.version)  # type: ignore[index]
    context = {"exercise": exercise, "form": form, "claim": row, "theirs": theirs, **rights(request, exercise)}
    return render(request, "evidence/write_claim.html", context, status=400 if form.is_bound else 200)


def acted(request: HttpRequest, exercise: Exercise, row: Claim, name: str, form: PlainForm, act: Any, done: str, *,
          of: Citation | None = None) -> HttpResponse:  # fmt: skip
    """Do what a form of the claim's page asks, or show the page again with what was typed and why not.

    `act` is an operation on the claim, or on the citation `of` it.
    """
    on: dict[str, object] = {"citation": of} if of is not None else {"claim": row}
    if form.is_valid() and tried(form, lambda: act(**on, **form.cleaned_data, by=person_of(request))):
        messages.success(request, done)
        return redirect("claim", exercise.pk, row.pk)
    return claim_page(request, exercise, row, of.pk if of is not None else None, **{name: form})


@require_POST
def cite(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """Cite a source for a claim or against it."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_WRITE)
    choices = offered(
        exercise, Live.of(exercise, blind_to=person_of(request)), shares=rights(request, exercise)["sees_shares"]
    )
    form = CiteForm(choices, request.POST, prefix="cite")
    return acted(request, exercise, row, "cite_form", form, operations.cite, _("The source is cited."))


@require_POST
def settle(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """Settle a draft, if it stands on enough."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_WRITE)
    form = VersionForm(request.POST, prefix="settle")
    return acted(request, exercise, row, "settle_form", form, operations.settle, _("The claim is settled."))


@require_POST
def reopen(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """Make a settled claim a draft again."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_WRITE)
    form = VersionBecauseForm(request.POST, prefix="reopen")
    return acted(request, exercise, row, "reopen_form", form, operations.reopen, _("The claim is a draft again."))


@require_POST
def withdraw(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """Withdraw a draft."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_WRITE)
    form = VersionBecauseForm(request.POST, prefix="withdraw")
    done = _("The claim is withdrawn. It stays on record.")
    return acted(request, exercise, row, "withdraw_form", form, operations.withdraw_claim, done)


@require_POST
def give_reason(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """Say why one source is enough."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_WRITE)
    form = ReasonForm(request.POST, prefix="reason")
    done = _("The reason is kept. The lead inspector must approve it.")
    return acted(request, exercise, row, "reason_form", form, operations.give_reason, done)


@require_POST
def approve_reason(request: HttpRequest, id: UUID, claim: UUID) -> HttpResponse:
    """Approve that one source is enough."""
    exercise, row = claim_at(request, id, claim, Permission.EVIDENCE_APPROVE)
    form = VersionForm(request.POST, prefix="approve")
    return acted(request, exercise, row, "approve_form", form, operations.approve_reason, _("The reason is approved."))


def citation_at(request: HttpRequest, id: UUID, citation: UUID) -> tuple[Exercise, Claim, Citation]:
    """The exercise, the claim and the citation at an address."""
    exercise = exercise_or_404(request, id, permission=Permission.EVIDENCE_WRITE)
    found = row_or_404(request, Citation.objects.select_related("exercise__service"), citation, exercise=exercise)
    _exercise, row = claim_at(request, id, found.claim_id, Permission.EVIDENCE_WRITE)
    return exercise, row, found


@require_POST
def weigh(request: HttpRequest, id: UUID, citation: UUID) -> HttpResponse:
    """Say how what speaks against a claim was weighed."""
    exercise, row, found = citation_at(request, id, citation)
    form = WeighForm(request.POST, prefix=f"weigh-{found.pk}")
    done = _("How it was weighed is kept.")
    return acted(request, exercise, row, "weigh_form", form, operations.weigh, done, of=found)


@require_POST
def take_off(request: HttpRequest, id: UUID, citation: UUID) -> HttpResponse:
    """Take a source for a draft off."""
    exercise, row, found = citation_at(request, id, citation)
    form = BecauseForm(request.POST, prefix=f"take_off-{found.pk}")
    done = _("The source is taken off. It stays in sight.")
    return acted(request, exercise, row, "take_off_form", form, operations.take_off, done, of=found)
