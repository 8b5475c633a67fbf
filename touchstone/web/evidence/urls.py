"""The addresses of evidence: documents in advance, people met, figures, and the matrix."""

from django.urls import path

from touchstone.web.evidence.documents import views as documents
from touchstone.web.evidence.matrix import views as matrix
from touchstone.web.evidence.meetings import views as meetings

IN = "exercises/<uuid:id>"
ONE = f"{IN}/documents/<uuid:document>"

urlpatterns = [
    path(f"{IN}/documents/", documents.documents, name="documents"),
    path(f"{IN}/documents/hand-in/", documents.hand_in, name="hand-in-document"),
    path(f"{IN}/documents/keep/", documents.keep, name="keep-document"),
    path(f"{IN}/documents/not-here/", documents.not_here, name="document-not-here"),
    path(f"{ONE}/", documents.document, name="document"),
    path(f"{ONE}/read/", documents.mark_read, name="read-document"),
    path(f"{ONE}/versions/<uuid:document_version>/", documents.file, name="document-file"),
    path(f"{IN}/evidence/", meetings.evidence, name="evidence"),
    path(f"{IN}/evidence/record/", meetings.record, name="record-evidence"),
    path(f"{IN}/evidence/figures/", meetings.figures, name="context-figures"),
    path(f"{IN}/evidence/figures/enter/", meetings.enter_figure, name="enter-figure"),
    path(f"{IN}/evidence/figures/<uuid:figure>/replace/", meetings.replace_figure, name="replace-figure"),
    path(f"{IN}/evidence/quotes/<uuid:quote>/", meetings.change_quote, name="change-quote"),
    path(f"{IN}/evidence/quotes/<uuid:quote>/check/", meetings.check_quote, name="check-quote"),
    path(f"{IN}/evidence/<uuid:item>/", meetings.item, name="evidence-item"),
    path(f"{IN}/evidence/<uuid:item>/change/", meetings.change, name="change-evidence"),
    path(f"{IN}/evidence/<uuid:item>/quotes/", meetings.add_quote, name="add-quote"),
    path(f"{IN}/matrix/", matrix.matrix, name="matrix"),
    path(f"{IN}/matrix/write/", matrix.write_claim, name="write-claim"),
    path(f"{IN}/matrix/<uuid:claim>/", matrix.claim, name="claim"),
    path(f"{IN}/matrix/<uuid:claim>/change/", matrix.change_claim, name="change-claim"),
    path(f"{IN}/matrix/<uuid:claim>/cite/", matrix.cite, name="cite"),
    path(f"{IN}/matrix/<uuid:claim>/reason/", matrix.give_reason, name="give-reason"),
    path(f"{IN}/matrix/<uuid:claim>/approve/", matrix.approve_reason, name="approve-reason"),
    path(f"{IN}/matrix/<uuid:claim>/settle/", matrix.settle, name="settle-claim"),
    path(f"{IN}/matrix/<uuid:claim>/reopen/", matrix.reopen, name="reopen-claim"),
    path(f"{IN}/matrix/<uuid:claim>/withdraw/", matrix.withdraw, name="withdraw-claim"),
    path(f"{IN}/matrix/citations/<uuid:citation>/weigh/", matrix.weigh, name="weigh-citation"),
    path(f"{IN}/matrix/citations/<uuid:citation>/take-off/", matrix.take_off, name="take-off-citation"),
]
