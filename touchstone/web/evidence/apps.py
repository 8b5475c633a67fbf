"""The app of this room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Documents, meetings, surveys, and what stands on what."""

    name = "touchstone.web.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
