"""The addresses of case assessments; every one names an exercise, and below it random ids and page numbers alone."""

from django.urls import path

from touchstone.web.assessments import deciding, views
from touchstone.web.assessments.allocation import views as allocation

ROOM = "exercises/<uuid:id>/cases/"
CASE = f"{ROOM}<uuid:assessment>/"
TALK = f"{CASE}interviews/<uuid:interview>/"

urlpatterns = [
    path(f"{CASE}answers/", views.answers, name="case-answers"),
    path(f"{CASE}pages/<int:number>/", views.page, name="case-page"),
    path(ROOM, views.cases, name="cases"),
    path(f"{ROOM}allocation/", allocation.allocation, name="allocation"),
    path(f"{ROOM}agreement/", allocation.agreement, name="agreement"),
    path(f"{ROOM}benchmark/", allocation.benchmark, name="benchmark"),
    path(f"{ROOM}benchmark/<uuid:case>/practise/", allocation.practise, name="practise"),
    path(f"{ROOM}benchmark/<uuid:case>/key/", allocation.key, name="benchmark-key"),
    path(CASE, views.case, name="case"),
    path(f"{CASE}submit/", views.submit, name="case-submit"),
    path(f"{CASE}send-back/", deciding.send_back, name="case-send-back"),
    path(f"{CASE}agree/", deciding.agree, name="case-agree"),
    path(f"{CASE}reopen/", deciding.reopen, name="case-reopen"),
    path(f"{CASE}moderate/", deciding.moderate, name="case-moderate"),
    path(f"{CASE}take-back/", allocation.take_back, name="case-take-back"),
    path(f"{CASE}history/", deciding.history, name="case-history"),
    path(f"{CASE}history/<uuid:answer>/", deciding.versions, name="answer-history"),
    path(f"{CASE}examples/", deciding.examples, name="case-examples"),
    path(f"{CASE}examples/<uuid:example>/withdraw/", deciding.withdraw_example, name="example-withdraw"),
    path(f"{CASE}interviews/", deciding.begin_interview, name="interviews"),
    path(TALK, views.case, name="interview"),
    path(f"{TALK}pages/<int:number>/", views.page, name="interview-page"),
    path(f"{TALK}answers/", views.answers, name="interview-answers"),
]
