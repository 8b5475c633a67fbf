"""The app of this room."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Case assessments and their history."""

    name = "touchstone.web.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"
