"""Tells which walls stand on this machine around the child process that reads files."""

from typing import Any

from django.core.management.base import BaseCommand

from touchstone.web.files.child import walls_here


class Command(BaseCommand):
    """One line for each wall that holds."""

    help = "Tell which walls stand on this machine around the child process that reads files that people hand in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Start a child and let it tell."""
        for wall in walls_here():
            self.stdout.write(wall)
