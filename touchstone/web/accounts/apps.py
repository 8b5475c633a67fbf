"""The app of this room."""

from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, services, roles, and who may do what where."""

    name = "touchstone.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the audit's `@operation` how permissions are decided, and what the worker does again and again."""
        from touchstone.web.accounts.access import decide
        from touchstone.web.accounts.sessions.operations import sweep
        from touchstone.web.accounts.sign_in import watching  # noqa: F401  (it listens)
        from touchstone.web.audit.anchors import EVERY, drop_anchor
        from touchstone.web.audit.operation import set_permission_check
        from touchstone.web.jobs.schedule import register

        set_permission_check(decide)
        register("audit anchor", EVERY, drop_anchor)
        register("sessions that are over", timedelta(hours=6), sweep)
