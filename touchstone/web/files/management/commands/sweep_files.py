"""Takes away what is left over on disk; run it every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touchstone.web.files.waiting import sweep


class Command(BaseCommand):
    """One sweep. Ends with status 1 where a kept file has lost its content."""

    help = "Take away files that no row names, removed ones, and what stayed in quarantine. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and tell."""
        swept = sweep()
        self.stdout.write(
            f"{swept.without_row} without a row, {swept.of_removed} removed, {swept.from_quarantine} from quarantine."
        )
        if swept.missing:
            raise CommandError(f"{swept.missing} kept files have no content on disk; bring them back from a backup.")
