"""The app of this room."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """Exercises and their teams."""

    name = "touchstone.web.exercises"
    label = "exercises"
    default_auto_field = "django.db.models.BigAutoField"
