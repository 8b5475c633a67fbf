"""The app of this room."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """Concerns about a child's immediate safety."""

    name = "touchstone.web.concerns"
    label = "concerns"
    default_auto_field = "django.db.models.BigAutoField"
