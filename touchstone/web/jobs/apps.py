"""The app that keeps long work going."""

from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work, seen from its start to its end."""

    name = "touchstone.web.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put what the worker does for itself on the schedule."""
        from touchstone.web.jobs import operations, schedule

        schedule.register("jobs.reap", timedelta(seconds=5), operations.reap)
        schedule.register("jobs.forget_tasks", timedelta(days=1), operations.forget_tasks)
