"""Make the invented cast, its service and its inspection; refused in production."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touchstone.web.demo.operations import NotHere, make_demonstration


class Command(BaseCommand):
    """Run as often as you like: what is there stays."""

    help = "Make the cast of the demonstration, on a local machine only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        try:
            new = make_demonstration()
        except NotHere as why:
            raise CommandError(str(why)) from None
        if options["verbosity"]:
            self.stdout.write(f"Demonstration: {new} of the cast are new. Their page is /demo/.")
