"""The app of this room."""

from datetime import timedelta

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Surveys and what was answered."""

    name = "touchstone.web.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have texts that nobody has read in time looked for."""
        from touchstone.web.jobs.schedule import register
        from touchstone.web.surveys.late import alarm_all

        register("late survey texts", timedelta(minutes=30), alarm_all)
