"""The addresses of case assessments; every one names an exercise, and below it random ids alone."""

from django.urls import path

from touchstone.web.assessments import views

CASE = "exercises/<uuid:id>/cases/<uuid:assessment>/"

urlpatterns = [
    path(f"{CASE}answers/", views.answers, name="case-answers"),
    path(f"{CASE}interviews/<uuid:interview>/answers/", views.answers, name="interview-answers"),
]
