"""The app that tells people what happened."""

from datetime import timedelta

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Mail and alerts. Its label leaves Django's own `messages` to Django."""

    name = "touchstone.web.messages"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse a mail server's address that cannot be read, and put sending on the schedule."""
        from touchstone.web.jobs import schedule
        from touchstone.web.messages import sending, smtp

        smtp.server_from_settings()
        schedule.register("messages.send", timedelta(seconds=5), sending.send_due)
