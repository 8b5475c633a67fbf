"""The app of this room."""

from django.apps import AppConfig


class JudgementsConfig(AppConfig):
    """Judgements and the panel."""

    name = "touchstone.web.judgements"
    label = "judgements"
    default_auto_field = "django.db.models.BigAutoField"
