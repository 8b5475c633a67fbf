"""The pages of the list of cases: handing it in, its dry run, confirming it, its versions and what changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.intake.problems import ProblemsFound
from touchstone.sampling.frame import frame_columns
from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.disclosing import disclose
from touchstone.web.audit.operation import label
from touchstone.web.audit.operations import consult
from touchstone.web.design.sorting import page_of
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.files.checking import CheckedFile, look_through
from touchstone.web.files.kinds import TABLES
from touchstone.web.files.upload import QuarantinedUpload, takes_file
from touchstone.web.jobs.models import Job
from touchstone.web.samples.case_list import operations
from touchstone.web.samples.case_list.files import csv_download, problems_file, template_file
from touchstone.web.samples.case_list.jobs import read_again
from touchstone.web.samples.drawn import changes
from touchstone.web.samples.forms import ListForm
from touchstone.web.samples.models import CaseList, ListState
from touchstone.web.samples.reading import SMALL, SMALL_ROWS, dry_run, kind_titles
from touchstone.web.samples.rules import rules_of
from touchstone.web.samples.summary import standing_commitment, standing_draw
from touchstone.web.samples.told import posted, tells

HERE_ALREADY = (ListState.READING, ListState.REFUSED, ListState.CHECKED, ListState.CONFIRMED)
READ = Permission.CASE_LIST_READ
UPLOAD = Permission.CASE_LIST_UPLOAD


@takes_file()
@require_http_methods(["GET", "POST"])
@tells
def case_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every version of the list, and where it is open the form that takes the next one."""
    exercise = exercise_or_404(request, id, permission=UPLOAD if request.method == "POST" else READ)
    form = ListForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return handed_in(request, exercise, form)
        except ProblemsFound as found:
            for problem in found.problems:
                form.add_error("file", f"{problem.what} {problem.do}")
    return page_of_lists(request, exercise, form)


def handed_in(request: HttpRequest, exercise: Exercise, form: ListForm) -> HttpResponse:
    """Take the file that came: the very same one leads to the version it was, a large one is read by a job."""
    person, dates = person_of(request), form.cleaned_data["dates"]
    upload: QuarantinedUpload = form.cleaned_data["file"]
    same = same_file(exercise, upload.quarantined.sha256, dates)
    if same is not None:
        messages.info(request, _("This very file was handed in already: it is version %(n)s.") % {"n": same.version})
        return redirect("case_list_version", exercise.pk, same.pk)
    content = upload.content()
    checked: CheckedFile = look_through(content=content, name=f"list{ending_of(upload)}", among=TABLES)
    found = None
    if len(content) <= SMALL:
        found = dry_run(content, kind=checked.kind.ending, dates=dates, exercise=exercise)
    made = operations.hand_in(exercise=exercise, checked=checked, dates=dates, found=found, by=person)
    return redirect("case_list_version", exercise.pk, made.pk)


def ending_of(upload: QuarantinedUpload) -> str:
    """The ending of the file's name, with its dot. The name itself is not kept: people put names into names."""
    _stem, dot, ending = str(upload.quarantined.name).rpartition(".")
    return dot + ending if dot else ""


def same_file(exercise: Exercise, file_hash: str, dates: str) -> CaseList | None:
    """The version that is this very file, read in the same way and since the rules last changed."""
    versions = CaseList.objects.of(exercise).filter(file_hash=file_hash, dates=dates, state__in=HERE_ALREADY)
    changed = rules_of(exercise).set_by_hand
    if changed is not None:
        versions = versions.exclude(state=ListState.REFUSED, handed_in_at__lt=changed.set_at)
    return versions.defer("problems", "not_eligible").first()


def page_of_lists(request: HttpRequest, exercise: Exercise, form: ListForm) -> HttpResponse:
    """The page with the form, what a list holds, and every version."""
    person, framework = person_of(request), exercise.framework()
    may = person.may(UPLOAD, exercise)
    drawn = standing_draw(exercise) is not None
    context = {
        "exercise": exercise,
        "form": form,
        "framework": framework,
        "columns": frame_columns(framework),
        "window": rules_of(exercise).window,
        "versions": CaseList.objects.of(exercise).select_related("handed_in_by", "confirmed_by"),
        "commitment": standing_commitment(exercise),
        "may_upload": may and not drawn and exercise.is_open_for(Activity.CASE_LIST),
        "why_not": why_not(exercise, may=may, drawn=drawn),
    }
    return render(request, "samples/case_list.html", context, status=400 if form.errors else 200)


def why_not(exercise: Exercise, *, may: bool, drawn: bool) -> str:
    """Why no list can be handed in now, in a sentence; "" where one can."""
    if drawn:
        return _("The sample has been drawn. A new list can come only when the lead inspector asks for one.")
    if not exercise.is_open_for(Activity.CASE_LIST):
        return _("This stage of the inspection is not open for handing in the list of cases.")
    return "" if may else _("The service hands in the list; the lead inspector can do it on its behalf.")


@require_GET
def template(request: HttpRequest, id: UUID) -> HttpResponse:
    """An empty list with the headings that are needed."""
    exercise = exercise_or_404(request, id, permission=READ)
    return csv_download(template_file(exercise.framework()), name="case-list.csv")


@require_GET
def version(request: HttpRequest, id: UUID, case_list: UUID) -> HttpResponse:
    """One version: its dry run with every problem or with what would be drawn from, or its cases once confirmed."""
    exercise = exercise_or_404(request, id, permission=READ)
    person = person_of(request)
    found = row_or_404(request, CaseList.objects.select_related("handed_in_by", "confirmed_by"), case_list,
                       exercise=exercise)  # fmt: skip
    context: dict[str, Any] = {"exercise": exercise, "list": found, "may_upload": person.may(UPLOAD, exercise)}
    context["open"] = exercise.is_open_for(Activity.CASE_LIST) and standing_draw(exercise) is None
    context["job"] = Job.objects.visible_to(person).filter(pk=found.job).first() if found.job else None
    subjects: list[UUID] = []
    if found.state == ListState.REFUSED:
        context["pager"] = page_of(request, found.problems)
    elif found.state == ListState.CHECKED:
        context["pager"] = page_of(request, found.not_eligible)
    elif found.state in (ListState.CONFIRMED, ListState.REPLACED):
        cases = found.cases.all()
        only = request.GET.get("only") == "not-eligible"
        context["pager"] = page_of(request, cases.filter(eligible=False) if only else cases)
        context["only"] = only
        framework = exercise.framework()
        context["kinds"] = kind_titles(framework)
        context["titles"] = {group.id: group.title for group in framework.sample.groups}
        context["not_eligible_count"] = found.rows_count - found.eligible_count
        context["earlier"] = earlier_version(exercise, found)
        subjects = [case.pk for case in context["pager"].rows]
    consult(who=person.pk, what="samples.case_list", place=exercise.place(), subjects=subjects, record=label(found))
    return render(request, "samples/version.html", context)


def earlier_version(exercise: Exercise, later: CaseList) -> CaseList | None:
    """The confirmed version before this one."""
    stored = CaseList.objects.of(exercise).filter(version__lt=later.version, state=ListState.REPLACED)
    return stored.defer("problems", "not_eligible").first()


@require_GET
def what_changed(request: HttpRequest, id: UUID, case_list: UUID) -> HttpResponse:
    """What a version says otherwise than the confirmed one before it."""
    exercise = exercise_or_404(request, id, permission=READ)
    later = row_or_404(request, CaseList.objects.all(), case_list, exercise=exercise)
    earlier = earlier_version(exercise, later)
    if earlier is None or later.state not in (ListState.CONFIRMED, ListState.REPLACED):
        messages.info(request, _("There is no earlier confirmed version to compare it with."))
        return redirect("case_list_version", exercise.pk, later.pk)
    consult(who=person_of(request).pk, what="samples.what_changed", place=exercise.place(), record=label(later))
    told = changes(earlier.frame(), later.frame())
    context = {"exercise": exercise, "later": later, "earlier": earlier, "changes": told}
    return render(request, "samples/what_changed.html", context)


@require_GET
def problems(request: HttpRequest, id: UUID, case_list: UUID) -> HttpResponse:
    """Every problem of a version as a file."""
    exercise = exercise_or_404(request, id, permission=READ)
    found = row_or_404(request, CaseList.objects.all(), case_list, exercise=exercise)
    disclose(who=person_of(request).pk, what="samples.problems", place=exercise.place(), record=label(found))
    return csv_download(problems_file(found.problems), name=f"problems-of-version-{found.version}.csv")


@require_GET
def confirmed_file(request: HttpRequest, id: UUID, case_list: UUID) -> HttpResponse:
    """A confirmed version as a file that gives the same draw."""
    exercise = exercise_or_404(request, id, permission=READ)
    found = row_or_404(request, CaseList.objects.all(), case_list, exercise=exercise)
    if found.state not in (ListState.CONFIRMED, ListState.REPLACED):
        messages.info(request, _("Only a confirmed list can be downloaded."))
        return redirect("case_list_version", exercise.pk, found.pk)
    content = operations.take_list(case_list=found, by=person_of(request))
    return csv_download(content, name=f"case-list-version-{found.version}.csv")


@require_POST
@tells
def confirm(request: HttpRequest, id: UUID, case_list: UUID) -> HttpResponse:
    """Store a checked version as the service's list; a large one in a job."""
    exercise = exercise_or_404(request, id, permission=UPLOAD)
    found = row_or_404(request, CaseList.objects.all(), case_list, exercise=exercise)
    person = person_of(request)
    if found.state == ListState.CHECKED and found.rows_count > SMALL_ROWS:
        operations.confirm_later(case_list=found, by=person)
        return redirect("case_list_version", exercise.pk, found.pk)
    if found.state != ListState.CONFIRMED:
        operations.confirm(case_list=found, frame=read_again(found), by=person)
        messages.success(request, _("The list is confirmed. It is the lead inspector's turn."))
    return redirect("sample", exercise.pk)


@require_POST
@tells
def discard(request: HttpRequest, id: UUID, case_list: UUID) -> HttpResponse:
    """Let a version go that was not confirmed."""
    exercise = exercise_or_404(request, id, permission=UPLOAD)
    found = row_or_404(request, CaseList.objects.all(), case_list, exercise=exercise)
    operations.discard(case_list=found, by=person_of(request))
    messages.success(request, _("This version is taken back and its file deleted."))
    return redirect("case_list", exercise.pk)
