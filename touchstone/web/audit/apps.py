"""The app that holds the audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when, to whom."""

    name = "touchstone.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
