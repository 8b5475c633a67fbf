"""The app of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, services, roles, and who may do what where."""

    name = "touchstone.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the audit's `@operation` how permissions are decided."""
        from touchstone.web.accounts.access import decide
        from touchstone.web.accounts.sign_in import watching  # noqa: F401  (it listens)
        from touchstone.web.audit.operation import set_permission_check

        set_permission_check(decide)
