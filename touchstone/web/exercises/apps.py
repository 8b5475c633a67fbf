"""The app of this room."""

from uuid import UUID

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """Exercises and their teams."""

    name = "touchstone.web.exercises"
    label = "exercises"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell messages how an inspection's reference and a service's name are found from their ids."""
        from touchstone.web.accounts.models import Service
        from touchstone.web.exercises.models import Exercise
        from touchstone.web.messages.fields import look_up

        def reference(id: UUID) -> str:
            return Exercise.objects.get(pk=id).reference

        def name(id: UUID) -> str:
            return Service.objects.get(pk=id).name

        look_up("inspection", reference)
        look_up("service", name)
