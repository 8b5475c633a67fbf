"""The pages of documents in advance: the checklist, handing one in, saying that there is none, reading one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from touchstone.forms.checklists import DocumentAsked, checklist_for
from touchstone.intake.problems import ProblemsFound
from touchstone.web.accounts.access import person_of
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.disclosing import disclose
from touchstone.web.evidence.documents import operations
from touchstone.web.evidence.documents.forms import HandInForm, KeepForm, MissingForm, ReadForm
from touchstone.web.evidence.due import documents_due
from touchstone.web.evidence.models import Document, DocumentReading, DocumentVersion
from touchstone.web.evidence.pages import consulted, tried
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.exercises.views import exercise_or_404, row_or_404
from touchstone.web.files import quarantine
from touchstone.web.files.checking import CheckedFile, look_through
from touchstone.web.files.found_inside import in_words
from touchstone.web.files.serving import NotSafeToSend, serve
from touchstone.web.files.store import FileChanged
from touchstone.web.files.upload import QuarantinedUpload, takes_file


@dataclass(frozen=True)
class Line:
    """One line of the checklist: what is asked, what came, and how it stands."""

    asked: DocumentAsked | None
    document: Document | None
    versions: int
    newest: DocumentVersion | None
    read: bool

    @property
    def state(self) -> str:
        """handed_in, not_here or missing."""
        if self.versions:
            return "handed_in"
        return "not_here" if self.document is not None and self.document.missing_because else "missing"


def lines_of(request: HttpRequest, exercise: Exercise) -> list[Line]:
    """The whole checklist of the framework, then what else was handed in."""
    person = person_of(request)
    rows = Document.objects.visible_to(person).filter(exercise=exercise).select_related("exercise")
    documents = list(rows.prefetch_related("versions"))
    read = set(DocumentReading.objects.visible_to(person).filter(exercise=exercise).values_list("version", flat=True))
    by_asked = {document.asked: document for document in documents if document.asked}

    def line(asked: DocumentAsked | None, document: Document | None) -> Line:
        versions = list(document.versions.all()) if document is not None else []
        newest = versions[0] if versions else None
        return Line(asked, document, len(versions), newest, newest is not None and newest.pk in read)

    checklist = checklist_for(exercise.framework()).documents
    return [line(asked, by_asked.get(asked.id)) for asked in checklist] + [
        line(None, document) for document in documents if not document.asked and document.versions.all()
    ]


@require_GET
def documents(request: HttpRequest, id: UUID) -> HttpResponse:
    """The checklist: what is asked for and why, what came, what is missing, by when."""
    exercise = exercise_or_404(request, id, permission=Permission.DOCUMENT_READ)
    consulted(request, exercise, "documents")
    lines = lines_of(request, exercise)
    due = documents_due(exercise)
    context = {
        "exercise": exercise,
        "lines": lines,
        "handed_in": sum(line.state == "handed_in" for line in lines if line.asked),
        "not_here": sum(line.state == "not_here" for line in lines if line.asked),
        "asked": sum(line.asked is not None for line in lines),
        "unread": sum(line.newest is not None and not line.read for line in lines),
        "due": due,
        "late": due is not None and is_past(due),
        **may(request, exercise),
    }
    return render(request, "evidence/documents.html", context)


def is_past(day: date) -> bool:
    """Is it over today?"""
    return day < timezone.localdate()


def may(request: HttpRequest, exercise: Exercise) -> dict[str, bool]:
    """What this person may do with documents here and now."""
    person = person_of(request)
    is_open = exercise.is_open_for(Activity.DOCUMENTS)
    return {
        "is_open": is_open,
        "may_submit": person.may(Permission.DOCUMENT_SUBMIT, exercise) and is_open,
        "of_the_team": person.may(Permission.EVIDENCE_READ, exercise),
        "may_mark": person.may(Permission.EVIDENCE_WRITE, exercise) and exercise.is_open_for(Activity.EVIDENCE),
    }


@takes_file()
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hand a file in. What is inside it besides its text is told first, and asked about."""
    exercise = exercise_or_404(request, id, permission=Permission.DOCUMENT_SUBMIT)
    asked = request.GET.get("asked", "")
    form = HandInForm(exercise, request.POST or None, request.FILES or None, initial={"asked": asked})
    checked: list[CheckedFile] = []
    if form.is_valid() and tried(form, lambda: checked.append(looked_through(exercise, form))):
        if checked[0].found_inside:
            return inside(request, exercise, form, checked[0])
        if tried(form, lambda: kept(request, exercise, form.cleaned_data, checked[0])):
            messages.success(request, _("The document is handed in."))
            return redirect("documents", exercise.pk)
    return hand_in_page(request, exercise, form)


def hand_in_page(request: HttpRequest, exercise: Exercise, form: HandInForm) -> HttpResponse:
    """The form, with what was refused."""
    context = {"exercise": exercise, "form": form, **may(request, exercise)}
    return render(request, "evidence/hand_in.html", context, status=400 if form.is_bound else 200)


def looked_through(exercise: Exercise, form: HandInForm) -> CheckedFile:
    """The file of a form, looked through in its child process. Raises NotOpen, ProblemsFound."""
    exercise.require(Activity.DOCUMENTS)
    upload: QuarantinedUpload = form.cleaned_data["file"]
    return look_through(content=upload.content(), name=upload.quarantined.name)


def kept(request: HttpRequest, exercise: Exercise, typed: dict[str, Any], checked: CheckedFile) -> DocumentVersion:
    """The file as the newest version of its document."""
    return operations.hand_in(
        exercise=exercise,
        asked=typed["asked"],
        title=typed["title"],
        checked=checked,
        save_id=typed["save_id"],
        by=person_of(request),
    )


def inside(request: HttpRequest, exercise: Exercise, form: HandInForm, checked: CheckedFile) -> HttpResponse:
    """What the file holds besides its text, before it is kept; it waits in quarantine meanwhile."""
    typed = form.cleaned_data
    upload: QuarantinedUpload = typed["file"]
    ticket = quarantine.ticket_for(upload.hold(), by_id=person_of(request).pk)
    first = {**{name: typed[name] for name in ("asked", "title", "save_id")}, "ticket": ticket}
    context = {
        "exercise": exercise,
        "form": KeepForm(exercise, initial=first),
        "name": checked.name,
        "found": in_words(checked.found_inside),
        "asked": typed["asked"],
    }
    return render(request, "evidence/inside.html", context)


@require_POST
def keep(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hand in a file whose insides its sender has read of."""
    exercise = exercise_or_404(request, id, permission=Permission.DOCUMENT_SUBMIT)
    form = KeepForm(exercise, request.POST)
    if form.is_valid() and tried(form, lambda: redeemed(request, exercise, form)):
        messages.success(request, _("The document is handed in."))
        return redirect("documents", exercise.pk)
    again = HandInForm(exercise, request.POST.copy())
    again.full_clean()
    again.errors.clear()
    for words in [str(error) for errors in form.errors.values() for error in errors]:
        again.add_error(None, words)
    return hand_in_page(request, exercise, again)


def redeemed(request: HttpRequest, exercise: Exercise, form: KeepForm) -> None:
    """The waiting file kept, and taken out of quarantine. Raises ProblemsFound where it is gone or not theirs."""
    exercise.require(Activity.DOCUMENTS)
    waiting = quarantine.redeem(form.cleaned_data["ticket"], by_id=person_of(request).pk)
    checked = look_through(content=waiting.content(), name=waiting.name)
    kept(request, exercise, form.cleaned_data, checked)
    quarantine.discard(waiting.token)


@require_http_methods(["GET", "POST"])
def not_here(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that the service does not have a document, and why."""
    exercise = exercise_or_404(request, id, permission=Permission.DOCUMENT_SUBMIT)
    form = MissingForm(exercise, request.POST or None, initial={"asked": request.GET.get("asked", "")})
    if form.is_valid() and tried(
        form, lambda: operations.say_missing(exercise=exercise, by=person_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("It is recorded that you do not have this document."))
        return redirect("documents", exercise.pk)
    context = {"exercise": exercise, "form": form, **may(request, exercise)}
    return render(request, "evidence/not_here.html", context, status=400 if form.is_bound else 200)


def at(request: HttpRequest, id: UUID, document: UUID) -> tuple[Exercise, Document]:
    """The exercise and the document at an address, and that this person looked."""
    exercise = exercise_or_404(request, id, permission=Permission.DOCUMENT_READ)
    row = row_or_404(request, Document.objects.select_related("exercise__service"), document, exercise=exercise)
    consulted(request, exercise, "document", row.pk)
    return exercise, row


@require_GET
def document(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:
    """One document: every version with its hash, and (for the team) who read it and what they noted."""
    exercise, row = at(request, id, document)
    return shown(request, exercise, row)


def shown(request: HttpRequest, exercise: Exercise, row: Document, form: ReadForm | None = None) -> HttpResponse:
    """The page of one document."""
    person = person_of(request)
    versions = list(row.versions.select_related("file", "handed_in_by"))
    newest = versions[0] if versions else None
    first = {"version": newest.pk if newest else None, "standards": list(row.bears_on)}
    rights = may(request, exercise)
    readings = DocumentReading.objects.visible_to(person).filter(document=row).select_related("read_by", "version")
    context = {
        "exercise": exercise,
        "document": row,
        "versions": [(version, version.file.may_be_sent_to(person.pk)) for version in versions],
        "readings": readings,
        "form": (form or ReadForm(exercise, initial=first)) if rights["may_mark"] and newest else None,
        **rights,
    }
    return render(request, "evidence/document.html", context, status=400 if form else 200)


@require_POST
def mark_read(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:
    """Write down that one has read it."""
    exercise_or_404(request, id, permission=Permission.EVIDENCE_WRITE)
    exercise, row = at(request, id, document)
    form = ReadForm(exercise, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        rows = DocumentVersion.objects.filter(document=row).select_related("exercise", "document")
        version = row_or_404(request, rows, typed.pop("version"), exercise=exercise)
        if tried(form, lambda: operations.mark_read(version=version, by=person_of(request), **typed)):
            messages.success(request, _("It is marked as read."))
            return redirect("document", exercise.pk, row.pk)
    return shown(request, exercise, row, form)


@require_GET
def file(request: HttpRequest, id: UUID, document: UUID, document_version: UUID) -> HttpResponse:
    """One version as a download; that it was sent is written down first."""
    exercise = exercise_or_404(request, id, permission=Permission.DOCUMENT_READ)
    rows = DocumentVersion.objects.filter(document=document).select_related("file")
    row = row_or_404(request, rows, document_version, exercise=exercise)
    who = person_of(request).pk
    disclose(who=who, what="evidence.document_file", place=exercise.place(), record=str(row.pk))
    try:
        return serve(row.file, to=who)
    except NotSafeToSend as why:
        messages.error(request, _("This file cannot be downloaded: %(why)s.") % {"why": why})
    except (FileChanged, ProblemsFound):
        messages.error(
            request, _("The file is not what was handed in any more, and is sent to nobody. Tell the administrator.")
        )
    return redirect("document", exercise.pk, document)
