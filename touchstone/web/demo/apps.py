"""The app of this room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """An invented cast to sign in as, on a local machine only. Never installed in production."""

    name = "touchstone.web.demo"
    label = "demo"
