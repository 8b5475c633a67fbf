"""The app of this room."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Surveys and what was answered."""

    name = "touchstone.web.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"
