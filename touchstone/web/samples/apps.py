"""The app of this room."""

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    """Case lists, draws and samples."""

    name = "touchstone.web.samples"
    label = "samples"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what long work there is."""
        from touchstone.web.samples.case_list import jobs

        jobs.register()
