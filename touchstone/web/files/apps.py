"""The app that holds files handed in."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """What was handed in, by whom, whether it is safe, and where its bytes are."""

    name = "touchstone.web.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
