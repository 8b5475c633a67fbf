"""The app of this room."""

from datetime import timedelta

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """Concerns about a child's immediate safety."""

    name = "touchstone.web.concerns"
    label = "concerns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have unanswered concerns looked at every minute."""
        from touchstone.web.concerns.operations import climb_all
        from touchstone.web.jobs.schedule import register

        register("climbing of safety concerns", timedelta(minutes=1), climb_all)
