"""The addresses of inspections; the first page of everybody's work is here."""

from django.urls import path

from touchstone.web.inspections import views

urlpatterns = [
    path("", views.work, name="work"),
    path("exercises/<uuid:id>/", views.inspection, name="exercise"),
]
