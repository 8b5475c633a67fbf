"""The app that holds files handed in."""

from datetime import timedelta

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """What was handed in, by whom, whether it is safe, and where its bytes are."""

    name = "touchstone.web.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the scan of waiting files, and the sweep of what is left over, on the schedule."""
        from touchstone.web.files import waiting
        from touchstone.web.jobs import schedule

        schedule.register("files.scan", timedelta(seconds=10), waiting.scan_waiting)
        schedule.register("files.sweep", timedelta(days=1), waiting.sweep)
