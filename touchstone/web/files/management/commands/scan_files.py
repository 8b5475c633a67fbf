"""Asks the virus scanner about every file that waits; run it every minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touchstone.web.files.waiting import scan_waiting


class Command(BaseCommand):
    """One round of scanning. Ends with status 1 where the scanner cannot be asked, so that a schedule notices."""

    help = "Ask the virus scanner about every file that waits. Run it every minute where scanning is required."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and tell."""
        done = scan_waiting()
        if done.why_not:
            raise CommandError(f"{done.why_not} {done.waiting} waiting.")
        self.stdout.write(f"{done.asked} scanned, {done.infected} infected, {done.waiting} waiting.")
