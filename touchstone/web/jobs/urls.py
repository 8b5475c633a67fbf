"""The addresses of jobs."""

from django.urls import path

from touchstone.web.jobs import views

urlpatterns = [
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/progress", views.progress, name="job_progress"),
]
