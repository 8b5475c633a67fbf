"""Pages of the lead inspector: who reads which case, how far assessors agree, and benchmark cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.allocation import operations
from touchstone.web.assessments.allocation.forms import AllocateForm, AlongForm, ChanceForm
from touchstone.web.assessments.finding import assessment_or_404
from touchstone.web.assessments.models import BenchmarkKey, CaseAssessment, Marking
from touchstone.web.assessments.results import against_the_key, agreement_of, drift_of
from touchstone.web.audit.operations import consult
from touchstone.web.exercises.models import Exercise, Kind, NotOpen
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.samples.models import SampledCase


@require_http_methods(["GET", "POST"])
def allocation(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who reads which case, first and second, how much each has, and giving cases out."""
    exercise = exercise_or_404(request, id, permission=Permission.ASSESSMENT_ALLOCATE)
    person = person_of(request)
    cases = SampledCase.objects.of(exercise).read()
    looked(request, exercise, "allocation", cases)
    people = operations.assessors_of(exercise)
    which = request.POST.get("act", "")
    forms = {
        "give": AllocateForm(request.POST if which == "give" else None),
        "along": AlongForm(request.POST if which == "along" else None),
        "chance": ChanceForm(request.POST if which == "chance" else None, initial={"share": 20}),
    }
    for form in forms.values():
        form.buttons = ("act",)
    forms["give"].fields["case"].queryset = cases  # type: ignore[attr-defined]
    forms["give"].fields["case"].label_from_instance = lambda case: f"{case.label} ({case.reference})"  # type: ignore[attr-defined]
    among = User.objects.filter(pk__in=[each.pk for each in people])
    forms["give"].fields["assessor"].queryset = among  # type: ignore[attr-defined]
    forms["along"].fields["person"].queryset = among  # type: ignore[attr-defined]
    given = CaseAssessment.objects.of(exercise).filter(withdrawn_at=None).select_related("case", "assessor")
    forms["along"].fields["assessment"].queryset = given  # type: ignore[attr-defined]
    forms["along"].fields["assessment"].label_from_instance = (  # type: ignore[attr-defined]
        lambda row: f"{row.case.label}, {row.get_marking_display()}: {row.assessor.name}"
    )
    if which in forms and forms[which].is_valid() and done(request, exercise, which, forms[which]):
        return redirect("allocation", id)
    visible = set(CaseAssessment.objects.visible_to(person).filter(exercise=exercise).values_list("pk", flat=True))
    by_case: dict[Any, dict[str, CaseAssessment]] = {}
    for row in given:
        by_case.setdefault(row.case_id, {})[row.marking] = row
    load = operations.workload(exercise)
    context = {
        "exercise": exercise,
        "lines": [(case, by_case.get(case.pk, {})) for case in cases],
        "visible": visible,
        "people": [(each, load.get(each.pk, 0)) for each in people],
        "forms": forms,
    }
    status = 400 if which in forms and forms[which].errors else 200
    return render(request, "assessments/allocation.html", context, status=status)


def looked(request: HttpRequest, exercise: Exercise, what: str, cases: Iterable[SampledCase]) -> None:
    """Write down whose references this person is about to be shown."""
    subjects = [case.pk for case in cases]
    if subjects:
        consult(who=person_of(request).pk, what=f"assessments.{what}", place=exercise.place(), subjects=subjects)


def done(request: HttpRequest, exercise: Exercise, which: str, form: Any) -> bool:
    """Do what a form of the page asks; False, with the reason on the form, where it cannot be done."""
    by, asked = person_of(request), form.cleaned_data
    try:
        if which == "give":
            operations.allocate(exercise=exercise, **asked, by=by)
            told = _("%(case)s is given to %(name)s.") % {"case": asked["case"].label, "name": asked["assessor"].name}
        elif which == "along":
            operations.read_along(**asked, by=by)
            told = _("%(name)s reads along.") % {"name": asked["person"].name}
        else:
            made = operations.second_by_chance(exercise=exercise, **asked, by=by)
            told = _("%(count)s cases were chosen for a second marking.") % {"count": len(made.chosen)}
    except ValidationError as refused:
        problems = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        for name, words in problems.items():
            form.add_error(name if name in form.fields else None, words)
        return False
    messages.success(request, told)
    return True


@require_POST
def take_back(request: HttpRequest, id: UUID, assessment: UUID) -> HttpResponse:
    """Take a case back from its assessor."""
    row = assessment_or_404(request, id, assessment)
    exercise_or_404(request, id, permission=Permission.ASSESSMENT_ALLOCATE)
    try:
        operations.take_back(assessment=row, by=person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The case is taken back. What was written is kept."))
    return redirect("allocation", id)


@require_safe
def agreement(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far the two markings agree, question by question; how each assessor lies beside all for the lead alone."""
    exercise = exercise_or_404(request, id, permission=Permission.AGREEMENT_READ)
    leads = person_of(request).may(Permission.ASSESSMENT_ALLOCATE, exercise)
    context = {
        "exercise": exercise,
        "agreement": agreement_of(exercise),
        "drift": drift_of(exercise, seen_by=person_of(request)) if leads else (),
        "leads": leads,
        "asks": {q.id: q.asks for standard in exercise.framework().standards for q in standard.key_questions},
    }
    return render(request, "assessments/agreement.html", context)


@require_safe
def benchmark(request: HttpRequest, id: UUID) -> HttpResponse:
    """Benchmark cases: to practise on, and how one's own submitted readings agree with the key."""
    exercise = exercise_or_404(request, id)
    person = person_of(request)
    manages = person.may(Permission.BENCHMARK_MANAGE, exercise)
    if not manages:
        exercise_or_404(request, id, permission=Permission.ASSESSMENT_WRITE)
    cases = list(SampledCase.objects.of(exercise).read()) if exercise.kind == Kind.BENCHMARK else []
    looked(request, exercise, "benchmark", cases)
    keyed = set(BenchmarkKey.objects.of(exercise).values_list("case", flat=True))
    own = CaseAssessment.objects.open_to(person).filter(exercise=exercise, marking=Marking.PRACTICE)
    mine = {row.case_id: row for row in own}
    shown = {key.case_id for key in BenchmarkKey.objects.visible_to(person).filter(exercise=exercise)}
    lines = []
    for case in cases:
        row = mine.get(case.pk)
        compared = against_the_key(row) if row is not None and row.is_done and case.pk in shown else None
        lines.append({"case": case, "keyed": case.pk in keyed, "mine": row, "compared": compared})
    context = {
        "exercise": exercise,
        "lines": lines,
        "manages": manages,
        "is_benchmark": exercise.kind == Kind.BENCHMARK,
    }
    return render(request, "assessments/benchmark.html", context)


@require_POST
def practise(request: HttpRequest, id: UUID, case: UUID) -> HttpResponse:
    """Take a benchmark case to practise on."""
    exercise = exercise_or_404(request, id, permission=Permission.ASSESSMENT_WRITE)
    found = SampledCase.objects.of(exercise).filter(pk=case).first()
    if found is None:
        raise Http404(_("Page not found"))
    try:
        row = operations.practise(exercise=exercise, case=found, by=person_of(request))
    except (ValidationError, NotOpen) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
        return redirect("benchmark", id)
    return redirect("case", id, row.pk)


@require_http_methods(["GET", "POST"])
def key(request: HttpRequest, id: UUID, case: UUID) -> HttpResponse:
    """Set the key of a benchmark case."""
    exercise = exercise_or_404(request, id, permission=Permission.BENCHMARK_MANAGE)
    found = row_or_404(request, SampledCase.objects.all(), case, exercise=exercise)
    looked(request, exercise, "key", [found])
    form = CaseAssessment(exercise=exercise, case=found).form()
    asked = [question for question in form.questions if question.key_question]
    rows = {each.question: each for each in BenchmarkKey.objects.visible_to(person_of(request)).filter(case=found)}
    typed = {q.id: (request.POST.get(f"v.{q.id}", ""), request.POST.get(f"w.{q.id}", "")) for q in asked}
    problems: list[str] = []
    if request.method == "POST":
        given = {name: pair for name, pair in typed.items() if pair[0]}
        try:
            operations.set_key(exercise=exercise, case=found, answers=given, by=person_of(request))
        except ValidationError as refused:
            problems = refused.messages
        else:
            messages.success(request, _("The key is set."))
            return redirect("benchmark", id)
    shown = typed if problems else {name: (row.value, row.why) for name, row in rows.items()}
    context = {"exercise": exercise, "case": found, "asked": asked, "shown": shown, "problems": problems}
    return render(request, "assessments/key.html", context, status=400 if problems else 200)
