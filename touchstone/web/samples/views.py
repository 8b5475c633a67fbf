"""The room of the sample: its steps, its size, its draws, the frozen sample and who stands in for whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from touchstone.intake.problems import ProblemsFound
from touchstone.sampling.eligibility import eligibility
from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operation import label
from touchstone.web.audit.operations import consult
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.samples import operations
from touchstone.web.samples.case_list.files import download
from touchstone.web.samples.drawn import as_read, group_draws
from touchstone.web.samples.forms import ReasonForm, RulesForm, SubstituteForm
from touchstone.web.samples.models import CaseState, Draw, SampledCase, Substitution
from touchstone.web.samples.plot import figures_of
from touchstone.web.samples.reading import groups_of, kind_titles
from touchstone.web.samples.rules import Rules, rules_of
from touchstone.web.samples.steps import standing_of, steps_of, turn_of
from touchstone.web.samples.told import posted, tells

SUBSTITUTES_SHOWN = 200  # of each group, on the page of a draw (draw.html)
READ, SEE_DRAWS, DRAW = Permission.SAMPLE_READ, Permission.DRAW_READ, Permission.SAMPLE_DRAW


@require_GET
def room(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where the sample stands, whose turn it is, and every draw that there was."""
    exercise = exercise_or_404(request, id, permission=READ)
    person = person_of(request)
    standing = standing_of(exercise)
    context = {
        "exercise": exercise,
        "standing": standing,
        "steps": steps_of(standing, person),
        "turn": turn_of(standing, person),
        "rules": rules_of(exercise),
        "draws": Draw.objects.visible_to(person).filter(exercise=exercise).defer("record")
        .select_related("drawn_by", "withdrawn_by", "frozen_by", "case_list", "commitment"),
    }  # fmt: skip
    return render(request, "samples/room.html", context)


# ── Size and draw ────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@tells
def size(request: HttpRequest, id: UUID) -> HttpResponse:
    """How many cases of each group are read, with the working; the button that draws them."""
    exercise = exercise_or_404(request, id, permission=DRAW if request.method == "POST" else SEE_DRAWS)
    person, standing, rules = person_of(request), standing_of(exercise), rules_of(exercise)
    form = ReasonForm(posted(request)) if standing.draw is not None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["because"] if form is not None else ""
        made = operations.draw(exercise=exercise, reason=reason, by=person)
        messages.success(request, _("The sample is drawn. Look through it, then freeze it."))
        return redirect("sample_draw", exercise.pk, made.pk)
    groups, wrong = groups_now(exercise, standing.confirmed, rules)
    context = {
        "exercise": exercise,
        "standing": standing,
        "rules": rules,
        "groups": groups,
        "facts": {group.id: group.size_fact for group in exercise.framework().sample.groups},
        "wrong": wrong,
        "form": form,
        "may_draw": person.may(DRAW, exercise) and exercise.is_open_for(Activity.SAMPLE) and not standing.frozen,
    }
    return render(request, "samples/size.html", context, status=400 if form is not None and form.errors else 200)


def groups_now(exercise: Exercise, confirmed: Any, rules: Rules) -> tuple[tuple[dict[str, Any], ...], str]:
    """For each group its caseload and size by the rules of today; and what stands against reckoning them."""
    if confirmed is None:
        return (), ""
    try:
        found = eligibility(confirmed.frame(), exercise.framework(), rules.window)
    except ProblemsFound as problems:
        return (), " ".join(str(problem) for problem in problems.problems[:3])
    return groups_of(found, exercise.framework(), rules), ""


@require_http_methods(["GET", "POST"])
@tells
def set_rules(request: HttpRequest, id: UUID) -> HttpResponse:
    """Window and sizes in place of the framework's, with the reason."""
    exercise = exercise_or_404(request, id, permission=DRAW)
    newest = rules_of(exercise).set_by_hand
    before = {"window_first": newest.window_first, "window_last": newest.window_last} if newest else {}
    sizes = {f"size_{group}": cases for group, cases in newest.sizes.items()} if newest else {}
    form = RulesForm(posted(request), initial={**before, **sizes}, framework=exercise.framework())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            operations.set_rules(exercise=exercise, first=said["window_first"], last=said["window_last"],
                                 sizes=form.sizes(), because=said["because"], by=person_of(request))  # fmt: skip
        except ProblemsFound as found:
            form.add_error("window_first", " ".join(str(problem) for problem in found.problems[:3]))
        else:
            messages.success(request, _("The rules are set. Every case of the list was held against them again."))
            return redirect("sample_size", exercise.pk)
    context = {"exercise": exercise, "form": form, "rules": rules_of(exercise)}
    return render(request, "samples/rules.html", context, status=400 if form.errors else 200)


@require_GET
def draw(request: HttpRequest, id: UUID, draw: UUID) -> HttpResponse:
    """One draw: its number and seed, the sample of each group, its substitutes, and how like the caseload it is."""
    exercise = exercise_or_404(request, id, permission=READ)
    person = person_of(request)
    rows = Draw.objects.select_related("case_list", "commitment", "drawn_by", "withdrawn_by", "frozen_by")
    found = row_or_404(request, rows, draw, exercise=exercise)
    groups = group_draws(found.record)
    ids = operations.ids_in(found.case_list)
    shown = [(g.group, case.reference) for g in groups for case in (*g.sample, *g.substitutes[:SUBSTITUTES_SHOWN])]
    subjects = [ids[one] for one in shown if one in ids]
    consult(who=person.pk, what="samples.draw", place=exercise.place(), subjects=subjects, record=label(found))
    open_now = exercise.is_open_for(Activity.SAMPLE) and found.frozen_at is None and found.withdrawn_at is None
    context = {
        "exercise": exercise,
        "draw": found,
        "groups": groups,
        "framework": exercise.framework(),
        "kinds": kind_titles(exercise.framework()),
        "figures": figures_of(groups, exercise.framework()),
        "may_draw": person.may(DRAW, exercise) and open_now,
    }
    return render(request, "samples/draw.html", context)


@require_GET
def record(request: HttpRequest, id: UUID, draw: UUID) -> HttpResponse:
    """The record of a draw, with which anybody who holds the list can draw again."""
    exercise = exercise_or_404(request, id, permission=READ)
    found = row_or_404(request, Draw.objects.all(), draw, exercise=exercise)
    content = operations.take_record(draw=found, by=person_of(request))
    return download(content, name=f"draw-{exercise.reference}-{found.count}.json", media_type="application/json")


@require_http_methods(["GET", "POST"])
@tells
def freeze(request: HttpRequest, id: UUID, draw: UUID) -> HttpResponse:
    """Ask once more, then freeze."""
    exercise = exercise_or_404(request, id, permission=DRAW)
    found = row_or_404(request, Draw.objects.select_related("exercise", "case_list"), draw, exercise=exercise)
    if request.method == "POST":
        operations.freeze(draw=found, by=person_of(request))
        messages.success(request, _("The sample is frozen."))
        return redirect("sample_cases", exercise.pk)
    context = {
        "exercise": exercise,
        "title": _("Freeze this sample?"),
        "says": _("The cases of draw %(count)s are then the ones that are read.") % {"count": found.count},
        "follows": [
            _("Nobody can draw again; only substitutes can be put in, each with its reason."),
            _("The service sees which of its cases are in the sample."),
            _("Cases can be given to assessors."),
        ],
        "button": _("Freeze the sample"),
        "kind": "",
        "back_href": found_at(found),
    }
    return render(request, "design/confirm.html", context)


def found_at(draw: Draw) -> str:
    """The address of a draw."""
    return reverse("sample_draw", args=[draw.exercise_id, draw.pk])


@require_http_methods(["GET", "POST"])
@tells
def new_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """Withdraw the draw so that the service can hand in another list."""
    exercise = exercise_or_404(request, id, permission=DRAW)
    standing = standing_of(exercise)
    if standing.draw is None or standing.frozen:
        raise operations.NotNow(_("There is no draw that could be withdrawn."))
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        operations.ask_for_new_list(exercise=exercise, because=form.cleaned_data["because"], by=person_of(request))
        messages.success(
            request, _("The draw is withdrawn. The service can hand in a new list while its stage is open.")
        )
        return redirect("sample", exercise.pk)
    context = {
        "exercise": exercise,
        "form": form,
        "title": _("Withdraw the draw and ask for a new list?"),
        "says": _("The draw stays to be seen, with your reason. A new number is committed to for the next one."),
        "follows": [
            _("The old number is known by now, so a list could be made to fit it."),
            _("The service can hand a list in only while its stage is open: move the inspection back if need be."),
        ],
        "button": _("Withdraw the draw"),
        "back_href": found_at(standing.draw),
    }
    return render(request, "design/confirm.html", context, status=400 if form.errors else 200)


# ── The frozen sample ────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def cases(request: HttpRequest, id: UUID) -> HttpResponse:
    """The frozen sample, who was replaced by whom and why, and how like the caseload what is read still is."""
    exercise = exercise_or_404(request, id, permission=READ)
    person = person_of(request)
    rows = list(SampledCase.objects.visible_to(person).filter(exercise=exercise))
    if not rows:
        messages.info(request, _("There is no frozen sample yet."))
        return redirect("sample", exercise.pk)
    consult(who=person.pk, what="samples.cases", place=exercise.place(), subjects=[row.pk for row in rows])
    put_in = Substitution.objects.visible_to(person).filter(exercise=exercise)
    framework = exercise.framework()
    frozen = Draw.objects.visible_to(person).filter(exercise=exercise, withdrawn_at=None).first()
    figures = []
    if frozen is not None:
        figures = figures_of([as_read(group, rows) for group in group_draws(frozen.record)], framework)
    context = {
        "exercise": exercise,
        "framework": framework,
        "kinds": kind_titles(framework),
        "groups": [
            (group, [row for row in rows if row.group == group]) for group in dict.fromkeys(r.group for r in rows)
        ],
        "substitutions": put_in.select_related("missing", "substitute", "put_in_by"),
        "draw": frozen,
        "figures": figures,
        "may_replace": person.may(DRAW, exercise) and exercise.is_open_for(Activity.SAMPLE),
        "replaced": CaseState.REPLACED,
    }
    return render(request, "samples/cases.html", context)


@require_http_methods(["GET", "POST"])
@tells
def substitute(request: HttpRequest, id: UUID, case: UUID) -> HttpResponse:
    """A case cannot be read: say why; the next one by the recorded order takes its place."""
    exercise = exercise_or_404(request, id, permission=DRAW)
    rows = SampledCase.objects.select_related("exercise", "draw__case_list")
    found = row_or_404(request, rows, case, exercise=exercise)
    if found.state == CaseState.REPLACED:
        raise operations.NotNow(_("This case has been replaced already."))
    consult(who=person_of(request).pk, what="samples.substitute", place=exercise.place(), subjects=[found.pk])
    form = SubstituteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            put_in = operations.put_in_substitute(case=found, **form.cleaned_data, by=person_of(request))
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, told_of(put_in))
            return redirect("sample_cases", exercise.pk)
    context = {"exercise": exercise, "case": found, "form": form}
    return render(request, "samples/substitute.html", context, status=400 if form.errors else 200)


def told_of(put_in: Substitution) -> str:
    """What came of a substitution, in labels."""
    gone = {"gone": put_in.missing.label}
    if put_in.substitute is None:
        return _("%(gone)s is not read. No substitute is left for it.") % gone
    return _("%(gone)s is not read; %(come)s is read in its place.") % {**gone, "come": put_in.substitute.label}
