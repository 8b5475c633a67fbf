"""The app of this room."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Inspections, from announcement to decided ratings."""

    name = "touchstone.web.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"
